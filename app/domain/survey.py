"""What is noted of sites, doors and locks before and after locks are bought: declared once, for forms, tables, imports and papers.

Values are texts in `fields` by key, in the plain form that `checked_value` gives; a key that is not declared here is a note of the
customer's own and is kept as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.errors import RuleError

MAX_VALUE_CHARACTERS = 2000
_NOT_TEXT = {code: None for code in [*range(32), 0xFFFE, 0xFFFF] if chr(code) not in "\t\n"}
"""What neither a spreadsheet nor a printer can take (XML 1.0, section 2.2)."""


class FieldKind(StrEnum):
    """What a value is."""

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    DATE = "date"


class FieldOf(StrEnum):
    """What the value is noted of."""

    SITE = "site"
    DOOR = "door"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class SurveyField:
    """One thing that is noted. `choices` are stable words; `least` and `most` bound a number, in `unit`."""

    of: FieldOf
    key: str
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[str, ...] = ()
    unit: str = ""
    least: float = 0
    most: float = 0


def _lengths(key: str, most_mm: float) -> SurveyField:
    return SurveyField(FieldOf.DOOR, key, FieldKind.NUMBER, unit="mm", least=1, most=most_mm)


SITE_FIELDS = (
    SurveyField(FieldOf.SITE, "address"),
    SurveyField(FieldOf.SITE, "contact"),
    SurveyField(FieldOf.SITE, "way_in"),
    SurveyField(FieldOf.SITE, "wifi_name"),
    SurveyField(FieldOf.SITE, "border_router"),
    SurveyField(FieldOf.SITE, "hub"),
    SurveyField(FieldOf.SITE, "note"),
)
DOOR_FIELDS = (
    SurveyField(
        FieldOf.DOOR,
        "handing",
        FieldKind.CHOICE,
        ("left_inward", "left_outward", "right_inward", "right_outward", "sliding"),
    ),
    _lengths("thickness_mm", 300),
    _lengths("backset_mm", 150),
    SurveyField(
        FieldOf.DOOR,
        "cylinder",
        FieldKind.CHOICE,
        (
            "euro_profile",
            "oval",
            "scandinavian",
            "swiss_round",
            "rim",
            "us_deadbolt",
            "mortise",
            "none",
        ),
    ),
    _lengths("cylinder_outside_mm", 150),
    _lengths("cylinder_inside_mm", 150),
    SurveyField(
        FieldOf.DOOR, "power", FieldKind.CHOICE, ("battery", "mains", "low_voltage", "none")
    ),
    SurveyField(
        FieldOf.DOOR,
        "radio",
        FieldKind.CHOICES,
        ("wifi", "thread", "bluetooth_hub", "zigbee_hub", "zwave_hub", "none"),
    ),
    SurveyField(FieldOf.DOOR, "used_by"),
    SurveyField(FieldOf.DOOR, "note"),
)
LOCK_FIELDS = (
    SurveyField(FieldOf.LOCK, "battery_type"),
    SurveyField(FieldOf.LOCK, "battery_replaced_on", FieldKind.DATE),
    SurveyField(FieldOf.LOCK, "bought_on", FieldKind.DATE),
    SurveyField(FieldOf.LOCK, "warranty_until", FieldKind.DATE),
    SurveyField(FieldOf.LOCK, "note"),
)
FIELDS: Mapping[FieldOf, Mapping[str, SurveyField]] = {
    of: {field.key: field for field in (*SITE_FIELDS, *DOOR_FIELDS, *LOCK_FIELDS) if field.of is of}
    for of in FieldOf
}


def checked_value(of: FieldOf, key: str, text: str) -> str:
    """The value as it is kept: white space around and control characters gone, numbers with a point, choices in their order.

    Empty means that nothing is noted. Raises `RuleError` `survey_value` (`field`, `choices`), `survey_number` (`field`, `least`,
    `most`, `unit`), `survey_date` (`field`) or `survey_too_long` (`field`, `limit`).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NOT_TEXT).strip()
    if len(text) > MAX_VALUE_CHARACTERS:
        raise RuleError("survey_too_long", field=key, limit=MAX_VALUE_CHARACTERS)
    field = FIELDS[of].get(key)
    if field is None or not text or field.kind is FieldKind.TEXT:
        return text
    if field.kind is FieldKind.NUMBER:
        return _number(field, text)
    if field.kind is FieldKind.DATE:
        return _date(field, text)
    return _choices(field, text)


def noted(of: FieldOf, before: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """What is noted after these values were given; an empty one takes its key away. Raises as `checked_value`."""
    after = dict(before)
    for key, text in given.items():
        value = checked_value(of, key, text)
        if value:
            after[key] = value
        else:
            after.pop(key, None)
    return after


def _number(field: SurveyField, text: str) -> str:
    plain = text.removesuffix(field.unit).strip().replace(",", ".")
    problem = RuleError(
        "survey_number", field=field.key, least=field.least, most=field.most, unit=field.unit
    )
    try:
        number = float(plain)
    except ValueError:
        raise problem from None
    if not field.least <= number <= field.most:  # false for what is no number too
        raise problem
    return f"{number:g}"


def _date(field: SurveyField, text: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        raise RuleError("survey_date", field=field.key) from None


def _choices(field: SurveyField, text: str) -> str:
    words = [word.strip().lower().replace(" ", "_").replace("-", "_") for word in text.split(",")]
    given = {word for word in words if word}
    is_one = field.kind is FieldKind.CHOICE
    if not given <= set(field.choices) or (is_one and len(given) > 1):
        raise RuleError("survey_value", field=field.key, choices=", ".join(field.choices))
    return ",".join(choice for choice in field.choices if choice in given)
