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
    "grant_used": QT_TRANSLATE_NOOP("texts", "Used {date}; it does not count any more."),
    "grant_over": QT_TRANSLATE_NOOP("texts", "Its time is over; it does not count any more."),
    "told_credential_added": QT_TRANSLATE_NOOP(
        "texts", "Written down for {person}. Nothing was sent to a lock."
    ),
    "told_credential_back": QT_TRANSLATE_NOOP(
        "texts",
        "{what} does not count any more. What a lock was taught stays until it is taken out there.",
    ),
    "told_key_lost": QT_TRANSLATE_NOOP(
        "texts", "{what} is lost: somebody unknown may open with it until the cylinder is changed."
    ),
    "said_saved": QT_TRANSLATE_NOOP("texts", "{name} was saved."),
    # Who can open a door
    "opener_kind_pin": QT_TRANSLATE_NOOP("texts", "Code"),
    "opener_kind_card": QT_TRANSLATE_NOOP("texts", "Card or fob"),
    "opener_kind_fingerprint": QT_TRANSLATE_NOOP("texts", "Fingerprint"),
    "opener_kind_mobile_key": QT_TRANSLATE_NOOP("texts", "Key in an app"),
    "opener_kind_mechanical_key": QT_TRANSLATE_NOOP("texts", "Metal key"),
    "opener_kind_reserve_code": QT_TRANSLATE_NOOP("texts", "Reserve code of the door"),
    "opener_kind_foreign_slot": QT_TRANSLATE_NOOP("texts", "Entry made by somebody else"),
    "opener_kind_other_fabric": QT_TRANSLATE_NOOP("texts", "Another home app"),
    "opener_kind_key_box": QT_TRANSLATE_NOOP("texts", "Key box"),
    "opener_nobody": QT_TRANSLATE_NOOP("texts", "Nobody by name"),
    "opener_lost": QT_TRANSLATE_NOOP("texts", "lost"),
    "opener_handed_out": QT_TRANSLATE_NOOP("texts", "noted {date}"),
    "opens_now_yes": QT_TRANSLATE_NOOP("texts", "yes"),
    "opens_now_no": QT_TRANSLATE_NOOP("texts", "no"),
    "opens_now_unknown": QT_TRANSLATE_NOOP("texts", "unknown"),
    "opener_back_now": QT_TRANSLATE_NOOP("texts", "can be taken back at once"),
    "opener_back_in_reach": QT_TRANSLATE_NOOP("texts", "taken back when the lock is in reach"),
    "opener_back_bridge_online": QT_TRANSLATE_NOOP(
        "texts", "taken back while the bridge is online"
    ),
    "opener_back_by_hand": QT_TRANSLATE_NOOP("texts", "taken back only by hand"),
    "opener_back_never": QT_TRANSLATE_NOOP("texts", "can not be taken back"),
    "opener_gap_never_read": QT_TRANSLATE_NOOP(
        "texts", "The lock was never read, so others may be on it."
    ),
    "opener_gap_read_long_ago": QT_TRANSLATE_NOOP(
        "texts", "The lock was read long ago; others may have come since."
    ),
    "opener_gap_cannot_read": QT_TRANSLATE_NOOP(
        "texts", "The lock does not tell who is on it, so others may be."
    ),
    "opener_gap_fabrics_unread": QT_TRANSLATE_NOOP(
        "texts", "Nobody has read which other home apps operate the lock."
    ),
    "opener_gap_unknown_entry": QT_TRANSLATE_NOOP(
        "texts", "Of an entry of ours nobody knows whether it is on the lock."
    ),
    "opener_gap_past": QT_TRANSLATE_NOOP("texts", "What was on the lock earlier is not kept."),
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
