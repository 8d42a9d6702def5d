"""Titles, explanations and choices of the declared settings."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

SETTINGS = {
    "setting_theme": QT_TRANSLATE_NOOP("texts", "Appearance"),
    "setting_theme_help": QT_TRANSLATE_NOOP(
        "texts", 'Light or dark; "system" follows this computer.'
    ),
    "setting_operator": QT_TRANSLATE_NOOP("texts", "Your name"),
    "setting_operator_help": QT_TRANSLATE_NOOP(
        "texts", "Stands in the history beside everything done on this computer."
    ),
    "setting_old_after": QT_TRANSLATE_NOOP("texts", "Proof is old after"),
    "setting_old_after_help": QT_TRANSLATE_NOOP(
        "texts", "Older proof is marked, because much may have happened since."
    ),
    "setting_reveal": QT_TRANSLATE_NOOP("texts", "Hide a shown code after"),
    "setting_reveal_help": QT_TRANSLATE_NOOP(
        "texts", "A code on the screen or in the clipboard is hidden again by itself."
    ),
    "setting_share": QT_TRANSLATE_NOOP("texts", "Sharing window stays open for"),
    "setting_share_help": QT_TRANSLATE_NOOP("texts", "So long another home app may add the lock."),
    "setting_camera_sound": QT_TRANSLATE_NOOP("texts", "Sound when the camera reads a code"),
    "setting_camera_sound_help": QT_TRANSLATE_NOOP(
        "texts",
        "Once for a new code, twice for a known one, three times for what is no setup code.",
    ),
    "setting_separator": QT_TRANSLATE_NOOP("texts", "Separator in CSV files"),
    "setting_separator_help": QT_TRANSLATE_NOOP(
        "texts", "Spreadsheets in many countries expect a semicolon."
    ),
    "setting_scanner_keys": QT_TRANSLATE_NOOP("texts", "A scanner types at least"),
    "setting_scanner_keys_help": QT_TRANSLATE_NOOP(
        "texts",
        "A USB scanner types like a keyboard, only faster. So many keys in a row, closed by Enter or Tab, are taken for one.",
    ),
    "setting_scanner_gap": QT_TRANSLATE_NOOP("texts", "A scanner's keys follow within"),
    "setting_scanner_gap_help": QT_TRANSLATE_NOOP(
        "texts",
        "Raise it when a slow scanner's codes end up in a field, lower it when quick typing is taken for a scanner.",
    ),
    "setting_reopen": QT_TRANSLATE_NOOP("texts", "Offer the last project at start"),
    "setting_reopen_help": QT_TRANSLATE_NOOP(
        "texts", "The passphrase is asked for unless this computer may remember it."
    ),
    "choice_system": QT_TRANSLATE_NOOP("texts", "System"),
    "choice_light": QT_TRANSLATE_NOOP("texts", "Light"),
    "choice_dark": QT_TRANSLATE_NOOP("texts", "Dark"),
    "choice_,": QT_TRANSLATE_NOOP("texts", "Comma"),
    "choice_;": QT_TRANSLATE_NOOP("texts", "Semicolon"),
    "choice_tab": QT_TRANSLATE_NOOP("texts", "Tab"),
    "unit_days": QT_TRANSLATE_NOOP("texts", "days"),
    "unit_seconds": QT_TRANSLATE_NOOP("texts", "seconds"),
    "unit_keys": QT_TRANSLATE_NOOP("texts", "keys"),
    "unit_milliseconds": QT_TRANSLATE_NOOP("texts", "ms"),
    "unit_minutes": QT_TRANSLATE_NOOP("texts", "minutes"),
}
