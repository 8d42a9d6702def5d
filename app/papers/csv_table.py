"""Tables as CSV that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Iterable, Sequence

RISKY_STARTS = "=+-@\t\r＝＋－＠'"  # noqa: RUF001 (the full-width forms are meant)
"""A text that begins with one of these could be taken for a formula, or for one that was already made harmless."""


def write_csv(
    header: Sequence[str], rows: Iterable[Sequence[str | int | float | None]], *, separator: str
) -> bytes:
    """The table as UTF-8 with byte order mark, so that spreadsheets read the letters right.

    One `'` goes before every text that a spreadsheet could take for a formula; reading takes off exactly that. None is empty.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in header])
    risky = frozenset(RISKY_STARTS)
    # What `harmless` does, without a call for each of a million cells.
    writer.writerows(
        [f"'{cell}" if type(cell) is str and cell and cell[0] in risky else cell for cell in row]
        for row in rows
    )
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def harmless(text: str) -> str:
    """The text as it may stand in a cell."""
    return f"'{text}" if text and text[0] in RISKY_STARTS else text
