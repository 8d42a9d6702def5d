"""Sentences that only the window says."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

WINDOW = {
    "recovery_other_file": QT_TRANSLATE_NOOP(
        "texts",
        "This recovery sheet does not open this file: it belongs to another project, or to an earlier passphrase.",
    ),
    "pairing_gone": QT_TRANSLATE_NOOP(
        "texts", "There is nothing to go on with at this door; add the lock anew."
    ),
    "demo_project": QT_TRANSLATE_NOOP("texts", "Practice"),
    "demo_site": QT_TRANSLATE_NOOP("texts", "Practice house"),
    "demo_door_front": QT_TRANSLATE_NOOP("texts", "Front door"),
    "demo_door_back": QT_TRANSLATE_NOOP("texts", "Back door"),
    "demo_preparing": QT_TRANSLATE_NOOP(
        "texts", "The practice locks are being started; that takes some seconds."
    ),
    "demo_ready": QT_TRANSLATE_NOOP(
        "texts",
        "Two practice locks are running. One is added already; the code of the other stands on the page “Practice”.",
    ),
    # At the practice locks
    "practice_lock_name": QT_TRANSLATE_NOOP("texts", "Practice lock {number}"),
    "practice_keypad_opened": QT_TRANSLATE_NOOP("texts", "The lock opened for this code."),
    "practice_keypad_refused": QT_TRANSLATE_NOOP("texts", "The lock refused the code."),
    "practice_opened": QT_TRANSLATE_NOOP("texts", "The lock was opened from afar."),
    "practice_locked": QT_TRANSLATE_NOOP("texts", "The lock was locked."),
}
