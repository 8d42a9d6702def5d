"""A project that locks itself: nothing of it stays to be seen, work on locks is not cut off, and the passphrase opens it again."""

import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import which

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.bootstrap.window_pages import ProjectPages
from app.bootstrap.window_program import Start
from app.core.secret import Secret
from app.core.settings import LOCK_AFTER_MINUTES
from app.ui.dialogs import PassphraseDialog
from app.ui.lock_cover import LockCover
from app.ui.pages.recovery_sheet import RecoverySheetDialog
from app.ui.session_watch import SessionWatch, session_path
from tests.gui.program import Person, running
from tests.gui.test_backups import make_house, opened
from tests.waiting import until


@asynccontextmanager
async def at_work(theme, tmp_path: Path, patch: pytest.MonkeyPatch) -> AsyncGenerator[Person]:
    file = await make_house(tmp_path / "house.lockchart")
    async with running(theme, tmp_path / "home", patch, Start(file)) as person:
        await opened(person)
        yield person


def watch(person: Person):
    home = person.program.home
    assert home is not None
    return home.lock.watch


async def test_it_closes_dialogs_and_the_project_says_why_and_opens_again(
    theme, qapp, tmp_path, monkeypatch
):
    async with at_work(theme, tmp_path, monkeypatch) as person:
        program = person.program
        assert watch(person).is_watching
        program._clipboard.copy(Secret("493817"))
        program.window.project_action.emit("sheet")
        await person.dialog(RecoverySheetDialog)
        program.settings.set(LOCK_AFTER_MINUTES, 7)
        watch(person).due.emit("idle")
        await person.dialog(PassphraseDialog)
        await person.read("Locked because nobody worked here for 7 minutes.")
        assert QGuiApplication.clipboard().text() == ""
        assert program.pages is None
        assert program.project.workplace is None
        assert program.window.findChild(LockCover) is None
        assert program.window.windowTitle() == "Lockchart"
        await opened(person)
        assert watch(person).is_watching


async def test_a_key_in_the_window_counts_as_work(theme, qapp, tmp_path, monkeypatch):
    async with at_work(theme, tmp_path, monkeypatch) as person:
        lock = watch(person)
        handle = person.program.window.windowHandle()
        person.program.home.lock._on_focus_window_changed(handle)  # type: ignore[union-attr]
        lock._active_at_s -= 30
        before = lock._active_at_s
        QTest.keyClick(handle, Qt.Key.Key_A)
        assert lock._active_at_s > before


async def test_work_on_locks_ends_before_the_project_is_closed_and_nothing_is_seen_meanwhile(
    theme, qapp, tmp_path, monkeypatch
):
    async with at_work(theme, tmp_path, monkeypatch) as person:
        program, at_lock = person.program, [True]
        monkeypatch.setattr(ProjectPages, "is_at_lock", property(lambda _pages: at_lock[0]))
        watch(person).due.emit("slept")
        await person.read("Work on locks is going on")
        await person.read("Locked because the computer slept")
        assert not program.window.rail.isVisible()
        assert program.pages is not None, "the work was not cut off"
        assert program.project.workplace is not None
        at_lock[0] = False
        await person.dialog(PassphraseDialog)
        assert program.pages is None
        assert program.window.rail.isVisible()
        await person.click("Cancel")


async def test_a_moved_file_keeps_the_project_open(theme, qapp, tmp_path, monkeypatch):
    async with at_work(theme, tmp_path, monkeypatch) as person:
        workplace = person.program.project.workplace
        assert workplace is not None
        workplace.project.store.file.path.unlink()
        person.program.project.rename("Other")
        await person.read("moved, renamed or removed")
        watch(person).due.emit("idle")
        await until(lambda: person.program.pages is not None)
        assert person.program.window.findChild(LockCover) is None


def test_the_sessions_object_is_named_as_systemd_names_it():
    assert session_path("3") == "/org/freedesktop/login1/session/_33"
    assert session_path("c12") == "/org/freedesktop/login1/session/c12"
    assert session_path("") == ""


def test_only_the_beginning_of_a_locked_screen_counts(qapp):
    session, heard = SessionWatch(), []
    session.left.connect(lambda: heard.append(1))
    session.on_locked(False)
    assert heard == []
    session.on_locked(True)
    session.on_lock()
    assert heard == [1, 1]


SAID = {
    "a locked screen": ("org.freedesktop.ScreenSaver", "ActiveChanged"),
    "a locked screen of GNOME": ("org.gnome.ScreenSaver", "ActiveChanged"),
    "sleep": ("org.freedesktop.login1.Manager", "PrepareForSleep"),
    "a locked session": ("org.freedesktop.login1.Session", "Lock"),
}


@pytest.mark.skipif(which("dbus-run-session") is None, reason="dbus-run-session is not here")
@pytest.mark.parametrize("what", SAID)
def test_what_the_desktop_says_on_a_real_bus_is_heard(what: str):
    interface, signal = SAID[what]
    service = interface.removesuffix(".Manager").removesuffix(".Session")
    path = f"/{service.replace('.', '/')}"
    if signal == "Lock":
        path += "/session/_37"
    # The system's bus is the private one too, so that nothing of this computer is asked or told.
    as_system = 'DBUS_SYSTEM_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS" XDG_SESSION_ID=7 exec "$@"'
    ran = subprocess.run(
        [
            *("dbus-run-session", "--", "sh", "-c", as_system, "sh"),
            *(sys.executable, "-m", "tests.gui.session_bus", service, path, interface, signal),
        ],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
