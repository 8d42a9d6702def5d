"""A row of somebody's table is read as a wish, or refused cell by cell."""

from datetime import datetime

import pytest

from app.domain.grant import ALWAYS, HolidayRule
from app.domain.import_fields import ImportField, guess_fields
from app.domain.import_rows import ImportIssue, read_row
from app.domain.person import Role
from tests.unit.domain.import_world import rows_of


def issues_of(**cells: str) -> list[tuple[str | None, str]]:
    wish, issues = read_row(3, {ImportField(key): text for key, text in cells.items()})
    assert (wish is None) == bool(issues)
    assert all(issue.row == 3 for issue in issues)
    return [(issue.column and issue.column.value, issue.code) for issue in issues]


def test_an_empty_row_is_no_wish_and_no_mistake():
    assert read_row(5, {ImportField.SITE: "  ", ImportField.DOOR: ""}) == (None, [])


def test_a_full_row_is_one_wish():
    (wish,), issues = rows_of(
        {
            "site": " Harbour Street 1 ",
            "site_address": "Harbour Street 1",
            "door": "Flat 2",
            "thickness_mm": "68,5 mm",
            "groups": "Flats; North ;Flats",
            "person": "Anna Berg",
            "role": "Resident",
            "from": "2026-05-01",
            "until": "2026-05-03",
            "weekly": "Mo-Fr 08:00-12:00",
            "holidays": "Bavaria:closed",
            "pin": "482915",
        }
    )
    assert not issues
    assert (wish.site, wish.door, wish.groups) == ("Harbour Street 1", "Flat 2", ("Flats", "North"))
    assert wish.door_values == {"thickness_mm": "68.5"}
    assert wish.role is Role.RESIDENT
    assert wish.validity is not None
    assert wish.validity.end == datetime(2026, 5, 4)  # noqa: DTZ001 (wall time of the door)
    assert wish.holidays == (("Bavaria", HolidayRule.CLOSED),)
    assert "482915" not in repr(wish)


def test_a_door_may_be_written_with_its_site():
    (wish,), _ = rows_of({"door": "House / Front"})
    assert (wish.site, wish.door) == ("House", "Front")


def test_somebody_with_a_door_and_no_times_may_always_enter():
    (wish,), _ = rows_of({"door": "House/Front", "person": "Anna"})
    assert wish.validity == ALWAYS
    (wish,), _ = rows_of({"person": "Anna"})
    assert wish.validity is None


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"site": "A/B"}, ("site", "site_slash")),
        ({"site": "x" * 121}, ("site", "import_name_too_long")),
        ({"site": "a\nb"}, ("site", "name_control_character")),
        ({"site": "S", "door": "D", "time_zone": "Mars/Base"}, ("time_zone", "time_zone")),
        ({"site": "S", "door": "D", "private": "maybe"}, ("private", "import_yes_or_no")),
        ({"site": "S", "door": "D", "handing": "up"}, ("handing", "survey_value")),
        ({"site": "S", "door": "D", "thickness_mm": "thick"}, ("thickness_mm", "survey_number")),
        ({"site": "S", "setup_code": "hello"}, ("setup_code", "import_no_setup_code")),
        ({"site": "S", "setup_code": "34970112333"}, ("setup_code", "setup_code_check_digit")),
        ({"person": "A", "role": "king"}, ("role", "unknown_role")),
        ({"door": "S/D", "person": "A", "from": "soon"}, ("from", "time_unreadable")),
        ({"door": "S/D", "person": "A", "weekly": "Mo"}, ("weekly", "weekly_unreadable")),
        ({"door": "S/D", "person": "A", "holidays": "x"}, ("holidays", "holidays_unreadable")),
        ({"door": "S/D", "from": "2026-01-01"}, ("from", "import_times_without_person")),
        ({"person": "A", "until": "2026-01-01"}, ("until", "import_times_without_door")),
        ({"door": "S/D", "pin": "482915"}, ("pin", "import_pin_without_person")),
        ({"site_address": "Street 1"}, ("site", "import_site_missing")),
        ({"handing": "sliding"}, ("door", "import_door_missing")),
        ({"email": "a@example.org"}, ("person", "import_person_missing")),
        ({"door": "S/D", "person": "A", "except": "D"}, ("except", "import_except_without_group")),
    ],
)
def test_a_wrong_cell_is_named_with_its_reason(cells: dict[str, str], expected: tuple[str, str]):
    assert expected in issues_of(**cells)


def test_every_wrong_cell_of_a_row_is_named():
    found = issues_of(site="S", door="D", handing="up", power="coal", private="maybe")
    assert {column for column, _ in found} == {"private", "handing", "power"}


def test_no_secret_cell_stands_in_an_issue():
    cells = {ImportField.SETUP_CODE: "34970112333", ImportField.PIN: "482915"}
    _, issues = read_row(2, cells)
    assert issues
    assert "34970112333" not in repr(issues)
    assert "482915" not in repr(issues)


def test_headings_are_known_in_both_languages_and_each_meaning_is_given_once():
    header = ["Objekt", "Tür", "Türstärke", "Name", "Door", "??", "Gültig ab"]
    assert guess_fields(header, {}) == {
        0: ImportField.SITE,
        1: ImportField.DOOR,
        2: ImportField.THICKNESS_MM,
        3: ImportField.PERSON,
        6: ImportField.FROM,
    }


def test_a_remembered_heading_goes_before_a_guess():
    found = guess_fields(["Name", "Guest"], {"name": ImportField.DOOR})
    assert found == {0: ImportField.DOOR, 1: ImportField.PERSON}


def test_an_issue_is_a_value():
    assert ImportIssue(1, None, "x") == ImportIssue(1, None, "x")
