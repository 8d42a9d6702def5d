"""Locks as a whole: pairing, taking out, sharing, the bolt."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.cli.frame import (
    DONE,
    INTERRUPTED,
    NO,
    REFUSED,
    UNREACHABLE,
    Interrupted,
    Wanted,
    run_on_project,
)
from app.cli.options import As, Door, File, Json, PassphraseFile, PinFile
from app.cli.output import Output
from app.cli.passphrase import ask_secret_blocking, read_secret_file
from app.cli.plans import names_of, plan_json, say_plan
from app.cli.progress import Bars, bars
from app.cli.qr_lines import qr_lines
from app.cli.questions import agrees, can_ask
from app.cli.stopping import stopping
from app.cli.tools import Tools
from app.cli.values import Json as JsonObject
from app.cli.values import lock_json, moment
from app.core.errors import AppError, RuleError, UsageError
from app.core.secret import Secret
from app.core.settings import SHARE_MINUTES
from app.domain.lock import Lock
from app.driver_api.errors import NeedsUser, Rejected
from app.driver_api.pairing import (
    Answer,
    Confirm,
    Done,
    Failed,
    Finding,
    Progress,
    ProgressState,
    Report,
    Show,
    Step,
)
from app.services.mounted import SHARE_MINUTES_HIGH, SHARE_MINUTES_LOW
from app.services.names import find_place
from app.services.open_project import OpenProject, Place
from app.services.pairing import PairingRun
from app.services.project import OpenMode
from app.services.setup_codes import CameBy, SetupCodeService
from app.texts.messages import has_message, message

commands = typer.Typer()

UNREACHABLE_CODES = frozenset(
    {
        "computer_slept",
        "engine_closed",
        "engine_failed",
        "engine_lost",
        "engine_missing",
        "engine_timeout",
        "failed",
        "lock_busy",
        "lock_not_found",
        "lock_unreachable",
        "no_answer",
        "no_network",
        "not_discovered",
        "not_ready",
        "operational_unreachable",
        "store_failed",
        "timed_out",
        "unreachable",
    }
)
"""Endings of a pairing that say "not reachable" (exit 4); every other one is a refusal (exit 5)."""

OUR_REFUSALS = frozenset({"practice_lock", "real_lock"})
"""Endings that are this project's own no (exit 1)."""


