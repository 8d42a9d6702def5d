"""Verhoeff's check digit: finds every single wrong digit and every swap of neighbours.

J. Verhoeff, "Error Detecting Decimal Codes", Mathematical Centre Tract 29, 1969: multiplication in the
dihedral group of order ten and powers of one permutation.
"""

_PRODUCT = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_INVERSE = (0, 4, 3, 2, 1, 5, 6, 7, 8, 9)
_PERMUTATION = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 5, 7, 6, 2, 8, 3, 0, 9, 4),
    (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7),
    (9, 4, 5, 3, 1, 2, 6, 8, 7, 0),
    (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5),
    (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)


def check_digit(digits: str) -> str:
    """Give the digit to append to `digits` (characters 0-9)."""
    return str(_INVERSE[_fold(digits, first_place=1)])


def is_valid(digits: str) -> bool:
    """Say whether the last digit is the check digit of those before it."""
    return _fold(digits, first_place=0) == 0


def _fold(digits: str, *, first_place: int) -> int:
    result = 0
    for place, digit in enumerate(reversed(digits), first_place):
        result = _PRODUCT[result][_PERMUTATION[place % len(_PERMUTATION)][int(digit)]]
    return result
