"""What neither import-linter nor ruff can express."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
FILES = sorted(path for path in APP.rglob("*.py") if "node_modules" not in path.parts)
NAMELESS = {"utils", "util", "common", "misc", "manager", "helpers", "base"}
MAY_RUN_QT_ALONE = (
    "bootstrap/first_paint.py",
    "exec",
)  # before there is a loop that could be broken
STARTS_A_PROCESS = {"create_subprocess_exec", "create_subprocess_shell", "Popen", "check_output"}

_PLAIN_TIPS = {"unmarked", "self.tr", "translate"}
Violations = Iterator[tuple[int, str]]


@pytest.mark.parametrize("path", FILES, ids=[p.relative_to(APP).as_posix() for p in FILES])
def test_source_rules(path: Path):
    name, source = path.relative_to(APP).as_posix(), path.read_text(encoding="utf-8")
    found = [f"line {line}: {text}" for line, text in violations(name, source)]
    assert not found, found


def violations(name: str, source: str) -> Violations:
    layer = name.split("/")[0]
    if Path(name).stem in NAMELESS and name != "viewmodels/base.py":
        yield 1, "find the noun that this module is about"
    if name != "ui/theme.py" and (found := re.search(r"#[0-9A-Fa-f]{6}\b", source)):
        yield source[: found.start()].count("\n") + 1, "colour literal outside ui/theme.py"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and layer == "viewmodels":
            yield from view_model_imports(node)
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("async_"):
            yield node.lineno, "a coroutine is a verb without async_"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from calls(name, node, node.func)


def view_model_imports(node: ast.ImportFrom) -> Violations:
    module = node.module or ""
    if module.startswith("PySide6") and module not in {"PySide6.QtCore", "PySide6.QtGui"}:
        yield node.lineno, f"view-models use QtCore and QtGui only, not {module}"


def calls(name: str, node: ast.Call, func: ast.Attribute) -> Violations:
    layer, called, owner = name.split("/")[0], func.attr, ast.unparse(func.value)
    if (name, called) == MAY_RUN_QT_ALONE:
        return
    if called in {"exec", "exec_", "processEvents"}:
        yield node.lineno, f"{called}() breaks the loop: open() and await finished"
    if called == "tr" and node.args and not is_plain_text(node.args[0]):
        yield node.lineno, "tr() needs a plain string: tr('...{0}').format(x)"
    if (
        called == "translate"
        and owner == "QCoreApplication"
        and not all(is_plain_text(argument) for argument in node.args[:2])
    ):
        yield node.lineno, "translate() needs plain strings: translate('context', '...{0}')"
    if called in {"now", "today", "utcnow"} and layer == "domain":
        yield node.lineno, "the domain gets the time as an argument"
    if called == "setToolTip" and not is_plain_tip(node.args[0]):
        yield node.lineno, "a tip is drawn as markup where it looks like some: unmarked(text)"
    starts = called in STARTS_A_PROCESS or (called == "run" and owner == "subprocess")
    if starts and "env" not in {keyword.arg for keyword in node.keywords}:
        yield node.lineno, f"{called}() needs env=: LOCKCHART_* never reaches another process"


def is_plain_tip(node: ast.expr) -> bool:
    """Whether a tip holds nothing that somebody else chose, or keeps it plain."""
    if isinstance(node, ast.IfExp):
        return is_plain_tip(node.body) and is_plain_tip(node.orelse)
    is_ours = isinstance(node, ast.Call) and ast.unparse(node.func) in _PLAIN_TIPS
    return is_plain_text(node) or is_ours


def is_plain_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("services/utils.py", ""),
        ("ui/pages/locks.py", "INK = '#14202B'"),
        ("viewmodels/locks.py", "from PySide6.QtWidgets import QLabel"),
        ("services/access.py", "async def async_apply(): ..."),
        ("ui/dialogs.py", "dialog.exec()"),
        ("ui/dialogs.py", "self.tr(f'Hello {x}')"),
        ("texts/messages.py", "QCoreApplication.translate('errors', text)"),
        ("domain/plan.py", "datetime.now(UTC)"),
        ("services/doctor.py", "subprocess.run(['ip'])"),
        ("ui/widgets/table.py", "self.setToolTip(self.tr('Lock {0}').format(name))"),
        ("ui/widgets/pills.py", "self.setToolTip(word if word else '')"),
        ("drivers/matter/engine.py", "await asyncio.create_subprocess_exec('node')"),
    ],
)
def test_each_rule_finds_what_it_is_for(name: str, source: str):
    assert len(list(violations(name, source))) == 1


def test_what_is_right_passes():
    source = "self.tr('Door {0}').format(x)\nx.setToolTip(unmarked(y) if y else '')\nsubprocess.run(['ip'], env=clean)\nname.translate(t)"
    assert not list(violations("ui/pages/doors.py", source))
