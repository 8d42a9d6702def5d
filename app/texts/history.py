"""What entries of the history say beyond their kind, after `history_KIND_`: what was done with setup codes and pictures."""

from collections.abc import Mapping

from app.texts.catalogue import QT_TRANSLATE_NOOP

HISTORY: Mapping[str, str] = {
    "history_setup_code_edited_come_in": QT_TRANSLATE_NOOP(
        "texts", "Setup code no. {setup_code} came in"
    ),
    "history_setup_code_edited_come_in_many": QT_TRANSLATE_NOOP(
        "texts", "{codes} setup codes came in"
    ),
    "history_setup_code_edited_for_pairing": QT_TRANSLATE_NOOP(
        "texts", "Setup code no. {setup_code} kept for the lock that is added"
    ),
    "history_setup_code_edited_assign": QT_TRANSLATE_NOOP(
        "texts", "Setup code no. {setup_code} assigned to a door"
    ),
    "history_setup_code_edited_free": QT_TRANSLATE_NOOP(
        "texts", "Setup code no. {setup_code} for no door any more"
    ),
    "history_setup_code_edited_note": QT_TRANSLATE_NOOP(
        "texts", "Note beside setup code no. {setup_code} changed"
    ),
    "history_setup_code_edited_offer": QT_TRANSLATE_NOOP(
        "texts", "Setup code no. {setup_code} put in capital letters"
    ),
    "history_setup_code_edited_remove": QT_TRANSLATE_NOOP(
        "texts", "Setup code no. {setup_code} removed"
    ),
    "history_exported_secrets_setup_code_saved": QT_TRANSLATE_NOOP(
        "texts", "Setup code no. {setup_code} written to a file"
    ),
    "history_exported_secrets_setup_code_shown": QT_TRANSLATE_NOOP(
        "texts", "Setup code no. {setup_code} shown in clear"
    ),
    "history_exported_secrets_setup_code_picture_saved": QT_TRANSLATE_NOOP(
        "texts", "Picture beside setup code no. {setup_code} written to a file"
    ),
    "history_exported_secrets_setup_codes": QT_TRANSLATE_NOOP(
        "texts", "Setup codes listed in clear: {codes}"
    ),
    "history_exported_secrets_inventory": QT_TRANSLATE_NOOP(
        "texts", "Inventory with secrets written or shown"
    ),
    "history_exported_secrets_zwave_list": QT_TRANSLATE_NOOP(
        "texts", "Setup codes written as a list for Z-Wave: {codes}"
    ),
    "history_exported_secrets_status": QT_TRANSLATE_NOOP("texts", "Codes shown in clear: {codes}"),
    "history_exported_secrets_grant": QT_TRANSLATE_NOOP("texts", "Codes shown in clear: {codes}"),
    "history_attachment_edited_add": QT_TRANSLATE_NOOP("texts", "Picture added"),
    "history_attachment_edited_add_many": QT_TRANSLATE_NOOP("texts", "{pictures} pictures added"),
    "history_attachment_edited_add_to_code": QT_TRANSLATE_NOOP(
        "texts", "Picture added beside setup code no. {setup_code}"
    ),
    "history_attachment_edited_add_to_code_many": QT_TRANSLATE_NOOP(
        "texts", "{pictures} pictures added beside setup code no. {setup_code}"
    ),
    "history_attachment_edited_remove": QT_TRANSLATE_NOOP("texts", "Picture removed"),
    "history_attachment_edited_remove_from_code": QT_TRANSLATE_NOOP(
        "texts", "Picture beside setup code no. {setup_code} removed"
    ),
}
