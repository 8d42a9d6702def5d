"""Finding the driver for a lock: an explicit tuple, no entry points, no folder scans."""

from collections.abc import Callable, Mapping

from app.core.errors import BugError
from app.driver_api.driver import LockDriver
from app.driver_api.manifest import DriverManifest


class DriverRegistry:
    """Builds each driver when it is first asked for, and closes those that were built."""

    def __init__(
        self, factories: Mapping[str, tuple[DriverManifest, Callable[[], LockDriver]]]
    ) -> None:
        self._factories = factories
        self._built: dict[str, LockDriver] = {}

    @property
    def manifests(self) -> tuple[DriverManifest, ...]:
        """All families, in the order they were declared."""
        return tuple(manifest for manifest, _build in self._factories.values())

    def manifest(self, driver_id: str) -> DriverManifest | None:
        """The facts of a family, without building its driver; None for a family that this program does not know."""
        known = self._factories.get(driver_id)
        return None if known is None else known[0]

    def driver(self, driver_id: str) -> LockDriver:
        """The driver with this id, built now if it was not yet."""
        if driver_id not in self._factories:
            raise BugError("unknown_driver", driver=driver_id)
        if driver_id not in self._built:
            self._built[driver_id] = self._factories[driver_id][1]()
        return self._built[driver_id]

    def driver_for_code(self, family: str) -> LockDriver | None:
        """The first driver that pairs by setup codes of this family."""
        for manifest in self.manifests:
            if family in manifest.setup_code_families:
                return self.driver(manifest.id)
        return None

    async def close(self) -> None:
        """Close every driver that was built; safe twice."""
        while self._built:
            _name, driver = self._built.popitem()
            await driver.close()
