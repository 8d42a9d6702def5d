"""What a person is told while this computer is set up, and what the words given mean."""

import enum
import json
import os
import sys
from collections.abc import Mapping, Sequence


class SetUpError(Exception):
    """This computer could not be set up; the text is one sentence for a person."""


class Job(enum.Enum):
    """What the words ask for; it decides what this computer needs."""

    WINDOW = "window"
    COMMAND = "command"
    TEST = "test"
    BENCH = "bench"


def job_of(words: Sequence[str]) -> Job:
    """The job; no words, a project file first, or `demo` open the window."""
    if not words:
        return Job.WINDOW
    if words[0] in ("test", "bench"):
        return Job(words[0])
    if {"-h", "--help", "--version"} & set(words):
        return Job.COMMAND
    opens_window = words[0] == "demo" or words[0].endswith(".lockchart")
    return Job.WINDOW if opens_window else Job.COMMAND


def check_display(job: Job, environment: Mapping[str, str], platform: str = sys.platform) -> None:
    """SetUpError when a window is wanted and there is no place for one."""
    if job is not Job.WINDOW or not platform.startswith("linux"):
        return
    if not {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & environment.keys():
        raise SetUpError(
            "There is no display to open a window on; start Lockchart from a desktop session, "
            "or give it a command, such as doctor."
        )


def say(line: str) -> None:
    """One line of progress; standard output stays the program's own."""
    print(line, file=sys.stderr, flush=True)


def say_failure(failure: SetUpError, words: Sequence[str]) -> None:
    """The sentence, and with --json the same as a document on standard output."""
    say(str(failure))
    if "--json" in words and job_of(words) is Job.COMMAND:
        error = {"code": "set_up_failed", "message": str(failure), "parameters": {}}
        print(json.dumps({"error": error}))


def without_our_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for a process that is not the program: nothing of LOCKCHART_*."""
    return {name: value for name, value in environment.items() if not is_ours(name)}


def without_python_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The same without what would lead the environment's Python to other packages."""
    return {
        name: value
        for name, value in environment.items()
        if name not in ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
    }


def is_ours(name: str) -> bool:
    return (name.upper() if os.name == "nt" else name).startswith("LOCKCHART_")
