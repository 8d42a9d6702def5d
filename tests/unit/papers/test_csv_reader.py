"""Tables of text: found out by themselves, kept from filling the memory, and the inverse of what we write."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import AppError
from app.papers.csv_reader import read_csv
from app.papers.csv_table import RISKY_STARTS, write_csv
from app.papers.table_read import TableLimits, TableRead

SMALL = TableLimits(rows=3, columns=3, cell_characters=10)


def cells(table: TableRead) -> list[tuple[object, ...]]:
    return [row.cells for row in table.rows]


def refusal(data: bytes, **options: object) -> AppError:
    with pytest.raises(AppError) as caught:
        read_csv(data, **options)  # pyright: ignore[reportArgumentType]
    return caught.value


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator: str):
    lines = [
        separator.join(row) for row in (("Site", "Door"), ("Quinta", "Front, left"), ("a", "b"))
    ]
    if separator == ",":
        lines[1] = 'Quinta,"Front, left"'
    found = read_csv("\r\n".join(lines).encode())
    assert found.separator == separator
    assert cells(found) == [("Site", "Door"), ("Quinta", "Front, left"), ("a", "b")]


def test_a_table_of_one_column_is_read_whatever_stands_in_it():
    assert cells(read_csv(b"Door\nFront\nBack")) == [("Door",), ("Front",), ("Back",)]


def test_a_spreadsheet_says_its_separator_in_the_first_line():
    found = read_csv(b"sep=|\r\na;b|c\r\n")
    assert (found.separator, cells(found)) == ("|", [("a;b", "c")])


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Tür;Größe".encode(), "utf-8"),
        ("Tür;Größe".encode("utf-8-sig"), "utf-8"),
        ("Tür;Größe".encode("cp1252"), "cp1252"),
        ("\ufeffTür;Größe".encode("utf-16-le"), "utf-16-le"),
        ("\ufeffTür;Größe".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_encoding_is_found_and_said(data: bytes, encoding: str):
    found = read_csv(data)
    assert (found.encoding, cells(found)) == (encoding, [("Tür", "Größe")])


def test_an_encoding_that_somebody_chose_is_used_or_refused():
    assert cells(read_csv("Tür;x".encode("cp850"), encoding="cp850")) == [("Tür", "x")]
    assert refusal("Tür".encode("cp1252"), encoding="utf-8").code == "table_wrong_encoding"
    assert refusal(b"x", encoding="no-such").code == "table_wrong_encoding"


def test_empty_rows_keep_their_numbers_and_the_last_ones_go():
    found = read_csv(b"a;b\n\nc;d;;\n;;\n")
    assert [(row.number, row.cells) for row in found.rows] == [
        (1, ("a", "b")),
        (2, ()),
        (3, ("c", "d")),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_empty"),
        (b"\n \n;;", "table_empty"),
        (b"a;\x00;b", "table_not_text"),
        (b"1\n2\n3\n4", "table_too_many_rows"),
        (b"1;2;3;4", "table_too_many_columns"),
        (b"x" * 11, "table_cell_too_long"),
        (b'"' + b"x" * 5_000_000, "table_cell_too_long"),
    ],
)
def test_what_is_too_much_or_no_table_is_named(data: bytes, code: str):
    assert refusal(data, limits=SMALL).code == code


def test_a_long_reading_says_how_far_it_is_and_can_be_stopped():
    heard: list[int] = []
    data = b"a;b\n" * 2000
    read_csv(data, on_rows=heard.append)
    assert heard == [500, 1000, 1500, 2000]
    assert refusal(data, should_stop=lambda: True).code == "stopped"


TEXT = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12
).filter(lambda text: text == text.strip() and text != "")
RISKY = st.builds(lambda start, rest: start + rest, st.sampled_from(RISKY_STARTS), TEXT).filter(
    lambda text: text == text.strip()
)


@given(
    st.lists(st.lists(TEXT | RISKY, min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from([";", ",", "\t"]),
)
def test_what_was_written_is_read_back_letter_by_letter(rows: list[list[str]], separator: str):
    data = write_csv(["Site", "Door"], rows, separator=separator)
    found = read_csv(data, separator=separator)
    assert cells(found)[1:] == [tuple(row) for row in rows]
    for record in csv.reader(
        io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator
    ):
        assert not any(cell[:1] in tuple(RISKY_STARTS.replace("'", "")) for cell in record if cell)
