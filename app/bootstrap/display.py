"""Whether there is a display, asked before Qt is: it would abort the process without one."""

import sys
from collections.abc import Mapping

_SOCKETS = "/tmp/.X11-unix/X"  # noqa: S108 (the place is X11's own, and nothing is written there)


def check_display(environment: Mapping[str, str], platform: str = sys.platform) -> None:
    """Raise `EnvironmentAppError("no_display")` where a window cannot be opened."""
    if platform in {"win32", "darwin"} or environment.get("QT_QPA_PLATFORM"):
        return
    if environment.get("WAYLAND_DISPLAY"):
        return
    display = environment.get("DISPLAY", "")
    if not display or not _answers(display):
        from app.core.errors import EnvironmentAppError  # noqa: PLC0415 (only without a display)

        raise EnvironmentAppError("no_display")


def _answers(display: str) -> bool:
    """Whether the X server of this computer is there; one of another computer is taken at its word."""
    import socket  # noqa: PLC0415 (4 ms of the first paint, and Wayland needs it not)

    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if host not in {"", "unix"} or not number.isdecimal():
        return True
    for name in (f"\0{_SOCKETS}{number}", f"{_SOCKETS}{number}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            if probe.connect_ex(name) == 0:
                return True
    return False
