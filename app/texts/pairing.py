"""Texts of the pairing steps, of findings and of what a lock family can and cannot do."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

PAIRING = {
    # What the family can and cannot
    "can_write_pins": QT_TRANSLATE_NOOP("texts", "Put codes on the lock and take them away"),
    "can_read_slots": QT_TRANSLATE_NOOP("texts", "Read back which users and codes the lock holds"),
    "can_see_openings": QT_TRANSLATE_NOOP("texts", "See which code opened the door"),
    "can_schedule": QT_TRANSLATE_NOOP("texts", "Let the lock keep weekly times or a date range"),
    "can_move_bolt": QT_TRANSLATE_NOOP("texts", "Lock and unlock"),
    "can_share": QT_TRANSLATE_NOOP("texts", "Share the lock with another home app"),
    "cannot_read_pin": QT_TRANSLATE_NOOP("texts", "Read a code's digits back from the lock"),
    "cannot_thread_without_border_router": QT_TRANSLATE_NOOP(
        "texts", "Reach a Thread lock without a border router"
    ),
    # Steps
    "pair_title_code": QT_TRANSLATE_NOOP("texts", "Setup code"),
    "pair_field_code": QT_TRANSLATE_NOOP("texts", "Setup code of the lock"),
    "pair_title_findings": QT_TRANSLATE_NOOP(
        "texts", "Something about this lock's certificates is doubtful"
    ),
    "pair_text_findings": QT_TRANSLATE_NOOP(
        "texts",
        "The lock could not prove that it is a certified product. Go on only if you know where it comes from.",
    ),
    "pair_text_findings_final": QT_TRANSLATE_NOOP(
        "texts", "The lock's certificates are wrong, so it is not added. Ask the maker."
    ),
    "pair_title_wait": QT_TRANSLATE_NOOP("texts", "The lock needs about a minute"),
    "pair_text_wait": QT_TRANSLATE_NOOP(
        "texts",
        "An earlier attempt was cut off. The lock forgets it after about 60 seconds; then it can be paired again.",
    ),
    "pair_text_was_ours": QT_TRANSLATE_NOOP(
        "texts", "An earlier attempt was cut off, but the lock is already ours. It is finished now."
    ),
    # Sub-steps
    "progress_engine": QT_TRANSLATE_NOOP("texts", "Starting the Matter engine"),
    "progress_finding": QT_TRANSLATE_NOOP("texts", "Looking for the lock"),
    "progress_resume": QT_TRANSLATE_NOOP("texts", "Asking whether the lock is already ours"),
    "progress_waiting": QT_TRANSLATE_NOOP(
        "texts", "Waiting until the lock forgets the attempt that was cut off"
    ),
    "progress_commissioning": QT_TRANSLATE_NOOP("texts", "Making the lock ours"),
    "progress_reading": QT_TRANSLATE_NOOP("texts", "Reading what the lock is and can do"),
    # Failures and their likely causes
    "lock_not_found": QT_TRANSLATE_NOOP("texts", "The lock was not found on the network."),
    "cause_not_in_pairing_mode": QT_TRANSLATE_NOOP(
        "texts", "The lock is not in pairing mode: switch it on anew, or press its pairing button."
    ),
    "cause_other_network": QT_TRANSLATE_NOOP(
        "texts", "The lock is in another network than this computer."
    ),
    "cause_code_used": QT_TRANSLATE_NOOP(
        "texts",
        "The code was already used: the lock belongs to another home app, and its owner has to share it.",
    ),
    "cause_wrong_code": QT_TRANSLATE_NOOP("texts", "The setup code belongs to another lock."),
    "cause_lock_waits": QT_TRANSLATE_NOOP(
        "texts", "The lock still waits for an earlier attempt to end; that takes about a minute."
    ),
    "cause_no_network": QT_TRANSLATE_NOOP("texts", "This computer is in no network."),
    "setup_code_refused": QT_TRANSLATE_NOOP("texts", "The lock refused this setup code."),
    "pairing_cancelled": QT_TRANSLATE_NOOP("texts", "The pairing was stopped."),
    "pairing_failed": QT_TRANSLATE_NOOP("texts", "The lock could not be made ours."),
    "findings_refused": QT_TRANSLATE_NOOP(
        "texts", "The lock's certificates are doubtful, so it was not added."
    ),
    "practice_lock": QT_TRANSLATE_NOOP(
        "texts", "This is a practice lock; a real project takes real locks only."
    ),
    "real_lock": QT_TRANSLATE_NOOP(
        "texts", "This is a real lock; a practice project takes practice locks only."
    ),
    "no_driver_for_code": QT_TRANSLATE_NOOP(
        "texts", "Locks with this kind of setup code cannot be added yet."
    ),
    "code_at_other_door": QT_TRANSLATE_NOOP(
        "texts", "This setup code already belongs to another door: {door}."
    ),
    # Findings
    "finding_level_info": QT_TRANSLATE_NOOP("texts", "note"),
    "finding_level_warning": QT_TRANSLATE_NOOP("texts", "warning"),
    "finding_level_error": QT_TRANSLATE_NOOP("texts", "error"),
}
