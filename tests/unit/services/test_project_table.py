"""The whole project as a table: what is written is read again into another project, and nothing else."""

import asyncio
import io
import json
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.secret import Secret
from app.domain.credential import Credential, CredentialKind
from app.domain.grant import ALWAYS, Grant
from app.domain.ids import CredentialId, DoorId, GrantId, PersonId, SetupCodeId, SiteId
from app.domain.person import Person
from app.domain.project import Door, Site
from app.services.import_tables import ReadOptions
from app.services.importing import ImportPreview
from app.services.project_table import LeftOut
from app.services.project_table_files import (
    project_table_csv,
    project_table_json,
    project_table_xlsx,
)
from app.storage.values import KeptSetupCode
from app.texts.import_titles import column_title, import_titles
from tests.unit.services.project_tables import NOW, Desk, Made, desk, fill, projects, told

FORMS = st.sampled_from([",", ";", "\t", "xlsx"])


async def written(from_desk: Desk, form: str, *, with_secrets: bool) -> bytes:
    table = await from_desk.table.make(with_secrets=with_secrets)
    if form == "xlsx":
        return project_table_xlsx(
            table, titles=column_title, sheet_name="Project", practice_note=""
        )
    return project_table_csv(table, separator=form, titles=column_title, practice_note="")


async def planned(at: Desk, data: bytes) -> ImportPreview:
    read = await at.importing.read(data, ReadOptions(titles=import_titles()))
    preview = await at.importing.plan(read)
    assert not preview.plan.issues, preview.plan.issues
    return preview


async def round_trip(made: Made, form: str, zone: str, *, with_secrets: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with desk(Path(folder)) as source, desk(Path(folder), zone=zone) as target:
            await fill(source.project, made)
            before = await told(source.project, with_secrets=with_secrets)
            data = await written(source, form, with_secrets=with_secrets)
            assert (await planned(source, data)).plan.is_empty
            await target.importing.apply(await planned(target, data))
            assert await told(target.project, with_secrets=with_secrets) == before
            assert (await planned(target, data)).plan.is_empty


ROUND_TRIP = given(
    made=projects(),
    form=FORMS,
    zone=st.sampled_from(["Europe/Berlin", "Asia/Tokyo"]),
    with_secrets=st.booleans(),
)
PATIENT = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@settings(PATIENT, max_examples=15)
@ROUND_TRIP
def test_a_project_written_for_an_import_is_the_same_again_in_another_file(
    made: Made, form: str, zone: str, with_secrets: bool
):
    asyncio.run(round_trip(made, form, zone, with_secrets=with_secrets))


@pytest.mark.slow
@settings(PATIENT, max_examples=300)
@ROUND_TRIP
def test_many_projects_are_the_same_again(made: Made, form: str, zone: str, with_secrets: bool):
    asyncio.run(round_trip(made, form, zone, with_secrets=with_secrets))


HOUSE = Made(
    sites=(Site(SiteId(uuid4()), "Harbour 1", wifi_password=Secret("harbour-wifi")),),
    doors=(),
    locks=(),
    groups=(),
    calendars=(),
    people=(),
    credentials=(),
    grants=(),
    codes=(),
)


async def test_letters_that_a_workbook_has_to_write_otherwise_stay(tmp_path: Path):
    hard = "_x000D_ \x7f\x9f\u2028 <&> ]]>"
    async with desk(tmp_path) as source, desk(tmp_path) as target:
        await fill(source.project, replace(HOUSE, sites=(Site(SiteId(uuid4()), hard),)))
        for form in ("xlsx", ","):
            data = await written(source, form, with_secrets=False)
            assert (await planned(source, data)).plan.is_empty
        await target.importing.apply(await planned(target, data))
        assert [site.name for site in await target.project.read.sites.all()] == [hard]


async def test_what_the_table_cannot_say_is_counted(tmp_path: Path):
    site = HOUSE.sites[0]
    door = Door(DoorId(uuid4()), site.id, "Front")
    anna = Person(PersonId(uuid4()), "Anna")
    card = Credential(
        CredentialId(uuid4()), anna.id, CredentialKind.CARD, "Card", None, NOW, number="17"
    )
    code = KeptSetupCode(SetupCodeId(uuid4()), Secret("MT:nothing"), "matter", False, "typed", NOW)
    only = frozenset({door.id})
    grant = Grant(GrantId(uuid4()), anna.id, card.id, only, frozenset(), frozenset(), ALWAYS, NOW)
    made = replace(
        HOUSE,
        sites=(site, Site(SiteId(uuid4()), "HARBOUR 1")),
        doors=(door,),
        people=(anna,),
        credentials=(card,),
        grants=(grant,),
        codes=(code,),
    )
    async with desk(tmp_path) as source:
        await fill(source.project, made)
        assert (await source.table.make()).left_out == LeftOut(grants=1, names=1)
        assert (await source.table.make(with_secrets=True)).left_out == LeftOut(1, 1, 1)


async def test_a_table_shows_no_secret_unasked_and_the_history_keeps_that_it_was_asked(
    tmp_path: Path,
):
    async with desk(tmp_path) as source:
        await fill(source.project, HOUSE)
        for form in (",", "xlsx"):
            data = await written(source, form, with_secrets=False)
            assert b"harbour-wifi" not in unpacked(data)
        assert [str(e.kind) for e in await source.project.read.history.entries()][-1:] == [
            "project_edited"
        ]
        assert b"harbour-wifi" in unpacked(await written(source, "xlsx", with_secrets=True))
        last = (await source.project.read.history.entries())[-1]
        assert str(last.kind) == "exported_secrets"


async def test_json_has_the_words_of_an_import(tmp_path: Path):
    async with desk(tmp_path) as source:
        await fill(source.project, HOUSE)
        rows = json.loads(project_table_json(await source.table.make()))
        assert rows[0]["site"] == "Harbour 1"
        assert rows[0]["door"] is None
        assert "pin" not in rows[0]


def unpacked(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
