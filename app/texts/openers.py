"""Keys and key boxes, groups, holidays, pauses: what is said of them."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

OPENERS = {
    "history_key_edited": QT_TRANSLATE_NOOP("texts", "Keys or key boxes changed"),
    "paused_everywhere": QT_TRANSLATE_NOOP(
        "texts", "{person} is paused at every door; resume without naming doors first."
    ),
    "reserve_exists": QT_TRANSLATE_NOOP("texts", "This door has a reserve code already."),
}
