"""Words of the ways in: what a code is while it is typed, and what became of pictures, pastes and drops."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

INTAKE = {
    # While it is typed
    "typed_empty": QT_TRANSLATE_NOOP(
        "texts", "Type the digits as they are printed, or paste the text of the symbol."
    ),
    "typed_begun_matter": QT_TRANSLATE_NOOP(
        "texts", "So far like a Matter code of {digits} digits; {missing} to go."
    ),
    "typed_begun_homekit": QT_TRANSLATE_NOOP(
        "texts", "So far like a HomeKit code of 8 digits; {missing} to go."
    ),
    "typed_begun_zwave_dsk": QT_TRANSLATE_NOOP(
        "texts", "So far like a Z-Wave device key (DSK) of 40 digits; {missing} to go."
    ),
    "typed_begun_zwave_qr": QT_TRANSLATE_NOOP(
        "texts", "So far like the digits of a Z-Wave symbol; at least {missing} to go."
    ),
    "typed_whole_matter": QT_TRANSLATE_NOOP(
        "texts", "A Matter code, {digits} digits. The check digit is right."
    ),
    "typed_whole_homekit": QT_TRANSLATE_NOOP(
        "texts",
        "A HomeKit code, 8 digits. It has no check digit, so compare it with the label. A Matter code has 3 more.",
    ),
    "typed_whole_zwave_dsk": QT_TRANSLATE_NOOP(
        "texts",
        "A Z-Wave device key (DSK), 40 digits. It has no check digit, so compare it with the label.",
    ),
    "typed_whole_zwave_qr": QT_TRANSLATE_NOOP(
        "texts", "The digits of a Z-Wave symbol. The checksum is right."
    ),
    "typed_text_matter": QT_TRANSLATE_NOOP("texts", "A Matter code, the text of its symbol."),
    "typed_text_homekit": QT_TRANSLATE_NOOP("texts", "A HomeKit code, the text of its symbol."),
    "typed_text_zwave": QT_TRANSLATE_NOOP("texts", "A Z-Wave code, the text of its symbol."),
    "typed_text_zigbee": QT_TRANSLATE_NOOP(
        "texts", "A Zigbee install code, the text of its symbol."
    ),
    "typed_text_begun": QT_TRANSLATE_NOOP("texts", "Go on typing …"),
    "typed_text_unfinished_matter": QT_TRANSLATE_NOOP(
        "texts", "Like the text of a Matter symbol, but not whole yet, or a character is wrong."
    ),
    "typed_text_unfinished_homekit": QT_TRANSLATE_NOOP(
        "texts", "Like the text of a HomeKit symbol, but not whole yet, or a character is wrong."
    ),
    "typed_text_unfinished_zwave": QT_TRANSLATE_NOOP(
        "texts", "Like the text of a Z-Wave symbol, but not whole yet, or a character is wrong."
    ),
    "typed_text_unfinished_zigbee": QT_TRANSLATE_NOOP(
        "texts", "Like a Zigbee install code, but not whole yet, or a character is wrong."
    ),
    "typed_in_capitals": QT_TRANSLATE_NOOP(
        "texts",
        "In capital letters this would be a usable code. Compare it with the label, and type it so if it is printed so.",
    ),
    "typed_not_whole": QT_TRANSLATE_NOOP(
        "texts", "The code is not whole: {missing} digits are missing."
    ),
    "typed_not_whole_one": QT_TRANSLATE_NOOP(
        "texts", "The code is not whole: one digit is missing."
    ),
    "typed_not_usable": QT_TRANSLATE_NOOP("texts", "The lock's setup code is needed here."),
    "typed_look_at_group": QT_TRANSLATE_NOOP("texts", "Look at group {group}; it is underlined."),
    "typed_look_at_groups": QT_TRANSLATE_NOOP(
        "texts", "Look at groups {groups}; they are underlined."
    ),
    "typed_look_at_character": QT_TRANSLATE_NOOP(
        "texts", "Look at character {position}; it is underlined."
    ),
    "typed_groups_between": QT_TRANSLATE_NOOP("texts", "{first} to {last}"),
    # Pictures
    "picture_pasted": QT_TRANSLATE_NOOP("texts", "the pasted picture"),
    "picture_dropped": QT_TRANSLATE_NOOP("texts", "the dropped picture"),
    "picture_page": QT_TRANSLATE_NOOP("texts", "{name}, page {page} of {pages}"),
    "picture_problem": QT_TRANSLATE_NOOP("texts", "{name}: {problem}"),
    "picture_codes": QT_TRANSLATE_NOOP("texts", "{name}: {count} codes"),
    "picture_one_code": QT_TRANSLATE_NOOP("texts", "{name}: one code"),
    "picture_no_code": QT_TRANSLATE_NOOP("texts", "{name}: no code was found"),
    "picture_stopped": QT_TRANSLATE_NOOP("texts", "{name}: not read, because it was stopped"),
    "picture_stopped_within": QT_TRANSLATE_NOOP(
        "texts", "{name}: not read to the end, because it was stopped"
    ),
    "pictures_found_so_far": QT_TRANSLATE_NOOP("texts", "codes so far: {count}"),
    "pictures_progress": QT_TRANSLATE_NOOP("texts", "Reading picture {number} of {total}: {name}"),
    "pictures_progress_one": QT_TRANSLATE_NOOP("texts", "Reading {name}"),
    "pictures_read": QT_TRANSLATE_NOOP(
        "texts", "{pictures} pictures read, {without} of them without a code that could be read."
    ),
    "pictures_read_all": QT_TRANSLATE_NOOP("texts", "{pictures} pictures read, a code in each."),
    "pictures_stopped": QT_TRANSLATE_NOOP(
        "texts", "Stopped after {done} of {pictures} pictures; what was found stays."
    ),
    # Adding a lock
    "add_lock_no_driver": QT_TRANSLATE_NOOP(
        "texts",
        "Locks with this kind of setup code cannot be added yet. The code can wait in the tray.",
    ),
    "add_lock_code_for": QT_TRANSLATE_NOOP("texts", "for {door}"),
    "add_lock_code_for_other_door": QT_TRANSLATE_NOOP(
        "texts",
        "This code is kept for {door}. Choose that door, or go back and take another code; on the Scan page a code can be given to another door.",
    ),
    # What cannot be taken
    "intake_address": QT_TRANSLATE_NOOP(
        "texts",
        "Only the picture's address came, and Lockchart never fetches addresses. Save the picture first, then drop the file here.",
    ),
    "intake_nothing": QT_TRANSLATE_NOOP(
        "texts", "The clipboard holds neither a text nor a picture."
    ),
    "intake_unknown_drop": QT_TRANSLATE_NOOP(
        "texts", "What was dropped is neither a picture nor a text."
    ),
}
