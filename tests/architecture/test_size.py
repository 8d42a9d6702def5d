"""Files and classes stay small; a listed exception may shrink, never grow."""

import ast
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).parents[2] / "app"
MAX_CODE_LINES, MAX_METHODS = 500, 25
EXCEPTIONS: dict[str, tuple[int, str]] = {}  # path or path::Class -> (agreed ceiling, why)


def measure() -> Iterator[tuple[str, int, int]]:
    for path in sorted(p for p in APP.rglob("*.py") if "node_modules" not in p.parts):
        source, name = path.read_text(encoding="utf-8"), path.relative_to(APP).as_posix()
        code = [ln for ln in source.splitlines() if ln.strip() and not ln.lstrip().startswith("#")]
        yield name, len(code), MAX_CODE_LINES
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                kinds = ast.FunctionDef | ast.AsyncFunctionDef
                methods = [child for child in node.body if isinstance(child, kinds)]
                yield f"{name}::{node.name}", len(methods), MAX_METHODS


def test_no_file_and_no_class_is_too_large():
    too_large = [
        f"{name}: {size} > {EXCEPTIONS.get(name, (limit, ''))[0]}"
        for name, size, limit in measure()
        if size > EXCEPTIONS.get(name, (limit, ""))[0]
    ]
    assert not too_large, f"split, or list with a reason: {too_large}"


def test_every_exception_is_still_needed():
    sizes = {name: (size, limit) for name, size, limit in measure()}
    stale = [n for n in EXCEPTIONS if n not in sizes or sizes[n][0] <= sizes[n][1]]
    assert not stale, f"no longer needed, delete: {stale}"


def test_the_engines_scripts_are_small_too():
    scripts = [
        p for p in (APP / "drivers/matter/js").rglob("*.mjs") if "node_modules" not in p.parts
    ]
    sizes = {p.name: len(p.read_text("utf-8").splitlines()) for p in scripts}
    too_large = {name: size for name, size in sizes.items() if size > MAX_CODE_LINES}
    assert not too_large
