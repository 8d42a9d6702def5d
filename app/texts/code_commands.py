"""What the commands about setup codes say: decode, scan, codes and code."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

CODE_COMMANDS = {
    # Usage
    "nothing_to_scan": QT_TRANSLATE_NOOP(
        "texts",
        "Name codes or pictures, - for standard input, or a folder of pictures with --from.",
    ),
    "nothing_given": QT_TRANSLATE_NOOP(
        "texts", "Nothing was given; give the text of a code, its digits, or a picture file."
    ),
    "folder_for_picture": QT_TRANSLATE_NOOP(
        "texts",
        "{name} is a folder; name the pictures in it, or put all of them into a project's tray with `lockchart scan FILE --from DIR`.",
    ),
    "film_unread": QT_TRANSLATE_NOOP(
        "texts",
        "{name} is neither a film that can be read (MP4, MOV, AVI, MKV or WebM) nor a folder; give one of these to --from, or name the pictures themselves.",
    ),
    "no_pictures_in_folder": QT_TRANSLATE_NOOP(
        "texts", "There is no picture in {name}; give a folder that holds some."
    ),
    "too_many_codes": QT_TRANSLATE_NOOP(
        "texts", "That is more than {limit} codes at once; scan them in smaller parts."
    ),
    "state_twice": QT_TRANSLATE_NOOP("texts", "Choose one: --tray or --mounted."),
    "door_or_none": QT_TRANSLATE_NOOP("texts", "Name a door, or say --none."),
    "picture_or_list": QT_TRANSLATE_NOOP(
        "texts", "Choose one: a picture to keep, --list, --save with --number, or --remove."
    ),
    "which_picture": QT_TRANSLATE_NOOP(
        "texts", "There are {count} pictures at this setup code; choose one with --number."
    ),
    "unknown_picture": QT_TRANSLATE_NOOP(
        "texts", "There is no picture {number} at this setup code; `code photo --list` lists them."
    ),
    "picture_needs_secrets": QT_TRANSLATE_NOOP(
        "texts",
        "The pictures of a setup code are kept secret; add --with-secrets to save one unencrypted.",
    ),
    "qr_needs_secrets": QT_TRANSLATE_NOOP(
        "texts",
        "The picture would show the setup code; add --with-secrets to save it unencrypted.",
    ),
    "digits_have_no_symbol": QT_TRANSLATE_NOOP(
        "texts",
        "This code came as digits, which do not say what its QR code held; show the digits.",
    ),
    "qr_too_long": QT_TRANSLATE_NOOP("texts", "The text is too long for a QR code."),
    "interrupted_reading": QT_TRANSLATE_NOOP(
        "texts", "Stopped; only what had been read by then is told."
    ),
    "interrupted_scan": QT_TRANSLATE_NOOP("texts", "Stopped; nothing was put into the tray."),
    # Questions
    "ask_show_code": QT_TRANSLATE_NOOP(
        "texts", "Show setup code no. {number} here? Whoever sees it can add the lock."
    ),
    "ask_save_code": QT_TRANSLATE_NOOP(
        "texts",
        "Write setup code no. {number} unencrypted to {name}? Whoever has the file can add the lock.",
    ),
    "not_agreed": QT_TRANSLATE_NOOP("texts", "Nothing was shown or written."),
    # Reading
    "reading_input": QT_TRANSLATE_NOOP("texts", "Reading {name}"),
    "reading_without_opencv": QT_TRANSLATE_NOOP(
        "texts",
        "OpenCV is missing on this computer, so blurred or bent codes in pictures may not be found; `lockchart doctor` says what to do.",
    ),
    "reading_without_zbar": QT_TRANSLATE_NOOP(
        "texts", "The zbar library is missing on this computer, so a few codes may not be found."
    ),
    "reading_text": QT_TRANSLATE_NOOP("texts", "a text"),
    # What a code is and says
    "decoded_family": QT_TRANSLATE_NOOP("texts", "{family}, but it cannot be used: {reason}"),
    "decoded_character": QT_TRANSLATE_NOOP("texts", "Look at character {number}."),
    "decoded_offer": QT_TRANSLATE_NOOP(
        "texts", "Written in capital letters it would be usable: {family}."
    ),
    "decoded_device": QT_TRANSLATE_NOOP("texts", "Device {number} of {count}:"),
    "decoded_maker": QT_TRANSLATE_NOOP("texts", "Maker {name} ({number})."),
    "decoded_maker_number": QT_TRANSLATE_NOOP("texts", "Maker {number}; its name is not known."),
    "decoded_maker_test": QT_TRANSLATE_NOOP(
        "texts", "Maker {number}, which is for tests: no product on sale has it."
    ),
    "decoded_maker_unsaid": QT_TRANSLATE_NOOP("texts", "The maker is not said."),
    "decoded_product": QT_TRANSLATE_NOOP("texts", "Product {product}."),
    "decoded_zwave_product": QT_TRANSLATE_NOOP(
        "texts", "Maker {maker}, type {type}, product {product}, version {version}."
    ),
    "decoded_zwave_keypad": QT_TRANSLATE_NOOP("texts", "A door lock with keypad."),
    "decoded_discriminator": QT_TRANSLATE_NOOP("texts", "Discriminator {value}."),
    "decoded_short_discriminator": QT_TRANSLATE_NOOP("texts", "Short discriminator {value}."),
    "decoded_found_by": QT_TRANSLATE_NOOP("texts", "Found by {ways}."),
    "decoded_category": QT_TRANSLATE_NOOP("texts", "Kind of device: {value}."),
    "decoded_setup_id": QT_TRANSLATE_NOOP("texts", "Setup id {value}."),
    "decoded_paired": QT_TRANSLATE_NOOP(
        "texts", "The code says that the device is added somewhere already."
    ),
    "decoded_security": QT_TRANSLATE_NOOP("texts", "Security: {keys}."),
    "decoded_address": QT_TRANSLATE_NOOP("texts", "Radio address {value}."),
    "decoded_digits": QT_TRANSLATE_NOOP("texts", "Digits: {digits}"),
    "decoded_cut": QT_TRANSLATE_NOOP("texts", "{text}… ({count} characters; --json shows all)"),
    "decoded_text_hidden": QT_TRANSLATE_NOOP("texts", "Text hidden; --with-secrets shows it."),
    "homekit_category_2": QT_TRANSLATE_NOOP("texts", "bridge"),
    "homekit_category_6": QT_TRANSLATE_NOOP("texts", "lock"),
    "homekit_category_7": QT_TRANSLATE_NOOP("texts", "outlet"),
    "homekit_category_8": QT_TRANSLATE_NOOP("texts", "switch"),
    "homekit_category_12": QT_TRANSLATE_NOOP("texts", "door"),
    "homekit_category_17": QT_TRANSLATE_NOOP("texts", "camera"),
    # What became of a code
    "scanned_new": QT_TRANSLATE_NOOP("texts", "In the tray as no. {number}."),
    "scanned_completed": QT_TRANSLATE_NOOP(
        "texts", "In the tray already as no. {number}, which now has all that this code says."
    ),
    "scanned_in_tray": QT_TRANSLATE_NOOP("texts", "In the tray already, as no. {number}."),
    "scanned_in_tray_for": QT_TRANSLATE_NOOP(
        "texts", "In the tray already, as no. {number} for {door}."
    ),
    "scanned_completed_probable": QT_TRANSLATE_NOOP(
        "texts",
        "Probably the same lock as no. {number} in the tray, which now has all that this code says.",
    ),
    "scanned_in_tray_probable": QT_TRANSLATE_NOOP(
        "texts", "Not added: probably the same lock as no. {number} in the tray."
    ),
    "scanned_in_tray_for_probable": QT_TRANSLATE_NOOP(
        "texts", "Not added: probably the same lock as no. {number} in the tray, for {door}."
    ),
    "scanned_at_door_probable": QT_TRANSLATE_NOOP(
        "texts", "Not added: probably the same lock as no. {number}, which is at {door}."
    ),
    "scanned_at_door": QT_TRANSLATE_NOOP(
        "texts", "Not added: the lock at {door} was paired with it (no. {number})."
    ),
    "scanned_refused": QT_TRANSLATE_NOOP("texts", "Not kept."),
    "scanned_resembles": QT_TRANSLATE_NOOP(
        "texts", "It may be of the same lock as no. {number}; compare the labels."
    ),
    # What was done with a code
    "said_assigned": QT_TRANSLATE_NOOP("texts", "No. {number} is for {door}."),
    "said_assigned_none": QT_TRANSLATE_NOOP("texts", "No. {number} is for no door."),
    "said_noted": QT_TRANSLATE_NOOP("texts", "The note at no. {number} is kept."),
    "said_note_gone": QT_TRANSLATE_NOOP("texts", "No. {number} has no note."),
    "said_picture_kept": QT_TRANSLATE_NOOP(
        "texts", "The picture is kept at no. {number}, encrypted and without what the camera noted."
    ),
    "said_picture_removed": QT_TRANSLATE_NOOP(
        "texts", "The picture is no longer at no. {number}; `lockchart undo` brings it back."
    ),
    "said_no_pictures": QT_TRANSLATE_NOOP("texts", "There is no picture at no. {number}."),
    "said_code_removed": QT_TRANSLATE_NOOP(
        "texts", "No. {number} is out of the project; `lockchart undo` brings it back."
    ),
    "said_no_codes": QT_TRANSLATE_NOOP("texts", "There is no setup code here."),
    "said_secret_written": QT_TRANSLATE_NOOP(
        "texts", "Written to {name}: whoever has it can add the lock. Keep it locked away."
    ),
    # Rows of one code
    "shown_code": QT_TRANSLATE_NOOP("texts", "No. {number}"),
    "shown_state_tray": QT_TRANSLATE_NOOP("texts", "Waits in the tray for no door."),
    "shown_state_tray_for": QT_TRANSLATE_NOOP("texts", "Waits in the tray for {door}."),
    "shown_state_mounted": QT_TRANSLATE_NOOP("texts", "The lock at {door} was paired with it."),
    "shown_was_at": QT_TRANSLATE_NOOP("texts", "Its lock was at {door} and was taken out."),
    "shown_came": QT_TRANSLATE_NOOP("texts", "Came {by} on {at}."),
    "shown_note": QT_TRANSLATE_NOOP("texts", "Note: {note}"),
    "shown_pictures": QT_TRANSLATE_NOOP("texts", "Pictures: {count}."),
    "state_tray": QT_TRANSLATE_NOOP("texts", "tray"),
    "state_mounted": QT_TRANSLATE_NOOP("texts", "mounted"),
    "unusable_word": QT_TRANSLATE_NOOP("texts", "unusable"),
    "column_number": QT_TRANSLATE_NOOP("texts", "No."),
    "column_maker": QT_TRANSLATE_NOOP("texts", "Maker and product"),
    "column_discriminator": QT_TRANSLATE_NOOP("texts", "Discriminator"),
    "short_word": QT_TRANSLATE_NOOP("texts", "short {value}"),
    "column_note": QT_TRANSLATE_NOOP("texts", "Note"),
}
