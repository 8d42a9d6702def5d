"""The lock files: complete, with digests, for every supported system, and bound to no registry."""

import json
import re
import tomllib
from pathlib import Path

import make_notices
import pytest

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "packaging/lock.txt").read_text("utf-8")
PINNED, WANTED_BY = make_notices.read_lock(LOCK)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NPM_LOCKS = [
    ROOT / "app/drivers/matter/js/package-lock.json",
    ROOT / "packaging/tools/package-lock.json",
]


def requirements() -> list[str]:
    extras = PROJECT["optional-dependencies"].values()
    return PROJECT["dependencies"] + [name for names in extras for name in names]


@pytest.mark.parametrize("requirement", requirements())
def test_the_lock_holds_a_version_that_the_metadata_allows(requirement: str):
    from packaging.requirements import Requirement

    wanted = Requirement(requirement)
    versions = PINNED[make_notices.normalized(wanted.name)]
    assert all(wanted.specifier.contains(version) for version in versions)


def test_the_lock_has_the_qt_build_that_was_probed():
    parts = ("pyside6-essentials", "pyside6-addons", "shiboken6")
    assert {name: PINNED[name] for name in parts} == {name: ["6.11.3"] for name in parts}


def test_the_ranges_leave_the_broken_qt_build_out():
    qt = [name for name in requirements() if name.startswith("PySide6")]
    assert len(qt) == 2
    assert all("!=6.12.0" in name and ">=6.11.3" in name for name in qt)


def test_every_locked_distribution_is_wanted_and_has_digests():
    entries = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == sum(map(len, PINNED.values()))
    without = [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert not without
    assert all(WANTED_BY.values())


def test_no_lock_names_where_its_packages_come_from():
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", LOCK)
    for path in NPM_LOCKS:
        assert '"resolved"' not in path.read_text("utf-8"), path


@pytest.mark.parametrize("path", NPM_LOCKS, ids=lambda path: path.parent.name)
def test_every_npm_package_has_a_digest_and_runs_no_script(path: Path):
    packages = json.loads(path.read_text("utf-8"))["packages"]
    for place, package in packages.items():
        if place:
            assert package["integrity"].startswith("sha512-"), place
            assert not package.get("hasInstallScript"), place


def test_python_versions_are_those_of_run_py():
    import run

    assert PROJECT["requires-python"] == ">={}.{},<{}.{}".format(*run.OLDEST, *run.TOO_NEW)


def test_the_version_is_said_once():
    import app

    assert PROJECT["version"] == app.__version__


def test_the_entry_point_exists():
    import importlib

    module, name = PROJECT["scripts"]["lockchart"].split(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_the_files_that_the_metadata_names_exist():
    names = [PROJECT["readme"], *PROJECT["license-files"]]
    assert not [name for name in names if not (ROOT / name).is_file()]
