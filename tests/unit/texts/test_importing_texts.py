"""Every mistake, note, column and stage of an import has its words; so has everything a survey notes."""

import ast
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest

import app
from app.domain.import_fields import ImportField
from app.domain.import_steps import ImportNoun
from app.domain.survey import FIELDS
from app.services.import_thread import ImportStage
from app.texts.import_titles import import_titles
from app.texts.messages import CATALOGUE, has_message

DOMAIN = Path(app.__file__).parent / "domain"
GATHERING = {"refuse", "note"}


def said() -> list[tuple[str, set[str]]]:
    """Codes that planning gathers, with the parameters given."""
    found: list[tuple[str, set[str]]] = []
    for path in sorted(DOMAIN.glob("import_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in GATHERING and all(keyword.arg for keyword in node.keywords):
                given = {str(keyword.arg) for keyword in node.keywords}
                found += [
                    (arg.value, given)
                    for arg in node.args
                    if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                ]
    return found


def test_every_mistake_and_note_has_a_sentence_whose_places_are_filled():
    codes = said()
    assert len(codes) > 20
    assert not [code for code, _ in codes if not has_message(code)]
    lacking = {
        code: places - given
        for code, given in codes
        if (places := {n for _, n, _, _ in Formatter().parse(CATALOGUE[code]) if n}) - given
    }
    assert not lacking


@pytest.mark.parametrize(
    ("words", "prefix"),
    [
        (ImportField, "column_"),
        (ImportField, "import_hint_"),
        (ImportNoun, "import_noun_"),
        (ImportStage, "import_stage_"),
    ],
    ids=["columns", "hints", "nouns", "stages"],
)
def test_every_word_has_its_text(words: type[StrEnum], prefix: str):
    assert not [word for word in words if not has_message(f"{prefix}{word}")]


def test_no_two_columns_have_one_title():
    assert len(import_titles()) == len(ImportField)


def test_everything_a_survey_notes_has_a_label():
    labels = [f"survey_{of}_{key}" for of, fields in FIELDS.items() for key in fields]
    choices = [
        f"survey_{key}_{choice}"
        for fields in FIELDS.values()
        for key, field in fields.items()
        for choice in field.choices
    ]
    refusals = ["survey_value", "survey_number", "survey_date", "survey_too_long"]
    assert not [code for code in [*labels, *choices, *refusals] if not has_message(code)]
