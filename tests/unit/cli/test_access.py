"""What `grant` says when one code does not do for all doors."""

import io
import json
from zoneinfo import ZoneInfo

import pytest

from app.cli.access import say_granted
from app.cli.output import Output
from app.domain.grant import ALWAYS
from app.services.access import GrantWish
from tests.unit.services.house_world import SIX, codes_of, house_in, lock_with
from tests.unit.services.service_world import world


@pytest.mark.parametrize("with_secrets", [False, True])
async def test_each_code_of_a_split_grant_is_said_with_its_doors(tmp_path, with_secrets):
    async with world(tmp_path, lock=lock_with(SIX, "PRACTICE-SIX")) as w:
        house = await house_in(w)
        anna = await w.work.people.add_person("Anna")
        doors = frozenset({house.front, house.cellar, house.shed})
        wish = GrantWish(anna, doors, ALWAYS)
        granted = await w.work.access.grant(wish)
        codes = codes_of(granted)
        said: list[str] = []
        for is_json in (True, False):
            out, err = io.StringIO(), io.StringIO()
            output = Output(is_json, out, err)
            zone = ZoneInfo("UTC")
            options = {"with_secrets": with_secrets, "dry_run": False}
            await say_granted(w.project, granted, wish, zone, output, **options)
            output.flush()
            said.append(out.getvalue() + ("" if is_json else err.getvalue()))
        document = json.loads(said[0])["grant"]
        front, cellar = document["codes"]
        assert (front["doors"], cellar["doors"]) == (["Home/Front", "Home/Shed"], ["Home/Cellar"])
        assert document["doors"] == ["Home/Cellar", "Home/Front", "Home/Shed"]
        assert (document["id"], document["credential_id"]) == (
            front["grant_id"],
            front["credential_id"],
        )
        assert document["conflict"]["rule"] == "lengths_apart"
        assert "at least 9 digits, one takes at most 6" in document["conflict"]["text"]
        shown = [codes[house.front], codes[house.cellar]] if with_secrets else [None, None]
        assert [front["code"], cellar["code"]] == shown
        assert document["code"] == shown[0]
        assert "No single code serves all of these doors" in said[1]
        assert "One code: Home/Cellar" in said[1]
        for door, code in ((house.cellar, "Home/Cellar"), (house.front, "Home/Front, Home/Shed")):
            assert (f"Code for {code}: {codes[door]}" in said[1]) == with_secrets
            assert (codes[door] in said[0] + said[1]) == with_secrets
