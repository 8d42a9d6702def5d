"""The saved views of the inventory: shown, kept and forgotten; `inventory --view` uses them."""

from typing import Annotated

import typer

from app.cli.frame import DONE, Wanted, run_on_project
from app.cli.options import As, File, Json, PassphraseFile
from app.cli.output import Output
from app.cli.tables import table
from app.cli.tools import Tools
from app.cli.values import Json as JsonObject
from app.core.errors import UsageError
from app.services.inventory import parse_columns
from app.services.inventory_columns import DEFAULT_COLUMNS, OPEN_COLUMNS, Column
from app.services.inventory_order import GroupBy
from app.services.inventory_views import View, ViewService
from app.services.open_project import OpenProject
from app.services.project import OpenMode
from app.texts.messages import message

commands = typer.Typer()
view_commands = typer.Typer(help="Keep or forget a view of the inventory.")
commands.add_typer(view_commands, name="view")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The view's name.")]


@commands.command("views")
def list_views(
    context: typer.Context,
    file: File,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """List the saved views of the inventory."""

    async def work(project: OpenProject, output: Output) -> int:
        found = await ViewService(project).all()
        output.document({"views": [_json(view) for view in found]})
        heads = [
            message(f"view_head_{head}") for head in ("name", "columns", "sort", "group", "search")
        ]
        rows = [
            [
                view.name,
                ", ".join(view.columns),
                _sorting(view),
                str(view.group or ""),
                view.search,
            ]
            for view in found
        ]
        for line in table(heads, rows) if found else [message("views_none")]:
            output.line(line)
        return DONE

    tools: Tools = context.obj
    return run_on_project(tools, Wanted(file, passphrase_file), work, is_json=is_json)


@view_commands.command("save")
def save_view(
    context: typer.Context,
    file: File,
    name: Name,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="A,B", help="Its columns, in this order.")
    ] = None,
    sort: Annotated[
        str | None, typer.Option("--sort", metavar="COLUMN", help="What the rows are sorted by.")
    ] = None,
    is_descending: Annotated[
        bool, typer.Option("--descending", help="The largest or latest first.")
    ] = False,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="|".join(GroupBy), help="What the rows are grouped by."),
    ] = None,
    search: Annotated[
        str, typer.Option("--search", metavar="WORDS", help="Only rows with all these words.")
    ] = "",
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Keep a view, in place of one with this name."""

    async def work(project: OpenProject, output: Output) -> int:
        view = View(
            name,
            parse_columns(columns) or DEFAULT_COLUMNS,
            _column(sort),
            is_descending,
            _group(group),
            search,
        )
        for column in (*view.columns, view.sort):
            if column is not None and column not in OPEN_COLUMNS:
                raise UsageError("view_secret_column", name=str(column))
        kept = await ViewService(project).save(view)
        output.document(_json(kept))
        output.say(message("said_view_kept", {"name": kept.name}))
        return DONE

    tools: Tools = context.obj
    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


@view_commands.command("remove")
def remove_view(
    context: typer.Context,
    file: File,
    name: Name,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Forget a view."""

    async def work(project: OpenProject, output: Output) -> int:
        service = ViewService(project)
        view = await service.find(name)
        await service.remove(view.name)
        output.document(_json(view))
        output.say(message("said_view_forgotten", {"name": view.name}))
        return DONE

    tools: Tools = context.obj
    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


def _column(word: str | None) -> Column | None:
    found = parse_columns(word)
    return found[0] if found else None


def _group(word: str | None) -> GroupBy | None:
    try:
        return GroupBy(word) if word else None
    except ValueError as error:
        raise UsageError("unknown_group_by", name=word, choices=", ".join(GroupBy)) from error


def _sorting(view: View) -> str:
    if view.sort is None:
        return ""
    return f"{view.sort} {message('view_descending')}" if view.is_descending else str(view.sort)


def _json(view: View) -> JsonObject:
    return {
        "name": view.name,
        "columns": [str(column) for column in view.columns],
        "sort": None if view.sort is None else str(view.sort),
        "descending": view.is_descending,
        "group": None if view.group is None else str(view.group),
        "search": view.search or None,
    }
