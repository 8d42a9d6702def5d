"""The steps of importing a table: the file, its columns, the preview."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import HintStrip
from app.ui.widgets.choices import ChoiceBox
from app.ui.widgets.form import Field
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, row
from app.ui.widgets.table import Cell, Column, Table, TableRow
from app.ui.wizards.step_widgets import StepWidget
from app.viewmodels.import_looks import ColumnItem, CountLine, Lines, PreviewLook, ReadChoice

_MEANING_PX = 240
_SHOWN_ROWS = 6


class FileStep(StepWidget):
    """Asks for the table. `file_wanted` and `template_wanted` ask the owner for a path."""

    needs_answer = False
    file_wanted = Signal()
    template_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            "file-plus",
            translate("FileStep", "Which table?"),
            translate(
                "FileStep",
                "A CSV or XLSX file with sites, doors, people, times or setup codes, one row each. Nothing is written before "
                "you have seen what it would do.",
            ),
        )
        self.next_word = ""
        self.choose_button = Button(
            theme, self.tr("Choose a &file …"), icon="folder-open", kind="primary"
        )
        self.template_button = Button(theme, self.tr("&Save an empty table …"), icon="download")
        self.choose_button.clicked.connect(self.file_wanted)
        self.template_button.clicked.connect(self.template_wanted)
        buttons = FlowLayout(8)
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.template_button)
        self.body.addWidget(boxed(buttons))
        self.body.addWidget(
            text_label(self.tr("Or drop the file here with the mouse."), "small", "muted")
        )

    def first_focus(self) -> QWidget | None:
        return self.choose_button


class ColumnsStep(StepWidget):
    """Says how the table was read and what each column means; both can be corrected."""

    needs_answer = False
    corrected = Signal(str, str)
    meaning_chosen = Signal(int, str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[ReadChoice],
        columns: Sequence[ColumnItem],
        options: Sequence[tuple[str, str]],
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            "clipboard-list",
            translate("ColumnsStep", "What do the columns of {0} mean?").format(name),
            translate(
                "ColumnsStep",
                "What you choose is remembered for the next table with these headings.",
            ),
        )
        self._sign.setVisible(False)
        words = {
            "encoding": self.tr("&Letters written as"),
            "separator": self.tr("&Separator"),
            "sheet": self.tr("S&heet"),
            "header_row": self.tr("&Row with the headings"),
        }
        read = FlowLayout(16)
        for choice in choices:
            box = ChoiceBox(theme, words[choice.name].replace("&", ""), choice.options)
            box.choose(choice.key)
            box.chosen.connect(lambda key, name=choice.name: self.corrected.emit(name, key))
            read.addWidget(Field(words[choice.name], box))
        self.body.addWidget(boxed(read))
        self._boxes: dict[int, ChoiceBox] = {}
        self._samples = {}
        for item in columns:
            box = ChoiceBox(theme, self.tr("Meaning of {0}").format(item.heading), options)
            box.setFixedWidth(_MEANING_PX)
            box.chosen.connect(lambda key, place=item.place: self.meaning_chosen.emit(place, key))
            samples = text_label(item.samples, "small", "muted")
            words_of_column = column(2)
            words_of_column.addWidget(text_label(item.heading, "strong"))
            words_of_column.addWidget(samples)
            line = row(16)
            line.addLayout(words_of_column, 1)
            line.addWidget(box)
            self.body.addWidget(boxed(line))
            self._boxes[item.place], self._samples[item.place] = box, samples
        self._is_any = False
        self.show_columns(columns)

    @property
    def is_ready(self) -> bool:
        return self._is_any

    def first_focus(self) -> QWidget | None:
        return next(iter(self._boxes.values()), None)

    def arrange(self, width: int) -> None:
        self._sign.setVisible(False)

    def show_columns(self, columns: Sequence[ColumnItem]) -> None:
        """The meanings as they are now, and the samples, masked where they are secrets."""
        for item in columns:
            self._boxes[item.place].choose(item.field)
            self._samples[item.place].setText(item.samples)
        self._is_any = any(item.field for item in columns)
        self.ready_changed.emit()


class PreviewStep(StepWidget):
    """Shows what the table would do; with mistakes only those and what is left out, and the way back."""

    needs_answer = False
    again_wanted = Signal()

    def __init__(self, theme: Theme, look: PreviewLook) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme, "clipboard-list", translate("PreviewStep", "What the table would do")
        )
        self._sign.setVisible(False)
        self._can_apply = look.can_apply
        self.next_word = self.tr("&Import") if look.can_apply else ""
        if not look.can_apply:
            self.cancel_word = self.tr("&Close")
        is_bad = bool(look.issues.lines)
        tone, icon = ("bad", "circle-alert") if is_bad else ("on_tint", "info")
        self.body.addWidget(HintStrip(theme, look.verdict, icon=icon, tone=tone))
        self._first: QWidget | None = None
        if is_bad:
            self._add_lines(theme, self.tr("Mistakes"), look.issues)
            again = Button(theme, self.tr("&Read the file again"), icon="refresh-cw")
            again.clicked.connect(self.again_wanted)
            buttons = FlowLayout(8)
            buttons.addWidget(again)
            self.body.addWidget(boxed(buttons))
        if look.counts:
            self._add_counts(theme, look.counts)
        if look.changes.lines:
            self._add_lines(theme, self.tr("New and changed"), look.changes)
        if look.notes.lines:
            self._add_lines(theme, self.tr("Left out, or worth knowing"), look.notes)

    @property
    def is_ready(self) -> bool:
        return self._can_apply

    def first_focus(self) -> QWidget | None:
        return None if self._can_apply else self._first

    def arrange(self, width: int) -> None:
        self._sign.setVisible(False)

    def _add_counts(self, theme: Theme, counts: Sequence[CountLine]) -> None:
        table = Table(
            theme,
            self.tr("How many"),
            [
                Column(self.tr("What"), 2, 120),
                Column(self.tr("New"), 1, 80),
                Column(self.tr("Changed"), 1, 90),
                Column(self.tr("As they are"), 1, 100),
            ],
        )
        rows = [
            (line.noun, str(line.created), str(line.changed), str(line.already)) for line in counts
        ]
        table.set_rows([TableRow(row[0], tuple(Cell(text) for text in row)) for row in rows])
        table.fit_to_rows()
        self.body.addWidget(table)

    def _add_lines(self, theme: Theme, title: str, lines: Lines) -> None:
        """A table of lines, and the chosen one in full below it, as a table cuts long sentences."""
        table = Table(
            theme,
            title,
            [
                Column(self.tr("Row"), 0, 64),
                Column(self.tr("Where"), 2, 120, folds=True),
                Column(self.tr("What"), 6, 200),
            ],
        )
        table.set_rows(
            [
                TableRow(str(number), (Cell(line.row), Cell(line.what), Cell(line.text)))
                for number, line in enumerate(lines.lines)
            ]
        )
        table.fit_to_rows(_SHOWN_ROWS)
        chosen = text_label("", "body")

        def show(row_id: str) -> None:
            line = lines.lines[int(row_id)]
            where = f"{line.what}: " if line.what else ""
            chosen.setText(self.tr("Row {0}. {1}{2}").format(line.row, where, line.text))

        table.row_chosen.connect(show)
        table.choose("0")
        self._first = self._first or table.view
        self.body.addWidget(text_label(title, "title"))
        self.body.addWidget(table)
        self.body.addWidget(chosen)
        if lines.more:
            more = self.tr("{0} more are not shown.").format(lines.more)
            self.body.addWidget(text_label(more, "small", "muted"))


class ImportWorkStep(StepWidget):
    """Work that goes on; the wizard's Stop ends it."""

    needs_answer = False

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__(theme, "loader", title)
        self.next_word = ""
        self.cancel_word = self.tr("&Stop")
        self._is_stopping = False
        self._words = text_label("", "body", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setRange(0, 0)
        self.body.addWidget(self._words)
        self.body.addWidget(self._bar)

    def report(self, words: str, done: int, total: int) -> None:
        """How far it is; a total of 0 is not known."""
        if self._is_stopping:
            return
        if total:
            words = self.tr("{0}: {1} of {2}").format(words, done, total)
        elif done:
            words = self.tr("{0}: {1}").format(words, done)
        self._words.setText(words)
        # What follows the last row is not counted.
        self._bar.setRange(0, total if done < total else 0)
        self._bar.setValue(done)

    def show_stopping(self) -> None:
        """It was asked to end, which takes until the running piece is done."""
        self._is_stopping = True
        self._words.setText(self.tr("Stopping …"))
        self._bar.setRange(0, 0)
