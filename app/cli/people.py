"""People."""

from typing import Annotated

import typer

from app.cli.frame import DONE, Wanted, run_on_project
from app.cli.options import As, File, Json, PassphraseFile, PersonArgument
from app.cli.output import Output
from app.cli.tables import headers, table
from app.cli.tools import Tools
from app.cli.values import person_json
from app.services.names import find_person
from app.services.open_project import OpenProject, list_places
from app.services.people import PeopleService, parse_role
from app.services.project import OpenMode
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
        output.document({"person": person_json(found), "doors": labels})
        output.line(message("said_removed", {"name": found.name}))
        if labels:
            output.say(message("apply_next"))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)
