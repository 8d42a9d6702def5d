"""Words for proof levels, their reasons, and the steps and refusals of a plan."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

PROOF = {
    # Levels
    "proof_planned": QT_TRANSLATE_NOOP("texts", "planned"),
    "proof_accepted": QT_TRANSLATE_NOOP("texts", "accepted"),
    "proof_seen": QT_TRANSLATE_NOOP("texts", "seen"),
    "proof_opened": QT_TRANSLATE_NOOP("texts", "opened"),
    "proof_removal_planned": QT_TRANSLATE_NOOP("texts", "removal planned"),
    "proof_removal_accepted": QT_TRANSLATE_NOOP("texts", "removal accepted"),
    "proof_gone": QT_TRANSLATE_NOOP("texts", "gone"),
    "proof_refused_at_door": QT_TRANSLATE_NOOP("texts", "refused at the door"),
    "proof_unknown": QT_TRANSLATE_NOOP("texts", "unknown"),
    # What a level means
    "means_planned": QT_TRANSLATE_NOOP("texts", "Wanted, but not on the lock yet."),
    "means_accepted": QT_TRANSLATE_NOOP(
        "texts", "The lock said yes. It has not been read back, so the door may still say no."
    ),
    "means_seen": QT_TRANSLATE_NOOP(
        "texts", "Read back from the lock: our user and code are there."
    ),
    "means_opened": QT_TRANSLATE_NOOP("texts", "The lock reported that this code moved the bolt."),
    "means_removal_planned": QT_TRANSLATE_NOOP(
        "texts", "To be taken away; it may still open the door."
    ),
    "means_removal_accepted": QT_TRANSLATE_NOOP(
        "texts",
        "The lock said yes to the removal. It has not been read back, so it may still open the door.",
    ),
    "means_gone": QT_TRANSLATE_NOOP("texts", "Read back from the lock: it is not there any more."),
    "means_refused_at_door": QT_TRANSLATE_NOOP("texts", "Tried at the door, and refused."),
    "means_unknown": QT_TRANSLATE_NOOP(
        "texts", "Nobody can say whether it is on the lock; read the lock to find out."
    ),
    # Who said so
    "by_lock": QT_TRANSLATE_NOOP("texts", "proven by the lock"),
    "by_service": QT_TRANSLATE_NOOP("texts", "said by a service"),
    "by_person": QT_TRANSLATE_NOOP("texts", "said by a person"),
    "enforced_by_lock": QT_TRANSLATE_NOOP("texts", "kept by the lock"),
    "enforced_by_program": QT_TRANSLATE_NOOP("texts", "only when apply runs"),
    "enforced_by_person": QT_TRANSLATE_NOOP("texts", "kept by a person"),
    "clock_unknown": QT_TRANSLATE_NOOP("texts", "lock's clock unknown"),
    "clock_wrong": QT_TRANSLATE_NOOP("texts", "lock's clock wrong"),
    # Reasons of a level
    "reason_no_answer": QT_TRANSLATE_NOOP("texts", "no answer came"),
    "reason_refused": QT_TRANSLATE_NOOP("texts", "the lock refused"),
    "reason_value_unproven": QT_TRANSLATE_NOOP(
        "texts", "changed in place; the lock does not say which code it holds"
    ),
    "reason_not_read": QT_TRANSLATE_NOOP("texts", "not read back yet"),
    "reason_dropped": QT_TRANSLATE_NOOP("texts", "the lock said yes and does not have it"),
    "reason_not_sent": QT_TRANSLATE_NOOP("texts", "it did not reach the lock"),
    "reason_drift": QT_TRANSLATE_NOOP("texts", "it was on the lock and is not any more"),
    "reason_other_hand": QT_TRANSLATE_NOOP("texts", "changed by another hand"),
    "reason_changed": QT_TRANSLATE_NOOP("texts", "its times have changed"),
    "reason_still_there": QT_TRANSLATE_NOOP("texts", "still on the lock after the removal"),
    "reason_opened_after": QT_TRANSLATE_NOOP("texts", "it opened the door after the removal"),
    "reason_back": QT_TRANSLATE_NOOP("texts", "it is back on the lock"),
    "reason_lock_changed": QT_TRANSLATE_NOOP("texts", "the lock was reset or replaced"),
    "reason_unreachable": QT_TRANSLATE_NOOP("texts", "the lock could not be reached"),
    "reason_cancelled": QT_TRANSLATE_NOOP("texts", "stopped before it was sent"),
    "reason_plan_refused": QT_TRANSLATE_NOOP("texts", "the plan refuses it"),
    # Foreign entries
    "foreign_other_fabric": QT_TRANSLATE_NOOP("texts", "made by another app or home"),
    "foreign_keypad": QT_TRANSLATE_NOOP("texts", "made at the keypad"),
    "foreign_our_keys": QT_TRANSLATE_NOOP(
        "texts", "made with this project's keys, but not by this file"
    ),
    "foreign_unknown": QT_TRANSLATE_NOOP("texts", "nobody can say who made it"),
    # Steps
    "action_write": QT_TRANSLATE_NOOP("texts", "Write"),
    "action_change": QT_TRANSLATE_NOOP("texts", "Change"),
    "action_clear": QT_TRANSLATE_NOOP("texts", "Take away"),
    "action_read": QT_TRANSLATE_NOOP("texts", "Read back"),
    "state_planned": QT_TRANSLATE_NOOP("texts", "to do"),
    "state_done": QT_TRANSLATE_NOOP("texts", "proven"),
    "state_unproven": QT_TRANSLATE_NOOP("texts", "not proven"),
    "state_refused": QT_TRANSLATE_NOOP("texts", "refused"),
    "state_unreachable": QT_TRANSLATE_NOOP("texts", "lock not reachable"),
    "state_by_hand": QT_TRANSLATE_NOOP("texts", "by hand"),
    "state_not_run": QT_TRANSLATE_NOOP("texts", "not run"),
}
