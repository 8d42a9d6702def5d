"""What became of the codes that came in, in words for the card below the ways in and for the ear."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.setup_code import RefusedSetupCode
from app.domain.setup_code_facts import public_facts
from app.services.setup_codes import Taken, TakenAs, VaultCode
from app.texts.harmless import harmless
from app.texts.messages import message
from app.viewmodels.tray_words import fact_words, offer_words, problem_words, what_words

MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class TakenWords:
    """The result in words, with a tone: ok, info, warn or bad. `code_id` is the entry that it is about, empty without one.

    `first` says what must be done at the lock before it can be added.
    """

    tone: str
    title: str
    text: str = ""
    code_id: str = ""
    first: str = ""

    @property
    def spoken(self) -> str:
        """All of it, for the ear."""
        return " ".join(part for part in (self.title, self.text, self.first) if part)


def taken_words(taken: Sequence[Taken], problems: Sequence[str] = ()) -> TakenWords:
    """Say what became of these; one is told in full, several as numbers. `problems` are sentences on what brought nothing."""
    if not taken:
        title = problems[0] if problems else message("taken_nothing")
        return TakenWords("bad" if problems else "info", title, _lines(problems[1:]))
    words = _one(taken[0]) if len(taken) == 1 else _several(taken)
    if not problems:
        return words
    text = _lines([words.text, *problems] if words.text else problems)
    return replace(words, tone="warn" if words.tone == "ok" else words.tone, text=text)


def _lines(sentences: Sequence[str]) -> str:
    """Each on a line of its own, the first few of many."""
    shown = list(sentences[:MOST_LINES])
    if len(sentences) > MOST_LINES:
        shown.append("…")
    return "\n".join(shown)


def _one(taken: Taken) -> TakenWords:
    code = taken.code
    if taken.taken_as is TakenAs.REFUSED or code is None:
        return TakenWords("bad", _refusal(taken))
    code_id, number = str(code.kept.id), code.kept.number
    if taken.taken_as is TakenAs.NEW:
        return _new(taken, code)
    known = "_probable" if taken.is_probable else ""
    if taken.taken_as is TakenAs.AT_DOOR:
        door = _label(code)
        return TakenWords("info", message(f"taken_at_door{known}", {"door": door}), "", code_id)
    if taken.taken_as is TakenAs.COMPLETED:
        title = message(f"taken_completed{known}", {"number": number})
        return TakenWords("ok", title, _what_is_known(code), code_id, _first(code))
    title = message(f"taken_in_tray{known}", {"number": number})
    if code.place is not None:
        title = message(f"taken_in_tray_door{known}", {"number": number, "door": _label(code)})
    return TakenWords("info", title, _what_is_known(code), code_id, _first(code))


def _new(taken: Taken, code: VaultCode) -> TakenWords:
    code_id, number = str(code.kept.id), code.kept.number
    if isinstance(code.reading, RefusedSetupCode):
        parts = [message("taken_kept", {"number": number})]
        offer = offer_words(code.reading)
        if offer:
            parts.append(message("taken_offer", {"what": offer}))
        return TakenWords("warn", problem_words(code.reading), " ".join(parts), code_id)
    entry = f"{message('tray_number', {'number': number})}, {what_words(code)}"
    parts = [_what_is_known(code)]
    if taken.resembles is not None:
        parts.append(message("taken_resembles", {"number": taken.resembles}))
    title = message("taken_new", {"entry": entry})
    tone = "ok" if taken.resembles is None else "warn"
    return TakenWords(tone, title, " ".join(parts), code_id, _first(code))


def _what_is_known(code: VaultCode) -> str:
    """Facts in one sentence, or what it is instead of a setup code."""
    if isinstance(code.reading, RefusedSetupCode):
        return problem_words(code.reading)
    facts = fact_words(code.reading)
    return f"{facts[:1].upper()}{facts[1:]}."


def _first(code: VaultCode) -> str:
    """What must be done at the lock first: that is known before anybody walks there."""
    if isinstance(code.reading, RefusedSetupCode):
        return ""
    return message(f"preparation_{public_facts(code.reading)[0].preparation}")


def _refusal(taken: Taken) -> str:
    reading = taken.reading
    if not isinstance(reading, RefusedSetupCode):
        return message("taken_nothing")
    parameters = {"reason": problem_words(reading)}
    if reading.position is None:
        return message("taken_refused", parameters)
    return message("taken_refused_place", {**parameters, "position": reading.position + 1})


def _several(taken: Sequence[Taken]) -> TakenWords:
    counts = Counter(_kind(one) for one in taken)
    parts = [
        message(f"taken_many_{kind}", {"count": counts[kind]})
        for kind in ("new", "known", "mounted", "other", "refused")
        if counts[kind]
    ]
    new = [one.code for one in taken if _kind(one) == "new" and one.code is not None]
    known = [one.code for one in taken if one.code is not None]
    shown = (new or known)[:1]
    tone = "warn" if counts["other"] or counts["refused"] else "ok" if new else "info"
    text = ", ".join(parts)
    return TakenWords(
        tone,
        message("taken_many", {"count": len(taken)}),
        f"{text[:1].upper()}{text[1:]}.",
        str(shown[0].kept.id) if shown else "",
    )


def _kind(taken: Taken) -> str:
    if taken.taken_as is TakenAs.REFUSED:
        return "refused"
    if taken.taken_as is TakenAs.AT_DOOR:
        return "mounted"
    if taken.taken_as in {TakenAs.IN_TRAY, TakenAs.COMPLETED}:
        return "known"
    return "other" if isinstance(taken.reading, RefusedSetupCode) else "new"


def _label(code: VaultCode) -> str:
    return harmless(code.place.label) if code.place is not None else ""
