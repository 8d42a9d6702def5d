"""Edits a project at random until it is killed; a helper of test_project_crash.

Reads one JSON command a line, forks a child for it (so that Python starts once), prints the child's process id, and "ended" when it is
gone. The child notes in a file what it is about to do and what was acknowledged.
"""

import asyncio
import json
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlcipher3.dbapi2 import Connection

from app.core.errors import RuleError
from app.core.secret import Secret
from app.domain.ids import SiteId, WriterId
from app.domain.project import Site
from app.storage.contracts import OpenMode, Passphrase
from app.storage.project_file.files import SqlCipherProjectFiles
from app.storage.project_file.key import KeyParameters
from app.storage.project_file.migrations import MIGRATIONS, Migration
from app.storage.values import ChangeKind

WEAK = (KeyParameters(time_cost=1, memory_kib=8, parallelism=1),)
WRITER = WriterId(UUID(int=7, version=4))


def migrations(extra: int) -> Sequence[Migration]:
    """The released steps and so many more, each touching every site."""
    first = MIGRATIONS[-1].version + 1
    return (*MIGRATIONS, *(_step(first + number) for number in range(extra)))


def _step(version: int) -> Migration:
    def add_column(connection: Connection) -> None:
        connection.execute(f"ALTER TABLE sites ADD COLUMN extra_{version} TEXT")
        connection.execute(f"UPDATE sites SET extra_{version} = name")

    return Migration(version, f"extra_{version}", add_column)


def files(extra: int) -> SqlCipherProjectFiles:
    return SqlCipherProjectFiles(WRITER, parameters=WEAK, migrations=migrations(extra))


async def edit(command: dict[str, Any]) -> None:
    """Edit until killed."""
    rng = random.Random(command["seed"])
    notes = os.open(command["notes"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(**what: object) -> None:
        os.write(notes, (json.dumps(what) + "\n").encode())

    path, passphrase = Path(command["path"]), str(command["passphrase"])
    extra, number = int(command["extra"]), int(command["number"])

    async def opened() -> Any:
        key = Passphrase(Secret(passphrase))
        return await files(extra).open(path, key, mode=OpenMode.WRITE, operator="child")

    store = await opened()
    note(ready=True)
    while True:
        number += 1
        kind = rng.random()
        if kind < 0.08:
            passphrase = f"passphrase {number}"
            note(wants_passphrase=passphrase)
            await store.change_passphrase(Secret(passphrase))
            note(passphrase=passphrase)
        elif kind < 0.14:
            await store.close()
            extra += 1
            note(wants_extra=extra)
            store = await opened()
            note(extra=extra)
        elif kind < 0.2:
            note(wants_undo=True)
            try:
                await store.undo()
            except RuleError:
                note(nothing_to_undo=True)
            else:
                note(undone=True)
        else:
            note(wants=number)
            async with store.change(ChangeKind.SITE_EDITED) as change:
                for half in ("left", "right"):
                    site = Site(SiteId(uuid4()), f"{half} {number}", None, {"text": "x" * 500})
                    await change.repositories.sites.put(site)
            note(made=number)


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            asyncio.run(edit(json.loads(line)))
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main()
