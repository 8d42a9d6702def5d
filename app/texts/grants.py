"""Sentences of the preview of a grant: what each lock will do with it, and how it can be taken back."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

GRANTS = {
    # One door, one sentence; {when} is the validity in words
    "preview_by_lock": QT_TRANSLATE_NOOP("texts", "{when}, kept by the lock"),
    "preview_by_program": QT_TRANSLATE_NOOP("texts", "{when}, kept only while Lockchart runs"),
    "preview_when_applied": QT_TRANSLATE_NOOP(
        "texts", "The code comes and goes only when changes are applied."
    ),
    "preview_by_person": QT_TRANSLATE_NOOP("texts", "{when}, kept by a person with a task"),
    "preview_always": QT_TRANSLATE_NOOP("texts", "always, until it is taken away"),
    "preview_no_lock": QT_TRANSLATE_NOOP(
        "texts", "{when}. Planned only: no lock is mounted here yet"
    ),
    "preview_refused": QT_TRANSLATE_NOOP("texts", "not possible, {why}"),
    "preview_waits": QT_TRANSLATE_NOOP("texts", "recorded, but not written as things are: {why}"),
    # Why a lock refuses, in a few words
    "why_pin_length": QT_TRANSLATE_NOOP("texts", "needs {min_length} to {max_length} digits"),
    "why_pin_length_one": QT_TRANSLATE_NOOP("texts", "needs {min_length} digits"),
    "why_pin_alphabet": QT_TRANSLATE_NOOP("texts", "its keypad does not have all of these digits"),
    "why_pin_prefix": QT_TRANSLATE_NOOP("texts", "takes no code that begins like this"),
    "why_pin_forbidden": QT_TRANSLATE_NOOP("texts", "does not take this code"),
    "why_no_pins": QT_TRANSLATE_NOOP("texts", "the lock has no codes"),
    "why_duplicate": QT_TRANSLATE_NOOP("texts", "somebody else has this code here"),
    "why_one_time": QT_TRANSLATE_NOOP("texts", "the lock cannot end a code after one use"),
    "why_schedule_unsupported": QT_TRANSLATE_NOOP("texts", "the lock cannot keep these times"),
    "why_unknown_capabilities": QT_TRANSLATE_NOOP(
        "texts", "nobody has asked the lock yet what it can do; read it first"
    ),
    "why_slots_full": QT_TRANSLATE_NOOP(
        "texts", "all places for codes are taken; take a code away first"
    ),
    "why_users_full": QT_TRANSLATE_NOOP(
        "texts", "all places for users are taken; take a user away first"
    ),
    # Why a part of the times is the program's
    "by_program_no_week_schedules": QT_TRANSLATE_NOOP("texts", "The lock knows no weekly times."),
    "by_program_too_many_windows": QT_TRANSLATE_NOOP(
        "texts", "The lock keeps fewer weekly times than these."
    ),
    "by_program_no_date_ranges": QT_TRANSLATE_NOOP("texts", "The lock knows no dates."),
    "by_program_week_and_dates": QT_TRANSLATE_NOOP(
        "texts", "The lock keeps weekly times or dates, not both; Lockchart keeps the dates."
    ),
    "by_program_holidays": QT_TRANSLATE_NOOP("texts", "The lock knows no holidays of one person."),
    "by_program_other_zone": QT_TRANSLATE_NOOP(
        "texts", "The lock's clock runs in another time zone than the door."
    ),
    "by_program_repeated_hour": QT_TRANSLATE_NOOP(
        "texts", "The times lie in the hour that comes twice when clocks change."
    ),
    "by_program_part_of_a_minute": QT_TRANSLATE_NOOP("texts", "The lock keeps whole minutes only."),
    "by_program_last_minute": QT_TRANSLATE_NOOP(
        "texts", "The lock cannot keep an end at the last minute of a day."
    ),
    "by_program_one_use": QT_TRANSLATE_NOOP(
        "texts", "The lock only reports the first use; Lockchart ends the code then."
    ),
    # How it can be taken back, said before it is given
    "taken_back_now": QT_TRANSLATE_NOOP(
        "texts", "It can be taken back at once: these locks answer now."
    ),
    "taken_back_in_reach": QT_TRANSLATE_NOOP(
        "texts", "It can be taken back only while a lock is in reach of this computer."
    ),
    "taken_back_bridge_online": QT_TRANSLATE_NOOP(
        "texts", "It can be taken back only while the lock's bridge is online."
    ),
    "taken_back_by_hand": QT_TRANSLATE_NOOP(
        "texts", "It can be taken back only by hand, at the lock."
    ),
    "taken_back_never": QT_TRANSLATE_NOOP(
        "texts", "It can not be taken back: it opens until its own end."
    ),
    "taken_back_at": QT_TRANSLATE_NOOP("texts", "{sentence} This holds for {doors}."),
    "exposed_hours": QT_TRANSLATE_NOOP(
        "texts",
        "If a removal could never be proven, it might go on opening for {hours} hours in all.",
    ),
    "exposed_without_end": QT_TRANSLATE_NOOP(
        "texts", "If a removal could never be proven, it might go on opening without an end."
    ),
    # The whole
    "preview_summary_ok": QT_TRANSLATE_NOOP("texts", "{count} doors, possible everywhere."),
    "preview_summary_one": QT_TRANSLATE_NOOP("texts", "1 door, possible."),
    "preview_summary_some": QT_TRANSLATE_NOOP("texts", "{refused} of {count} doors: not possible."),
    "preview_new_code": QT_TRANSLATE_NOOP("texts", "A new code is made."),
    "preview_own_code": QT_TRANSLATE_NOOP("texts", "The code that the person has is used."),
    "preview_codes": QT_TRANSLATE_NOOP(
        "texts", "No single code fits all these doors: {count} codes are used."
    ),
    "preview_code_at": QT_TRANSLATE_NOOP("texts", "Code {number} of {count}."),
    "template_none": QT_TRANSLATE_NOOP("texts", "No template"),
    "template_cleaner": QT_TRANSLATE_NOOP("texts", "Cleaner on weekdays"),
    "template_contractor": QT_TRANSLATE_NOOP("texts", "Contractor, one visit of 4 hours"),
    "template_reserve": QT_TRANSLATE_NOOP("texts", "Reserve code for each door"),
    "reserve_name": QT_TRANSLATE_NOOP("texts", "Reserve"),
    "preview_reserve": QT_TRANSLATE_NOOP(
        "texts",
        "Each door gets a code of its own, to be handed out when it is needed; a door that has one keeps it.",
    ),
    "template_holiday_let": QT_TRANSLATE_NOOP("texts", "Holiday let, one week"),
}
