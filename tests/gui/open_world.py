"""A real project file with real services over several locks in memory, for tests of pages."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.core.secret import Secret
from app.domain.grant import ALWAYS, Validity
from app.domain.matter_manual_code import write_manual_code
from app.domain.matter_payload import MatterPayload
from app.domain.person import Person
from app.domain.project import ProjectKind
from app.driver_api.pairing import Done
from app.services.access import Granted, GrantWish, PinChoice
from app.services.lock_work import Waking
from app.services.open_project import Place
from app.services.project import NewProject
from app.services.refreshing import RefreshService
from app.services.workplace import Workplace
from tests.fakes.fake_lock_driver import FakeLock, FakeLockDriver
from tests.unit.services.service_world import Hands, project_service, workplace


@dataclass(slots=True)
class Doors:
    """An open project and the locks around it, by `Site/Door`."""

    work: Workplace
    driver: FakeLockDriver
    hands: Hands
    locks: dict[str, FakeLock] = field(default_factory=dict[str, FakeLock])

    async def add_door(self, label: str) -> Place:
        """A door without a lock."""
        site, door = label.split("/")
        return await self.work.sites.add_door(site, door)

    async def add_lock(self, label: str) -> FakeLock:
        """A door with a lock that was paired and read."""
        number = len(self.driver.locks) + 1
        place = await self.add_door(label)
        lock = FakeLock(self.hands.clock, serial=f"PRACTICE-{number:04}")
        self.driver.locks[lock.serial] = lock
        run = await self.work.pairing.begin(place, setup_code(number), lambda _progress: None)
        step = await run.start()
        assert isinstance(step, Done), step
        await self.work.refreshing.refresh({place.door.id})
        self.locks[label] = lock
        return lock

    async def place(self, label: str) -> Place:
        """The door with this label."""
        rows = await self.work.sites.list_doors()
        return next(row.place for row in rows if row.place.label == label)

    async def door_id(self, label: str) -> str:
        """The id of the door with this label."""
        return str((await self.place(label)).door.id)

    async def person(self, name: str) -> Person:
        """Somebody of this name, added where there is nobody yet."""
        people = await self.work.people.list_people()
        known = next((person for person in people if person.name == name), None)
        return known or await self.work.people.add_person(name)

    async def grant(
        self, name: str, *labels: str, validity: Validity = ALWAYS, pin: str = ""
    ) -> Granted:
        """Record that somebody shall enter these doors."""
        wish = GrantWish(
            await self.person(name),
            frozenset([(await self.place(label)).door.id for label in labels]),
            validity,
            choice=PinChoice.GIVEN if pin else PinChoice.OWN,
            pin=Secret(pin) if pin else None,
        )
        return await self.work.access.grant(wish)

    async def apply(self, *labels: str) -> None:
        """Do what is planned at these doors, at all when none is named."""
        doors = {(await self.place(label)).door.id for label in labels}
        await self.work.applying.apply(doors or None)

    async def levels(self, label: str) -> list[str]:
        """The proof levels of the living codes at a door."""
        place = await self.place(label)
        records = await self.work.project.read.records.at_door(place.door.id)
        return [str(record.proof.level) for record in records]


@asynccontextmanager
async def open_doors(
    folder: Path, kind: ProjectKind = ProjectKind.PRACTICE
) -> AsyncGenerator[Doors]:
    """A new, empty project in this folder, closed at the end."""
    hands = Hands()
    driver = FakeLockDriver(hands.clock)
    projects = project_service(hands, driver)
    passphrase = Secret("correct horse")
    path = folder / "hofgarten.lockchart"
    project = await projects.create(
        NewProject(path, "Hofgarten", "Europe/Berlin", kind, passphrase, passphrase)
    )
    waking = Waking(lambda: 0.0, lambda: 0.0)
    refreshing = RefreshService(project, secrets.randbelow, waking, hands.sleep)
    try:
        yield Doors(replace(workplace(project, hands), refreshing=refreshing), driver, hands)
    finally:
        await projects.close()


def setup_code(number: int) -> Secret[str]:
    """The digits of one setup code for each number."""
    payload = MatterPayload(
        version=0,
        vendor_id=None,
        product_id=None,
        flow=None,
        discovery=None,
        discriminator=None,
        short_discriminator=number % 16,
        passcode=Secret(20_202_021 + number),
    )
    return write_manual_code(payload, with_ids=False)
