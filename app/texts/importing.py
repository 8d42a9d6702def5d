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
    # Notes
    "import_is_over": QT_TRANSLATE_NOOP("texts", "These times are over; no access is given."),
    "import_group_empty": QT_TRANSLATE_NOOP(
        "texts", "There is no door in {group}; no access is given."
    ),
    "import_lock_differs": QT_TRANSLATE_NOOP(
        "texts", "The lock at {door} says {lock}; it stays, as only a lock itself says what it is."
    ),
    # Counts
    "import_noun_sites": QT_TRANSLATE_NOOP("texts", "Sites"),
    "import_noun_doors": QT_TRANSLATE_NOOP("texts", "Doors"),
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
    "import_done": QT_TRANSLATE_NOOP("texts", "Imported; undo takes all of it back."),
    "import_dry": QT_TRANSLATE_NOOP(
        "texts", "Nothing was written; this is what an import would do."
    ),
    "import_nothing": QT_TRANSLATE_NOOP("texts", "The project says all of it already."),
    "import_more_issues": QT_TRANSLATE_NOOP("texts", "And {count} more mistakes."),
    "import_stage_reading": QT_TRANSLATE_NOOP("texts", "Reading the table"),
    "import_stage_planning": QT_TRANSLATE_NOOP("texts", "Checking the rows"),
    "import_stage_writing": QT_TRANSLATE_NOOP("texts", "Writing"),
}
