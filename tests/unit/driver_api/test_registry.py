"""Drivers are built when they are first asked for, once, and closed once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.core.errors import BugError
from app.driver_api.registry import DriverRegistry
from tests.fakes.fake_lock_driver import MANIFEST, FakeLockDriver

OTHER = replace(MANIFEST, id="other", setup_code_families=("zwave",))


class CountedDriver(FakeLockDriver):
    """Counts how often it is closed."""

    closed = 0

    async def close(self) -> None:
        self.closed += 1
        await super().close()


class Factory:
    """Builds drivers and keeps them."""

    def __init__(self) -> None:
        self.built: list[CountedDriver] = []

    def __call__(self) -> CountedDriver:
        self.built.append(CountedDriver(lambda: datetime(2026, 1, 1, tzinfo=UTC)))
        return self.built[-1]


def registry(first: Factory, second: Factory) -> DriverRegistry:
    return DriverRegistry({"matter": (MANIFEST, first), "other": (OTHER, second)})


def test_a_driver_is_built_once_and_only_when_asked_for() -> None:
    first, second = Factory(), Factory()
    drivers = registry(first, second)
    assert drivers.manifests == (MANIFEST, OTHER)
    assert (len(first.built), len(second.built)) == (0, 0)
    assert drivers.driver("matter") is drivers.driver("matter")
    assert (len(first.built), len(second.built)) == (1, 0)


def test_the_driver_of_a_setup_code_is_found_by_its_family() -> None:
    first, second = Factory(), Factory()
    drivers = registry(first, second)
    assert drivers.driver_for_code("zwave") is second.built[0]
    assert drivers.driver_for_code("homekit") is None
    assert not first.built


def test_an_unknown_driver_is_a_fault_of_ours() -> None:
    with pytest.raises(BugError, match="unknown_driver"):
        registry(Factory(), Factory()).driver("nuki")


async def test_only_what_was_built_is_closed_and_only_once() -> None:
    first, second = Factory(), Factory()
    drivers = registry(first, second)
    drivers.driver("matter")
    await drivers.close()
    await drivers.close()
    assert [driver.closed for driver in first.built] == [1]
    assert not second.built
