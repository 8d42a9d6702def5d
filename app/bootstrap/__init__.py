"""The only composition root: builds every object once, wires them, runs window or command.

Here stands only what both need; each loads the rest itself, because the window's first paint must not wait for it.
"""

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

PASSPHRASE = "LOCKCHART_PASSPHRASE"  # noqa: S105 (the variable's name)


def run(words: Sequence[str]) -> int:
    """Run the program with these words; the exit code."""
    if is_for_window(words):
        return _run_window(Path(words[0]) if words else None)
    # Loaded one after the other, so that a fault while loading is in the log too.
    from app.bootstrap.preparing import prepare, take_environment  # noqa: PLC0415

    prepare()
    given = take_environment()
    from app.bootstrap.building import build_tools  # noqa: PLC0415
    from app.cli.main import main  # noqa: PLC0415

    return main(words, build_tools(given.get(PASSPHRASE)))


def is_for_window(words: Sequence[str]) -> bool:
    """Whether these are the words that open the window, as `app.cli.main` takes them."""
    if len(words) != 1:
        return not words
    return words[0].endswith(".lockchart") and not words[0].startswith("-")


def _run_window(file: Path | None) -> int:
    """Open the window without loading the command line; errors end as those of commands do."""
    # While modules are loaded there is nothing to collect: 8 ms of the first paint. The window collects by itself then.
    gc.disable()
    try:
        from app.bootstrap.window import open_window  # noqa: PLC0415 (Qt only for the window)

        return open_window(file)
    except Exception as error:  # noqa: BLE001 (whatever it is becomes a sentence)
        from app.bootstrap.preparing import prepare  # noqa: PLC0415
        from app.cli.frame import run_window  # noqa: PLC0415 (only when there is no window)

        prepare()
        return run_window(lambda error=error: _raise(error))


def _raise(error: Exception) -> NoReturn:
    raise error
