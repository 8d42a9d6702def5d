"""What this computer has: `doctor`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.cli.frame import DONE, NO, Wanted, exit_code_of, run_plain
from app.cli.options import Json, PassphraseFile
from app.cli.output import Output
from app.cli.passphrase import open_for_command
from app.cli.tables import table
from app.cli.tools import Tools
from app.cli.values import Json as JsonObject
from app.core.errors import AppError
from app.services.doctor import Check, is_ready
from app.texts.messages import message

commands = typer.Typer()


@commands.command("doctor")
def doctor(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A project whose health is looked at too."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """Say what this computer has and lacks, and with FILE also whether the project is healthy."""
    tools: Tools = context.obj

    async def work(output: Output) -> int:
        checks = await tools.doctor().check_computer()
        error: AppError | None = None
        if file is not None:
            try:
                checks += await _check_project(tools, file, passphrase_file)
            except AppError as failure:
                error = failure
        results = {"checks": [_check_json(check) for check in checks]}
        for line in _check_lines(checks):
            output.line(line)
        if error is not None:
            output.error(error, results=results)
            return exit_code_of(error)
        output.document(results)
        return DONE if is_ready(checks) else NO

    return run_plain(work, is_json=is_json)


async def _check_project(tools: Tools, file: Path, passphrase_file: Path | None) -> list[Check]:
    projects = tools.projects(None)
    try:
        project = await open_for_command(tools, projects, Wanted(file, passphrase_file))
        return await tools.doctor().check_project(project)
    finally:
        await projects.close()


def _check_json(check: Check) -> JsonObject:
    return {
        "name": check.name,
        "state": str(check.state),
        "detail": message(check.detail, check.parameters),
        "remedy": None if check.remedy is None else message(check.remedy, check.parameters),
    }


def _check_lines(checks: Sequence[Check]) -> list[str]:
    rows: list[list[str]] = []
    for check in checks:
        found = _check_json(check)
        rows.append([found["state"], found["name"].replace("_", " "), found["detail"]])
        if found["remedy"] is not None:
            rows.append(["", "", found["remedy"]])
    return table(["", "", ""], rows)[1:]
