"""Sentences for rules: why something cannot be granted, planned, typed or taken back, and the way out."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

RULES = {
    # Codes
    "pin_length": QT_TRANSLATE_NOOP(
        "texts",
        "The code must have {min_length} to {max_length} digits at {door}; give another code there.",
    ),
    "pin_alphabet": QT_TRANSLATE_NOOP(
        "texts", "The keypad at {door} does not have all of these characters; give another code."
    ),
    "pin_prefix": QT_TRANSLATE_NOOP(
        "texts", "The lock at {door} takes no code that begins like this; give another code."
    ),
    "pin_forbidden": QT_TRANSLATE_NOOP(
        "texts", "The lock at {door} does not take this code; give another one."
    ),
    "no_pin_left": QT_TRANSLATE_NOOP(
        "texts",
        "No code is left at {door}: all are in use there, one keystroke from one that is, or were in use lately.",
    ),
    "no_pins": QT_TRANSLATE_NOOP(
        "texts", "The lock at {door} has no codes; leave this door out, or use another lock."
    ),
    "pins_unsupported": QT_TRANSLATE_NOOP(
        "texts", "The lock at {door} has no codes; take the access away, or use another lock."
    ),
    "credential_kind": QT_TRANSLATE_NOOP(
        "texts",
        "Only codes can be written to the lock at {door}; cards and fingers are taught at the lock.",
    ),
    "weak_code": QT_TRANSLATE_NOOP(
        "texts", "This code is easy to guess: a run, a repetition, a date or one of the commonest."
    ),
    "lock_stays": QT_TRANSLATE_NOOP(
        "texts",
        "The lock was about to be taken out; now it stays, with all codes that are wished for at its door.",
    ),
    "person_paused": QT_TRANSLATE_NOOP(
        "texts",
        "This person is paused at these doors or at some of them: there the code is not put on a lock until the pause is ended.",
    ),
    # Room on the lock
    "slots_full": QT_TRANSLATE_NOOP(
        "texts", "All places for codes at {door} are taken; take a code away first."
    ),
    "users_full": QT_TRANSLATE_NOOP(
        "texts", "All places for users at {door} are taken; take a user away first."
    ),
    # Times
    "already_over": QT_TRANSLATE_NOOP("texts", "These times are over; choose a later end."),
    "until_before_from": QT_TRANSLATE_NOOP(
        "texts", "The end lies before the beginning; choose a later end."
    ),
    "one_time": QT_TRANSLATE_NOOP(
        "texts",
        "The lock at {door} cannot end a code after one use, and does not tell when a code was used; choose an end time.",
    ),
    "schedule_unsupported": QT_TRANSLATE_NOOP(
        "texts",
        "Several grants meet at {door}, and one code cannot have all their times there; leave the door out of one of them, or give them equal times.",
    ),
    "unknown_capabilities": QT_TRANSLATE_NOOP(
        "texts", "Nobody has asked the lock at {door} what it can do yet; read it first."
    ),
    "bad_time": QT_TRANSLATE_NOOP("texts", "{text} is no time; write it like 2026-12-24T15:00."),
    "bad_weekly": QT_TRANSLATE_NOOP(
        "texts", "{text} is no weekly window; write it like Mo-Fr 08:00-12:00."
    ),
    "bad_weekday": QT_TRANSLATE_NOOP("texts", "{day} in {text} is no weekday; write it like Mo."),
    "bad_clock_time": QT_TRANSLATE_NOOP(
        "texts", "{time} in {text} is no time of day; write it like 08:00."
    ),
    "bad_holidays": QT_TRANSLATE_NOOP(
        "texts", "{text} names no holidays; write it like NAME:closed or NAME:as-sunday."
    ),
    "naive_time": QT_TRANSLATE_NOOP("texts", "This moment needs a time zone; give an offset."),
    "unknown_time_zone": QT_TRANSLATE_NOOP(
        "texts", "{name} is no time zone; write it like Europe/Berlin."
    ),
    # Names and references
    "name_taken": QT_TRANSLATE_NOOP("texts", "This name is taken already; choose another."),
    "still_needed": QT_TRANSLATE_NOOP(
        "texts", "This is still used elsewhere in the project; remove that first."
    ),
    # Refusals of a plan that are more than a reason
    "rule_other_hand": QT_TRANSLATE_NOOP(
        "texts",
        "Somebody else changed this place on the lock at {door}, so nothing is sent there. Take the code away here, and give a new one.",
    ),
    "rule_dropped": QT_TRANSLATE_NOOP(
        "texts",
        "The lock at {door} said yes {times} times and never kept the code. Look at the lock, then give a new code.",
    ),
    # The lock as a whole
    "share_minutes": QT_TRANSLATE_NOOP(
        "texts", "A lock can be shared for {low} to {high} minutes; choose a time between."
    ),
    "not_ready": QT_TRANSLATE_NOOP("texts", "The lock is not ready yet; try again in a moment."),
    "computer_slept": QT_TRANSLATE_NOOP(
        "texts", "The computer was asleep, so the lock is read again before anything is sent."
    ),
    # Undo
    "nothing_to_undo": QT_TRANSLATE_NOOP("texts", "There is nothing to undo."),
    "undo_refused": QT_TRANSLATE_NOOP("texts", "This cannot be undone any more."),
    "undo_refused_sent": QT_TRANSLATE_NOOP(
        "texts",
        "This cannot be undone: something of it was sent to a lock. Take it away there instead.",
    ),
    "undo_refused_edited_since": QT_TRANSLATE_NOOP(
        "texts", "This cannot be undone: a later change touches the same thing."
    ),
    "undo_refused_evidence_since": QT_TRANSLATE_NOOP(
        "texts", "This cannot be undone: a lock has told something about it since."
    ),
    "undo_refused_picture_gone": QT_TRANSLATE_NOOP(
        "texts", "This cannot be undone: the picture was removed for good after 30 days."
    ),
    "undo_refused_needed_since": QT_TRANSLATE_NOOP(
        "texts", "This cannot be undone: something made later needs it. Remove that first."
    ),
    "undo_refused_purged": QT_TRANSLATE_NOOP(
        "texts", "This cannot be undone: its data were removed for good."
    ),
    "undo_refused_older_schema": QT_TRANSLATE_NOOP(
        "texts", "This cannot be undone: it was made by an older version of the program."
    ),
    # Reasons of a level that only some families give
    "reason_replaced": QT_TRANSLATE_NOOP("texts", "a new code takes its place"),
    "reason_not_listed": QT_TRANSLATE_NOOP("texts", "the service does not list it"),
    "reason_deleted": QT_TRANSLATE_NOOP("texts", "somebody says that it was deleted at the lock"),
    # What would raise a level
    "raise_planned": QT_TRANSLATE_NOOP("texts", "Apply the changes to write it to the lock."),
    "raise_not_run": QT_TRANSLATE_NOOP("texts", "Nothing of it was sent; apply again."),
    "raise_planned_no_lock": QT_TRANSLATE_NOOP(
        "texts", "Add a lock to this door; then it can be written."
    ),
    "raise_accepted": QT_TRANSLATE_NOOP(
        "texts", "Read the lock back; or open the door once with the code."
    ),
    "raise_seen": QT_TRANSLATE_NOOP(
        "texts", "Open the door once with the code, then read the lock: that proves the code too."
    ),
    "raise_opened": QT_TRANSLATE_NOOP("texts", "This is the highest proof there is."),
    "raise_removal_planned": QT_TRANSLATE_NOOP("texts", "Apply the changes to take it away."),
    "raise_removal_accepted": QT_TRANSLATE_NOOP("texts", "Read the lock back to see it gone."),
    "raise_gone": QT_TRANSLATE_NOOP("texts", "Nothing is left to do."),
    "raise_refused_at_door": QT_TRANSLATE_NOOP("texts", "Read the lock back to see it gone."),
    "raise_unknown": QT_TRANSLATE_NOOP("texts", "Read the lock back to find out."),
    "raise_unknown_retired": QT_TRANSLATE_NOOP(
        "texts", "The lock was taken out. Reset it, or look at it, before somebody uses it again."
    ),
    "raise_other_hand": QT_TRANSLATE_NOOP(
        "texts",
        "Somebody else changed this place on the lock. Take the code away here and give a new one.",
    ),
    # What goes on at a lock
    "work_reading": QT_TRANSLATE_NOOP("texts", "Reading the lock …"),
    "work_bolt": QT_TRANSLATE_NOOP("texts", "Moving the bolt …"),
    # Roles
    "role_owner": QT_TRANSLATE_NOOP("texts", "Owner"),
    "role_manager": QT_TRANSLATE_NOOP("texts", "Manager"),
    "role_staff": QT_TRANSLATE_NOOP("texts", "Staff"),
    "role_resident": QT_TRANSLATE_NOOP("texts", "Resident"),
    "role_guest": QT_TRANSLATE_NOOP("texts", "Guest"),
    "role_installer": QT_TRANSLATE_NOOP("texts", "Installer"),
}
