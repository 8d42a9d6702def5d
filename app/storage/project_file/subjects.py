"""Which doors and which person a touched row speaks of."""

from collections.abc import Sequence
from typing import cast

from sqlcipher3.dbapi2 import Connection

from app.storage.project_file.capture import RowChange
from app.storage.project_file.columns import Row

_DOOR_OF_LOCK = "SELECT door_id FROM locks WHERE id = ?"
_PERSON_OF_CREDENTIAL = "SELECT person_id FROM credentials WHERE id = ?"
_PERSON_OF_GRANT = "SELECT person_id FROM grants WHERE id = ?"


class Subjects:
    """Looks things up in the change's own rows first: what a removed row pointed to may be gone with it."""

    def __init__(self, connection: Connection, changes: Sequence[RowChange]) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], str | None] = {}
        for change in changes:
            row = _either(change)
            if change.table == "locks":
                self._known[_DOOR_OF_LOCK, change.key] = cast("str", row["door_id"])
            elif change.table == "credentials":
                self._known[_PERSON_OF_CREDENTIAL, change.key] = cast("str", row["person_id"])
            elif change.table == "grants":
                self._known[_PERSON_OF_GRANT, change.key] = cast("str", row["person_id"])

    def doors_of(self, change: RowChange) -> set[str]:
        """The doors of the row before and after."""
        found: set[str | None] = set()
        if change.table == "doors":
            found.add(change.key)
        for row in (change.before, change.after):
            if row is None:
                continue
            found.add(cast("str | None", row.get("door_id")))
            if row.get("lock_id") is not None and "door_id" not in row:
                found.add(self._look_up(_DOOR_OF_LOCK, row["lock_id"]))
        return {door for door in found if door is not None}

    def person_of(self, change: RowChange) -> str | None:
        """The person whose data the row holds, if it is somebody's."""
        if change.table == "people":
            return change.key
        row = _either(change)
        if row.get("person_id") is not None:
            return str(row["person_id"])
        if row.get("credential_id") is not None:
            return self._look_up(_PERSON_OF_CREDENTIAL, row["credential_id"])
        if row.get("grant_id") is not None:
            return self._look_up(_PERSON_OF_GRANT, row["grant_id"])
        return None

    def _look_up(self, query: str, key: object) -> str | None:
        name = (query, str(key))
        if name not in self._known:
            found = self._connection.execute(query, (str(key),)).fetchone()
            self._known[name] = None if found is None else str(found[0])
        return self._known[name]


def _either(change: RowChange) -> Row:
    return cast("Row", change.after if change.after is not None else change.before)
