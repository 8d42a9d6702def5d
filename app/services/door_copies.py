"""Copying a door with its people and rules to new doors."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4
from zoneinfo import ZoneInfo

from app.core.errors import RuleError, UsageError
from app.domain.grant import Grant
from app.domain.ids import DoorId, PersonId, SiteId
from app.domain.project import Door, Site
from app.domain.validity import has_ended
from app.services.chart import sync_records
from app.services.open_project import OpenProject, Place, list_places, place_of
from app.services.sites import checked_name
from app.storage.repositories import Repositories
from app.storage.values import ChangeKind

MOST_COPIES = 200
"""At once; more come in by a table."""


class DoorCopyService:
    """Makes doors like one that is there: survey, privacy, time zone, groups, and who may enter when.

    Codes are the same, because a grant has one code at all its doors, and whose access is paused stays paused. Pictures, locks, the door's
    reserve code and what was proven stay where they are.
    """

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def copy_door(
        self, like: DoorId, names: Sequence[str], *, site_name: str | None = None
    ) -> list[Place]:
        """Add a door for each name, at the same site or the one named (made when it is new), as one edit.

        Raises `RuleError` (`door_gone`, `too_many_copies`), `UsageError` (`copies_unnamed`, `door_exists` and those of names); nothing
        is added then.
        """
        wanted = [checked_name(name) for name in names if name.strip()]
        if not wanted:
            raise UsageError("copies_unnamed")
        if len(wanted) > MOST_COPIES:
            raise RuleError("too_many_copies", limit=MOST_COPIES)
        source = await place_of(self._project, like)
        site = await self._site(source, site_name)
        await self._refuse_known(site, wanted)
        new = [self._like(source, site, name) for name in wanted]
        ids = frozenset(door.id for door in new)
        async with self._project.store.change(ChangeKind.DOOR_EDITED) as change:
            change.concerns(door_id=new[0].id if len(new) == 1 else None)
            repositories = change.repositories
            if await repositories.sites.get(site.id) is None:
                await repositories.sites.put(site)
            await repositories.doors.put_all(new)
            await self._copy_access(repositories, source, ids)
            await sync_records(self._project, repositories, ids)
        return await list_places(self._project, door_ids=ids)

    async def _site(self, source: Place, site_name: str | None) -> Site:
        if site_name is None:
            return source.site
        name = checked_name(site_name)
        if "/" in name:
            raise UsageError("site_slash", name=name)
        sites = await self._project.read.sites.all()
        known = next((site for site in sites if site.name == name), None)
        return known or Site(SiteId(uuid4()), name)

    async def _refuse_known(self, site: Site, names: Sequence[str]) -> None:
        doors = await self._project.read.doors.all()
        taken = {door.name for door in doors if door.site_id == site.id}
        for name in names:
            if name in taken:
                raise UsageError("door_exists", name=f"{site.name}/{name}")
            taken.add(name)

    def _like(self, source: Place, site: Site, name: str) -> Door:
        before = source.door
        project_zone = self._project.store.project.time_zone
        has_same_zone = before.time_zone or (site.time_zone or project_zone) == source.zone
        return replace(
            before,
            id=DoorId(uuid4()),
            site_id=site.id,
            name=name,
            # The hours of a grant are those of the door's wall clock; at another site they must not shift.
            time_zone=before.time_zone if has_same_zone else source.zone,
        )

    async def _copy_access(
        self, repositories: Repositories, source: Place, ids: frozenset[DoorId]
    ) -> None:
        like = source.door.id
        for group in await repositories.groups.all():
            if like in group.door_ids:
                await repositories.groups.put(replace(group, door_ids=group.door_ids | ids))
        people = {person.id: person for person in await repositories.people.all()}
        now, zone = self._project.clock(), ZoneInfo(source.zone)
        met: set[PersonId] = set()
        for grant in await repositories.grants.at_doors([like]):
            has_ended_now = has_ended(grant.validity, zone, now, granted_at=grant.created_at)
            is_over = grant.revoked_at is not None or grant.used_at is not None or has_ended_now
            # A reserve code is one door's: at several it would be lost for all of them at once.
            if is_over or not people[grant.person_id].is_listed:
                continue
            met.add(grant.person_id)
            changed = _extended(grant, like, ids)
            if changed != grant:
                await repositories.grants.put(changed)
        for person_id in met:
            paused = people[person_id].paused_door_ids
            if like in paused:
                changed_person = replace(people[person_id], paused_door_ids=paused | ids)
                await repositories.people.put(changed_person)


def _extended(grant: Grant, like: DoorId, ids: frozenset[DoorId]) -> Grant:
    """The grant with the new doors wherever it names the old one, among its exceptions too."""
    named = grant.door_ids | ids if like in grant.door_ids else grant.door_ids
    excepted = grant.except_door_ids
    return replace(
        grant,
        door_ids=named,
        except_door_ids=excepted | ids if like in excepted else excepted,
    )
