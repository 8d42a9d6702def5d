"""All repositories of one project, for reading or for one change."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlcipher3.dbapi2 import Connection

from app.domain.event import HistoryEntry
from app.domain.ids import DoorId, WriterId
from app.storage.project_file.access import Access
from app.storage.project_file.capture import shapes_of
from app.storage.project_file.history import Verification, entries
from app.storage.project_file.nouns.attachments import AttachmentRepository
from app.storage.project_file.nouns.calendars import CalendarRepository
from app.storage.project_file.nouns.connections import ConnectionRepository
from app.storage.project_file.nouns.credentials import CredentialRepository
from app.storage.project_file.nouns.doors import DoorRepository
from app.storage.project_file.nouns.foreign import ForeignRepository
from app.storage.project_file.nouns.grants import GrantRepository
from app.storage.project_file.nouns.groups import GroupRepository
from app.storage.project_file.nouns.keys import (
    KeyBoxRepository,
    KeyIssueRepository,
    KeyRepository,
)
from app.storage.project_file.nouns.lock_events import LockEventRepository
from app.storage.project_file.nouns.locks import LockRepository
from app.storage.project_file.nouns.pairings import PairingRepository
from app.storage.project_file.nouns.people import PersonRepository
from app.storage.project_file.nouns.records import RecordRepository
from app.storage.project_file.nouns.settings import SettingRepository
from app.storage.project_file.nouns.setup_codes import SetupCodeRepository
from app.storage.project_file.nouns.sites import SiteRepository
from app.storage.project_file.nouns.tasks import TaskRepository
from app.storage.project_file.undo import edits, step_of
from app.storage.repositories import Repositories
from app.storage.values import HistoryHealth, UndoStep


class HistoryRepository:
    """The append-only history, and what undo could take back of this writer's edits."""

    def __init__(self, access: Access, writer: WriterId) -> None:
        self._access = access
        self._writer = writer

    async def entries(
        self,
        *,
        since: datetime | None = None,
        door_id: DoorId | None = None,
        limit: int | None = None,
    ) -> Sequence[HistoryEntry]:
        """Entries, oldest first; with `limit` the newest so many."""
        return await self._access.read(
            lambda connection: entries(connection, since=since, door_id=door_id, limit=limit)
        )

    async def verify(self) -> HistoryHealth:
        """Walk every chain in chunks, so that other work comes between."""
        walk = await self._access.read(Verification.begin)
        while True:
            health = await self._access.read(walk.go_on)
            if health is not None:
                return health

    async def undo_steps(self, limit: int = 20) -> Sequence[UndoStep]:
        """This installation's edits that were not taken back, newest first."""

        def work(connection: Connection) -> list[UndoStep]:
            shapes = shapes_of(connection)
            found = edits(connection, self._writer, limit, None)
            return [step_of(connection, edit, shapes) for edit in found]

        return await self._access.read(work)


def make_repositories(
    access: Access, writer: WriterId, now: Callable[[], datetime]
) -> Repositories:
    """The repositories that work through this access."""
    return Repositories(
        sites=SiteRepository(access),
        doors=DoorRepository(access),
        groups=GroupRepository(access),
        calendars=CalendarRepository(access),
        people=PersonRepository(access),
        credentials=CredentialRepository(access),
        grants=GrantRepository(access),
        setup_codes=SetupCodeRepository(access),
        attachments=AttachmentRepository(access),
        pairings=PairingRepository(access),
        tasks=TaskRepository(access),
        connections=ConnectionRepository(access),
        settings=SettingRepository(access),
        locks=LockRepository(access),
        records=RecordRepository(access, now),
        foreign=ForeignRepository(access),
        lock_events=LockEventRepository(access),
        history=HistoryRepository(access, writer),
        keys=KeyRepository(access),
        key_issues=KeyIssueRepository(access),
        key_boxes=KeyBoxRepository(access),
    )
