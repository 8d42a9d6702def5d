"""Holiday calendars."""

from collections.abc import Sequence
from uuid import UUID

from sqlcipher3.dbapi2 import Connection
from sqlcipher3.dbapi2 import Row as DatabaseRow

from app.domain.grant import HolidayCalendar
from app.domain.ids import CalendarId
from app.storage.project_file.columns import Row, date_of
from app.storage.project_file.table_repository import (
    Keeper,
    TableRepository,
    part_rows,
    put_part_rows,
)


class CalendarRepository(TableRepository[CalendarId, HolidayCalendar]):
    """Calendars by name."""

    table = "calendars"
    order = "name COLLATE NOCASE, id"
    keepers = (
        Keeper(
            "grants",
            "grants",
            "revoked_at IS NULL AND id IN"
            " (SELECT grant_id FROM grant_holidays WHERE calendar_id = :id)",
        ),
    )
    goes_along = ("DELETE FROM grant_holidays WHERE calendar_id = :id",)

    def row_of(self, value: HolidayCalendar) -> Row:
        """The calendar as a row, without its dates."""
        return {"id": str(value.id), "name": value.name}

    def put_parts(self, connection: Connection, value: HolidayCalendar) -> None:
        """Write its dates."""
        rows: list[Row] = [{"day": day.isoformat()} for day in sorted(value.dates)]
        owner = ("calendar_id", str(value.id))
        put_part_rows(connection, "calendar_dates", owner, ("day",), rows)

    def values_of(
        self, connection: Connection, rows: Sequence[DatabaseRow]
    ) -> list[HolidayCalendar]:
        """The rows as calendars."""
        ids = [row["id"] for row in rows]
        days = part_rows(connection, "calendar_dates", "calendar_id", ids, "day")
        return [
            HolidayCalendar(
                CalendarId(UUID(row["id"])),
                row["name"],
                frozenset(date_of(day["day"]) for day in days.get(row["id"], ())),
            )
            for row in rows
        ]
