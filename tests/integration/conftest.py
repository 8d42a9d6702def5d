"""What several modules of integration tests share, each made when it is first asked for."""

from collections.abc import Iterator

import pytest

from tests.integration.cli_world import practice_lock
from tests.integration.desk import FRONT, Desk, new_desk
from tests.integration.line_process import LockProcess
from tests.integration.story import Story, tell

ADA_PIN = "71936"


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The whole story through the command line, told once in a run."""
    return tell(tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A practice project with two doors and some people; each test leaves it as it found it."""
    with new_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@pytest.fixture(scope="session")
def lock(desk: Desk) -> Iterator[LockProcess]:
    """A lock for five people that takes 5 to 7 digits, at the front door, with a code of Ada's."""
    with practice_lock(desk, "front", "--pin-length", "5-7", "--pins", "5") as lock:
        code = desk.write("front code", lock.ready["qr"])
        desk.about("commission", FRONT, "--code-file", code, "--accept-findings")
        desk.about("grant", "Ada", FRONT, "--pin-file", desk.write("pin", ADA_PIN))
        desk.about("apply")
        yield lock


@pytest.fixture(scope="session")
def new_lock(desk: Desk) -> Iterator[LockProcess]:
    """A lock that is nobody's; each test leaves it so."""
    with practice_lock(desk, "new") as lock:
        yield lock
