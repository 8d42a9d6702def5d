"""The async test runner, and what holds for every test.

Tests that use Qt (`qtbot`, `qapp`) run on a qasync loop, all other async tests on a plain one.
"""

import asyncio
import gc
import inspect
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Coroutine, Generator, Iterator
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="lockchart-tests-"))


def _leave_the_user_alone() -> None:
    """Give the tests a home of their own and no setting of the person who runs them."""
    for name in [name for name in os.environ if name.startswith(("LOCKCHART_", "MATTER_"))]:
        del os.environ[name]
    os.environ["HOME"] = str(_home)
    for name in ("CONFIG", "CACHE", "DATA", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(_home / name.lower())
    os.environ["XDG_RUNTIME_DIR"] = str(_home / "runtime")
    (_home / "runtime").mkdir(mode=0o700)


_leave_the_user_alone()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.symbolsresolver=false")  # else Qt warns
os.environ["QT_API"] = "pyside6"  # before qasync is imported
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import pytest
from PySide6.QtWidgets import QApplication

from app.bootstrap.loop import QtLoop
from app.ui.garbage import collect_due
from tests import watching
from tests.watching import watched

pytest_plugins = ["tests.spreading"]

USUAL_TIME_LIMIT_S = 30.0  # generous: it only ends what hangs
TO_END_S = 60.0  # after its time limit, for a test to clear up


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the tests marked slow too")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(watching)


def pytest_unconfigure() -> None:
    shutil.rmtree(_home, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _deselect_slow(config, items)
    for item in items:
        if isinstance(item, pytest.Function) and _is_async(item) and "qapp" in item.fixturenames:
            item.fixturenames.append("qt_loop")


def _deselect_slow(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """What a Qt test leaves behind is collected here, on the Qt thread: the project file's worker of a later test would crash over it."""
    yield
    if QApplication.instance() is not None:
        gc.disable()
        collect_due()
    if nextitem is None:
        left = _complaints_of_what_is_left()
        assert not left, f"a test of this process left this behind: {left}"


def _complaints_of_what_is_left() -> list[str]:
    """Why things that nobody uses any more cannot be thrown away quietly, such as an open file in a cycle.

    pytest looks for them after the last test too, but in a process of pytest-xdist nobody would hear of it.
    """
    complaints: list[str] = []
    before = sys.unraisablehook
    sys.unraisablehook = lambda given: complaints.append(f"{given.object!r}: {given.exc_value!r}")
    try:
        for _ in range(5):  # one thing thrown away may leave the next
            gc.collect()
    finally:
        sys.unraisablehook = before
    return complaints


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Nothing is collected while a failure is written down.

    WORKAROUND: Python that runs in the middle of `ast.parse`, as what is thrown away makes it, leaves "SystemError: AST constructor
    recursion depth mismatch" (python/cpython issue 106905), and pytest-xdist ends the whole run over that.
    """
    is_enabled = gc.isenabled()
    gc.disable()
    try:
        return (yield)
    finally:
        if is_enabled:
            gc.enable()


@pytest.fixture
def qt_loop(
    qapp: QApplication, request: pytest.FixtureRequest
) -> Iterator[asyncio.AbstractEventLoop]:
    # As in the program: closing the last window must not stop the loop.
    qapp.setQuitOnLastWindowClosed(False)
    loop = QtLoop(qapp, already_running=False)
    asyncio.set_event_loop(loop)
    yield loop
    with watched(request.node, loop, TO_END_S):
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
    asyncio.set_event_loop(None)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not _is_async(pyfuncitem):
        return None
    wanted = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    limit_s = _time_limit_s(pyfuncitem)
    work = _checked(pyfuncitem.obj(**wanted), limit_s)
    qt_loop = pyfuncitem.funcargs.get("qt_loop")
    if isinstance(qt_loop, asyncio.AbstractEventLoop):
        with watched(pyfuncitem, qt_loop, limit_s + TO_END_S):
            qt_loop.run_until_complete(work)
    else:
        runner = asyncio.Runner()
        with watched(pyfuncitem, runner.get_loop(), limit_s + TO_END_S), runner:
            runner.run(work)
    return True


def _is_async(item: pytest.Function) -> bool:
    return inspect.iscoroutinefunction(item.obj)


def _time_limit_s(item: pytest.Function) -> float:
    marker = item.get_closest_marker("time_limit_s")
    return float(marker.args[0]) if marker else USUAL_TIME_LIMIT_S


async def _checked(test: Coroutine[object, object, None], time_limit_s: float) -> None:
    """Run within the limit; tasks left behind are cancelled and fail the test."""
    try:
        async with asyncio.timeout(time_limit_s):
            await test
    finally:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
    assert not left, f"tasks left running: {sorted(task.get_name() for task in left)}"


@pytest.fixture(autouse=True)
def quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Any record from WARNING up fails the test; `caplog.clear()` after an expected one."""
    yield
    loud = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not loud, f"unexpected log: {loud}"
