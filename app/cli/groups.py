"""Groups of doors and holidays."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from app.cli.frame import DONE, Wanted, run_on_project
from app.cli.options import As, File, Json, PassphraseFile
from app.cli.output import Output
from app.cli.tables import headers, table
from app.cli.values import Json as JsonObject
from app.core.errors import UsageError
from app.domain.grant import HolidayCalendar
from app.domain.project import Group
from app.services.calendars import CalendarService, parse_date, read_holiday_file_blocking
from app.services.groups import GroupRow, GroupService
from app.services.names import find_calendar, find_group, find_places
from app.services.open_project import OpenProject
from app.services.project import OpenMode
from app.texts.messages import message

commands = typer.Typer()
group_commands = typer.Typer()
calendar_commands = typer.Typer()
commands.add_typer(group_commands, name="group", help="Put doors into a group, or take them out.")
commands.add_typer(calendar_commands, name="calendar", help="Keep the dates of holidays.")

GroupName = Annotated[str, typer.Argument(metavar="NAME", help="The group's name, without @.")]
CalendarName = Annotated[str, typer.Argument(metavar="NAME", help="The calendar's name.")]
GroupDoors = Annotated[
    list[str] | None, typer.Argument(metavar="[DOOR]...", help="Doors by name or id.")
]
Dates = Annotated[
    list[str] | None, typer.Argument(metavar="[DATE]...", help="Dates such as 2026-12-25.")
]


@commands.command("groups")
def list_groups(
    context: typer.Context,
    file: File,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """List the groups with their doors."""

    async def work(project: OpenProject, output: Output) -> int:
        rows = await GroupService(project).list_groups()
        output.document({"groups": [_group_json(row) for row in rows]})
        lines = [[row.group.name, ", ".join(row.doors), str(row.group.id)[:8]] for row in rows]
        for line in table(headers("group", "doors", "id"), lines):
            output.line(line)
        return DONE

    return run_on_project(context.obj, Wanted(file, passphrase_file), work, is_json=is_json)


@group_commands.command("add")
def add_to_group(
    context: typer.Context,
    file: File,
    name: GroupName,
    doors: GroupDoors = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Put doors into a group, which is made when it is new; whoever may enter the group may enter them."""

    async def work(project: OpenProject, output: Output) -> int:
        places = await find_places(project, doors) if doors else []
        service = GroupService(project)
        group = await service.add(name, {place.door.id for place in places})
        return await _say_group(service, group, output)

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@group_commands.command("remove")
def remove_from_group(
    context: typer.Context,
    file: File,
    name: GroupName,
    doors: GroupDoors = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Take doors out of a group; without doors, remove the group, which nobody may enter by any more."""

    async def work(project: OpenProject, output: Output) -> int:
        service = GroupService(project)
        group = await find_group(project, name)
        if doors:
            places = await find_places(project, doors)
            changed = await service.take_out(group, {place.door.id for place in places})
            return await _say_group(service, changed, output)
        await service.remove(group)
        output.document({"group": _group_json(GroupRow(group, ()))})
        output.line(message("said_removed", {"name": group.name}))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@commands.command("calendars")
def list_calendars(
    context: typer.Context,
    file: File,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """List the calendars with their dates."""

    async def work(project: OpenProject, output: Output) -> int:
        calendars = await CalendarService(project).list_calendars()
        output.document({"calendars": [_calendar_json(one) for one in calendars]})
        rows = [[one.name, ", ".join(_days(one)), str(one.id)[:8]] for one in calendars]
        for line in table(headers("calendar", "dates", "id"), rows):
            output.line(line)
        return DONE

    return run_on_project(context.obj, Wanted(file, passphrase_file), work, is_json=is_json)


@calendar_commands.command("add")
def add_to_calendar(
    context: typer.Context,
    file: File,
    name: CalendarName,
    dates: Dates = None,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="F", help="Take the whole-day events of a calendar file."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Add dates to a calendar, which is made when it is new."""

    async def work(project: OpenProject, output: Output) -> int:
        if (ics is None) == (not dates):
            raise UsageError("dates_or_ics")
        days = frozenset(parse_date(text) for text in dates or ())
        if ics is not None:
            today = project.clock().date()
            found = await asyncio.to_thread(read_holiday_file_blocking, ics, today)
            days |= found.dates
            if found.skipped:
                output.say(message("ics_skipped", {"count": found.skipped}))
        return _say_calendar(await CalendarService(project).add(name, days), output)

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@calendar_commands.command("remove")
def remove_from_calendar(
    context: typer.Context,
    file: File,
    name: CalendarName,
    dates: Dates = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Take dates out of a calendar; without dates, remove it, by which nobody's times may go."""

    async def work(project: OpenProject, output: Output) -> int:
        service = CalendarService(project)
        calendar = await find_calendar(project, name)
        if dates:
            days = [parse_date(text) for text in dates]
            return _say_calendar(await service.take_out(calendar, days), output)
        await service.remove(calendar)
        output.document({"calendar": _calendar_json(calendar)})
        output.line(message("said_removed", {"name": calendar.name}))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


async def _say_group(service: GroupService, group: Group, output: Output) -> int:
    row = next(row for row in await service.list_groups() if row.group.id == group.id)
    output.document({"group": _group_json(row)})
    facts = {"group": group.name, "doors": ", ".join(row.doors)}
    output.line(message("said_group" if row.doors else "said_group_empty", facts))
    return DONE


def _say_calendar(calendar: HolidayCalendar, output: Output) -> int:
    output.document({"calendar": _calendar_json(calendar)})
    facts = {"calendar": calendar.name, "count": len(calendar.dates)}
    output.line(message("said_calendar", facts))
    return DONE


def _group_json(row: GroupRow) -> JsonObject:
    return {"id": str(row.group.id), "name": row.group.name, "doors": list(row.doors)}


def _calendar_json(calendar: HolidayCalendar) -> JsonObject:
    return {"id": str(calendar.id), "name": calendar.name, "dates": _days(calendar)}


def _days(calendar: HolidayCalendar) -> list[str]:
    return [day.isoformat() for day in sorted(calendar.dates)]
