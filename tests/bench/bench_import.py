"""What an import of 5,000 rows with all its checks costs over reading the bare file and inserting the same rows."""

import asyncio
import csv
import io
import secrets
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[2]))

import openpyxl
from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from app.core.secret import Secret
from app.domain.ids import WriterId
from app.domain.project import ProjectKind
from app.driver_api.registry import DriverRegistry
from app.papers.csv_table import write_csv
from app.papers.table_write import Table, TableColumn
from app.papers.xlsx_table import write_xlsx
from app.services.importing import ImportService
from app.services.open_project import OpenProject
from app.storage.contracts import OpenMode, Passphrase, RawKey
from app.storage.project_file.files import SqlCipherProjectFiles
from app.storage.project_file.key import KeyParameters

ROWS, SITES = 5_000, 100
REACH = 3.0
HEAD = ("site", "door", "handing", "thickness_mm", "groups", "person", "email", "from", "until")
TABLES = (
    "sites",
    "doors",
    "door_groups",
    "door_group_members",
    "people",
    "credentials",
    "grants",
    "grant_doors",
    "slot_records",
    "history_payloads",
    "history_doors",
)


def rows() -> list[tuple[str, ...]]:
    return [
        (
            f"Harbour Street {n % SITES}",
            f"Apartment {n}",
            ("left_inward", "right_outward", "sliding")[n % 3],
            str(38 + n % 40),
            f"Floor {n % 40}",
            f"Guest {n}",
            f"guest{n}@example.org",
            "2036-05-01 15:00",
            "2036-05-08 11:00",
        )
        for n in range(ROWS)
    ]


def as_workbook(table: Sequence[Sequence[str]]) -> bytes:
    columns = tuple(TableColumn(word, word) for word in HEAD)
    return write_xlsx([Table("Stays", columns, table)])


def bare_read(data: bytes, *, is_workbook: bool) -> int:
    if not is_workbook:
        return len(list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))))
    with closing(openpyxl.load_workbook(io.BytesIO(data), read_only=True)) as book:
        return len(list(book.worksheets[0].iter_rows(values_only=True)))


def connection_to(path: Path, key: str) -> Connection:
    connection = dbapi2.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


def rows_written(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}


def bare_insert(connection: Connection, written: dict[str, list[tuple[object, ...]]]) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")  # the order of the tables is not the bench's
    connection.execute("BEGIN IMMEDIATE")
    for name, found in written.items():
        if found:
            places = ", ".join("?" * len(found[0]))
            connection.executemany(f"INSERT INTO {name} VALUES ({places})", found)
    connection.execute("COMMIT")


async def measure(folder: Path, name: str, data: bytes) -> float:
    """The ratio; prints every figure."""
    files = SqlCipherProjectFiles(WriterId(uuid4()), parameters=(KeyParameters(1, 8, 1),))
    path, bare = folder / f"{name}.lockchart", folder / f"{name}-bare.lockchart"
    options = {"name": "B", "time_zone": "Europe/Berlin", "kind": ProjectKind.REAL}
    passphrase = Passphrase(Secret("bench"))
    store = await files.create(path, passphrase, **options, operator="Bench")
    key = (await store.key_hex()).reveal()
    await store.save_copy(bare)
    project = OpenProject(store, DriverRegistry({}), lambda: datetime.now(UTC))
    service = ImportService(project, secrets.randbelow)

    begun, worked = time.perf_counter(), time.process_time()
    table = await service.read(data, name=name)
    read_s = time.perf_counter() - begun
    preview = await service.plan(table)
    planned_s = time.perf_counter() - begun
    assert not preview.plan.issues, preview.plan.issues[:3]
    assert len(preview.plan.grants) == ROWS
    await service.apply(preview)
    ours_s, worked_s = time.perf_counter() - begun, time.process_time() - worked

    begun = time.perf_counter()
    again = await service.plan(table)
    again_s = time.perf_counter() - begun
    assert again.plan.is_empty

    with closing(connection_to(path, key)) as connection:
        written = rows_written(connection)
    with closing(connection_to(bare, key)) as connection:
        before = {name: set(found) for name, found in rows_written(connection).items()}
        written = {
            name: [row for row in found if row not in before[name]]
            for name, found in written.items()
        }
        begun, worked = time.perf_counter(), time.process_time()
        assert bare_read(data, is_workbook=name.endswith("xlsx")) == ROWS + 1
        bare_read_s = time.perf_counter() - begun
        bare_insert(connection, written)
        bare_s, bare_worked_s = time.perf_counter() - begun, time.process_time() - worked

    begun = time.perf_counter()
    await store.undo()
    undone_s = time.perf_counter() - begun
    await store.close()
    reopened = await files.open(path, RawKey(Secret(key)), mode=OpenMode.READ, operator="Bench")
    assert not await reopened.read.doors.all()
    await reopened.close()

    total = sum(map(len, written.values()))
    print(
        f"{name}: {ours_s:.2f} s (read {read_s:.2f}, planned {planned_s - read_s:.2f},"
        f" written {ours_s - planned_s:.2f}); bare {bare_s:.2f} s (read {bare_read_s:.2f}, {total} rows"
        f" inserted {bare_s - bare_read_s:.2f}); planned again {again_s:.2f} s, undone {undone_s:.2f} s"
    )
    # On a computer that others use too, the time that the processor worked says more.
    print(
        f"{name} ratio {ours_s / bare_s:.2f}; of processor time {worked_s / bare_worked_s:.2f}"
        f" ({worked_s:.2f} s, bare {bare_worked_s:.2f} s)"
    )
    return ours_s / bare_s


def main() -> int:
    table = rows()
    with tempfile.TemporaryDirectory() as folder:
        ratios = [
            asyncio.run(measure(Path(folder), "stays.xlsx", as_workbook(table))),
            asyncio.run(measure(Path(folder), "stays.csv", write_csv(HEAD, table, separator=","))),
        ]
    missed = [f"{ratio:.2f}" for ratio in ratios if ratio > REACH]
    if missed:
        print(f"import of {ROWS} rows: reach {REACH} missed: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
