"""Whether the data of a QR code is laid out as the standard asks (ISO/IEC 18004, 7.4): modes, lengths, padding.

Decoders do not look at the padding. Here it is the proof that a mended code is not a chance hit.
"""

from collections.abc import Sequence

_PADDING = (0xEC, 0x11)
_NUMERIC, _LETTERS, _BYTES, _EXTENDED = 1, 2, 4, 7
# Mode -> bits of the length in versions 1 to 9 (table 3)
_LENGTH_BITS = {_NUMERIC: 10, _LETTERS: 9, _BYTES: 8}


class _Reader:
    """Takes bits from the front."""

    def __init__(self, codewords: Sequence[int]) -> None:
        self._bits = "".join(f"{one:08b}" for one in codewords)
        self.at = 0

    @property
    def left(self) -> int:
        return len(self._bits) - self.at

    def take(self, count: int) -> int:
        """The next bits as a number; fewer at the end."""
        taken = self._bits[self.at : self.at + count]
        self.at += count
        return int(taken or "0", 2)


def proven_bits(codewords: Sequence[int]) -> int | None:
    """How many bits of the data codewords had to be what they are, or None where one is not.

    Kanji, structured append and the like are not taken apart: None, for setup codes hold none.
    """
    reader = _Reader(codewords)
    proven = 0
    while reader.left >= 4:
        mode = reader.take(4)
        if mode == 0:
            break
        if mode == _EXTENDED:
            if reader.take(8) > 0x7F:  # longer numbers of character sets are not in use
                return None
            continue
        if mode not in _LENGTH_BITS:
            return None
        length = reader.take(_LENGTH_BITS[mode])
        if length == 0 or not _skip(reader, mode, length):
            return None
        proven += 2  # most modes do not exist
    to_byte = -reader.at % 8
    if reader.left > 0 and reader.take(to_byte):
        return None
    padding = codewords[reader.at // 8 :] if reader.left > 0 else []
    if any(one != _PADDING[k % 2] for k, one in enumerate(padding)):
        return None
    return proven + to_byte + 8 * len(padding)


def _skip(reader: _Reader, mode: int, length: int) -> bool:
    """Whether so many characters can be there."""
    if mode == _NUMERIC:
        groups, rest = divmod(length, 3)
        parts = [(10, 1000)] * groups + [(0, 1), (4, 10), (7, 100)][rest : rest + 1]
    elif mode == _LETTERS:
        parts = [(11, 45 * 45)] * (length // 2) + [(6, 45)] * (length % 2)
    else:
        parts = [(8, 256)] * length
    if sum(bits for bits, _ in parts) > reader.left:
        return False
    return all(reader.take(bits) < limit for bits, limit in parts)
