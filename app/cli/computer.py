"""What this computer has, and what a code says: `doctor` and `decode`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.cli.frame import DONE, NO, Wanted, exit_code_of, run_plain
from app.cli.options import Json, PassphraseFile, WithSecrets
from app.cli.output import Output, error_document
from app.cli.passphrase import open_for_command
from app.cli.tables import table
from app.cli.tools import Tools
from app.cli.values import Json as JsonObject
from app.core.errors import AppError
from app.domain.matter_payload import MatterPayload, discovery_words
from app.domain.setup_code import MatterSetupCode, RefusedSetupCode, matter_payloads
from app.services.decoding import (
    Decoded,
    Input,
    Unread,
    decode_inputs,
    inputs_of_bytes,
    inputs_of_words,
)
from app.services.doctor import Check, is_ready
from app.texts.messages import error_sentence, message

commands = typer.Typer()

MAX_INPUT_BYTES = 64 * 1024 * 1024


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


@commands.command("decode")
def decode(
    context: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="WHAT...",
            help="The text of a code, typed digits, or a picture file; - reads standard input. "
            "Others on this computer can see what stands here.",
        ),
    ],
    with_secrets: WithSecrets = False,
    is_json: Json = False,
) -> int:
    """Say what setup codes are, and what they say."""

    async def work(output: Output) -> int:
        found = [item async for item in decode_inputs(_inputs(what))]
        output.document({"codes": [_item_json(item, with_secrets=with_secrets) for item in found]})
        for item in found:
            for line in _item_lines(item, with_secrets=with_secrets):
                output.line(line)
        return DONE if found and _all_read(found) else NO

    return run_plain(work, is_json=is_json)


def _inputs(words: Sequence[str]) -> list[Input]:
    found: list[Input] = []
    for word in words:
        if word == "-":
            found += inputs_of_bytes(_standard_input())
        else:
            found += inputs_of_words([word])
    return found


def _standard_input() -> bytes:
    return sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)


def _all_read(found: Sequence[Decoded | Unread]) -> bool:
    """Whether every input gave a usable setup code."""
    good = {item.index for item in found if isinstance(item, Decoded) and item.is_valid}
    return good == {item.index for item in found}


def _item_json(item: Decoded | Unread, *, with_secrets: bool) -> JsonObject:
    empty: JsonObject = {
        "index": item.index,
        "text": None,
        "secret": False,
        "family": None,
        "valid": False,
        "reason": None,
        "source": item.source,
        "position": None,
        "decoder": None,
        "payloads": [],
    }
    if isinstance(item, Unread):
        return {**empty, "error": error_document(item.error)}
    code = item.code
    is_refused = isinstance(code, RefusedSetupCode)
    return {
        **empty,
        "text": item.text.reveal() if with_secrets else None,
        "secret": not with_secrets,
        "family": str(code.family),
        "valid": not is_refused,
        "reason": str(code.reason) if is_refused else None,
        "position": None if item.position is None else [list(point) for point in item.position],
        "decoder": item.decoder,
        "payloads": [
            _payload_json(payload, with_secrets=with_secrets) for payload in matter_payloads(code)
        ],
    }


def _payload_json(payload: MatterPayload, *, with_secrets: bool) -> JsonObject:
    return {
        "version": payload.version,
        "vendor_id": payload.vendor_id,
        "product_id": payload.product_id,
        "flow": payload.flow,
        "discovery": None
        if payload.discovery is None
        else list(discovery_words(payload.discovery)),
        "discriminator": payload.discriminator,
        "short_discriminator": payload.short_discriminator,
        "passcode": payload.passcode.reveal() if with_secrets else None,
        "secret": not with_secrets,
        "serial": payload.serial_number,
    }


def _item_lines(item: Decoded | Unread, *, with_secrets: bool) -> list[str]:
    source = f"{item.source}: " if item.source else ""
    if isinstance(item, Unread):
        return [f"{source}{error_sentence(item.error)}"]
    code = item.code
    if isinstance(code, RefusedSetupCode):
        place = {"position": code.position}
        return [f"{source}{message(f'setup_code_{code.reason}', place)}"]
    word = code.kind if isinstance(code, MatterSetupCode) else code.family
    lines = [f"{source}{message(f'decoded_{word}')}"]
    if with_secrets:
        lines.append(f"  {message('decoded_text', {'text': item.text.reveal()})}")
    for payload in matter_payloads(code):
        lines += [f"  {line}" for line in _payload_lines(payload, with_secrets=with_secrets)]
    return lines


def _payload_lines(payload: MatterPayload, *, with_secrets: bool) -> list[str]:
    unsaid = message("decoded_unsaid")
    facts = {
        "vendor": unsaid if payload.vendor_id is None else f"0x{payload.vendor_id:04X}",
        "product": unsaid if payload.product_id is None else f"0x{payload.product_id:04X}",
        "discriminator": (
            payload.short_discriminator if payload.discriminator is None else payload.discriminator
        ),
        "discovery": (
            unsaid if payload.discovery is None else ", ".join(discovery_words(payload.discovery))
        ),
        "serial": payload.serial_number,
        "passcode": payload.passcode.reveal() if with_secrets else "",
    }
    lines = [message("decoded_payload", facts)]
    if payload.serial_number is not None:
        lines.append(message("decoded_serial", facts))
    lines.append(message("decoded_passcode" if with_secrets else "decoded_hidden", facts))
    return lines
