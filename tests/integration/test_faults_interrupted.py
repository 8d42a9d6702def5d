"""Work that is cut off in the middle: what was proven is recorded, and doing it again doubles nothing."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.cli_world import (
    Program,
    Ran,
    children_of,
    end_with,
    practice_lock,
    step_states,
)
from tests.integration.desk import FRONT, SIDE, Desk
from tests.integration.line_process import LockProcess
from tests.waiting import until_blocking

PEOPLE = ("Bob", "Cleo", "Dan")
STAGES = (
    "GetInitialData",
    "GeneralCommissioning.ArmFailsafe",
    "GeneralCommissioning.ConfigureRegulatoryInformation",
    "TimeSynchronization.SynchronizeTime",
    "OperationalCredentials.DeviceAttestation",
    "OperationalCredentials.Certificates",
    "AccessControl",
    "Reconnect",
    "GeneralCommissioning.Complete",
    "OperationalCredentials.UpdateFabricLabel",
)
"""The steps of commissioning in matter.js, in their order."""
QUICK = "Reconnect"
"""From here on the lock is ours and found at once; before it, its fail-safe of a minute has to pass."""


@dataclass(frozen=True, slots=True)
class Apply:
    """An apply that is under way."""

    program: Program
    process: "subprocess.Popen[str]"


@pytest.fixture(scope="module", autouse=True)
def far(desk: Desk, lock: LockProcess) -> Iterator[Apply]:
    """A copy of the project whose lock went out of reach; apply tries for a quarter of a minute, while the other tests run."""
    desk.close_project()
    copy = Program(desk.folder / "far", home=desk.home)
    shutil.copy(desk.project, copy.project)
    copy.about("revoke", "Ada")
    lock.do("offline")
    with copy.start("apply", str(copy.project), "--json") as process:
        yield Apply(copy, process)
        end_with(process, signal.SIGKILL)
    lock.do("online")


def test_apply_cut_off_and_repeated_doubles_nothing(desk: Desk, new_lock: LockProcess) -> None:
    code = desk.write("code", new_lock.ready["qr"])
    desk.about("commission", SIDE, "--code-file", code, "--accept-findings")
    for person in PEOPLE:
        desk.about("grant", person, SIDE)
    before = _pins_added(new_lock)
    desk.close_project()
    _is_ended_cleanly(_cut_off(desk, new_lock, signal.SIGINT), desk)
    proofs = _proofs(desk)
    desk.close_project()
    assert _cut_off(desk, new_lock, signal.SIGKILL).code == -signal.SIGKILL
    _is_still_true(desk, proofs)
    assert desk.ask("apply", SIDE)["ok"] is True
    assert _proofs(desk) == dict.fromkeys(PEOPLE, "seen")
    state = [line for line in new_lock.say("battery 70") if line["event"] == "state"][-1]
    assert (state["users"], state["pins"]) == (len(PEOPLE), len(PEOPLE))
    assert _pins_added(new_lock) - before == len(PEOPLE)
    desk.about("revoke", "Bob")
    desk.about("revoke", "Cleo")
    desk.about("revoke", "Dan")
    desk.about("decommission", SIDE)


def _pins_added(lock: LockProcess) -> int:
    return len([line for line in lock.seen if line.get("how") == "added" and line["what"] == "pin"])


def _proofs(desk: Desk) -> dict[str, str]:
    side = next(door for door in desk.ask("status")["doors"] if door["door"] == "Side")
    return {entry["person"]: entry["proof"] for entry in side["entries"]}


def _cut_off(desk: Desk, lock: LockProcess, number: signal.Signals) -> Ran:
    """Apply in a process of its own, and send the signal when the lock has taken the next code."""
    lock.drain()
    process = desk.start("apply", str(desk.project), SIDE, "--json")
    lock.wait_for("changed", what="pin", how="added")
    children = children_of(process.pid)
    process.send_signal(number)
    ran = desk.end(process, "apply")
    until_blocking(lambda: not [child for child in children if Path(f"/proc/{child}").exists()])
    return ran


def _is_ended_cleanly(interrupted: Ran, desk: Desk) -> None:
    assert interrupted.expect(130).error == "interrupted"
    told = {step["person"]: step["proof"] for step in interrupted.document["steps"]}
    assert _proofs(desk) == told
    states = {(step["proof"], step["state"]) for step in interrupted.document["steps"]}
    assert states == {("seen", "done"), ("planned", "not_run")}


def _is_still_true(desk: Desk, before: dict[str, str]) -> None:
    """What was proven stays so; the code on its way is unknown or accepted, never more."""
    after = _proofs(desk)
    assert {name for name in PEOPLE if before[name] == "seen"} == {
        name for name in PEOPLE if after[name] == "seen"
    }
    on_its_way = {name for name in PEOPLE if after[name] not in {"seen", "planned"}}
    assert {after[name] for name in on_its_way} <= {"unknown", "accepted"}
    assert len(on_its_way) >= 1
    assert desk.ask("history")["intact"] is True


@pytest.mark.parametrize(
    "stage",
    [stage if stage == QUICK else pytest.param(stage, marks=pytest.mark.slow) for stage in STAGES],
)
def test_a_pairing_whose_engine_was_killed_is_finished_by_commissioning_again(
    desk: Desk, stage: str
) -> None:
    """The engine is a few steps further on when the signal reaches it; what counts is that it ends in the middle."""
    before = desk.ask("status")
    with practice_lock(desk, f"killed at {stage}") as lock:
        code = desk.write("code", lock.ready["qr"])
        with desk.killed_at(stage) as seen:
            words = (SIDE, "--code-file", code, "--accept-findings")
            broken = desk.about("commission", *words, code=4)
        assert stage in seen
        assert (broken.error, broken.document["lock"]) == ("engine_lost", None)
        assert desk.ask("status") == before
        made = desk.ask("commission", SIDE, "--accept-findings")
        assert made["lock"]["serial"] == lock.ready["serial"]
        desk.about("decommission", SIDE)
        lock.until(lambda line: line["event"] == "state" and line["fabrics"] == 0)
    assert desk.ask("status") == before


@pytest.mark.slow
def test_the_stages_are_those_of_the_engine(desk: Desk, new_lock: LockProcess) -> None:
    code = desk.write("code", new_lock.ready["qr"])
    with desk.killed_at("none of them") as seen:
        desk.about("commission", SIDE, "--code-file", code, "--accept-findings")
    assert tuple(seen) == STAGES
    desk.about("decommission", SIDE)
    new_lock.until(lambda line: line["event"] == "state" and line["fabrics"] == 0)


def test_a_lock_out_of_reach_leaves_everything_as_it_was(desk: Desk, far: Apply) -> None:
    ran = far.program.end(far.process, "apply").expect(4)
    assert step_states(ran.document) == [("Ada", "clear", "unreachable")]
    assert ran.document["steps"][0]["reason"] == "unreachable"
    assert ran.document["ok"] is False
    ours = {entry["person"]: entry for entry in far.program.entries()}
    assert (ours["Ada"]["proof"], ours["Ada"]["wanted"]) == ("removal_planned", False)
    assert far.program.ask("history")["intact"] is True
    far.program.about("grant", "Ada", FRONT)
    assert far.program.proofs() == {
        entry["person"]: entry["proof"] for entry in desk.entries() if entry["person"] == "Ada"
    }
