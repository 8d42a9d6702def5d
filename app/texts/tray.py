"""Words of the Scan page: what stands in the tray of setup codes, and what came in."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

TRAY = {
    # What an entry is, in a row
    "tray_matter": QT_TRANSLATE_NOOP("texts", "Matter code"),
    "tray_homekit": QT_TRANSLATE_NOOP("texts", "HomeKit code"),
    "tray_zwave": QT_TRANSLATE_NOOP("texts", "Z-Wave code"),
    "tray_zigbee": QT_TRANSLATE_NOOP("texts", "Zigbee install code"),
    "tray_label": QT_TRANSLATE_NOOP("texts", "Maker's label"),
    "tray_damaged": QT_TRANSLATE_NOOP("texts", "{what}, unusable"),
    "tray_other_wifi": QT_TRANSLATE_NOOP("texts", "Wi-Fi code"),
    "tray_other_easy_connect": QT_TRANSLATE_NOOP("texts", "Wi-Fi Easy Connect code"),
    "tray_other_one_time_password": QT_TRANSLATE_NOOP("texts", "Key of a sign-in app"),
    "tray_other_esim": QT_TRANSLATE_NOOP("texts", "Mobile plan (eSIM)"),
    "tray_other_url": QT_TRANSLATE_NOOP("texts", "Web address"),
    "tray_other_contact": QT_TRANSLATE_NOOP("texts", "Contact card"),
    "tray_other_email": QT_TRANSLATE_NOOP("texts", "E-mail address"),
    "tray_other_phone": QT_TRANSLATE_NOOP("texts", "Telephone number"),
    "tray_other_message": QT_TRANSLATE_NOOP("texts", "Text message"),
    "tray_other_place": QT_TRANSLATE_NOOP("texts", "Place on the map"),
    "tray_other_event": QT_TRANSLATE_NOOP("texts", "Calendar entry"),
    "tray_other_text": QT_TRANSLATE_NOOP("texts", "Other text"),
    "tray_other_nothing": QT_TRANSLATE_NOOP("texts", "Other text"),
    "tray_other_product_number": QT_TRANSLATE_NOOP("texts", "Product number"),
    "tray_other_book_number": QT_TRANSLATE_NOOP("texts", "Book number"),
    "tray_other_gs1": QT_TRANSLATE_NOOP("texts", "Trade code (GS1)"),
    "tray_other_radio_address": QT_TRANSLATE_NOOP("texts", "Radio address"),
    "tray_other_serial_number": QT_TRANSLATE_NOOP("texts", "Serial number"),
    "tray_other_number": QT_TRANSLATE_NOOP("texts", "Number"),
    # What it says of the lock
    "tray_number": QT_TRANSLATE_NOOP("texts", "No. {number}"),
    "tray_maker": QT_TRANSLATE_NOOP("texts", "maker {vendor}"),
    "tray_maker_unsaid": QT_TRANSLATE_NOOP("texts", "maker not said"),
    "tray_product": QT_TRANSLATE_NOOP("texts", "product {product}"),
    "tray_discriminator": QT_TRANSLATE_NOOP("texts", "discriminator {value}"),
    "tray_short_discriminator": QT_TRANSLATE_NOOP("texts", "short discriminator {value}"),
    "tray_devices": QT_TRANSLATE_NOOP("texts", "{count} devices"),
    "tray_setup_id": QT_TRANSLATE_NOOP("texts", "setup id {value}"),
    "tray_no_family": QT_TRANSLATE_NOOP(
        "texts",
        "Locks of this kind cannot be added by this program yet. The code is kept, checked and found again here.",
    ),
    "tray_kept_masked": QT_TRANSLATE_NOOP("texts", "kept with its text, masked"),
    # How it came in
    "tray_by_camera": QT_TRANSLATE_NOOP("texts", "by camera"),
    "tray_by_picture": QT_TRANSLATE_NOOP("texts", "from a picture"),
    "tray_by_paste": QT_TRANSLATE_NOOP("texts", "pasted"),
    "tray_by_typed": QT_TRANSLATE_NOOP("texts", "typed"),
    "tray_by_wedge": QT_TRANSLATE_NOOP("texts", "by scanner"),
    "tray_by_import": QT_TRANSLATE_NOOP("texts", "from a file"),
    # Names of facts
    "fact_maker": QT_TRANSLATE_NOOP("texts", "Maker"),
    "fact_product": QT_TRANSLATE_NOOP("texts", "Product"),
    "fact_discriminator": QT_TRANSLATE_NOOP("texts", "Discriminator"),
    "fact_short_discriminator": QT_TRANSLATE_NOOP("texts", "Short discriminator"),
    "fact_serial": QT_TRANSLATE_NOOP("texts", "Serial number"),
    "fact_found_by": QT_TRANSLATE_NOOP("texts", "Found by"),
    "fact_kind": QT_TRANSLATE_NOOP("texts", "Kind of device"),
    "fact_setup_id": QT_TRANSLATE_NOOP("texts", "Setup id"),
    "fact_security": QT_TRANSLATE_NOOP("texts", "Security"),
    "fact_address": QT_TRANSLATE_NOOP("texts", "Radio address"),
    "fact_devices": QT_TRANSLATE_NOOP("texts", "Devices"),
    "fact_came": QT_TRANSLATE_NOOP("texts", "Came in"),
    "fact_was_at": QT_TRANSLATE_NOOP("texts", "Was at"),
    "fact_length": QT_TRANSLATE_NOOP("texts", "Length"),
    "characters": QT_TRANSLATE_NOOP("texts", "{count} characters"),
    "device_kind_lock": QT_TRANSLATE_NOOP("texts", "door lock"),
    "found_by_softap": QT_TRANSLATE_NOOP("texts", "its own Wi-Fi"),
    "found_by_wac": QT_TRANSLATE_NOOP("texts", "its own Wi-Fi"),
    "found_by_ble": QT_TRANSLATE_NOOP("texts", "Bluetooth"),
    "found_by_network": QT_TRANSLATE_NOOP("texts", "the network"),
    "found_by_wifi_paf": QT_TRANSLATE_NOOP("texts", "Wi-Fi near by"),
    "found_by_nfc": QT_TRANSLATE_NOOP("texts", "holding it near (NFC)"),
    # What came in
    "taken_new": QT_TRANSLATE_NOOP("texts", "New in the tray: {entry}."),
    "taken_completed": QT_TRANSLATE_NOOP(
        "texts", "Already in the tray as no. {number}; now with all that its symbol says."
    ),
    "taken_in_tray": QT_TRANSLATE_NOOP("texts", "Already in the tray as no. {number}."),
    "taken_at_door": QT_TRANSLATE_NOOP(
        "texts", "Already in use: this is the code of the lock at {door}."
    ),
    "taken_in_tray_door": QT_TRANSLATE_NOOP(
        "texts", "Already in the tray as no. {number}, for {door}."
    ),
    "taken_completed_probable": QT_TRANSLATE_NOOP(
        "texts",
        "Probably the same lock as no. {number} in the tray; now with all that its symbol says.",
    ),
    "taken_in_tray_probable": QT_TRANSLATE_NOOP(
        "texts", "Not added: probably the same lock as no. {number} in the tray."
    ),
    "taken_in_tray_door_probable": QT_TRANSLATE_NOOP(
        "texts", "Not added: probably the same lock as no. {number} in the tray, for {door}."
    ),
    "taken_at_door_probable": QT_TRANSLATE_NOOP(
        "texts", "Not added: probably the same lock as the one at {door}."
    ),
    "taken_resembles": QT_TRANSLATE_NOOP(
        "texts", "It may be the same lock as no. {number}; compare the labels."
    ),
    "taken_refused": QT_TRANSLATE_NOOP("texts", "Not taken: {reason}"),
    "taken_refused_place": QT_TRANSLATE_NOOP(
        "texts", "Not taken: {reason} Look at character {position}."
    ),
    "taken_kept": QT_TRANSLATE_NOOP("texts", "It is kept as no. {number}, masked."),
    "taken_offer": QT_TRANSLATE_NOOP(
        "texts", "Written in capital letters it would be a {what}; you decide."
    ),
    "taken_many": QT_TRANSLATE_NOOP("texts", "{count} codes came in."),
    "taken_many_new": QT_TRANSLATE_NOOP("texts", "{count} new"),
    "taken_many_known": QT_TRANSLATE_NOOP("texts", "{count} already in the tray"),
    "taken_many_mounted": QT_TRANSLATE_NOOP("texts", "{count} already at a lock"),
    "taken_many_other": QT_TRANSLATE_NOOP("texts", "{count} no setup code"),
    "taken_many_refused": QT_TRANSLATE_NOOP("texts", "{count} not taken"),
    "taken_nothing": QT_TRANSLATE_NOOP("texts", "Nothing came in."),
    # What was done
    "told_assigned": QT_TRANSLATE_NOOP("texts", "No. {number} is for {door} now."),
    "told_unassigned": QT_TRANSLATE_NOOP("texts", "No. {number} is for no door now."),
    "told_noted": QT_TRANSLATE_NOOP("texts", "The note at no. {number} is kept."),
    "told_offer_taken": QT_TRANSLATE_NOOP("texts", "No. {number} is a {what} now."),
    "told_code_removed": QT_TRANSLATE_NOOP("texts", "No. {number} was removed from the tray."),
    "told_qr_saved": QT_TRANSLATE_NOOP(
        "texts", "Saved as {name}. Whoever has this picture can add the lock; keep it locked away."
    ),
    "told_picture_added": QT_TRANSLATE_NOOP(
        "texts", "The picture is kept, encrypted and without what the camera noted."
    ),
    "told_pictures_added": QT_TRANSLATE_NOOP(
        "texts", "{count} pictures are kept, encrypted and without what the camera noted."
    ),
    "told_picture_removed": QT_TRANSLATE_NOOP("texts", "The picture was removed."),
}
