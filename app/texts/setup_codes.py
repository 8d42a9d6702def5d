"""Why a setup code cannot be used, and where to look."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

SETUP_CODES = {
    "setup_code_prefix": QT_TRANSLATE_NOOP(
        "texts",
        "This is not a setup code that we know. A Matter code begins with MT: or has 11 or 21 digits.",
    ),
    "setup_code_length": QT_TRANSLATE_NOOP(
        "texts",
        "This does not have the length of a setup code: Matter has 11 or 21 digits, HomeKit 8.",
    ),
    "setup_code_character": QT_TRANSLATE_NOOP(
        "texts", "The code holds a character that cannot be there; compare it with the label."
    ),
    "setup_code_group_overflow": QT_TRANSLATE_NOOP(
        "texts", "The code is not well formed; compare it with the label."
    ),
    "setup_code_too_long": QT_TRANSLATE_NOOP("texts", "The text is too long for a setup code."),
    "setup_code_version": QT_TRANSLATE_NOOP(
        "texts", "The code is of a later version than this program knows."
    ),
    "setup_code_flow": QT_TRANSLATE_NOOP(
        "texts",
        "The code asks for a way of pairing that does not exist; compare it with the label.",
    ),
    "setup_code_passcode_not_allowed": QT_TRANSLATE_NOOP(
        "texts", "The code holds a passcode that no lock may use; compare it with the label."
    ),
    "setup_code_vendor_id": QT_TRANSLATE_NOOP(
        "texts", "The code names a maker that cannot exist; compare it with the label."
    ),
    "setup_code_vendor_without_product": QT_TRANSLATE_NOOP(
        "texts", "The code names a maker but no product; compare it with the label."
    ),
    "setup_code_id_range": QT_TRANSLATE_NOOP(
        "texts",
        "The digits name a maker or product that cannot exist; compare the last ones with the label.",
    ),
    "setup_code_check_digit": QT_TRANSLATE_NOOP(
        "texts",
        "The check digit is wrong: one digit is mistyped or two are swapped; compare with the label.",
    ),
    "setup_code_vid_pid_flag": QT_TRANSLATE_NOOP(
        "texts",
        "The first digit does not fit the number of digits; check that all of them are there.",
    ),
    "setup_code_chunk_overflow": QT_TRANSLATE_NOOP(
        "texts", "Digits 2 to 10 are not possible in a setup code; compare them with the label."
    ),
    "setup_code_range": QT_TRANSLATE_NOOP(
        "texts", "A number in the code is larger than it can be; compare it with the label."
    ),
    "setup_code_checksum": QT_TRANSLATE_NOOP(
        "texts",
        "The checksum does not fit: a digit is wrong or missing; compare the digits with the label.",
    ),
    "setup_code_missing_tlv": QT_TRANSLATE_NOOP(
        "texts", "The code does not say which product it is of; check that all digits are there."
    ),
    "setup_code_unknown_critical_tlv": QT_TRANSLATE_NOOP(
        "texts",
        "The code asks for something that this program does not know; a later version may read it.",
    ),
    "setup_code_keyboard_layout": QT_TRANSLATE_NOOP(
        "texts",
        "The scanner types on another keyboard layout than this computer, so signs in the code have changed. Set both to the same layout and scan again.",
    ),
    "code_offer_upper_case": QT_TRANSLATE_NOOP(
        "texts",
        "In capital letters this is a usable code. Compare it with the label before you take it so.",
    ),
    # What is odd about a code that is accepted
    "code_warning_crc": QT_TRANSLATE_NOOP(
        "texts", "The check value on the label is wrong. Some makers print it so; compare the code."
    ),
    "code_warning_no_crc": QT_TRANSLATE_NOOP(
        "texts", "The label carries no check value, so a wrong character would not be noticed."
    ),
    "code_warning_reserved_bits": QT_TRANSLATE_NOOP(
        "texts", "The code uses a part that is kept for later; compare it with the label."
    ),
    "code_warning_version": QT_TRANSLATE_NOOP(
        "texts", "The code is of a later version than this program knows; some of it may be wrong."
    ),
    "code_warning_passcode_not_allowed": QT_TRANSLATE_NOOP(
        "texts", "No product on sale may use this code; it is probably an example."
    ),
    "code_warning_extension": QT_TRANSLATE_NOOP(
        "texts", "The additional data in the code are damaged; the code itself can be used."
    ),
    # What must happen before pairing
    "preparation_nothing": QT_TRANSLATE_NOOP(
        "texts", "The lock can be added as soon as it has power."
    ),
    "preparation_press_button": QT_TRANSLATE_NOOP(
        "texts", "Press a button on the lock first; the leaflet says which and for how long."
    ),
    "preparation_makers_app": QT_TRANSLATE_NOOP(
        "texts",
        "The lock needs its maker's app first: set it up there, then come back with this code.",
    ),
    "preparation_unsaid": QT_TRANSLATE_NOOP(
        "texts",
        "This code does not say whether the lock must be prepared first; look into the leaflet.",
    ),
    # Families
    "code_family_matter": QT_TRANSLATE_NOOP("texts", "Matter code"),
    "code_family_homekit": QT_TRANSLATE_NOOP("texts", "HomeKit code"),
    "code_family_zwave": QT_TRANSLATE_NOOP("texts", "Z-Wave code"),
    "code_family_zigbee": QT_TRANSLATE_NOOP("texts", "Zigbee install code"),
    "code_family_label": QT_TRANSLATE_NOOP("texts", "Maker's label"),
    "code_family_other": QT_TRANSLATE_NOOP("texts", "Not a setup code"),
    "decoded_homekit": QT_TRANSLATE_NOOP("texts", "A HomeKit setup code."),
    "decoded_zwave": QT_TRANSLATE_NOOP("texts", "A Z-Wave setup code."),
    "decoded_zigbee": QT_TRANSLATE_NOOP("texts", "A Zigbee install code."),
    # What a text is that is no setup code
    "other_wifi": QT_TRANSLATE_NOOP("texts", "This is a Wi-Fi code, not the lock's setup code."),
    "other_easy_connect": QT_TRANSLATE_NOOP(
        "texts", "This is a Wi-Fi Easy Connect code, not the lock's setup code."
    ),
    "other_one_time_password": QT_TRANSLATE_NOOP(
        "texts", "This is the key of a sign-in app, not the lock's setup code."
    ),
    "other_esim": QT_TRANSLATE_NOOP(
        "texts", "This is a mobile plan (eSIM), not the lock's setup code."
    ),
    "other_url": QT_TRANSLATE_NOOP("texts", "This is a web address, not the lock's setup code."),
    "other_contact": QT_TRANSLATE_NOOP(
        "texts", "This is a contact card, not the lock's setup code."
    ),
    "other_email": QT_TRANSLATE_NOOP(
        "texts", "This is an e-mail address, not the lock's setup code."
    ),
    "other_phone": QT_TRANSLATE_NOOP(
        "texts", "This is a telephone number, not the lock's setup code."
    ),
    "other_message": QT_TRANSLATE_NOOP(
        "texts", "This is a text message to be sent, not the lock's setup code."
    ),
    "other_place": QT_TRANSLATE_NOOP(
        "texts", "This is a place on the map, not the lock's setup code."
    ),
    "other_event": QT_TRANSLATE_NOOP(
        "texts", "This is a calendar entry, not the lock's setup code."
    ),
    "other_text": QT_TRANSLATE_NOOP("texts", "This is a text, not a setup code that we know."),
    "other_nothing": QT_TRANSLATE_NOOP("texts", "This is a text, not a setup code that we know."),
    "other_product_number": QT_TRANSLATE_NOOP(
        "texts",
        "This looks like the product number (EAN, UPC) of the box, not the lock's setup code.",
    ),
    "other_book_number": QT_TRANSLATE_NOOP(
        "texts", "This looks like the number of a book (ISBN), not the lock's setup code."
    ),
    "other_gs1": QT_TRANSLATE_NOOP(
        "texts", "This looks like the maker's trade code (GS1), not the lock's setup code."
    ),
    "other_radio_address": QT_TRANSLATE_NOOP(
        "texts", "This looks like a radio address (MAC), not the lock's setup code."
    ),
    "other_serial_number": QT_TRANSLATE_NOOP(
        "texts", "This looks like a serial number, not the lock's setup code."
    ),
    "other_number": QT_TRANSLATE_NOOP("texts", "This is a number, not a setup code that we know."),
}
