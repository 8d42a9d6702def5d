"""Who can open one door of 10,000, and what somebody with 500 doors reaches, read from the file (reach < 20 ms each).

Everybody has a code at some doors; one person has grants at 500, a hundred of them through a group and ten through key boxes too; one group
has every door. The figures are wall time from the question to the answer, the file open and everything else idle.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from app.core.secret import Secret
from app.domain.ids import DoorId, WriterId
from app.domain.project import ProjectKind
from app.domain.who import Subject, SubjectKind
from app.driver_api.registry import DriverRegistry
from app.drivers.matter.manifest import MANIFEST
from app.services.open_project import OpenProject
from app.services.openers import OpenerService
from app.storage.contracts import OpenMode, Passphrase, RawKey
from app.storage.project_file.files import SqlCipherProjectFiles
from app.storage.project_file.key import KeyParameters
from app.storage.project_file.nouns.locks import capabilities_text
from tests.bench.bench_project_file import AT, DOORS, fill, uid
from tests.contract.storage.values import CAPABILITIES

REACHED, BY_GROUP, BY_BOX = 500, 100, 10
ROUNDS, LIMIT_MS = 40, 20.0
KEEPER = uid(10, 1)


def fill_openers(connection: Connection) -> None:
    """One person with many doors, a group of all doors, and keys in boxes."""
    run = connection.executemany
    connection.execute("BEGIN")
    run(
        "INSERT INTO people (id, name, role, is_paused) VALUES (?, ?, 'staff', 0)",
        [(KEEPER, "Keeper"), (uid(10, 2), "Owner")],
    )
    run(
        "INSERT INTO credentials (id, person_id, kind, label, secret_value, created_at) VALUES (?, ?, 'pin', 'PIN', ?, ?)",
        [(uid(11, 1), KEEPER, "471147", AT), (uid(11, 2), uid(10, 2), "581258", AT)],
    )
    run(
        "INSERT INTO grants (id, person_id, credential_id, is_once, created_at) VALUES (?, ?, ?, 0, ?)",
        [(uid(12, 1), KEEPER, uid(11, 1), AT), (uid(12, 2), uid(10, 2), uid(11, 2), AT)],
    )
    run(
        "INSERT INTO door_groups (id, name) VALUES (?, ?)",
        [(uid(13, 1), "All"), (uid(13, 2), "Some")],
    )
    run(
        "INSERT INTO door_group_members (group_id, door_id) VALUES (?, ?)",
        [(uid(13, 1), uid(2, n)) for n in range(DOORS)]
        + [(uid(13, 2), uid(2, n)) for n in range(REACHED - BY_GROUP, REACHED)],
    )
    run(
        "INSERT INTO grant_groups (grant_id, group_id) VALUES (?, ?)",
        [(uid(12, 2), uid(13, 1)), (uid(12, 1), uid(13, 2))],
    )
    run(
        "INSERT INTO grant_doors (grant_id, door_id, is_excepted) VALUES (?, ?, 0)",
        [(uid(12, 1), uid(2, n)) for n in range(REACHED - BY_GROUP)],
    )
    run(
        "INSERT INTO slot_records (id, door_id, lock_id, credential_id, kind, created_at, slot, was_empty, is_value_confirmed,"
        " is_missing, is_taken, is_in_place, written, misses, level, proof_by, proven_at, read_at, sent_at)"
        " VALUES (?, ?, ?, ?, 'pin', ?, '11/1', 1, 0, 0, 0, 0, '{}', 0, 'seen', 'lock', ?, ?, ?)",
        [(uid(14, n), uid(2, n), uid(3, n), uid(11, 1), AT, AT, AT, AT) for n in range(REACHED)],
    )
    run(
        "INSERT INTO keys (id, number, copies) VALUES (?, ?, 2)",
        [(uid(15, n), f"K{n:05}") for n in range(DOORS)],
    )
    run(
        "INSERT INTO key_doors (key_id, door_id) VALUES (?, ?)",
        [(uid(15, n), uid(2, n)) for n in range(DOORS)],
    )
    run(
        "INSERT INTO key_boxes (id, label, place, secret_code) VALUES (?, ?, '', '0000')",
        [(uid(16, n), f"Box {n}") for n in range(BY_BOX)],
    )
    run(
        "INSERT INTO key_box_knowers (box_id, person_id) VALUES (?, ?)",
        [(uid(16, n), KEEPER) for n in range(BY_BOX)],
    )
    run(
        "INSERT INTO key_issues (id, key_id, box_id, copies, issued_at) VALUES (?, ?, ?, 1, ?)",
        [(uid(17, n), uid(15, n), uid(16, n), AT) for n in range(BY_BOX)],
    )
    connection.execute(
        "UPDATE lock_facts SET read_at = ?, free_slots = '[]', fabrics = '[]', fabrics_read_at = ?",
        (AT, AT),
    )
    connection.execute(
        "INSERT INTO lock_capabilities SELECT driver, serial, firmware, ? FROM locks",
        (capabilities_text(CAPABILITIES),),
    )
    connection.execute("COMMIT")


async def timed(ask: Callable[[int], Awaitable[object]]) -> list[float]:
    """Milliseconds of each question."""
    times: list[float] = []
    for number in range(ROUNDS):
        begun = time.perf_counter()
        await ask(number)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def report(what: str, times: list[float]) -> bool:
    """Print a figure; whether it keeps the reach. What other programs take comes and goes: the median counts."""
    median = statistics.median(times)
    print(f"{what:<44} {median:6.2f} ms median, {min(times):.2f} best, {max(times):.2f} worst")
    print(f"{what:<44} = {median / LIMIT_MS:.2f} x the reach of {LIMIT_MS:.0f} ms")
    return median < LIMIT_MS


async def measure(folder: Path) -> bool:
    files = SqlCipherProjectFiles(
        WriterId(UUID(int=1)), parameters=(KeyParameters(1, 8, 1),), now=lambda: datetime.now(UTC)
    )
    path = folder / "large.lockchart"
    store = await files.create(
        path,
        Passphrase(Secret("x" * 12)),
        name="Large",
        time_zone="Europe/Berlin",
        kind=ProjectKind.REAL,
        operator="Bench",
    )
    key = (await store.key_hex()).reveal()
    await store.close()
    with closing(dbapi2.connect(str(path), isolation_level=None)) as connection:
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        fill(connection)
        fill_openers(connection)
    store = await files.open(path, RawKey(Secret(key)), mode=OpenMode.READ, operator="Bench")
    try:
        registry = DriverRegistry({"matter": (MANIFEST, lambda: None)})  # type: ignore[dict-item]
        service = OpenerService(
            OpenProject(store, registry, lambda: datetime(2026, 1, 20, tzinfo=UTC))
        )
        door = await service.who(DoorId(UUID(uid(2, 0))))
        keeper = Subject(SubjectKind.PERSON, UUID(KEEPER))
        reached = await service.reach(keeper)
        print(f"{len(door.answer.openers)} openers at one door, {len(reached.doors)} doors reached")
        if len(reached.doors) != REACHED or not reached.is_complete or not door.answer.is_complete:
            raise SystemExit("the answer is not the one that was to be measured")
        is_door_ok = report(
            "who, one door of 10,000",
            await timed(lambda number: service.who(DoorId(UUID(uid(2, number * 97))))),
        )
        return (
            report("reach, a person with 500 doors", await timed(lambda _: service.reach(keeper)))
            and is_door_ok
        )
    finally:
        await store.close()


def main() -> int:
    """Print every figure; 1 when one is over the limit."""
    with tempfile.TemporaryDirectory() as folder:
        return int(not asyncio.run(measure(Path(folder))))


if __name__ == "__main__":
    raise SystemExit(main())
