"""Metal keys, who has them, and key boxes."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.ids import DoorId, KeyBoxId, KeyId, KeyIssueId, PersonId
from app.domain.keys import KeyBox, KeyIssue, MechanicalKey
from app.storage.project_file import sql
from app.storage.project_file.columns import (
    Row,
    optional_id,
    optional_id_text,
    optional_secret,
    optional_time_of,
    optional_time_text,
    secret_text,
    time_of,
    time_text,
)
from app.storage.project_file.table_repository import (
    Keeper,
    TableRepository,
    part_rows,
    put_part_rows,
)

_KEYS_AT_DOORS = f"id IN (SELECT key_id FROM key_doors WHERE {sql.among('door_id', 'doors')})"  # noqa: S608, ours
_KEYS_OF_BOXES = f"id IN (SELECT key_id FROM key_opens_boxes WHERE {sql.among('box_id', 'boxes')})"  # noqa: S608, ours
_BOXES_AT_DOORS = f"id IN (SELECT box_id FROM key_box_doors WHERE {sql.among('door_id', 'doors')})"  # noqa: S608, ours
_BOXES_KNOWN = "id IN (SELECT box_id FROM key_box_knowers WHERE person_id = :person)"


class KeyRepository(TableRepository[KeyId, MechanicalKey]):
    """Keys by number; removing one takes copies that came back along."""

    table = "keys"
    order = "number COLLATE NOCASE, id"
    keepers = (Keeper("key_issues", "key_issues", "key_id = :id AND returned_at IS NULL"),)
    goes_along = ("DELETE FROM key_issues WHERE key_id = :id",)

    async def at_doors(self, door_ids: Collection[DoorId]) -> Sequence[MechanicalKey]:
        """Those that open one of these doors."""
        return await self.where(_KEYS_AT_DOORS, {"doors": sql.listed(door_ids)})

    async def opening_boxes(self, box_ids: Collection[KeyBoxId]) -> Sequence[MechanicalKey]:
        """Those that open one of these key boxes."""
        return await self.where(_KEYS_OF_BOXES, {"boxes": sql.listed(box_ids)})

    def row_of(self, value: MechanicalKey) -> Row:
        """The key as a row, without what it opens."""
        return {
            "id": str(value.id),
            "number": value.number,
            "copies": value.copies,
            "note": value.note,
        }

    def put_parts(self, connection: Connection, value: MechanicalKey) -> None:
        """Write what it opens."""
        owner = ("key_id", str(value.id))
        doors: list[Row] = [{"door_id": str(door)} for door in value.door_ids]
        boxes: list[Row] = [{"box_id": str(box)} for box in value.box_ids]
        put_part_rows(connection, "key_doors", owner, ("door_id",), doors)
        put_part_rows(connection, "key_opens_boxes", owner, ("box_id",), boxes)

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[MechanicalKey]:
        """The rows as keys."""
        ids = [row["id"] for row in rows]
        doors = part_rows(connection, "key_doors", "key_id", ids, "door_id")
        boxes = part_rows(connection, "key_opens_boxes", "key_id", ids, "box_id")
        return [
            MechanicalKey(
                id=KeyId(UUID(row["id"])),
                number=row["number"],
                copies=row["copies"],
                door_ids=frozenset(DoorId(UUID(d["door_id"])) for d in doors.get(row["id"], ())),
                box_ids=frozenset(KeyBoxId(UUID(b["box_id"])) for b in boxes.get(row["id"], ())),
                note=row["note"],
            )
            for row in rows
        ]


class KeyIssueRepository(TableRepository[KeyIssueId, KeyIssue]):
    """Copies handed out, oldest first; those that came back too."""

    table = "key_issues"
    order = "issued_at, id"

    async def out_of_keys(self, key_ids: Collection[KeyId]) -> Sequence[KeyIssue]:
        """Those of these keys that are not back."""
        condition = f"{sql.among('key_id', 'ids')} AND returned_at IS NULL"
        return await self.where(condition, {"ids": sql.listed(key_ids)})

    async def out_to_person(self, person_id: PersonId) -> Sequence[KeyIssue]:
        """Those that this person has, or lost."""
        condition = "person_id = :person AND returned_at IS NULL"
        return await self.where(condition, {"person": str(person_id)})

    async def out_in_boxes(self, box_ids: Collection[KeyBoxId]) -> Sequence[KeyIssue]:
        """Those that lie in these key boxes, or were lost out of them."""
        condition = f"{sql.among('box_id', 'ids')} AND returned_at IS NULL"
        return await self.where(condition, {"ids": sql.listed(box_ids)})

    def row_of(self, value: KeyIssue) -> Row:
        """The copies as a row."""
        return {
            "id": str(value.id),
            "key_id": str(value.key_id),
            "person_id": optional_id_text(value.person_id),
            "box_id": optional_id_text(value.box_id),
            "copies": value.copies,
            "issued_at": time_text(value.issued_at),
            "returned_at": optional_time_text(value.returned_at),
            "lost_at": optional_time_text(value.lost_at),
        }

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[KeyIssue]:
        """The rows as copies."""
        return [
            KeyIssue(
                id=KeyIssueId(UUID(row["id"])),
                key_id=KeyId(UUID(row["key_id"])),
                issued_at=time_of(row["issued_at"]),
                person_id=optional_id(row["person_id"], PersonId),
                box_id=optional_id(row["box_id"], KeyBoxId),
                copies=row["copies"],
                returned_at=optional_time_of(row["returned_at"]),
                lost_at=optional_time_of(row["lost_at"]),
            )
            for row in rows
        ]


class KeyBoxRepository(TableRepository[KeyBoxId, KeyBox]):
    """Key boxes by label."""

    table = "key_boxes"
    order = "label COLLATE NOCASE, id"
    keepers = (Keeper("key_issues", "key_issues", "box_id = :id AND returned_at IS NULL"),)
    goes_along = ("DELETE FROM key_issues WHERE box_id = :id",)

    async def at_doors(self, door_ids: Collection[DoorId]) -> Sequence[KeyBox]:
        """Those in which something opens one of these doors, keys that were put in apart."""
        return await self.where(_BOXES_AT_DOORS, {"doors": sql.listed(door_ids)})

    async def known_to(self, person_id: PersonId) -> Sequence[KeyBox]:
        """Those whose code this person knows."""
        return await self.where(_BOXES_KNOWN, {"person": str(person_id)})

    def row_of(self, value: KeyBox) -> Row:
        """The box as a row."""
        return {
            "id": str(value.id),
            "label": value.label,
            "place": value.place,
            "secret_code": secret_text(value.code),
        }

    def put_parts(self, connection: Connection, value: KeyBox) -> None:
        """Write who knows its code, and which doors it reaches."""
        owner = ("box_id", str(value.id))
        people: list[Row] = [{"person_id": str(person)} for person in value.known_to]
        doors: list[Row] = [{"door_id": str(door)} for door in value.door_ids]
        put_part_rows(connection, "key_box_knowers", owner, ("person_id",), people)
        put_part_rows(connection, "key_box_doors", owner, ("door_id",), doors)

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[KeyBox]:
        """The rows as boxes."""
        ids = [row["id"] for row in rows]
        people = part_rows(connection, "key_box_knowers", "box_id", ids, "person_id")
        doors = part_rows(connection, "key_box_doors", "box_id", ids, "door_id")
        return [
            KeyBox(
                id=KeyBoxId(UUID(row["id"])),
                label=row["label"],
                place=row["place"],
                code=optional_secret(row["secret_code"]),
                known_to=frozenset(
                    PersonId(UUID(known["person_id"])) for known in people.get(row["id"], ())
                ),
                door_ids=frozenset(
                    DoorId(UUID(opened["door_id"])) for opened in doors.get(row["id"], ())
                ),
            )
            for row in rows
        ]
