"""Grants with the whole of their validity."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.grant import Grant, HolidayRule, Holidays, Validity, Weekday, WeeklyWindow
from app.domain.ids import CalendarId, CredentialId, DoorId, GrantId, GroupId, PersonId
from app.storage.project_file import sql
from app.storage.project_file.columns import (
    Row,
    clock_of,
    clock_text,
    optional_time_of,
    optional_time_text,
    time_of,
    time_text,
    uuid_of,
    wall_text,
)
from app.storage.project_file.table_repository import (
    Keeper,
    TableRepository,
    part_rows,
    put_part_rows,
)

_AT_DOORS = f"""id IN (
    SELECT grant_id FROM grant_doors WHERE is_excepted = 0 AND {sql.among("door_id", "doors")}
    UNION SELECT grant_id FROM grant_groups WHERE group_id IN (
        SELECT group_id FROM door_group_members WHERE {sql.among("door_id", "doors")}))"""  # noqa: S608, ours


class GrantRepository(TableRepository[GrantId, Grant]):
    """Grants, oldest first; revoked ones too."""

    table = "grants"
    order = "created_at, id"
    keepers = (Keeper("records", "slot_records", "grant_id = :id AND ended IS NULL"),)
    goes_along = ("UPDATE slot_records SET grant_id = NULL WHERE grant_id = :id",)

    async def at_doors(self, door_ids: Collection[DoorId]) -> Sequence[Grant]:
        """Those that name one of these doors, or a group that one of them is in; revoked ones too."""
        return await self.where(_AT_DOORS, {"doors": sql.listed(door_ids)})

    async def limited_to_doors(self, door_ids: Collection[DoorId]) -> Sequence[Grant]:
        """As `at_doors`, of the doors that they name only these: how many others they name costs nothing."""
        wanted = {str(door_id) for door_id in door_ids}
        values = {"doors": sql.listed(wanted)}
        query = sql.select(self.table, _AT_DOORS, self.order)

        def work(connection: Connection) -> list[Grant]:
            return self._grants_of(connection, connection.execute(query, values).fetchall(), wanted)

        return await self._access.read(work)

    async def of_person(self, person_id: PersonId) -> Sequence[Grant]:
        """Those of one person; revoked ones too."""
        return await self.where("person_id = :person", {"person": str(person_id)})

    def row_of(self, value: Grant) -> Row:
        """The grant as a row, without doors, groups, windows and holidays."""
        return {
            "id": str(value.id),
            "person_id": str(value.person_id),
            "credential_id": str(value.credential_id),
            "starts": wall_text(value.validity.start),
            "ends": wall_text(value.validity.end),
            "is_once": int(value.validity.is_once),
            "created_at": time_text(value.created_at),
            "revoked_at": optional_time_text(value.revoked_at),
            "used_at": optional_time_text(value.used_at),
        }

    def put_parts(self, connection: Connection, value: Grant) -> None:
        """Write doors, groups, windows and holidays."""
        owner = ("grant_id", str(value.id))
        doors: list[Row] = [
            {"door_id": str(door), "is_excepted": is_excepted}
            for is_excepted, named in enumerate((value.door_ids, value.except_door_ids))
            for door in named
        ]
        groups: list[Row] = [{"group_id": str(group)} for group in value.group_ids]
        windows: list[Row] = [
            {
                "number": number,
                "weekdays": _weekday_bits(window.weekdays),
                "starts": clock_text(window.start),
                "ends": clock_text(window.end),
            }
            for number, window in enumerate(value.validity.weekly)
        ]
        holidays: list[Row] = [
            {
                "number": number,
                "calendar_id": str(holiday.calendar_id),
                "rule": holiday.rule.value,
            }
            for number, holiday in enumerate(value.validity.holidays)
        ]
        put_part_rows(connection, "grant_doors", owner, ("door_id", "is_excepted"), doors)
        put_part_rows(connection, "grant_groups", owner, ("group_id",), groups)
        put_part_rows(connection, "grant_windows", owner, ("number",), windows)
        put_part_rows(connection, "grant_holidays", owner, ("number",), holidays)

    def values_of(self, connection: Connection, rows: Sequence[DatabaseRow]) -> list[Grant]:
        """The rows as grants; five statements however many there are."""
        return self._grants_of(connection, rows, None)

    def _grants_of(
        self, connection: Connection, rows: Sequence[DatabaseRow], only_doors: set[str] | None
    ) -> list[Grant]:
        ids = [row["id"] for row in rows]
        doors = (
            part_rows(connection, "grant_doors", "grant_id", ids, "door_id")
            if only_doors is None
            else _doors_among(connection, ids, only_doors)
        )
        groups = part_rows(connection, "grant_groups", "grant_id", ids, "group_id")
        windows = part_rows(connection, "grant_windows", "grant_id", ids, "grant_id, number")
        holidays = part_rows(connection, "grant_holidays", "grant_id", ids, "grant_id, number")
        return [
            Grant(
                id=GrantId(UUID(row["id"])),
                person_id=PersonId(UUID(row["person_id"])),
                credential_id=CredentialId(UUID(row["credential_id"])),
                door_ids=_doors(doors.get(row["id"], ()), is_excepted=False),
                group_ids=frozenset(
                    GroupId(UUID(group["group_id"])) for group in groups.get(row["id"], ())
                ),
                except_door_ids=_doors(doors.get(row["id"], ()), is_excepted=True),
                validity=Validity(
                    start=optional_time_of(row["starts"]),
                    end=optional_time_of(row["ends"]),
                    weekly=tuple(_window(window) for window in windows.get(row["id"], ())),
                    is_once=bool(row["is_once"]),
                    holidays=tuple(_holiday(holiday) for holiday in holidays.get(row["id"], ())),
                ),
                created_at=time_of(row["created_at"]),
                revoked_at=optional_time_of(row["revoked_at"]),
                used_at=optional_time_of(row["used_at"]),
            )
            for row in rows
        ]


def _doors_among(
    connection: Connection, grant_ids: Sequence[str], door_ids: set[str]
) -> dict[str, list[DatabaseRow]]:
    condition = f"{sql.among('grant_id', 'ids')} AND {sql.among('door_id', 'doors')}"
    values = {"ids": sql.listed(grant_ids), "doors": sql.listed(door_ids)}
    found: dict[str, list[DatabaseRow]] = {}
    for row in connection.execute(sql.select("grant_doors", condition, "door_id"), values):
        found.setdefault(row["grant_id"], []).append(row)
    return found


def _doors(rows: Sequence[DatabaseRow], *, is_excepted: bool) -> frozenset[DoorId]:
    return frozenset(
        DoorId(uuid_of(row["door_id"])) for row in rows if bool(row["is_excepted"]) is is_excepted
    )


def _window(row: DatabaseRow) -> WeeklyWindow:
    days = frozenset(day for day in Weekday if row["weekdays"] >> day & 1)
    return WeeklyWindow(days, clock_of(row["starts"]), clock_of(row["ends"]))


def _holiday(row: DatabaseRow) -> Holidays:
    return Holidays(CalendarId(UUID(row["calendar_id"])), HolidayRule(row["rule"]))


def _weekday_bits(days: frozenset[Weekday]) -> int:
    return sum(1 << day for day in days)
