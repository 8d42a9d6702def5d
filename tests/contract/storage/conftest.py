"""Every contract test runs over every implementation."""

from pathlib import Path

import pytest

from tests.contract.storage.worlds import WORLDS, World


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    return World(WORLDS[request.param](), tmp_path)
