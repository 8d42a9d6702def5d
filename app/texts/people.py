"""Sentences for people and what they open with."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

PEOPLE = {
    "kind_pin": QT_TRANSLATE_NOOP("texts", "Code"),
    "kind_card": QT_TRANSLATE_NOOP("texts", "Card or fob"),
    "kind_fingerprint": QT_TRANSLATE_NOOP("texts", "Fingerprint"),
    "kind_mobile_key": QT_TRANSLATE_NOOP("texts", "Key in an app"),
    "kind_mechanical_key": QT_TRANSLATE_NOOP("texts", "Metal key"),
    "person_gone": QT_TRANSLATE_NOOP(
        "texts", "This person is no longer in the project; look again."
    ),
    "birthday_unreadable": QT_TRANSLATE_NOOP(
        "texts", "{text} is no birthday; write it like 1990-05-31."
    ),
    "told_paused": QT_TRANSLATE_NOOP(
        "texts",
        "{person} is paused at {doors} doors. Codes that are on locks may still open them until the changes are applied and read back.",
    ),
    "told_resumed": QT_TRANSLATE_NOOP(
        "texts",
        "The pause of {person} has ended. Codes come back to {doors} doors when the changes are applied.",
    ),
    "told_person_added": QT_TRANSLATE_NOOP("texts", "{person} was added."),
    "told_person_changed": QT_TRANSLATE_NOOP("texts", "{person} was changed."),
    "told_revoked_everywhere": QT_TRANSLATE_NOOP(
        "texts",
        "{person} shall not enter any door any more. Codes that are on locks may still open them until the changes are applied and read back.",
    ),
    "told_person_removed": QT_TRANSLATE_NOOP(
        "texts",
        "{person} is off the list and shall not enter any door any more. Codes that are on locks may still open them until the changes are applied and read back.",
    ),
    # What "remove everywhere" means at one door
    "removal_never_sent": QT_TRANSLATE_NOOP(
        "texts", "Was never sent to a lock: it is away at once."
    ),
    "removal_is_planned": QT_TRANSLATE_NOOP(
        "texts",
        "Is planned to be taken away. It may open the door until that is applied and read back from the lock.",
    ),
    "removal_goes_on": QT_TRANSLATE_NOOP(
        "texts", "Is being taken away already. It may open the door until that is proven."
    ),
    "removal_retired": QT_TRANSLATE_NOOP(
        "texts",
        "Stays on the lock that was taken out ({lock}): reset it before somebody uses it again.",
    ),
}
