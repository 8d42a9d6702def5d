"""Whatever the program can raise, refuse or report has a sentence; no code is written twice."""

import ast
import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest

import app
from app.core.errors import AppError
from app.domain.code_planner import CodeNote
from app.domain.other_text import OtherKind, TextLook
from app.domain.plan import PlanAction, PlanNote, StepState
from app.domain.schedule import EnforcedBy
from app.domain.setup_code_error import SetupCodeFamily, SetupCodeReason, SetupCodeWarning
from app.domain.setup_code_facts import Preparation
from app.domain.slot_record import ForeignBy, ProofBy, ProofLevel, ProofReason
from app.driver_api.pairing import FindingLevel
from app.drivers.matter.engine_const import Reason
from app.services.inventory_columns import Column, PairingWord
from app.services.inventory_order import BatteryLevel, SumOf
from app.services.setup_codes import CodeEdit
from app.storage.values import ChangeKind
from app.texts.messages import CATALOGUE, PARTS, has_message

APP = Path(app.__file__).parent
FILES = sorted(path for path in APP.rglob("*.py") if "node_modules" not in path.parts)

# Constructors other than errors whose first argument is a code that people see.
STEPS = {"Failed", "Progress", "Unfit"}


def error_classes() -> set[str]:
    """The names of all error classes of the program."""
    for module in pkgutil.walk_packages([str(APP)], "app."):
        if not module.name.startswith(("app.ui", "app.viewmodels", "app.__main__")):
            importlib.import_module(module.name)
    found: set[str] = set()
    waiting: list[type[AppError]] = [AppError]
    while waiting:
        kind = waiting.pop()
        found.add(kind.__name__)
        waiting += kind.__subclasses__()
    return found


def literal_codes(source: str, constructors: set[str]) -> Iterator[str]:
    """Plain texts given first to one of the constructors, both branches of a choice included."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in constructors and node.args:
            yield from plain_texts(node.args[0])


def plain_texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from plain_texts(node.body)
        yield from plain_texts(node.orelse)


def test_every_code_raised_anywhere_has_a_sentence():
    constructors = error_classes() - {"BugError"} | STEPS
    missing = {
        f"{path.relative_to(APP)}: {code}"
        for path in FILES
        for code in literal_codes(path.read_text("utf-8"), constructors)
        if not has_message(code)
    }
    assert not missing, sorted(missing)


def test_such_a_search_finds_a_code_without_a_sentence():
    source = "raise RuleError('no_such_thing' if x else 'door_gone', door=1)"
    found = set(literal_codes(source, {"RuleError"}))
    assert found == {"no_such_thing", "door_gone"}
    assert not has_message("no_such_thing")


@pytest.mark.parametrize(
    ("words", "prefix"),
    [
        (ProofLevel, "proof_"),
        (ProofLevel, "means_"),
        (ProofReason, "reason_"),
        (ProofBy, "by_"),
        (PlanAction, "action_"),
        (PlanNote, "note_"),
        (StepState, "state_"),
        (EnforcedBy, "enforced_by_"),
        (ForeignBy, "foreign_"),
        (SetupCodeReason, "setup_code_"),
        (SetupCodeWarning, "code_warning_"),
        (SetupCodeFamily, "code_family_"),
        (Preparation, "preparation_"),
        (OtherKind, "other_"),
        (TextLook, "other_"),
        (FindingLevel, "finding_level_"),
        (ChangeKind, "history_"),
        (CodeEdit, "history_setup_code_edited_"),
        (Column, "column_"),
        (PairingWord, "pairing_word_"),
        (BatteryLevel, "battery_level_"),
        (SumOf, "sum_"),
        (Reason, ""),
        (CodeNote, ""),
    ],
    ids=lambda given: given if isinstance(given, str) else given.__name__,
)
def test_every_word_of_a_list_has_its_text(words: type[StrEnum], prefix: str):
    assert not [word for word in words if not has_message(f"{prefix}{word}")]


@pytest.mark.parametrize(
    "rule",
    [
        "all_forbidden",
        "all_from_facts",
        "all_weak",
        "credential_kind",
        "dropped",
        "duplicate",
        "lengths_apart",
        "no_beginning_left",
        "no_common_key",
        "no_common_length",
        "no_pin_left",
        "no_pins",
        "one_time",
        "other_hand",
        "pin_alphabet",
        "pin_forbidden",
        "pin_length",
        "pin_one_length",
        "pin_prefix",
        "schedule_unsupported",
        "slots_full",
        "unknown_capabilities",
        "users_full",
    ],
)
def test_every_rule_of_a_plan_has_a_sentence(rule: str):
    assert has_message(rule) or has_message(f"reason_{rule}")


def test_no_code_is_written_twice():
    counted = Counter(code for part in PARTS for code in part)
    assert not [code for code, count in counted.items() if count > 1]
    for name in ("command_line", "doctor", "errors", "failures", "pairing", "proof", "refusals"):
        keys = [
            key.value
            for node in ast.walk(ast.parse((APP / "texts" / f"{name}.py").read_text("utf-8")))
            if isinstance(node, ast.Dict)
            for key in node.keys
            if isinstance(key, ast.Constant)
        ]
        assert len(keys) == len(set(keys)), name


def test_every_place_in_an_error_sentence_is_filled():
    """A parameter that the raiser does not give would be shown as an ellipsis."""
    constructors = error_classes()
    wrong = {
        f"{path.relative_to(APP)}:{node.lineno}: {code} lacks {sorted(lacking)}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in constructors
        and node.args
        and all(keyword.arg for keyword in node.keywords)
        for code in plain_texts(node.args[0])
        if (lacking := places(code) - {str(keyword.arg) for keyword in node.keywords})
    }
    assert not wrong, sorted(wrong)


def places(code: str) -> set[str]:
    text = CATALOGUE.get(code, "")
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
