"""Backups, the lock of the project, recent projects, and finding over everything."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

HOME = {
    # Backups: what can go wrong
    "backup_folder_missing": QT_TRANSLATE_NOOP(
        "texts",
        "The folder for backups is not there ({folder}); plug in its disk, or choose another one.",
    ),
    "backup_keep": QT_TRANSLATE_NOOP("texts", "Between 1 and {most} backups can be kept."),
    "backup_unwritable": QT_TRANSLATE_NOOP(
        "texts",
        "Nothing can be written to {folder}, so no backup was made; choose another folder or check the disk.",
    ),
    "backup_unproven": QT_TRANSLATE_NOOP(
        "texts",
        "The backup was written but could not be opened again, so it was thrown away and older ones were kept; check the disk.",
    ),
    "backup_in_use": QT_TRANSLATE_NOOP(
        "texts",
        "{name} was opened and not closed in order; open it once in Lockchart, close it, then restore it.",
    ),
    "backup_slow": QT_TRANSLATE_NOOP(
        "texts",
        "The folder for backups did not answer in time, so no backup was made when closing.",
    ),
    # Backups: what was done
    "said_backup": QT_TRANSLATE_NOOP(
        "texts", "{name} was made, opened once and its history verified."
    ),
    "said_backup_broken": QT_TRANSLATE_NOOP(
        "texts",
        "{name} was made and can be opened, but the history in it does not verify; no older backup was removed.",
    ),
    "said_backup_removed": QT_TRANSLATE_NOOP("texts", "Older backups removed: {count}."),
    "said_backup_stuck": QT_TRANSLATE_NOOP(
        "texts", "Older backups that could not be removed: {count}."
    ),
    "said_backup_same_disk": QT_TRANSLATE_NOOP(
        "texts",
        "The backup lies on the same disk as the project; a broken disk takes both.",
    ),
    "backup_failed": QT_TRANSLATE_NOOP("texts", "No backup was made. {reason}"),
    "told_restored": QT_TRANSLATE_NOOP(
        "texts", "The backup of {date} was restored as {name}; the project itself was left alone."
    ),
    "backup_reminder": QT_TRANSLATE_NOOP(
        "texts", "No backups of this project are kept on this computer."
    ),
    "conflicted_copy": QT_TRANSLATE_NOOP(
        "texts",
        "Beside the project lies {name}, which looks like a second version made by a sync service. Both may hold changes; compare them before you go on.",
    ),
    "conflicted_copies": QT_TRANSLATE_NOOP(
        "texts",
        "Beside the project lie {count} files that look like second versions made by a sync service ({name} and more). They may hold changes; compare them before you go on.",
    ),
    # The project locks itself
    "setting_lock_after": QT_TRANSLATE_NOOP("texts", "Lock the project after"),
    "setting_lock_after_help": QT_TRANSLATE_NOOP(
        "texts",
        "When nothing is typed or pointed at for so long, a project that is not for practice is closed and asks for its passphrase; 0 is never. It is also locked when the computer slept or its screen was locked, as far as the system says so.",
    ),
    "locked_idle": QT_TRANSLATE_NOOP(
        "texts", "Locked because nobody worked here for {minutes} minutes."
    ),
    "locked_slept": QT_TRANSLATE_NOOP(
        "texts", "Locked because the computer slept, or its clock was set forward."
    ),
    "locked_away": QT_TRANSLATE_NOOP(
        "texts", "Locked because the screen was locked or another user took over."
    ),
    "locking_waits": QT_TRANSLATE_NOOP(
        "texts", "Work on locks is going on; the project is closed when it has ended."
    ),
    # Finding over everything
    "find_action": QT_TRANSLATE_NOOP("texts", "Action"),
    "find_door": QT_TRANSLATE_NOOP("texts", "Door"),
    "find_lock": QT_TRANSLATE_NOOP("texts", "Lock"),
    "find_person": QT_TRANSLATE_NOOP("texts", "Person"),
    "find_code": QT_TRANSLATE_NOOP("texts", "Setup code"),
}
