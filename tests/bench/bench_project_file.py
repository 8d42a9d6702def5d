"""What the project file costs over bare SQLCipher, with 10,000 locks and 100,000 codes."""

import asyncio
import dataclasses
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from app.core.secret import Secret
from app.domain.ids import DoorId, RecordId, WriterId
from app.domain.project import ProjectKind
from app.domain.slot_record import Proof, ProofBy, ProofLevel
from app.driver_api.registry import DriverRegistry
from app.services.open_project import OpenProject
from app.services.status import StatusService
from app.storage.contracts import OpenMode, Passphrase, ProjectStore, RawKey
from app.storage.project_file.files import SqlCipherProjectFiles
from app.storage.project_file.key import KeyParameters
from app.storage.values import ChangeKind

SITES, DOORS, CODES_PER_DOOR = 100, 10_000, 10
GROUPS = 100
OPENINGS, SAVES, CHOICES = 5, 100, 50
OPEN_REACH, SAVE_REACH, CHOOSE_REACH = 2.0, 3.0, 12.0
AT = "2026-01-01T00:00:00.000000Z"
TABLES = ("sites", "doors", "locks", "lock_facts", "slot_records")


def uid(kind: int, number: int) -> str:
    return str(UUID(int=(kind << 64) + number * 0x9E3779B97F4A7C15 % 2**64, version=4))


