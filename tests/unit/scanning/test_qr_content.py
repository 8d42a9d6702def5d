"""The layout of a code's data, against another encoder and against what must be refused."""

import numpy as np
import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_L

from app.scanning.qr_content import proven_bits
from app.scanning.qr_layout import blocks, codewords, data_places, mask


def data_of(text: str, version: int) -> list[int]:
    """The data codewords of a code of one block that another encoder made."""
    code = qrcode.QRCode(version, ERROR_CORRECT_L, border=0, mask_pattern=0)
    code.add_data(text)
    code.make(fit=False)
    size = 17 + 4 * version
    bits = np.array(code.get_matrix(), np.uint8) ^ mask(size, 0)
    stream = bits[tuple(data_places(size).T)][: codewords(size) * 8]
    [block] = blocks(size, "L")
    return [int(one) for one in np.packbits(stream)][: codewords(size) - block.checks]


@pytest.mark.parametrize(
    ("text", "version", "least"),
    [
        ("MT:-24J0AFN00KA0648G00", 1, 16),
        ("X-HM://00LOCK5E3AUTZ", 1, 16),
        ("9" * 90, 3, 80),
        ("http://a.example/x", 2, 40),
        ("a" * 17, 1, 2),  # full to the last bit: only its mode speaks for it
    ],
)
def test_what_an_encoder_wrote_is_proven(text: str, version: int, least: int) -> None:
    proven = proven_bits(data_of(text, version))
    assert proven is not None
    assert proven >= least


def test_any_other_padding_is_refused() -> None:
    data = data_of("MT:-24J0AFN00KA0648G00", 1)
    for bit in range(16):
        changed = data[:]
        changed[-1 - bit // 8] ^= 1 << bit % 8
        assert proven_bits(changed) is None


@pytest.mark.parametrize(
    "data",
    [
        [0b0011_0000, 0],  # structured append
        [0b1111_0000, 0],  # no such mode
        [0b0100_1111, 0b1111_0000],  # 255 bytes in two
        [0b0001_0000, 0b0000_0111, 0b1111_1111, 0xEC],  # three digits that are 1,023
        [0b0100_0000, 0b0000_0000, 0xEC, 0x11],  # a text without a character
    ],
)
def test_what_no_encoder_writes_is_refused(data: list[int]) -> None:
    assert proven_bits(data) is None


@given(st.lists(st.integers(0, 255), max_size=40))
def test_any_bytes_are_judged_without_an_error(data: list[int]) -> None:
    proven = proven_bits(data)
    assert proven is None or 0 <= proven <= 8 * len(data)
