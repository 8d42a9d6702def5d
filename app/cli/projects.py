"""Making a project, its history, undo, backups."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, cast
from zoneinfo import ZoneInfo

import typer

from app.cli import backups
from app.cli.frame import DONE, NO, Wanted, run_on_project, run_plain
from app.cli.options import As, File, Json, PassphraseFile
from app.cli.output import Output
from app.cli.passphrase import new_passphrase
from app.cli.questions import agrees_blocking, can_ask
from app.cli.tables import headers, table
from app.cli.tools import Tools
from app.cli.values import Json as JsonObject
from app.cli.values import moment, project_json
from app.core.secret import Secret
from app.domain.event import HistoryEntry
from app.domain.ids import DoorId, PersonId
from app.domain.project import ProjectKind
from app.domain.validity import first_moment
from app.domain.validity_text import parse_from
from app.papers.private_file import write_private_file_blocking
from app.services.history import HistoryService, UndoStep
from app.services.local_zone import local_zone_name
from app.services.open_project import OpenProject, list_places
from app.services.project import NewProject, OpenMode, ProjectService
from app.services.sites import checked_zone
from app.texts.entry_words import entry_words
from app.texts.messages import message

commands = typer.Typer()
_LOOKED_THROUGH = 100
commands.add_typer(backups.commands)


@commands.command("new")
def new(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The project file to make.")],
    name: Annotated[
        str, typer.Option("--name", metavar="N", help="The project's name; else the file's.")
    ] = "",
    time_zone: Annotated[
        str | None,
        typer.Option("--time-zone", metavar="Z", help="Its time zone; else this computer's."),
    ] = None,
    is_practice: Annotated[
        bool, typer.Option("--practice", help="A project for practice locks only.")
    ] = False,
    recovery_sheet: Annotated[
        Path | None,
        typer.Option(
            "--recovery-sheet",
            metavar="OUT",
            help="Write the recovery sheet to this file; it opens the project without the passphrase.",
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Make a new, empty project."""
    tools: Tools = context.obj

    async def work(output: Output) -> int:
        zone = checked_zone(time_zone) or local_zone_name()
        kind = ProjectKind.PRACTICE if is_practice else ProjectKind.REAL
        passphrase, repeated = new_passphrase(tools, passphrase_file)
        projects = tools.projects(operator)
        try:
            wish = NewProject(file, name, zone, kind, passphrase, repeated)
            project = await projects.create(wish)
            await _offer_recovery_sheet(projects, project, recovery_sheet, output)
            output.document({"project": project_json(project)})
            output.line(message("said_made", {"name": project.store.file.path.name}))
            return DONE
        finally:
            await projects.close()

    return run_plain(work, is_json=is_json)


async def _offer_recovery_sheet(
    projects: ProjectService, project: OpenProject, out: Path | None, output: Output
) -> None:
    if out is not None:
        sheet = _recovery_sheet(project, await projects.recovery_text())
        write_private_file_blocking(out, sheet.reveal().encode("utf-8"))
        output.say(message("recovery_written", {"name": out.name}))
    elif can_ask() and agrees_blocking(message("ask_recovery_sheet"), is_usual=True):
        sheet = _recovery_sheet(project, await projects.recovery_text())
        output.say(sheet.reveal())


def _recovery_sheet(project: OpenProject, text: Secret[str]) -> Secret[str]:
    facts = {"name": project.store.project.name, "file": project.store.file.path.name}
    return Secret(f"{message('recovery_sheet', facts)}\n\n{text.reveal()}\n")


