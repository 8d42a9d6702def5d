"""The whole program behind its window, as a person uses it: what can be seen is clicked, typed into and read."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.bootstrap.first_paint import build_frame
from app.bootstrap.window_program import Start, WindowProgram
from app.core.paths import config_dir
from app.core.settings import OPERATOR, Settings
from app.ui.theme import Theme
from tests.waiting import LIMIT_S, until

_AnyDialog = TypeVar("_AnyDialog", bound=QDialog)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in front of the window; works in the dialog that is open, else in the window."""

    program: WindowProgram
    life: asyncio.Task[int]

    async def close_window(self) -> None:
        """Close the window and wait for the program's end."""
        self.program.window.close()
        await until_said(self.life.done, "the end of the program")

    @property
    def here(self) -> QWidget:
        """What can be worked in now."""
        modal = QApplication.activeModalWidget()
        return modal if modal is not None else self.program.window

    async def click(self, word: str, timeout_s: float = LIMIT_S) -> None:
        """Click the button that begins with this word, as soon as that is possible."""
        await until_said(
            lambda: self.can_click(word), lambda: f"{word!r}, there is {self.seen()}", timeout_s
        )
        button = self._button(word)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        await asyncio.sleep(0)

    def can_click(self, word: str) -> bool:
        """Whether such a button is there and can be pressed."""
        button = self._button(word)
        return button is not None and button.isEnabled()

    async def fill(self, name: str, text: str) -> None:
        """Replace what stands in the input of this name."""
        await until_said(
            lambda: self._line(name), lambda: f"an input {name!r}, there is {self.seen()}"
        )
        line = self._line(name)
        assert line is not None
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)

    async def read(self, words: str, timeout_s: float = LIMIT_S) -> str:
        """Wait until a text with these words can be seen; the whole text."""
        await until_said(
            lambda: self._text(words), lambda: f"{words!r}, there is {self.seen()}", timeout_s
        )
        return self._text(words)

    async def dialog(self, kind: type[_AnyDialog] = QDialog) -> _AnyDialog:
        """The dialog of this kind, as soon as it is open."""
        await until_said(lambda: isinstance(self.here, kind), f"a {kind.__name__}")
        assert isinstance(self.here, kind)
        return self.here

    async def no_dialog(self) -> None:
        """Wait until the dialog is closed."""
        await until_said(lambda: self.here is self.program.window, "the end of the dialog")

    async def save_as(self, path: Path) -> None:
        """Answer the question for a file."""
        dialog = await self.dialog(QFileDialog)
        below = dialog.parentWidget()
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setText(str(path))  # typed, its completer would open and take the click
        await self.click("Save")
        await until_said(lambda: self.here is below, "the end of the question for a file")

    def seen(self) -> list[str]:
        """Everything that can be read here, for messages."""
        widgets = self.here.findChildren(QWidget)
        texts = [
            one.text()
            for one in widgets
            if isinstance(one, QLabel | QAbstractButton) and one.isVisible()
        ]
        return [text for text in texts if text]

    def _button(self, word: str) -> QAbstractButton | None:
        named = [
            one
            for one in self.here.findChildren(QAbstractButton)
            if one.isVisible()
            and (_plain(one.text()).startswith(word) or one.accessibleName().startswith(word))
        ]
        return next((one for one in named if one.isEnabled()), named[0] if named else None)

    def _line(self, name: str) -> QLineEdit | QPlainTextEdit | None:
        for kind in (QLineEdit, QPlainTextEdit):
            for one in self.here.findChildren(kind):
                if one.isVisible() and one.accessibleName() == name:
                    return one
        return None

    def _text(self, words: str) -> str:
        found = [
            one.text()
            for one in self.here.findChildren(QLabel)
            if one.isVisible() and words in one.text()
        ]
        return found[0] if found else ""


@asynccontextmanager
async def running(
    theme: Theme, home: Path, patch: pytest.MonkeyPatch, start: Start | None = None
) -> AsyncGenerator[Person]:
    """The program with a home of its own and a known operator; ended as by a signal when the window is still there."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    patch.setenv("HOME", str(home))
    settings = Settings(config_dir() / "settings.json")
    settings.set(OPERATOR, "Ida")
    offers_last = start is None or start.file is None
    frame = build_frame(theme, settings, offers_last=offers_last)
    frame.window.resize(1200, 800)
    frame.window.show()
    program = WindowProgram(frame)
    life = asyncio.get_running_loop().create_task(program.run(start or Start()), name="program")
    try:
        await until(lambda: program.is_ready or life.done())
        yield Person(program, life)
    finally:
        program.end()
        await life
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


async def until_said(
    condition: Callable[[], object], wanted: str | Callable[[], str], timeout_s: float = LIMIT_S
) -> None:
    """Wait for a condition; what was waited for stands in the error."""
    try:
        await until(condition, timeout_s)
    except TimeoutError:
        told = wanted if isinstance(wanted, str) else wanted()
        raise AssertionError(f"did not come: {told}") from None


def _plain(text: str) -> str:
    return text.replace("&", "")
