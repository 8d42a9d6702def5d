"""What a Matter controller sees of the practice lock; the controller is matter.js itself, not our engine."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.integration.line_process import ControllerProcess, Line, LockProcess

PIN = 1
UNRESTRICTED, YEAR_DAY, WEEK_DAY = 0, 1, 2
ENABLED, DISABLED = 1, 3
ALL_USERS = 0xFFFE
MATTER_EPOCH_US = 946_684_800_000_000
SETTLE_S = 1.5


class Bench:
    """One lock and one controller that has commissioned it."""

    def __init__(self, lock: LockProcess, controller: ControllerProcess) -> None:
        self.lock, self.controller = lock, controller

    def ask(self, command: str, **fields: object) -> Any:
        return self.controller.invoke(command, **fields)

    def set_user(
        self, index: int, kind: int = UNRESTRICTED, status: int = ENABLED, operation: int = 0
    ) -> Any:
        return self.ask(
            "setUser",
            operationType=operation,
            userIndex=index,
            userName=f"User {index}",
            userUniqueId=index * 11,
            userStatus=status,
            userType=kind,
            credentialRule=0,
        )

    def set_pin(self, index: int, pin: str, user: int | None = None, operation: int = 0) -> Any:
        return self.ask(
            "setCredential",
            operationType=operation,
            credential={"credentialType": PIN, "credentialIndex": index},
            credentialData=pin,
            userIndex=index if user is None else user,
            userStatus=None,
            userType=None,
        )

    def clear_pin(self, index: int) -> Any:
        return self.ask(
            "clearCredential", credential={"credentialType": PIN, "credentialIndex": index}
        )

    def status_of(self, index: int) -> Any:
        return self.ask(
            "getCredentialStatus", credential={"credentialType": PIN, "credentialIndex": index}
        )

    def user(self, index: int) -> Any:
        return self.ask("getUser", userIndex=index)

    def read(self, endpoint: int, cluster: int, attribute: int) -> Any:
        return self.controller.ask("read", path=[endpoint, cluster, attribute])["value"]

    def number(self) -> int:
        """The highest event number the controller has."""
        return max((event["number"] for event in self.controller.events()), default=0)

    def event(self, name: str, after: int, **fields: object) -> Line:
        """The payload of the next such event above the mark."""

        def is_wanted(line: Line) -> bool:
            payload = line.get("payload") or {}
            return (
                line.get("event") == name
                and line["number"] > after
                and all(payload.get(key) == value for key, value in fields.items())
            )

        seen = next((line for line in self.controller.events() if is_wanted(line)), None)
        return (seen or self.controller.until(is_wanted)[-1])["payload"]


@pytest.fixture(scope="module")
def commissioned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("practice")
    with (
        LockProcess(folder / "lock", folder / "net", "--lock-out", "1") as lock,
        ControllerProcess(folder / "net") as controller,
    ):
        assert controller.ask("commission", manual=lock.ready["manual"]) is None
        lock.wait_for("commissioned")
        yield Bench(lock, controller)


@pytest.fixture
def bench(commissioned: Bench) -> Bench:
    """The same lock, empty and without faults, its clock on a Tuesday at noon in Berlin."""
    for command in (
        "drop off",
        "slow off",
        "lag 0",
        "zone Europe/Berlin",
        "clock 2026-11-24T12:00",
    ):
        commissioned.lock.do(command)
    assert commissioned.ask("clearUser", userIndex=ALL_USERS) is None
    return commissioned


def test_a_pin_opens_and_the_event_names_it(bench: Bench) -> None:
    bench.set_user(2)
    assert bench.set_pin(3, "4821", user=2) == {
        "status": 0,
        "userIndex": None,
        "nextCredentialIndex": 4,
    }
    mark = bench.number()
    assert bench.lock.press("4821")["event"] == "opened"
    event = bench.event("lockOperation", mark)
    assert (event["lockOperationType"], event["operationSource"], event["userIndex"]) == (1, 3, 2)
    assert event["credentials"] == [{"credentialType": PIN, "credentialIndex": 3}]
    assert (event["fabricIndex"], event["sourceNode"]) == (None, None)
    assert bench.read(1, 257, 0) == 2


def test_a_wrong_pin_names_nobody_and_a_known_one_is_named(bench: Bench) -> None:
    bench.set_user(1, status=DISABLED)
    bench.set_pin(1, "4821")
    mark = bench.number()
    assert bench.lock.press("9999")["reason"] == "wrong_code"
    assert bench.event("lockOperationError", mark, operationError=1)["credentials"] is None
    assert bench.lock.press("4821")["reason"] == "disabled"
    named = bench.event("lockOperationError", mark, operationError=2)
    assert named["credentials"] == [{"credentialType": PIN, "credentialIndex": 1}]
    assert bench.set_user(1, operation=2) is None
    assert bench.lock.press("4821")["event"] == "opened"


def test_five_wrong_codes_at_the_keypad_close_the_network_too(bench: Bench) -> None:
    bench.set_user(1)
    bench.set_pin(1, "4821")
    mark = bench.number()
    for _ in range(5):
        bench.lock.press("9999")
    assert bench.event("doorLockAlarm", mark)["alarmCode"] == 4
    assert bench.ask("unlockDoor", pinCode="4821")["error"]["status"] == 1
    end = time.monotonic() + 5
    while bench.ask("unlockDoor", pinCode="4821") is not None:
        assert time.monotonic() < end, "the lock-out did not end"
        time.sleep(0.05)


def test_weekly_windows_are_enforced_and_united(bench: Bench) -> None:
    bench.set_user(1, kind=WEEK_DAY)
    bench.set_pin(1, "4821")
    assert bench.lock.press("4821")["reason"] == "schedule"
    for index, (start, end) in enumerate(((8, 10), (14, 16)), 1):
        bench.ask(
            "setWeekDaySchedule", weekDayIndex=index, userIndex=1, daysMask={"tuesday": True},
            startHour=start, startMinute=0, endHour=end, endMinute=30,
        )  # fmt: skip
    mark = bench.number()
    found = {}
    for at in ("07:59", "08:00", "10:29", "10:30", "14:00", "16:30"):
        bench.lock.do(f"clock {at}")
        found[at] = bench.lock.press("4821")["event"]
    opened = {at for at, event in found.items() if event == "opened"}
    assert opened == {"08:00", "10:29", "14:00"}
    bench.lock.do("clock 2026-11-25T09:00")
    assert bench.lock.press("4821")["reason"] == "schedule"
    restricted = bench.event("lockOperationError", mark, operationError=3)
    assert restricted["credentials"] == [{"credentialType": PIN, "credentialIndex": 1}]


def test_a_window_over_midnight_has_no_hole(bench: Bench) -> None:
    bench.set_user(1, kind=WEEK_DAY)
    bench.set_pin(1, "4821")
    parts = ((1, {"tuesday": True}, 22, 0, 23, 59), (2, {"wednesday": True}, 0, 0, 6, 0))
    for index, days, start, start_minute, end, end_minute in parts:
        bench.ask(
            "setWeekDaySchedule", weekDayIndex=index, userIndex=1, daysMask=days,
            startHour=start, startMinute=start_minute, endHour=end, endMinute=end_minute,
        )  # fmt: skip
    for at, event in (
        ("2026-11-24T21:59", "refused"),
        ("2026-11-24T23:59:30", "opened"),
        ("2026-11-25T00:00", "opened"),
        ("2026-11-25T06:00", "refused"),
    ):
        bench.lock.do(f"clock {at}")
        assert bench.lock.press("4821")["event"] == event, at


def test_a_date_range_follows_the_wall_clock_of_the_zone_through_daylight_saving(
    bench: Bench,
) -> None:
    bench.set_user(1, kind=YEAR_DAY)
    bench.set_pin(1, "4821")

    def wall(text: str) -> int:
        return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())

    bench.ask(
        "setYearDaySchedule",
        yearDayIndex=1,
        userIndex=1,
        localStartTime=wall("2027-03-28T03:00"),
        localEndTime=wall("2027-03-28T05:00"),
    )
    # In Berlin 02:00 to 03:00 does not exist on that day: 01:59:59 is followed by 03:00:00.
    for at, event in (
        ("2027-03-28T00:59:59Z", "refused"),
        ("2027-03-28T01:00:00Z", "opened"),
        ("2027-03-28T02:59:59Z", "opened"),
        ("2027-03-28T03:00:00Z", "refused"),
    ):
        bench.lock.do(f"clock {at}")
        assert bench.lock.press("4821")["event"] == event, at
    bench.lock.do("zone UTC")
    bench.lock.do("clock 2027-03-28T03:00:00Z")
    assert bench.lock.press("4821")["event"] == "opened"


def test_refusals_have_the_status_that_the_cluster_defines(bench: Bench) -> None:
    bench.set_user(1)
    assert bench.set_pin(1, "4821")["status"] == 0
    assert bench.set_pin(2, "4821", user=1)["status"] == 2
    assert bench.set_pin(1, "4822")["status"] == 3
    assert bench.set_pin(2, "482", user=1)["status"] == 133
    assert bench.set_pin(2, "482148214", user=1)["status"] == 133
    assert bench.set_pin(2, "48a1", user=1)["status"] == 133
    assert bench.set_pin(11, "4823", user=1)["status"] == 133
    assert bench.set_pin(2, "4824", user=9)["status"] == 133
    assert bench.set_user(1)["error"]["cluster_status"] == 3
    assert bench.set_pin(1, "4825", operation=2)["status"] == 0
    assert bench.lock.press("4825")["event"] == "opened"


def test_a_user_goes_with_its_last_credential(bench: Bench) -> None:
    bench.set_user(1)
    bench.set_pin(1, "4821")
    bench.set_pin(2, "4822", user=1)
    bench.clear_pin(1)
    assert bench.user(1)["userStatus"] == ENABLED
    mark = bench.number()
    bench.clear_pin(2)
    assert bench.user(1)["userStatus"] is None
    assert bench.event("lockUserChange", mark, lockDataType=2)["dataOperationType"] == 1
    assert bench.ask("clearUser", userIndex=1) is None


def test_a_lock_that_drops_says_yes_and_keeps_nothing(bench: Bench) -> None:
    bench.set_user(1)
    bench.lock.do("drop on")
    assert bench.set_pin(1, "4821") == {"status": 0, "userIndex": None, "nextCredentialIndex": 2}
    assert bench.set_pin(1, "48")["status"] == 133
    assert not bench.status_of(1)["credentialExists"]
    assert bench.user(1)["credentials"] == []
    assert bench.lock.press("4821")["reason"] == "wrong_code"
    bench.lock.do("drop off")
    assert bench.set_pin(1, "4821")["status"] == 0
    assert bench.status_of(1)["credentialExists"]


def test_a_lagging_lock_shows_writes_late_and_works_at_once(bench: Bench) -> None:
    bench.set_user(1, kind=WEEK_DAY)
    bench.lock.do(f"lag {SETTLE_S}")
    assert bench.set_pin(1, "4821")["status"] == 0
    bench.ask(
        "setWeekDaySchedule", weekDayIndex=1, userIndex=1, daysMask={"tuesday": True},
        startHour=11, startMinute=0, endHour=13, endMinute=0,
    )  # fmt: skip
    assert bench.lock.press("4821")["event"] == "opened"
    assert not bench.status_of(1)["credentialExists"]
    assert bench.user(1)["userStatus"] == ENABLED  # written before the lag began
    assert bench.user(1)["credentials"] == []
    assert bench.ask("getWeekDaySchedule", weekDayIndex=1, userIndex=1)["status"] == 0x8B
    end = time.monotonic() + SETTLE_S + 5
    while not bench.status_of(1)["credentialExists"]:
        assert time.monotonic() < end, "the write never showed"
        time.sleep(0.05)
    time_left = end - time.monotonic()
    assert time_left > 0
    while bench.ask("getWeekDaySchedule", weekDayIndex=1, userIndex=1)["status"] != 0:
        assert time.monotonic() < end, "the schedule never showed"
        time.sleep(0.05)
    assert bench.ask("getWeekDaySchedule", weekDayIndex=1, userIndex=1)["startHour"] == 11


def test_a_slow_lock_answers_after_seconds(bench: Bench) -> None:
    bench.lock.do("slow on")
    began = time.monotonic()
    assert bench.user(1)["userStatus"] is None
    assert time.monotonic() - began > 1.5
    bench.lock.do("slow off")
    began = time.monotonic()
    bench.user(1)
    assert time.monotonic() - began < 1.5


def test_a_lost_code_is_gone_without_a_word(bench: Bench) -> None:
    bench.set_user(7)
    bench.set_pin(7, "4821")
    bench.event("lockUserChange", 0, lockDataType=6, dataIndex=7)
    mark = bench.number()
    assert "cleared" not in [line.get("how") for line in bench.lock.say("lose 7")]
    assert not bench.status_of(7)["credentialExists"]
    assert bench.user(7)["userStatus"] == ENABLED
    assert bench.lock.press("4821")["reason"] == "wrong_code"
    bench.event("lockOperationError", mark)
    later = [event for event in bench.controller.events() if event["number"] > mark]
    assert [event for event in later if event["event"] == "lockUserChange"] == []


def test_a_foreign_code_belongs_to_no_fabric(bench: Bench) -> None:
    mark = bench.number()
    code = bench.lock.do("foreign 4")["code"]
    user, status = bench.user(4), bench.status_of(4)
    assert (user["userStatus"], user["creatorFabricIndex"], user["lastModifiedFabricIndex"]) == (
        ENABLED,
        None,
        None,
    )
    assert (status["credentialExists"], status["userIndex"], status["creatorFabricIndex"]) == (
        True,
        4,
        None,
    )
    change = bench.event("lockUserChange", mark, lockDataType=6, operationSource=3)
    assert (change["fabricIndex"], change["dataIndex"]) == (None, 4)
    assert bench.lock.press(code)["event"] == "opened"
    assert bench.set_pin(5, code, user=4)["status"] == 2
    assert bench.ask("clearUser", userIndex=4) is None
    assert bench.lock.press(code)["reason"] == "wrong_code"


def test_a_full_lock_takes_nobody(bench: Bench) -> None:
    bench.set_user(2)
    bench.set_pin(2, "4821")
    assert bench.lock.do("full")["filled"] == 9
    assert bench.set_user(1)["error"]["cluster_status"] == 3
    assert bench.set_pin(1, "4822", user=2) == {
        "status": 3,
        "userIndex": None,
        "nextCredentialIndex": None,
    }
    assert bench.lock.press("4821")["event"] == "opened"


def test_a_jammed_lock_does_not_move(bench: Bench) -> None:
    mark = bench.number()
    bench.lock.do("jam")
    assert bench.event("doorLockAlarm", mark)["alarmCode"] == 0
    assert bench.read(1, 257, 0) == 0
    assert bench.ask("lockDoor")["error"]["status"] == 1
    assert bench.event("lockOperationError", mark)["operationError"] == 0
    bench.lock.do("unjam")
    assert bench.ask("unlockDoor") is None
    assert bench.read(1, 257, 0) == 2


def test_door_and_battery_reach_the_controller(bench: Bench) -> None:
    mark = bench.number()
    bench.lock.do("door open")
    assert bench.event("doorStateChange", mark)["doorState"] == 0
    bench.lock.do("battery 4")
    assert (bench.read(1, 47, 12), bench.read(1, 47, 14)) == (8, 2)
    bench.lock.do("door closed")
    bench.lock.do("battery 80")
    assert (bench.read(1, 257, 3), bench.read(1, 47, 12), bench.read(1, 47, 14)) == (1, 160, 0)


def test_its_clock_can_be_read_and_set(bench: Bench) -> None:
    noon = datetime(2026, 11, 24, 11, 0, tzinfo=UTC).timestamp()
    assert 0 <= bench.read(0, 56, 0) / 1e6 - noon < 60
    assert 0 <= bench.read(0, 56, 7) / 1e6 - noon - 3600 < 60
    assert bench.read(0, 56, 5) == [
        {"offset": 3600, "validAt": MATTER_EPOCH_US, "name": "Europe/Berlin"}
    ]
    assert [entry["offset"] for entry in bench.read(0, 56, 6)] == [0, 3600]

    def ask_time(command: str, **fields: object) -> Any:
        return bench.controller.ask(
            "invoke", endpoint=0, cluster="timeSynchronization", command=command, fields=fields
        )

    zones = [{"offset": 0, "validAt": MATTER_EPOCH_US, "name": "Asia/Tokyo"}]
    assert ask_time("setTimeZone", timeZone=zones) == {"dstOffsetRequired": False}
    assert ask_time("setUtcTime", utcTime=1_900_000_000_000_000, granularity=3) is None
    assert bench.lock.do("clock +0")["clock"].startswith("2030-03-18T02:46:")
    unnamed = [{"offset": 5400, "validAt": MATTER_EPOCH_US}]
    assert ask_time("setTimeZone", timeZone=unnamed) == {"dstOffsetRequired": True}
    assert bench.lock.do("clock +0")["clock"].endswith("+01:30")


def test_an_offline_lock_is_silent_works_and_tells_afterwards(bench: Bench) -> None:
    bench.set_user(1, kind=WEEK_DAY)
    bench.set_pin(1, "4821")
    bench.set_user(2)
    bench.set_pin(2, "4822")
    mark = bench.number()
    bench.lock.do("offline")
    assert bench.lock.press("4822")["event"] == "opened"
    noon = {
        "weekDayIndex": 1, "userIndex": 1, "daysMask": {"tuesday": True},
        "startHour": 11, "startMinute": 0, "endHour": 13, "endMinute": 0,
    }  # fmt: skip
    is_answer = bench.controller.begin("invoke", command="setWeekDaySchedule", fields=noon)
    with pytest.raises(AssertionError, match="nothing came"):
        bench.controller.until(is_answer, timeout_s=1.0)
    assert bench.lock.press("4821")["reason"] == "schedule"
    names = [event["event"] for event in bench.controller.events() if event["number"] > mark]
    assert "lockOperation" not in names
    bench.lock.do("online")
    assert bench.controller.until(is_answer)[-1]["result"] is None
    assert bench.lock.press("4821")["event"] == "opened"
    assert bench.event("lockOperation", mark, userIndex=2)["operationSource"] == 3


def test_removed_it_forgets_everything_and_can_be_commissioned_again(bench: Bench) -> None:
    bench.set_user(1)
    bench.set_pin(1, "4821")
    assert bench.controller.ask("remove") is None
    bench.lock.wait_for("decommissioned")
    assert bench.controller.ask("commission", manual=bench.lock.ready["manual"]) is None
    bench.lock.wait_for("commissioned")
    assert bench.user(1)["userStatus"] is None
    assert bench.lock.press("4821")["reason"] == "wrong_code"
    bench.set_user(2)
    assert bench.lock.wait_for("changed", what="user")["user"] == 2


def test_other_locks_have_no_schedules_no_clock_and_the_codes_of_matter_js(tmp_path: Path) -> None:
    quirks = (
        "--quirk=plain",
        "--quirk=no-schedules",
        "--quirk=no-clock",
        "--quirk=no-serial",
        "--pin-length=6-6",
        "--pins=2",
    )
    with (
        LockProcess(tmp_path / "lock", tmp_path / "net", *quirks) as lock,
        ControllerProcess(tmp_path / "net") as controller,
    ):
        assert lock.ready["serial"] is None
        assert controller.ask("commission", manual=lock.ready["manual"]) is None
        bench = Bench(lock, controller)
        features = bench.read(1, 257, 65532)
        assert [name for name in features if "Schedule" in name and features[name]] == []
        assert (bench.read(0, 56, 0), bench.read(0, 40, 15)) == (None, None)
        assert (bench.read(1, 257, 23), bench.read(1, 257, 24), bench.read(1, 257, 17)) == (6, 6, 2)
        bench.set_user(1)
        assert bench.set_pin(1, "482100")["status"] == 0
        assert bench.set_pin(1, "482101")["status"] == 1
        assert bench.set_pin(2, "482100", user=1)["status"] == 1
        bench.clear_pin(1)
        assert bench.user(1)["userStatus"] == ENABLED


def test_a_lock_that_died_comes_back_to_its_controller(tmp_path: Path) -> None:
    with ControllerProcess(tmp_path / "net") as controller:
        with LockProcess(tmp_path / "lock", tmp_path / "net") as lock:
            assert controller.ask("commission", manual=lock.ready["manual"]) is None
            code = lock.do("foreign 2")["code"]
            memory = tmp_path / "lock" / "memory.json"
            end = time.monotonic() + 20
            while '"root.subscriptions":{"subscriptions":[{' not in memory.read_text():
                assert time.monotonic() < end, "no subscription was kept"
                time.sleep(0.05)
            lock.process.kill()
            lock.process.wait()
        with LockProcess(tmp_path / "lock", tmp_path / "net") as lock:
            assert lock.ready["commissioned"]
            assert lock.ready["state"]["fabrics"] == 1
            again = Bench(lock, controller)
            mark = again.number()
            assert lock.press(code)["event"] == "opened"
            assert again.event("lockOperation", mark)["userIndex"] == 2
            assert again.user(2)["userStatus"] == ENABLED
