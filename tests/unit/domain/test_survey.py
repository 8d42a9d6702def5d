"""What is noted of sites, doors and locks is checked once and kept in one plain form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import RuleError
from app.domain.survey import FIELDS, MAX_VALUE_CHARACTERS, FieldKind, FieldOf, checked_value


@pytest.mark.parametrize(
    ("of", "key", "text", "kept"),
    [
        (FieldOf.DOOR, "thickness_mm", " 44,5 mm ", "44.5"),
        (FieldOf.DOOR, "thickness_mm", "40", "40"),
        (FieldOf.DOOR, "handing", "Left inward", "left_inward"),
        (FieldOf.DOOR, "radio", "thread, wifi,wifi", "wifi,thread"),
        (FieldOf.DOOR, "power", "  ", ""),
        (FieldOf.LOCK, "warranty_until", "2028-02-29", "2028-02-29"),
        (FieldOf.LOCK, "warranty_until", "2028-02-29T10:00:00", "2028-02-29"),
        (FieldOf.SITE, "address", " Rua 5 ", "Rua 5"),
        (FieldOf.SITE, "colour of the gate", " green ", "green"),
    ],
)
def test_a_value_is_kept_in_its_plain_form(of: FieldOf, key: str, text: str, kept: str):
    assert checked_value(of, key, text) == kept


@pytest.mark.parametrize(
    ("of", "key", "text", "code"),
    [
        (FieldOf.DOOR, "thickness_mm", "thick", "survey_number"),
        (FieldOf.DOOR, "thickness_mm", "0", "survey_number"),
        (FieldOf.DOOR, "thickness_mm", "301", "survey_number"),
        (FieldOf.DOOR, "thickness_mm", "nan", "survey_number"),
        (FieldOf.DOOR, "thickness_mm", "inf", "survey_number"),
        (FieldOf.DOOR, "handing", "left_inward,sliding", "survey_value"),
        (FieldOf.DOOR, "handing", "up", "survey_value"),
        (FieldOf.LOCK, "warranty_until", "31.1.2028", "survey_date"),
        (FieldOf.SITE, "note", "x" * (MAX_VALUE_CHARACTERS + 1), "survey_too_long"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(of: FieldOf, key: str, text: str, code: str):
    with pytest.raises(RuleError) as caught:
        checked_value(of, key, text)
    assert caught.value.code == code
    assert caught.value.parameters["field"] == key


@given(st.sampled_from(list(FieldOf)), st.data(), st.text(max_size=30))
def test_checking_twice_changes_nothing_and_only_rules_are_raised(
    of: FieldOf, data: st.DataObject, text: str
):
    key = data.draw(st.sampled_from(sorted(FIELDS[of])))
    try:
        once = checked_value(of, key, text)
    except RuleError:
        return
    assert checked_value(of, key, once) == once


def test_every_choice_of_every_field_is_taken():
    for of, fields in FIELDS.items():
        for field in fields.values():
            if field.kind in {FieldKind.CHOICE, FieldKind.CHOICES}:
                assert [checked_value(of, field.key, word) for word in field.choices] == list(
                    field.choices
                )
