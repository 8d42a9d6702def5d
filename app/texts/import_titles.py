"""The titles of an import's columns, in the user's language, and what a table for an import does not hold."""

from app.domain.import_fields import ImportField
from app.services.project_table import ProjectTable
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


def left_out_words(made: ProjectTable) -> list[str]:
    """What an import of the table will not give, a sentence each."""
    left = made.left_out
    counts = {"grants": left.grants, "setup_codes": left.setup_codes, "names": left.names}
    words = [
        message(f"said_for_import_{word}", {"count": count})
        for word, count in counts.items()
        if count
    ]
    if ImportField.PIN not in made.columns:
        words.append(message("said_for_import_new_pins"))
    return words
