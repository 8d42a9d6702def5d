"""Times that a lock keeps, from the words of `grant` to its keypad, on the nights on which clocks change; and locks that do not keep them."""

from collections.abc import Iterator

import pytest

from tests.integration.cli_world import Document, practice_lock, step_states
from tests.integration.desk import Desk
from tests.integration.line_process import LockProcess

DOOR = "House/Night"
PINS = {"Ada": "604815", "Bob": "715926", "Cleo": "826037", "Dan": "937148"}

# 28 March 2027, one o'clock in UTC: in Paris 01:59:59 is followed by 03:00:00.
# 31 October 2027, one o'clock in UTC: in Paris 02:59:59 is followed by 02:00:00.
NIGHTS = {
    "Bob": {  # every night from 22:00 to 06:00
        "2027-03-27T20:59:59Z": False,
        "2027-03-27T21:00:00Z": True,
        "2027-03-27T22:59:30Z": True,  # 23:59:30, where the lock's own window ends
        "2027-03-27T23:00:00Z": True,  # and midnight, where its next begins
        "2027-03-28T00:59:59Z": True,
        "2027-03-28T01:00:00Z": True,
        "2027-03-28T03:59:59Z": True,
        "2027-03-28T04:00:00Z": False,
        "2027-10-30T19:59:59Z": False,
        "2027-10-30T20:00:00Z": True,
        "2027-10-31T00:30:00Z": True,
        "2027-10-31T01:30:00Z": True,
        "2027-10-31T04:59:59Z": True,
        "2027-10-31T05:00:00Z": False,
    },
    "Cleo": {  # every night from 02:15 to 02:45: not there in March, twice in October
        "2027-03-27T01:15:00Z": True,
        "2027-03-28T00:59:59Z": False,
        "2027-03-28T01:00:00Z": False,
        "2027-03-28T01:20:00Z": False,
        "2027-03-29T00:14:59Z": False,
        "2027-03-29T00:15:00Z": True,
        "2027-10-31T00:14:59Z": False,
        "2027-10-31T00:15:00Z": True,
        "2027-10-31T00:45:00Z": False,
        "2027-10-31T01:14:59Z": False,
        "2027-10-31T01:15:00Z": True,
        "2027-10-31T01:44:59Z": True,
        "2027-10-31T01:45:00Z": False,
    },
    "Dan": {  # Sundays from 01:00 to 05:00, from the hour that is skipped to the end of the one that comes twice
        "2027-03-21T01:00:00Z": False,
        "2027-03-28T00:30:00Z": False,
        "2027-03-28T01:00:00Z": True,
        "2027-03-28T02:59:59Z": True,
        "2027-03-28T03:00:00Z": False,
        "2027-03-29T00:30:00Z": False,
        "2027-10-24T00:30:00Z": True,
        "2027-10-31T00:30:00Z": True,
        "2027-10-31T01:59:59Z": True,
        "2027-10-31T02:00:00Z": False,
        "2027-11-07T01:00:00Z": False,
    },
}


def mount(desk: Desk, lock: LockProcess, door: str) -> None:
    desk.about("door add", door, "--time-zone", "Europe/Paris")
    code = desk.write(f"code of {door.replace('/', ' ')}", lock.ready["qr"])
    desk.about("commission", door, "--code-file", code, "--accept-findings")


def dismount(desk: Desk, door: str) -> None:
    desk.about("decommission", door)
    desk.about("door remove", door)


def give(desk: Desk, person: str, door: str, *words: str) -> Document:
    pin = desk.write(f"pin of {person}", PINS[person])
    return desk.about("grant", person, door, "--pin-file", pin, *words).document


def entries_at(desk: Desk, door: str) -> dict[str, Document]:
    doors = desk.ask("status")["doors"]
    here = next(one for one in doors if f"{one['site']}/{one['door']}" == door)
    return {entry["person"]: entry for entry in here["entries"]}


@pytest.fixture(scope="module")
def night_lock(desk: Desk) -> Iterator[LockProcess]:
    """A lock of the desk at a door in Paris; each test leaves it empty."""
    with practice_lock(desk, "night") as lock:
        mount(desk, lock, DOOR)
        yield lock
        dismount(desk, DOOR)


