"""What stands in the field for a setup code after every key: grouped, judged, and said in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.core.secret import Secret
from app.domain.matter_manual_code import LONG_DIGITS, SHORT_DIGITS
from app.domain.other_text import MAX_NAMED_CHARACTERS, OtherKind
from app.domain.setup_code import RefusedSetupCode, read_setup_code
from app.domain.setup_code_error import SetupCodeFamily, SetupCodeReason
from app.domain.setup_code_typing import TypedForm, TypedJudgement, judge_typed
from app.texts.messages import has_message, message

MAX_TYPED = MAX_NAMED_CHARACTERS
SEPARATOR = "-"

_DIGIT = re.compile(r"[0-9]")
_NOT_DIGIT = re.compile(r"[^0-9]")
# Schemes whose beginning is no reason to call a text wrong while it is typed.
_BEGINNINGS = ("MT:", "X-HM://", "HTTP://", "HTTPS://", "WIFI:")
_WORDS = {
    TypedForm.MATTER_SHORT: "matter",
    TypedForm.MATTER_LONG: "matter",
    TypedForm.HOMEKIT: "homekit",
    TypedForm.ZWAVE_DSK: "zwave_dsk",
    TypedForm.ZWAVE_QR: "zwave_qr",
}


@dataclass(frozen=True, slots=True)
class Typing:
    """The field: its text, the cursor, and what is known of it.

    `first_group`: after so many digits somebody put a separator, which may say which code it is; the other
    separators are ours and say nothing.
    """

    text: Secret[str]
    cursor: int
    judgement: TypedJudgement
    first_group: int | None = None


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What is said of it; `tone` is muted, ok, warn or bad. `marks` are the places (start, length) to look at."""

    sentence: str
    tone: str
    marks: tuple[tuple[int, int], ...] = ()


def start_typing(text: str = "") -> Typing:
    """The field with a text that was there before."""
    return edit(_EMPTY, text, len(text))


def edit(before: Typing, text: str, cursor: int) -> Typing:
    """What the field shows after an edit left this text and cursor in it: digits in groups, another text as it is.

    The cursor stays behind the same digit.
    """
    if _NOT_DIGIT.sub("", text) == "" or judge_typed(text).form is TypedForm.TEXT:
        # Whatever is no digits keeps even its blanks: somebody may be in the middle of something.
        judgement = judge_typed(text)
        return Typing(Secret(text), cursor, judgement)
    digits = _NOT_DIGIT.sub("", text)
    first_group = _first_group(before, text, digits)
    judgement = judge_typed(_with_first_group(digits, first_group))
    shown = judgement.shown.reveal()
    is_at_end = not _DIGIT.search(text[cursor:])
    if is_at_end and first_group == len(digits) and text[-1:] not in digits:
        shown += SEPARATOR  # somebody's own one, which says more with the next digit
    place = len(shown) if is_at_end else _behind_digit(shown, len(_DIGIT.findall(text[:cursor])))
    return Typing(Secret(shown), place, judgement, first_group)


def words_of(typing: Typing) -> TypedWords:
    """What is said while it is typed: what it is so far, what is missing, where it is wrong."""
    judgement = typing.judgement
    if judgement.form is TypedForm.EMPTY:
        return TypedWords(message("typed_empty"), "muted")
    if judgement.form is TypedForm.TEXT:
        return _words_of_text(typing.text.reveal(), is_final=False)
    if judgement.reason is not None:
        marks = _marks(judgement)
        return TypedWords(_wrong_words(judgement), "bad", marks)
    word = _WORDS[judgement.form]
    digits = LONG_DIGITS if judgement.form is TypedForm.MATTER_LONG else SHORT_DIGITS
    if judgement.is_complete:
        has_check = judgement.form in {TypedForm.MATTER_SHORT, TypedForm.MATTER_LONG}
        tone = "ok" if has_check or judgement.form is TypedForm.ZWAVE_QR else "warn"
        return TypedWords(message(f"typed_whole_{word}", {"digits": digits}), tone)
    given = {"digits": digits, "missing": judgement.missing}
    return TypedWords(message(f"typed_begun_{word}", given), "muted")


def refusal_of(typing: Typing, *, needs_setup_code: bool) -> TypedWords | None:
    """Why this cannot be taken when somebody presses Enter, and where to look; None when it can.

    A text that is no setup code may be kept for what it is unless `needs_setup_code`.
    """
    judgement = typing.judgement
    if judgement.is_usable:
        return None
    if judgement.form is TypedForm.EMPTY:
        return TypedWords(message("typed_empty"), "bad")
    if judgement.form is TypedForm.TEXT:
        reading = read_setup_code(typing.text.reveal().strip())
        is_other = isinstance(reading, RefusedSetupCode) and reading.family is SetupCodeFamily.OTHER
        is_keepable = is_other and any(map(str.isalpha, typing.text.reveal()))
        if is_keepable and not needs_setup_code and judgement.reason is None:
            return None
        return _words_of_text(typing.text.reveal(), is_final=True)
    if judgement.reason is not None:
        return TypedWords(_wrong_words(judgement), "bad", _marks(judgement))
    missing = judgement.missing or 0
    code = "typed_not_whole_one" if missing == 1 else "typed_not_whole"
    return TypedWords(message(code, {"missing": missing}), "bad")


