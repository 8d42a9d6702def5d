"""Why the project or a wish is refused, beside the rules of locks and codes."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

REFUSALS = {
    "holidays_unreadable": QT_TRANSLATE_NOOP(
        "texts", "{text} is no rule for holidays; write it like NAME:closed or NAME:as-sunday."
    ),
    "holidays_twice": QT_TRANSLATE_NOOP(
        "texts", "{name} can have one rule only: closed, or as-sunday; name it once."
    ),
    "missing_reference": QT_TRANSLATE_NOOP(
        "texts", "What this is about is no longer in the project; look again."
    ),
    "invalid_value": QT_TRANSLATE_NOOP("texts", "The project cannot hold this value; change it."),
    "unique_id_taken": QT_TRANSLATE_NOOP(
        "texts", "The number drawn for this entry is taken; try again."
    ),
    "key_digits": QT_TRANSLATE_NOOP("texts", "This is not the key of a project."),
}
