"""The story against a second virtual lock, in a real project, over a network that Matter takes for a real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.cli_world import (
    COMMISSION,
    ERROR,
    HISTORY,
    PLAN,
    STATUS,
    Document,
    assert_shape,
    step_states,
)
from tests.integration.desk_process import DistantDesk
from tests.integration.line_process import JS_FOLDER, LineProcess, LockProcess, node_path
from tests.integration.real_network import OwnNetwork, own_network

_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MATTER_EPOCH_S = 946_684_800
_PARTS = ("startHour", "startMinute", "endHour", "endMinute")
DOOR = "House/Back"
PIN = "604815"


@pytest.fixture(scope="module")
def network() -> Iterator[OwnNetwork]:
    with own_network() as network:
        yield network


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, network: OwnNetwork) -> Iterator[DistantDesk]:
    program = DistantDesk(tmp_path_factory.mktemp("real"), network.prefix)
    try:
        program.about("new")
        program.about("door add", DOOR)
        program.about("person add", "Ada")
        yield program
    finally:
        program.end_desk()


class SecondLock(LineProcess):
    """matter.js's own door lock; shares no file with the practice lock."""

    def __init__(self, data: Path, network: OwnNetwork) -> None:
        script = Path(__file__).with_name("second_lock.mjs")
        super().__init__([*network.prefix, node_path(), script, JS_FOLDER, data])
        with self._closed_on_error():
            self.ready = self.wait_for("ready")

    def press(self, code: str) -> str:
        """Whether the code `opened` the lock or was `refused`."""
        self.drain()
        self.write(f"keypad {code}")
        return self.until(lambda line: line["event"] in {"opened", "refused"})[-1]["event"]

    def stored(self) -> dict[str, list[object]]:
        """By user name: the user's type, week-day and year-day schedules, in the numbers of the wire and the order of their index."""
        self.drain()
        self.write("schedules")
        kept = self.wait_for("stored")
        found: dict[str, list[object]] = {}
        for user in kept["users"]:
            week = [one for one in kept["week"] if one["userIndex"] == user["userIndex"]]
            year = [one for one in kept["year"] if one["userIndex"] == user["userIndex"]]
            found[user["userName"]] = [
                user["userType"],
                [_week_numbers(one) for one in sorted(week, key=lambda one: one["weekDayIndex"])],
                [_year_numbers(one) for one in sorted(year, key=lambda one: one["yearDayIndex"])],
            ]
        return found


def test_the_whole_story_is_true_of_a_lock_that_was_not_made_for_it(
    program: DistantDesk, network: OwnNetwork, tmp_path: Path
) -> None:
    with SecondLock(tmp_path / "second", network) as lock:
        _becomes_ours(program, lock)
        _opens(program, lock)
        _stores_the_very_numbers_that_others_would_send(program, lock)
        _is_taken_away(program, lock)
        _is_let_go(program, lock)
    assert_shape(program.ask("history"), HISTORY)


def _week_numbers(kept: Document) -> list[int]:
    mask = sum(1 << number for number, day in enumerate(_DAYS) if kept["daysMask"].get(day))
    return [mask, *(kept[part] for part in _PARTS)]


def _year_numbers(kept: Document) -> list[int]:
    """matter.js keeps Unix seconds; the wire has Matter's."""
    return [kept[name] - _MATTER_EPOCH_S for name in ("localStartTime", "localEndTime")]


def _becomes_ours(program: DistantDesk, lock: SecondLock) -> None:
    code = program.write("code", lock.ready["qr"])
    made = program.ask("commission", DOOR, "--code-file", code, "--accept-findings")
    assert_shape(made, COMMISSION)
    assert (made["lock"]["vendor"], made["lock"]["serial"]) == ("Acme Test", "SL-0001")
    assert made["lock"]["battery_percent"] == 80
    assert all(finding["accepted"] for finding in made["findings"])


def _opens(program: DistantDesk, lock: SecondLock) -> None:
    program.about("grant", "Ada", DOOR, "--pin-file", program.write("pin", PIN))
    assert lock.press(PIN) == "refused"
    applied = program.ask("apply")
    assert_shape(applied, PLAN)
    assert step_states(applied) == [("Ada", "write", "done")]
    assert program.proofs() == {"Ada": "seen"}
    assert lock.press(PIN) == "opened"
    changes = program.ask("refresh")["doors"][0]["changes"]
    assert [(change["from"], change["to"]) for change in changes] == [("seen", "opened")]


