"""The titles of an import's columns, in the user's language."""

from app.domain.import_fields import ImportField
from app.texts.messages import message


def column_title(field: ImportField) -> str:
    """What people read above a column; the same in an inventory and in a template."""
    return message(f"column_{field}")


def import_titles() -> dict[str, ImportField]:
    """Every title with its field, so that a table that we wrote is read back without a guess."""
    return {column_title(field): field for field in ImportField}


def column_hint(field: ImportField) -> str:
    """What may stand in the column's cells."""
    return message(f"import_hint_{field}")
