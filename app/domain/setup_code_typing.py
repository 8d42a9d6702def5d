"""Judging digits while they are typed: how to group them, what is missing, and which group is wrong."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise

from app.core.secret import Secret
from app.domain.homekit_code import TYPED_DIGITS, group_code, is_code_allowed
from app.domain.matter_manual_code import (
    LONG_DIGITS,
    SHORT_DIGITS,
    digits_of,
    read_manual_code,
)
from app.domain.setup_code import MAX_TEXT_CHARACTERS, RefusedSetupCode, read_setup_code
from app.domain.setup_code_error import SetupCodeError, SetupCodeReason
from app.domain.zwave_code import (
    DSK_DIGITS,
    DSK_WORDS,
    LEAD_IN,
    read_zwave_code,
)
from app.domain.zwave_parts import MAX_WORD, WORD_DIGITS


class TypedForm(StrEnum):
    """What the digits so far are taken for; it may change with the next one."""

    EMPTY = "empty"
    MATTER_SHORT = "matter_short"
    MATTER_LONG = "matter_long"
    HOMEKIT = "homekit"
    ZWAVE_DSK = "zwave_dsk"
    ZWAVE_QR = "zwave_qr"
    TEXT = "text"


class CheckState(StrEnum):
    """What the check digit says so far; `none`: the form has none."""

    NONE = "none"
    WAITING = "waiting"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class TypedJudgement:
    """What is known of a code that is being typed.

    `shown` is the text in groups as they are printed, for the field itself only; a text that is no
    digits is shown as it was typed. `wrong_groups` counts groups from 0; empty when nothing is known to
    be wrong, or when it is but nobody can say where (`reason` then stands alone). `missing` digits make
    it complete; `None` when the length is not known. `is_complete`: could be taken now; more digits may
    still follow.
    """

    form: TypedForm
    shown: Secret[str]
    group_sizes: tuple[int, ...] = ()
    missing: int | None = None
    is_complete: bool = False
    check: CheckState = CheckState.NONE
    reason: SetupCodeReason | None = None
    wrong_groups: tuple[int, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether it is complete and nothing is wrong with it."""
        return self.is_complete and self.reason is None


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong already, and in which digits."""

    reason: SetupCodeReason
    start: int
    end: int


_TYPED = re.compile(r"[0-9\s().,_\-\u2010-\u2015\u2212\ufeff]*")
_GROUPS = {
    TypedForm.MATTER_SHORT: (4, 3, 4),
    TypedForm.MATTER_LONG: (4, 3, 4, 5, 5),
    TypedForm.HOMEKIT: (3, 2, 3),
    TypedForm.ZWAVE_DSK: (WORD_DIGITS,) * DSK_WORDS,
}
_ZWAVE_QR_HEAD = (2, 2, 5, 3)  # lead-in, version, checksum, keys
_ZWAVE_QR_DIGITS = 90
_FIRST_LONG, _FIRST_FUTURE = "4", "8"
# Start, end and highest value of what digits of a Matter code hold (`matter_manual_code`).
_MATTER_CHUNKS = (
    (1, 6, 0xFFFF, SetupCodeReason.CHUNK_OVERFLOW),
    (6, 10, 0x1FFF, SetupCodeReason.CHUNK_OVERFLOW),
)
_MATTER_IDS = (
    (10, 15, 0xFFFF, SetupCodeReason.ID_RANGE),
    (15, 20, 0xFFFF, SetupCodeReason.ID_RANGE),
)
_ZWAVE_HEAD = (
    (2, 4, 1, SetupCodeReason.VERSION),
    (4, 9, MAX_WORD, SetupCodeReason.CHECKSUM),
    (9, 12, 0xFF, SetupCodeReason.RANGE),
)
# So many digits too many are a slip; more of them are a longer code.
_SLIP_DIGITS = 2
# What cannot be mended by typing on.
_LASTING = frozenset(
    {SetupCodeReason.CHARACTER, SetupCodeReason.KEYBOARD_LAYOUT, SetupCodeReason.TOO_LONG}
)


def judge_typed(text: str) -> TypedJudgement:
    """Judge what was typed so far; never fails, whatever the text.

    Dashes and spaces in the text are not needed; a first group of three digits is taken as a sign of
    HomeKit, one of five as a sign of a Z-Wave DSK.
    """
    if len(text) > MAX_TEXT_CHARACTERS or not _TYPED.fullmatch(text):
        return _judge_text(text)
    digits = digits_of(text)
    if not digits:
        return TypedJudgement(TypedForm.EMPTY, Secret(""))
    match _form_of(digits, _first_group_size(text)):
        case TypedForm.HOMEKIT:
            return _judge_homekit(digits)
        case TypedForm.ZWAVE_DSK:
            return _judge_dsk(digits)
        case TypedForm.ZWAVE_QR:
            return _judge_zwave_qr(digits)
        case form:
            return _judge_matter(form, digits)


def _form_of(digits: str, first_group: int | None) -> TypedForm:
    count, first = len(digits), digits[0]
    if first_group == 3 and count <= TYPED_DIGITS:
        return TypedForm.HOMEKIT
    if first_group == WORD_DIGITS and not digits.startswith(LEAD_IN):
        return TypedForm.ZWAVE_DSK
    form = TypedForm.MATTER_LONG if first >= _FIRST_LONG else TypedForm.MATTER_SHORT
    if count <= TYPED_DIGITS:
        is_matter = first < _FIRST_FUTURE and _matter_fault(digits) is None
        is_whole = count == TYPED_DIGITS and is_code_allowed(group_code(digits))
        return TypedForm.HOMEKIT if is_whole or not is_matter else form
    if digits.startswith(LEAD_IN):
        return TypedForm.ZWAVE_QR
    if first >= _FIRST_FUTURE:
        return TypedForm.MATTER_SHORT
    wanted = sum(_GROUPS[form])
    if count <= wanted:
        return form
    is_slip = count <= wanted + _SLIP_DIGITS and _matter_reason(digits[:wanted]) is None
    return form if is_slip or _word_fault(digits, 0, DSK_DIGITS) else TypedForm.ZWAVE_DSK


def _judge_text(text: str) -> TypedJudgement:
    code = read_setup_code(text)
    if not isinstance(code, RefusedSetupCode):
        return TypedJudgement(TypedForm.TEXT, Secret(text), missing=0, is_complete=True)
    reason = code.reason if code.reason in _LASTING else None
    return TypedJudgement(TypedForm.TEXT, Secret(text), reason=reason)


def _judge_homekit(digits: str) -> TypedJudgement:
    is_complete = len(digits) == TYPED_DIGITS
    fault = None
    if is_complete and not is_code_allowed(group_code(digits)):
        fault = _Fault(SetupCodeReason.PASSCODE_NOT_ALLOWED, 0, TYPED_DIGITS)
    return _judgement(TypedForm.HOMEKIT, digits, TYPED_DIGITS, CheckState.NONE, fault)


def _judge_matter(form: TypedForm, digits: str) -> TypedJudgement:
    wanted = LONG_DIGITS if form is TypedForm.MATTER_LONG else SHORT_DIGITS
    fault = _matter_fault(digits)
    check = CheckState.WAITING
    if len(digits) > wanted:
        fault = _Fault(SetupCodeReason.LENGTH, wanted, len(digits))
    elif len(digits) == wanted:
        reason = _matter_reason(digits)
        check = CheckState.WRONG if reason is SetupCodeReason.CHECK_DIGIT else CheckState.RIGHT
        if fault is None and reason is not None:
            fault = _Fault(reason, 0, 0)
    return _judgement(form, digits, wanted, check, fault)


def _judge_dsk(digits: str) -> TypedJudgement:
    fault = _word_fault(digits, 0, DSK_DIGITS)
    if len(digits) > DSK_DIGITS:
        fault = fault or _Fault(SetupCodeReason.LENGTH, DSK_DIGITS, len(digits))
    return _judgement(TypedForm.ZWAVE_DSK, digits, DSK_DIGITS, CheckState.NONE, fault)


def _judge_zwave_qr(digits: str) -> TypedJudgement:
    head = sum(_ZWAVE_QR_HEAD)
    fault = _chunk_fault(digits, _ZWAVE_HEAD) or _word_fault(digits, head, head + DSK_DIGITS)
    if fault is not None or len(digits) < _ZWAVE_QR_DIGITS:
        return _judgement(TypedForm.ZWAVE_QR, digits, _ZWAVE_QR_DIGITS, CheckState.WAITING, fault)
    reason = _reason_of(read_zwave_code, digits)
    check = CheckState.WRONG if reason is SetupCodeReason.CHECKSUM else CheckState.RIGHT
    fault = None if reason is None else _Fault(reason, 0, 0)
    return _judgement(TypedForm.ZWAVE_QR, digits, len(digits), check, fault)


def _judgement(
    form: TypedForm, digits: str, wanted: int, check: CheckState, fault: _Fault | None
) -> TypedJudgement:
    sizes = _group_sizes(form, len(digits))
    bounds = list(pairwise(accumulate(sizes, initial=0)))
    wrong = (
        ()
        if fault is None
        else tuple(
            number
            for number, (start, end) in enumerate(bounds)
            if start < fault.end and fault.start < end
        )
    )
    return TypedJudgement(
        form=form,
        shown=Secret("-".join(digits[start:end] for start, end in bounds)),
        group_sizes=sizes,
        missing=max(0, wanted - len(digits)),
        is_complete=len(digits) >= wanted,
        check=check,
        reason=None if fault is None else fault.reason,
        wrong_groups=wrong,
    )


def _group_sizes(form: TypedForm, count: int) -> tuple[int, ...]:
    """Give the groups that are begun, the last as far as it goes; digits too many join the last one."""
    planned = _GROUPS.get(form, _ZWAVE_QR_HEAD)
    if form is TypedForm.ZWAVE_QR:
        planned += (WORD_DIGITS,) * -(-(count - sum(planned)) // WORD_DIGITS)
    sizes: list[int] = []
    for size in planned:
        if count == 0:
            break
        sizes.append(min(size, count))
        count -= sizes[-1]
    sizes[-1] += count
    return tuple(sizes)


def _matter_fault(digits: str) -> _Fault | None:
    if digits[0] >= _FIRST_FUTURE:
        return _Fault(SetupCodeReason.VERSION, 0, 1)
    chunks = _MATTER_CHUNKS + (_MATTER_IDS if digits[0] >= _FIRST_LONG else ())
    return _chunk_fault(digits, chunks)


def _matter_reason(digits: str) -> SetupCodeReason | None:
    return _reason_of(read_manual_code, digits)


def _reason_of(read: Callable[[str], object], digits: str) -> SetupCodeReason | None:
    try:
        read(digits)
    except SetupCodeError as error:
        return error.reason
    return None


def _chunk_fault(
    digits: str, chunks: tuple[tuple[int, int, int, SetupCodeReason], ...]
) -> _Fault | None:
    for start, end, highest, reason in chunks:
        begun = digits[start:end]
        # What is not typed yet counts as zeros: is even the least that it can become too much?
        if begun and int(begun.ljust(end - start, "0")) > highest:
            return _Fault(reason, start, min(end, len(digits)))
    return None


def _word_fault(digits: str, start: int, end: int) -> _Fault | None:
    words = range(start, min(end, len(digits)), WORD_DIGITS)
    return _chunk_fault(
        digits, tuple((word, word + WORD_DIGITS, MAX_WORD, SetupCodeReason.RANGE) for word in words)
    )


def _first_group_size(text: str) -> int | None:
    """Give the size of the first group when another one follows."""
    groups = re.findall(r"[0-9]+", text)
    return len(groups[0]) if len(groups) > 1 else None
