"""What several modules of integration tests share."""

import pytest

from tests.integration.story import Story, tell


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The whole story through the command line, told once in a run."""
    return tell(tmp_path_factory.mktemp("story"))
