"""The window: what it is made of before the first paint, and its loop. Everything else comes after that."""

import asyncio
import os
import sys
from pathlib import Path

from app.bootstrap.display import check_display
from app.bootstrap.window_program import Start, WindowProgram
from app.core.paths import config_dir, resources_dir
from app.core.settings import THEME, Settings
from app.ui.application import build_application, build_theme, install_translations
from app.ui.main_window import MainWindow


def open_window(file: Path | None) -> int:
    """Run the window until it is closed; its exit code. Raises `EnvironmentAppError("no_display")`."""
    return _run(Start(file=file))


def open_demo(is_fresh: bool) -> int:
    """Run the window with a practice project and two practice locks; its exit code."""
    return _run(Start(is_demo=True, is_fresh=is_fresh))


def _run(start: Start) -> int:
    check_display(os.environ, sys.platform)
    os.environ["QT_API"] = "pyside6"
    import qasync  # noqa: PLC0415 (it asks the environment which Qt is meant)

    application = build_application(["lockchart"])
    install_translations(application, resources_dir())
    settings = Settings(config_dir() / "settings.json")
    theme = build_theme(application, resources_dir(), settings.get(THEME))
    window = MainWindow(theme)
    program = WindowProgram(theme, window, settings)
    program.show(start)
    with asyncio.Runner(loop_factory=qasync.QEventLoop) as runner:
        return runner.run(program.run(start))
