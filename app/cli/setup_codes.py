"""The tray of setup codes: putting codes in, listing them, and what can be done with one."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.cli.decoding import (
    WHAT_HELP,
    Found,
    decode_all,
    inputs_of,
    label_of,
    place_json,
    unread_line,
)
from app.cli.frame import DONE, INTERRUPTED, NO, Interrupted, Wanted, run_on_project
from app.cli.one_code import Code
from app.cli.one_code import commands as given_out
from app.cli.options import As, File, Json, PassphraseFile, WithSecrets
from app.cli.output import Output, error_document
from app.cli.stopping import stopping
from app.cli.tools import Tools
from app.cli.values import Json as JsonObject
from app.cli.vault import code_json, code_table, nothing_kept_json, taken_json, taken_lines
from app.core.errors import UsageError
from app.services.decoding import Decoded, Input, Unread, inputs_of_source
from app.services.names import find_place
from app.services.open_project import OpenProject
from app.services.project import OpenMode
from app.services.setup_codes import Arrival, CameBy, SetupCodeService, Taken, VaultCode
from app.texts.messages import message

commands = typer.Typer()
code_commands = typer.Typer()
commands.add_typer(
    code_commands, name="code", help="Assign, annotate, picture, show or remove one setup code."
)
code_commands.add_typer(given_out)

MAX_CODES = 2_000
"""That one scan takes; a person has some hundred in hand at most."""


@commands.command("scan")
def scan(
    context: typer.Context,
    file: File,
    what: Annotated[list[str] | None, typer.Argument(metavar="[WHAT]...", help=WHAT_HELP)] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILM|DIR",
            help="Read this film as a webcam is read, or every picture of this folder, by name.",
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Put what is read into the project's tray, as one action that undo takes back; what is there is named, not added."""
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        if not what and source is None:
            raise UsageError("nothing_to_scan")
        incoming = _incoming(what or [], source)
        inputs = [wanted for wanted, _way in incoming]
        with stopping(output) as stop:
            found = await decode_all(inputs, output, stop)
        if stop.is_asked:
            output.error(Interrupted("interrupted", reason="scan"))
            return INTERRUPTED
        found.items = _once_each(found.items)
        read = [item for item in found.items if isinstance(item, Decoded)]
        if len(read) > MAX_CODES:
            raise UsageError("too_many_codes", limit=MAX_CODES)
        service = tools.workplace(project).setup_codes
        arrivals = [
            Arrival(item.text, incoming[item.index][1], item.is_label_number) for item in read
        ]
        taken = await service.take_in_each(arrivals) if arrivals else []
        _say_scanned(project, output, found, taken, is_one=len(inputs) == 1)
        is_done = any(item.is_valid for item in read) and not found.is_partly_read
        return DONE if is_done else NO

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


def _incoming(words: Sequence[str], source: Path | None) -> list[tuple[Input, CameBy]]:
    """What is to be read, and how it came: what a person typed here is held to be a mistake where it is wrong."""
    found: list[tuple[Input, CameBy]] = []
    for word in words:
        by_text = CameBy.PASTE if word == "-" else CameBy.TYPED
        for one in inputs_of([word]):
            found.append((one, by_text if one.picture is None else CameBy.PICTURE))
    if source is not None:
        found += [(one, CameBy.PICTURE) for one in inputs_of_source(source)]
    return found


def _say_scanned(
    project: OpenProject,
    output: Output,
    found: Found,
    taken: Sequence[Taken],
    *,
    is_one: bool,
) -> None:
    """Say item by item what became of it; `taken` goes with those that were read."""
    rest = iter(taken)
    entries: list[JsonObject] = []
    for item in found.items:
        label = label_of(item.index, item.source, is_one=is_one)
        if isinstance(item, Unread):
            empty = {**nothing_kept_json(), "became": None, "resembles": None, "probable": False}
            entries.append({**place_json(item), **empty, "error": error_document(item.error)})
            output.line(unread_line(item, is_one=is_one))
            continue
        one = next(rest)
        entries.append({**place_json(item), **taken_json(project, one)})
        first, *more = taken_lines(one)
        output.line(f"{label}{first}")
        for line in more:
            output.line(f"  {line}")
    found.say_notes(output)
    output.document({"codes": entries, "notes": found.notes})


