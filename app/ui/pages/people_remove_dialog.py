"""Taking everything away from a person, with what that means at each door said before."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.ui.dialogs import PlainDialog
from app.ui.theme import Theme
from app.ui.widgets.cards import Card
from app.ui.widgets.choices import CheckBox
from app.ui.widgets.labels import text_label
from app.ui.widgets.plan_list import Line, PlanList, PlanRow
from app.viewmodels.people_detail import PersonDetail, RemovalLine


class RemoveDialog(PlainDialog):
    """Says what will happen at each door; taking away is planned until a lock has proven it."""

    def __init__(self, theme: Theme, parent: QWidget | None, person: PersonDetail) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("RemoveDialog", "Remove {0} everywhere?").format(person.name),
            accept=translate("RemoveDialog", "Take everything away"),
            is_destructive=True,
        )
        may_open = sum(1 for line in person.removal if line.may_open)
        self.body.addWidget(text_label(self._summary(len(person.removal), may_open)))
        self.rows = PlanList(theme, self.tr("What happens at each door"))
        self.rows.set_rows([_row(number, line) for number, line in enumerate(person.removal)])
        card = Card(margin_px=1)
        card.body.addWidget(self.rows)
        card.setMinimumHeight(160)
        card.setVisible(bool(person.removal))
        self.body.addWidget(card, 1)
        self._from_list = CheckBox(theme, self.tr("Take the person off the &list too"))
        self._from_list.setChecked(not person.removal)
        self.body.addWidget(self._from_list)
        self.body.addWidget(
            text_label(
                self.tr("The history keeps what was, and this can be undone until it is sent."),
                "small",
                "muted",
            )
        )
        self.setMinimumWidth(560)
        if person.removal:
            self.give_room()
            self.resize(600, 520)

    @property
    def is_from_list(self) -> bool:
        """Whether the person leaves the list too."""
        return self._from_list.isChecked()

    def _summary(self, doors: int, may_open: int) -> str:
        if not doors:
            return self.tr("Nothing is granted to this person at any door.")
        if not may_open:
            return self.tr("Nothing of it was ever sent to a lock, so it is away at once.")
        words = self.tr(
            "This is planned first. At {0} of {1} doors something may go on opening until the changes are applied and read back from the lock."
        )
        return words.format(may_open, doors)


def _row(number: int, line: RemovalLine) -> PlanRow:
    icon, tone = ("clock-alert", "warn") if line.may_open else ("circle-check", "muted")
    return PlanRow(str(number), line.door, (Line(line.sentence),), icon=icon, icon_tone=tone)