@commands.command("commission")
def commission(
    context: typer.Context,
    file: File,
    door: Door,
    code: Annotated[
        str | None,
        typer.Option(
            "--code",
            metavar="CODE|-|@ID",
            help="The setup code (everybody on this computer can see it here, and the shell remembers it), - for standard input, or @ and the number or id of a kept one.",
        ),
    ] = None,
    code_file: Annotated[
        Path | None, typer.Option("--code-file", metavar="F", help="Read the setup code from F.")
    ] = None,
    network_only: Annotated[
        bool, typer.Option("--network-only", help="Look for the lock on the network only.")
    ] = False,
    accept_findings: Annotated[
        bool,
        typer.Option(
            "--accept-findings",
            help="Go on although the lock's certificates are doubtful; each finding is recorded.",
        ),
    ] = False,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Pair a lock by its setup code and mount it at the door."""
    tools: Tools = context.obj
    del network_only  # the only way so far

    async def work(project: OpenProject, output: Output) -> int:
        place = await find_place(project, door)
        given = await _setup_code(project, place, code, code_file)
        workplace = tools.workplace(project)
        with bars(output) as shown:
            run = await workplace.pairing.begin(
                place,
                given,
                _progress_to(shown, place),
                came_by=CameBy.TYPED,
                accept_findings=accept_findings,
            )
            try:
                step = await run.start()
            except BaseException:
                await run.cancel()
                raise
        return await _to_the_end(project, run, step, output, accept_findings=accept_findings)

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


async def _setup_code(
    project: OpenProject, place: Place, code: str | None, code_file: Path | None
) -> Secret[str]:
    """The code given, kept under an id, or kept for this door by a pairing that was not finished."""
    if code is not None and code_file is not None:
        raise UsageError("code_twice")
    if code_file is not None:
        return read_secret_file(code_file)
    if code == "-":
        return read_secret_file(Path("-"))
    if code is not None and code.startswith("@"):
        return (await SetupCodeService(project).find(code)).kept.text
    if code is not None:
        return Secret(code)
    kept = await project.read.setup_codes.all()
    begun = {pairing.door_id: pairing for pairing in await project.read.pairings.all()}
    unfinished = begun.get(place.door.id)
    for one in kept:
        if unfinished is not None and one.id == unfinished.setup_code_id:
            return one.text
    if not can_ask():
        raise UsageError("code_needed")
    if await project.read.locks.at_door(place.door.id) is not None:
        # Said before anybody types a code for nothing.
        raise RuleError("door_has_lock", door=place.label)
    return ask_secret_blocking(message("ask_setup_code"))


def _progress_to(shown: Bars, place: Place) -> Report:
    done: set[str] = set()

    def report(progress: Progress) -> None:
        if progress.state is ProgressState.DONE:
            done.add(progress.key)
        text = f"{place.label}: {message(progress.key, progress.parameters)}"
        shown.show("commission", text, len(done), 0)

    return report


async def _to_the_end(
    project: OpenProject,
    run: PairingRun,
    step: Step,
    output: Output,
    *,
    accept_findings: bool,
) -> int:
    """Answer the steps until the lock is mounted or the attempt has ended."""
    findings: dict[Finding, bool] = {}
    try:
        while not isinstance(step, Done | Failed):
            if isinstance(step, Confirm):
                is_yes = step.can_accept and (accept_findings or await _person_agrees(step, output))
                findings.update(dict.fromkeys(step.findings, is_yes))
                if not is_yes:
                    await run.cancel()
                    step = Failed("findings_refused", findings=step.findings)
                    break
                step = await run.answer(Answer(step.id, is_yes=True))
            elif isinstance(step, Show):
                output.say(message(step.text or step.title, step.parameters))
                step = await run.answer(Answer(step.id))
            else:
                raise NeedsUser("step_not_on_terminal", step=step.id)
    except BaseException:
        await run.cancel()
        raise
    findings.update(dict.fromkeys(step.findings, isinstance(step, Done)))
    facts = await project.read.locks.facts(run.lock.id) if run.lock is not None else None
    results: JsonObject = {
        "door": run.place.label,
        "lock": lock_json(run.lock, facts, run.place.zone),
        "findings": [
            {"code": found.code, "level": str(found.level), "accepted": is_accepted}
            for found, is_accepted in findings.items()
        ],
    }
    if isinstance(step, Done):
        output.document(results)
        output.line(message("said_mounted", _names(run.lock, run.place)))
        return DONE
    for finding in findings:
        output.say(_finding_line(finding))
    output.error(AppError(step.code, **step.parameters), results=results)
    for cause in step.causes:
        output.say(f"- {message(cause)}")
    if step.code in OUR_REFUSALS:
        return NO
    return UNREACHABLE if step.code in UNREACHABLE_CODES else REFUSED


async def _person_agrees(step: Confirm, output: Output) -> bool:
    if not can_ask() or output.is_json:
        return False
    for finding in step.findings:
        output.say(_finding_line(finding))
    output.say(message(step.text or step.title, step.parameters))
    return await agrees(message("ask_go_on"))


def _finding_line(finding: Finding) -> str:
    level = message(f"finding_level_{finding.level}")
    said = finding.code if has_message(finding.code) else "finding_named"
    return f"{level}: {message(said, {'code': finding.code})}"


def _names(lock: Lock | None, place: Place) -> dict[str, object]:
    name = f"{lock.vendor} {lock.product}".strip() if lock is not None else ""
    return {"lock": name or message("column_lock"), "door": place.label}


@commands.command("decommission")
def decommission(
    context: typer.Context,
    file: File,
    door: Door,
    keep_codes: Annotated[
        bool,
        typer.Option("--keep-codes", help="Leave our codes on the lock; they become unknown."),
    ] = False,
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Take the lock out of the project without asking it."),
    ] = False,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Remove our codes with proof, then our pairing; stops when a code is not proven gone."""
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        place = await find_place(project, door)
        with stopping(output) as stop:
            removed = await tools.workplace(project).mounted.remove(
                place, keep_codes=keep_codes, forget=forget, should_stop=stop
            )
        is_out = removed.is_unpaired or forget
        results: JsonObject = {
            "door": place.label,
            "lock": lock_json(removed.lock, None, place.zone),
            "unpaired": removed.is_unpaired,
            "left": removed.left,
            "foreign": len(removed.foreign),
        }
        if removed.applied is not None:
            names = await names_of(project, removed.applied.plan)
            results |= plan_json(removed.applied.plan, names)
            say_plan(removed.applied.plan, names, output)
        if stop.is_asked and not is_out:
            output.error(Interrupted("interrupted"), results=results)
            return INTERRUPTED
        if not is_out:
            output.error(AppError("still_on_lock", count=removed.left), results=results)
            return NO
        output.document(results)
        output.line(message("said_taken_out", _names(removed.lock, place)))
        if removed.left:
            output.say(message("left_on_lock", {"count": removed.left}))
        if removed.foreign:
            output.say(message("foreign_stay", {"count": len(removed.foreign)}))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


@commands.command("share")
def share(
    context: typer.Context,
    file: File,
    door: Door,
    minutes: Annotated[
        int | None,
        typer.Option(
            "--minutes",
            metavar="N",
            min=SHARE_MINUTES_LOW,
            max=SHARE_MINUTES_HIGH,
            help="How long it stays open, 3 to 15.",
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Open a window in which another home app may add the lock; prints QR text, digits and end."""
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        place = await find_place(project, door)
        window = await tools.workplace(project).mounted.share(
            place, tools.settings.get(SHARE_MINUTES) if minutes is None else minutes
        )
        until = moment(window.until, place.zone)
        qr, manual = window.qr.reveal(), window.manual.reveal()
        output.document({"qr": qr, "manual": manual, "until": until})
        for line in qr_lines(window.qr, output):
            output.line(line)
        output.line(f"{message('column_setup_code')}: {qr}")
        output.line(f"{message('column_digits')}: {_grouped(manual)}")
        local = window.until.astimezone(ZoneInfo(place.zone))
        output.line(message("said_shared", {"door": place.label, "until": f"{local:%H:%M:%S}"}))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


def _grouped(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}" if len(digits) == 11 else digits


@commands.command("unlock")
def unlock(
    context: typer.Context,
    file: File,
    door: Door,
    pin_file: PinFile = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Unlock a door; done only when the lock has reported its bolt."""
    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return _move_bolt(context.obj, wanted, door, pin_file, locked=False, is_json=is_json)


@commands.command("lock")
def lock_door(
    context: typer.Context,
    file: File,
    door: Door,
    pin_file: PinFile = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Lock a door; done only when the lock has reported its bolt."""
    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return _move_bolt(context.obj, wanted, door, pin_file, locked=True, is_json=is_json)


def _move_bolt(
    tools: Tools, wanted: Wanted, door: str, pin_file: Path | None, *, locked: bool, is_json: bool
) -> int:
    async def work(project: OpenProject, output: Output) -> int:
        place = await find_place(project, door)
        pin = read_secret_file(pin_file) if pin_file is not None else None
        mounted = tools.workplace(project).mounted
        try:
            state = await mounted.set_bolt(place, locked=locked, pin=pin)
        except (NeedsUser, Rejected) as error:
            if error.code != "pin_needed" or pin is not None or not can_ask():
                raise
            pin = ask_secret_blocking(message("ask_pin"))
            state = await mounted.set_bolt(place, locked=locked, pin=pin)
        output.document(
            {
                "door": place.label,
                "bolt": str(state.position),
                "reported_at": moment(state.at, place.zone),
            }
        )
        output.line(message(f"said_{state.position}", {"door": place.label}))
        return DONE

    return run_on_project(tools, wanted, work, is_json=is_json)
