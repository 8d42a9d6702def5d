"""What lock families cannot do or need at a door, and what is said around the survey and copied doors."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

FIT = {
    "fit_cannot": QT_TRANSLATE_NOOP("texts", "cannot"),
    "fit_needs": QT_TRANSLATE_NOOP("texts", "needs"),
    "fit_not_known": QT_TRANSLATE_NOOP("texts", "not known"),
    "fit_noted": QT_TRANSLATE_NOOP("texts", "noted"),
    "fit_not_known_why": QT_TRANSLATE_NOOP("texts", "Not noted here: {field}."),
    "fit_noted_why": QT_TRANSLATE_NOOP("texts", "Noted here: {values}."),
    "fit_nothing_known": QT_TRANSLATE_NOOP(
        "texts", "Nothing with a source is known of this family; ask its maker."
    ),
    "fit_hardware": QT_TRANSLATE_NOOP(
        "texts",
        "Whether a lock fits the thickness, the backset, the cylinder and the power of this door is not known: there is no rule with a source. Measure, and ask the maker.",
    ),
    "fit_source": QT_TRANSLATE_NOOP("texts", "Source: {source}, read {checked}, {address}"),
    # The rules of resources/fit_rules.toml
    "fit_rule_matter_border_router": QT_TRANSLATE_NOOP(
        "texts", "A Thread border router has to reach this door; without one it cannot be added."
    ),
    "fit_rule_matter_wifi_network": QT_TRANSLATE_NOOP(
        "texts", "Wi-Fi has to reach this door; without it the lock cannot be added."
    ),
    "fit_rule_nuki_online": QT_TRANSLATE_NOOP(
        "texts",
        "To change codes from afar the lock has to be online; beside the door Bluetooth is enough.",
    ),
    "fit_rule_nuki_matter_codes": QT_TRANSLATE_NOOP(
        "texts", "Through Matter it can be locked and unlocked only; codes cannot be written so."
    ),
    "fit_rule_ttlock_own_codes": QT_TRANSLATE_NOOP(
        "texts",
        "Without its gateway near the door, or Wi-Fi in the lock, codes of your choice cannot be written or taken away from afar.",
    ),
    "fit_rule_ttlock_withdraw": QT_TRANSLATE_NOOP(
        "texts",
        "A code that was made without its gateway cannot be taken away from afar; it ends by its own dates only.",
    ),
    "fit_rule_ttlock_weekly": QT_TRANSLATE_NOOP(
        "texts",
        "A code of your choice holds always or between two dates; weekly times cannot be given to it.",
    ),
    "fit_rule_ttlock_hours": QT_TRANSLATE_NOOP(
        "texts", "A code that was made without its gateway cannot hold for parts of an hour."
    ),
    "fit_rule_switchbot_weekly": QT_TRANSLATE_NOOP(
        "texts",
        "Weekly times cannot be given to a code; it holds always, between two dates, or once.",
    ),
    "fit_rule_switchbot_account": QT_TRANSLATE_NOOP(
        "texts", "Two accounts cannot have the same lock; the owner's has to let it go first."
    ),
    "fit_rule_switchbot_removal": QT_TRANSLATE_NOOP(
        "texts",
        "That a code is gone cannot be proven from afar: some removed codes were reported to open still. Try it at the door.",
    ),
    "fit_rule_august_bridge": QT_TRANSLATE_NOOP(
        "texts", "Codes from afar need the maker's keypad and its Wi-Fi bridge."
    ),
    "fit_rule_yale_handing_over": QT_TRANSLATE_NOOP(
        "texts",
        "When the lock changes hands without its former owner, the maker needs up to 30 days.",
    ),
    "fit_rule_tuya_offline_codes": QT_TRANSLATE_NOOP(
        "texts",
        "An offline code cannot be withdrawn from afar; a clearing code has to be typed at the door.",
    ),
    "fit_rule_schlage_homekit": QT_TRANSLATE_NOOP(
        "texts",
        "Once it is paired with Apple HomeKit, codes cannot be changed through the maker's service any more.",
    ),
    "fit_rule_wyze_bolt_remote": QT_TRANSLATE_NOOP(
        "texts", "Nothing can be done from afar; every code is changed beside the door."
    ),
    "fit_rule_igloohome_withdraw": QT_TRANSLATE_NOOP(
        "texts", "An offline code cannot be withdrawn before it ends."
    ),
    "fit_rule_goki_offline": QT_TRANSLATE_NOOP(
        "texts",
        "While the lock is offline a code cannot be taken away; the old one opens until the lock is reached again.",
    ),
    # Values that are not taken, where the field is not in sight
    "survey_value_named": QT_TRANSLATE_NOOP(
        "texts", "{field}: this is none of the choices; write {choices}."
    ),
    "survey_number_named": QT_TRANSLATE_NOOP(
        "texts", "{field}: this is no number from {least} to {most} {unit}; write one."
    ),
    "survey_too_long_named": QT_TRANSLATE_NOOP(
        "texts", "{field}: this is too long; write at most {limit} characters."
    ),
    "wifi_password_too_long": QT_TRANSLATE_NOOP(
        "texts", "A Wi-Fi password has at most {limit} characters; look at it again."
    ),
    "site_gone": QT_TRANSLATE_NOOP("texts", "This site is no longer in the project."),
    # Copies
    "like_with_zone": QT_TRANSLATE_NOOP(
        "texts", "A door that is copied keeps the time zone; leave out --time-zone or --like."
    ),
    "copies_unnamed": QT_TRANSLATE_NOOP(
        "texts", "No new door was named; write a name for each, one a line."
    ),
    "too_many_copies": QT_TRANSLATE_NOOP(
        "texts", "At most {limit} doors can be copied at once; take the others from a table."
    ),
    "told_door_copied": QT_TRANSLATE_NOOP(
        "texts", "{door} was added like {like}, with its people and rules."
    ),
    "told_doors_copied": QT_TRANSLATE_NOOP(
        "texts", "{count} doors were added like {like}, with its people and rules."
    ),
    "told_site_facts": QT_TRANSLATE_NOOP("texts", "The facts of {site} were changed."),
    "column_fit": QT_TRANSLATE_NOOP("texts", "Here"),
    "column_rule": QT_TRANSLATE_NOOP("texts", "What"),
    "column_source": QT_TRANSLATE_NOOP("texts", "Source"),
}
