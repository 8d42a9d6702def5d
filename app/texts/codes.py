"""Sentences on codes: why no code suits some doors, and what is to be said of one that does."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

CODES = {
    # Why no code suits these doors; {door} names them
    "lengths_apart": QT_TRANSLATE_NOOP(
        "texts",
        "No length suits all of these: {door}. One asks for at least {min_length} digits, one takes at most {max_length}.",
    ),
    "no_common_length": QT_TRANSLATE_NOOP(
        "texts",
        "No length suits all of these, because all codes of such a lock have one length: {door}.",
    ),
    "no_common_key": QT_TRANSLATE_NOOP("texts", "These keypads have no key in common: {door}."),
    "no_beginning_left": QT_TRANSLATE_NOOP(
        "texts", "Whatever a code begins with, one of these locks does not take it: {door}."
    ),
    "all_forbidden": QT_TRANSLATE_NOOP(
        "texts", "There is no code that each of these locks takes: {door}."
    ),
    "all_weak": QT_TRANSLATE_NOOP(
        "texts", "Every code that could be used here is easy to guess: {door}."
    ),
    "all_from_facts": QT_TRANSLATE_NOOP(
        "texts",
        "Every code that could be used here comes from the phone number, the birthday or the address: {door}.",
    ),
    "pin_one_length": QT_TRANSLATE_NOOP(
        "texts",
        "All codes of the lock at {door} have one length; give a code as long as those that are there.",
    ),
    "said_reuse_days": QT_TRANSLATE_NOOP(
        "texts",
        "A code that has left a door is not given again there for {days} days.",
    ),
    "reuse_days": QT_TRANSLATE_NOOP("texts", "Give a number of days from 0 to {most}."),
    # What is to be said of codes that were chosen
    "several_codes": QT_TRANSLATE_NOOP(
        "texts", "No single code serves all of these doors, so there are several."
    ),
    "not_fewest_codes": QT_TRANSLATE_NOOP(
        "texts", "So many codes are in use at these doors that fewer new ones might do."
    ),
    "code_near_elsewhere": QT_TRANSLATE_NOOP(
        "texts",
        "A new code is one keystroke from a code at another door; no other was found that these doors take.",
    ),
    "code_same_elsewhere": QT_TRANSLATE_NOOP(
        "texts",
        "A new code is in use at another door too; no other was found that these doors take.",
    ),
    "code_zero_first": QT_TRANSLATE_NOOP(
        "texts",
        "A new code begins with 0, because a lock asks for it; a lock mounted later may not take that.",
    ),
    "name_cut": QT_TRANSLATE_NOOP("texts", "The lock shows the beginning of the name only."),
    "said_code_of": QT_TRANSLATE_NOOP("texts", "Code for {doors}: {code}"),
    "said_code_shared": QT_TRANSLATE_NOOP("texts", "One code: {doors}"),
    # What is to be said of a code that was typed
    "code_from_facts": QT_TRANSLATE_NOOP(
        "texts",
        "This code comes from the phone number, the birthday or the address, so others may try it.",
    ),
    "code_near": QT_TRANSLATE_NOOP(
        "texts",
        "This code is one keystroke from another code at one of these doors; a slip of the finger opens with it.",
    ),
    "code_used": QT_TRANSLATE_NOOP(
        "texts", "Somebody else had this code at one of these doors not long ago."
    ),
}
