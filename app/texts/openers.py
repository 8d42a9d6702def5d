"""Keys and key boxes, groups, holidays, pauses: what is said of them."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

OPENERS = {
    # Columns
    "column_group": QT_TRANSLATE_NOOP("texts", "Group"),
    "column_doors": QT_TRANSLATE_NOOP("texts", "Doors"),
    "column_dates": QT_TRANSLATE_NOOP("texts", "Dates"),
    "column_label": QT_TRANSLATE_NOOP("texts", "Called"),
    "column_opens_now": QT_TRANSLATE_NOOP("texts", "Opens"),
    "column_back": QT_TRANSLATE_NOOP("texts", "Taking back"),
    # What commands say
    "said_group": QT_TRANSLATE_NOOP("texts", "{group} has: {doors}."),
    "said_group_empty": QT_TRANSLATE_NOOP("texts", "{group} has no doors."),
    "said_calendar": QT_TRANSLATE_NOOP("texts", "Dates in {calendar}: {count}."),
    "said_credential": QT_TRANSLATE_NOOP("texts", "{person} has: {credential}."),
    "said_credential_removed": QT_TRANSLATE_NOOP("texts", "{person} has no longer: {credential}."),
    "said_paused": QT_TRANSLATE_NOOP("texts", "{person} is paused; what was granted is kept."),
    "said_resumed": QT_TRANSLATE_NOOP("texts", "{person} may enter again as granted."),
    "nobody_opens": QT_TRANSLATE_NOOP("texts", "Nothing is known that opens this door."),
    "reaches_nothing": QT_TRANSLATE_NOOP("texts", "{name} opens no door that is known."),
    # Groups and holidays
    "group_at": QT_TRANSLATE_NOOP(
        "texts", "{name}: a group's name does not begin with @; commands put it before the name."
    ),
    "ambiguous_group": QT_TRANSLATE_NOOP(
        "texts", "{count} groups match {name}; use more letters of the id."
    ),
    "ambiguous_calendar": QT_TRANSLATE_NOOP(
        "texts", "{count} calendars match {name}; use more letters of the id."
    ),
    "not_in_group": QT_TRANSLATE_NOOP("texts", "{door} is not in {group}."),
    "not_in_calendar": QT_TRANSLATE_NOOP("texts", "{calendar} does not have: {dates}."),
    "no_dates": QT_TRANSLATE_NOOP("texts", "Name at least one date, such as 2026-12-25."),
    "dates_or_ics": QT_TRANSLATE_NOOP(
        "texts", "Name either dates, such as 2026-12-25, or a calendar file with --ics."
    ),
    "bad_date": QT_TRANSLATE_NOOP("texts", "{text} is no date; write it like 2026-12-25."),
    "ics_unreadable": QT_TRANSLATE_NOOP(
        "texts", "{file} cannot be read; look whether it is there and may be opened."
    ),
    "ics_too_large": QT_TRANSLATE_NOOP(
        "texts", "The calendar file is larger than {limit} kB; export the holidays alone."
    ),
    "not_ics": QT_TRANSLATE_NOOP(
        "texts", "This is no whole calendar file (iCalendar, .ics); export it again."
    ),
    "ics_rule": QT_TRANSLATE_NOOP(
        "texts",
        "An event repeats in another way than every year on its day ({text}), which is not read; name its dates instead.",
    ),
    "ics_date": QT_TRANSLATE_NOOP("texts", "The calendar file has a date that is none: {text}."),
    "ics_too_many": QT_TRANSLATE_NOOP(
        "texts", "The calendar file has more than {limit} dates; export fewer years."
    ),
    "ics_empty": QT_TRANSLATE_NOOP(
        "texts", "The calendar file has no event that takes a whole day; holidays do."
    ),
    "ics_skipped": QT_TRANSLATE_NOOP(
        "texts", "Events left out, because they have a time of day or were called off: {count}"
    ),
    # Credentials and keys
    "unknown_credential_kind": QT_TRANSLATE_NOOP(
        "texts", "{name} is no kind of credential; there are: {choices}."
    ),
    "unknown_credential": QT_TRANSLATE_NOOP(
        "texts", "There is no credential {name}; the command credentials lists them."
    ),
    "ambiguous_credential": QT_TRANSLATE_NOOP(
        "texts", "{count} credentials match {name}; use the id that the command credentials shows."
    ),
    "unknown_opener": QT_TRANSLATE_NOOP(
        "texts",
        "Nobody and nothing here is called {name}; the commands people and credentials list them.",
    ),
    "ambiguous_opener": QT_TRANSLATE_NOOP("texts", "{count} things match {name}; use an id."),
    "opener_gone": QT_TRANSLATE_NOOP("texts", "This is not in the project any more."),
    "credential_by_grant": QT_TRANSLATE_NOOP(
        "texts", "Codes are given with grant and taken away with revoke."
    ),
    "key_without_number": QT_TRANSLATE_NOOP(
        "texts", "A metal key needs a number, so that it can be told from others: --number."
    ),
    "key_by_group": QT_TRANSLATE_NOOP(
        "texts", "A metal key does not learn new doors by a group; name its doors."
    ),
    "key_copies_out": QT_TRANSLATE_NOOP(
        "texts", "{count} copies of key {key} are handed out, so it has at least as many."
    ),
    "key_none_left": QT_TRANSLATE_NOOP(
        "texts",
        "Copies of key {key} that are left: {count}. Have another made, or take one back first.",
    ),
    "key_lost": QT_TRANSLATE_NOOP(
        "texts",
        "These copies are noted as lost; they count until the cylinder is changed and the key is removed.",
    ),
    "told_key_out": QT_TRANSLATE_NOOP("texts", "Written down: key {key} went to {who}."),
    "told_key_back": QT_TRANSLATE_NOOP("texts", "Written down: key {key} came back from {who}."),
    "told_box_code": QT_TRANSLATE_NOOP(
        "texts", "Written down: {who} knows the code of the key box {box}."
    ),
    "history_key_edited": QT_TRANSLATE_NOOP("texts", "Keys or key boxes changed"),
    "paused_everywhere": QT_TRANSLATE_NOOP(
        "texts", "{person} is paused at every door; resume without naming doors first."
    ),
    "reserve_exists": QT_TRANSLATE_NOOP("texts", "This door has a reserve code already."),
}
