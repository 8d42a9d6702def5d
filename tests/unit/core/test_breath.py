"""Long work breathes now and then, short work never."""

import time

import pytest

from app.core.breath import BREATH_S, EVERY_S, Breath, breathing


def test_the_things_are_the_same():
    assert list(breathing(range(1000))) == list(range(1000))
    assert list(breathing([])) == []


def test_short_work_does_not_sleep(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(time, "sleep", lambda _s: pytest.fail("it slept"))
    monkeypatch.setattr(time, "monotonic", lambda: 7.0)
    breath = Breath()
    for _ in range(100):
        breath.take()


def test_long_work_sleeps_once_each_time_it_has_worked_long_enough(monkeypatch: pytest.MonkeyPatch):
    now, slept = [0.0], list[float]()
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", slept.append)
    breath = Breath()
    for _ in range(30):
        now[0] += EVERY_S / 2
        breath.take()
    assert 14 <= len(slept) <= 15
    assert set(slept) == {BREATH_S}