def test_the_keypad_opens_and_refuses_at_the_right_minutes_of_both_nights(
    desk: Desk, night_lock: LockProcess
) -> None:
    give(desk, "Bob", DOOR, "--weekly", "Mo-Su 22:00-06:00")
    give(desk, "Cleo", DOOR, "--weekly", "Mo-Fr 02:15-02:45", "--weekly", "Sa,Su 02:15-02:45")
    dates = ("--from", "2027-03-28T02:30", "--until", "2027-10-31T03:00")
    give(desk, "Dan", DOOR, "--weekly", "Su 01:00-05:00", *dates)
    applied = desk.ask("apply", DOOR)
    assert step_states(applied) == [(name, "write", "done") for name in NIGHTS]
    told = {name: (e["proof"], e["enforced_by"]) for name, e in entries_at(desk, DOOR).items()}
    assert told == dict.fromkeys(NIGHTS, ("seen", "lock"))
    assert night_lock.do("clock +0")  # the lock has the door's zone since it was paired
    for name, moments in NIGHTS.items():
        found = {moment: _opens(night_lock, PINS[name], moment) for moment in moments}
        assert found == moments, name
    (endless, _cleo, ending) = (desk.about("revoke", name, DOOR).document for name in NIGHTS)
    assert endless["exposed"] == [{"door": DOOR, "exposure_hours": None}]
    # 32 Sundays: 2 hours of the first, 4 of thirty, and of the last 2 readings of an hour, the second of which comes twice.
    assert ending["exposed"] == [{"door": DOOR, "exposure_hours": 2 + 30 * 4 + 3}]
    assert desk.ask("apply", DOOR)["ok"]


def _opens(lock: LockProcess, pin: str, moment: str) -> bool:
    lock.do(f"clock {moment}")
    pressed = lock.press(pin)
    assert pressed["event"] == "opened" or pressed["reason"] == "schedule"
    return pressed["event"] == "opened"


def test_a_visit_ends_with_its_first_use(desk: Desk, night_lock: LockProcess) -> None:
    given = give(desk, "Ada", DOOR, "--once")
    (step,) = given["steps"]
    assert (step["enforced_by"], step["notes"]) == ("program", ["one_use_by_program"])
    assert step["revocable"] == "now"
    assert given["taking_back"] == [{"door": DOOR, "revocable": "now", "exposure_hours": 24}]
    assert desk.ask("apply", DOOR)["ok"]
    assert night_lock.press(PINS["Ada"])["event"] == "opened"
    applied = desk.ask("apply", DOOR)
    assert (applied["steps"], applied["refusals"]) == ([], []), "nothing was planned before it"
    desk.about("refresh", DOOR, code=1)  # the code is left to be taken away
    assert entries_at(desk, DOOR)["Ada"]["proof"] == "removal_planned"
    assert step_states(desk.ask("apply", DOOR)) == [("Ada", "clear", "done")]
    assert night_lock.press(PINS["Ada"])["event"] == "refused"
    assert entries_at(desk, DOOR) == {}
    desk.about("revoke", "Ada", DOOR)  # a door with a grant that was not revoked is not removed


@pytest.mark.slow  # each needs a lock of its own; the reading of schedules is tested on the wire's values
@pytest.mark.parametrize(
    ("quirk", "proof", "presses"),
    [("drops-schedules", "planned", "refused"), ("restricts-users", "seen", "opened")],
)
def test_schedules_are_read_back_from_the_lock(
    desk: Desk, quirk: str, proof: str, presses: str
) -> None:
    door = f"House/{quirk}"
    with practice_lock(desk, quirk, f"--quirk={quirk}") as lock:
        mount(desk, lock, door)
        give(desk, "Bob", door, "--weekly", "Mo-Fr 08:00-12:00")
        done = desk.about("apply", door, code=0 if proof == "seen" else 1).document
        assert done["ok"] == (proof == "seen")
        assert entries_at(desk, door)["Bob"]["proof"] == proof
        lock.do("clock 2027-05-03T10:00")  # a Monday
        assert lock.press(PINS["Bob"])["event"] == presses
        desk.about("revoke", "Bob", door)
        desk.about("apply", door)
        dismount(desk, door)
