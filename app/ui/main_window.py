"""The window's frame: rail, messages, a stack of pages. Every page owns itself."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from app.texts.harmless import harmless
from app.ui.theme import Theme
from app.ui.widgets.layouts import column
from app.ui.widgets.rail import ProjectFacts, Rail, RailEntry

if TYPE_CHECKING:
    from app.ui.widgets.message_strip import MessageStrip

PAGE_MARGIN_PX = 24


class PageEntry(NamedTuple):
    """A page: its id, its word and icon in the rail, and how it is built when first shown.

    A page without a word has no place in the rail (the first-run page).
    """

    id: str
    word: str
    icon: str
    build: Callable[[], QWidget]


class MainWindow(QWidget):
    """Frame and navigation only.

    `closing` comes when a person closes the window: the owner ends the program and calls `release`, for until then
    the window stays and Qt refuses to quit. `project_action` gives the
    id of an entry of the project menu.
    """

    closing = Signal()
    page_shown = Signal(str)
    project_action = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._entries: dict[str, PageEntry] = {}
        self._pages: dict[str, QWidget] = {}
        self._menu_items: Sequence[tuple[str, str]] = ()
        self._menu: QMenu | None = None
        self._project: ProjectFacts | None = None
        self._page_id = ""
        self._is_released = False
        self.rail = Rail(theme, "Lockchart")
        self._messages: MessageStrip | None = None
        self._stack = QStackedWidget()
        self._content = content = column(12, PAGE_MARGIN_PX)
        content.setContentsMargins(PAGE_MARGIN_PX, 20, PAGE_MARGIN_PX, 20)
        content.addWidget(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(content, 1)
        self.setMinimumSize(QSize(680, 560))
        self.resize(1200, 800)
        self.rail.entry_chosen.connect(self.show_page)
        self.rail.project_pressed.connect(self._on_rail_project_pressed)
        self._update_title()

    @property
    def messages(self) -> "MessageStrip":
        """Where the window speaks, above every page; made when it has something to say."""
        if self._messages is None:
            from app.ui.widgets.message_strip import MessageStrip  # noqa: PLC0415 - first paint

            self._messages = MessageStrip(self._theme)
            self._content.insertWidget(0, self._messages)
        return self._messages

    @property
    def page_id(self) -> str:
        """The id of the page that is shown."""
        return self._page_id

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._pages.get(self._page_id)

    def set_pages(self, entries: Sequence[PageEntry]) -> None:
        """Offer these pages; the ones shown before are disposed of."""
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages = {}
        self._page_id = ""
        self._entries = {entry.id: entry for entry in entries}
        self.rail.set_entries(
            [RailEntry(entry.id, entry.word, entry.icon) for entry in entries if entry.word]
        )

    def add_hidden_page(self, entry: PageEntry) -> None:
        """Offer one more page, which has no place in the rail."""
        self._entries[entry.id] = entry

    def show_page(self, page_id: str) -> None:
        """Bring a page to the front, built now if it was never shown."""
        page = self._pages.get(page_id)
        if page is None:
            page = self._pages[page_id] = self._entries[page_id].build()
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.rail.choose(page_id)
        if page_id != self._page_id:
            self._page_id = page_id
            self.page_shown.emit(page_id)

    def set_project(self, project: ProjectFacts | None) -> None:
        """Say in rail and title which project is open; neither holds a secret."""
        self._project = project
        self.rail.project.set_facts(project)
        self._update_title()

    def set_project_menu(self, items: Sequence[tuple[str, str]]) -> None:
        """What the project block offers: (id, words) pairs; an empty id is a line between."""
        self._menu_items = tuple(items)

    def release(self) -> None:
        """Let the window close from now on, and close it: the owner has saved and stopped everything."""
        self._is_released = True
        self.close()

    def _update_title(self) -> None:
        parts = ["Lockchart"]
        if self._project is not None:
            parts.insert(0, harmless(self._project.name))
            if self._project.is_practice:
                parts.append(self.tr("practice"))
        self.setWindowTitle(" · ".join(parts))

    def _on_rail_project_pressed(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Project"))
        for action_id, words in self._menu_items:
            if not action_id:
                menu.addSeparator()
                continue
            action = QAction(words, menu)
            action.setData(action_id)
            menu.addAction(action)
        menu.triggered.connect(lambda action: self.project_action.emit(str(action.data())))
        menu.aboutToHide.connect(menu.deleteLater)
        self._menu = menu
        block = self.rail.project
        menu.popup(block.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_released:
            super().closeEvent(event)
            return
        event.ignore()
        self.closing.emit()
