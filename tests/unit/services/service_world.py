"""A project in a real file, a lock in memory, and a clock that tests move."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.core.secret import Secret
from app.domain.grant import ALWAYS, Validity
from app.domain.ids import WriterId
from app.domain.person import Person
from app.domain.project import ProjectKind
from app.domain.slot_record import SlotRecord
from app.driver_api.pairing import Done
from app.driver_api.registry import DriverRegistry
from app.services.access import Granted, GrantWish, PinChoice
from app.services.applying import ApplyService
from app.services.lock_work import Waking
from app.services.open_project import OpenProject, Place
from app.services.project import NewProject, ProjectService
from app.services.workplace import Workplace, workplace_for
from app.storage.project_file.files import SqlCipherProjectFiles
from app.storage.project_file.key import KeyParameters
from tests.fakes.fake_keyring import FakeKeyring
from tests.fakes.fake_lock_driver import MANIFEST, FakeLock, FakeLockDriver

CODE = Secret("MT:-24J0AFN00KA0648G00")
QUICK = KeyParameters(time_cost=1, memory_kib=8, parallelism=1)
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday, 10:00 in Berlin


@dataclass(slots=True)
class Hands:
    """The clock of program and lock; sleeping moves it. `slept_s` is how long the computer slept so far."""

    now: datetime = START
    slept_s: float = 0.0

    def clock(self) -> datetime:
        """A moment that never stands still, so that no two things happen at once."""
        self.now += timedelta(milliseconds=1)
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass(slots=True)
class World:
    """Everything a test of the services touches."""

    hands: Hands
    driver: FakeLockDriver
    projects: ProjectService
    work: Workplace
    place: Place
    lock: FakeLock
    path: Path
    others: list[FakeLock] = field(default_factory=list[FakeLock])

    @property
    def project(self) -> OpenProject:
        """The open project."""
        return self.work.project

    async def grant(
        self,
        person: Person,
        *,
        pin: str | None = None,
        validity: Validity = ALWAYS,
        new: bool = False,
    ) -> Granted:
        """Give the person a code at the door."""
        choice = PinChoice.GIVEN if pin else PinChoice.NEW if new else PinChoice.OWN
        return await self.work.access.grant(
            GrantWish(
                person,
                frozenset({self.place.door.id}),
                validity,
                choice=choice,
                pin=Secret(pin) if pin else None,
            )
        )

    async def records(self) -> list[SlotRecord]:
        """The living records at the door."""
        return list(await self.project.read.records.at_door(self.place.door.id))

    async def levels(self) -> list[tuple[str, str | None]]:
        """Level and reason of the living records."""
        return [(str(r.proof.level), r.proof.reason) for r in await self.records()]


@asynccontextmanager
async def world(
    tmp_path: Path,
    *,
    kind: ProjectKind = ProjectKind.PRACTICE,
    lock: FakeLock | None = None,
    paired: bool = True,
) -> AsyncGenerator[World]:
    """An open project with the door `Home/Front` and, unless told otherwise, a paired lock."""
    hands = Hands()
    fake = lock or FakeLock(hands.clock)
    fake.clock = hands.clock
    driver = FakeLockDriver(hands.clock, [fake])
    projects = project_service(hands, driver)
    passphrase = Secret("correct horse")
    path = tmp_path / "home.lockchart"
    project = await projects.create(
        NewProject(path, "Home", "Europe/Berlin", kind, passphrase, passphrase)
    )
    work = workplace(project, hands)
    try:
        place = await work.sites.add_door("Home", "Front")
        if paired:
            run = await work.pairing.begin(place, CODE, lambda _progress: None)
            assert isinstance(await run.start(), Done)
        yield World(hands, driver, projects, work, place, fake, path)
    finally:
        await projects.close()


def project_service(hands: Hands, driver: FakeLockDriver, writer: int = 1) -> ProjectService:
    """The service that makes and opens projects, with quick key stretching."""
    return ProjectService(
        SqlCipherProjectFiles(WriterId(UUID(int=writer)), parameters=(QUICK,), now=hands.clock),
        FakeKeyring(),
        lambda _store: DriverRegistry({"matter": (MANIFEST, lambda: driver)}),
        hands.clock,
        lambda: "Tester",
    )


def workplace(project: OpenProject, hands: Hands) -> Workplace:
    """The services of a project, on the test's clock."""
    waking = Waking(lambda: hands.slept_s, lambda: 0.0)
    built = workplace_for(project, secrets.randbelow, waking)
    applying = ApplyService(project, secrets.randbelow, waking, hands.sleep)
    return Workplace(
        **{
            name: getattr(built, name)
            for name in Workplace.__dataclass_fields__
            if name not in {"applying", "mounted"}
        },
        applying=applying,
        mounted=type(built.mounted)(project, applying),
    )
