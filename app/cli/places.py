"""Sites and doors."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from app.cli.frame import DONE, Wanted, run_on_project
from app.cli.options import As, Door, File, Json, PassphraseFile
from app.cli.output import Output
from app.cli.passphrase import read_secret_file
from app.cli.tables import headers, table
from app.cli.values import Json as JsonObject
from app.cli.values import door_json, site_json
from app.core.errors import RuleError, UsageError
from app.domain.fit import FamilyFit
from app.domain.ids import DoorId
from app.services.door_copies import DoorCopyService
from app.services.fit import FitService
from app.services.lock_notes import LockNoteService
from app.services.names import find_place, find_site
from app.services.open_project import OpenProject, Place, place_of
from app.services.project import OpenMode
from app.services.sites import SiteService, split_label
from app.texts.messages import has_message, message
from app.texts.survey_words import fit_words, label_of

Site = Annotated[str, typer.Argument(metavar="SITE", help="A unique name or an id.")]
Zone = Annotated[
    str | None,
    typer.Option("--time-zone", metavar="Z", help="An IANA time zone such as Europe/Berlin."),
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        metavar="K=V",
        help="A value of the survey, or a note under a key of your own; empty takes it away; may be repeated.",
    ),
]
WifiPasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--wifi-password-file",
        metavar="F",
        help="Read the Wi-Fi password from this file (- is standard input); an empty file takes it away.",
    ),
]

commands = typer.Typer()
site_commands = typer.Typer()
door_commands = typer.Typer()
commands.add_typer(site_commands, name="site", help="Add, change or remove a site.")
commands.add_typer(door_commands, name="door", help="Add, rename, change or remove a door.")


@commands.command("sites")
def list_sites(
    context: typer.Context,
    file: File,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """List the sites."""

    async def work(project: OpenProject, output: Output) -> int:
        sites = [site_json(project, site) for site in await SiteService(project).list_sites()]
        output.document({"sites": sites})
        rows = [[site["name"], site["time_zone"], site["id"][:8]] for site in sites]
        for line in table(headers("site", "time_zone", "id"), rows):
            output.line(line)
        return DONE

    return run_on_project(context.obj, Wanted(file, passphrase_file), work, is_json=is_json)


@commands.command("doors")
def list_doors(
    context: typer.Context,
    file: File,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """List the doors with their locks."""

    async def work(project: OpenProject, output: Output) -> int:
        facts = {facts.lock_id: facts for facts in await project.read.locks.all_facts()}
        found = await SiteService(project).list_doors()
        output.document(
            {
                "doors": [
                    door_json(row.place, row.lock, facts.get(row.lock.id) if row.lock else None)
                    for row in found
                ]
            }
        )
        rows = [
            [
                row.place.label,
                f"{row.lock.vendor} {row.lock.product}".strip()
                if row.lock
                else message("no_lock_word"),
                row.place.zone,
                str(row.place.door.id)[:8],
            ]
            for row in found
        ]
        for line in table(headers("door", "lock", "time_zone", "id"), rows):
            output.line(line)
        return DONE

    return run_on_project(context.obj, Wanted(file, passphrase_file), work, is_json=is_json)


@site_commands.command("add")
def add_site(
    context: typer.Context,
    file: File,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The site's name, without a slash.")],
    time_zone: Zone = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Add a site."""

    async def work(project: OpenProject, output: Output) -> int:
        site = await SiteService(project).add_site(name, time_zone=time_zone)
        output.document({"site": site_json(project, site)})
        output.line(message("said_added", {"name": site.name}))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@site_commands.command("set")
