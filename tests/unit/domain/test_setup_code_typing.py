"""Digits judged while they are typed: groups, what is missing, the check digit, the wrong group."""

import pytest

from app.domain.setup_code import RefusedSetupCode, read_setup_code
from app.domain.setup_code_error import SetupCodeReason
from app.domain.setup_code_typing import CheckState, TypedForm, TypedJudgement, judge_typed

SHORT = "34970112332"
LONG = "749701123365521327694"
HOMEKIT = "74026193"
DSK = "3402861234000076553512001445560808027182"
ZWAVE = "900104354135340286123400007655351200144556080802718200101638700768022065521000070004200527"


def shown(text: str) -> str:
    return judge_typed(text).shown.reveal()


@pytest.mark.parametrize(
    ("text", "grouped", "form", "missing"),
    [
        ("", "", TypedForm.EMPTY, None),
        (" - ", "", TypedForm.EMPTY, None),
        ("3", "3", TypedForm.MATTER_SHORT, 10),
        ("34970", "3497-0", TypedForm.MATTER_SHORT, 6),
        ("3497-011-2", "349-70-112", TypedForm.HOMEKIT, 0),
        ("3497-011-23", "3497-011-23", TypedForm.MATTER_SHORT, 2),
        (SHORT, "3497-011-2332", TypedForm.MATTER_SHORT, 0),
        ("4", "4", TypedForm.MATTER_LONG, 20),
        ("7497", "7497", TypedForm.MATTER_LONG, 17),
        (LONG, "7497-011-2336-55213-27694", TypedForm.MATTER_LONG, 0),
        ("740-2", "740-2", TypedForm.HOMEKIT, 4),
        (HOMEKIT, "740-26-193", TypedForm.HOMEKIT, 0),
        ("9", "9", TypedForm.HOMEKIT, 7),
        ("39999", "399-99", TypedForm.HOMEKIT, 3),
        ("12345678", "1234-567-8", TypedForm.MATTER_SHORT, 3),
        ("34028-6", "34028-6", TypedForm.ZWAVE_DSK, 34),
        (DSK, "34028-61234-00007-65535-12001-44556-08080-27182", TypedForm.ZWAVE_DSK, 0),
        ("900104354", "90-01-04354", TypedForm.ZWAVE_QR, 81),
        ("9001043541353", "90-01-04354-135-3", TypedForm.ZWAVE_QR, 77),
        ("MT:-24J0", "MT:-24J0", TypedForm.TEXT, None),
    ],
)
def test_digits_are_grouped_as_they_are_printed(
    text: str, grouped: str, form: TypedForm, missing: int | None
) -> None:
    judged = judge_typed(text)
    assert (judged.shown.reveal(), judged.form, judged.missing) == (grouped, form, missing)
    assert judged.reason is None
    assert sum(judged.group_sizes) == (
        0 if form is TypedForm.TEXT else len(grouped.replace("-", ""))
    )


@pytest.mark.parametrize("digits", [SHORT, LONG, DSK, ZWAVE, HOMEKIT])
def test_typing_into_the_own_groups_digit_by_digit_ends_where_the_plain_digits_do(
    digits: str,
) -> None:
    field = ""
    for digit in digits:
        field = shown(field + digit)
    assert judge_typed(field) == judge_typed(digits)
    assert judge_typed(field).is_usable


def test_taking_digits_away_again_goes_the_same_way_back() -> None:
    field = shown(SHORT)
    for count in range(len(SHORT) - 1, 0, -1):
        field = shown(field[:-1])
        assert field.replace("-", "") == SHORT[:count]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        (SHORT[:-1], CheckState.WAITING),
        (SHORT, CheckState.RIGHT),
        ("34970112333", CheckState.WRONG),
        ("00852607537", CheckState.RIGHT),
        (LONG[:-1], CheckState.WAITING),
        (LONG, CheckState.RIGHT),
        (LONG[:-1] + "5", CheckState.WRONG),
        (HOMEKIT, CheckState.NONE),
        (DSK, CheckState.NONE),
        (ZWAVE[:-1], CheckState.WAITING),
        (ZWAVE, CheckState.RIGHT),
        (ZWAVE[:-1] + "8", CheckState.WRONG),
    ],
)
def test_the_check_digit_is_judged_as_soon_as_it_is_there(text: str, check: CheckState) -> None:
    assert judge_typed(text).check is check


@pytest.mark.parametrize(
    ("text", "reason", "groups"),
    [
        # Digits 2-6 over 65535, known by the second of them.
        ("366000000", SetupCodeReason.CHUNK_OVERFLOW, (0, 1)),
        ("3(99999)12332", SetupCodeReason.CHUNK_OVERFLOW, (0, 1)),
        # Digits 7-10 over 8191.
        ("349701820", SetupCodeReason.CHUNK_OVERFLOW, (1, 2)),
        ("349701 9", None, ()),
        # Maker and product over 65535.
        ("7497011233655366", SetupCodeReason.ID_RANGE, (2, 3)),
        ("749701123365521655369", SetupCodeReason.ID_RANGE, (3, 4)),
        # A later version.
        ("812345678", SetupCodeReason.VERSION, (0,)),
        ("34970112333", SetupCodeReason.CHECK_DIGIT, ()),
        ("00852607537", SetupCodeReason.PASSCODE_NOT_ALLOWED, ()),
        # One digit too many.
        (SHORT + "1", SetupCodeReason.LENGTH, (2,)),
        (LONG + "1", SetupCodeReason.LENGTH, (4,)),
        ("340281819299999", SetupCodeReason.LENGTH, (2,)),
        ("123-45-678", SetupCodeReason.PASSCODE_NOT_ALLOWED, (0, 1, 2)),
        ("34028-7", SetupCodeReason.RANGE, (1,)),
        ("34028-61234-65536", SetupCodeReason.RANGE, (2,)),
        (DSK + "1", SetupCodeReason.LENGTH, (7,)),
        ("9002043540", SetupCodeReason.VERSION, (1,)),
        ("900165536", SetupCodeReason.CHECKSUM, (2,)),
        ("900104354300", SetupCodeReason.RANGE, (3,)),
        ("90010435413534028612347", SetupCodeReason.RANGE, (6,)),
        (ZWAVE[:-1] + "8", SetupCodeReason.CHECKSUM, ()),
        ("MT:-2\u00e4J0", SetupCodeReason.CHARACTER, ()),
        ("MT\u00d6\u00df24J0AFN00KA0648G00", SetupCodeReason.KEYBOARD_LAYOUT, ()),
        ("1" * 5000, SetupCodeReason.TOO_LONG, ()),
    ],
)
def test_what_is_wrong_already_is_said_with_its_group(
    text: str, reason: SetupCodeReason | None, groups: tuple[int, ...]
) -> None:
    judged = judge_typed(text)
    assert (judged.reason, judged.wrong_groups) == (reason, groups)
    if reason is not None:
        assert not judged.is_usable


@pytest.mark.parametrize("text", [SHORT, LONG, HOMEKIT, DSK, ZWAVE, "MT:-24J0AFN00KA0648G00"])
def test_what_is_usable_is_what_the_parser_reads(text: str) -> None:
    judged = judge_typed(text)
    assert judged.is_usable
    assert judged.missing == 0
    assert not isinstance(read_setup_code(judged.shown.reveal()), RefusedSetupCode)


def test_the_digits_are_not_printed() -> None:
    judged: TypedJudgement = judge_typed(SHORT)
    assert "3497" not in repr(judged)
