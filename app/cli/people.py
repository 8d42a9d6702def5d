"""People."""

from collections.abc import Collection
from typing import Annotated

import typer

from app.cli.access import exposed_json, exposure_lines
from app.cli.credentials import credential_json
from app.cli.frame import DONE, Wanted, run_on_project
from app.cli.options import As, File, Json, PassphraseFile, PersonArgument
from app.cli.output import Output
from app.cli.tables import headers, table
from app.cli.tools import Tools
from app.cli.values import person_json
from app.domain.ids import DoorId
from app.domain.person import Person
from app.services.credentials import CredentialService
from app.services.names import find_person, find_places
from app.services.open_project import OpenProject, list_places
from app.services.people import PeopleService, parse_role
from app.services.project import OpenMode
from app.services.taking_back import exposed_at
from app.texts.messages import message

commands = typer.Typer()
person_commands = typer.Typer()
commands.add_typer(person_commands, name="person", help="Add or remove a person.")


@commands.command("people")
def list_people(
    context: typer.Context,
    file: File,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """List the people."""

    async def work(project: OpenProject, output: Output) -> int:
        people = await PeopleService(project).list_people()
        output.document({"people": [person_json(person) for person in people]})
        rows = [
            [
                person.name,
                str(person.role),
                person.email or "",
                person.phone or "",
                str(person.id)[:8],
            ]
            for person in people
        ]
        for line in table(headers("person", "role", "email", "phone", "id"), rows):
            output.line(line)
        return DONE

    return run_on_project(context.obj, Wanted(file, passphrase_file), work, is_json=is_json)


@person_commands.command("add")
def add_person(
    context: typer.Context,
    file: File,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's name.")],
    role: Annotated[
        str,
        typer.Option(
            "--role", metavar="R", help="owner, manager, staff, resident, guest or installer."
        ),
    ] = "guest",
    language: Annotated[
        str | None, typer.Option("--language", metavar="L", help="A tag such as de or pt-BR.")
    ] = None,
    email: Annotated[str | None, typer.Option("--email", metavar="E")] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="P")] = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Add a person."""

    async def work(project: OpenProject, output: Output) -> int:
        person = await PeopleService(project).add_person(
            name, role=parse_role(role), language=language, email=email, phone=phone
        )
        output.document({"person": person_json(person)})
        output.line(message("said_added", {"name": person.name}))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@person_commands.command("remove")
def remove_person(
    context: typer.Context,
    file: File,
    person: PersonArgument,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Take everything away from a person and out of the lists; apply takes the codes off the locks."""
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        found = await find_person(project, person)
        doors = await tools.workplace(project).access.remove_person(found)
        labels = [place.label for place in await list_places(project) if place.door.id in doors]
        everywhere = [place.door.id for place in await list_places(project)]
        exposed = await exposed_at(project, found, everywhere)
        had = await CredentialService(project).list_credentials(found.id)
        in_hand = [row for row in had if row.issue is not None]
        output.document(
            {
                "person": person_json(found),
                "doors": labels,
                "exposed": [exposed_json(one) for one in exposed],
                "in_hand": [credential_json(row) for row in in_hand],
            }
        )
        output.line(message("said_removed", {"name": found.name}))
        for row in in_hand:
            facts = {"person": found.name, "number": row.number, "doors": ", ".join(row.doors)}
            output.say(message("key_in_hand", facts))
        for line in exposure_lines([one.exposure for one in exposed]):
            output.say(line)
        if labels or exposed:
            output.say(message("apply_next"))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


PausedDoors = Annotated[
    list[str] | None,
    typer.Argument(metavar="[DOOR]...", help="At these doors only; else everywhere."),
]


@commands.command("pause")
def pause(
    context: typer.Context,
    file: File,
    person: PersonArgument,
    doors: PausedDoors = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Take a person's access away for now and keep what was granted; apply takes the codes off the locks."""

    async def work(project: OpenProject, output: Output) -> int:
        found = await find_person(project, person)
        places = await find_places(project, doors) if doors else []
        ids = {place.door.id for place in places}
        concerned = await PeopleService(project).pause(found, ids)
        return await _say_paused(project, found, concerned, output, code="said_paused")

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@commands.command("resume")
def resume(
    context: typer.Context,
    file: File,
    person: PersonArgument,
    doors: PausedDoors = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """End a pause, so that what was granted counts again; apply puts the codes back on the locks."""

    async def work(project: OpenProject, output: Output) -> int:
        found = await find_person(project, person)
        places = await find_places(project, doors) if doors else []
        ids = {place.door.id for place in places}
        concerned = await PeopleService(project).resume(found, ids)
        return await _say_paused(project, found, concerned, output, code="said_resumed")

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


async def _say_paused(
    project: OpenProject,
    person: Person,
    door_ids: Collection[DoorId],
    output: Output,
    *,
    code: str,
) -> int:
    places = await list_places(project, door_ids=door_ids) if door_ids else []
    labels = [place.label for place in places]
    now = await project.read.people.get(person.id) or person
    output.document({"person": person_json(now), "paused": now.is_paused, "doors": labels})
    output.line(message(code, {"person": person.name}))
    for label in labels:
        output.line(f"  {label}")
    if labels:
        output.say(message("apply_next"))
    return DONE
