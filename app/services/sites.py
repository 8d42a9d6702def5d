"""Sites and doors."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import uuid4
from zoneinfo import ZoneInfo

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.domain.ids import DoorId, SiteId
from app.domain.lock import Lock
from app.domain.project import Door, Site
from app.domain.survey import FieldOf, noted
from app.domain.wishes import grant_without, is_over
from app.services.chart import sync_records
from app.services.open_project import OpenProject, Place, list_places, place_of
from app.storage.repositories import Repositories
from app.storage.values import ChangeKind

MAX_NAME = 120
LONGEST_WIFI_PASSWORD = 64
"""IEEE 802.11: a passphrase has 8 to 63 characters, a key written out 64 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A door with its lock, as lists show it."""

    place: Place
    lock: Lock | None


class SiteService:
    """Adds, renames and removes sites and doors."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def list_sites(self) -> list[Site]:
        """Every site by name."""
        return list(await self._project.read.sites.all())

    async def list_doors(self) -> list[DoorRow]:
        """Every door with its lock, ordered by site and door."""
        locks = {
            lock.door_id: lock
            for lock in await self._project.read.locks.all()
            if lock.retired_at is None
        }
        return [
            DoorRow(place, locks.get(place.door.id)) for place in await list_places(self._project)
        ]

    async def add_site(self, name: str, *, time_zone: str | None = None) -> Site:
        """Add a site; raises `UsageError` (`name_empty`, `name_too_long`, `site_slash`, `site_exists`, `time_zone`)."""
        name = checked_name(name)
        if "/" in name:
            raise UsageError("site_slash", name=name)
        if any(site.name == name for site in await self._project.read.sites.all()):
            raise UsageError("site_exists", name=name)
        site = Site(SiteId(uuid4()), name, checked_zone(time_zone))
        async with self._project.store.change(ChangeKind.SITE_EDITED) as change:
            await change.repositories.sites.put(site)
        return site

    async def set_site(
        self,
        site: Site,
        *,
        name: str | None = None,
        time_zone: str | None = None,
        fields: Mapping[str, str] | None = None,
        wifi_password: Secret[str] | None = None,
    ) -> Site:
        """Change what is given and keep the rest; an empty value or password is taken away.

        Raises `UsageError` as `add_site`, `RuleError` as `checked_value` and `site_gone`.
        """
        if name is not None and "/" in name:
            raise UsageError("site_slash", name=name)
        # What was read for the screen may be older than what another field wrote since.
        current = await self._project.read.sites.get(site.id)
        if current is None:
            raise RuleError("site_gone")
        new_name = checked_name(name) if name is not None else current.name
        if new_name != current.name:
            others = await self._project.read.sites.all()
            if any(other.name == new_name for other in others):
                raise UsageError("site_exists", name=new_name)
        zone = checked_zone(time_zone)
        password = _checked_password(wifi_password) if wifi_password is not None else None

        def edited(before: Site) -> Site:
            return replace(
                before,
                name=new_name,
                time_zone=zone or before.time_zone,
                fields=noted(FieldOf.SITE, before.fields, fields or {}),
                wifi_password=before.wifi_password if wifi_password is None else password,
            )

        if edited(current) == current:
            return current
        async with self._project.store.change(ChangeKind.SITE_EDITED) as change:
            latest = await change.repositories.sites.get(site.id)
            changed = edited(latest or current)
            await change.repositories.sites.put(changed)
        return changed

    async def remove_site(self, site: Site) -> None:
        """Remove a site without doors; raises `RuleError("site_has_doors")`."""
        if any(door.site_id == site.id for door in await self._project.read.doors.all()):
            raise RuleError("site_has_doors", name=site.name)
        async with self._project.store.change(ChangeKind.SITE_EDITED) as change:
            await change.repositories.sites.remove(site.id)

    async def add_door(
        self, site_name: str, door_name: str, *, time_zone: str | None = None
    ) -> Place:
        """Add a door, and its site when it is new, in one step; raises `UsageError("door_exists")` and those of names."""
        site_name, door_name = checked_name(site_name), checked_name(door_name)
        if "/" in site_name:
            raise UsageError("site_slash", name=site_name)
        sites = await self._project.read.sites.all()
        site = next((known for known in sites if known.name == site_name), None)
        if site is not None:
            doors = await self._project.read.doors.all()
            if any(door.site_id == site.id and door.name == door_name for door in doors):
                raise UsageError("door_exists", name=f"{site_name}/{door_name}")
        async with self._project.store.change(ChangeKind.DOOR_EDITED) as change:
            if site is None:
                site = Site(SiteId(uuid4()), site_name)
                await change.repositories.sites.put(site)
            door = Door(DoorId(uuid4()), site.id, door_name, checked_zone(time_zone))
            change.concerns(door_id=door.id)
            await change.repositories.doors.put(door)
        return await place_of(self._project, door.id)

    async def set_door(
        self,
        door: Door,
        *,
        name: str | None = None,
        time_zone: str | None = None,
        is_private: bool | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> Door:
        """Change what is given and keep the rest; an empty value is taken away.

        Raises `UsageError` as `add_door`, `RuleError` as `checked_value` and `door_gone`.
        """
        current = await self._project.read.doors.get(door.id)
        if current is None:
            raise RuleError("door_gone")
        new_name = checked_name(name) if name is not None else current.name
        if new_name != current.name:
            others = await self._project.read.doors.all()
            if any(other.site_id == door.site_id and other.name == new_name for other in others):
                raise UsageError("door_exists", name=new_name)
        zone = checked_zone(time_zone)

        def edited(before: Door) -> Door:
            return replace(
                before,
                name=new_name,
                time_zone=zone or before.time_zone,
                is_private=before.is_private if is_private is None else is_private,
                fields=noted(FieldOf.DOOR, before.fields, fields or {}),
            )

        if edited(current) == current:
            return current
        async with self._project.store.change(ChangeKind.DOOR_EDITED) as change:
            change.concerns(door_id=door.id)
            latest = await change.repositories.doors.get(door.id)
            changed = edited(latest or current)
            await change.repositories.doors.put(changed)
        return changed

    async def remove_door(self, door: Door) -> None:
        """Remove a door without a lock; raises `RuleError` (`lock_mounted`, `door_has_entries`).

        Grants that were used or are over give way; any other one has to be taken away first.
        """
        if await self._project.read.locks.at_door(door.id) is not None:
            raise RuleError("lock_mounted", door=door.name)
        async with self._project.store.change(ChangeKind.DOOR_EDITED) as change:
            change.concerns(door_id=door.id)
            await self._leave_ended_grants(change.repositories, door)
            await sync_records(self._project, change.repositories, [door.id])
            if await change.repositories.records.at_door(door.id):
                raise RuleError("door_has_entries", door=door.name)
            await change.repositories.doors.remove(door.id)

    async def _leave_ended_grants(self, repositories: Repositories, door: Door) -> None:
        """Take the door out of the grants whose end has passed, which count as revoked."""
        zone, now = ZoneInfo((await place_of(self._project, door.id)).zone), self._project.clock()
        groups = {group.id: group for group in await repositories.groups.all()}
        for grant in await repositories.grants.at_doors([door.id]):
            if door.id in grant.door_ids and is_over(grant, zone, now):
                left = grant_without(grant, door_ids=[door.id], groups=groups, now=now)
                if left != grant:
                    await repositories.grants.put(left)


def checked_name(name: str) -> str:
    """The name without space around it; empty and overlong ones are refused."""
    name = name.strip()
    if not name:
        raise UsageError("name_empty")
    if len(name) > MAX_NAME:
        raise UsageError("name_too_long", limit=MAX_NAME)
    if any(ord(letter) < 32 for letter in name):
        raise UsageError("name_control_character")
    return name


def _checked_password(given: Secret[str]) -> Secret[str] | None:
    """None for an empty one; raises `RuleError("wifi_password_too_long")`."""
    if len(given.reveal()) > LONGEST_WIFI_PASSWORD:
        raise RuleError("wifi_password_too_long", limit=LONGEST_WIFI_PASSWORD)
    return given if given.reveal() else None


def checked_zone(name: str | None) -> str | None:
    """The IANA zone's name, or `UsageError("time_zone")`."""
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise UsageError("time_zone", name=name) from error
    return name


def split_label(text: str) -> tuple[str, str]:
    """`Site/Door` as its two names; the first slash separates. Raises `UsageError("door_label")`."""
    site, slash, door = text.partition("/")
    if not slash or not site.strip() or not door.strip():
        raise UsageError("door_label", name=text)
    return site, door
