"""The steps of importing a table: the file, its columns, the preview."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QProgressBar, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import HintStrip
from app.ui.widgets.choices import ChoiceBox
from app.ui.widgets.form import Field
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, row
from app.ui.widgets.table import Cell, Column, Table, TableRow
from app.ui.wizards.step_widgets import StepWidget
from app.viewmodels.import_looks import (
    ColumnItem,
    CountLine,
    FieldOption,
    Lines,
    PreviewLook,
    TableLook,
)

_LEAST_TABLE_PX = 44 + 3 * 48
_WIDE_PX, _PANEL_PX = 700, 270
_NO_LIMIT_PX = (1 << 24) - 1  # QWIDGETSIZE_MAX of Qt's headers


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
    """Says how the table was read and what each column means; both can be corrected.

    One list and one choice for its current column: a choice for each of 256 columns would take seconds to draw.
    """

    needs_answer = False
    is_tall = True
    corrected = Signal(str, str)
    meaning_chosen = Signal(int, str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        look: TableLook,
        columns: Sequence[ColumnItem],
        options: Sequence[FieldOption],
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            "clipboard-list",
            translate("ColumnsStep", "What do the columns of {0} mean?").format(name),
            translate(
                "ColumnsStep",
                "Rows found: {0}. What you choose is remembered for the next table with these headings.",
            ).format(look.rows),
        )
        self._options = {option.key: option for option in options}
        self._items: Sequence[ColumnItem] = ()
        self._choices(theme, look)
        self.table = Table(
            theme,
            self.tr("Columns"),
            [
                Column(self.tr("Heading"), 3, 130),
                Column(self.tr("First cells"), 4, 150, folds=True),
                Column(self.tr("Meaning"), 2, 130),
            ],
        )
        self.table.setMinimumHeight(_LEAST_TABLE_PX)
        self.box = ChoiceBox(theme, "", [(option.key, option.title) for option in options])
        self._heading = text_label("", "title")
        self._cells = text_label("", "small", "muted")
        self._hint = text_label("", "small", "muted")
        self._lay_out()
        self.table.row_chosen.connect(lambda _place: self._show_current())
        self.table.view.doubleClicked.connect(lambda _index: self._open_box())
        self.box.chosen.connect(self._on_box_chosen)
        self.show_columns(columns)
        if columns:
            first = next((item for item in columns if not item.field), columns[0])
            self.table.choose(str(first.place))

    def _choices(self, theme: Theme, look: TableLook) -> None:
        words = {
            "encoding": self.tr("&Letters written as"),
            "separator": self.tr("&Separator"),
            "sheet": self.tr("S&heet"),
            "header_row": self.tr("&Row with the headings"),
        }
        read = FlowLayout(16)
        for choice in look.choices:
            box = ChoiceBox(theme, words[choice.name].replace("&", ""), choice.options)
            box.choose(choice.key)
            box.chosen.connect(lambda key, name=choice.name: self.corrected.emit(name, key))
            read.addWidget(Field(words[choice.name], box))
        self.body.addWidget(boxed(read))

    def _lay_out(self) -> None:
        caption = text_label(self.tr("&Meaning"), "strong")
        caption.setTextFormat(Qt.TextFormat.AutoText)
        caption.setBuddy(self.box)
        beside = column(6)
        for widget in (self._heading, self._cells, caption, self.box, self._hint):
            beside.addWidget(widget)
        beside.addStretch(1)
        self._panel = QWidget()
        self._panel.setLayout(beside)
        self._panes = row(20)
        self._panes.addWidget(self.table, 1)
        self._panes.addWidget(self._panel)
        self.body.addLayout(self._panes, 1)

    @property
    def is_ready(self) -> bool:
        return any(item.field for item in self._items)

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def arrange(self, width: int) -> None:
        super().arrange(width)
        is_wide = width >= _WIDE_PX
        direction = QBoxLayout.Direction
        self._panes.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
        self._panel.setMinimumWidth(_PANEL_PX if is_wide else 0)
        self._panel.setMaximumWidth(_PANEL_PX if is_wide else _NO_LIMIT_PX)

    def show_columns(self, columns: Sequence[ColumnItem]) -> None:
        """The meanings as they are now, and the samples, masked where they are secrets."""
        self._items = columns
        self.table.set_rows([self._row(item) for item in columns])
        self._show_current()
        self.ready_changed.emit()

    def _row(self, item: ColumnItem) -> TableRow:
        means = Cell(self._options[item.field].title, tone="" if item.field else "muted")
        return TableRow(str(item.place), (Cell(item.heading), Cell(", ".join(item.samples)), means))

    def _current(self) -> ColumnItem | None:
        chosen = self.table.chosen
        return next((item for item in self._items if str(item.place) == chosen), None)

    def _show_current(self) -> None:
        item = self._current()
        if item is None:
            return
        self._heading.setText(item.heading)
        self._cells.setText("\n".join(item.samples))
        self.box.setAccessibleName(self.tr("Meaning of {0}").format(item.heading))
        self.box.choose(item.field)
        self._hint.setText(self._options[item.field].hint)

    def _on_box_chosen(self, key: str) -> None:
        item = self._current()
        if item is not None:
            self.meaning_chosen.emit(item.place, key)

    def _open_box(self) -> None:
        self.box.setFocus()
        self.box.showPopup()


class PreviewStep(StepWidget):
    """Shows what the table would do; with mistakes only those and what is left out, and the way back."""

    needs_answer = False
    is_tall = True
    again_wanted = Signal()

    def __init__(self, theme: Theme, look: PreviewLook) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme, "clipboard-list", translate("PreviewStep", "What the table would do")
        )
        self._can_apply = look.can_apply
        self.next_word = self.tr("&Import") if look.can_apply else ""
        if not look.can_apply:
            self.cancel_word = self.tr("&Close")
        is_bad = bool(look.issues.lines)
        tone, icon = ("bad", "circle-alert") if is_bad else ("on_tint", "info")
        self.body.addWidget(HintStrip(theme, look.verdict, icon=icon, tone=tone))
        self._first: QWidget | None = None
        if is_bad:
            self._add_lines(theme, self.tr("Mistakes"), self.tr("Column"), look.issues)
            again = Button(theme, self.tr("&Read the file again"), icon="refresh-cw")
            again.clicked.connect(self.again_wanted)
            buttons = FlowLayout(8)
            buttons.addWidget(again)
            self.body.addWidget(boxed(buttons))
        if look.counts:
            self._add_counts(theme, look.counts)
        if look.changes.lines:
            self._add_lines(theme, self.tr("New and changed"), self.tr("What"), look.changes)
        if look.notes.lines:
            title = self.tr("Left out, or worth knowing")
            self._add_lines(theme, title, self.tr("Column"), look.notes)

    @property
    def is_ready(self) -> bool:
        return self._can_apply

    def first_focus(self) -> QWidget | None:
        return self._first

    def _add_counts(self, theme: Theme, counts: Sequence[CountLine]) -> None:
        """One column a kind, so that the figures take three lines however many kinds there are."""
        heads = (self.tr("New"), self.tr("Changed"), self.tr("As they are"))
        table = Table(
            theme,
            self.tr("How many"),
            [Column("", 2, 90), *(Column(line.noun, 2, 84) for line in counts)],
        )
        parts = (
            [line.created for line in counts],
            [line.changed for line in counts],
            [line.already for line in counts],
        )
        table.set_rows(
            [
                TableRow(head, (Cell(head), *(Cell(str(number)) for number in part)))
                for head, part in zip(heads, parts, strict=True)
            ]
        )
        table.fit_to_rows()
        table.choose(heads[0])
        self.body.addWidget(table)

    def _add_lines(self, theme: Theme, title: str, about: str, lines: Lines) -> None:
        """A table of lines, and the chosen one in full below it, as a table cuts long sentences."""
        table = Table(
            theme,
            title,
            [
                Column(self.tr("Row"), 0, 64),
                Column(about, 2, 120, folds=True),
                Column(self.tr("In words"), 6, 200),
            ],
        )
        table.set_rows(
            [
                TableRow(str(number), (Cell(line.row), Cell(line.what), Cell(line.text)))
                for number, line in enumerate(lines.lines)
            ]
        )
        table.setMinimumHeight(_LEAST_TABLE_PX)
        chosen = text_label("", "body")

        def show(row_id: str) -> None:
            line = lines.lines[int(row_id)]
            where = f"{line.what}: " if line.what else ""
            chosen.setText(self.tr("Row {0}. {1}{2}").format(line.row, where, line.text))

        table.row_chosen.connect(show)
        table.choose("0")
        self._first = self._first or table.view
        self.body.addWidget(text_label(title, "title"))
        self.body.addWidget(table, 1)
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
