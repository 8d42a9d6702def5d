"""Projects out of Hypothesis, put into real files, and what of them a table has to give again."""

import itertools
import json
import random
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st

from app.core.secret import Secret
from app.domain.credential import Credential, CredentialKind
from app.domain.grant import (
    Grant,
    HolidayCalendar,
    HolidayRule,
    Holidays,
    Validity,
    Weekday,
    WeeklyWindow,
)
from app.domain.ids import (
    CalendarId,
    CredentialId,
    DoorId,
    GrantId,
    GroupId,
    LockId,
    PersonId,
    SetupCodeId,
    SiteId,
    WriterId,
)
from app.domain.import_grants import key_of, with_end
from app.domain.lock import Lock
from app.domain.person import Person, Role
from app.domain.project import Door, Group, ProjectKind, Site
from app.domain.setup_code import RefusedSetupCode, read_setup_code
from app.domain.setup_code_sameness import Sameness, compare_codes
from app.domain.survey import (
    DOOR_FIELDS,
    LOCK_FIELDS,
    SITE_FIELDS,
    FieldKind,
    FieldOf,
    SurveyField,
    checked_value,
)
from app.driver_api.registry import DriverRegistry
from app.services.importing import ImportService
from app.services.open_project import OpenProject
from app.services.project_table import ProjectTableService
from app.storage.contracts import Passphrase
from app.storage.project_file.files import SqlCipherProjectFiles
from app.storage.project_file.key import KeyParameters
from app.storage.values import ChangeKind, KeptSetupCode

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ZONE = "Europe/Berlin"
QUICK = KeyParameters(time_cost=1, memory_kib=8, parallelism=1)
VECTORS = Path(__file__).parents[2] / "data" / "setup_code_vectors.json"


def _different_codes() -> list[str]:
    """Setup codes that read well, each of another lock."""
    found: list[str] = []
    for vector in json.loads(VECTORS.read_text("utf-8"))["vectors"]:
        text = str(vector["input"]).strip()
        reading = read_setup_code(text)
        if isinstance(reading, RefusedSetupCode) or not text:
            continue
        known = (compare_codes(read_setup_code(other), reading) for other in found)
        if all(sameness is Sameness.DIFFERENT for sameness in known):
            found.append(text)
    return found


CODES = _different_codes()


@dataclass(frozen=True, slots=True)
class Made:
    """Everything that goes into a project."""

    sites: tuple[Site, ...]
    doors: tuple[Door, ...]
    locks: tuple[Lock, ...]
    groups: tuple[Group, ...]
    calendars: tuple[HolidayCalendar, ...]
    people: tuple[Person, ...]
    credentials: tuple[Credential, ...]
    grants: tuple[Grant, ...]
    codes: tuple[KeptSetupCode, ...]


