"""A proven backup in a second place."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.frame import DONE, NO, Wanted, run_plain
from app.cli.options import File, Json, PassphraseFile
from app.cli.output import Output
from app.cli.passphrase import open_for_command
from app.cli.tools import Tools
from app.cli.values import moment
from app.services.backup_files import Backup
from app.services.backup_wish import read_wish
from app.services.backups import BackupMade
from app.texts.messages import message

commands = typer.Typer()


@commands.command("backup")
def backup(
    context: typer.Context,
    file: File,
    folder: Annotated[
        Path,
        typer.Option("-o", "--out", metavar="DIR", help="The folder for it; it has to be there."),
    ],
    keep: Annotated[
        int | None,
        typer.Option(
            "--keep",
            metavar="N",
            help="Keep so many backups of this project there; else what the project says (10 at first).",
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """Make a backup, open it once to prove it, and remove the oldest ones only then."""
    tools: Tools = context.obj

    async def work(output: Output) -> int:
        projects = tools.projects(None)
        try:
            project = await open_for_command(tools, projects, Wanted(file, passphrase_file))
            for warning in project.warnings:
                output.say(message(warning))
            wanted = keep if keep is not None else (await read_wish(project)).keep
            made = await projects.backups.make(project.store, folder, wanted)
            _tell(made, output, project.store.project.time_zone)
            return DONE if made.is_whole else NO
        finally:
            await projects.close()

    return run_plain(work, is_json=is_json)


def _tell(made: BackupMade, output: Output, zone: str) -> None:
    output.document(
        {
            "backup": _json(made.backup, zone),
            "intact": made.is_whole,
            "kept": [_json(one, zone) for one in made.kept],
            "removed": [str(path) for path in made.removed],
            "not_removed": [str(path) for path in made.stuck],
            "same_disk": made.is_same_disk,
        }
    )
    name = {"name": made.backup.path.name}
    output.line(message("said_backup" if made.is_whole else "said_backup_broken", name))
    if made.removed:
        output.line(message("said_backup_removed", {"count": len(made.removed)}))
    if made.stuck:
        output.say(message("said_backup_stuck", {"count": len(made.stuck)}))
    if made.is_same_disk:
        output.say(message("said_backup_same_disk"))


def _json(one: Backup, zone: str) -> dict[str, object]:
    return {"file": str(one.path), "at": moment(one.made_at, zone), "bytes": one.size_bytes}
