"""The form for a new project: name, place, kind, time zone, who works here, and the passphrase twice."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLayout, QWidget

from app.core.secret import Secret
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import HintStrip
from app.ui.widgets.choices import RadioChoice
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column, row, scrolled
from app.ui.widgets.secret_field import SecretField

_WIDEST_PX = 560
PRACTICE, REAL = "practice", "real"


class NewProjectPage(QWidget):
    """Asks for what a new project needs. `submitted` comes when all is filled in; the owner reads the properties then."""

    submitted = Signal()
    cancelled = Signal()
    place_wanted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        propose: Callable[[str], Path],
        zones: Sequence[str],
        zone: str,
        operator: str | None = None,
    ) -> None:
        super().__init__()
        self._propose = propose
        self._is_own_place = False
        self._name_line = line_edit(longest=120)
        self._place_line = line_edit(longest=2_000)
        self._zone_line = line_edit(zone)
        self._operator_line = line_edit(operator or "", longest=120)
        self._name = Field(self.tr("&Name of the project"), self._name_line)
        self._place = Field(
            self.tr("&File"),
            self._place_line,
            helper=self.tr("Everything is kept in this one file; copy it to take it along."),
        )
        zone_help = self.tr("Weekly times and dates are meant in this zone, for instance {0}.")
        self._zone = Field(
            self.tr("&Time zone of the doors"),
            self._zone_line,
            helper=zone_help.format("Europe/Berlin"),
        )
        completer = QCompleter(list(zones), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._zone_line.setCompleter(completer)
        self._kind = RadioChoice(
            theme,
            self.tr("Kind of project"),
            [
                (REAL, self.tr("For real locks")),
                (PRACTICE, self.tr("For practice locks only; this cannot be changed later")),
            ],
            REAL,
        )
        self._operator = Field(
            self.tr("Y&our name"),
            self._operator_line,
            helper=self.tr("Stands in the history beside everything done on this computer."),
        )
        self._operator.setVisible(operator is not None)
        self._passphrase = SecretField(
            theme,
            self.tr("&Passphrase"),
            helper=self.tr("Several words in a row are easy to remember and hard to guess."),
        )
        self._again = SecretField(theme, self.tr("The same &again"))
        self.create_button = Button(theme, self.tr("&Create project"), kind="primary")
        self.create_button.clicked.connect(self._on_create_clicked)
        cancel = Button(theme, self.tr("&Back"), icon="arrow-left")
        cancel.clicked.connect(self.cancelled)
        choose = Button(theme, self.tr("C&hoose …"), icon="folder-open")
        choose.clicked.connect(lambda: self.place_wanted.emit(self.path))
        self._lay_out(theme, choose, cancel)
        self._name_line.textChanged.connect(self._on_name_changed)
        self._place_line.textEdited.connect(self._on_place_edited)
        self._again.submitted.connect(self._on_create_clicked)
        self._on_name_changed("")
        self.setFocusProxy(self._name_line)

    @property
    def name(self) -> str:
        """The project's name."""
        return self._name_line.text().strip()

    @property
    def path(self) -> Path:
        """Where the file is to lie."""
        return Path(self._place_line.text().strip()).expanduser()

    @property
    def time_zone(self) -> str:
        """The zone's name as typed."""
        return self._zone_line.text().strip()

    @property
    def is_practice(self) -> bool:
        """Whether it is for practice locks."""
        return self._kind.key == PRACTICE

    @property
    def operator(self) -> str:
        """Who works here; empty where that is known already."""
        return "" if self._operator.isHidden() else self._operator_line.text().strip()

    def passphrases(self) -> tuple[Secret[str], Secret[str]]:
        """Both entries of the passphrase, left in place in case that something else has to be mended."""
        return self._passphrase.secret(), self._again.secret()

    def forget(self) -> None:
        """Empty the passphrase fields."""
        self._passphrase.clear()
        self._again.clear()

    def set_path(self, path: Path) -> None:
        """Take the place that somebody chose."""
        self._is_own_place = True
        self._place_line.setText(str(path))

    def set_busy(self, is_busy: bool) -> None:  # a plain setter, like setEnabled
        """While the file is made it cannot be asked for once more."""
        self.create_button.setEnabled(not is_busy)

    def _lay_out(self, theme: Theme, choose: Button, cancel: Button) -> None:
        place = row(8)
        place.addWidget(self._place, 1)
        beside = column(0)
        beside.addSpacing(25)  # level with the input, which has its label above
        beside.addWidget(choose)
        beside.addStretch(1)
        place.addLayout(beside)
        form = column(18)
        form.addWidget(text_label(self.tr("New project"), "h1"))
        form.addWidget(self._name)
        form.addLayout(place)
        form.addWidget(self._kind)
        form.addWidget(self._zone)
        form.addWidget(self._operator)
        form.addWidget(self._passphrase)
        form.addWidget(self._again)
        form.addWidget(
            HintStrip(
                theme,
                self.tr(
                    "There is no way back without this passphrase or the recovery sheet, which is "
                    "offered next. Nobody can reset it, not even we."
                ),
                icon="triangle-alert",
                tone="warn",
            )
        )
        form.addStretch(1)
        buttons = row(12)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.create_button)
        layout = column(12)
        layout.addWidget(scrolled(_in_the_middle(form)), 1)
        layout.addWidget(_in_the_middle(buttons))
        self.setLayout(layout)

    def _on_name_changed(self, name: str) -> None:
        if not self._is_own_place:
            self._place_line.setText(str(self._propose(name)))

    def _on_place_edited(self) -> None:
        self._is_own_place = True

    def _on_create_clicked(self) -> None:
        if not self.create_button.isEnabled():
            return
        if not self.name:
            self._name.set_error(self.tr("The project needs a name."))
            self._name.setFocus()
        elif not self._place_line.text().strip():
            self._place.set_error(self.tr("The project needs a file."))
            self._place.setFocus()
        elif self._passphrase.is_empty or not self._passphrase.secret().reveal().strip():
            self._passphrase.set_error(self.tr("An empty passphrase protects nothing."))
            self._passphrase.setFocus()
        elif not self._passphrase.matches(self._again):
            self._again.set_error(self.tr("The two passphrases differ."))
            self._again.setFocus()
        else:
            self.submitted.emit()


def _in_the_middle(layout: QLayout) -> QWidget:
    inner = QWidget()
    inner.setLayout(layout)
    inner.setMaximumWidth(_WIDEST_PX)
    middle = row(0)
    middle.addStretch(1)
    middle.addWidget(inner, 100)
    middle.addStretch(1)
    widget = QWidget()
    widget.setLayout(middle)
    return widget
