"""Plan, apply, refresh, status: what has to be done, doing it, and what is proven."""

from collections.abc import Sequence

import typer

from app.cli.entries import door_status_json, say_door_status
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
from app.cli.options import As, Doors, File, Json, PassphraseFile, WithSecrets
from app.cli.output import Output
from app.cli.plans import exit_code_of_plan, names_of, plan_json, say_plan
from app.cli.progress import bars
from app.cli.stopping import stopping
from app.cli.tools import Tools
from app.cli.values import Json as JsonObject
from app.cli.values import project_json
from app.domain.ids import DoorId
from app.services.applying import ApplyProgress
from app.services.history import HistoryService
from app.services.names import find_places
from app.services.open_project import OpenProject, Place
from app.services.project import OpenMode
from app.services.refreshing import Refreshed, RefreshState
from app.services.status import DoorStatus
from app.texts.messages import message

commands = typer.Typer()


@commands.command("plan")
def plan(
    context: typer.Context,
    file: File,
    doors: Doors = None,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """Show what apply would do, door by door, with refusals and their reasons."""
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        door_ids = await _door_ids(project, doors)
        made, _chart = await tools.workplace(project).applying.plan(door_ids)
        names = await names_of(project, made)
        output.document(plan_json(made, names))
        say_plan(made, names, output)
        if not made.steps and not made.refusals:
            output.line(message("plan_empty"))
        return NO if made.refusals else DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE_OR_READ)
    return run_on_project(tools, wanted, work, is_json=is_json)


@commands.command("apply")
def apply(
    context: typer.Context,
    file: File,
    doors: Doors = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Do what is planned, read it back, and record the proof."""
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        door_ids = await _door_ids(project, doors)
        labels = {place.door.id: place.label for place in await find_places(project, [])}
        with bars(output) as shown, stopping(output) as stop:

            def report(progress: ApplyProgress) -> None:
                door = labels.get(progress.door_id, "")
                shown.show(str(progress.door_id), door, progress.done, progress.total)

            applied = await tools.workplace(project).applying.apply(
                door_ids, report=report, should_stop=stop
            )
        names = await names_of(project, applied.plan)
        results = plan_json(applied.plan, names)
        say_plan(applied.plan, names, output)
        for alarm in applied.alarms:
            door = labels.get(alarm.after.door_id, "")
            output.say(f"{door}: {message(f'reason_{alarm.after.proof.reason}')}")
        if stop.is_asked:
            output.error(Interrupted("interrupted"), results=results)
            return INTERRUPTED
        output.document(results)
        if not applied.plan.steps and not applied.plan.refusals:
            output.line(message("plan_empty"))
        return exit_code_of_plan(applied.plan)

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


@commands.command("refresh")
def refresh(
    context: typer.Context,
    file: File,
    doors: Doors = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Read the locks; finds what was lost, what came back, and what others put there.

    Ends with 0 when every lock was read and every code is proven to be as the project wants it, with 4 when locks could not be reached,
    with 5 when they refused, and with 1 when both happened or a code on a lock that was read is not proven.
    """
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        door_ids = await _door_ids(project, doors)
        with bars(output) as shown, stopping(output) as stop:

            def report(place: Place, done: int, total: int) -> None:
                shown.show("refresh", place.label, done, total)

            found = await tools.workplace(project).refreshing.refresh(
                door_ids, report=report, should_stop=stop
            )
        results = {"doors": [_refreshed_json(one) for one in found]}
        for one in found:
            _say_refreshed(one, output)
        if stop.is_asked:
            output.error(Interrupted("interrupted"), results=results)
            return INTERRUPTED
        output.document(results)
        return exit_code_of_refresh(found)

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


@commands.command("status")
def status(
    context: typer.Context,
    file: File,
    with_secrets: WithSecrets = False,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Show doors, locks, codes and what is proven of them; asks no lock.

    That codes were shown with --with-secrets stands in the history.
    """
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        found = await tools.workplace(project).status.status()
        shown = sum(_codes_of(door) for door in found) if with_secrets else 0
        if shown:
            await HistoryService(project).note_codes_given_out("status", shown)
        calendars = {one.id: one.name for one in await project.read.calendars.all()}
        output.document(
            {
                "project": project_json(project),
                "doors": [
                    door_status_json(door, calendars, with_secrets=with_secrets) for door in found
                ],
            }
        )
        for door in found:
            say_door_status(door, calendars, output, with_secrets=with_secrets)
        return DONE

    mode = OpenMode.WRITE if with_secrets else OpenMode.READ
    wanted = Wanted(file, passphrase_file, mode, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


def _codes_of(door: DoorStatus) -> int:
    """How many codes its status shows with secrets."""
    entries = [*door.entries, *(entry for one in door.retired for entry in one.entries)]
    return sum(1 for entry in entries if entry.credential.value is not None)


async def _door_ids(project: OpenProject, doors: list[str] | None) -> set[DoorId] | None:
    """The doors named; None, which is all, when none is."""
    if not doors:
        return None
    return {place.door.id for place in await find_places(project, doors)}


_EXIT_BY_STATE = {RefreshState.UNREACHABLE: UNREACHABLE, RefreshState.REFUSED: REFUSED}


def exit_code_of_refresh(found: Sequence[Refreshed]) -> int:
    """How a reading ends: all read and proven 0, failures of one kind 4 or 5, everything else 1."""
    failures = {_EXIT_BY_STATE[one.state] for one in found if one.state in _EXIT_BY_STATE}
    if len(failures) > 1 or any(one.unproven for one in found):
        return NO
    return failures.pop() if failures else DONE


def _refreshed_json(one: Refreshed) -> JsonObject:
    is_read = one.state is RefreshState.READ
    return {
        "door": one.place.label,
        "state": str(RefreshState.READ if is_read else RefreshState.UNREACHABLE),
        "reason": one.reason,
        "changes": [
            {
                "entry_id": str(change.after.id),
                "from": str(change.before.proof.level),
                "to": str(change.after.proof.level),
                "reason": change.after.proof.reason,
            }
            for change in one.changes
        ],
    }


def _say_refreshed(one: Refreshed, output: Output) -> None:
    if one.state is not RefreshState.READ:
        output.line(f"{one.place.label}: {message(one.reason or 'lock_unreachable')}")
        return
    said = [message("said_read", {"count": len(one.changes)})]
    if one.unproven:
        said.append(message("said_unproven", {"count": one.unproven}))
    output.line(f"{one.place.label}: {'; '.join(said)}")
    for change in one.changes:
        before = message(f"proof_{change.before.proof.level}")
        after = message(f"proof_{change.after.proof.level}")
        reason = change.after.proof.reason
        why = f" ({message(f'reason_{reason}')})" if reason else ""
        output.line(f"  {before} -> {after}{why}")
