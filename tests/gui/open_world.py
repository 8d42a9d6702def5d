"""A real project file with real services over locks in memory, for tests of pages."""

import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from app.core.secret import Secret
from app.domain.grant import ALWAYS, Validity
from app.domain.ids import WriterId
from app.domain.matter_manual_code import write_manual_code
from app.domain.matter_payload import MatterPayload
from app.domain.person import Person
from app.domain.project import ProjectKind
from app.driver_api.pairing import Done
from app.driver_api.registry import DriverRegistry
from app.services.access import Granted, GrantWish, PinChoice
from app.services.lock_work import Waking
from app.services.open_project import Place
from app.services.project import NewProject, ProjectService
from app.services.workplace import Workplace, workplace_for
from app.storage.contracts import RawKey
from app.storage.project_file.files import SqlCipherProjectFiles
from app.storage.project_file.key import KeyParameters
from tests.fakes.fake_lock_driver import MANIFEST, FakeLock, FakeLockDriver

WEAK_KEY = (KeyParameters(time_cost=1, memory_kib=8, parallelism=1),)
PASSPHRASE = Secret("correct horse")


@dataclass(slots=True)
class WorldClock:
    """The present moment, which a test can move."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class NoKeyring:
    """A computer that keeps no keys."""

    async def is_available(self) -> bool:
        """It is not."""
        return False

    async def recall(self, file_id: str) -> RawKey | None:
        """Nothing was kept."""
        del file_id

    async def remember(self, file_id: str, key: RawKey) -> None:
        """Nothing is kept."""
        del file_id, key

    async def forget(self, file_id: str) -> None:
        """There is nothing to forget."""
        del file_id


@dataclass(slots=True)
class World:
    """An open project and the locks around it."""

    workplace: Workplace
    driver: FakeLockDriver
    clock: WorldClock
    locks: dict[str, FakeLock] = field(default_factory=dict[str, FakeLock])

    async def add_door(self, label: str) -> Place:
        """A door without a lock."""
        site, door = label.split("/")
        return await self.workplace.sites.add_door(site, door)

    async def add_lock(self, label: str, **settings: object) -> FakeLock:
        """A door with a lock that was paired and read."""
        number = len(self.driver.boxes) + 1
        place = await self.add_door(label)
        lock = FakeLock(self.clock, serial=f"PRACTICE-{number:04}", code=setup_code(number))
        for name, value in settings.items():
            setattr(lock, name, value)
        self.driver.boxes[lock.serial] = lock
        assert lock.code is not None
        run = await self.workplace.pairing.begin(place, lock.code, lambda _progress: None)
        step = await run.start()
        assert isinstance(step, Done), step
        await self.workplace.refreshing.refresh({place.door.id})
        self.locks[label] = lock
        return lock

    async def place(self, label: str) -> Place:
        """The door with this label."""
        rows = await self.workplace.sites.list_doors()
        return next(row.place for row in rows if row.place.label == label)

    async def door_id(self, label: str) -> str:
        """The id of the door with this label."""
        return str((await self.place(label)).door.id)

    async def grant(
        self, person: Person, *labels: str, validity: Validity = ALWAYS, pin: str = ""
    ) -> Granted:
        """Record that somebody shall enter these doors."""
        doors = frozenset([(await self.place(label)).door.id for label in labels])
        wish = GrantWish(
            person,
            doors,
            validity,
            choice=PinChoice.GIVEN if pin else PinChoice.OWN,
            pin=Secret(pin) if pin else None,
        )
        return await self.workplace.access.grant(wish)

    async def apply(self, *labels: str) -> None:
        """Do what is planned at these doors, at all when none is named."""
        doors = {(await self.place(label)).door.id for label in labels}
        await self.workplace.applying.apply(doors or None)


@asynccontextmanager
async def open_world(
    folder: Path, kind: ProjectKind = ProjectKind.PRACTICE
) -> AsyncGenerator[World]:
    """A new project in this folder, closed at the end."""
    clock = WorldClock()
    driver = FakeLockDriver(clock)
    projects = ProjectService(
        SqlCipherProjectFiles(WriterId(uuid4()), parameters=WEAK_KEY, now=clock),
        NoKeyring(),
        lambda _store: DriverRegistry({"fake": (MANIFEST, lambda: driver)}),
        clock,
        lambda: "Olga",
    )
    wish = NewProject(
        folder / "test.lockchart", "Hofgarten", "Europe/Berlin", kind, PASSPHRASE, PASSPHRASE
    )
    project = await projects.create(wish)
    waking = Waking(time.time, time.monotonic)
    try:
        yield World(workplace_for(project, secrets.randbelow, waking), driver, clock)
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
