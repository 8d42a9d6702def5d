"""Pictures: their content once per hash, their uses at doors and setup codes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.core.errors import BugError
from app.core.secret import Secret
from app.domain.ids import AttachmentId, DoorId, SetupCodeId
from app.storage.project_file import sql
from app.storage.project_file.columns import Row, optional_id, optional_id_text, time_of, time_text
from app.storage.project_file.table_repository import TableRepository
from app.storage.values import (
    ATTACHMENT_MAX_BYTES,
    Attachment,
    AttachmentPurpose,
    digest_of_attachment,
)

UNUSED_KEPT = timedelta(days=30)
"""A picture that nothing uses any more stays so long, because undo may want it back."""

_MARK_UNUSED = (
    "UPDATE attachments SET unused_since = :now WHERE unused_since IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM attachment_uses WHERE attachment_hash = hash)"
)
_MARK_USED = (
    "UPDATE attachments SET unused_since = NULL WHERE unused_since IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM attachment_uses WHERE attachment_hash = hash)"
)
_DROP_UNUSED = "DELETE FROM attachments WHERE unused_since < :before"


class AttachmentRepository(TableRepository[AttachmentId, Attachment]):
    """Uses of pictures, oldest first."""

    table = "attachment_uses"
    order = "at, id"

    def row_of(self, value: Attachment) -> Row:
        """The use as a row."""
        return {
            "id": str(value.id),
            "attachment_hash": value.hash,
            "door_id": optional_id_text(value.door_id),
            "setup_code_id": optional_id_text(value.setup_code_id),
            "purpose": value.purpose.value,
            "note": value.note,
            "at": time_text(value.at),
            "is_secret": int(value.is_secret),
        }

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[Attachment]:
        """The rows as uses; no content is read."""
        return [
            Attachment(
                id=AttachmentId(UUID(row["id"])),
                hash=row["attachment_hash"],
                purpose=AttachmentPurpose(row["purpose"]),
                at=time_of(row["at"]),
                is_secret=bool(row["is_secret"]),
                door_id=optional_id(row["door_id"], DoorId),
                setup_code_id=optional_id(row["setup_code_id"], SetupCodeId),
                note=row["note"],
            )
            for row in rows
        ]

    async def at_door(self, door_id: DoorId) -> Sequence[Attachment]:
        """The pictures of one door."""
        return await self.where("door_id = :door", {"door": str(door_id)})

    async def of_setup_code(self, setup_code_id: SetupCodeId) -> Sequence[Attachment]:
        """The pictures of one setup code."""
        return await self.where("setup_code_id = :code", {"code": str(setup_code_id)})

    async def counts_of_setup_codes(self) -> Mapping[SetupCodeId, int]:
        """How many pictures each setup code has, those without left out."""

        def work(connection: Connection) -> dict[SetupCodeId, int]:
            rows = connection.execute(
                "SELECT setup_code_id, count(*) AS pictures FROM attachment_uses"
                " WHERE setup_code_id IS NOT NULL GROUP BY setup_code_id"
            ).fetchall()
            return {SetupCodeId(UUID(row["setup_code_id"])): row["pictures"] for row in rows}

        return await self._access.read(work)

    async def add(self, value: Attachment, content: Secret[bytes], media_type: str) -> None:
        """Keep a use together with its content; the same content is stored once."""
        if value.hash != digest_of_attachment(content):
            raise BugError("attachment_hash")
        if len(content.reveal()) > ATTACHMENT_MAX_BYTES:
            raise BugError("attachment_too_large")

        def work(connection: Connection) -> None:
            connection.execute(
                "INSERT INTO attachments (hash, media_type, secret_content) VALUES (?, ?, ?)"
                " ON CONFLICT (hash) DO UPDATE SET unused_since = NULL",
                (value.hash, media_type, content.reveal()),
            )
            self.put_row(connection, value)

        await self._access.write(work)

    async def content(self, attachment_id: AttachmentId) -> Secret[bytes] | None:
        """The picture itself, read one by one; None when there is no such use."""

        def work(connection: Connection) -> Secret[bytes] | None:
            row = connection.execute(
                "SELECT secret_content FROM attachments WHERE hash ="
                " (SELECT attachment_hash FROM attachment_uses WHERE id = ?)",
                (str(attachment_id),),
            ).fetchone()
            return None if row is None else Secret(bytes(row["secret_content"]))

        return await self._access.read(work)


def drop_unused_attachments(connection: Connection, now: datetime) -> None:
    """Note since when each unused picture is unused, and drop those that are so for longer than `UNUSED_KEPT`.

    Writes nothing where nothing is to be noted; runs in a transaction of its own.
    """
    wanted = sql.count(
        "attachments",
        "(unused_since IS NULL) <> EXISTS (SELECT 1 FROM attachment_uses WHERE attachment_hash = hash)"
        " OR unused_since < :before",
    )
    before = time_text(now - UNUSED_KEPT)
    if not connection.execute(wanted, {"before": before}).fetchone()[0]:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(_MARK_USED)
        connection.execute(_DROP_UNUSED, {"before": before})
        connection.execute(_MARK_UNUSED, {"now": time_text(now)})
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
