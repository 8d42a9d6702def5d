"""The whole suite runs in several processes at once; a part that somebody chose runs in one, as the words say.

A file stays in one process, with what its tests share. `-n0` keeps the whole suite in one process, `-n` with another number says how
many, and what only works in one, such as `--pdb` or `-s`, is never spread.
"""

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadFileScheduling
    from xdist.workermanage import WorkerController

LONGEST = (
    "tests/gui/test_story.py",
    "tests/gui/test_window.py",
    "tests/integration/test_story_cli.py",
    "tests/integration/test_faults_interrupted.py",
    "tests/integration/test_engine_pairing.py",
    "tests/integration/test_practice_lock_matter.py",
    "tests/integration/test_faults.py",
    "tests/integration/test_engine.py",
    "tests/architecture/test_tools.py",
    "tests/integration/test_practice_lock_process.py",
    "tests/integration/test_story_real_network.py",
    "tests/integration/test_cli_project.py",
    "tests/integration/test_cli_process.py",
)
"""What takes longest comes first, so that no process is left with one of these when the others have ended."""

SHARED = {"tests/integration/test_secrets.py": "tests/integration/test_story_cli.py"}
"""File -> the file whose process it shares: the story that both look at is told once."""

FOR_ONE_PROCESS = (
    *("keyword", "lf", "failedfirst", "newfirst", "stepwise"),
    *("usepdb", "trace", "setuponly", "setupshow", "setupplan"),
    *("collectonly", "showfixtures", "show_fixtures_per_test", "cacheshow"),
)
"""pytest's options, by their names inside it, that choose few tests or look into them."""


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Ask pytest-xdist for processes."""
    if config.pluginmanager.hasplugin("xdist") and _is_for_many(config):
        config.option.numprocesses = process_count(core_count())
        config.option.dist = "loadfile"
        config.option.loadscopereorder = False


def _is_for_many(config: pytest.Config) -> bool:
    option = config.option
    is_said = option.numprocesses is not None or option.dist != "no" or option.tx
    is_whole_suite = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if hasattr(config, "workerinput") or is_said or not is_whole_suite or option.capture == "no":
        return False
    return not any(getattr(option, name, None) for name in FOR_ONE_PROCESS)


def process_count(cores: int) -> int:
    """One more than there are cores, because many tests wait for locks; more than four bring nothing."""
    return min(cores + 1, 4)


def core_count() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Order the files for several processes; the tests of one keep their order."""
    if not hasattr(config, "workerinput"):
        return
    ranks = {file: rank for rank, file in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(share_of(item.nodeid), len(ranks)))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """End with 1 after `-x`, as pytest does; pytest-xdist calls that an interruption."""
    most = session.config.option.maxfail or 0
    if exitstatus == pytest.ExitCode.INTERRUPTED and 0 < most <= session.testsfailed:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(
    config: pytest.Config, log: "Producer"
) -> "LoadFileScheduling | None":
    """Like pytest-xdist's own for whole files, but it also keeps together what `SHARED` names."""
    if config.option.dist != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class WholeShares(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return share_of(nodeid)

        def remove_node(self, node: "WorkerController") -> str | None:
            # WORKAROUND: pytest-xdist 3.8 gives the test over which a process died to the next process, until too many have died.
            units = self.assigned_work[node].values()
            fatal = next((test for unit in units for test, done in unit.items() if not done), None)
            if fatal is not None:
                self.assigned_work[node][share_of(fatal)][fatal] = True
            super().remove_node(node)
            return fatal

    return WholeShares(config, log)


def share_of(nodeid: str) -> str:
    """The file in whose process this test runs."""
    file = nodeid.split("::", 1)[0]
    return SHARED.get(file, file)
