"""Groups of doors, whose membership is live: who may enter a group may enter what is in it now."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import uuid4

from app.core.errors import RuleError, UsageError
from app.domain.ids import DoorId, GroupId
from app.domain.project import Group
from app.services.chart import sync_records
from app.services.open_project import OpenProject, list_places
from app.services.sites import checked_name
from app.storage.values import ChangeKind


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with the labels of its doors, sorted."""

    group: Group
    doors: tuple[str, ...]


class GroupService:
    """The groups of a project."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def list_groups(self) -> list[GroupRow]:
        """Every group by name."""
        async with self._project.store.snapshot() as read:
            groups = await read.groups.all()
            wanted = {door_id for group in groups for door_id in group.door_ids}
            places = await list_places(self._project, read, wanted) if wanted else []
        return [
            GroupRow(group, tuple(p.label for p in places if p.door.id in group.door_ids))
            for group in groups
        ]

    async def add(self, name: str, door_ids: Collection[DoorId] = ()) -> Group:
        """Add doors to the group of this name, made when it is new; whoever may enter the group may enter them."""
        name = checked_group_name(name)
        async with self._project.store.change(ChangeKind.GROUP_EDITED) as change:
            groups = change.repositories.groups
            known = next((one for one in await groups.all() if one.name == name), None)
            group = known or Group(GroupId(uuid4()), name)
            new = frozenset(door_ids) - group.door_ids
            changed = replace(group, door_ids=group.door_ids | new)
            change.concerns(note={"group": name})
            await groups.put(changed)
            await sync_records(self._project, change.repositories, new)
        return changed

    async def take_out(self, group: Group, door_ids: Collection[DoorId]) -> Group:
        """Take doors out of a group, and with them the access that came by it; raises `RuleError("not_in_group")`."""
        away = frozenset(door_ids)
        async with self._project.store.change(ChangeKind.GROUP_EDITED) as change:
            groups = change.repositories.groups
            known = await groups.get(group.id) or group
            strange = away - known.door_ids
            if strange:
                places = await list_places(self._project, change.repositories, strange)
                labels = ", ".join(place.label for place in places)
                raise RuleError("not_in_group", group=known.name, door=labels)
            changed = replace(known, door_ids=known.door_ids - away)
            change.concerns(note={"group": known.name})
            await groups.put(changed)
            await sync_records(self._project, change.repositories, away)
        return changed

    async def rename(self, group: Group, name: str) -> Group:
        """Give a group another name; raises `RuleError("name_taken")`."""
        async with self._project.store.change(ChangeKind.GROUP_EDITED) as change:
            known = await change.repositories.groups.get(group.id) or group
            changed = replace(known, name=checked_group_name(name))
            await change.repositories.groups.put(changed)
        return changed

    async def remove(self, group: Group) -> None:
        """Remove a group; raises `RuleError("still_needed")` while somebody may enter by it."""
        async with self._project.store.change(ChangeKind.GROUP_EDITED) as change:
            change.concerns(note={"group": group.name})
            await change.repositories.groups.remove(group.id)


def checked_group_name(name: str) -> str:
    """The name without blanks around it; raises `UsageError` when it is empty or begins with the sign of groups."""
    name = checked_name(name)
    if name.startswith("@"):
        raise UsageError("group_at", name=name)
    return name
