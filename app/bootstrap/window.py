"""The window and its loop."""

import os
import sys
from pathlib import Path

from app.bootstrap.display import check_display


def open_window(file: Path | None) -> int:
    """Run the window until it is closed; its exit code. Raises `EnvironmentAppError("no_display")`."""
    return _run(file=file)


def open_demo(is_fresh: bool) -> int:
    """Run the window with a practice project and two practice locks; its exit code."""
    return _run(is_demo=True, is_fresh=is_fresh)


def _run(*, file: Path | None = None, is_demo: bool = False, is_fresh: bool = False) -> int:
    check_display(os.environ, sys.platform)
    # Qt is loaded only where there is a display, and everything else only when the window is there to be looked at.
    from app.bootstrap.first_paint import open_frame  # noqa: PLC0415

    frame = open_frame(offers_last=not is_demo and file is None)
    os.environ["QT_API"] = "pyside6"  # qasync asks the environment which Qt is meant
    import asyncio  # noqa: PLC0415

    from app.bootstrap.loop import QtLoop  # noqa: PLC0415
    from app.bootstrap.preparing import prepare, take_environment  # noqa: PLC0415
    from app.bootstrap.window_program import Start, WindowProgram  # noqa: PLC0415

    start = Start(file, is_demo, is_fresh)
    prepare()
    take_environment()
    with asyncio.Runner(loop_factory=QtLoop) as runner:
        return runner.run(WindowProgram(frame).run(start))