def fill(connection: Connection) -> None:
    """The rows of a large project, written at once."""
    doors, codes = range(DOORS), range(DOORS * CODES_PER_DOOR)
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO sites (id, name, fields) VALUES (?, ?, '{}')",
        [(uid(1, n), f"Harbour Street {n}") for n in range(SITES)],
    )
    connection.executemany(
        "INSERT INTO doors (id, site_id, name, is_private, fields) VALUES (?, ?, ?, 0, '{}')",
        [(uid(2, n), uid(1, n % SITES), f"Apartment {n}") for n in doors],
    )
    connection.executemany(
        "INSERT INTO locks (id, door_id, driver, vendor, product, serial, firmware, address, mounted_at)"
        " VALUES (?, ?, 'matter', 'Acme', 'Bolt 2', ?, '1.2.3', 'fabric/1/2', ?)",
        [(uid(3, n), uid(2, n), f"SN{n:08}", AT) for n in doors],
    )
    connection.executemany(
        "INSERT INTO lock_facts (lock_id, battery_percent, reached_at, unfinished) VALUES (?, ?, ?, '[]')",
        [(uid(3, n), n % 101, AT) for n in doors],
    )
    connection.executemany(
        "INSERT INTO people (id, name, role, is_paused) VALUES (?, ?, 'guest', 0)",
        [(uid(4, n), f"Person {n}") for n in doors],
    )
    connection.executemany(
        "INSERT INTO credentials (id, person_id, kind, label, secret_value, created_at)"
        " VALUES (?, ?, 'pin', 'PIN', ?, ?)",
        [(uid(5, n), uid(4, n % DOORS), f"{n % 10**6:06}", AT) for n in codes],
    )
    connection.executemany(
        "INSERT INTO slot_records (id, door_id, lock_id, credential_id, kind, created_at, slot, unique_id,"
        " was_empty, is_value_confirmed, is_missing, is_taken, is_in_place, written, misses, level, proof_by,"
        " proven_at, read_at) VALUES (?, ?, ?, ?, 'pin', ?, ?, ?, 1, 0, 0, 0, 0, '{}', 0, ?, 'lock', ?, ?)",
        [
            (
                uid(6, n),
                uid(2, n // CODES_PER_DOOR),
                uid(3, n // CODES_PER_DOOR),
                uid(5, n),
                AT,
                f"{n % CODES_PER_DOOR}/1",
                n + 1,
                ("seen", "accepted", "opened")[n % 3],
                AT,
                AT,
            )
            for n in codes
        ],
    )
    fill_grants(connection)
    connection.execute(
        "INSERT INTO drawn_unique_ids SELECT lock_id, unique_id, id FROM slot_records"
    )
    connection.execute("COMMIT")


def fill_grants(connection: Connection) -> None:
    """A grant for each code, and one for each group of doors."""
    doors, codes, groups = range(DOORS), range(DOORS * CODES_PER_DOOR), range(GROUPS)
    adding_grant = "INSERT INTO grants (id, person_id, credential_id, is_once, created_at) VALUES (?, ?, ?, 0, ?)"
    connection.executemany(
        adding_grant, [(uid(7, n), uid(4, n % DOORS), uid(5, n), AT) for n in codes]
    )
    connection.executemany(
        "INSERT INTO grant_doors (grant_id, door_id, is_excepted) VALUES (?, ?, 0)",
        [(uid(7, n), uid(2, n // CODES_PER_DOOR)) for n in codes],
    )
    connection.executemany(
        "INSERT INTO door_groups (id, name) VALUES (?, ?)",
        [(uid(8, n), f"Floor {n}") for n in groups],
    )
    connection.executemany(
        "INSERT INTO door_group_members (group_id, door_id) VALUES (?, ?)",
        [(uid(8, n % GROUPS), uid(2, n)) for n in doors],
    )
    connection.executemany(adding_grant, [(uid(9, n), uid(4, n), uid(5, n), AT) for n in groups])
    connection.executemany(
        "INSERT INTO grant_groups (grant_id, group_id) VALUES (?, ?)",
        [(uid(9, n), uid(8, n)) for n in groups],
    )


# What a door shows, as plainly as it can be asked for.
DOOR_ROWS = (
    "SELECT * FROM doors JOIN sites ON sites.id = doors.site_id WHERE doors.id = :door",
    "SELECT * FROM locks LEFT JOIN lock_facts ON lock_facts.lock_id = locks.id WHERE door_id = :door",
    "SELECT * FROM slot_records WHERE door_id = :door AND ended IS NULL",
    "SELECT * FROM slot_records JOIN credentials ON credentials.id = slot_records.credential_id"
    " JOIN people ON people.id = credentials.person_id WHERE door_id = :door AND ended IS NULL",
    "SELECT * FROM grant_doors JOIN grants ON grants.id = grant_doors.grant_id"
    " JOIN credentials ON credentials.id = grants.credential_id JOIN people ON people.id = grants.person_id"
    " WHERE door_id = :door",
    "SELECT * FROM door_group_members AS mine JOIN grant_groups USING (group_id)"
    " JOIN grants ON grants.id = grant_groups.grant_id"
    " JOIN credentials ON credentials.id = grants.credential_id JOIN people ON people.id = grants.person_id"
    " JOIN door_group_members AS members USING (group_id) WHERE mine.door_id = :door",
)


def bare_choice_ms(connection: Connection, number: int) -> float:
    begun = time.perf_counter()
    values = {"door": uid(2, number)}
    rows = [connection.execute(query, values).fetchall() for query in DOOR_ROWS]
    assert len(rows[2]) == CODES_PER_DOOR
    return (time.perf_counter() - begun) * 1000


async def choice_ms(status: StatusService, number: int) -> float:
    begun = time.perf_counter()
    found = await status.door(DoorId(UUID(uid(2, number))))
    assert found is not None
    assert len(found[0].entries) == CODES_PER_DOOR
    return (time.perf_counter() - begun) * 1000


def bare_connection(path: Path, key: str) -> Connection:
    connection = dbapi2.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


def read_all_rows(path: Path, key: str) -> int:
    with closing(bare_connection(path, key)) as connection:
        return sum(len(connection.execute(f"SELECT * FROM {t}").fetchall()) for t in TABLES)


def bare_save_ms(connection: Connection, number: int) -> float:
    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    values = (AT, uid(6, number * 991))
    connection.execute("UPDATE slot_records SET read_at = ? WHERE id = ?", values)
    settings = (str(uuid4()), '"x"')
    connection.execute("INSERT INTO settings (key, value) VALUES (?, ?)", settings)
    connection.execute("COMMIT")
    return (time.perf_counter() - begun) * 1000


async def save_ms(store: ProjectStore, number: int) -> float:
    record = await store.read.records.get(RecordId(UUID(uid(6, number * 997))))
    assert record is not None
    proof = Proof(ProofLevel.UNKNOWN, "no_answer", by=ProofBy.LOCK, proven_at=datetime.now(UTC))
    begun = time.perf_counter()
    async with store.change(ChangeKind.PROOF) as change:
        await change.repositories.records.put(dataclasses.replace(record, proof=proof))
    return (time.perf_counter() - begun) * 1000


async def timed_ms(work: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await work()
    return (time.perf_counter() - begun) * 1000


async def measure(folder: Path) -> tuple[float, float, float]:
    """The three ratios; prints every figure."""
    path = folder / "large.lockchart"
    weak = (KeyParameters(time_cost=1, memory_kib=8, parallelism=1),)
    files = SqlCipherProjectFiles(WriterId(uuid4()), parameters=weak)
    store = await files.create(
        path,
        Passphrase(Secret("bench")),
        name="Large",
        time_zone="UTC",
        kind=ProjectKind.REAL,
        operator="bench",
    )
    key_digits = await store.key_hex()
    await store.close()
    with closing(bare_connection(path, key_digits.reveal())) as connection:
        fill(connection)

    key, rows, bare_open, ours_open = RawKey(key_digits), 0, list[float](), list[float]()

    async def open_to_overview() -> None:
        opened = await files.open(path, key, mode=OpenMode.WRITE, operator="bench")
        assert len(await opened.overview()) == DOORS
        times.append(time.perf_counter())
        await opened.close()

    times: list[float] = []
    for _ in range(OPENINGS):
        begun = time.perf_counter()
        rows = read_all_rows(path, key_digits.reveal())
        bare_open.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        await open_to_overview()
        ours_open.append((times[-1] - begun) * 1000)
    open_ratio = statistics.median(ours_open) / statistics.median(bare_open)
    print(f"{path.stat().st_size / 1e6:.1f} MB, {rows} rows")
    print(f"all rows into tuples, bare SQLCipher  {statistics.median(bare_open):8.1f} ms")
    print(f"open to a usable overview             {statistics.median(ours_open):8.1f} ms")

    # In turns, on two files, so that a disk that is busy with something else is busy for both.
    twin = folder / "twin.lockchart"
    shutil.copyfile(path, twin)
    store = await files.open(path, key, mode=OpenMode.WRITE, operator="bench")
    saves: list[tuple[float, float]] = []
    try:
        with closing(bare_connection(twin, key_digits.reveal())) as connection:
            connection.execute("PRAGMA synchronous = EXTRA")  # as durable as ours
            for number in range(SAVES):
                saves.append((bare_save_ms(connection, number), await save_ms(store, number)))
        verify_ms = await timed_ms(store.read.history.verify)
        status = StatusService(OpenProject(store, DriverRegistry({}), lambda: datetime.now(UTC)))
        choices: list[tuple[float, float]] = []
        with closing(bare_connection(path, key_digits.reveal())) as connection:
            for number in range(17, DOORS, DOORS // CHOICES):
                bare = bare_choice_ms(connection, number)
                choices.append((bare, await choice_ms(status, number)))
    finally:
        await store.close()
    bare_ms = statistics.median(bare for bare, _ in saves)
    ours_ms = statistics.median(ours for _, ours in saves)
    print(f"bare commit (update and insert)       {bare_ms:8.2f} ms")
    print(f"one change with its history entry     {ours_ms:8.2f} ms")
    print(f"verify {SAVES + 1} entries                    {verify_ms:8.2f} ms")
    bare_door_ms = statistics.median(bare for bare, _ in choices)
    our_door_ms = statistics.median(ours for _, ours in choices)
    print(f"a door's rows into tuples             {bare_door_ms:8.2f} ms")
    print(f"choose a door: its codes and its plan {our_door_ms:8.2f} ms")
    return open_ratio, ours_ms / bare_ms, our_door_ms / bare_door_ms


def main() -> int:
    """Print figures and ratios; 1 when one is over its reach."""
    with tempfile.TemporaryDirectory(prefix="lockchart-bench-") as folder:
        open_ratio, save_ratio, choose_ratio = asyncio.run(measure(Path(folder)))
    print(f"open to overview = {open_ratio:.2f} x all rows into tuples (reach {OPEN_REACH})")
    print(f"save one change = {save_ratio:.2f} x bare commit (reach {SAVE_REACH})")
    print(f"choose a door = {choose_ratio:.2f} x its rows into tuples (reach {CHOOSE_REACH})")
    return int(open_ratio > OPEN_REACH or save_ratio > SAVE_REACH or choose_ratio > CHOOSE_REACH)


if __name__ == "__main__":
    raise SystemExit(main())
