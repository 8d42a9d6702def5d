"""Cards, fingers, keys in apps and metal keys."""

from typing import Annotated

import typer

from app.cli.frame import DONE, Wanted, run_on_project
from app.cli.options import As, File, Json, PassphraseFile, PersonArgument
from app.cli.output import Output
from app.cli.tables import headers, table
from app.cli.values import Json as JsonObject
from app.services.credentials import CredentialRow, CredentialService, parse_kind
from app.services.names import find_credential, find_doors, find_person
from app.services.open_project import OpenProject
from app.services.project import OpenMode
from app.texts.messages import message

commands = typer.Typer()
credential_commands = typer.Typer()
commands.add_typer(
    credential_commands, name="credential", help="Note a card, finger or key, or that it is away."
)


@commands.command("credentials")
def list_credentials(
    context: typer.Context,
    file: File,
    person: Annotated[
        str | None, typer.Argument(metavar="[PERSON]", help="A unique name or an id; else all.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """List what people open doors with."""

    async def work(project: OpenProject, output: Output) -> int:
        found = None if person is None else await find_person(project, person)
        service = CredentialService(project)
        rows = await service.list_credentials(None if found is None else found.id)
        output.document({"credentials": [credential_json(row) for row in rows]})
        lines = [
            [
                row.person.name,
                message(f"kind_{row.kind}"),
                row.number or "",
                row.label,
                ", ".join(row.doors),
                str(row.id)[:8],
            ]
            for row in rows
        ]
        columns = headers("person", "credential", "number", "label", "doors", "id")
        for line in table(columns, lines):
            output.line(line)
        return DONE

    return run_on_project(context.obj, Wanted(file, passphrase_file), work, is_json=is_json)


@credential_commands.command("add")
def add_credential(
    context: typer.Context,
    file: File,
    person: PersonArgument,
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="K", help="card, fingerprint, mobile-key or mechanical-key."
        ),
    ],
    doors: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DOOR|@GROUP]...", help="Where it opens; a metal key takes doors only."
        ),
    ] = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar="N", help="What is printed or stamped on it.")
    ] = None,
    label: Annotated[
        str, typer.Option("--label", metavar="L", help="What it is called, such as blue fob.")
    ] = "",
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Note that a person has a card, fob, finger, key in an app, or metal key; locks are taught by hand."""

    async def work(project: OpenProject, output: Output) -> int:
        wanted_kind = parse_kind(kind)
        found = await find_person(project, person)
        door_ids, group_ids = await find_doors(project, doors or [])
        row = await CredentialService(project).add(
            found,
            wanted_kind,
            number=number,
            label=label,
            door_ids=door_ids,
            group_ids=group_ids,
        )
        output.document({"credential": credential_json(row)})
        output.line(_sentence("said_credential", row))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@credential_commands.command("remove")
def remove_credential(
    context: typer.Context,
    file: File,
    credential: Annotated[
        str, typer.Argument(metavar="CREDENTIAL", help="Its id, or a number that is unique.")
    ],
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Take a credential away, with the access that came by it; a metal key came back."""

    async def work(project: OpenProject, output: Output) -> int:
        row = await find_credential(project, credential)
        await CredentialService(project).remove(row)
        output.document({"credential": credential_json(row)})
        output.line(_sentence("said_credential_removed", row))
        if row.issue is None and row.doors:
            output.say(message("apply_next"))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


def _sentence(code: str, row: CredentialRow) -> str:
    named = " ".join(filter(None, (message(f"kind_{row.kind}"), row.label, row.number)))
    return message(code, {"person": row.person.name, "credential": named})


def credential_json(row: CredentialRow) -> JsonObject:
    """One thing in somebody's hand, without secrets."""
    return {
        "id": str(row.id),
        "person": row.person.name,
        "person_id": str(row.person.id),
        "kind": str(row.kind).replace("_", "-"),
        "number": row.number,
        "label": row.label,
        "doors": list(row.doors),
        "since": row.since.isoformat(),
    }
