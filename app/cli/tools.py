"""What bootstrap hands to the commands."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.secret import Secret
from app.core.settings import Settings

if TYPE_CHECKING:
    from app.services.doctor import DoctorService
    from app.services.open_project import Clock, OpenProject
    from app.services.practice import PracticeLocks
    from app.services.project import ProjectService
    from app.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Tools:
    """What the commands work with; a service is built when a command asks for it.

    `projects(operator)` makes the project service of one command. `passphrase` is what the environment gave. `open_window(file)` and
    `open_demo(is_fresh)` hand over to the window and return its exit code.
    """

    projects: "Callable[[str | None], ProjectService]"
    passphrase: Secret[str] | None
    settings: Settings
    doctor: "Callable[[], DoctorService]"
    practice_locks: "Callable[[], PracticeLocks]"
    clock: "Clock"
    monotonic_s: Callable[[], float]
    randbelow: Callable[[int], int]
    open_window: Callable[[Path | None], int]
    open_demo: Callable[[bool], int]

    def workplace(self, project: "OpenProject") -> "Workplace":
        """All use cases of one open project."""
        # Only commands about codes and locks need all of it.
        from app.services.lock_work import Waking  # noqa: PLC0415
        from app.services.workplace import workplace_for  # noqa: PLC0415

        waking = Waking(lambda: self.clock().timestamp(), self.monotonic_s)
        return workplace_for(project, self.randbelow, waking)
