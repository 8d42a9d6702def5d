"""The program behind the window: its start and end, its hook for faults, its practice, its pages."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from app.bootstrap.display import check_display
from app.bootstrap.window_program import Start
from app.core.errors import EnvironmentAppError
from app.core.secret import Secret
from app.core.settings import REVEAL_S, THEME
from app.ui.theme import Scheme
from app.ui.three_way_dialog import ThreeWayDialog
from app.viewmodels.project import NewProjectForm
from tests.gui.open_world import setup_code
from tests.gui.program import Person, running, until_said
from tests.waiting import until

ROOT = Path(__file__).parents[2]
HORSE = Secret("correct horse")


async def open_new(person: Person, file: Path, *, is_practice: bool = False) -> None:
    form = NewProjectForm("House", file, "Europe/Berlin", is_practice, HORSE, HORSE)
    person.program.project.create(form)
    await person.click("Done")
    await person.no_dialog()


async def test_the_rail_has_an_entry_for_each_page_that_is_there(
    theme, qapp, tmp_path, monkeypatch
):
    async with running(theme, tmp_path, monkeypatch) as person:
        assert person.program.window.rail.entry_ids == []
        await open_new(person, tmp_path / "a.lockchart")
        assert person.program.window.rail.entry_ids == [
            "locks",
            "scan",
            "people",
            "inventory",
            "settings",
        ]
        assert person.program.window.windowTitle() == "House · Lockchart"
        person.program.project.leave()
        await person.read("Which project?")
        await open_new(person, tmp_path / "b.lockchart", is_practice=True)
        assert "practice" in person.program.window.rail.entry_ids
        assert person.program.window.windowTitle() == "House · Lockchart · practice"


async def test_a_setting_for_the_colours_holds_at_once(theme, qapp, tmp_path, monkeypatch):
    async with running(theme, tmp_path, monkeypatch) as person:
        person.program.settings.set(THEME, "dark")
        assert theme.is_dark
        person.program.settings.set(THEME, "light")
        assert not theme.is_dark
    assert theme.scheme is Scheme.LIGHT


async def test_a_setting_for_shown_codes_holds_at_once(theme, qapp, tmp_path, monkeypatch):
    async with running(theme, tmp_path, monkeypatch) as person:
        clipboard = person.program._clipboard
        assert clipboard.keep_ms == 20_000
        person.program.settings.set(REVEAL_S, 7)
        assert clipboard.keep_ms == 7000


class Source(QObject):
    """Something whose slot is faulty."""

    pressed = Signal()


def _fail() -> None:
    raise ValueError("a code like 402917 went wrong")


@pytest.mark.parametrize("way", ["slot", "task", "timer"])
async def test_a_fault_is_said_calmly_with_redacted_details_and_the_work_goes_on(
    theme, qapp, tmp_path, monkeypatch, caplog, way
):
    async with running(theme, tmp_path, monkeypatch) as person:
        source = Source()
        source.pressed.connect(_fail)
        if way == "slot":
            source.pressed.emit()
        elif way == "timer":
            QTimer.singleShot(0, _fail)
        else:
            asyncio.get_running_loop().call_soon(_fail)
        await person.read("Something went wrong inside Lockchart; your project is safe.")
        await person.click("Copy details")
        copied = QGuiApplication.clipboard().text()
        assert "ValueError" in copied
        assert copied.startswith("Lockchart ")
        assert "402917" not in copied
        assert str(ROOT) not in copied
        await open_new(person, tmp_path / "a.lockchart")
        await person.read("No doors yet")
    assert "unexpected" in caplog.text
    caplog.clear()
    QGuiApplication.clipboard().clear()


async def test_closing_the_window_ends_everything_in_order(theme, qapp, tmp_path, monkeypatch):
    async with running(theme, tmp_path / "home", monkeypatch) as person:
        await open_new(person, tmp_path / "a.lockchart")
        await person.read("No doors yet")
        pages = person.program.pages
        await person.close_window()
        assert person.program.pages is None
        assert pages is not None
        assert not pages.locks.locks.is_busy
    assert sorted(path.name for path in tmp_path.glob("*.lockchart*")) == ["a.lockchart"]
    assert sys.excepthook is not None


async def test_the_program_ends_also_while_a_dialog_is_open(theme, qapp, tmp_path, monkeypatch):
    async with running(theme, tmp_path, monkeypatch) as person:
        await open_new(person, tmp_path / "a.lockchart")
        await person.click("Add a lock")
        await person.dialog()
        person.program.end()
        await until(person.life.done)


async def test_a_pairing_that_was_cut_off_is_offered_when_the_project_is_opened_again(
    theme, qapp, tmp_path, monkeypatch
):
    file, home = tmp_path / "a.lockchart", tmp_path / "home"
    async with running(theme, home, monkeypatch) as person:
        await open_new(person, file, is_practice=True)
        pages = person.program.pages
        assert pages is not None
        place = await pages.workplace.sites.add_door("House", "Front")
        await pages.workplace.pairing.begin(place, setup_code(1), lambda _progress: None)
    async with running(theme, home, monkeypatch, Start(file=file)) as person:
        await person.fill("Passphrase", HORSE.reveal())
        await person.click("Open")
        await person.read("Adding the lock at House/Front was cut off.")
        await person.click("Go on with it")
        await person.read("Going on at House/Front")
        await person.click("Cancel")
        await person.no_dialog()


@pytest.mark.time_limit_s(60)
async def test_the_demo_has_a_lock_that_is_added_and_one_to_add_and_leaves_nothing(
    theme, qapp, tmp_path, monkeypatch
):
    async with running(theme, tmp_path, monkeypatch, Start(is_demo=True)) as person:
        await person.read("One is added already", 40)
        practice = person.program.pages.practice if person.program.pages else None
        assert practice is not None
        assert [item.is_commissioned for item in practice.items] == [True, False]
        person.program.window.close()
        await person.dialog(ThreeWayDialog)
        await person.click("Cancel")
        await person.no_dialog()
        assert not person.life.done()
        person.program.window.close()
        await person.click("Remove it")
        await until_said(person.life.done, "the end")
        assert not (tmp_path / "data" / "lockchart" / "demo").exists()


@pytest.mark.slow
@pytest.mark.time_limit_s(60)
async def test_a_kept_demo_goes_on_where_it_was(theme, qapp, tmp_path, monkeypatch):
    async with running(theme, tmp_path, monkeypatch, Start(is_demo=True)) as person:
        await person.read("One is added already", 40)
        person.program.window.close()
        await person.click("Keep it")
        await until_said(person.life.done, "the end")
    async with running(theme, tmp_path, monkeypatch, Start(is_demo=True)) as person:
        await until_said(lambda: person.program.pages is not None, "the project")
        pages = person.program.pages
        assert pages is not None
        await until_said(lambda: pages.lock_count == 1, "the lock of before")
        practice = pages.practice
        assert practice is not None
        await until_said(lambda: len(practice.items) == 2, "both locks", 20)


def test_without_a_display_one_sentence_is_said():
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    for display in ({}, {"DISPLAY": ":4711"}):
        run = subprocess.run(
            [sys.executable, "-m", "app"],
            env={**variables, **display},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 4
        assert run.stderr.startswith("There is no display to open a window on")
        assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux"),
        ({"DISPLAY": "other:0"}, "linux"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux"),
        ({}, "win32"),
        ({}, "darwin"),
    ],
)
def test_where_a_window_may_open_nothing_is_said(environment, platform):
    check_display(environment, platform)


def test_a_display_that_is_named_but_not_there_is_found_out():
    with pytest.raises(EnvironmentAppError, match="no_display"):
        check_display({"DISPLAY": ":4711"}, "linux")


def test_the_window_ends_in_order_when_it_is_told_to(tmp_path):
    program = subprocess.Popen(
        [sys.executable, "-m", "app"],
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    handlers = Path(f"/proc/{program.pid}/status")
    while not _catches_sigterm(handlers):
        assert program.poll() is None
        time.sleep(0.01)
    program.send_signal(signal.SIGTERM)
    assert program.wait(10) == 0
    assert program.stdout is not None
    said = [line for line in program.stdout if "propagateSizeHints" not in line]
    program.stdout.close()
    assert said == []


def _catches_sigterm(status: Path) -> bool:
    caught = next(line for line in status.read_text().splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)
