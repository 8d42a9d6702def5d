"""The words of the survey: labels, values, and what a lock family cannot do or needs at a door."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.fit import FamilyFit, Finding, Fit
from app.domain.survey import FIELDS, FieldKind, FieldOf
from app.texts.messages import has_message, message


@dataclass(frozen=True, slots=True)
class FitWords:
    """One line about a family; `fit` is the word of `Fit`, `state` its text, `source` empty where there is none."""

    fit: str
    state: str
    text: str
    source: str


def label_of(of: str, key: str) -> str:
    """What is noted under this key; a key of the customer's own as it is."""
    code = f"survey_{of}_{key}"
    return message(code) if has_message(code) else key


def value_words(of: FieldOf, key: str, value: str) -> str:
    """A value for people: choices by their words, everything else as it is kept."""
    field = FIELDS[of].get(key)
    if field is None or field.kind not in (FieldKind.CHOICE, FieldKind.CHOICES):
        return value
    return ", ".join(choice_word(key, word) for word in value.split(",") if word)


def choice_word(key: str, choice: str) -> str:
    """The text of one choice."""
    code = f"survey_{key}_{choice}"
    return message(code) if has_message(code) else choice


def fit_words(one: FamilyFit, door_fields: Mapping[str, str]) -> list[FitWords]:
    """The lines of one family, in the order of its findings; one line where nothing is known."""
    if not one.findings:
        unknown = str(Fit.NOT_KNOWN)
        return [FitWords(unknown, message(f"fit_{unknown}"), message("fit_nothing_known"), "")]
    return [_line(finding, door_fields) for finding in one.findings]


def _line(finding: Finding, door_fields: Mapping[str, str]) -> FitWords:
    rule = finding.rule
    text = message(f"fit_rule_{rule.key}")
    if finding.fit is Fit.NOT_KNOWN:
        why = message("fit_not_known_why", {"field": label_of("door", rule.field)})
        text = f"{text} {why}"
    if finding.fit is Fit.NOTED:
        values = value_words(FieldOf.DOOR, rule.field, door_fields.get(rule.field, ""))
        text = f"{text} {message('fit_noted_why', {'values': values})}"
    named = {"source": rule.source, "checked": rule.checked, "address": rule.address}
    source = message("fit_source", named)
    return FitWords(str(finding.fit), message(f"fit_{finding.fit}"), text, source)
