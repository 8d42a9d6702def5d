"""What reading a picture gives: the codes in it, and what could not be tried."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.secret import Secret

Point = tuple[int, int]
Corners = tuple[Point, Point, Point, Point]


class SymbolFormat(StrEnum):
    """The kinds of printed codes that are looked for."""

    QR = "qr"
    DATA_MATRIX = "data_matrix"
    AZTEC = "aztec"
    PDF417 = "pdf417"
    CODE_128 = "code_128"
    CODE_39 = "code_39"
    EAN_13 = "ean_13"
    EAN_8 = "ean_8"
    UPC_A = "upc_a"

    @property
    def is_setup_format(self) -> bool:
        """Whether makers print setup codes so; the others on a box carry its serial and product numbers."""
        return self is SymbolFormat.QR


class DecoderPart(StrEnum):
    """A library that some of the steps need; without it the others still run."""

    OPENCV = "opencv"
    ZBAR = "zbar"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One code in a picture.

    `position`: its four corners (x, y) in pixels of the upright page, from the symbol's own top left
    round to its bottom left (zbar: from the picture's); of a bar code the corners of its stripes. `decoder` names who read it,
    `step` what was done to the picture before. `page` counts from 0: a PDF's page, a TIFF's picture.
    """

    text: Secret[str]
    position: Corners
    format: SymbolFormat = SymbolFormat.QR
    decoder: str = "zxing"
    step: str = "whole"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person should know about a reading; `code` has a sentence in texts."""

    code: str
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Decoding:
    """What one picture file gave.

    `symbols`: page by page, from top to bottom; the same text at two places is given twice.
    `missing`: the parts without which not every step could run. `was_stopped`: somebody asked to
    stop, and what had been found by then is given.
    """

    symbols: tuple[Symbol, ...]
    missing: tuple[DecoderPart, ...] = ()
    notes: tuple[Note, ...] = ()
    was_stopped: bool = False
