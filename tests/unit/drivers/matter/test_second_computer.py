"""Noticing that another copy of the project operates a lock."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.tasks import TaskOwner
from app.drivers.matter.engine_values import SubscriptionChanged
from app.drivers.matter.second_computer import SecondComputerWatch

LOST = SubscriptionChanged(7, is_active=False, is_available=True)


class Clock:
    now = datetime(2026, 3, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(clock: Clock) -> SecondComputerWatch:
    return SecondComputerWatch(TaskOwner(lambda _name, _error: None), clock)


def test_two_lost_subscriptions_in_ten_minutes_are_noticed(watch, clock):
    watch.note(LOST)
    assert not watch.is_noticed(7)
    clock.now += timedelta(minutes=9)
    watch.note(LOST)
    assert watch.is_noticed(7)
    assert not watch.is_noticed(8)


def test_two_far_apart_are_not(watch, clock):
    watch.note(LOST)
    clock.now += timedelta(minutes=11)
    watch.note(LOST)
    assert not watch.is_noticed(7)


def test_a_lock_that_is_away_and_a_subscription_that_begins_do_not_count(watch):
    for _time in range(3):
        watch.note(SubscriptionChanged(7, is_active=False, is_available=False))
        watch.note(SubscriptionChanged(7, is_active=True, is_available=True))
    assert not watch.is_noticed(7)
