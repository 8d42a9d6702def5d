"""Showing one kept setup code, its symbol and its pictures: what takes secrets out of the project."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from app.cli.frame import DONE, NO, Wanted, run_on_project
from app.cli.options import As, File, Json, PassphraseFile, WithSecrets
from app.cli.output import Output
from app.cli.qr_lines import qr_lines
from app.cli.questions import agrees_blocking, can_ask
from app.cli.readings import LONGEST_NAME, has_symbol
from app.cli.tables import headers, table
from app.cli.tools import Tools
from app.cli.values import Json as JsonObject
from app.cli.vault import code_json, code_lines, picture_json
from app.core.errors import AppError, RuleError, UsageError
from app.papers.private_file import write_private_file_blocking
from app.papers.qr_picture import qr_png
from app.services.open_project import OpenProject
from app.services.picture_files import read_picture_file
from app.services.pictures import Attachment
from app.services.project import OpenMode
from app.services.setup_codes import VaultCode
from app.texts.harmless import harmless
from app.texts.messages import message

commands = typer.Typer()

SHOWN, SAVED, PICTURE_SAVED = "shown", "saved", "picture_saved"
"""How a code left the project, in the words of the history."""

Code = Annotated[
    str,
    typer.Argument(
        metavar="CODE",
        help="Its number or id, as `codes` lists them; never the setup code itself.",
    ),
]


@commands.command("show")
def show(
    context: typer.Context,
    file: File,
    code: Code,
    with_secrets: WithSecrets = False,
    qr: Annotated[
        Path | None,
        typer.Option(
            "--qr",
            metavar="OUT.png",
            help="Write it as a QR code to a new file that only you can read; with --with-secrets.",
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Show what is known of a code; with secrets its text, and on a terminal its QR code. The history notes that."""
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        if qr is not None and not with_secrets:
            raise UsageError("qr_needs_secrets")
        workplace = tools.workplace(project)
        found = await workplace.setup_codes.find(code)
        pictures = await workplace.pictures.of_setup_code(found.kept.id)
        if with_secrets:
            png = None if qr is None else _symbol(found, qr)
            if not _is_agreed(output, found, qr):
                output.say(message("not_agreed"))
                return NO
            how = SHOWN if qr is None else SAVED
            await workplace.setup_codes.note_given_out(found.kept.id, how)
            if qr is not None and png is not None:
                await asyncio.to_thread(write_private_file_blocking, qr, png)
        is_shown = with_secrets and qr is None
        output.document(_shown_json(project, found, pictures, qr, is_shown=is_shown))
        for line in code_lines(project, found, with_secrets=is_shown):
            output.line(line)
        if is_shown and has_symbol(found.reading):
            for line in _qr_lines(found, output):
                output.line(line)
        if qr is not None:
            output.say(message("said_secret_written", {"name": qr.name}))
        return DONE

    mode = OpenMode.WRITE if with_secrets else OpenMode.READ
    return run_on_project(
        tools, Wanted(file, passphrase_file, mode, operator), work, is_json=is_json
    )


