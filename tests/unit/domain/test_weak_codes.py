"""Which codes are guessed early."""

from collections import Counter

import pytest

from app.core.secret import Secret
from app.domain.weak_codes import COMMONEST, STROKES, Weakness, is_weak, weakness_of


@pytest.mark.parametrize(
    ("reason", "codes"),
    [
        (Weakness.RUN, "1234 4321 7890 9012 0987 123 321 582345 876512 12 90 ABCD 71ABCD DCBA9"),
        (Weakness.FEW_KEYS, "1111 7777777 1212 121212 12121 1122 2111 000 7 A0A0"),
        (Weakness.DATE, "1984 2050 3112 1231 0229 2902 3002 3107 0731"),
        (Weakness.DATE, "311299 123199 991231 290200 310299 198412 121984 041984 198404"),
        (Weakness.DATE, "31121999 12311999 19991231 29022000 29021900 31041999"),
        (Weakness.COMMON, "159753 8675309 42069"),
        (Weakness.COMMON, "2580 147258 258147 14789 90210"),
    ],
)
def test_a_code_that_is_guessed_early_is_weak_for_its_reason(reason: Weakness, codes: str) -> None:
    assert {code: weakness_of(Secret(code)) for code in codes.split()} == dict.fromkeys(
        codes.split(), reason
    )


@pytest.mark.parametrize(
    "codes",
    [
        "4711 1243 1357 9753 582346 112 13 7A Z012",
        "1899 2100 3213 0013 471192 320299 991301 189913 133900",
        "29022100 31131999 19991301 47119274 00121999 1a2b 567a9 2019A1",
    ],
)
def test_a_code_without_pattern_is_not_weak(codes: str) -> None:
    assert [code for code in codes.split() if is_weak(Secret(code))] == []


def test_the_twenty_commonest_of_each_length_are_known() -> None:
    assert Counter(map(len, COMMONEST)) == dict.fromkeys((4, 5, 6, 7, 8), 20)
    assert all(is_weak(Secret(code)) for code in COMMONEST | STROKES)
