"""Plain tables for people; they go through a pipe as they are."""

import unicodedata
from collections.abc import Sequence

from app.texts.messages import message

GAP = "  "


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with the columns under each other; no line ends in space."""
    widths = [max(width(row[column]) for row in [header, *rows]) for column in range(len(header))]
    return [_line(row, widths) for row in [header, *rows]]


def headers(*columns: str) -> list[str]:
    """The words over these columns."""
    return [message(f"column_{column}") for column in columns]


def width(text: str) -> int:
    """How many columns a terminal gives to the text."""
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell + " " * (wanted - width(cell)) for cell, wanted in zip(row, widths, strict=True)]
    return GAP.join(cells).rstrip()
