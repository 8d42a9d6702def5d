"""How an entry of the tray is shown: an icon, and a pill that says where the code belongs."""

from PySide6.QtCore import QCoreApplication

from app.ui.widgets.pills import PillLook
from app.ui.widgets.row_list import RowData
from app.viewmodels.tray import DoorChoice
from app.viewmodels.tray_words import TrayItem

PREPARATION_ICONS = {
    "nothing": ("circle-check", "on_tint"),
    "press_button": ("hand", "warn"),
    "makers_app": ("triangle-alert", "warn"),
    "unsaid": ("info", "on_tint"),
}
"""Icon and tone of what must happen at the lock first."""


def tray_look(state: str, door: str) -> PillLook:
    """The pill of an entry by the word of its row, without a word where there is nothing to say; nothing is green: nothing is proven."""
    translate = QCoreApplication.translate
    if state == "mounted":
        spoken = translate("TrayPill", "in use at {0}").format(door)
        return PillLook(translate("TrayPill", "at {0}").format(door), "neutral", spoken=spoken)
    if state == "other":
        return PillLook(translate("TrayPill", "no setup code"), "warn")
    if state == "unusable":
        return PillLook(translate("TrayPill", "unusable"), "bad")
    if state == "assigned":
        return PillLook(translate("TrayPill", "for {0}").format(door), "info")
    return PillLook("")


def tray_row(item: TrayItem) -> RowData:
    """An entry as a row; it holds nothing of the code itself."""
    look = tray_look(item.state, item.door)
    return RowData(
        item.id,
        item.title,
        item.facts,
        icon=tray_icon(item),
        pill=look if look.word else None,
        tags=item.tags,
        search=item.search,
        third=item.came,
    )


def tray_icon(item: TrayItem) -> str:
    """The icon of an entry."""
    if item.state in {"other", "unusable"}:
        return "circle-question-mark"
    return "qr-code" if item.is_symbol else "hash"


def door_row(door: DoorChoice) -> RowData:
    """A door that a code can be for."""
    translate = QCoreApplication.translate
    pill = None
    if door.numbers:
        numbers = ", ".join(str(number) for number in door.numbers)
        pill = PillLook(translate("TrayPill", "no. {0}").format(numbers), "info")
    elif door.has_lock:
        pill = PillLook(translate("TrayPill", "has a lock"), "neutral")
    return RowData(door.id, door.door, door.site, icon="door-closed", pill=pill)
