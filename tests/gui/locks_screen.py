"""The Locks page over a real project, as tests drive it."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.ui.pages.locks_page import LocksPage
from app.ui.theme import Theme
from app.ui.widgets.clipboard import SecretClipboard
from app.viewmodels.locks_page import LocksPageViewModels, locks_page_view_models
from tests.gui.open_world import Doors
from tests.waiting import until

AnyWidget = TypeVar("AnyWidget", bound=QWidget)


@dataclass(frozen=True, slots=True)
class Screen:
    """The page, its view-models, and the project below them."""

    page: LocksPage
    models: LocksPageViewModels
    doors: Doors
    clipboard: SecretClipboard

    async def choose(self, label: str) -> None:
        """Show this door, and wait until it is read."""
        door_id = await self.doors.door_id(label)
        self.models.locks.choose(door_id)
        await until(lambda: self.is_shown(door_id))

    def is_shown(self, door_id: str) -> bool:
        """Whether the detail shows this door."""
        detail = self.page.detail.detail
        return detail is not None and detail.door_id == door_id

    async def settle(self) -> None:
        """Wait until nothing runs behind the page."""
        models = self.models
        await until(
            lambda: not (models.locks.is_busy or models.detail.is_busy or models.undo.is_busy)
        )


@asynccontextmanager
async def shown_page(
    theme: Theme, doors: Doors, size: QSize | None = None, *, old_after_days: int = 30
) -> AsyncGenerator[Screen]:
    """The page on the screen; its view-models are closed at the end."""
    models = locks_page_view_models(doors.work, doors.hands.clock, lambda: old_after_days)
    clipboard = SecretClipboard()
    page = LocksPage(theme, models, clipboard)
    # Deleted with the page: what Python finds unused later may be found in another thread.
    clipboard.setParent(page)
    page.resize(size or QSize(1128, 800))
    page.show()
    screen = Screen(page, models, doors, clipboard)
    try:
        await until(lambda: models.locks.is_loaded)
        await screen.settle()
        yield screen
    finally:
        if page.dialog is not None:
            page.dialog.reject()
        await models.close()
        clipboard.clear_now()
        page.hide()
        page.deleteLater()


def lay_out() -> None:
    """Let nested layouts come to rest: each level asks the one around it by an event of its own."""
    for _ in range(6):
        QCoreApplication.sendPostedEvents()


def child(root: QWidget, kind: type[AnyWidget], name: str = "") -> AnyWidget:
    """The first widget of this class inside, with this accessible name where one is given."""
    found = [one for one in root.findChildren(kind) if not name or one.accessibleName() == name]
    assert found, f"no {kind.__name__} {name!r}"
    return found[0]


def buttons(root: QWidget) -> list[str]:
    """The words of the buttons that can be seen, without mnemonics."""
    return [plain(button.text()) for button in _seen_buttons(root)]


def button(root: QWidget, word: str) -> QPushButton:
    """The button that can be seen and begins with this word."""
    found = [one for one in _seen_buttons(root) if plain(one.text()).startswith(word)]
    assert found, f"no button {word!r} among {buttons(root)}"
    return found[0]


def press(root: QWidget, word: str) -> None:
    """Press a button as a keyboard does."""
    found = button(root, word)
    assert found.isEnabled(), f"{word!r} cannot be pressed now"
    QTest.keyClick(found, Qt.Key.Key_Space)


def texts(root: QWidget) -> list[str]:
    """What the labels say that can be seen."""
    return [label.text() for label in root.findChildren(QLabel) if label.isVisible()]


def says(root: QWidget, words: str) -> bool:
    """Whether a label that can be seen holds these words."""
    return any(words in text for text in texts(root))


def plain(text: str) -> str:
    """A text without its mnemonic."""
    return text.replace("&", "")


def _seen_buttons(root: QWidget) -> Iterable[QPushButton]:
    return [one for one in root.findChildren(QPushButton) if one.isVisible() and one.text()]
