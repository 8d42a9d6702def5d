"""Adding a lock by the wizard, over a real project and a lock family in memory whose steps a test writes."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.core.secret import Secret
from app.core.settings import Settings
from app.driver_api.driver import Candidate
from app.driver_api.pairing import (
    Answer,
    Confirm,
    Done,
    Failed,
    Finding,
    FindingLevel,
    FlowState,
    PairingFlow,
    Progress,
    ProgressState,
    Report,
    Step,
)
from app.services.setup_codes import CameBy, VaultCode
from app.ui.theme import Theme
from app.ui.widgets.choices import RadioOption
from app.ui.wizards.add_lock_code_step import CodeStep
from app.ui.wizards.add_lock_steps import DoorStep, FamilyStep
from app.ui.wizards.add_lock_wizard import AddLockWizard, NewDoorDialog
from app.ui.wizards.step_widgets import ConfirmStep, DoneStep, FailedStep, ProgressStep, StepWidget
from app.viewmodels.add_lock import AddLockViewModel
from tests.fakes.fake_lock_driver import FakeLock, FakePairing
from tests.gui.locks_screen import button, press, says, texts
from tests.gui.open_world import Doors, open_doors, setup_code
from tests.gui.walk import walk
from tests.waiting import until

FINDINGS = Confirm(
    "findings",
    "pair_title_findings",
    "pair_text_findings",
    (Finding("CertificationTypeTest", FindingLevel.WARNING, True),),
)


class ScriptedPairing(FakePairing):
    """Gives the steps that a test wrote, then pairs; waits where a step is None until it is cancelled."""

    def __init__(
        self, steps: list[Step | None], lock: FakeLock, candidate: Candidate, report: Report
    ) -> None:
        super().__init__(lock, candidate, report)
        self._steps = steps
        self._tell = report
        self._stopped = asyncio.Event()
        self.answers: list[Answer] = []

    @property
    def is_stopped(self) -> bool:
        """Whether somebody cancelled it."""
        return self._stopped.is_set()

    async def start(self) -> Step:
        self._tell(Progress("progress_finding", ProgressState.RUNNING))
        if not self._steps:
            return await super().start()
        step = self._steps.pop(0)
        if step is not None:
            return step
        await self._stopped.wait()
        return Failed("pairing_cancelled")

    async def answer(self, given: Answer) -> Step:
        self.answers.append(given)
        return await self.start() if given.is_yes else Failed("findings_refused")

    async def cancel(self) -> None:
        await super().cancel()
        self._stopped.set()


@dataclass(slots=True)
class Desk:
    """The wizard on the screen, its model, and the doors around it."""

    wizard: AddLockWizard
    model: AddLockViewModel
    doors: Doors
    flows: list[ScriptedPairing]
    ending: asyncio.Task[str]
    resumed: list[FlowState] = field(default_factory=list[FlowState])

    @property
    def step(self) -> StepWidget | None:
        """The step that is shown."""
        return self.wizard.window.step

    async def reach(self, kind: type[StepWidget]) -> None:
        """Wait for a kind of step."""
        await until(lambda: isinstance(self.step, kind))

    async def go_to_family(self, code: str | None = None) -> None:
        """Type a code and take the first door that is offered."""
        type_into(self.wizard.window, "Setup code", code or setup_code(1).reveal())
        press(self.wizard.window, "Next")
        await self.reach(DoorStep)
        press(self.wizard.window, "Next")
        await self.reach(FamilyStep)


def type_into(root: QWidget, name: str, text: str) -> None:
    line = next(
        one
        for one in root.findChildren(QLineEdit)
        if one.isVisible() and one.accessibleName() == name
    )
    line.selectAll()
    QTest.keyClicks(line, text)


@asynccontextmanager
async def wizard(
    theme: Theme,
    tmp_path,
    steps: Sequence[Step | None] = (),
    *,
    label: str = "",
    resume: str = "",
    prepare: Callable[[Doors], Awaitable[Secret[str] | VaultCode | None]] | None = None,
) -> AsyncGenerator[Desk]:
    """The wizard with one free door; `prepare` does more before it opens, and gives the code that it begins with."""
    async with open_doors(tmp_path) as doors:
        await doors.add_door("House/Front")
        code = await prepare(doors) if prepare is not None else None
        lock = FakeLock(doors.hands.clock, serial="PRACTICE-0001")
        flows: list[ScriptedPairing] = []
        script = list(steps)
        resumed: list[FlowState] = []

        def pairing(candidate: Candidate, report: Report) -> PairingFlow:
            flows.append(ScriptedPairing(script, lock, candidate, report))
            return flows[-1]

        def resume_flow(state: FlowState, candidate: Candidate, report: Report) -> PairingFlow:
            resumed.append(state)
            return pairing(candidate, report)

        doors.driver.locks[lock.serial] = lock
        doors.driver.pairing = pairing  # type: ignore[method-assign]
        doors.driver.resume = resume_flow  # type: ignore[method-assign]
        parent = QWidget()
        parent.resize(1000, 700)
        parent.show()
        model = AddLockViewModel(doors.work, Settings(tmp_path / "settings.json"))
        shown = AddLockWizard(theme, parent, model)
        if resume:
            await cut_off(doors, resume)
            shown.resume(resume)
        else:
            shown.begin(label, code)
        ending = asyncio.get_running_loop().create_task(shown.wait(), name="wizard")
        desk = Desk(shown, model, doors, flows, ending, resumed)
        await until(desk.wizard.window.isVisible)
        try:
            yield desk
        finally:
            if not ending.done():
                desk.wizard.window.finish(False)
            await ending
            await model.close()
            parent.hide()
            parent.deleteLater()


async def cut_off(doors: Doors, label: str) -> None:
    """Begin a pairing and leave it as a crash would."""
    await doors.work.pairing.begin(await doors.place(label), setup_code(1), lambda _: None)


async def test_a_code_is_judged_while_it_is_typed(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path) as desk:
        window, code = desk.wizard.window, setup_code(1).reveal()
        assert not button(window, "Next").isEnabled()
        type_into(window, "Setup code", code[:5])
        assert says(window, "So far like a Matter code")
        wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
        type_into(window, "Setup code", wrong)
        assert says(window, "The check digit is wrong")
        assert not button(window, "Next").isEnabled()
        type_into(window, "Setup code", code)
        assert says(window, "A Matter code, 11 digits")
        assert button(window, "Next").isEnabled()


async def test_the_way_from_code_to_result_shows_what_cannot_be_done_before_it_begins(
    theme, qapp, tmp_path
):
    async with wizard(theme, tmp_path) as desk:
        await desk.go_to_family()
        assert says(desk.wizard.window, "Read a code's digits back from the lock")
        assert not desk.flows, "nothing is begun before somebody says so"
        press(desk.wizard.window, "Begin")
        await desk.reach(DoneStep)
        assert says(desk.wizard.window, "PRACTICE-0001")
        press(desk.wizard.window, "Finish")
        await until(desk.ending.done)
        lock = await desk.doors.work.project.read.locks.at_door(
            (await desk.doors.place("House/Front")).door.id
        )
        assert lock is not None
        assert lock.serial == "PRACTICE-0001"


async def test_a_new_door_is_made_on_the_way(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path) as desk:
        window = desk.wizard.window
        type_into(window, "Setup code", setup_code(1).reveal())
        press(window, "Next")
        await desk.reach(DoorStep)
        new = next(one for one in window.findChildren(RadioOption) if "new door" in one.text())
        QTest.keyClick(new, Qt.Key.Key_Space)
        assert not button(window, "Next").isEnabled()
        type_into(window, "Site", "Annex")
        type_into(window, "Door", "Cellar")
        press(window, "Next")
        await desk.reach(FamilyStep)
        press(window, "Begin")
        await desk.reach(DoneStep)
        assert (await desk.doors.place("Annex/Cellar")).door.name == "Cellar"


async def test_back_leads_to_what_was_given_and_keeps_it(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path) as desk:
        await desk.go_to_family()
        press(desk.wizard.window, "Back")
        await desk.reach(DoorStep)
        press(desk.wizard.window, "Back")
        await desk.reach(CodeStep)
        assert isinstance(desk.step, CodeStep)
        assert desk.step.code.reveal().replace("-", "") == setup_code(1).reveal()


async def test_findings_need_consent_and_no_ends_the_attempt(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path, [FINDINGS, FINDINGS]) as desk:
        await desk.go_to_family()
        press(desk.wizard.window, "Begin")
        await desk.reach(ConfirmStep)
        assert says(desk.wizard.window, "The lock is a test product")
        assert not button(desk.wizard.window, "Go on").isEnabled()
        press(desk.wizard.window, "No, stop here")
        await desk.reach(FailedStep)
        assert says(desk.wizard.window, "so it was not added")
        press(desk.wizard.window, "Try again")
        await desk.reach(ConfirmStep)
        consent = desk.step._consent  # type: ignore[union-attr]
        consent.setChecked(True)
        press(desk.wizard.window, "Go on")
        await desk.reach(DoneStep)
        assert [given.is_yes for flow in desk.flows for given in flow.answers] == [False, True]


async def test_a_failure_names_its_causes_and_another_try_goes_on(theme, qapp, tmp_path):
    failed = Failed("lock_not_found", ("cause_not_in_pairing_mode", "cause_code_used"))
    async with wizard(theme, tmp_path, [failed]) as desk:
        await desk.go_to_family()
        press(desk.wizard.window, "Begin")
        await desk.reach(FailedStep)
        shown = texts(desk.wizard.window)
        first = next(text for text in shown if text.startswith("1."))
        assert "not in pairing mode" in first
        press(desk.wizard.window, "Try again")
        await desk.reach(DoneStep)
        assert len(desk.resumed) == 1, "the second attempt goes on with the first"


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, None])
async def test_cancel_in_the_middle_stops_and_leaves_a_pairing_to_go_on_with(
    theme, qapp, tmp_path, key
):
    async with wizard(theme, tmp_path, [None]) as desk:
        await desk.go_to_family()
        press(desk.wizard.window, "Begin")
        await desk.reach(ProgressStep)
        await until(lambda: says(desk.wizard.window, "Looking for the lock"))
        if key is None:
            press(desk.wizard.window, "Cancel")
        else:
            QTest.keyClick(desk.wizard.window, key)
        await until(desk.ending.done)
        assert desk.flows[0].is_stopped
        assert await desk.model.unfinished_label() == "House/Front"


async def test_what_was_cut_off_is_gone_on_with_by_its_own_code(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path, resume="House/Front") as desk:
        await desk.reach(DoneStep)
        assert len(desk.resumed) == 1
        assert not await desk.doors.work.pairing.unfinished()


async def test_nothing_to_go_on_with_is_said_and_the_code_asked(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path) as desk:
        desk.wizard.resume("House/Front")
        await desk.reach(CodeStep)
        assert says(desk.wizard.window, "There is nothing to go on with at this door")


async def test_a_code_of_another_door_is_refused_with_its_sentence(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path) as desk:
        other = await desk.doors.add_door("House/Other")
        await desk.doors.work.setup_codes.keep(
            setup_code(1), came_by=CameBy.TYPED, door_id=other.door.id
        )
        type_into(desk.wizard.window, "Setup code", setup_code(1).reveal())
        press(desk.wizard.window, "Next")
        await desk.reach(DoorStep)
        press(desk.wizard.window, "Next")
        await desk.reach(FamilyStep)
        press(desk.wizard.window, "Begin")
        await desk.reach(CodeStep)
        assert says(desk.wizard.window, "This setup code already belongs to another door")


async def test_a_door_chosen_before_is_the_one_offered(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path, label="House/Front") as desk:
        await desk.doors.add_door("Annex/First by name")
        type_into(desk.wizard.window, "Setup code", setup_code(1).reveal())
        press(desk.wizard.window, "Next")
        await desk.reach(DoorStep)
        assert isinstance(desk.step, DoorStep)
        assert desk.step.label == "House/Front"


async def test_a_new_door_needs_both_names_and_no_slash(theme, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = NewDoorDialog(theme, parent, ["House"])
    dialog.show()
    assert not dialog.accept_button.isEnabled()
    type_into(dialog, "Door", "Front")
    assert dialog.accept_button.isEnabled(), "the only site is proposed"
    type_into(dialog, "Site", "a/b")
    assert not dialog.accept_button.isEnabled()
    dialog.reject()


@pytest.mark.parametrize("width", [820, 480])
async def test_each_step_passes_the_walk(theme, qapp, tmp_path, width):
    async with wizard(theme, tmp_path, [FINDINGS]) as desk:
        window = desk.wizard.window
        window.resize(width, 640)
        assert walk(window, theme) == []
        type_into(window, "Setup code", setup_code(1).reveal())
        assert walk(window, theme) == []
        press(window, "Next")
        await desk.reach(DoorStep)
        assert walk(window, theme) == []
        press(window, "Next")
        await desk.reach(FamilyStep)
        assert walk(window, theme) == []
        press(window, "Begin")
        await desk.reach(ConfirmStep)
        assert walk(window, theme) == []


async def test_each_step_passes_the_walk_in_a_longer_language(
    theme, qapp, tmp_path, pseudo_language
):
    async with wizard(theme, tmp_path) as desk:
        window = desk.wizard.window
        assert walk(window, theme) == []
        desk.wizard._code, desk.wizard._label = Secret(setup_code(1).reveal()), "House/Front"
        desk.wizard._show_door()
        await desk.reach(DoorStep)
        assert walk(window, theme) == []
        desk.wizard._show_family()
        await desk.reach(FamilyStep)
        assert walk(window, theme) == []
        desk.wizard._start_pairing()
        await desk.reach(DoneStep)
        assert isinstance(desk.model.step, Done)
        assert QApplication.activeModalWidget() is window
        assert walk(window, theme) == []
