"""When a project locks itself, on clocks that the test moves."""

from pathlib import Path

import pytest

from app.core.settings import LOCK_AFTER_MINUTES, Settings
from app.viewmodels.self_lock import SelfLockViewModel


class Clocks:
    def __init__(self, folder: Path) -> None:
        self.wall_s, self.monotonic_s = 1_000_000.0, 50.0
        self.settings = Settings(folder / "settings.json")
        self.model = SelfLockViewModel(self.settings, lambda: self.wall_s, lambda: self.monotonic_s)
        self.due: list[str] = []
        self.model.due.connect(self.due.append)
        self.model.begin()

    def wait(self, seconds: float) -> None:
        """Time goes by, looked at every five seconds."""
        for _ in range(int(seconds / 5)):
            self.wall_s += 5
            self.monotonic_s += 5
            self.model.look()


@pytest.fixture
def clocks(qapp, tmp_path: Path) -> Clocks:
    return Clocks(tmp_path)


def test_it_locks_after_the_idle_minutes_and_says_so_once(clocks: Clocks):
    clocks.settings.set(LOCK_AFTER_MINUTES, 2)
    clocks.wait(115)
    assert clocks.due == []
    clocks.wait(300)
    assert clocks.due == ["idle"]
    assert not clocks.model.is_watching
    clocks.model.begin()
    clocks.wait(115)
    assert clocks.due == ["idle"]


def test_somebody_who_works_keeps_it_open(clocks: Clocks):
    clocks.settings.set(LOCK_AFTER_MINUTES, 1)
    for _ in range(10):
        clocks.wait(50)
        clocks.model.note_activity()
    assert clocks.due == []


def test_the_first_touch_after_the_time_does_not_keep_it_open(clocks: Clocks):
    clocks.settings.set(LOCK_AFTER_MINUTES, 1)
    clocks.wait(30)
    clocks.monotonic_s += 40
    clocks.wall_s += 40
    clocks.model.note_activity()
    assert clocks.due == ["idle"]


def test_zero_minutes_is_never(clocks: Clocks):
    clocks.settings.set(LOCK_AFTER_MINUTES, 0)
    clocks.wait(24 * 3600)
    assert clocks.due == []


def test_it_locks_when_the_wall_clock_ran_ahead_as_it_does_in_sleep(clocks: Clocks):
    clocks.settings.set(LOCK_AFTER_MINUTES, 0)
    clocks.wall_s += 3600
    clocks.wait(5)
    assert clocks.due == ["slept"]


def test_it_locks_after_sleep_where_the_monotonic_clock_goes_on(clocks: Clocks):
    clocks.settings.set(LOCK_AFTER_MINUTES, 0)
    clocks.wall_s += 3600
    clocks.monotonic_s += 3600
    clocks.model.look()
    assert clocks.due == ["slept"]


def test_it_locks_when_the_system_says_that_somebody_left(clocks: Clocks):
    clocks.model.leave()
    assert clocks.due == ["away"]
    clocks.model.leave()
    assert clocks.due == ["away"]


def test_sleep_while_no_project_is_open_locks_nothing(clocks: Clocks):
    clocks.model.end()
    clocks.wall_s += 3600
    clocks.model.look()
    clocks.model.leave()
    clocks.model.begin()
    clocks.wait(5)
    assert clocks.due == []
