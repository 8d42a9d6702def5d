"""Migrations: a backup first, all or nothing, and every released schema opens."""

import dataclasses
import functools
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3.dbapi2 import Connection

from app.storage.contracts import OpenMode, ProjectFileError
from app.storage.project_file import migrations as migrations_module
from app.storage.project_file.key import KNOWN_PARAMETERS
from app.storage.project_file.migrations import MIGRATIONS, Migration
from tests.contract.storage import values as v
from tests.unit.storage.worlds import (
    add_site,
    folder_state,
    make_files,
    mode_of,
    new_project,
    opened,
    site_names,
)

DATA = Path(__file__).parents[2] / "data" / "projects"


def add_colour(connection: Connection) -> None:
    connection.execute("ALTER TABLE sites ADD COLUMN colour TEXT")
    connection.execute("UPDATE sites SET colour = 'red'")


def fail(connection: Connection) -> None:
    add_colour(connection)
    raise ZeroDivisionError


def break_references(connection: Connection) -> None:
    connection.execute(
        "INSERT INTO doors (id, site_id, name, is_private, fields) VALUES ('d', 'nowhere', 'D', 0, '{}')"
    )


def with_next(*steps: Migration) -> tuple[Migration, ...]:
    return (*MIGRATIONS, *steps)


NEXT = MIGRATIONS[-1].version + 1
COLOUR = Migration(NEXT, "add_colour", add_colour)


async def made(folder: Path) -> Path:
    path = folder / "a.lockchart"
    async with new_project(path) as store:
        await add_site(store, "Harbour")
    return path


async def test_an_older_file_is_brought_up_and_its_backup_lies_beside(tmp_path: Path):
    path = await made(tmp_path)
    before = path.read_bytes()
    async with opened(path, files=make_files(migrations=with_next(COLOUR))) as store:
        assert store.file.schema == NEXT
        assert await site_names(store) == ["Harbour"]
        last = (await store.read.history.entries())[-1]
        assert (last.kind, last.after) == ("migrated", {"note": {"from": NEXT - 1, "to": NEXT}})
        assert (await store.read.history.verify()).is_intact
    backups = [name for name in folder_state(tmp_path) if name != path.name]
    assert len(backups) == 1
    backup = tmp_path / backups[0]
    assert mode_of(backup) == 0o600
    assert path.read_bytes() != before
    async with opened(backup) as store:
        assert await site_names(store) == ["Harbour"]
        assert store.file.schema == NEXT - 1


async def test_the_last_two_backups_are_kept(tmp_path: Path):
    path = await made(tmp_path)
    stranger = tmp_path / "a.before-migration-notes.txt"
    stranger.write_text("mine")
    start = datetime(2026, 1, 1, tzinfo=UTC)
    steps: list[Migration] = []
    for number in range(4):
        steps.append(Migration(NEXT + number, f"step_{number}", lambda _connection: None))
        files = make_files(
            migrations=with_next(*steps), now=lambda n=number: start + timedelta(days=n)
        )
        async with opened(path, files=files):
            pass
    names = sorted(folder_state(tmp_path))
    assert names == [
        f"a.before-migration-{NEXT + 1}.20260103T000000Z.lockchart",
        f"a.before-migration-{NEXT + 2}.20260104T000000Z.lockchart",
        "a.before-migration-notes.txt",
        "a.lockchart",
    ]


async def test_without_room_for_a_backup_nothing_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = await made(tmp_path)
    before = folder_state(tmp_path)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(migrations_module.shutil, "disk_usage", lambda _path: usage(10, 10, 0))
    with pytest.raises(ProjectFileError, match="no_room_for_backup"):
        async with opened(path, files=make_files(migrations=with_next(COLOUR))):
            pass
    assert folder_state(tmp_path) == before


@pytest.mark.parametrize("step", [fail, break_references])
async def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path, step: object):
    path = await made(tmp_path)
    before = path.read_bytes()
    files = make_files(migrations=with_next(Migration(NEXT, "broken", step)))  # type: ignore[arg-type]
    with pytest.raises((ZeroDivisionError, ProjectFileError)):
        async with opened(path, files=files):
            pass
    assert path.read_bytes() == before
    async with opened(path) as store:
        assert await site_names(store) == ["Harbour"]


