"""What a lock family cannot do at a door, or needs there, before it is bought: rules with a source against what was noted.

Rules are data (`resources/fit_rules.toml`). Whatever no rule says, and whatever was not noted at the door, is not known; nothing here
says that a lock fits.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from app.core.errors import BugError
from app.domain.survey import FIELDS, FieldKind, FieldOf


class Fit(StrEnum):
    """What a rule says at one door. `NOTED`: what it asks for was noted here, by a person; it is no proof."""

    CANNOT = "cannot"
    NEEDS = "needs"
    NOT_KNOWN = "not_known"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class FitRule:
    """One sentence with its source. `says` is `CANNOT` or `NEEDS`; `checked` is the month or day it was read, as ISO 8601.

    With a `field` of the door it holds unless one of `any_of` was noted there; without one it holds at every door.
    """

    key: str
    says: Fit
    source: str
    address: str
    checked: str
    field: str = ""
    any_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LockFamily:
    """Locks that one set of rules is about; `name` is a proper name. Without rules nothing is known of them."""

    key: str
    name: str
    rules: tuple[FitRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says here."""

    rule: FitRule
    fit: Fit


@dataclass(frozen=True, slots=True)
class FamilyFit:
    """What is known of one family at a door, the hardest first; empty where no rule with a source is known."""

    family: LockFamily
    findings: tuple[Finding, ...]


_ORDER = (Fit.CANNOT, Fit.NEEDS, Fit.NOT_KNOWN, Fit.NOTED)


def fit_at(families: Sequence[LockFamily], door_fields: Mapping[str, str]) -> list[FamilyFit]:
    """What every family cannot do or needs at the door of which this was noted."""
    found: list[FamilyFit] = []
    for family in families:
        findings = [Finding(rule, _judged(rule, door_fields)) for rule in family.rules]
        findings.sort(key=lambda finding: _ORDER.index(finding.fit))
        found.append(FamilyFit(family, tuple(findings)))
    return found


def _judged(rule: FitRule, door_fields: Mapping[str, str]) -> Fit:
    if not rule.field:
        return rule.says
    noted = set(door_fields.get(rule.field, "").split(",")) - {""}
    if not noted:
        return Fit.NOT_KNOWN
    return Fit.NOTED if noted & rule.any_of else rule.says


def parse_families(data: Mapping[str, object]) -> tuple[LockFamily, ...]:
    """The families of a rule file as TOML gives it; raises `BugError("fit_rules")` (`where`) where it does not hold to its form."""
    families = tuple(_family(table) for table in _tables(data, "family", "file"))
    rules = [rule.key for family in families for rule in family.rules]
    keys = [family.key for family in families]
    for given in (keys, rules):
        for key in given:
            _expect(given.count(key) == 1, key)
    _expect(bool(families) and set(data) == {"family"}, "file")
    return families


def _family(table: Mapping[str, object]) -> LockFamily:
    key = _text(table, "key", "family")
    _expect(set(table) <= {"key", "name", "rule"}, key)
    rules = tuple(_rule(one) for one in _tables(table, "rule", key)) if "rule" in table else ()
    return LockFamily(key, _text(table, "name", key), rules)


def _rule(table: Mapping[str, object]) -> FitRule:
    key = _text(table, "key", "rule")
    _expect(set(table) <= {"key", "says", "source", "address", "checked", "field", "any_of"}, key)
    says, checked = table.get("says"), _text(table, "checked", key)
    _expect(says in (Fit.CANNOT, Fit.NEEDS), key)
    _expect(bool(re.fullmatch(r"\d{4}-\d\d(-\d\d)?", checked)), key)
    address = _text(table, "address", key)
    _expect(address.startswith("https://"), key)
    field, choices = table.get("field", ""), table.get("any_of", [])
    _expect(("field" in table) == ("any_of" in table), key)
    _expect(isinstance(choices, list), key)
    any_of = frozenset(cast("list[str]", choices))
    if field:
        declared = FIELDS[FieldOf.DOOR].get(str(field))
        if declared is None or declared.kind not in (FieldKind.CHOICE, FieldKind.CHOICES):
            raise BugError("fit_rules", where=key)
        _expect(bool(any_of) and any_of <= set(declared.choices), key)
    return FitRule(
        key=key,
        says=Fit(str(says)),
        source=_text(table, "source", key),
        address=address,
        checked=checked,
        field=str(field),
        any_of=any_of,
    )


def _tables(table: Mapping[str, object], key: str, where: str) -> Sequence[Mapping[str, object]]:
    given = table.get(key)
    if not isinstance(given, list):
        raise BugError("fit_rules", where=where)
    rows = cast("list[object]", given)
    _expect(all(isinstance(row, dict) for row in rows), where)
    return cast("list[Mapping[str, object]]", rows)


def _text(table: Mapping[str, object], key: str, where: str) -> str:
    given = table.get(key)
    if not isinstance(given, str) or not given.strip():
        raise BugError("fit_rules", where=where)
    return given


def _expect(holds: bool, where: str) -> None:
    if not holds:
        raise BugError("fit_rules", where=where)