@commands.command("photo")
def photo(
    context: typer.Context,
    file: File,
    code: Code,
    picture: Annotated[
        Path | None,
        typer.Argument(metavar="[PICTURE]", help="A picture to keep beside the code, encrypted."),
    ] = None,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help="What the picture shows.")
    ] = "",
    is_list: Annotated[bool, typer.Option("--list", help="List the pictures.")] = False,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save",
            metavar="OUT.jpg",
            help="Write one to a new file that only you can read; with --with-secrets.",
        ),
    ] = None,
    is_removing: Annotated[bool, typer.Option("--remove", help="Take one away.")] = False,
    number: Annotated[
        int | None,
        typer.Option("--number", metavar="N", help="Which one --save and --remove mean."),
    ] = None,
    with_secrets: WithSecrets = False,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Keep a picture beside a code, list them, save one or take one away."""
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        if [picture is not None, is_list, save is not None, is_removing].count(True) != 1:
            raise UsageError("picture_or_list")
        workplace = tools.workplace(project)
        found = await workplace.setup_codes.find(code)
        service, facts = workplace.pictures, {"number": found.kept.number}
        pictures = await service.of_setup_code(found.kept.id)
        if is_list:
            _say_pictures(project, found, pictures, output)
            return DONE
        if picture is not None:
            content = await read_picture_file(picture)
            kept = await service.add_to_setup_code(found.kept.id, content, note=note)
            _say_picture(project, found, len(pictures) + 1, kept, output)
            output.line(message("said_picture_kept", facts))
            return DONE
        chosen = _chosen(pictures, number)
        one = pictures[chosen - 1]
        if save is None:
            await service.remove(one.id)
            _say_picture(project, found, chosen, one, output)
            output.line(message("said_picture_removed", facts))
            return DONE
        if not with_secrets:
            raise UsageError("picture_needs_secrets")
        _check_new(save)
        if not _is_agreed(output, found, save):
            output.say(message("not_agreed"))
            return NO
        content_kept = await service.content(one.id)
        await workplace.setup_codes.note_given_out(found.kept.id, PICTURE_SAVED)
        await asyncio.to_thread(write_private_file_blocking, save, content_kept.reveal())
        _say_picture(project, found, chosen, one, output)
        output.say(message("said_secret_written", {"name": save.name}))
        return DONE

    mode = OpenMode.READ if is_list else OpenMode.WRITE
    return run_on_project(
        tools, Wanted(file, passphrase_file, mode, operator), work, is_json=is_json
    )


def _symbol(code: VaultCode, out: Path) -> bytes:
    if not has_symbol(code.reading):
        raise RuleError("digits_have_no_symbol")
    _check_new(out)
    return qr_png(code.kept.text)


def _check_new(out: Path) -> None:
    """Nothing is written over; asked before anything is noted in the history."""
    if out.exists():
        raise UsageError("file_exists", file=out.name)
    if not out.parent.is_dir():
        raise UsageError("folder_missing", name=out.name)


def _is_agreed(output: Output, code: VaultCode, out: Path | None) -> bool:
    """Ask who sits at a terminal; a script has said it by its options."""
    if output.is_json or not can_ask():
        return True
    name = "" if out is None else harmless(out.name, LONGEST_NAME)
    question = "ask_show_code" if out is None else "ask_save_code"
    return agrees_blocking(message(question, {"number": code.kept.number, "name": name}))


def _shown_json(
    project: OpenProject,
    code: VaultCode,
    pictures: list[Attachment],
    qr: Path | None,
    *,
    is_shown: bool,
) -> JsonObject:
    return {
        "code": code_json(project, code, with_secrets=is_shown),
        "pictures": _pictures_json(project, code, pictures),
        "qr": None if qr is None else str(qr),
    }


def _qr_lines(code: VaultCode, output: Output) -> list[str]:
    try:
        return qr_lines(code.kept.text, output)
    except AppError as error:
        return [message(error.code)]


def _chosen(pictures: list[Attachment], number: int | None) -> int:
    """The number of the picture meant; the only one needs none."""
    if number is None and len(pictures) > 1:
        raise UsageError("which_picture", count=len(pictures))
    chosen = 1 if number is None else number
    if not 1 <= chosen <= len(pictures):
        raise UsageError("unknown_picture", number=chosen)
    return chosen


def _pictures_json(
    project: OpenProject, code: VaultCode, pictures: list[Attachment]
) -> list[JsonObject]:
    return [
        picture_json(project, code, number, one) for number, one in enumerate(pictures, start=1)
    ]


def _say_pictures(
    project: OpenProject, code: VaultCode, pictures: list[Attachment], output: Output
) -> None:
    listed = _pictures_json(project, code, pictures)
    output.document({"pictures": listed})
    if not listed:
        output.line(message("said_no_pictures", {"number": code.kept.number}))
        return
    rows = [
        [str(one["number"]), str(one["at"]), harmless(one["note"] or "", LONGEST_NAME)]
        for one in listed
    ]
    for line in table(headers("number", "at", "note"), rows):
        output.line(line)


def _say_picture(
    project: OpenProject, code: VaultCode, number: int, one: Attachment, output: Output
) -> None:
    output.document({"picture": picture_json(project, code, number, one)})