_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
_HARD = st.sampled_from(
    ["=1+1", "+49 30", "-", "@x", "'", "\uff1dA", "a;b", '"q"', "a,b", "1/2", "007"]
)
_names = st.one_of(st.text(_LETTERS, min_size=1, max_size=8), _HARD).map(str.strip).filter(bool)
_site_names = _names.map(lambda name: name.replace("/", "-"))
_notes = st.one_of(
    st.text(st.one_of(_LETTERS, st.sampled_from("\n\t\r\0\x0b")), max_size=12), _HARD
)
_zones = st.sampled_from([None, ZONE, "America/New_York", "Australia/Lord_Howe"])
_days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def _unique(names: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(names, min_size=least, max_size=most, unique_by=lambda name: name.casefold())


def _value(field: SurveyField) -> st.SearchStrategy[str]:
    if field.kind is FieldKind.NUMBER:
        return st.integers(int(field.least), int(field.most) * 10).map(
            lambda n: f"{max(field.least, n / 10):g}"
        )
    if field.kind is FieldKind.DATE:
        return _days.map(date.isoformat)
    if field.kind is FieldKind.CHOICE:
        return st.sampled_from(field.choices)
    if field.kind is FieldKind.CHOICES:
        return st.sets(st.sampled_from(field.choices), min_size=1).map(
            lambda some: ",".join(choice for choice in field.choices if choice in some)
        )
    return _notes


@st.composite
def _fields(draw: st.DrawFn, of: FieldOf, fields: tuple[SurveyField, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in fields:
        if draw(st.booleans()):
            found[field.key] = draw(_value(field))
    if draw(st.booleans()):
        found[draw(_names).replace("=", "-").strip()] = draw(_notes)
    checked = {key: checked_value(of, key, text) for key, text in found.items()}
    return {key: text for key, text in checked.items() if text}


@st.composite
def _validities(draw: st.DrawFn, calendars: tuple[HolidayCalendar, ...]) -> Validity:
    def moment(least: datetime) -> datetime:
        wall = least + timedelta(seconds=draw(st.integers(0, 10**7)))
        offset = draw(st.sampled_from([None, 0, 330]))
        return wall if offset is None else wall.replace(tzinfo=timezone(timedelta(minutes=offset)))

    clock = st.builds(time, st.integers(0, 23), st.integers(0, 59))
    window = st.builds(
        WeeklyWindow, st.frozensets(st.sampled_from(Weekday), min_size=1), clock, clock
    )
    some = draw(st.sets(st.sampled_from(calendars))) if calendars else set[HolidayCalendar]()
    start = moment(datetime(2025, 1, 1)) if draw(st.booleans()) else None  # noqa: DTZ001 (a wall clock)
    end = moment(datetime(2027, 1, 1)) if draw(st.booleans()) else None  # noqa: DTZ001
    return Validity(
        start=start,
        end=end,
        weekly=tuple(draw(st.lists(window, max_size=3, unique=True))),
        is_once=draw(st.booleans()) and (start is None or end is not None),  # not over yet
        holidays=tuple(
            Holidays(one.id, draw(st.sampled_from([HolidayRule.CLOSED, HolidayRule.AS_SUNDAY])))
            for one in some
        ),
    )


@st.composite
def projects(draw: st.DrawFn) -> Made:
    """Projects with everything that a table carries."""

    ids_left = itertools.count(draw(st.integers(1, 2**64)))

    def new() -> UUID:
        return UUID(int=next(ids_left) << 32, version=4)

    sites = tuple(
        Site(
            SiteId(new()),
            name,
            draw(_zones),
            draw(_fields(FieldOf.SITE, SITE_FIELDS)),
            draw(
                st.one_of(st.none(), st.sampled_from(["=pass", " 12345678 ", "'q;\"", "0123"])).map(
                    lambda text: None if text is None else Secret(text)
                )
            ),
        )
        for name in draw(_unique(_site_names, 1, 3))
    )
    doors = tuple(
        Door(
            DoorId(new()),
            site.id,
            name,
            draw(_zones),
            draw(st.booleans()),
            draw(_fields(FieldOf.DOOR, DOOR_FIELDS)),
        )
        for site in sites
        for name in draw(_unique(_names, 0, 3))
    )
    locks = tuple(
        Lock(
            id=LockId(new()),
            door_id=door.id,
            driver="fake",
            vendor=draw(_names),
            product=draw(_names),
            serial=draw(_names),
            firmware=draw(_names),
            address=f"at {number}",
            mounted_at=NOW,
            fields=draw(_fields(FieldOf.LOCK, LOCK_FIELDS)),
        )
        for number, door in enumerate(doors)
        if draw(st.booleans())
    )
    ids = [door.id for door in doors]
    some_doors = st.frozensets(st.sampled_from(ids)) if ids else st.just(frozenset[DoorId]())
    groups = tuple(
        Group(GroupId(new()), name, draw(some_doors)) for name in draw(_unique(_names, 0, 3))
    )
    calendars = tuple(
        HolidayCalendar(CalendarId(new()), name, draw(st.frozensets(_days, max_size=3)))
        for name in draw(_unique(_names, 0, 2))
    )
    people = tuple(
        Person(
            id=PersonId(new()),
            name=draw(st.one_of(_names, st.just("Anna"))),
            role=draw(st.sampled_from(Role)),
            language=draw(st.sampled_from([None, "de"])),
            email=draw(st.sampled_from([None, "a@example.org", "A@example.org", "b@example.org"])),
            phone=draw(st.sampled_from([None, "+49 30 1234", "030/1"])),
            birthday=draw(st.one_of(st.none(), _days)),
            is_paused=(paused := draw(st.booleans())),
            paused_door_ids=frozenset() if paused else draw(some_doors),
        )
        for _ in range(draw(st.integers(0, 3)))
    )
    credentials: list[Credential] = []
    grants: list[Grant] = []
    for person in people:
        for _ in range(draw(st.integers(0, 3))):
            named = draw(some_doors)
            in_groups = draw(st.sets(st.sampled_from(groups))) if groups else set[Group]()
            excepted = draw(some_doors) - named
            if not named and not in_groups:
                continue
            pin = Credential(
                CredentialId(new()),
                person.id,
                CredentialKind.PIN,
                "PIN",
                Secret(f"{len(credentials):02}4973"),
                NOW,
            )
            credentials.append(pin)
            grants.append(
                Grant(
                    GrantId(new()),
                    person.id,
                    pin.id,
                    named,
                    frozenset(group.id for group in in_groups),
                    excepted if in_groups else frozenset(),
                    draw(_validities(calendars)),
                    NOW - timedelta(hours=draw(st.integers(1, 20))),
                )
            )
    places = st.sampled_from([None, *ids])
    codes = tuple(
        KeptSetupCode(
            id=SetupCodeId(new()),
            text=Secret(text),
            family=str(read_setup_code(text).family),
            is_valid=True,
            came_by="typed",
            at=NOW,
            door_id=draw(places),
            number=number,
        )
        for number, text in enumerate(
            draw(st.lists(st.sampled_from(CODES), max_size=4, unique=True)), 1
        )
    )
    return Made(
        sites,
        doors,
        locks,
        groups,
        calendars,
        people,
        tuple(credentials),
        tuple(grants),
        codes,
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """One open project with the services that write and read tables."""

    project: OpenProject
    importing: ImportService
    table: ProjectTableService


@asynccontextmanager
async def desk(folder: Path, *, zone: str = ZONE) -> AsyncGenerator[Desk]:
    """An empty project in a real file."""
    files = SqlCipherProjectFiles(WriterId(uuid4()), parameters=(QUICK,))
    store = await files.create(
        folder / f"{uuid4()}.lockchart",
        Passphrase(Secret("correct horse")),
        name="Houses",
        time_zone=zone,
        kind=ProjectKind.REAL,
        operator="Test",
    )
    project = OpenProject(store, DriverRegistry({}), lambda: NOW)
    try:
        yield Desk(
            project,
            ImportService(project, random.Random(7).randrange),
            ProjectTableService(project),
        )
    finally:
        await store.close()


async def fill(project: OpenProject, made: Made) -> None:
    """Put everything into a project."""
    async with project.store.change(ChangeKind.PROJECT_EDITED) as change:
        into = change.repositories
        await into.sites.put_all(made.sites)
        await into.doors.put_all(made.doors)
        await into.locks.put_all(made.locks)
        await into.groups.put_all(made.groups)
        await into.calendars.put_all(made.calendars)
        await into.people.put_all(made.people)
        await into.credentials.put_all(made.credentials)
        await into.grants.put_all(made.grants)
        await into.setup_codes.put_all(made.codes)


async def told(project: OpenProject, *, with_secrets: bool) -> dict[str, Any]:
    """What a project says, by names instead of ids but those of people, so that two can be compared."""
    read, about = project.read, project.store.project
    sites = {site.id: site for site in await read.sites.all()}
    doors = {door.id: door for door in await read.doors.all()}
    locks = {lock.door_id: lock for lock in await read.locks.all()}
    label = {key: (sites[door.site_id].name, door.name) for key, door in doors.items()}
    groups = {group.id: group for group in await read.groups.all()}
    calendars = {one.id: one for one in await read.calendars.all()}
    credentials = {one.id: one for one in await read.credentials.all()}

    def times(grant: Grant) -> object:
        start, end, weekly, is_once, holidays = key_of(with_end(grant.validity, grant.created_at))
        names = {(calendars[one.calendar_id].name, one.rule) for one in holidays}
        return start, end, weekly, is_once, frozenset(names)

    def given(grant: Grant) -> object:
        pin = credentials[grant.credential_id].value
        assert pin is not None
        return (
            grant.person_id,
            frozenset(label[one] for one in grant.door_ids),
            frozenset(groups[one].name for one in grant.group_ids),
            frozenset(label[one] for one in grant.except_door_ids),
            times(grant),
            pin.reveal() if with_secrets else None,
        )

    return {
        "sites": {
            site.name: (
                site.time_zone or about.time_zone,
                site.fields,
                site.wifi_password.reveal() if with_secrets and site.wifi_password else None,
            )
            for site in sites.values()
        },
        "doors": {
            label[door.id]: (door.time_zone, door.is_private, _noted(door, locks.get(door.id)))
            for door in doors.values()
        },
        "groups": {one.name: {label[door] for door in one.door_ids} for one in groups.values()},
        "calendars": {one.name: one.dates for one in calendars.values()},
        "people": {
            one.id: (
                one.name,
                one.role,
                one.language,
                (one.email or "").casefold(),
                one.phone,
                one.birthday,
                one.is_paused,
                {label[door] for door in one.paused_door_ids},
            )
            for one in await read.people.all()
        },
        "grants": Counter(given(grant) for grant in await read.grants.all()),
        "codes": Counter(
            (code.text.reveal(), label.get(code.door_id) if code.door_id else None)
            for code in await read.setup_codes.all()
            if with_secrets
        ),
    }


def _noted(door: Door, lock: Lock | None) -> Mapping[str, str]:
    """What is known of the door and the lock that is there or to come."""
    if lock is None:
        return door.fields
    own = {
        "lock_vendor": lock.vendor,
        "lock_product": lock.product,
        "lock_serial": lock.serial,
        "lock_firmware": lock.firmware,
        **{f"lock_{key}": text for key, text in lock.fields.items()},
    }
    return {**door.fields, **own}
