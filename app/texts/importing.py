"""Sentences of importing tables: columns, what is wrong with a cell, what would be done."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

IMPORTING = {
    # Columns that the inventory does not have
    "column_language": QT_TRANSLATE_NOOP("texts", "Language"),
    "column_from": QT_TRANSLATE_NOOP("texts", "From"),
    "column_until": QT_TRANSLATE_NOOP("texts", "Until"),
    "column_weekly": QT_TRANSLATE_NOOP("texts", "Weekly times"),
    "column_once": QT_TRANSLATE_NOOP("texts", "One use"),
    "column_holidays": QT_TRANSLATE_NOOP("texts", "Holidays"),
    "column_except": QT_TRANSLATE_NOOP("texts", "Except doors"),
    "column_pin": QT_TRANSLATE_NOOP("texts", "PIN"),
    # Files
    "no_such_table": QT_TRANSLATE_NOOP("texts", "There is no table called {file}; check the path."),
    "table_no_file": QT_TRANSLATE_NOOP("texts", "{file} is no file; choose a CSV or XLSX file."),
    "table_too_large": QT_TRANSLATE_NOOP(
        "texts", "This file is larger than {limit_mb} MB; split the table and take the parts."
    ),
    "table_unreachable": QT_TRANSLATE_NOOP(
        "texts", "{file} cannot be read; check its rights, and whether another program holds it."
    ),
    # The table as a whole
    "import_no_header_row": QT_TRANSLATE_NOOP(
        "texts", "Row {row} is empty or not there; choose the row with the headings."
    ),
    "import_no_columns": QT_TRANSLATE_NOOP(
        "texts",
        "No column of this table is known; say for at least one what it means.",
    ),
    "import_unknown_column": QT_TRANSLATE_NOOP(
        "texts", "The table has no column {name}; write a heading, or a letter such as B."
    ),
    "import_map_form": QT_TRANSLATE_NOOP(
        "texts", "{text} joins no column with a field; write it like Room=door."
    ),
    "import_unknown_field": QT_TRANSLATE_NOOP(
        "texts", "{name} is no field; choose one of {choices}, or - to leave the column out."
    ),
    "import_field_twice": QT_TRANSLATE_NOOP(
        "texts", "{field} is named for two columns; leave one of them out."
    ),
    "import_needs_words": QT_TRANSLATE_NOOP(
        "texts", "Name a project and a table, or write a template with --template OUT."
    ),
    "import_template_form": QT_TRANSLATE_NOOP(
        "texts", "A template is CSV or XLSX; call it like survey.csv or survey.xlsx."
    ),
    "import_has_issues": QT_TRANSLATE_NOOP(
        "texts", "Nothing was imported: the table has mistakes ({count}). Mend them and try again."
    ),
    "import_out_of_date": QT_TRANSLATE_NOOP(
        "texts",
        "Nothing was imported: the project changed since the preview was made. Look at a new one.",
    ),
    # Cells
    "import_name_too_long": QT_TRANSLATE_NOOP(
        "texts", "This name is too long; write at most {limit} characters."
    ),
    "import_yes_or_no": QT_TRANSLATE_NOOP("texts", "Write yes or no, or leave the cell empty."),
    "import_no_setup_code": QT_TRANSLATE_NOOP(
        "texts", "This is no setup code; write the digits or the text of the QR code."
    ),
    "import_lost_digits": QT_TRANSLATE_NOOP(
        "texts",
        "The spreadsheet cut digits off this number; format the column as text and type it again.",
    ),
    "import_times_without_person": QT_TRANSLATE_NOOP(
        "texts", "Times need a person in the same row."
    ),
    "import_times_without_door": QT_TRANSLATE_NOOP(
        "texts", "Times need a door or a group in the same row."
    ),
    "import_pin_without_person": QT_TRANSLATE_NOOP(
        "texts", "A PIN needs a person in the same row."
    ),
    "import_except_without_group": QT_TRANSLATE_NOOP(
        "texts",
        "Doors are excepted from a group that somebody gets; name a person and a group, and no door.",
    ),
    "import_site_missing": QT_TRANSLATE_NOOP("texts", "The row says something of a site; name it."),
    "import_door_missing": QT_TRANSLATE_NOOP("texts", "The row says something of a door; name it."),
    "import_person_missing": QT_TRANSLATE_NOOP(
        "texts", "The row says something of a person; name them."
    ),
    "import_said_otherwise": QT_TRANSLATE_NOOP(
        "texts", "Row {other} says it differently; write the same in both, or leave one empty."
    ),
    "import_site_ambiguous": QT_TRANSLATE_NOOP(
        "texts", "The project has several sites like {name}; write exactly one of them."
    ),
    "import_door_ambiguous": QT_TRANSLATE_NOOP(
        "texts", "Several doors are called {name}; write the site too."
    ),
    "import_door_without_site": QT_TRANSLATE_NOOP(
        "texts", "There is no door {name} yet, and a new one needs a site; write the site too."
    ),
    "import_group_ambiguous": QT_TRANSLATE_NOOP(
        "texts", "The project has several groups like {name}; write exactly one of them."
    ),
    "import_person_ambiguous": QT_TRANSLATE_NOOP(
        "texts", "Several people are called {name}; write the e-mail too."
    ),
    "import_code_twice": QT_TRANSLATE_NOOP(
        "texts", "Row {other} has the same setup code at another door; one lock has one code."
    ),
    "import_code_elsewhere": QT_TRANSLATE_NOOP(
        "texts", "The project has this setup code at {door}; take it from there first."
    ),
    "import_times_apart": QT_TRANSLATE_NOOP(
        "texts",
        "One code cannot hold these times at {door} together with those of another row; give each row a PIN.",
    ),
    "import_more_unreadable": QT_TRANSLATE_NOOP(
        "texts", "Write it as word=text, with semicolons between several."
    ),
    "import_calendar_missing": QT_TRANSLATE_NOOP(
        "texts", "Which list of holidays is meant? The column with its name is empty."
    ),
    "import_calendar_ambiguous": QT_TRANSLATE_NOOP(
        "texts", "The project has several lists of holidays like {name}; write exactly one of them."
    ),
    "import_wifi_spaces": QT_TRANSLATE_NOOP(
        "texts", "The Wi-Fi password begins or ends with a space; the space is kept."
    ),
    # Notes
    "import_is_over": QT_TRANSLATE_NOOP("texts", "These times are over; no access is given."),
    "import_group_empty": QT_TRANSLATE_NOOP(
        "texts", "There is no door in {group} yet; the access begins when one joins."
    ),
    "import_lock_differs": QT_TRANSLATE_NOOP(
        "texts", "The lock at {door} says {lock}; it stays, as only a lock itself says what it is."
    ),
    # Counts
    "import_noun_sites": QT_TRANSLATE_NOOP("texts", "Sites"),
    "import_noun_doors": QT_TRANSLATE_NOOP("texts", "Doors"),
    "import_noun_locks": QT_TRANSLATE_NOOP("texts", "Notes of locks"),
    "import_noun_calendars": QT_TRANSLATE_NOOP("texts", "Holidays"),
    "import_noun_groups": QT_TRANSLATE_NOOP("texts", "Groups"),
    "import_noun_people": QT_TRANSLATE_NOOP("texts", "People"),
    "import_noun_grants": QT_TRANSLATE_NOOP("texts", "Access"),
    "import_noun_setup_codes": QT_TRANSLATE_NOOP("texts", "Setup codes"),
    "import_head_created": QT_TRANSLATE_NOOP("texts", "New"),
    "import_head_changed": QT_TRANSLATE_NOOP("texts", "Changed"),
    "import_head_already": QT_TRANSLATE_NOOP("texts", "As they are"),
    "import_head_row": QT_TRANSLATE_NOOP("texts", "Row"),
    "import_head_column": QT_TRANSLATE_NOOP("texts", "Column"),
    "import_head_mistake": QT_TRANSLATE_NOOP("texts", "What is wrong"),
    "import_head_what": QT_TRANSLATE_NOOP("texts", "What"),
    "import_head_meaning": QT_TRANSLATE_NOOP("texts", "Means"),
    # What may stand in a cell
    "import_hint_site": QT_TRANSLATE_NOOP(
        "texts", "The site's name, without a slash. A new one is made."
    ),
    "import_hint_site_time_zone": QT_TRANSLATE_NOOP(
        "texts", "An IANA time zone such as Europe/Berlin."
    ),
    "import_hint_site_address": QT_TRANSLATE_NOOP("texts", "Any text."),
    "import_hint_site_contact": QT_TRANSLATE_NOOP("texts", "Any text."),
    "import_hint_site_way_in": QT_TRANSLATE_NOOP(
        "texts", "Any text, such as where the key to the yard is."
    ),
    "import_hint_site_wifi_name": QT_TRANSLATE_NOOP("texts", "Any text."),
    "import_hint_site_wifi_password": QT_TRANSLATE_NOOP("texts", "Kept as a secret."),
    "import_hint_site_border_router": QT_TRANSLATE_NOOP("texts", "Any text."),
    "import_hint_site_hub": QT_TRANSLATE_NOOP("texts", "Any text."),
    "import_hint_site_note": QT_TRANSLATE_NOOP("texts", "Any text."),
    "import_hint_door": QT_TRANSLATE_NOOP(
        "texts", "The door's name, or Site/Door in one cell. A new one is made."
    ),
    "import_hint_time_zone": QT_TRANSLATE_NOOP("texts", "Only where it differs from the site's."),
    "import_hint_private": QT_TRANSLATE_NOOP(
        "texts", "yes or no: whether a resident lives behind this door."
    ),
    "import_hint_groups": QT_TRANSLATE_NOOP(
        "texts",
        "Names of groups, with semicolons between them. With a door: it joins them. With a person and no door: the person gets them.",
    ),
    "import_hint_handing": QT_TRANSLATE_NOOP(
        "texts", "left_inward, left_outward, right_inward, right_outward or sliding."
    ),
    "import_hint_thickness_mm": QT_TRANSLATE_NOOP("texts", "A number."),
    "import_hint_backset_mm": QT_TRANSLATE_NOOP("texts", "A number."),
    "import_hint_cylinder": QT_TRANSLATE_NOOP(
        "texts", "euro_profile, oval, scandinavian, swiss_round, rim, us_deadbolt, mortise or none."
    ),
    "import_hint_cylinder_outside_mm": QT_TRANSLATE_NOOP("texts", "A number."),
    "import_hint_cylinder_inside_mm": QT_TRANSLATE_NOOP("texts", "A number."),
    "import_hint_power": QT_TRANSLATE_NOOP("texts", "battery, mains, low_voltage or none."),
    "import_hint_radio": QT_TRANSLATE_NOOP(
        "texts",
        "Any of wifi, thread, bluetooth_hub, zigbee_hub, zwave_hub, none, with commas between them.",
    ),
    "import_hint_used_by": QT_TRANSLATE_NOOP("texts", "Any text."),
    "import_hint_note": QT_TRANSLATE_NOOP("texts", "Any text."),
    "import_hint_vendor": QT_TRANSLATE_NOOP(
        "texts", "Noted at the door; only pairing makes a lock ours."
    ),
    "import_hint_product": QT_TRANSLATE_NOOP("texts", "Noted at the door."),
    "import_hint_serial": QT_TRANSLATE_NOOP("texts", "Noted at the door."),
    "import_hint_firmware": QT_TRANSLATE_NOOP("texts", "Noted at the door."),
    "import_hint_setup_code": QT_TRANSLATE_NOOP(
        "texts",
        "The text of the QR code or the digits; format the column as text. With a door: kept for it, else in the tray.",
    ),
    "import_hint_person": QT_TRANSLATE_NOOP(
        "texts", "The person's name. With a door or group: they get access."
    ),
    "import_hint_role": QT_TRANSLATE_NOOP(
        "texts", "owner, manager, staff, resident, guest or installer."
    ),
    "import_hint_language": QT_TRANSLATE_NOOP("texts", "A tag such as en or de."),
    "import_hint_email": QT_TRANSLATE_NOOP("texts", "People are known by it before their name."),
    "import_hint_phone": QT_TRANSLATE_NOOP("texts", "Any text."),
    "import_hint_from": QT_TRANSLATE_NOOP(
        "texts", "A date such as 2026-05-01, or 2026-05-01 15:00."
    ),
    "import_hint_until": QT_TRANSLATE_NOOP("texts", "The same; a date alone is included."),
    "import_hint_weekly": QT_TRANSLATE_NOOP(
        "texts", "Such as Mo-Fr 08:00-12:00, with semicolons between several."
    ),
    "import_hint_once": QT_TRANSLATE_NOOP("texts", "yes or no."),
    "import_hint_holidays": QT_TRANSLATE_NOOP(
        "texts", "A calendar of the project with a rule, such as Bavaria:closed."
    ),
    "import_hint_except": QT_TRANSLATE_NOOP(
        "texts", "Doors of the group that the person does not get, with semicolons between them."
    ),
    "import_hint_pin": QT_TRANSLATE_NOOP(
        "texts",
        "Empty: the person's own code, or a new one. Format the column as text, so that zeros stay.",
    ),
    "import_hint_battery_type": QT_TRANSLATE_NOOP(
        "texts", "Any text, such as CR123A. Noted of the lock, or at the door until there is one."
    ),
    "import_hint_battery_replaced_on": QT_TRANSLATE_NOOP("texts", "A day such as 2026-12-24."),
    "import_hint_bought_on": QT_TRANSLATE_NOOP("texts", "A day such as 2026-12-24."),
    "import_hint_warranty_until": QT_TRANSLATE_NOOP("texts", "A day such as 2026-12-24."),
    "import_hint_lock_note": QT_TRANSLATE_NOOP("texts", "Any text."),
    "import_hint_birthday": QT_TRANSLATE_NOOP(
        "texts", "A day such as 1980-12-24; no code is made of it."
    ),
    "import_hint_paused": QT_TRANSLATE_NOOP(
        "texts",
        "yes: all access of this person is paused. Or the doors at which it is, as Site/Door, with semicolons between them.",
    ),
    "import_hint_calendar": QT_TRANSLATE_NOOP(
        "texts", "The name of a list of holidays. A new one is made."
    ),
    "import_hint_calendar_dates": QT_TRANSLATE_NOOP(
        "texts", "Days such as 2026-12-24, with semicolons between them; they join the list."
    ),
    "import_hint_site_more": QT_TRANSLATE_NOOP(
        "texts", "Notes under words of your own, as word=text, with semicolons between them."
    ),
    "import_hint_door_more": QT_TRANSLATE_NOOP(
        "texts", "Notes under words of your own, as word=text, with semicolons between them."
    ),
    "import_hint_lock_more": QT_TRANSLATE_NOOP(
        "texts", "Notes under words of your own, as word=text, with semicolons between them."
    ),
    "import_hint_person_id": QT_TRANSLATE_NOOP(
        "texts", "Any text that tells people of one name apart; an export of Lockchart writes it."
    ),
    "import_hint_grant": QT_TRANSLATE_NOOP(
        "texts",
        "Rows of one person with the same text here become one grant; an export of Lockchart writes it.",
    ),
    "import_sheet_table": QT_TRANSLATE_NOOP("texts", "Table"),
    "import_sheet_columns": QT_TRANSLATE_NOOP("texts", "Columns"),
    # Told by the window
    "import_to_tray": QT_TRANSLATE_NOOP("texts", "To the tray"),
    "import_leave_out": QT_TRANSLATE_NOOP("texts", "Leave out"),
    "import_left_out": QT_TRANSLATE_NOOP("texts", "Nothing of this column is taken."),
    "import_separator_semicolon": QT_TRANSLATE_NOOP("texts", "Semicolon ;"),
    "import_separator_comma": QT_TRANSLATE_NOOP("texts", "Comma ,"),
    "import_separator_tab": QT_TRANSLATE_NOOP("texts", "Tab"),
    "import_separator_bar": QT_TRANSLATE_NOOP("texts", "Bar |"),
    "import_mend": QT_TRANSLATE_NOOP(
        "texts",
        "Nothing can be imported yet: the table has mistakes ({count}). Mend them there and read it again.",
    ),
    "import_ready": QT_TRANSLATE_NOOP(
        "texts", "Nothing is written yet; this is what {rows} rows would do."
    ),
    # Told by the command
    "import_read_as_text": QT_TRANSLATE_NOOP(
        "texts",
        "Read {rows} rows of text ({encoding}, separator {separator}); headings in row {header}.",
    ),
    "import_read_as_workbook": QT_TRANSLATE_NOOP(
        "texts", "Read {rows} rows of the sheet {sheet}; headings in row {header}."
    ),
    "import_columns_taken": QT_TRANSLATE_NOOP("texts", "Columns taken: {columns}."),
    "import_columns_left": QT_TRANSLATE_NOOP("texts", "Columns left out: {columns}."),
    "import_tab": QT_TRANSLATE_NOOP("texts", "tab"),
    "interrupted_import": QT_TRANSLATE_NOOP("texts", "Interrupted; nothing was imported."),
    "import_done": QT_TRANSLATE_NOOP("texts", "Imported; undo takes all of it back."),
    "import_dry": QT_TRANSLATE_NOOP(
        "texts", "Nothing was written; this is what an import would do."
    ),
    "import_nothing": QT_TRANSLATE_NOOP("texts", "The project says all of it already."),
    "import_no_rows": QT_TRANSLATE_NOOP(
        "texts", "The table has no rows below its headings (row {header})."
    ),
    "import_more_issues": QT_TRANSLATE_NOOP("texts", "And {count} more mistakes."),
    "import_stage_reading": QT_TRANSLATE_NOOP("texts", "Reading the table"),
    "import_stage_planning": QT_TRANSLATE_NOOP("texts", "Checking the rows"),
    "import_stage_writing": QT_TRANSLATE_NOOP("texts", "Writing"),
}