def set_site(
    context: typer.Context,
    file: File,
    site: Site,
    name: Annotated[str | None, typer.Option("--name", metavar="N", help="Another name.")] = None,
    time_zone: Zone = None,
    fields: Fields = None,
    wifi_password_file: WifiPasswordFile = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Change a site; what is not given stays."""

    async def work(project: OpenProject, output: Output) -> int:
        found = await find_site(project, site)
        password = read_secret_file(wifi_password_file) if wifi_password_file is not None else None
        with _naming_fields("site"):
            changed = await SiteService(project).set_site(
                found,
                name=name,
                time_zone=time_zone,
                fields=parse_fields(fields),
                wifi_password=password,
            )
        output.document({"site": site_json(project, changed)})
        output.line(message("said_changed", {"name": changed.name}))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@site_commands.command("remove")
def remove_site(
    context: typer.Context,
    file: File,
    site: Site,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Remove a site that has no doors."""

    async def work(project: OpenProject, output: Output) -> int:
        found = await find_site(project, site)
        await SiteService(project).remove_site(found)
        output.document({"site": site_json(project, found)})
        output.line(message("said_removed", {"name": found.name}))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@door_commands.command("add")
def add_door(
    context: typer.Context,
    file: File,
    label: Annotated[
        str,
        typer.Argument(metavar='"Site/Door"', help="The site is made too when it is new."),
    ],
    time_zone: Zone = None,
    like: Annotated[
        str | None,
        typer.Option(
            "--like",
            metavar="DOOR",
            help="Copy this door: its survey, groups, time zone, and who may enter when.",
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Add a door, perhaps like another one."""

    async def work(project: OpenProject, output: Output) -> int:
        site_name, door_name = split_label(label)
        if like is not None and time_zone is not None:
            raise UsageError("like_with_zone")
        if like is not None:
            source = await find_place(project, like)
            copies = DoorCopyService(project)
            (place,) = await copies.copy_door(source.door.id, [door_name], site_name=site_name)
        else:
            place = await SiteService(project).add_door(site_name, door_name, time_zone=time_zone)
        output.document({"door": door_json(place, None, None)})
        output.line(message("said_added", {"name": place.label}))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@door_commands.command("rename")
def rename_door(
    context: typer.Context,
    file: File,
    door: Door,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The door's new name.")],
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Give a door another name."""

    async def work(project: OpenProject, output: Output) -> int:
        place = await find_place(project, door)
        new_name = name.removeprefix(f"{place.site.name}/")
        await SiteService(project).set_door(place.door, name=new_name)
        return await _say_door(project, output, place.door.id)

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@door_commands.command("set")
def set_door(
    context: typer.Context,
    file: File,
    door: Door,
    time_zone: Zone = None,
    private: Annotated[
        str | None,
        typer.Option("--private", metavar="on|off", help="Whether the door is somebody's home."),
    ] = None,
    fields: Fields = None,
    lock_fields: Annotated[
        list[str] | None,
        typer.Option(
            "--lock-field",
            metavar="K=V",
            help="A note of the lock that is mounted there: battery_type, battery_replaced_on, bought_on, "
            "warranty_until, note; may be repeated, an empty one takes the note away.",
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Change a door; what is not given stays."""

    async def work(project: OpenProject, output: Output) -> int:
        place = await find_place(project, door)
        if (notes := parse_fields(lock_fields)) is not None:
            with _naming_fields("lock"):
                await LockNoteService(project).note(place, notes)
        with _naming_fields("door"):
            await SiteService(project).set_door(
                place.door,
                time_zone=time_zone,
                is_private=_parse_switch(private),
                fields=parse_fields(fields),
            )
        return await _say_door(project, output, place.door.id)

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@door_commands.command("remove")
def remove_door(
    context: typer.Context,
    file: File,
    door: Door,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Remove a door that has no lock."""

    async def work(project: OpenProject, output: Output) -> int:
        place = await find_place(project, door)
        await SiteService(project).remove_door(place.door)
        output.document({"door": door_json(place, None, None)})
        output.line(message("said_removed", {"name": place.label}))
        return DONE

    wanted = Wanted(file, passphrase_file, OpenMode.WRITE, operator)
    return run_on_project(context.obj, wanted, work, is_json=is_json)


@door_commands.command("fit")
def fit_of_door(
    context: typer.Context,
    file: File,
    door: Door,
    passphrase_file: PassphraseFile = None,
    is_json: Json = False,
) -> int:
    """Say what lock families cannot do at a door, or need there, by rules with a source."""

    async def work(project: OpenProject, output: Output) -> int:
        place = await find_place(project, door)
        found = await FitService(project).at_door(place.door.id)
        output.document({"door": place.label, "families": [_fit_json(place, one) for one in found]})
        rows = [
            [one.family.name, words.state, words.text, words.source]
            for one in found
            for words in fit_words(one, place.door.fields)
        ]
        for line in table(headers("family", "fit", "rule", "source"), rows):
            output.line(line)
        output.say(message("fit_hardware"))
        return DONE

    return run_on_project(context.obj, Wanted(file, passphrase_file), work, is_json=is_json)


def _fit_json(place: Place, one: FamilyFit) -> JsonObject:
    words = fit_words(one, place.door.fields)
    return {
        "family": one.family.key,
        "name": one.family.name,
        "findings": [
            {
                "rule": finding.rule.key,
                "fit": str(finding.fit),
                "text": said.text,
                "source": finding.rule.source,
                "address": finding.rule.address,
                "checked": finding.rule.checked,
            }
            for finding, said in zip(one.findings, words, strict=False)
        ],
    }


@contextmanager
def _naming_fields(of: str) -> Generator[None]:
    """Say of which field a value was refused: several may be given."""
    try:
        yield
    except RuleError as error:
        if not has_message(f"{error.code}_named"):
            raise
        given = {**error.parameters, "reason": "named"}
        given["field"] = label_of(of, str(given.get("field")))
        raise RuleError(error.code, **given) from error


def parse_fields(given: list[str] | None) -> dict[str, str] | None:
    """Texts by key from `K=V`; raises `UsageError("field_form")`."""
    if not given:
        return None
    fields: dict[str, str] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise UsageError("field_form", text=text)
        fields[key.strip()] = value
    return fields


def _parse_switch(word: str | None) -> bool | None:
    if word is None:
        return None
    if word not in ("on", "off"):
        raise UsageError("switch_form", text=word)
    return word == "on"


async def _say_door(project: OpenProject, output: Output, door_id: DoorId) -> int:
    place = await place_of(project, door_id)
    lock = await project.read.locks.at_door(door_id)
    facts = await project.read.locks.facts(lock.id) if lock is not None else None
    output.document({"door": door_json(place, lock, facts)})
    output.line(message("said_changed", {"name": place.label}))
    return DONE
