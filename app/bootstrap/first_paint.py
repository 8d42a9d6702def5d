"""The window before anything else: Qt alone paints it, and only then is the rest of the program loaded."""

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

from app.core.paths import config_dir, resources_dir
from app.core.recent import recent_projects
from app.core.settings import THEME, Settings, last_project
from app.ui.application import build_application, build_theme, install_translations
from app.ui.main_window import MainWindow, PageEntry
from app.ui.pages.first_run_page import FirstRunPage
from app.ui.theme import Theme

FIRST = "first_run"
LIMIT_MS = 2_000
"""A window that opens out of sight is not painted; then the program goes on all the same."""


class Frame:
    """What is there after the first paint."""

    def __init__(
        self, theme: Theme, window: MainWindow, settings: Settings, page: FirstRunPage
    ) -> None:
        self.theme, self.window, self.settings, self.page = theme, window, settings, page


def open_frame(*, offers_last: bool) -> Frame:
    """Make the application and its window with the first page, and paint it once."""
    application = build_application(["lockchart"])
    install_translations(application, resources_dir())
    settings = Settings(config_dir() / "settings.json")
    theme = build_theme(application, resources_dir(), settings.get(THEME))
    frame = build_frame(theme, settings, offers_last=offers_last)
    paint(frame.window)
    return frame


def build_frame(theme: Theme, settings: Settings, *, offers_last: bool) -> Frame:
    """The window with its first page, not shown yet; its buttons wait for the rest of the program."""
    window = MainWindow(theme)
    recent = recent_projects(settings) if offers_last else ()
    page = FirstRunPage(theme, last_project(settings) if offers_last else None, recent)
    page.set_busy(True)
    window.set_pages([PageEntry(FIRST, "", "", lambda: page)])
    window.show_page(FIRST)
    return Frame(theme, window, settings, page)


def paint(window: MainWindow) -> None:
    """Show the window and return when it was painted, or when that does not come in time.

    No asyncio loop is there yet, so nothing can be broken by Qt's own.
    """
    loop = QEventLoop()
    watcher = _FirstPaint(loop)
    window.installEventFilter(watcher)
    window.show()
    QTimer.singleShot(LIMIT_MS, loop.quit)
    loop.exec()
    window.removeEventFilter(watcher)


class _FirstPaint(QObject):
    def __init__(self, loop: QEventLoop) -> None:
        super().__init__()
        self._loop = loop

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._loop.quit)
        return False
