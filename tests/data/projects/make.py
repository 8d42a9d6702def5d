"""Write the test file of the newest schema, once, before it is released."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[3]))

from app.domain.ids import WriterId
from app.domain.project import ProjectKind
from app.storage.project_file.files import SqlCipherProjectFiles
from app.storage.project_file.migrations import MIGRATIONS
from app.storage.values import ChangeKind, FabricChange
from tests.contract.storage import values as v
from tests.contract.storage.test_nouns import fill
from tests.contract.storage.worlds import PASSPHRASE

HERE = Path(__file__).parent
AT = datetime(2026, 1, 1, tzinfo=UTC)


async def make(path: Path) -> None:
    """A project with one value of every noun, under today's key costs."""
    files = SqlCipherProjectFiles(WriterId(UUID(int=1, version=4)), now=lambda: AT)
    store = await files.create(
        path,
        PASSPHRASE,
        name="Kept",
        time_zone="Europe/Lisbon",
        kind=ProjectKind.REAL,
        operator="Olga",
    )
    await fill(store, lock=v.MOUNTED)
    async with store.change(ChangeKind.ATTACHMENT_EDITED) as change:
        await change.repositories.attachments.add(v.ATTACHMENT, v.PICTURE, "image/jpeg")
    async with store.change(ChangeKind.PROOF) as change:
        await change.repositories.records.put(v.LIVING)
        await change.repositories.locks.put_facts(v.FACTS)
        await change.repositories.lock_events.add(v.LOCK.id, [v.EVENT])
        await change.repositories.foreign.replace(v.LOCK.id, [v.FOREIGN])
    await store.fabric.commit([FabricChange("context", "key", v.CREDENTIAL.value)])
    await store.close()


if __name__ == "__main__":
    target = HERE / f"schema_{MIGRATIONS[-1].version}.lockchart"
    target.unlink(missing_ok=True)
    asyncio.run(make(target))
