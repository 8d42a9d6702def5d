"""Why a setup code cannot be used, and where to look."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

SETUP_CODES = {
    "setup_code_prefix": QT_TRANSLATE_NOOP(
        "texts", "This is not a Matter setup code; it begins with MT: or has 11 or 21 digits."
    ),
    "setup_code_length": QT_TRANSLATE_NOOP(
        "texts", "This does not have the length of a setup code; Matter digits are 11 or 21."
    ),
    "setup_code_character": QT_TRANSLATE_NOOP(
        "texts", "The code holds a character that no Matter code has; compare it with the label."
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
}
