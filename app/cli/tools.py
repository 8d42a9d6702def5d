"""What bootstrap hands to the commands."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.services.decoding import PictureDecoder
from app.services.doctor import DoctorService
from app.services.open_project import Clock
from app.services.practice import PracticeLockStarter
from app.services.project import ProjectService


@dataclass(frozen=True, slots=True)
class Tools:
    """Services of the program, built once.

    `projects(operator)` makes the project service of one command. `open_window(file)` and `open_demo(fresh)` hand over to the window and
    return its exit code.
    """

    projects: Callable[[str | None], ProjectService]
    doctor: DoctorService
    decode_picture: PictureDecoder
    start_practice_lock: PracticeLockStarter
    clock: Clock
    randbelow: Callable[[int], int]
    open_window: Callable[[Path | None], int]
    open_demo: Callable[[bool], int]