async def test_somebody_who_only_reads_sees_an_older_file_without_touching_it(tmp_path: Path):
    path = await made(tmp_path)
    before = folder_state(tmp_path)
    files = make_files(migrations=with_next(COLOUR))
    async with opened(path, mode=OpenMode.READ, files=files) as store:
        assert await site_names(store) == ["Harbour"]
        assert store.file.schema == NEXT
    assert folder_state(tmp_path) == before


async def test_a_migration_runs_once(tmp_path: Path):
    path = await made(tmp_path)
    for _ in range(2):
        async with opened(path, files=make_files(migrations=with_next(COLOUR))) as store:
            kinds = [entry.kind for entry in await store.read.history.entries()]
            assert kinds.count("migrated") == 1


def test_versions_go_up_by_one_and_every_step_has_a_name():
    assert [migration.version for migration in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))
    assert all(migration.name for migration in MIGRATIONS)


def test_there_is_a_file_of_every_released_schema():
    kept = {path.name for path in DATA.glob("schema_*.lockchart")}
    assert kept == {f"schema_{migration.version}.lockchart" for migration in MIGRATIONS}


def before_schema_3(stem: str, value: Any, **missing: object) -> Any:
    """What a value is that was kept before the third schema knew more of it."""
    return value if stem not in {"schema_1", "schema_2"} else dataclasses.replace(value, **missing)


SETUP_CODE_OF_SCHEMA = {"schema_1": dataclasses.replace(v.SETUP_CODE, number=1)}
"""What a code became of which an older schema knew less: the first of its project, that of the lock at its door."""


ENTRIES_OF_SCHEMA = {"schema_1": 4, "schema_2": 5, "schema_3": 4}
"""Those of its own, and one of the migration where there was one."""


@pytest.mark.parametrize("released", sorted(DATA.glob("schema_*.lockchart")), ids=lambda p: p.stem)
async def test_a_released_file_opens_with_everything_in_it(tmp_path: Path, released: Path):
    path = tmp_path / released.name
    shutil.copyfile(released, path)
    async with opened(path, files=make_files(parameters=KNOWN_PARAMETERS)) as store:
        read = store.read
        assert store.project.name == "Kept"
        is_first = released.stem == "schema_1"
        setup_code = SETUP_CODE_OF_SCHEMA.get(released.stem, v.SETUP_CODE)
        site = dataclasses.replace(v.SITE, wifi_password=None) if is_first else v.SITE
        lock = dataclasses.replace(v.MOUNTED, fields={}) if is_first else v.MOUNTED
        older = functools.partial(before_schema_3, released.stem)
        for noun, value in (
            ("sites", site),
            ("doors", v.DOOR),
            ("groups", v.GROUP),
            ("calendars", v.CALENDAR),
            ("people", older(v.PERSON, birthday=None)),
            ("credentials", older(v.CREDENTIAL, number=None)),
            ("grants", older(v.GRANT, used_at=None)),
            ("locks", lock),
            ("setup_codes", setup_code),
            ("pairings", v.PAIRING),
            ("tasks", v.TASK),
            ("connections", v.CONNECTION),
            ("records", v.RECORD),
        ):
            assert await getattr(read, noun).get(value.id) == value
        assert await read.records.all() == [v.LIVING]
        info = dataclasses.replace(v.INFO, zone=None) if is_first else v.INFO
        pins = older(v.CAPABILITIES.pins, is_one_length=False)
        capabilities = dataclasses.replace(v.CAPABILITIES, pins=pins)
        known = dataclasses.replace(v.FACTS, info=info, capabilities=capabilities)
        facts = older(known, fabrics=None, fabrics_read_at=None)
        assert await read.locks.facts(v.LOCK.id) == facts
        has_keys = released.stem not in {"schema_1", "schema_2"}
        assert await read.keys.all() == ([v.KEY] if has_keys else [])
        assert await read.key_boxes.all() == ([v.KEY_BOX] if has_keys else [])
        assert len(await read.key_issues.all()) == (2 if has_keys else 0)
        assert await read.lock_events.of_lock(v.LOCK.id) == [v.EVENT]
        assert await read.foreign.of_lock(v.LOCK.id) == [v.FOREIGN]
        assert [change.key for change in await store.fabric.load()] == ["key"]
        health = await read.history.verify()
        assert (health.is_intact, health.entries) == (True, ENTRIES_OF_SCHEMA[released.stem])
        pictures = [] if is_first else [v.ATTACHMENT]
        assert await read.attachments.all() == pictures
