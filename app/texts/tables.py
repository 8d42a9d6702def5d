"""Sentences about tables that are read or written."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

TABLES = {
    "table_not_text": QT_TRANSLATE_NOOP(
        "texts", "This file is no table of text; save it as CSV or XLSX and try again."
    ),
    "table_wrong_encoding": QT_TRANSLATE_NOOP(
        "texts", "The file's letters are not written as {encoding}; choose another encoding."
    ),
    "table_too_many_rows": QT_TRANSLATE_NOOP(
        "texts", "The table has more than {limit} rows; split it and take the parts one by one."
    ),
    "table_too_many_columns": QT_TRANSLATE_NOOP(
        "texts",
        "Row {row} has more than {limit} columns; remove what does not belong to the table.",
    ),
    "table_cell_too_long": QT_TRANSLATE_NOOP(
        "texts", "Row {row} has a cell with more than {limit} characters; shorten it."
    ),
    "table_empty": QT_TRANSLATE_NOOP("texts", "There is nothing in this table."),
    "table_unreadable": QT_TRANSLATE_NOOP(
        "texts",
        "This file cannot be read as a workbook; it is damaged or something else. Save it again as XLSX or CSV.",
    ),
    "table_is_old_workbook": QT_TRANSLATE_NOOP(
        "texts",
        "This workbook has a password or the old XLS format; save it as XLSX without a password.",
    ),
    "table_unpacks_too_large": QT_TRANSLATE_NOOP(
        "texts", "This workbook grows too large when it is unpacked; save the table as CSV."
    ),
    "table_sheet_unknown": QT_TRANSLATE_NOOP(
        "texts", "There is no sheet {name} in this workbook; it has {choices}."
    ),
}
