"""Sentences of the vault of setup codes and of pictures."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

VAULT = {
    "setup_code_gone": QT_TRANSLATE_NOOP(
        "texts", "This setup code is no longer in the project; somebody removed it."
    ),
    "ambiguous_setup_code": QT_TRANSLATE_NOOP(
        "texts", "{count} setup codes begin with {name}; write the whole id or the number."
    ),
    "code_is_mounted": QT_TRANSLATE_NOOP(
        "texts",
        "The lock at {door} was paired with this setup code; it stays with that lock. Take the lock out first.",
    ),
    "no_offer": QT_TRANSLATE_NOOP(
        "texts", "This text would be no usable setup code in upper case either."
    ),
    "note_too_long": QT_TRANSLATE_NOOP(
        "texts", "The note is too long; write at most {limit} characters."
    ),
    "picture_gone": QT_TRANSLATE_NOOP(
        "texts", "This picture is no longer in the project; somebody removed it."
    ),
    "too_many_pictures": QT_TRANSLATE_NOOP(
        "texts", "There are {limit} pictures already; remove one first."
    ),
    "stopped": QT_TRANSLATE_NOOP("texts", "Stopped; nothing was kept."),
}
