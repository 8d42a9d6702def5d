"""A table to fill in: one column for everything that an import knows."""

from collections.abc import Mapping
from pathlib import Path

from app.core.errors import UsageError
from app.domain.import_fields import ImportField
from app.papers.csv_table import write_csv
from app.papers.private_file import write_private_file_blocking
from app.papers.table_write import Table, TableColumn
from app.papers.xlsx_table import write_xlsx


def write_template_blocking(
    path: Path,
    titles: Mapping[ImportField, str],
    hints: Mapping[ImportField, str],
    *,
    sheet_names: tuple[str, str],
    hint_titles: tuple[str, str],
    separator: str = ",",
) -> None:
    """Write the headings as CSV or XLSX, as the suffix says; a workbook has the hints on a second sheet.

    Raises `UsageError("import_template_form")`, and what writing a file raises.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        content = write_csv([titles[field] for field in ImportField], [], separator=separator)
    elif suffix == ".xlsx":
        columns = tuple(TableColumn(str(field), titles[field]) for field in ImportField)
        told = tuple(TableColumn(str(n), title) for n, title in enumerate(hint_titles))
        explained = [[titles[field], hints[field]] for field in ImportField]
        content = write_xlsx(
            [Table(sheet_names[0], columns, []), Table(sheet_names[1], told, explained)]
        )
    else:
        raise UsageError("import_template_form")
    write_private_file_blocking(path, content)
