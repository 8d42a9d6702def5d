"""Which codes are guessed early: runs, few different keys, dates, and the commonest.

`docs/codes.md` explains the measure. `weakness_of` is its definition; `app.domain.code_automaton` counts the codes that it lets through.
"""

from enum import StrEnum
from itertools import pairwise

from app.core.secret import Secret

DIGITS = "0123456789"
RUN_LENGTH = 4
"""So many neighbours in a row are a run, in a shorter code all of it."""

DAY, MONTH, CENTURY, DIGIT_PAIR = 1, 2, 4, 8
DATE_FORMS: dict[int, tuple[tuple[int, ...], ...]] = {
    4: ((CENTURY, DIGIT_PAIR), (DAY, MONTH), (MONTH, DAY)),
    6: (
        (DAY, MONTH, DIGIT_PAIR),
        (MONTH, DAY, DIGIT_PAIR),
        (DIGIT_PAIR, MONTH, DAY),
        (CENTURY, DIGIT_PAIR, MONTH),
    ),
    8: (
        (DAY, MONTH, CENTURY, DIGIT_PAIR),
        (MONTH, DAY, CENTURY, DIGIT_PAIR),
        (CENTURY, DIGIT_PAIR, MONTH, DAY),
    ),
}
"""What the pairs of digits of a date are, by length of the code. Month and year of four digits read as month, day and year too."""

_COMMONEST = (
    # 4 digits
    "1234 1111 0000 1212 7777 1004 2000 4444 2222 6969"
    " 9999 3333 5555 6666 1122 1313 8888 4321 2001 1010"
    # 5 digits
    " 12345 11111 55555 00000 54321 13579 77777 22222 12321 99999"
    " 33333 00700 90210 88888 38317 09876 44444 98765 01234 42069"
    # 6 digits
    " 123456 123123 111111 121212 123321 666666 000000 654321 696969 112233"
    " 159753 292513 131313 123654 222222 789456 999999 101010 777777 007007"
    # 7 digits
    " 1234567 7777777 1111111 8675309 1234321 0000000 4830033 7654321 5201314 0123456"
    " 2848048 7005425 1080413 7895123 1869510 3223326 1212123 1478963 2222222 5555555"
    # 8 digits
    " 12345678 11111111 88888888 87654321 00000000 12341234 69696969 12121212 11223344 12344321"
    " 77777777 99999999 22222222 55555555 33333333 44444444 66666666 11112222 13131313 10041004"
)

COMMONEST = frozenset(_COMMONEST.split())
"""The 20 commonest of 4 to 8 digits, as published by DataGenetics (PIN analysis, 2012)."""

_STROKES = (
    "2580 0852 1470 0741 3690 0963 1590 3570"
    " 14789 36987 78963 98741 75369 95147"
    " 147258 258369 147369 369258 741852 852963 963852 258147 369147 963741"
    " 159357 357159 951753 753951 159951 357753 147852 741963 789123 321654"
)

STROKES = frozenset(_STROKES.split())
"""Lines that a finger draws over a keypad of three columns with 0 below 8; our own list."""


class Weakness(StrEnum):
    """Why a code is guessed early."""

    RUN = "run"
    FEW_KEYS = "few_keys"
    DATE = "date"
    COMMON = "common"


def weakness_of(code: Secret[str]) -> Weakness | None:
    """Why a code is guessed early, None when it is not.

    - run: four neighbours up or down in a row anywhere (0 follows 9; letters by the alphabet), or the whole of a shorter code;
    - few keys: at most two different ones, one in a code of at most three;
    - date: as `DATE_FORMS` has it, a day being 01-31, a month 01-12 and a year 1900-2099 or any two digits;
    - common: one of the 20 commonest of its length, or a line over the keypad.
    """
    text = code.reveal()
    if has_run(text):
        return Weakness.RUN
    if len(set(text)) <= most_keys_of_few(len(text)):
        return Weakness.FEW_KEYS
    if is_date(text):
        return Weakness.DATE
    return Weakness.COMMON if text in COMMONEST or text in STROKES else None


def is_weak(code: Secret[str]) -> bool:
    """Whether a code is guessed early, for one of the reasons of `weakness_of`."""
    return weakness_of(code) is not None


def next_key(key: str) -> str:
    """The key that goes on a run upwards: 0 after 9, the next letter after a letter; empty when there is none."""
    if key in DIGITS:
        return DIGITS[(DIGITS.index(key) + 1) % 10]
    following = chr(ord(key) + 1)
    return following if key.isascii() and key.isalpha() and following.isalpha() else ""


def has_run(text: str) -> bool:
    """Whether neighbours follow each other upwards, or downwards, so often that it is a run."""
    if len(text) < 2:
        return False
    wanted = min(len(text), RUN_LENGTH) - 1
    up = down = 0
    for one, other in pairwise(text):
        up = up + 1 if other == next_key(one) else 0
        down = down + 1 if one == next_key(other) else 0
        if wanted in (up, down):
            return True
    return False


def most_keys_of_few(length: int) -> int:
    """With how many different keys a code of this length is still weak."""
    return 2 if length > 3 else 1


def pair_kinds(pair: str) -> int:
    """What two keys can be in a date, as a sum of `DAY`, `MONTH`, `CENTURY` and `DIGIT_PAIR`."""
    if not (pair.isascii() and pair.isdecimal()):
        return 0
    number = int(pair)
    kinds = DIGIT_PAIR
    kinds |= DAY if 1 <= number <= 31 else 0
    kinds |= MONTH if 1 <= number <= 12 else 0
    return kinds | (CENTURY if number in (19, 20) else 0)


def is_date(text: str) -> bool:
    """Whether a code of 4, 6 or 8 reads as a date."""
    kinds = [pair_kinds(text[at : at + 2]) for at in range(0, len(text), 2)]
    return any(
        all(kind & wanted for kind, wanted in zip(kinds, form, strict=True))
        for form in DATE_FORMS.get(len(text), ())
    )