def too_long_words() -> TypedWords:
    """Why nothing of a text was taken that no symbol can hold."""
    return TypedWords(message("setup_code_too_long"), "bad")


def _words_of_text(text: str, *, is_final: bool) -> TypedWords:
    """What a text is that is no digits; `is_final`: nobody goes on typing it."""
    stripped = text.strip()
    reading = read_setup_code(stripped)
    if not isinstance(reading, RefusedSetupCode):
        return TypedWords(message(f"typed_text_{reading.family}"), "ok")
    if reading.offer is not None:
        return TypedWords(message("typed_in_capitals"), "bad" if is_final else "warn")
    is_begun = any(one.startswith(stripped.upper()) for one in _BEGINNINGS)
    if is_begun and not is_final:
        return TypedWords(message("typed_text_begun"), "muted")
    if reading.reason is SetupCodeReason.TOO_LONG:
        return too_long_words()
    if reading.family is not SetupCodeFamily.OTHER:
        return _words_of_damaged(text, reading, is_final=is_final)
    kind = reading.other.word if reading.other is not None else str(OtherKind.TEXT)
    code = f"other_{kind}"
    sentence = message(code if has_message(code) else "other_text")
    if is_final:
        return TypedWords(f"{sentence} {message('typed_not_usable')}", "bad")
    return TypedWords(sentence, "warn" if kind != "nothing" else "muted")


def _words_of_damaged(text: str, reading: RefusedSetupCode, *, is_final: bool) -> TypedWords:
    """What is said of a text that looks like a family's but is not usable."""
    is_lasting = reading.reason in {SetupCodeReason.CHARACTER, SetupCodeReason.KEYBOARD_LAYOUT}
    if not is_final and not is_lasting:
        return TypedWords(message(f"typed_text_unfinished_{reading.family}"), "muted")
    sentence = message(f"setup_code_{reading.reason}")
    if reading.position is None:
        return TypedWords(sentence, "bad")
    place = reading.position + len(text) - len(text.lstrip())
    look = message("typed_look_at_character", {"position": place + 1})
    return TypedWords(f"{sentence} {look}", "bad", ((place, 1),))


def _wrong_words(judgement: TypedJudgement) -> str:
    sentence = message(f"setup_code_{judgement.reason}")
    if not judgement.wrong_groups:
        return sentence
    numbers = [group + 1 for group in judgement.wrong_groups]
    if len(numbers) == 1:
        look = message("typed_look_at_group", {"group": numbers[0]})
    else:
        between = message("typed_groups_between", {"first": numbers[0], "last": numbers[-1]})
        look = message("typed_look_at_groups", {"groups": between})
    return f"{sentence} {look}"


def _marks(judgement: TypedJudgement) -> tuple[tuple[int, int], ...]:
    """Where to look; all of it when nobody can say where the fault is."""
    sizes = judgement.group_sizes
    starts = _starts(sizes)
    groups: Sequence[int] = judgement.wrong_groups or range(len(sizes))
    return tuple((starts[group], sizes[group]) for group in groups)


def _starts(sizes: Sequence[int]) -> list[int]:
    # One separator stands before each group but the first.
    return [start + number for number, start in enumerate(accumulate(sizes, initial=0))]


def _first_group(before: Typing, text: str, digits: str) -> int | None:
    """Where somebody put the first separator, when this edit brought one or an earlier one still holds."""
    if _NOT_DIGIT.search(_inserted(before.text.reveal(), text)):
        found = re.match(r"[^0-9]*([0-9]+)[^0-9]", text)
        return len(found[1]) if found is not None else None
    kept = before.first_group
    if kept is None or len(digits) < kept:
        return None
    if len(digits) == kept and text[-1:] in digits:
        return None  # the separator itself was taken back
    had = _NOT_DIGIT.sub("", before.text.reveal())
    return kept if digits[:kept] == had[:kept] else None


def _inserted(before: str, after: str) -> str:
    """What an edit put in, as far as two texts can tell."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next(
        (n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head
    )
    return after[head : len(after) - tail]


def _with_first_group(digits: str, first_group: int | None) -> str:
    if first_group is None or first_group >= len(digits):
        return digits
    return f"{digits[:first_group]}{SEPARATOR}{digits[first_group:]}"


def _behind_digit(shown: str, count: int) -> int:
    """The place behind so many digits."""
    if count == 0:
        return 0
    places = [place for place, character in enumerate(shown) if character.isdigit()]
    return places[count - 1] + 1 if count <= len(places) else len(shown)


_EMPTY = Typing(Secret(""), 0, judge_typed(""))
