"""Who can open a door, and what somebody or something reaches."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.cli.entries import validity_json, validity_line
from app.cli.frame import DONE, NO, Wanted, run_on_project
from app.cli.options import Door, File, Json, PassphraseFile
from app.cli.output import Output
from app.cli.tables import headers, table
from app.cli.values import Json as JsonObject
from app.cli.values import moment
from app.domain.ids import CalendarId
from app.domain.openers import Opener
from app.domain.validity import first_moment
from app.domain.validity_text import parse_from
from app.services.names import find_place, find_subject
from app.services.open_project import OpenProject
from app.services.openers import DoorOpeners, OpenerService
from app.texts.messages import message

commands = typer.Typer()


@commands.command("who")
def who(
    context: typer.Context,
    file: File,
    door: Door,
    at: Annotated[
        str | None, typer.Option("--at", metavar="T", help="At this time; else now.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """Say who and what can open a door, as far as is known; exit 1 when something is not."""

    async def work(project: OpenProject, output: Output) -> int:
        place = await find_place(project, door)
        zone = ZoneInfo(place.zone)
        asked = project.clock() if at is None else first_moment(parse_from(at), zone)
        found = await OpenerService(project).who(place.door.id, asked if at is not None else None)
        output.document(
            {
                "door": found.label,
                "at": moment(asked, found.zone),
                "complete": found.answer.is_complete,
                "openers": [_opener_json(one, found) for one in found.answer.openers],
            }
        )
        _say_openers(found, output)
        _say_gaps([found], output)
        return DONE if found.answer.is_complete else NO

    return run_on_project(context.obj, Wanted(file, passphrase_file), work, is_json=is_json)


@commands.command("reach")
def reach(
    context: typer.Context,
    file: File,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="PERSON|CREDENTIAL",
            help="A person, a card or key by its number, a key box by its label, or an id.",
        ),
    ],
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """Say which doors somebody, or a card, key or key box, opens, as far as is known; exit 1 when something is not."""

    async def work(project: OpenProject, output: Output) -> int:
        asked = await find_subject(project, subject)
        found = await OpenerService(project).reach(asked)
        output.document(
            {
                "from": {"kind": str(asked.kind), "id": str(asked.id), "label": found.label},
                "complete": found.is_complete,
                "doors": [
                    {
                        "door": door.label,
                        "openers": [_opener_json(one, door) for one in door.answer.openers],
                    }
                    for door in found.doors
                ],
            }
        )
        if not found.doors:
            output.line(message("reaches_nothing", {"name": found.label}))
        for door in found.doors:
            output.line(f"{door.label}:")
            _say_openers(door, output, indent="  ")
        _say_gaps(found.doors, output)
        return DONE if found.is_complete else NO

    return run_on_project(context.obj, Wanted(file, passphrase_file), work, is_json=is_json)


def _say_openers(door: DoorOpeners, output: Output, indent: str = "") -> None:
    if not door.answer.openers:
        output.line(indent + message("nobody_opens"))
        return
    zone, names = ZoneInfo(door.zone), _names_of(door)
    rows = [
        [
            _name(one, door) or message("opener_nobody"),
            message(f"opener_kind_{one.kind}"),
            " ".join(filter(None, (one.label, message("opener_lost") if one.is_lost else ""))),
            message(f"opens_now_{one.open_now}"),
            message(f"proof_{one.proof.level}") if one.proof is not None else "",
            _short(one.proof.proven_at if one.proof is not None else one.since, zone),
            validity_line(one.validity, zone, names),
            message(f"opener_back_{one.revocable}"),
        ]
        for one in door.answer.openers
    ]
    columns = ("person", "credential", "label", "opens_now", "proof", "proven_at", "times", "back")
    for line in table(headers(*columns), rows):
        output.line(indent + line)


def _say_gaps(doors: Sequence[DoorOpeners], output: Output) -> None:
    for door in doors:
        for gap in door.answer.gaps:
            output.say(f"{door.label}: {message(f'opener_gap_{gap}')}")


def _opener_json(one: Opener, door: DoorOpeners) -> JsonObject:
    proof = one.proof
    # A person's note is all that a key has: accepted at most, and by a person.
    by = None if proof is None or proof.by is None else str(proof.by)
    return {
        "kind": str(one.kind),
        "person": _name(one, door),
        "label": one.label,
        "validity": validity_json(one.validity, door.zone, _names_of(door)),
        "open_now": str(one.open_now),
        "proof": str(proof.level) if proof is not None else "accepted",
        "proof_by": by if proof is not None else "person",
        "proven_at": moment(proof.proven_at if proof is not None else one.since, door.zone),
        "revocable": str(one.revocable),
    }


def _names_of(door: DoorOpeners) -> dict[CalendarId, str]:
    return {key: calendar.name for key, calendar in door.calendars.items()}


def _name(one: Opener, door: DoorOpeners) -> str | None:
    person = None if one.person_id is None else door.people.get(one.person_id)
    return None if person is None else person.name


def _short(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
