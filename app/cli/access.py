"""Granting and taking away: what should be true; nothing is written to a lock."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.cli.entries import validity_json, validity_line
from app.cli.frame import DONE, NO, Wanted, run_on_project
from app.cli.options import (
    As,
    DryRun,
    File,
    Json,
    PassphraseFile,
    PersonArgument,
    PinFile,
    WithSecrets,
)
from app.cli.output import Output
from app.cli.passphrase import ask_secret_blocking, read_secret_file
from app.cli.plans import names_of, plan_json, say_plan
from app.cli.questions import can_ask
from app.cli.tools import Tools
from app.cli.values import Json as JsonValue
from app.cli.values import person_json
from app.core.errors import UsageError
from app.core.secret import Secret
from app.domain.grant import Holidays
from app.domain.ids import DoorId, GroupId
from app.domain.revocability import exposure_hours, hardest
from app.domain.validity_text import parse_holidays, validity_of
from app.services.access import Granted, GrantPart, GrantWish
from app.services.code_choice import PinChoice
from app.services.code_settings import read_reuse_days, set_reuse_days
from app.services.history import HistoryService
from app.services.names import find_doors, find_person
from app.services.open_project import OpenProject, list_places
from app.services.project import OpenMode
from app.services.taking_back import Exposed, TakingBack, exposed_at, ways_to_take_back
from app.texts.messages import error_sentence, message

commands = typer.Typer()

DoorsOrGroups = Annotated[
    list[str],
    typer.Argument(metavar="DOOR|@GROUP...", help="Doors, and groups of doors with @ before them."),
]
PIN_WORDS = {"auto": PinChoice.NEW, "ask": PinChoice.GIVEN}


@commands.command("grant")
def grant(
    context: typer.Context,
    file: File,
    person: PersonArgument,
    doors: DoorsOrGroups,
    excepted: Annotated[
        list[str] | None,
        typer.Option("--except", metavar="DOOR", help="A door left out; may be repeated."),
    ] = None,
    pin: Annotated[
        str | None,
        typer.Option(
            "--pin",
            metavar="auto|ask",
            help="A new code, or one typed here; else the person's own where it fits.",
        ),
    ] = None,
    pin_file: PinFile = None,
    start: Annotated[str | None, typer.Option("--from", metavar="T", help="From then on.")] = None,
    end: Annotated[
        str | None, typer.Option("--until", metavar="T", help="Until then; a date is included.")
    ] = None,
    weekly: Annotated[
        list[str] | None,
        typer.Option("--weekly", metavar='"Mo-Fr 08:00-12:00"', help="Only then; may be repeated."),
    ] = None,
    is_once: Annotated[bool, typer.Option("--once", help="For one use.")] = False,
    holidays: Annotated[
        list[str] | None,
        typer.Option("--holidays", metavar="NAME:closed|as-sunday", help="What holidays do."),
    ] = None,
    dry_run: DryRun = False,
    with_secrets: WithSecrets = False,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Record that a person shall enter doors; nothing is written to a lock.

    A code of the project that is shown with --with-secrets stands in the history.
    """
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        found = await find_person(project, person)
        door_ids, group_ids = await find_doors(project, doors)
        excepted_ids, _groups = await find_doors(project, excepted or [])
        zone = await _zone_of(project, door_ids, group_ids)
        validity = validity_of(
            start=start,
            end=end,
            weekly=weekly or (),
            is_once=is_once,
            holidays=await _find_holidays(project, holidays or []),
            zone=zone,
        )
        choice, value = _choice(pin, pin_file)
        wish = GrantWish(
            person=found,
            door_ids=door_ids,
            validity=validity,
            group_ids=group_ids,
            except_door_ids=excepted_ids,
            choice=choice,
            pin=value,
        )
        granted = await tools.workplace(project).access.grant(wish, dry_run=dry_run)
        given_out = [part for part in granted.parts if not (dry_run and part.is_new_code)]
        if with_secrets and given_out:
            history = HistoryService(project)
            await history.note_codes_given_out("grant", len(given_out), person_id=found.id)
        await say_granted(
            project, granted, wish, zone, output, with_secrets=with_secrets, dry_run=dry_run
        )
        return NO if granted.plan.refusals else DONE

    mode = OpenMode.READ if dry_run and not with_secrets else OpenMode.WRITE
    wanted = Wanted(file, passphrase_file, mode, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


async def say_granted(
    project: OpenProject,
    granted: Granted,
    wish: GrantWish,
    zone: ZoneInfo,
    output: Output,
    *,
    with_secrets: bool,
    dry_run: bool,
) -> None:
    """Say what was recorded, or would be, with every code that it gave."""
    labels = await _labels(project, granted.door_ids)
    codes = [
        _code_json(part, await _labels(project, part.door_ids), with_secrets, dry_run)
        for part in granted.parts
    ]
    names = await names_of(project, granted.plan)
    calendars = {one.id: one.name for one in await project.read.calendars.all()}
    ways = await ways_to_take_back(project, granted)
    conflict = granted.conflict
    output.document(
        {
            "grant": {
                "id": None if dry_run else str(granted.grant.id),
                "person": wish.person.name,
                "person_id": str(wish.person.id),
                "doors": labels,
                "validity": validity_json(wish.validity, zone.key, calendars),
                "credential": str(granted.credential.kind),
                "credential_id": str(granted.credential.id),
                "new_code": granted.is_new_code,
                "code": codes[0]["code"],
                "secret": not with_secrets,
                "codes": codes,
                "conflict": None
                if conflict is None
                else {"rule": conflict.code, "text": error_sentence(conflict)},
            },
            "taking_back": [_way_json(way) for way in ways],
            "warnings": list(granted.warnings),
            "dry_run": dry_run,
            **plan_json(granted.plan, names),
        }
    )
    facts = {
        "person": wish.person.name,
        "doors": ", ".join(labels),
        "times": validity_line(wish.validity, zone, calendars),
    }
    output.line(message("would_grant" if dry_run else "said_granted", facts))
    if with_secrets:
        for code in codes:
            output.line(_code_line(code, is_only=len(codes) == 1))
    elif not dry_run and wish.choice is not PinChoice.GIVEN:
        output.say(message("said_code_new" if granted.is_new_code else "said_code_own"))
    for warning in granted.warnings:
        output.say(message(warning))
        if warning == "several_codes":
            _say_conflict(granted, codes, output)
    for line in _way_lines(ways):
        output.say(line)
    say_plan(granted.plan, names, output)
    if granted.plan.steps:
        output.say(message("apply_next"))


def _way_json(way: TakingBack) -> JsonValue:
    hours = None if way.exposure is None else exposure_hours(way.exposure)
    return {"door": way.place.label, "revocable": str(way.revocable), "exposure_hours": hours}


def _way_lines(ways: Sequence[TakingBack]) -> list[str]:
    """The worst first, with its doors where there are others; then how long the worst could open."""
    found = list(dict.fromkeys(way.revocable for way in ways))
    lines: list[str] = []
    while (worst := hardest(found)) is not None:
        found.remove(worst)
        line = message(f"taken_back_{worst}")
        labels = [way.place.label for way in ways if way.revocable is worst]
        is_said_of_all = len(labels) == len(ways)
        facts = {"sentence": line, "doors": ", ".join(labels)}
        lines.append(line if is_said_of_all else message("taken_back_at", facts))
    return [*lines, *exposure_lines([way.exposure for way in ways])]


def exposed_json(exposed: Exposed) -> JsonValue:
    """A door at which codes that were taken away may still open, in begun hours; None: without end."""
    hours = None if exposed.exposure is None else exposure_hours(exposed.exposure)
    return {"door": exposed.place.label, "exposure_hours": hours}


def exposure_lines(exposures: Sequence[timedelta | None]) -> list[str]:
    """How long the worst of them could open."""
    ends = [exposure for exposure in exposures if exposure is not None]
    if len(ends) < len(exposures):
        return [message("exposed_without_end")]
    return [message("exposed_hours", {"hours": exposure_hours(max(ends))})] if ends else []


def _code_json(part: GrantPart, labels: list[str], with_secrets: bool, dry_run: bool) -> JsonValue:
    value = part.credential.value
    return {
        "grant_id": None if dry_run else str(part.grant.id),
        "doors": labels,
        "credential_id": str(part.credential.id),
        "new_code": part.is_new_code,
        "code": value.reveal() if with_secrets and value is not None else None,
        "secret": not with_secrets,
    }


def _code_line(code: JsonValue, *, is_only: bool) -> str:
    if is_only:
        return message("said_code", {"code": code["code"]})
    return message("said_code_of", {"code": code["code"], "doors": ", ".join(code["doors"])})


def _say_conflict(granted: Granted, codes: Sequence[JsonValue], output: Output) -> None:
    """Why one code does not do, and which doors share one."""
    if granted.conflict is not None:
        output.say(error_sentence(granted.conflict))
    for code in codes:
        output.say(message("said_code_shared", {"doors": ", ".join(code["doors"])}))


@commands.command("revoke")
def revoke(
    context: typer.Context,
    file: File,
    person: PersonArgument,
    doors: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DOOR|@GROUP]...", help="Everywhere when none is named."),
    ] = None,
    dry_run: DryRun = False,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Record that a person shall not enter doors any more; apply takes the codes off the locks."""
    tools: Tools = context.obj

    async def work(project: OpenProject, output: Output) -> int:
        found = await find_person(project, person)
        door_ids, group_ids = await find_doors(project, doors or [])
        revoked = await tools.workplace(project).access.revoke(
            found, door_ids=door_ids, group_ids=group_ids, dry_run=dry_run
        )
        labels = await _labels(project, revoked)
        exposed = await exposed_at(project, found, revoked)
        output.document(
            {
                "person": person_json(found),
                "doors": labels,
                "exposed": [exposed_json(one) for one in exposed],
                "dry_run": dry_run,
            }
        )
        facts = {"person": found.name, "doors": ", ".join(labels)}
        output.line(message("would_revoke" if dry_run else "said_revoked", facts))
        for line in exposure_lines([one.exposure for one in exposed]):
            output.say(line)
        if not dry_run:
            output.say(message("apply_next"))
        return DONE

    mode = OpenMode.READ if dry_run else OpenMode.WRITE
    wanted = Wanted(file, passphrase_file, mode, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


@commands.command("pin-rules")
def pin_rules(
    context: typer.Context,
    file: File,
    reuse_days: Annotated[
        int | None,
        typer.Option(
            "--reuse-days",
            metavar="N",
            help="For so many days a code is not given again at a door that it has left.",
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Show, or set, what the project asks of the codes that it draws."""

    async def work(project: OpenProject, output: Output) -> int:
        if reuse_days is not None:
            await set_reuse_days(project, reuse_days)
        days = await read_reuse_days(project.read)
        output.document({"reuse_days": days})
        output.line(message("said_reuse_days", {"days": days}))
        return DONE

    mode = OpenMode.READ if reuse_days is None else OpenMode.WRITE
    wanted = Wanted(file, passphrase_file, mode, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


def _choice(pin: str | None, pin_file: Path | None) -> tuple[PinChoice, Secret[str] | None]:
    if pin is not None and pin_file is not None:
        raise UsageError("pin_twice")
    if pin_file is not None:
        return PinChoice.GIVEN, read_secret_file(pin_file)
    if pin is None:
        return PinChoice.OWN, None
    if pin not in PIN_WORDS:
        raise UsageError("pin_word")
    if pin == "ask":
        if not can_ask():
            raise UsageError("pin_unasked")
        return PinChoice.GIVEN, ask_secret_blocking(message("ask_pin"))
    return PIN_WORDS[pin], None


async def _zone_of(
    project: OpenProject, door_ids: frozenset[DoorId], group_ids: frozenset[GroupId]
) -> ZoneInfo:
    """The zone that decides whether an end lies after its beginning: that of the first door."""
    members = {group.id: group.door_ids for group in await project.read.groups.all()}
    wanted = door_ids.union(*(members.get(group_id, frozenset()) for group_id in group_ids))
    for place in await list_places(project):
        if place.door.id in wanted:
            return ZoneInfo(place.zone)
    return ZoneInfo(project.store.project.time_zone)


async def _find_holidays(project: OpenProject, texts: Sequence[str]) -> list[Holidays]:
    calendars = {one.name: one.id for one in await project.read.calendars.all()}
    found: list[Holidays] = []
    for text in texts:
        name, rule = parse_holidays(text)
        if name not in calendars:
            raise UsageError("unknown_calendar", name=name)
        one = Holidays(calendars[name], rule)
        if any(other.calendar_id == one.calendar_id and other != one for other in found):
            raise UsageError("holidays_twice", name=name)
        if one not in found:
            found.append(one)
    return found


async def _labels(project: OpenProject, door_ids: frozenset[DoorId]) -> list[str]:
    return [place.label for place in await list_places(project) if place.door.id in door_ids]
