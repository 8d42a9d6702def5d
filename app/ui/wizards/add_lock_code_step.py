"""The wizard's first step: the setup code, typed, scanned, from a picture, or out of the tray."""

from PySide6.QtCore import QCoreApplication, QItemSelection, QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from app.core.secret import Secret
from app.texts.messages import message
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.busy_strip import BusyStrip
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import HintStrip
from app.ui.widgets.code_entry import CodeEntry
from app.ui.widgets.intake_filter import IntakeFilter
from app.ui.widgets.labels import set_tone, text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column
from app.ui.widgets.row_list import RowData, RowList
from app.ui.wizards.step_widgets import StepWidget
from app.viewmodels.add_lock_codes import TrayChoice, VaultCode, WaitingCodes
from app.viewmodels.intake import progress_words
from app.viewmodels.taken_words import TakenWords
from app.viewmodels.tray_words import SEPARATOR

GIVEN = "given"
_SHOWN_ROWS = 3


class CodeStep(StepWidget):
    """Takes one setup code: what is typed into the field, or a code of the tray, which shows no digit of it.

    What is scanned, pasted beside the field, dropped or read from a picture goes into the tray and is chosen
    there. `pictures_wanted` asks the owner for picture files. `door`: the label of the door that was chosen
    before, whose own code is proposed. `given` is a code that came with the wizard.
    """

    needs_answer = False
    pictures_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        codes: WaitingCodes,
        *,
        typed: Secret[str] | None = None,
        chosen: str = "",
        given: Secret[str] | None = None,
        door: str = "",
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            "qr-code",
            translate("CodeStep", "The lock's setup code"),
            translate(
                "CodeStep",
                "It stands on the lock, in its battery compartment, on its box or in its manual: 11 or 21 digits, "
                "or a text that begins with MT: and that its QR code holds.",
            ),
        )
        self._codes, self._given, self._door = codes, given, door
        self._chosen = chosen
        self._is_filling = False
        self.entry = CodeEntry(theme, self.tr("&Setup code"), needs_setup_code=True)
        self.tray = RowList(theme, self.tr("Codes in the tray"))
        self.tray.setFixedHeight(_SHOWN_ROWS * theme.tokens.height.list_row + 4)
        self._tray_title = text_label(self.tr("Or take one that waits in the tray"), "strong")
        self._busy = BusyStrip(theme)
        self._told = text_label("", "strong")
        self._facts = text_label("", "body", "muted")
        self._first = HintStrip(theme, "", icon="hand")
        self._problem = HintStrip(theme, "", icon="circle-alert", tone="bad")
        self._add_parts(theme)
        self.filter = IntakeFilter(self, codes.intake)
        self._connect()
        if typed is not None:
            self.entry.begin_with(typed)
        self._show_rows()
        self._judge()
        codes.load()

    @property
    def is_ready(self) -> bool:
        """Whether a lock can be added with the code."""
        return self._codes.check(self.code).is_usable

    @property
    def code(self) -> Secret[str]:
        """The code that is chosen, else what was typed."""
        if self._chosen == GIVEN and self._given is not None:
            return self._given
        vault = self.vault_code
        return vault.kept.text if vault is not None else self.entry.code

    @property
    def vault_code(self) -> VaultCode | None:
        """The code of the tray that is chosen."""
        return self._codes.code(self._chosen) if self._chosen else None

    @property
    def typed(self) -> Secret[str]:
        """What stands in the field."""
        return self.entry.code

    @property
    def chosen(self) -> str:
        """The id of the code that is chosen; empty when the field counts."""
        return self._chosen

    def first_focus(self) -> QWidget | None:
        """The field; the list when something is chosen there."""
        return self.tray if self._chosen else self.entry

    def _add_parts(self, theme: Theme) -> None:
        self.pictures = Button(theme, self.tr("Choose &pictures …"), icon="image")
        self.paste = Button(theme, self.tr("Pas&te"), icon="clipboard-list")
        buttons = FlowLayout(8)
        buttons.addWidget(self.pictures)
        buttons.addWidget(self.paste)
        self.body.addWidget(self.entry)
        # What is to be known of the code stands above the list, which is higher than many windows.
        for label in (self._told, self._facts, self._first, self._problem):
            self.body.addWidget(label)
        self.body.addWidget(boxed(buttons))
        self.body.addWidget(
            text_label(
                self.tr("Or drop a picture here, paste it with Ctrl+V, or use a USB scanner."),
                "small",
                "muted",
            )
        )
        self.body.addWidget(self._busy)
        waiting = column(6)
        waiting.addWidget(self._tray_title)
        waiting.addWidget(self.tray)
        self.body.addWidget(boxed(waiting))
        self._told.setVisible(False)

    def _connect(self) -> None:
        codes = self._codes
        self.entry.changed.connect(self._on_entry_changed)
        self.tray.selectionModel().selectionChanged.connect(self._on_tray_selection_changed)
        self.tray.row_opened.connect(self.choose)
        self.pictures.clicked.connect(self.pictures_wanted)
        self.paste.clicked.connect(self.filter.paste)
        self._busy.cancel_pressed.connect(codes.intake.cancel)
        codes.loaded.connect(self._on_codes_loaded)
        codes.came_in.connect(self._on_came_in)
        codes.intake.progressed.connect(self._on_intake_progressed)
        codes.intake.ended.connect(self._on_intake_ended)

    def choose(self, code_id: str) -> None:
        """Take this code of the tray instead of the field's."""
        self._chosen = code_id
        self._is_filling = True
        self.entry.clear()
        self._is_filling = False
        self._judge()

    def _forget_choice(self) -> None:
        self._chosen = ""
        self._is_filling = True
        self.tray.setCurrentIndex(QModelIndex())
        self.tray.clearSelection()
        self._is_filling = False

    def _show_rows(self) -> None:
        choices = self._codes.choices()
        if self._given is not None and not self._codes.id_of(self._given):
            facts = self._codes.check(self._given).facts
            choices.insert(0, TrayChoice(GIVEN, self.tr("The code given with it"), facts, ""))
        self._is_filling = True
        self.tray.set_rows([_row_of(choice) for choice in choices])
        if self._chosen:
            self.tray.choose(self._chosen)
        self._is_filling = False
        for widget in (self.tray, self._tray_title):
            widget.setVisible(bool(choices))

    def _propose(self) -> None:
        """Choose what is known before anything was typed: the code that was given, else the only one of the door."""
        if not self.entry.is_empty:
            return
        if self._given is not None and self._chosen in {"", GIVEN}:
            self._chosen = self._codes.id_of(self._given) or GIVEN
        elif self._door and not self._chosen:
            self._chosen = self._codes.id_for(self._door)

    def _judge(self) -> None:
        """Say what the chosen code is; what was typed is judged by its field."""
        check = self._codes.check(self.code)
        self._facts.setText(check.facts if self._chosen else "")
        self._first.set_text(check.preparation)
        self._problem.set_text(check.problem)
        self._facts.setVisible(bool(self._chosen and check.facts))
        self._first.setVisible(bool(check.preparation))
        self._problem.setVisible(bool(check.problem))
        said = " ".join(part for part in (check.facts, check.problem, check.preparation) if part)
        if self._chosen or check.problem:
            announce(self, said)
        self.ready_changed.emit()

    def _tell(self, text: str, tone: str) -> None:
        self._told.setText(text)
        set_tone(self._told, tone)
        self._told.setVisible(bool(text))
        announce(self, text, is_urgent=tone == "bad")

    # --- what was done --------------------------------------------------------------------------

    def _on_entry_changed(self) -> None:
        if self._is_filling:
            return
        self._forget_choice()
        self._tell("", "muted")
        self._judge()

    def _on_tray_selection_changed(self, selected: QItemSelection) -> None:
        indexes = selected.indexes()
        row = self.tray.rows.row_at(indexes[0]) if indexes else None
        if row is not None and not self._is_filling and row.id != self._chosen:
            self.choose(row.id)

    def _on_codes_loaded(self) -> None:
        self._propose()
        self._show_rows()
        self._judge()

    def _on_came_in(self, words: TakenWords, ids: list[str]) -> None:
        """One code that came in is the lock's; of several somebody has to say which."""
        self._tell(" ".join(part for part in (words.title, words.text) if part), words.tone)
        if len(ids) == 1:
            self.choose(ids[0])
            self._show_rows()
        elif ids:
            which = self.tr("Choose the one of this lock.")
            self._tell(f"{words.title} {which}", "info")
            self.tray.setFocus()

    def _on_intake_progressed(self, done: int, total: int, name: str) -> None:
        words = progress_words(done, total, name, self._codes.intake.found)
        self._busy.show_busy(words, done=done, total=total)

    def _on_intake_ended(self) -> None:
        self._busy.show_idle()


def _row_of(choice: TrayChoice) -> RowData:
    door = message("add_lock_code_for", {"door": choice.door}) if choice.door else ""
    facts = SEPARATOR.join(part for part in (choice.facts, door) if part)
    return RowData(choice.id, choice.title, facts, icon="qr-code")
