"""Keep libtiff from writing to standard error: what is wrong with a picture is said once, by us."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from threading import Lock

_STANDARD_ERROR = 2
_ONE_AT_A_TIME = Lock()


@contextmanager
def quiet_libtiff() -> Iterator[None]:
    """While Pillow unpacks a TIFF, nothing but our sentence is to be seen.

    WORKAROUND Pillow issue 3487: libtiff itself writes what it finds wrong, whatever becomes of Pillow's error. Where libtiff's own switch cannot be reached, the
    process's standard error goes nowhere meanwhile, which takes no longer than one page.
    """
    if _has_silenced_libtiff():
        yield
        return
    with _ONE_AT_A_TIME, standard_error_nowhere():
        yield


@lru_cache(maxsize=1)
def _has_silenced_libtiff() -> bool:
    """Whether libtiff was told to report errors by its results alone (TIFFSetErrorHandler of its manual, TIFFError(3tiff))."""
    from PIL import _imaging  # noqa: PLC0415, heavy and optional

    try:
        # Looks in the module and in the libraries that it was linked with, so in the libtiff that Pillow calls.
        set_handler = ctypes.CDLL(_imaging.__file__).TIFFSetErrorHandler
    except (AttributeError, OSError, TypeError):  # linked into the module, as on Windows
        return False
    set_handler.argtypes, set_handler.restype = [ctypes.c_void_p], ctypes.c_void_p
    set_handler(None)
    return True


@contextmanager
def standard_error_nowhere() -> Iterator[None]:
    """Let what is written to the process's standard error vanish; does nothing where there is none."""
    try:
        kept = os.dup(_STANDARD_ERROR)
    except OSError:
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        with suppress(OSError):
            os.dup2(nowhere, _STANDARD_ERROR)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(kept)
