"""Practice locks in the foreground, and the demo."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.frame import DONE, NO, run_plain, run_window
from app.cli.options import Json
from app.cli.output import Output
from app.cli.tools import Tools
from app.core.errors import UsageError
from app.texts.messages import message

commands = typer.Typer()
practice_commands = typer.Typer()
commands.add_typer(practice_commands, name="practice", help="Practice without hardware.")

KINDS = ("matter",)


@practice_commands.command("lock")
def lock(
    context: typer.Context,
    kind: Annotated[str, typer.Option("--kind", metavar="matter", help="Its family.")] = "matter",
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="The lock's memory; else a usual one of yours."),
    ] = None,
    is_json: Json = False,
) -> int:
    """Run one practice lock until it is told to quit; JSON lines out, commands on standard input.

    Commands: keypad CODE, jam, unjam, door open|closed, battery N, lose SLOT, foreign SLOT, full, drop on|off, lag SECONDS, slow on|off,
    clock ±SECONDS|TIME, zone Z, offline, online, quit.
    """
    tools: Tools = context.obj

    async def work(output: Output) -> int:
        if kind not in KINDS:
            raise UsageError("unknown_kind", name=kind, choices=", ".join(KINDS))
        output.say(message("practice_lock_runs"))
        code = await tools.practice_locks().run_in_foreground(data)
        return DONE if code == 0 else NO

    # Its output is JSON lines either way, so an error is not put among them as a document of its own.
    del is_json
    return run_plain(work, is_json=False)


@commands.command("demo")
def demo(
    context: typer.Context,
    is_fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew instead of going on with the last demo.")
    ] = False,
) -> int:
    """Open the window with a practice project and practice locks; needs no hardware, account or network."""
    tools: Tools = context.obj
    return run_window(lambda: tools.open_demo(is_fresh))
