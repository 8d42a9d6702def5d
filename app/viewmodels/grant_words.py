"""The preview of a grant in sentences: one for each door, one on how it is taken back, one on the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from app.domain.grant import ALWAYS
from app.domain.revocability import Revocability, exposure_hours
from app.domain.schedule import EnforcedBy, Fitting
from app.services.grant_preview import DoorPreview, GrantPreview
from app.texts.messages import error_sentence, has_message, message
from app.viewmodels.people_words import some_words
from app.viewmodels.plan import rule_code
from app.viewmodels.validity_words import validity_sentence

BY_LOCK, BY_PROGRAM, BY_PERSON = "by_lock", "by_program", "by_person"
NO_LOCK, WAITS, REFUSED = "no_lock", "waits", "refused"

_ORDER = tuple(Revocability)
_SAID_ELSEWHERE = ("several_codes", "note_", "weak_code")
"""Beginnings of warnings that the summary, the doors and the field of the code say."""


@dataclass(frozen=True, slots=True)
class DoorSentence:
    """What one lock will do, in words. `state` is one of the words above; `details` say why."""

    door_id: str
    door: str
    state: str
    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewWords:
    """The whole preview. `warnings` are said beside it. `problem` says why it cannot be recorded, empty where it can; `refused` are the doors that forbid it."""

    doors: tuple[DoorSentence, ...] = ()
    summary: str = ""
    taken_back: tuple[str, ...] = ()
    is_hard_to_take_back: bool = False
    problem: str = ""
    warnings: tuple[str, ...] = ()
    refused: frozenset[str] = frozenset()


def preview_words(
    preview: GrantPreview, calendars: Mapping[str, str], *, is_reserve: bool = False
) -> PreviewWords:
    """The sentences of a preview; `calendars` are the names of holiday lists by id."""
    doors = tuple(
        _door_sentence(preview, door, calendars, is_reserve=is_reserve) for door in preview.doors
    )
    refused = frozenset(door.door_id for door in doors if door.state == REFUSED)
    problem = ""
    if preview.error is not None and not refused:
        problem = error_sentence(preview.error)
    hardest = _hardest(preview.doors)
    return PreviewWords(
        doors=doors,
        summary=_summary(preview, len(refused), is_reserve=is_reserve),
        taken_back=_taken_back(preview),
        is_hard_to_take_back=hardest in {Revocability.BY_HAND, Revocability.NEVER},
        problem=problem,
        warnings=() if is_reserve else _warnings(preview),
        refused=refused,
    )


def _door_sentence(
    preview: GrantPreview, door: DoorPreview, calendars: Mapping[str, str], *, is_reserve: bool
) -> DoorSentence:
    zone = ZoneInfo(door.place.zone)
    when = validity_sentence(preview.validity, zone, preview.now, calendars)
    state, sentence = _state_and_sentence(preview, door, when)
    details = _details(door) if door.fitting is not None and state != REFUSED else ()
    if not is_reserve:
        details = (*details, *_code_of(preview, door))
    return DoorSentence(str(door.place.door.id), door.place.label, state, sentence, details)


def _state_and_sentence(preview: GrantPreview, door: DoorPreview, when: str) -> tuple[str, str]:
    if door.is_refused:
        return REFUSED, message("preview_refused", {"why": why_words(door)})
    if not door.has_lock:
        return NO_LOCK, message("preview_no_lock", {"when": when})
    if door.rule is not None:
        return WAITS, message("preview_waits", {"why": why_words(door)})
    kept_by = door.fitting.enforced_by if door.fitting is not None else EnforcedBy.LOCK
    if preview.validity == ALWAYS and kept_by is EnforcedBy.LOCK:
        return BY_LOCK, message("preview_always")
    state = {EnforcedBy.LOCK: BY_LOCK, EnforcedBy.PROGRAM: BY_PROGRAM}.get(kept_by, BY_PERSON)
    return state, message(f"preview_{state}", {"when": when})


def why_words(door: DoorPreview) -> str:
    """Why a lock does not take it, in a few words; the whole sentence of the rule where there are none."""
    code, given = f"why_{door.rule}", {**door.parameters, "door": door.place.label}
    if door.rule == "pin_length" and given.get("min_length") == given.get("max_length"):
        code = "why_pin_length_one"
    if has_message(code):
        return message(code, given)
    return message(rule_code(str(door.rule)), given).rstrip(".")


def _details(door: DoorPreview) -> tuple[str, ...]:
    fitting = door.fitting
    if fitting is None:
        return ()
    lines = [message(f"by_program_{reason}") for reason in fitting.reasons]
    if fitting.enforced_by is EnforcedBy.PROGRAM:
        lines.append(message("preview_when_applied"))
    if fitting.is_clock_unknown:
        lines.append(message("note_clock_unknown"))
    if door.is_clock_wrong and _goes_by_clock(fitting):
        lines.append(message("note_clock_wrong"))
    return tuple(lines)


def _goes_by_clock(fitting: Fitting) -> bool:
    return fitting.is_scheduled


def _summary(preview: GrantPreview, refused: int, *, is_reserve: bool) -> str:
    count = len(preview.doors)
    if not count:
        return ""
    if refused:
        return message("preview_summary_some", {"refused": refused, "count": count})
    if preview.error is not None:
        return ""
    said = "preview_summary_one" if count == 1 else "preview_summary_ok"
    codes = [message("preview_reserve")] if is_reserve else _code_words(preview)
    return " ".join([message(said, {"count": count}), *codes])


def _code_words(preview: GrantPreview) -> list[str]:
    granted = preview.granted
    if granted is None:
        return []
    if len(granted.parts) > 1:
        return [message("preview_codes", {"count": len(granted.parts)})]
    return [message("preview_new_code" if granted.is_new_code else "preview_own_code")]


def _code_of(preview: GrantPreview, door: DoorPreview) -> tuple[str, ...]:
    """Which of several codes this door gets."""
    parts = preview.granted.parts if preview.granted is not None else ()
    if len(parts) < 2:
        return ()
    here = next((n for n, one in enumerate(parts, 1) if door.place.door.id in one.door_ids), 0)
    return (message("preview_code_at", {"number": here, "count": len(parts)}),) if here else ()


def _warnings(preview: GrantPreview) -> tuple[str, ...]:
    """Why there are several codes, and what is to be said of a code; what stands at the doors is not said again."""
    granted = preview.granted
    if granted is None:
        return ()
    conflict = [error_sentence(granted.conflict)] if granted.conflict is not None else []
    said = [message(code) for code in granted.warnings if not code.startswith(_SAID_ELSEWHERE)]
    return (*conflict, *said)


def _hardest(doors: Sequence[DoorPreview]) -> Revocability | None:
    ways = [door.revocability for door in doors if door.revocability is not None]
    return max(ways, key=_ORDER.index, default=None)


def _taken_back(preview: GrantPreview) -> tuple[str, ...]:
    """The worst first: what is said of a door must not be hidden behind a better one."""
    possible = [door for door in preview.doors if not door.is_refused]
    by_way: dict[Revocability, list[str]] = {}
    for door in possible:
        if door.revocability is not None:
            by_way.setdefault(door.revocability, []).append(door.place.label)
    lines = []
    for way in sorted(by_way, key=_ORDER.index, reverse=True):
        sentence = message(f"taken_back_{way}")
        if len(by_way) > 1:
            doors = some_words(by_way[way])
            sentence = message("taken_back_at", {"sentence": sentence, "doors": doors})
        lines.append(sentence)
    return (*lines, *_exposure_lines(possible))


def _exposure_lines(doors: Sequence[DoorPreview]) -> list[str]:
    kept = [door for door in doors if door.fitting is not None]
    if not kept:
        return []
    exposed = [door.exposure for door in kept if door.exposure is not None]
    if len(exposed) < len(kept):
        return [message("exposed_without_end")]
    return [message("exposed_hours", {"hours": exposure_hours(max(exposed))})]
