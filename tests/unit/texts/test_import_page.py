"""The page about importing names what an import knows."""

from pathlib import Path

from app.domain.import_fields import ImportField
from app.papers.table_read import DEFAULT_LIMITS
from app.texts.import_titles import column_title

PAGE = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")


def test_the_page_has_every_column_with_its_heading():
    missing = [
        field for field in ImportField if f"| `{field}` | {column_title(field)} |" not in PAGE
    ]
    assert missing == []


def test_the_page_has_the_limits():
    limits = DEFAULT_LIMITS
    mb = f"{limits.file_bytes >> 20} MB a file, {limits.unpacked_bytes >> 20} MB unpacked"
    assert f"{mb}, {limits.rows:,} rows, {limits.columns} columns" in PAGE
    assert f"{limits.cell_characters:,} characters" in PAGE