def _once_each(items: Sequence[Decoded | Unread]) -> list[Decoded | Unread]:
    """Each text of a picture once: labels carry the same code in two places."""
    seen: set[tuple[int, str]] = set()
    kept: list[Decoded | Unread] = []
    for item in items:
        if isinstance(item, Decoded) and item.source is not None:
            key = (item.index, item.text.reveal())
            if key in seen:
                continue
            seen.add(key)
        kept.append(item)
    return kept


@commands.command("codes")
def list_codes(
    context: typer.Context,
    file: File,
    is_tray: Annotated[
        bool, typer.Option("--tray", help="Only those that no lock was paired with yet.")
    ] = False,
    is_mounted: Annotated[
        bool, typer.Option("--mounted", help="Only those of locks that are mounted.")
    ] = False,
    with_secrets: WithSecrets = False,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """List the setup codes; with secrets that is noted in the history."""
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        if is_tray and is_mounted:
            raise UsageError("state_twice")
        service = tools.workplace(project).setup_codes
        state = "tray" if is_tray else "mounted" if is_mounted else None
        codes = [one for one in await service.list_codes() if state in (None, str(one.state))]
        if with_secrets and codes:
            await service.note_list_given_out(len(codes))
        output.document(
            {"codes": [code_json(project, one, with_secrets=with_secrets) for one in codes]}
        )
        if not codes:
            output.line(message("said_no_codes"))
            return DONE
        for line in code_table(project, codes, with_secrets=with_secrets):
            output.line(line)
        return DONE

    mode = OpenMode.WRITE if with_secrets else OpenMode.READ
    return run_on_project(
        tools, Wanted(file, passphrase_file, mode, operator), work, is_json=is_json
    )


@code_commands.command("assign")
def assign(
    context: typer.Context,
    file: File,
    code: Code,
    door: Annotated[
        str | None,
        typer.Argument(metavar="[DOOR]", help='"Site/Door", a unique name, or an id.'),
    ] = None,
    is_none: Annotated[bool, typer.Option("--none", help="For no door.")] = False,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Say for which door a code is meant; the same code pairs the lock there later."""

    async def work(project: OpenProject, output: Output, service: SetupCodeService) -> VaultCode:
        if (door is None) is not is_none:
            raise UsageError("door_or_none")
        found = await service.find(code)
        place = None if door is None else await find_place(project, door)
        assigned = await service.assign(found.kept.id, None if place is None else place.door.id)
        facts = {"number": found.kept.number, "door": "" if place is None else place.label}
        output.line(message("said_assigned" if place else "said_assigned_none", facts))
        return assigned

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return _on_code(context.obj, wanted, work, is_json=is_json)


@code_commands.command("note")
def note(
    context: typer.Context,
    file: File,
    code: Code,
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="The note, shown with the code; an empty one goes."),
    ],
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Write a note beside a code."""

    async def work(_project: OpenProject, output: Output, service: SetupCodeService) -> VaultCode:
        found = await service.find(code)
        noted = await service.note(found.kept.id, text)
        said = "said_noted" if noted.kept.note else "said_note_gone"
        output.line(message(said, {"number": found.kept.number}))
        return noted

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return _on_code(context.obj, wanted, work, is_json=is_json)


@code_commands.command("remove")
def remove(
    context: typer.Context,
    file: File,
    code: Code,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Take a code and its pictures out of the project; undo brings them back."""

    async def work(_project: OpenProject, output: Output, service: SetupCodeService) -> VaultCode:
        found = await service.find(code)
        await service.remove(found.kept.id)
        output.line(message("said_code_removed", {"number": found.kept.number}))
        return found

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return _on_code(context.obj, wanted, work, is_json=is_json)


CodeWork = Callable[[OpenProject, Output, SetupCodeService], Awaitable[VaultCode]]


def _on_code(tools: Tools, wanted: Wanted, change: CodeWork, *, is_json: bool) -> int:
    """Change one code and tell how it is now."""

    async def work(project: OpenProject, output: Output) -> int:
        changed = await change(project, output, tools.workplace(project).setup_codes)
        output.document({"code": code_json(project, changed, with_secrets=False)})
        return DONE

    return run_on_project(tools, wanted, work, is_json=is_json)
