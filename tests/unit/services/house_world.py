"""A house whose locks take codes of different lengths."""

from dataclasses import dataclass, replace
from uuid import uuid4

from app.core.secret import Secret
from app.domain.grant import ALWAYS
from app.domain.ids import DoorId, GroupId
from app.domain.lock import PinRules
from app.domain.person import Person
from app.domain.project import Group
from app.services.access import Granted, GrantWish
from app.services.code_choice import PinChoice
from app.services.open_project import Place
from app.storage.values import ChangeKind
from tests.fakes.fake_lock_driver import CAPABILITIES, FakeLock
from tests.unit.services.service_world import START, World

OTHER_CODE = Secret("MT:Y.K9042C00KA0648G00")
SIX, NINE = PinRules(6, 6), PinRules(9, 9)


def lock_with(rules: PinRules, serial: str) -> FakeLock:
    return FakeLock(lambda: START, serial=serial, capabilities=replace(CAPABILITIES, pins=rules))


@dataclass
class House:
    """A world with a front door for six digits, a cellar for nine, and a shed without lock."""

    w: World
    front: DoorId
    cellar: DoorId
    shed: DoorId

    async def grant(
        self,
        person: Person,
        *doors: DoorId,
        pin: str | None = None,
        groups: frozenset[GroupId] = frozenset(),
        choice: PinChoice = PinChoice.OWN,
        dry_run: bool = False,
    ) -> Granted:
        """Give the person a code."""
        wish = GrantWish(
            person,
            frozenset(doors),
            ALWAYS,
            group_ids=groups,
            choice=PinChoice.GIVEN if pin else choice,
            pin=Secret(pin) if pin else None,
        )
        return await self.w.work.access.grant(wish, dry_run=dry_run)

    async def group(self, *doors: DoorId) -> Group:
        """A group of these doors."""
        group = Group(GroupId(uuid4()), "House", frozenset(doors))
        async with self.w.project.store.change(ChangeKind.GROUP_EDITED) as change:
            await change.repositories.groups.put(group)
        return group


async def add_lock(w: World, site: str, name: str, lock: FakeLock) -> Place:
    lock.clock = w.hands.clock
    w.driver.locks[lock.serial] = lock
    place = await w.work.sites.add_door(site, name)
    run = await w.work.pairing.begin(place, OTHER_CODE, lambda _progress: None)
    await run.start()
    return place


async def house_in(w: World) -> House:
    cellar = await add_lock(w, "Home", "Cellar", lock_with(NINE, "PRACTICE-NINE"))
    shed = await w.work.sites.add_door("Home", "Shed")
    return House(w, w.place.door.id, cellar.door.id, shed.door.id)


def codes_of(granted: Granted) -> dict[DoorId, str]:
    return {
        door_id: part.credential.value.reveal()
        for part in granted.parts
        if part.credential.value is not None
        for door_id in part.door_ids
    }
