"""The inventory as a table, JSON, CSV or a workbook, and the list of setup codes for Z-Wave JS UI."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from app.cli import views
from app.cli.frame import DONE, Wanted, run_on_project
from app.cli.options import As, File, Json, PassphraseFile, WithSecrets
from app.cli.output import Output
from app.cli.tables import table
from app.cli.tools import Tools
from app.core.errors import UsageError
from app.core.settings import CSV_SEPARATOR
from app.papers.private_file import write_private_file_blocking
from app.papers.zwave_list import zwave_list_json
from app.services.inventory import (
    Inventory,
    InventoryService,
    parse_columns,
    parse_separator,
)
from app.services.inventory_columns import Column
from app.services.inventory_files import (
    inventory_csv,
    inventory_json,
    inventory_texts,
    inventory_xlsx,
)
from app.services.inventory_views import ViewService
from app.services.open_project import OpenProject
from app.services.project import OpenMode
from app.services.project_table import ProjectTable, ProjectTableService
from app.services.project_table_files import (
    project_table_csv,
    project_table_json,
    project_table_xlsx,
)
from app.texts.import_titles import column_title, left_out_words
from app.texts.languages import checked_language
from app.texts.messages import message

commands = typer.Typer()
commands.add_typer(views.commands)

TABLE, JSON, CSV, XLSX, PDF, ZWAVE_JS = "table", "json", "csv", "xlsx", "pdf", "zwave-js"
FORMATS = (TABLE, JSON, CSV, XLSX, ZWAVE_JS)


@dataclass(frozen=True, slots=True)
class _Form:
    """How the inventory is written."""

    name: str
    separator: str
    is_sheet_per_site: bool


@commands.command("inventory")
def inventory(
    context: typer.Context,
    file: File,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="table|json|csv|xlsx|zwave-js",
            help="How it is written; zwave-js: the Z-Wave setup codes as Z-Wave JS UI imports them.",
        ),
    ] = TABLE,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="OUT", help="Write it to this file.")
    ] = None,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="A,B", help="Only these, in this order.")
    ] = None,
    view: Annotated[
        str | None,
        typer.Option("--view", metavar="V", help="A saved view: its columns, order and search."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="L", help="Of the headings, such as en."),
    ] = None,
    separator: Annotated[
        str | None,
        typer.Option("--separator", metavar="C", help="Of CSV: a comma, a semicolon or tab."),
    ] = None,
    sheet_per_site: Annotated[
        bool, typer.Option("--sheet-per-site", help="A workbook with a sheet for each site.")
    ] = False,
    for_import: Annotated[
        bool,
        typer.Option(
            "--for-import",
            help="The whole project instead, people and their access too, as a table that import reads.",
        ),
    ] = False,
    with_secrets: WithSecrets = False,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Write the inventory, one row a door; or the whole project for an import."""
    tools: Tools = context.obj
    written = JSON if is_json and form == TABLE else form

    async def work(project: OpenProject, output: Output) -> int:
        _check(form, out=out, with_secrets=with_secrets, sheet_per_site=sheet_per_site)
        if for_import and (form == ZWAVE_JS or columns or view or sheet_per_site):
            raise UsageError("for_import_alone")
        checked_language(language)
        chosen = parse_columns(columns)
        character = parse_separator(separator or tools.settings.get(CSV_SEPARATOR))
        if form == ZWAVE_JS:
            content = await _zwave(project, output)
        elif for_import:
            whole = await ProjectTableService(project).make(with_secrets=with_secrets)
            for words in left_out_words(whole):
                output.say(words)
            content = _for_import(whole, written, character)
        else:
            saved = await ViewService(project).find(view) if view is not None else None
            service = InventoryService(project)
            made = await service.make(chosen, view=saved, with_secrets=with_secrets)
            content = _content(made, _Form(written, character, sheet_per_site))
        if out is None:
            output.raw(content.decode("utf-8-sig"))
            return DONE
        write_private_file_blocking(out, content)
        output.say(message("said_written", {"name": out.name}))
        return DONE

    mode = OpenMode.WRITE if with_secrets else OpenMode.READ
    wanted = Wanted(file, passphrase_file, mode, operator)
    return run_on_project(tools, wanted, work, is_json=is_json or written == JSON)


def _check(form: str, *, out: Path | None, with_secrets: bool, sheet_per_site: bool) -> None:
    if form == PDF:
        raise UsageError("pdf_later")
    if form not in FORMATS:
        raise UsageError("unknown_format", name=form, choices=", ".join(FORMATS))
    if form == XLSX and out is None:
        raise UsageError("out_needed")
    if form != XLSX and sheet_per_site:
        raise UsageError("sheets_need_xlsx")
    if form == ZWAVE_JS and not with_secrets:
        raise UsageError("secrets_needed")


async def _zwave(project: OpenProject, output: Output) -> bytes:
    found = await InventoryService(project).zwave_list()
    if found.left_out:
        output.say(message("said_zwave_left_out", {"count": found.left_out}))
    return zwave_list_json(found.entries)


def _for_import(made: ProjectTable, form: str, separator: str) -> bytes:
    note = message("practice_project_note")
    if form == JSON:
        return project_table_json(made)
    if form == CSV:
        return project_table_csv(made, separator=separator, titles=column_title, practice_note=note)
    if form == XLSX:
        title = message("for_import_title")
        return project_table_xlsx(made, titles=column_title, sheet_name=title, practice_note=note)
    filled = [at for at, _ in enumerate(made.columns) if any(row[at] for row in made.rows)]
    heads = [column_title(made.columns[at]) for at in filled]
    lines = table(heads, [[" ".join(row[at].split("\n")) for at in filled] for row in made.rows])
    if made.is_practice:
        lines += ["", note]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _content(made: Inventory, form: _Form) -> bytes:
    note = message("practice_project_note")
    if form.name == JSON:
        return inventory_json(made)
    if form.name == CSV:
        return inventory_csv(made, separator=form.separator, titles=_title, practice_note=note)
    if form.name == XLSX:
        return inventory_xlsx(
            made,
            titles=_title,
            sheet_name=message("inventory_title"),
            practice_note=note,
            is_sheet_per_site=form.is_sheet_per_site,
        )
    lines = table([_title(column) for column in made.columns], inventory_texts(made))
    if made.is_practice:
        lines += ["", note]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _title(column: Column) -> str:
    return message(f"column_{column}")