@commands.command("history")
def history(
    context: typer.Context,
    file: File,
    since: Annotated[
        str | None, typer.Option("--since", metavar="T", help="Only what happened from then on.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """Show what happened in the project, oldest first, and whether the history is whole."""

    async def work(project: OpenProject, output: Output) -> int:
        zone = project.store.project.time_zone
        entries = await HistoryService(project).entries(since=_parse_since(since, zone))
        health = await HistoryService(project).verify()
        doors = {place.door.id: place.label for place in await list_places(project)}
        people = {person.id: person.name for person in await project.read.people.all()}
        found = [_entry_json(entry, zone, doors, people) for entry in entries]
        output.document({"entries": found, "intact": health.is_intact})
        for line in _lines(found):
            output.line(line)
        if not health.is_intact:
            writer, sequence = health.broken_at or ("", 0)
            output.say(
                message("doctor_history_broken", {"writer": writer[:8], "sequence": sequence})
            )
        return DONE if health.is_intact else NO

    return run_on_project(context.obj, Wanted(file, passphrase_file), work, is_json=is_json)


@commands.command("undo")
def undo(
    context: typer.Context,
    file: File,
    is_list: Annotated[
        bool, typer.Option("--list", help="Show what could be undone; undo nothing.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Take back the newest edit."""

    async def list_steps(project: OpenProject, output: Output) -> int:
        service = HistoryService(project)
        found = await service.undo_steps()
        said = await _words_of_steps(service, found)
        steps = [
            {
                "sequence": step.sequence,
                "kind": str(step.kind),
                "at": moment(step.at, project.store.project.time_zone),
                "operator": step.operator,
                "refusal": step.refusal,
            }
            for step in found
        ]
        output.document({"steps": steps})
        rows = [
            [
                str(step["at"]),
                words,
                str(step["operator"]),
                message(f"undo_refused_{step['refusal']}") if step["refusal"] else "",
            ]
            for step, words in zip(steps, said, strict=True)
        ]
        for line in table(headers("at", "what", "operator", "undo_refusal"), rows):
            output.line(line)
        return DONE

    async def work(project: OpenProject, output: Output) -> int:
        service = HistoryService(project)
        step = await service.undo()
        (what,) = await _words_of_steps(service, [step])
        zone = project.store.project.time_zone
        output.document(
            {
                "undone": {
                    "sequence": step.sequence,
                    "kind": str(step.kind),
                    "at": moment(step.at, zone),
                    "operator": step.operator,
                }
            }
        )
        output.line(message("said_undone", {"what": what, "at": moment(step.at, zone)}))
        return DONE

    mode = OpenMode.READ if is_list else OpenMode.WRITE
    wanted = Wanted(file, passphrase_file, mode, operator)
    return run_on_project(context.obj, wanted, list_steps if is_list else work, is_json=is_json)


async def _words_of_steps(service: HistoryService, steps: Sequence[UndoStep]) -> list[str]:
    """What each edit was; one whose entry is far back is named by its kind alone."""
    entries = await service.entries(limit=_LOOKED_THROUGH)
    after = {(entry.sequence, entry.at): entry.after for entry in entries}
    return [entry_words(str(step.kind), after.get((step.sequence, step.at))) for step in steps]


def _parse_since(text: str | None, zone: str) -> datetime | None:
    return None if text is None else first_moment(parse_from(text), ZoneInfo(zone))


def _entry_json(
    entry: HistoryEntry, zone: str, doors: Mapping[DoorId, str], people: Mapping[PersonId, str]
) -> JsonObject:
    door, person = entry.door_id, entry.person_id
    return {
        "at": moment(entry.at, zone),
        "writer": str(entry.writer),
        "sequence": entry.sequence,
        "operator": entry.operator,
        "kind": entry.kind,
        "door": None if door is None else doors.get(door, str(door)),
        "person": None if person is None else people.get(person, str(person)),
        "before": _open_json(entry.before),
        "after": _open_json(entry.after),
        "hash": entry.hash.hex(),
    }


def _open_json(value: object) -> object:
    """A payload without its secrets: they are null, and the object that held one says so."""
    if isinstance(value, Mapping):
        items = cast("Mapping[str, object]", value)
        plain: JsonObject = {
            key: None if isinstance(inner, Secret) else _open_json(inner)
            for key, inner in items.items()
        }
        has_secret = any(isinstance(inner, Secret) for inner in items.values())
        return {**plain, "secret": True} if has_secret else plain
    if isinstance(value, list | tuple):
        return [_open_json(inner) for inner in cast("Sequence[object]", value)]
    return None if isinstance(value, Secret) else value


def _lines(entries: Sequence[JsonObject]) -> list[str]:
    rows = [
        [
            entry["at"],
            entry["operator"],
            entry_words(entry["kind"], entry["after"]),
            entry["door"] or "",
            entry["person"] or "",
        ]
        for entry in entries
    ]
    return table(headers("at", "operator", "what", "door", "person"), rows)
