"""The project that is open: its store, its drivers, its clock."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from app.core.errors import RuleError
from app.domain.ids import DoorId
from app.domain.lock import Lock
from app.domain.project import Door, Site, zone_name_of
from app.driver_api.pairing import PairedLock
from app.driver_api.registry import DriverRegistry
from app.storage.contracts import ProjectStore
from app.storage.repositories import Repositories

Clock = Callable[[], datetime]
"""Gives the present moment, aware."""


@dataclass(frozen=True, slots=True)
class OpenProject:
    """Everything a use case needs of one open project. `warnings` are message codes to be said once, after opening."""

    store: ProjectStore
    drivers: DriverRegistry
    clock: Clock
    warnings: tuple[str, ...] = ()

    @property
    def read(self) -> Repositories:
        """The repositories for reading."""
        return self.store.read


@dataclass(frozen=True, slots=True)
class Place:
    """A door with its site and zone; `label` is "Site/Door"."""

    site: Site
    door: Door
    zone: str

    @property
    def label(self) -> str:
        """The name that the command line and every table use."""
        return f"{self.site.name}/{self.door.name}"


async def list_places(
    project: OpenProject,
    repositories: Repositories | None = None,
    door_ids: Collection[DoorId] | None = None,
) -> list[Place]:
    """These doors, all when None, with site and zone, ordered by site and door name; in a change or snapshot with its repositories."""
    read = repositories or project.read
    # Doors before sites, and a door whose site is gone went with it: somebody may commit between the two readings.
    doors = await (read.doors.all() if door_ids is None else read.doors.some(door_ids))
    sites = {site.id: site for site in await read.sites.some({door.site_id for door in doors})}
    places = [
        Place(
            sites[door.site_id],
            door,
            zone_name_of(project.store.project, sites[door.site_id], door),
        )
        for door in doors
        if door.site_id in sites
    ]
    return sorted(
        places, key=lambda place: (place.site.name.casefold(), place.door.name.casefold())
    )


async def place_of(project: OpenProject, door_id: DoorId) -> Place:
    """One door with its site and zone; raises `RuleError` when it is gone."""
    door = await project.read.doors.get(door_id)
    site = await project.read.sites.get(door.site_id) if door is not None else None
    if door is None or site is None:
        raise RuleError("door_gone")
    return Place(site, door, zone_name_of(project.store.project, site, door))


def paired(lock: Lock) -> PairedLock:
    """What a driver needs to open a lock of the project."""
    return PairedLock(driver=lock.driver, address=lock.address)
