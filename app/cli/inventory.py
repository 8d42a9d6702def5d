"""The inventory as a table, JSON or CSV."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.frame import DONE, Wanted, run_on_project
from app.cli.options import As, File, Json, PassphraseFile, WithSecrets
from app.cli.output import Output
from app.cli.tables import headers, table
from app.cli.tools import Tools
from app.core.errors import UsageError
from app.core.settings import CSV_SEPARATOR
from app.papers.private_file import write_private_file_blocking
from app.services.inventory import (
    Inventory,
    InventoryService,
    as_text,
    inventory_csv,
    inventory_json,
    parse_columns,
    parse_separator,
)
from app.services.open_project import OpenProject
from app.services.project import OpenMode
from app.texts.messages import message

commands = typer.Typer()

FORMATS = ("table", "json", "csv")


@commands.command("inventory")
def inventory(
    context: typer.Context,
    file: File,
    form: Annotated[
        str, typer.Option("--format", metavar="table|json|csv", help="How it is written.")
    ] = "table",
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="OUT", help="Write it to this file.")
    ] = None,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="A,B", help="Only these, in this order.")
    ] = None,
    separator: Annotated[
        str | None,
        typer.Option("--separator", metavar="C", help="Of CSV: a comma, a semicolon or tab."),
    ] = None,
    with_secrets: WithSecrets = False,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Write the inventory: one row a door."""
    tools: Tools = context.obj
    written = "json" if is_json else form

    async def work(project: OpenProject, output: Output) -> int:
        if form not in FORMATS:
            raise UsageError("unknown_format", name=form, choices=", ".join(FORMATS))
        chosen = parse_columns(columns)
        character = parse_separator(separator or tools.settings.get(CSV_SEPARATOR))
        made = await InventoryService(project).make(chosen, with_secrets=with_secrets)
        content = _content(made, written, character)
        if out is not None:
            write_private_file_blocking(out, content)
            output.say(message("said_written", {"name": out.name}))
        else:
            output.raw(content.decode("utf-8-sig"))
        return DONE

    mode = OpenMode.WRITE if with_secrets else OpenMode.READ
    wanted = Wanted(file, passphrase_file, mode, operator)
    return run_on_project(tools, wanted, work, is_json=written == "json")


def _content(made: Inventory, form: str, separator: str) -> bytes:
    if form == "json":
        return inventory_json(made)
    header = headers(*made.columns)
    if form == "csv":
        note = message("practice_project_note")
        return inventory_csv(made, separator=separator, header=header, practice_note=note)
    rows = [[as_text(row[column]) for column in made.columns] for row in made.rows]
    lines = table(header, rows)
    if made.is_practice:
        lines += ["", message("practice_project_note")]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")
