"""The wizard's own steps between the code and the family's: the door, and what to expect."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.cards import HintStrip, IconLabel
from app.ui.widgets.choices import ChoiceBox, RadioChoice
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import boxed, column, row
from app.ui.wizards.step_widgets import StepWidget
from app.viewmodels.add_lock import FamilyFacts

EXISTING, NEW = "existing", "new"


class DoorStep(StepWidget):
    """Chooses the door: one that has no lock yet, or a new one."""

    needs_answer = False

    def __init__(
        self, theme: Theme, free: Sequence[str], sites: Sequence[str], label: str = ""
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            "door-closed",
            translate("DoorStep", "Where is it mounted?"),
            translate("DoorStep", "A door stays when its lock is replaced one day."),
        )
        is_known = label in free or (bool(free) and not label)
        options = [(EXISTING, self.tr("At a door without a lock")), (NEW, self.tr("At a new door"))]
        self._kind = RadioChoice(
            theme, self.tr("Which door"), options, EXISTING if is_known else NEW
        )
        self._doors = ChoiceBox(theme, self.tr("Door"), [(one, one) for one in free])
        if label:
            self._doors.choose(label)
        self.place = DoorFields(sites)
        self._kind.setVisible(bool(free))
        self.body.addWidget(self._kind)
        self.body.addWidget(self._doors)
        self.body.addWidget(self.place)
        self._kind.chosen.connect(self._on_kind_chosen)
        self.place.on_changed(self.ready_changed.emit)
        self._on_kind_chosen()

    @property
    def is_ready(self) -> bool:
        """Whether a door was named."""
        return bool(self.label)

    @property
    def label(self) -> str:
        """`Site/Door`; empty while it is not complete."""
        if self._is_new:
            return self.place.label
        return self._doors.key

    def first_focus(self) -> QWidget | None:
        """The site of a new door, else the list of doors."""
        return self.place.first if self._is_new else self._doors

    @property
    def _is_new(self) -> bool:
        return self._kind.key == NEW

    def _on_kind_chosen(self) -> None:
        self._doors.setVisible(not self._is_new)
        self.place.setVisible(self._is_new)
        self.ready_changed.emit()


class DoorFields(QWidget):
    """Site and door of a door that is to be added."""

    def __init__(self, sites: Sequence[str]) -> None:
        super().__init__()
        self._site, self._door = line_edit(longest=120), line_edit(longest=120)
        completer = QCompleter(list(sites), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._site.setCompleter(completer)
        if len(sites) == 1:
            self._site.setText(sites[0])
        layout = column(12)
        layout.addWidget(
            Field(
                self.tr("S&ite"),
                self._site,
                helper=self.tr("The house or address; a new name makes a new site."),
            )
        )
        layout.addWidget(Field(self.tr("&Door"), self._door))
        self.setLayout(layout)

    @property
    def first(self) -> QWidget:
        """The first line that is still empty."""
        return self._door if self.site else self._site

    @property
    def site(self) -> str:
        """The site's name."""
        return self._site.text().strip()

    @property
    def door(self) -> str:
        """The door's name."""
        return self._door.text().strip()

    @property
    def label(self) -> str:
        """`Site/Door`; empty while it is not complete, or while the site holds a slash."""
        is_complete = bool(self.site and self.door) and "/" not in self.site
        return f"{self.site}/{self.door}" if is_complete else ""

    def on_changed(self, told: Callable[[], None]) -> None:
        """Call this whenever something was typed."""
        for line in (self._site, self._door):
            line.textChanged.connect(lambda _text: told())


class FamilyStep(StepWidget):
    """What a lock of this family can do, and what is impossible, before anything is begun."""

    needs_answer = False

    def __init__(self, theme: Theme, facts: FamilyFacts) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            "lock",
            translate("FamilyStep", "A {0} lock").format(facts.name),
            translate(
                "FamilyStep",
                "Switch the lock on, stay near it, and bring it into pairing mode as its manual says.",
            ),
        )
        self.next_word = self.tr("Be&gin")
        self.body.setSpacing(8)
        if facts.preparation:
            self.body.addWidget(HintStrip(theme, facts.preparation, icon="hand"))
        for warning in facts.warnings:
            self.body.addWidget(HintStrip(theme, warning, icon="clock-alert", tone="warn"))
        self.body.addWidget(text_label(self.tr("What works"), "strong"))
        _add_lines(theme, self.body, facts.can, "check", "ok")
        if facts.cannot:
            self.body.addWidget(text_label(self.tr("What nobody can do with it"), "strong"))
            _add_lines(theme, self.body, facts.cannot, "x", "muted")


def _add_lines(
    theme: Theme, layout: QVBoxLayout, texts: Sequence[str], icon: str, role: str
) -> None:
    lines = column(2)
    for text in texts:
        line = row(8)
        mark = IconLabel(theme, icon, role, theme.tokens.icon.small)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(text_label(text), 1)
        lines.addLayout(line)
    layout.addWidget(boxed(lines))
