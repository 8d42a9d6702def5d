"""What is said of a lock family before it is bought: only what a rule with a source says, else not known."""

import tomllib
from typing import Any

import pytest

from app.core.errors import BugError
from app.core.paths import resources_dir
from app.domain.fit import Fit, fit_at, parse_families
from app.services.fit import RULE_FILE, read_families_blocking
from app.texts.messages import CATALOGUE, has_message
from app.texts.survey_words import fit_words

SHIPPED = resources_dir() / RULE_FILE


def rule(**changed: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "key": "needs_thread",
        "says": "needs",
        "field": "radio",
        "any_of": ["thread"],
        "source": "A book",
        "address": "https://example.org",
        "checked": "2026-11",
        **changed,
    }
    return {key: value for key, value in made.items() if value is not None}


def file_of(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"family": [{"key": "one", "name": "One", "rule": list(rules)}]}


def judged(fields: dict[str, str], **changed: Any) -> list[Fit]:
    (family,) = fit_at(parse_families(file_of(rule(**changed))), fields)
    return [finding.fit for finding in family.findings]


@pytest.mark.parametrize(
    ("radio", "fit"),
    [
        ("", Fit.NOT_KNOWN),
        ("none", Fit.NEEDS),
        ("wifi", Fit.NEEDS),
        ("thread", Fit.NOTED),
        ("wifi,thread", Fit.NOTED),
    ],
)
def test_a_need_is_judged_by_what_was_noted_and_by_nothing_else(radio: str, fit: Fit):
    assert judged({"radio": radio, "note": "thread"}) == [fit]
    assert judged({} if not radio else {"radio": radio}) == [fit]


def test_what_a_family_cannot_do_anywhere_needs_no_survey():
    assert judged({}, says="cannot", field=None, any_of=None) == [Fit.CANNOT]


def test_what_cannot_be_done_stands_before_what_is_not_known():
    always = rule(key="always", says="cannot", field=None, any_of=None)
    (family,) = fit_at(parse_families(file_of(rule(), always)), {})
    assert [finding.rule.key for finding in family.findings] == ["always", "needs_thread"]


@pytest.mark.parametrize(
    "changed",
    [
        {"source": None},
        {"source": " "},
        {"address": "somewhere"},
        {"checked": None},
        {"checked": "lately"},
        {"says": "noted"},
        {"field": "note"},
        {"field": "colour"},
        {"field": None},
        {"any_of": []},
        {"any_of": ["5g"]},
        {"because": "I think so"},
    ],
)
def test_a_rule_without_source_or_with_words_that_nobody_declared_is_refused(
    changed: dict[str, Any],
):
    with pytest.raises(BugError, match="fit_rules"):
        parse_families(file_of(rule(**changed)))


def test_no_rule_stands_twice():
    with pytest.raises(BugError):
        parse_families(file_of(rule(), rule()))


def test_every_rule_that_ships_has_its_source_and_its_sentence():
    families = read_families_blocking(SHIPPED)
    rules = [one for family in families for one in family.rules]
    assert len(rules) >= 10
    assert not [one.key for one in rules if not has_message(f"fit_rule_{one.key}")]


def test_no_sentence_stands_without_a_rule():
    keys = {one.key for family in read_families_blocking(SHIPPED) for one in family.rules}
    said = {code.removeprefix("fit_rule_") for code in CATALOGUE if code.startswith("fit_rule_")}
    assert said == keys


def test_a_family_without_rules_is_said_to_be_unknown():
    without = [key for key in tomllib.loads(SHIPPED.read_text("utf-8"))["family"]]
    assert any("rule" not in family for family in without)
    for one in fit_at(read_families_blocking(SHIPPED), {}):
        words = fit_words(one, {})
        assert words
        if not one.findings:
            assert [line.fit for line in words] == ["not_known"]


def test_the_words_name_what_was_noted_and_what_was_not():
    families = parse_families(file_of(rule(key="matter_border_router")))
    (blank,) = fit_words(fit_at(families, {})[0], {})
    assert "Radio in reach" in blank.text
    fields = {"radio": "wifi,thread"}
    (noted,) = fit_words(fit_at(families, fields)[0], fields)
    assert "Noted here: Wi-Fi, Thread" in noted.text
    assert "A book" in noted.source
