"""The tab of a door that says who can open it, until when, proven how, and how full the lock is."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme import Theme
from app.ui.widgets.cards import Card, HintStrip
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column
from app.ui.widgets.pills import PillLook
from app.ui.widgets.plan_list import Line, PlanList, PlanRow
from app.ui.widgets.proof_pill import proof_look
from app.viewmodels.door_openers import FOREIGN, DoorOpenersItem, OpenerLine
from app.viewmodels.lock_detail import ForeignItem

LIST_LEAST_PX = 260


class DoorOpenersTab(QWidget):
    """Draws a `DoorOpenersItem`; `seen_changed` tells whether anybody looks."""

    seen_changed = Signal(bool)
    height_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._item: DoorOpenersItem | None = None
        self._foreign: dict[str, ForeignItem] = {}
        self._room = text_label("", "body", "muted")
        self._gaps = HintStrip(theme, "", icon="circle-question-mark", tone="warn")
        self._none = text_label("", "body", "muted")
        self.rows = PlanList(theme, self.tr("Who can open"))
        self._card = Card(margin_px=1)
        self._card.body.addWidget(self.rows)
        self._card.setMinimumHeight(LIST_LEAST_PX)
        layout = column(10)
        for widget in (self._room, self._gaps, self._none):
            layout.addWidget(widget)
        layout.addWidget(self._card, 1)
        layout.addStretch(0)
        self.setLayout(layout)
        self.show_item(None)

    def show_room(self, used: int, total: int | None) -> None:
        """Say how many codes are on the lock of how many that it takes; None: it was never asked."""
        if total is None:
            words = self.tr("{0} places for codes are used; nobody knows yet how many there are.")
        else:
            words = self.tr("{0} of {1} places for codes are used.")
        self._room.setText(words.format(used, total))

    def show_foreign(self, items: Sequence[ForeignItem]) -> None:
        """Say of what others put on the lock who made it, and since when it is known."""
        self._foreign = {item.slot: item for item in items}
        self._draw()

    def show_item(self, item: DoorOpenersItem | None) -> None:
        """Show who can open; None while nobody has read it."""
        self._item = item
        self._draw()
        self.height_changed.emit()

    def least_height(self, width: int) -> int:
        """The height in px that a few rows and what is said above them need at this width."""
        said = [label for label in (self._room, self._gaps, self._none) if not label.isHidden()]
        height = sum(max(24, label.heightForWidth(width)) + 10 for label in said)
        return height + (0 if self._card.isHidden() else LIST_LEAST_PX)

    def _draw(self) -> None:
        item = self._item
        lines = item.lines if item is not None else ()
        gaps = " ".join(item.gaps) if item is not None else ""
        self._gaps.set_text(gaps)
        self._gaps.setVisible(bool(gaps))
        nobody = self.tr("Nothing is known that opens this door.")
        self._none.setText(self.tr("Looking …") if item is None else nobody)
        self._none.setVisible(not lines)
        self.rows.set_rows([self._row(line) for line in lines])
        self._card.setVisible(bool(lines))

    def _row(self, line: OpenerLine) -> PlanRow:
        opens = self.tr("{0}; opens now: {1}").format(", ".join(line.when), line.opens_word)
        tone = "warn" if line.opens == "unknown" else ""
        lines = [Line(line.what), *self._foreign_lines(line)]
        lines += [Line(opens, tone), Line(line.taken_back)]
        icon = "user" if line.is_somebody else "circle-question-mark"
        return PlanRow(line.id, line.who, tuple(lines), icon=icon, pill=_proof(line))

    def _foreign_lines(self, line: OpenerLine) -> list[Line]:
        known = self._foreign.get(line.label) if line.kind == FOREIGN else None
        if known is None:
            return []
        made = self.tr("{0}, known since {1}").format(known.maker, known.since)
        never = self.tr("It may open the door; Lockchart never touches it unasked.")
        return [Line(made), Line(never)]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.seen_changed.emit(False)


def _proof(line: OpenerLine) -> PillLook:
    if line.level:
        return proof_look(line.level, date=line.date, by=line.by)
    if not line.told:
        return PillLook(QCoreApplication.translate("DoorOpenersTab", "no lock tells"))
    return PillLook(line.told, "neutral", "ring")
