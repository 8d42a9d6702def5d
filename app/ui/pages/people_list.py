"""The list of people: search, filters, rows, and what stands there when there are none."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from app.texts.harmless import unmarked
from app.ui.pages.people_looks import about_person, person_look
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import AT_END, FlowLayout, boxed, column
from app.ui.widgets.row_list import RowData, RowList
from app.ui.widgets.search import ChipData, FilterChips, SearchField
from app.viewmodels.people import ATTENTION, NO_ACCESS, PersonItem

TAGS = ("", ATTENTION, NO_ACCESS)


class PeopleList(QWidget):
    """Everybody as a row. `person_chosen` gives the current one, `person_opened` the one that was clicked or entered."""

    person_chosen = Signal(str)
    person_opened = Signal(str)
    add_pressed = Signal()
    groups_pressed = Signal()
    keys_pressed = Signal()
    undo_pressed = Signal()
    retry_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._search = SearchField(theme, self.tr("Search name, role or contact"))
        self._chips = FilterChips(self.tr("Filter"))
        self._rows = RowList(theme, self.tr("People"))
        self._empty = EmptyState(theme)
        self._kind = ""
        self._can_write = True
        self._undo = Button(theme, self.tr("Undo …"), icon="undo-2", kind="quiet")
        self._undo.setVisible(False)
        self._add = Button(theme, self.tr("&Add a person"), icon="user-plus", kind="primary")
        groups = Button(theme, self.tr("&Groups and holidays …"), icon="users", kind="quiet")
        keys = Button(theme, self.tr("Keys and key bo&xes …"), icon="key-round", kind="quiet")
        card = Card(margin_px=1)
        card.body.addWidget(self._rows)
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self._stack.addWidget(self._empty)
        self._add.setProperty(AT_END, True)
        head = FlowLayout(12)
        head.addWidget(text_label(self.tr("People"), "h1", wrap=False))
        head.addWidget(self._add)
        foot = FlowLayout(4)
        foot.addWidget(groups)
        foot.addWidget(keys)
        foot.addWidget(self._undo)
        layout = column(12)
        layout.addWidget(boxed(head))
        layout.addWidget(self._search)
        layout.addWidget(self._chips)
        layout.addWidget(self._stack, 1)
        layout.addWidget(boxed(foot))
        self.setLayout(layout)
        self._show_filters(is_visible=False)
        self._add.clicked.connect(self.add_pressed)
        groups.clicked.connect(self.groups_pressed)
        keys.clicked.connect(self.keys_pressed)
        self._undo.clicked.connect(self.undo_pressed)
        self._search.search_changed.connect(self._on_search_changed)
        self._chips.chosen.connect(self._on_chips_chosen)
        self._rows.row_chosen.connect(self.person_chosen)
        self._rows.row_opened.connect(self.person_opened)
        self._empty.primary_pressed.connect(self._on_empty_primary)
        self._empty.second_pressed.connect(self._on_empty_second)

    def set_writable(self, can_write: bool) -> None:  # a plain setter, like setEnabled
        """Whether people can be added."""
        self._can_write = can_write
        self._add.setEnabled(can_write)

    def show_working(self) -> None:
        """The people are being read."""
        self._kind = "working"
        self._empty.show_working(self.tr("Reading the people …"))
        self._stack.setCurrentIndex(1)

    def show_failure(self, sentence: str) -> None:
        """The people could not be read."""
        self._kind = "failure"
        title = self.tr("The people cannot be shown")
        self._empty.show_cannot_know(title, sentence, self.tr("Try again"))
        self._stack.setCurrentIndex(1)

    def set_items(self, items: Sequence[PersonItem]) -> None:
        """Show these people; the chosen one, search and filter stay."""
        counts = {tag: sum(1 for item in items if tag in item.tags) for tag in TAGS}
        counts[""] = len(items)
        words = (self.tr("All"), self.tr("Not proven"), self.tr("No access"))
        self._chips.set_chips(
            [ChipData(tag, word, counts[tag]) for tag, word in zip(TAGS, words, strict=True)]
        )
        self._rows.set_rows([_row(item) for item in items])
        self._keep_tab_order()
        self._show_filters(is_visible=bool(items))
        self._show_rows()

    def choose(self, person_id: str) -> None:
        """Make a person current; a filter that hides them is taken away."""
        if not self._rows.rows.index_of(person_id).isValid():
            self._clear_filter()
        self._rows.choose(person_id)

    def first_id(self) -> str:
        """The id of the first person that is shown, empty when there is none."""
        found = self._rows.rows.row_at(self._rows.rows.index(0)) if self._has_rows() else None
        return found.id if found is not None else ""

    def set_undo(self, words: str) -> None:
        """Say what would be undone; an empty text hides the button."""
        self._undo.setToolTip(unmarked(words))
        self._undo.setAccessibleName(self.tr("Undo: {0}").format(words))
        self._undo.setVisible(bool(words))

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.setFocus()
        self._search.selectAll()

    def _keep_tab_order(self) -> None:
        """Chips are made when the people are known; they are reached between search and rows all the same."""
        before: QWidget = self._search
        for chip in self._chips.findChildren(QPushButton):
            QWidget.setTabOrder(before, chip)
            before = chip
        QWidget.setTabOrder(before, self._rows)

    def _has_rows(self) -> bool:
        return self._rows.rows.rowCount() > 0

    def _show_filters(self, *, is_visible: bool) -> None:
        self._search.setVisible(is_visible)
        self._chips.setVisible(is_visible)

    def _show_rows(self) -> None:
        if self._has_rows():
            self._stack.setCurrentIndex(0)
            self._empty.forget()
            return
        self._stack.setCurrentIndex(1)
        if self._rows.rows.total:
            self._kind = "filtered"
            self._empty.show_nothing_matches(self._search.text().strip())
            return
        self._kind = "nothing"
        self._empty.show_nothing_yet(
            self.tr("Nobody yet"),
            self.tr(
                "People who may enter stand here, with their doors, times and codes. Add somebody, then say where and when they may enter."
            ),
            self.tr("Add the first person") if self._can_write else "",
            icon="users",
        )

    def _clear_filter(self) -> None:
        self._chips.choose("")
        self._search.clear()
        self._on_chips_chosen("")

    def _on_search_changed(self, text: str) -> None:
        self._rows.set_filter(text, self._chips.key)
        self._show_rows()

    def _on_chips_chosen(self, key: str) -> None:
        self._rows.set_filter(self._search.text().strip(), key)
        self._show_rows()

    def _on_empty_primary(self) -> None:
        if self._kind == "failure":
            self.retry_pressed.emit()
        else:
            self.add_pressed.emit()

    def _on_empty_second(self) -> None:
        self._clear_filter()
        self._search.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: Tab would come back to the rows instead of the first control.
        super().focusInEvent(event)
        self._rows.setFocus()


def _row(item: PersonItem) -> RowData:
    return RowData(
        id=item.id,
        title=item.name,
        subtitle=about_person(item),
        icon="user",
        pill=person_look(item),
        tags=item.tags,
        search=item.search,
    )
