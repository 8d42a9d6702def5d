"""Closing the window, or the project, while locks are worked on."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from app.ui.dialogs import PlainDialog
from app.ui.wizards.wizard_window import WizardWindow
from tests.fakes.fake_lock_driver import FakeLock
from tests.gui.open_world import Doors, open_doors, setup_code
from tests.gui.program import Person, running, until_said
from tests.waiting import until

FRONT, BACK = "Home/Front door", "Home/Back door"


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole window over doors whose locks tests hold up."""

    person: Person
    doors: Doors

    @property
    def pages(self):
        pages = self.person.program.pages
        assert pages is not None
        return pages

    async def apply_until_held(self) -> asyncio.Event:
        """Apply at two doors; the first lock holds the write until its gate opens."""
        held = self.doors.locks[BACK]
        model = self.pages.locks.plan
        model.prepare(None)
        await until(lambda: model.is_planned)
        gate = asyncio.Event()
        held.gate, held.gated = gate, "write"
        model.apply()
        await until(lambda: "write" in held.commands)
        return gate


@asynccontextmanager
async def applying(theme, tmp_path, monkeypatch) -> AsyncGenerator[Desk]:
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(BACK)
        await doors.add_lock(FRONT)
        await doors.grant("Anna", BACK, FRONT)
        async with running(theme, tmp_path / "home", monkeypatch) as person:
            person.program.project.opened.emit(doors.work)
            desk = Desk(person, doors)
            pages = desk.pages
            try:
                yield desk
            finally:
                await pages.close()
                await asyncio.sleep(0)


async def test_closing_during_an_apply_asks_and_keeps_working(theme, qapp, tmp_path, monkeypatch):
    async with applying(theme, tmp_path, monkeypatch) as desk:
        gate = await desk.apply_until_held()
        desk.person.program.window.close()
        await desk.person.read("Work on locks is going on")
        desk.person.program.window.close()
        await desk.person.click("Keep working")
        await desk.person.no_dialog()
        gate.set()
        await until(lambda: desk.pages.locks.plan.is_applied)
        assert not desk.person.life.done()
        assert await desk.doors.levels(BACK) == await desk.doors.levels(FRONT) == ["seen"]


async def test_closing_waits_until_the_current_step_is_recorded(theme, qapp, tmp_path, monkeypatch):
    async with applying(theme, tmp_path, monkeypatch) as desk:
        gate = await desk.apply_until_held()
        desk.person.program.window.close()
        await desk.person.click("Stop after the current step")
        await desk.person.read("Stopping after the current step")
        await asyncio.sleep(0.05)
        assert not desk.person.life.done(), "the lock has not answered yet"
        gate.set()
        await until_said(desk.person.life.done, "the end of the program")
        assert await desk.doors.levels(BACK) == ["seen"]
        assert await desk.doors.levels(FRONT) == ["planned"]
        assert "write" not in desk.doors.locks[FRONT].commands


async def test_a_lock_that_stays_silent_can_be_left_at_once(theme, qapp, tmp_path, monkeypatch):
    async with applying(theme, tmp_path, monkeypatch) as desk:
        await desk.apply_until_held()
        desk.person.program.window.close()
        await desk.person.click("Stop after the current step")
        await desk.person.click("Stop at once")
        await until_said(desk.person.life.done, "the end of the program")
        assert await desk.doors.levels(BACK) == ["unknown"]


async def test_closing_the_project_during_an_apply_asks_too(theme, qapp, tmp_path, monkeypatch):
    async with applying(theme, tmp_path, monkeypatch) as desk:
        gate = await desk.apply_until_held()
        left: list[str] = []
        monkeypatch.setattr(desk.person.program.project, "leave", lambda: left.append("left"))
        desk.person.program.desk.act("lock")
        await desk.person.click("Stop after the current step")
        await desk.person.read("Stopping after the current step")
        assert left == []
        gate.set()
        await until(lambda: left)
        assert await desk.doors.levels(BACK) == ["seen"]
        assert await desk.doors.levels(FRONT) == ["planned"]


async def test_nobody_is_asked_while_no_lock_is_worked_on(theme, qapp, tmp_path, monkeypatch):
    async with applying(theme, tmp_path, monkeypatch) as desk:
        await desk.person.close_window()


@pytest.mark.parametrize("does_stop", [True, False])
async def test_closing_while_a_lock_is_added_asks_and_can_be_gone_on_with(
    theme, qapp, tmp_path, monkeypatch, does_stop
):
    async with applying(theme, tmp_path, monkeypatch) as desk:
        doors, person = desk.doors, desk.person
        await doors.add_door("Home/Shed")
        gate = asyncio.Event()
        new = FakeLock(doors.hands.clock, serial="PRACTICE-0099", gate=gate)
        doors.driver.locks[new.serial] = new
        desk.pages._start("add", desk.pages._add_lock("Home/Shed", code=setup_code(9)))
        await person.dialog(WizardWindow)
        for word in ("Next", "Next", "Begin"):
            await person.click(word)
        await until(lambda: desk.pages.is_at_lock)
        person.program.window.close()
        await person.dialog(PlainDialog)
        if does_stop:
            await person.click("Stop after the current step")
        else:
            await person.click("Keep working")
            await person.dialog(WizardWindow)
            assert desk.pages.is_at_lock
        if does_stop:
            gate.set()
            await until_said(person.life.done, "the end of the program")
            unfinished = await doors.work.pairing.unfinished()
            assert bool(unfinished) is not new.is_paired
