"""Sentences for what went well, for columns, and for the kinds of history entries."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

TOLD = {
    "told_read": QT_TRANSLATE_NOOP("texts", "The lock was read; {count} entries have changed."),
    "told_locked": QT_TRANSLATE_NOOP("texts", "{door} is locked; the lock reported it."),
    "told_unlocked": QT_TRANSLATE_NOOP("texts", "{door} is unlocked; the lock reported it."),
    "told_revoked": QT_TRANSLATE_NOOP(
        "texts",
        "{person} shall not enter {door} any more. The code may still open it until the change is applied and read back.",
    ),
    "told_undone": QT_TRANSLATE_NOOP("texts", "Taken back: {what}."),
    "taken_out_proven": QT_TRANSLATE_NOOP(
        "texts",
        "The lock is out of the project. Our codes were read back as gone, and our pairing is ended.",
    ),
    "taken_out_keep_codes": QT_TRANSLATE_NOOP(
        "texts", "The lock is out of the project, and our pairing is ended. Codes were left on it."
    ),
    "taken_out_forget": QT_TRANSLATE_NOOP(
        "texts",
        "The lock is out of the project. It was not asked, so it may still believe that it is ours; reset it before it is used again.",
    ),
    "fabric_ours": QT_TRANSLATE_NOOP("texts", "this project"),
    "fabric_unnamed": QT_TRANSLATE_NOOP("texts", "Home app {index}, without a name"),
    "told_passphrase_changed": QT_TRANSLATE_NOOP(
        "texts",
        "The passphrase was changed. Old recovery sheets do not open this project any more. Whoever holds an older copy can still open that copy and operate its locks.",
    ),
    "told_copy_saved": QT_TRANSLATE_NOOP(
        "texts", "A copy was saved as {name}; the same passphrase opens it."
    ),
    "told_not_remembered": QT_TRANSLATE_NOOP(
        "texts", "This computer asks for the passphrase again from now on."
    ),
    "told_going_on_with_copy": QT_TRANSLATE_NOOP(
        "texts", "A copy was saved as {name}, with everything in it; you now work on that."
    ),
    "setup_code_ok": QT_TRANSLATE_NOOP("texts", "A Matter setup code."),
    "setup_code_ok_ids": QT_TRANSLATE_NOOP(
        "texts", "A Matter setup code of maker {vendor}, product {product}."
    ),
    # Notes of plan steps
    "note_clock_unknown": QT_TRANSLATE_NOOP(
        "texts", "The lock keeps these times by its own clock, which nobody can read."
    ),
    "note_clock_wrong": QT_TRANSLATE_NOOP(
        "texts",
        "The lock keeps these times by its own clock, which does not show the door's time; set the lock's clock or time zone.",
    ),
    "note_only_when_apply_runs": QT_TRANSLATE_NOOP(
        "texts",
        "The lock cannot keep these times; the code comes and goes only when changes are applied.",
    ),
    "note_one_use_by_program": QT_TRANSLATE_NOOP(
        "texts",
        "The lock cannot end this code after one use: the first use it reports ends the grant, but the code opens again until changes are applied.",
    ),
    "note_replaced_before_new": QT_TRANSLATE_NOOP(
        "texts", "No place is free: the old code is taken away before the new one is written."
    ),
    "note_after_new_is_seen": QT_TRANSLATE_NOOP(
        "texts", "Taken away once the new code is seen on the lock."
    ),
    "note_slot_not_read": QT_TRANSLATE_NOOP(
        "texts", "The lock was not read yet; its place is chosen then."
    ),
    "note_unfinished": QT_TRANSLATE_NOOP(
        "texts", "A user of ours without a code takes a place on the lock and is taken away."
    ),
    "note_sent_again": QT_TRANSLATE_NOOP(
        "texts", "Sent once more: it was sent before, and the lock does not have it."
    ),
    # Columns of the inventory
    "column_site": QT_TRANSLATE_NOOP("texts", "Site"),
    "column_door": QT_TRANSLATE_NOOP("texts", "Door"),
    "column_vendor": QT_TRANSLATE_NOOP("texts", "Maker"),
    "column_product": QT_TRANSLATE_NOOP("texts", "Product"),
    "column_serial": QT_TRANSLATE_NOOP("texts", "Serial number"),
    "column_firmware": QT_TRANSLATE_NOOP("texts", "Firmware"),
    "column_family": QT_TRANSLATE_NOOP("texts", "Family"),
    "column_battery_percent": QT_TRANSLATE_NOOP("texts", "Battery (%)"),
    "column_bolt": QT_TRANSLATE_NOOP("texts", "Bolt"),
    "column_reached_at": QT_TRANSLATE_NOOP("texts", "Last reached"),
    "column_mounted_at": QT_TRANSLATE_NOOP("texts", "Mounted"),
    "column_codes": QT_TRANSLATE_NOOP("texts", "Codes"),
    "column_proven": QT_TRANSLATE_NOOP("texts", "Proven"),
    "column_unproven": QT_TRANSLATE_NOOP("texts", "Not proven"),
    "column_foreign": QT_TRANSLATE_NOOP("texts", "Foreign"),
    "column_time_zone": QT_TRANSLATE_NOOP("texts", "Time zone"),
    "column_setup_code": QT_TRANSLATE_NOOP("texts", "Setup code"),
    # Kinds of history entries
    "history_project_made": QT_TRANSLATE_NOOP("texts", "Project made"),
    "history_project_edited": QT_TRANSLATE_NOOP("texts", "Project changed"),
    "history_passphrase_changed": QT_TRANSLATE_NOOP("texts", "Passphrase changed"),
    "history_migrated": QT_TRANSLATE_NOOP("texts", "Project brought up to date"),
    "history_site_edited": QT_TRANSLATE_NOOP("texts", "Site changed"),
    "history_door_edited": QT_TRANSLATE_NOOP("texts", "Door changed"),
    "history_group_edited": QT_TRANSLATE_NOOP("texts", "Group changed"),
    "history_calendar_edited": QT_TRANSLATE_NOOP("texts", "Holidays changed"),
    "history_person_edited": QT_TRANSLATE_NOOP("texts", "Person changed"),
    "history_credential_edited": QT_TRANSLATE_NOOP("texts", "Code changed"),
    "history_grant_edited": QT_TRANSLATE_NOOP("texts", "Access changed"),
    "history_setup_code_edited": QT_TRANSLATE_NOOP("texts", "Setup code kept, changed or removed"),
    "history_attachment_edited": QT_TRANSLATE_NOOP("texts", "Picture added or removed"),
    "history_import_edited": QT_TRANSLATE_NOOP("texts", "Table imported"),
    "history_connection_edited": QT_TRANSLATE_NOOP("texts", "Connection changed"),
    "history_pairing_begun": QT_TRANSLATE_NOOP("texts", "Pairing begun"),
    "history_pairing_ended": QT_TRANSLATE_NOOP("texts", "Pairing given up"),
    "history_lock_mounted": QT_TRANSLATE_NOOP("texts", "Lock added"),
    "history_lock_retired": QT_TRANSLATE_NOOP("texts", "Lock taken out"),
    "history_lock_read": QT_TRANSLATE_NOOP("texts", "Lock read"),
    "history_sending": QT_TRANSLATE_NOOP("texts", "Sending to the lock"),
    "history_proof": QT_TRANSLATE_NOOP("texts", "Proof changed"),
    "history_foreign": QT_TRANSLATE_NOOP("texts", "Foreign code decided on"),
    "history_bolt": QT_TRANSLATE_NOOP("texts", "Bolt moved"),
    "history_clock_set": QT_TRANSLATE_NOOP("texts", "The lock's clock set"),
    "history_shared": QT_TRANSLATE_NOOP("texts", "Lock shared"),
    "history_task": QT_TRANSLATE_NOOP("texts", "Task"),
    "history_purged": QT_TRANSLATE_NOOP("texts", "Personal data removed"),
    "history_exported_secrets": QT_TRANSLATE_NOOP("texts", "Secrets shown or written"),
    "history_undone": QT_TRANSLATE_NOOP("texts", "Undone"),
}
