"""What a start may load: heavy libraries come when they are first needed."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    "PIL",
    "PySide6.QtMultimedia",
    "argon2",
    "bleak",
    "bumble",
    "cryptography",
    "cv2",
    "keyring",
    "numpy",
    "openpyxl",
    "pyzbar",
    "qrcode",
    "reportlab",
    "sqlalchemy",
    "websockets",
    "xlsxwriter",
    "zxingcpp",
}
GUI = {"PySide6.QtGui", "PySide6.QtWidgets"}
ONLY_WHEN_SHOWN = {"app.ui.widgets.camera_device", "app.ui.widgets.camera_planes"}


def test_building_the_program_loads_nothing_heavy():
    loaded = loaded_by("import app.bootstrap")
    assert not loaded & HEAVY
    if "app.ui" not in loaded:
        assert not loaded & GUI


def test_no_screen_and_no_view_model_loads_anything_heavy():
    loaded = loaded_by(f"import {', '.join(sorted(modules('ui', 'viewmodels') - ONLY_WHEN_SHOWN))}")
    assert not loaded & HEAVY


def test_the_command_line_and_all_below_it_load_no_gui():
    below = modules("cli", "texts", "services", "storage", "driver_api", "domain", "core")
    assert not loaded_by(f"import {', '.join(sorted(below))}") & (GUI | HEAVY)


@pytest.mark.parametrize("words", [["--help"], ["decode", "34970112332"]], ids=" ".join)
def test_a_command_runs_without_gui_and_heavy_libraries(words: list[str]):
    loaded = loaded_by(
        f"sys.argv[1:] = {words!r}",
        "import contextlib, io, runpy",
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):",
        "    runpy.run_module('app', run_name='__main__', alter_sys=False)",
    )
    assert "app.bootstrap" in loaded
    assert not loaded & (GUI | HEAVY)


def modules(*layers: str) -> set[str]:
    files = (path for layer in layers for path in (ROOT / "app" / layer).rglob("*.py"))
    dotted = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files)
    return {name.removesuffix(".__init__") for name in dotted}


def loaded_by(*lines: str) -> set[str]:
    """Names in sys.modules of a fresh interpreter after these lines."""
    program = "\n".join(["import sys", *lines, "print(*sys.modules)"])
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return with_packages(run.stdout.split())


def with_packages(names: Iterable[str]) -> set[str]:
    return {name for name in names} | {name.split(".")[0] for name in names}
