"""The import rules of pyproject.toml, and that none of them is forgotten."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]

# library -> the module that alone may import it; its contract comes with the first import, because
# import-linter ends the whole run over a protected module that nobody imports
SHELTERED = {
    "qasync": "app.bootstrap",
    "bleak": "app.transport.bleak_transport",
    "bumble": "app.transport.simulated_radio",
    "sqlcipher3": "app.storage.project_file",
    "zxingcpp": "app.scanning",
    "numpy": "app.scanning",
    "cv2": "app.scanning",
    "pyzbar": "app.scanning",
}
SHELTERED_OURS = {
    "app.drivers": "app.bootstrap",
    "app.storage.project_file": "app.bootstrap",
    "app.transport.bleak_transport": "app.bootstrap",
    "app.transport.simulated_radio": "app.bootstrap",
}


def test_every_import_contract_is_kept():
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_sheltered_library_that_is_imported_has_its_contract():
    imported = {name.split(".")[0] for name in imported_modules()} & SHELTERED.keys()
    missing = {name: SHELTERED[name] for name in imported if protection(name) != [SHELTERED[name]]}
    assert not missing, f"add a protected contract to pyproject.toml for: {missing}"


def test_only_bootstrap_may_name_drivers_radios_and_the_project_file():
    present = {
        name
        for name in SHELTERED_OURS
        if (ROOT / (name.replace(".", "/") + ".py")).exists()
        or (ROOT / name.replace(".", "/") / "__init__.py").exists()
    }
    missing = {n for n in present if protection(n) != [SHELTERED_OURS[n]]}
    assert not missing, f"add to the protected contract in pyproject.toml: {missing}"


def protection(name: str) -> list[str] | None:
    """Who may import the module, of the first contract that protects it."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for contract in config["tool"]["importlinter"]["contracts"]:
        if name in contract.get("protected_modules", []):
            return contract["allowed_importers"]
    return None


def imported_modules() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    return found
