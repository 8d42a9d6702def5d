"""Columns, views, sums and refusals of the inventory."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

INVENTORY = {
    # Columns
    "column_site_time_zone": QT_TRANSLATE_NOOP("texts", "Site: time zone"),
    "column_site_address": QT_TRANSLATE_NOOP("texts", "Site: address"),
    "column_site_contact": QT_TRANSLATE_NOOP("texts", "Site: contact"),
    "column_site_way_in": QT_TRANSLATE_NOOP("texts", "Site: way in"),
    "column_site_wifi_name": QT_TRANSLATE_NOOP("texts", "Site: Wi-Fi name"),
    "column_site_wifi_password": QT_TRANSLATE_NOOP("texts", "Site: Wi-Fi password"),
    "column_site_border_router": QT_TRANSLATE_NOOP("texts", "Site: border router"),
    "column_site_hub": QT_TRANSLATE_NOOP("texts", "Site: hub"),
    "column_site_note": QT_TRANSLATE_NOOP("texts", "Site: note"),
    "column_private": QT_TRANSLATE_NOOP("texts", "Private"),
    "column_groups": QT_TRANSLATE_NOOP("texts", "Groups"),
    "column_handing": QT_TRANSLATE_NOOP("texts", "Handing"),
    "column_thickness_mm": QT_TRANSLATE_NOOP("texts", "Thickness (mm)"),
    "column_backset_mm": QT_TRANSLATE_NOOP("texts", "Backset (mm)"),
    "column_cylinder": QT_TRANSLATE_NOOP("texts", "Cylinder"),
    "column_cylinder_outside_mm": QT_TRANSLATE_NOOP("texts", "Cylinder outside (mm)"),
    "column_cylinder_inside_mm": QT_TRANSLATE_NOOP("texts", "Cylinder inside (mm)"),
    "column_power": QT_TRANSLATE_NOOP("texts", "Power"),
    "column_radio": QT_TRANSLATE_NOOP("texts", "Radio in reach"),
    "column_used_by": QT_TRANSLATE_NOOP("texts", "Used by"),
    "column_pairing": QT_TRANSLATE_NOOP("texts", "Pairing"),
    "column_address": QT_TRANSLATE_NOOP("texts", "Found at"),
    "column_read_at": QT_TRANSLATE_NOOP("texts", "Last read completely"),
    "column_battery_type": QT_TRANSLATE_NOOP("texts", "Battery type"),
    "column_battery_replaced_on": QT_TRANSLATE_NOOP("texts", "Battery replaced on"),
    "column_bought_on": QT_TRANSLATE_NOOP("texts", "Bought on"),
    "column_warranty_until": QT_TRANSLATE_NOOP("texts", "Warranty until"),
    "column_lock_note": QT_TRANSLATE_NOOP("texts", "Lock: note"),
    "column_birthday": QT_TRANSLATE_NOOP("texts", "Birthday"),
    "column_paused": QT_TRANSLATE_NOOP("texts", "Paused"),
    "column_calendar": QT_TRANSLATE_NOOP("texts", "Holidays: list"),
    "column_calendar_dates": QT_TRANSLATE_NOOP("texts", "Holidays: days"),
    "column_site_more": QT_TRANSLATE_NOOP("texts", "Site: more notes"),
    "column_door_more": QT_TRANSLATE_NOOP("texts", "Door: more notes"),
    "column_lock_more": QT_TRANSLATE_NOOP("texts", "Lock: more notes"),
    "column_person_id": QT_TRANSLATE_NOOP("texts", "Id of the person"),
    "column_grant": QT_TRANSLATE_NOOP("texts", "Grant"),
    "column_opened": QT_TRANSLATE_NOOP("texts", "Opened the door"),
    "column_untested": QT_TRANSLATE_NOOP("texts", "Not opened yet"),
    "column_tasks": QT_TRANSLATE_NOOP("texts", "Open tasks"),
    "column_task_due_at": QT_TRANSLATE_NOOP("texts", "Next task due"),
    "column_setup_code_number": QT_TRANSLATE_NOOP("texts", "Setup code No."),
    "column_setup_code_family": QT_TRANSLATE_NOOP("texts", "Kind of setup code"),
    "column_door_id": QT_TRANSLATE_NOOP("texts", "Door id"),
    "inventory_title": QT_TRANSLATE_NOOP("texts", "Inventory"),
    # Whether a lock at a door is ours
    "pairing_word_paired": QT_TRANSLATE_NOOP("texts", "ours"),
    "pairing_word_noted": QT_TRANSLATE_NOOP("texts", "noted, not paired"),
    "pairing_word_none": QT_TRANSLATE_NOOP("texts", "no lock yet"),
    "word_yes": QT_TRANSLATE_NOOP("texts", "yes"),
    # Groups
    "group_none": QT_TRANSLATE_NOOP("texts", "No groups"),
    "group_site": QT_TRANSLATE_NOOP("texts", "By site"),
    "group_vendor": QT_TRANSLATE_NOOP("texts", "By maker"),
    "group_firmware": QT_TRANSLATE_NOOP("texts", "By product and firmware"),
    "group_battery_level": QT_TRANSLATE_NOOP("texts", "By battery level"),
    "group_battery_type": QT_TRANSLATE_NOOP("texts", "By battery type"),
    "group_battery_replaced": QT_TRANSLATE_NOOP("texts", "By year of the battery"),
    "group_warranty": QT_TRANSLATE_NOOP("texts", "By end of warranty"),
    "group_pairing": QT_TRANSLATE_NOOP("texts", "By pairing"),
    # Sums
    "sum_vendor": QT_TRANSLATE_NOOP("texts", "Locks by maker"),
    "sum_firmware": QT_TRANSLATE_NOOP("texts", "Locks by product and firmware"),
    "sum_battery_level": QT_TRANSLATE_NOOP("texts", "Locks by battery level"),
    "sum_battery_type": QT_TRANSLATE_NOOP("texts", "Locks by battery type"),
    "sum_battery_replaced": QT_TRANSLATE_NOOP("texts", "Battery replaced in"),
    "sum_warranty": QT_TRANSLATE_NOOP("texts", "Warranty ends in"),
    "sum_work": QT_TRANSLATE_NOOP("texts", "To do"),
    "sum_word_not_noted": QT_TRANSLATE_NOOP("texts", "not noted"),
    "sum_word_not_known": QT_TRANSLATE_NOOP("texts", "not known"),
    "sum_word_doors": QT_TRANSLATE_NOOP("texts", "Doors"),
    "sum_word_locks": QT_TRANSLATE_NOOP("texts", "Locks that are ours"),
    "sum_word_without_lock": QT_TRANSLATE_NOOP("texts", "Doors without a lock of ours"),
    "sum_word_untested_locks": QT_TRANSLATE_NOOP("texts", "Locks that no code has opened yet"),
    "sum_word_untested": QT_TRANSLATE_NOOP("texts", "Codes that have not opened the door yet"),
    "sum_word_unproven": QT_TRANSLATE_NOOP("texts", "Codes not proven"),
    "sum_word_foreign": QT_TRANSLATE_NOOP("texts", "Foreign codes"),
    "sum_word_tasks": QT_TRANSLATE_NOOP("texts", "Open tasks"),
    "battery_level_low": QT_TRANSLATE_NOOP("texts", "0 to 20 %"),
    "battery_level_middle": QT_TRANSLATE_NOOP("texts", "21 to 50 %"),
    "battery_level_high": QT_TRANSLATE_NOOP("texts", "51 to 100 %"),
    # What is refused
    "pdf_later": QT_TRANSLATE_NOOP(
        "texts", "The inventory cannot be written as PDF yet; choose table, json, csv or xlsx."
    ),
    "unknown_language": QT_TRANSLATE_NOOP(
        "texts", "There is no translation for the language {name}; there is {choices}."
    ),
    "unknown_view": QT_TRANSLATE_NOOP(
        "texts", "There is no saved view with the name {name}. Saved views: {choices}."
    ),
    "secret_column": QT_TRANSLATE_NOOP(
        "texts", "The column {name} holds secrets; it is written only with --with-secrets."
    ),
    "secrets_needed": QT_TRANSLATE_NOOP(
        "texts", "A list of setup codes is secret; ask for it with --with-secrets."
    ),
    "out_needed": QT_TRANSLATE_NOOP(
        "texts", "A workbook cannot be shown here; say with -o which file it goes to."
    ),
    "sheets_need_xlsx": QT_TRANSLATE_NOOP(
        "texts", "Only a workbook has sheets; use --sheet-per-site with --format xlsx."
    ),
    "view_name_taken": QT_TRANSLATE_NOOP("texts", "There is a view called {name} already."),
    "views_unreadable": QT_TRANSLATE_NOOP(
        "texts",
        "The saved views of this project were written by a newer version and are left alone.",
    ),
    "said_zwave_left_out": QT_TRANSLATE_NOOP(
        "texts",
        "{count} Z-Wave codes are not in the list: only a whole SmartStart code says which keys the device asks for.",
    ),
    "view_head_name": QT_TRANSLATE_NOOP("texts", "View"),
    "view_head_columns": QT_TRANSLATE_NOOP("texts", "Columns"),
    "view_head_sort": QT_TRANSLATE_NOOP("texts", "Sorted by"),
    "view_head_group": QT_TRANSLATE_NOOP("texts", "Grouped by"),
    "view_head_search": QT_TRANSLATE_NOOP("texts", "Search"),
    "view_descending": QT_TRANSLATE_NOOP("texts", "downwards"),
    "views_none": QT_TRANSLATE_NOOP("texts", "There are no saved views."),
    "view_secret_column": QT_TRANSLATE_NOOP(
        "texts", "The column {name} is secret, and a view holds no secret column."
    ),
    "unknown_group_by": QT_TRANSLATE_NOOP(
        "texts", "Nothing is grouped by {name}; choose one of {choices}."
    ),
    "said_view_kept": QT_TRANSLATE_NOOP("texts", "Kept the view {name}."),
    "said_view_forgotten": QT_TRANSLATE_NOOP("texts", "Forgot the view {name}."),
    "for_import_alone": QT_TRANSLATE_NOOP(
        "texts",
        "A table for an import has all its columns and rows; leave out --columns, --view and --sheet-per-site, and the format zwave-js.",
    ),
    "for_import_title": QT_TRANSLATE_NOOP("texts", "Project"),
    "said_for_import_grants": QT_TRANSLATE_NOOP(
        "texts", "Not in the table: {count} times access by other means than a PIN."
    ),
    "said_for_import_setup_codes": QT_TRANSLATE_NOOP(
        "texts", "Not in the table: {count} setup codes that cannot be read as one."
    ),
    "said_for_import_names": QT_TRANSLATE_NOOP(
        "texts",
        "{count} names differ from another one in capitals only; an import takes both for the same.",
    ),
    "said_for_import_new_pins": QT_TRANSLATE_NOOP(
        "texts",
        "PINs, setup codes and Wi-Fi passwords are not in the table; an import draws new PINs. --with-secrets writes them too.",
    ),
    "history_lock_edited": QT_TRANSLATE_NOOP("texts", "What is noted of a lock changed"),
}