def _stores_the_very_numbers_that_others_would_send(program: DistantDesk, lock: SecondLock) -> None:
    for name, (words, *_stored) in SCHEDULES.items():
        program.about("person add", name)
        program.about("grant", name, DOOR, *words)
    assert program.ask("apply")["ok"]
    assert program.proofs() == {"Ada": "opened", **dict.fromkeys(SCHEDULES, "seen")}
    expected = {name: stored for name, (_words, *stored) in SCHEDULES.items()}
    assert lock.stored() == {"Ada": [0, [], []], **expected}
    program.about("grant", "Cem", DOOR, "--weekly", "Mo 00:00-24:00")
    for name in SCHEDULES.keys() - {"Cem"}:
        program.about("revoke", name)
    applied = step_states(program.ask("apply"))
    assert ("Cem", "change", "done") in applied
    assert lock.stored() == {"Ada": [0, [], []], "Cem": [2, [[2, 0, 0, 23, 59]], []]}
    program.about("revoke", "Cem")
    assert step_states(program.ask("apply")) == [("Cem", "clear", "done")]


def _is_taken_away(program: DistantDesk, lock: SecondLock) -> None:
    program.about("revoke", "Ada")
    assert step_states(program.ask("apply")) == [("Ada", "clear", "done")]
    assert program.proofs() == {}
    assert lock.press(PIN) == "refused"


def _is_let_go(program: DistantDesk, lock: SecondLock) -> None:
    program.about("decommission", DOOR)
    lock.wait_for("decommissioned")
    ended: Document = program.ask("status")
    assert_shape(ended, STATUS)
    assert ended["project"]["practice"] is False
    assert ended["doors"][0]["lock"] is None


# What Home Assistant's Matter integration and other controllers send for the same times: the mask counts from Sunday = 1, hours are the
# lock's wall clock, an end at midnight is 23:59, and seconds are the same wall clock since 2000-01-01 (Matter, epoch-s).
SCHEDULES: dict[str, tuple[tuple[str, ...], int, list[list[int]], list[list[int]]]] = {
    "Bea": (("--weekly", "Mo-Fr 08:00-12:00"), 2, [[62, 8, 0, 12, 0]], []),
    "Cem": (
        ("--weekly", "Fr,Sa 22:15-06:30", "--weekly", "Su 10:00-12:00"),
        2,
        [[96, 22, 15, 23, 59], [65, 0, 0, 6, 30], [1, 10, 0, 12, 0]],
        [],
    ),
    "Dea": (("--from", "2027-05-01T15:00", "--until", "2027-05-08T11:00"), 1, [], [[862498800, 863089200]]),
    "Eli": (
        ("--weekly", "Su,We 20:00-24:00", "--from", "2027-07-01", "--until", "2027-12-31"),
        8,
        [[9, 20, 0, 23, 59]],
        [[867715200, 883612800]],
    ),
}  # fmt: skip


def test_a_real_project_refuses_a_practice_lock_and_lets_it_go(
    program: DistantDesk, network: OwnNetwork, tmp_path: Path
) -> None:
    with PracticeLockOnNetwork(tmp_path / "practice", network) as lock:
        assert lock.ready["serial"].startswith("PRACTICE-")
        before = program.ask("status")
        code = program.write("practice code", lock.ready["qr"])
        words = (DOOR, "--code-file", code, "--accept-findings")
        refused = program.ask("commission", *words, code=1)
        assert_shape(refused, COMMISSION | ERROR)
        assert (refused["error"]["code"], refused["lock"]) == ("practice_lock", None)
        lock.until(lambda line: line["event"] == "state" and line["fabrics"] == 0)
        assert program.ask("status") == before


class PracticeLockOnNetwork(LockProcess):
    """A practice lock where it never is outside of tests: on the computer's own network."""

    def __init__(self, data: Path, network: OwnNetwork) -> None:
        main = JS_FOLDER / "practice" / "main.mjs"
        words = [*network.prefix, node_path(), main, "--data", data, "--real-network"]
        LineProcess.__init__(self, words)
        with self._closed_on_error():
            self.ready = self.until(lambda line: line["event"] in {"ready", "error"})[-1]
