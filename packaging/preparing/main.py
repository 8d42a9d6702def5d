"""From the words given to the running program."""

import errno
import os
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from preparing.environment import (
    ENGINE,
    ROOT,
    TYPE_CHECKER,
    Environment,
    environment_at,
    fill_node_folder,
    incomplete_parts,
    make_python_part,
    only_one_set_up,
    read_stamp,
    wanted_stamp,
    write_stamp,
)
from preparing.processes import disk_full_sentence, replace_process
from preparing.system_libraries import install_helpful, install_missing
from preparing.words import (
    Job,
    SetUpError,
    check_display,
    job_of,
    say,
    say_failure,
    without_our_settings,
    without_python_settings,
)

SET_UP_FAILED, INTERRUPTED = 6, 130


def run(words: Sequence[str]) -> int:
    """Set up what is missing, then become the program; otherwise the exit code."""
    environment = environment_at(os.environ)
    try:
        prepare(job_of(words), environment)
    except SetUpError as failure:
        say_failure(failure, words)
        return SET_UP_FAILED
    except OSError as error:
        say_failure(SetUpError(os_error_sentence(error, environment.place)), words)
        return SET_UP_FAILED
    except KeyboardInterrupt:
        say("Interrupted; the next start repairs what is half-finished.")
        return INTERRUPTED
    command, variables, directory = start_of(words, environment, os.environ)
    return replace_process(command, variables, directory)


def prepare(job: Job, environment: Environment) -> None:
    """Bring everything that the job needs; says nothing when all is there."""
    check_display(job, os.environ)
    signal.signal(signal.SIGTERM, end_with_our_child)  # starting the program undoes it
    environment.place.parent.mkdir(parents=True, exist_ok=True)
    install_missing(job, environment.log)
    folders = [ENGINE, TYPE_CHECKER] if job is Job.TEST else [ENGINE]
    if not incomplete_parts(environment, folders):
        return
    with only_one_set_up(environment):
        incomplete = incomplete_parts(environment, folders)
        if not incomplete:
            return
        start = time.monotonic()
        if "python" in incomplete:
            install_helpful(
                environment.log
            )  # once, not at every start of a computer without network
            make_python_part(environment)
            write_stamp(environment, wanted_stamp(environment, []))
        for folder in folders:
            if folder.name in incomplete:
                fill_node_folder(environment, folder)
                done = wanted_stamp(environment, [folder])
                write_stamp(environment, {**read_stamp(environment), **done})
        say(f"Ready after {time.monotonic() - start:.0f} s")


def end_with_our_child(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def start_of(
    words: Sequence[str], environment: Environment, variables: Mapping[str, str]
) -> tuple[list[str], dict[str, str], Path | None]:
    """Command, environment and folder (None: the one we were started in) of the job."""
    # -P: a folder called app where the person happens to be is not the program
    python = [str(environment.python), "-P"]
    variables, job = without_python_settings(variables), job_of(words)
    if job is Job.TEST or job is Job.BENCH:
        variables = without_our_settings(variables)
        variables.setdefault("QT_QPA_PLATFORM", "offscreen")
        tool = ["-m", "pytest"] if job is Job.TEST else [str(ROOT / "tests/bench/run_benches.py")]
        return [*python, *tool, *words[1:]], variables, ROOT
    variables.pop("LOCKCHART_VENV", None)
    return [*python, "-m", "app", *words], variables, None


def os_error_sentence(error: OSError, place: Path) -> str:
    """One sentence for what the operating system refused during set-up."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full_sentence(place.parent)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        where = error.filename or place
        return (
            f"Lockchart may not write to {where}; give this user the right to, or name another "
            "folder in LOCKCHART_VENV."
        )
    return f"Setting up stopped: {error.strerror or error} ({error.filename or place})."
