"""What the system says of the session: the screen is locked, the computer goes to sleep.

Only where D-Bus is (Linux). Windows and macOS say it by interfaces that Qt does not have; there sleep alone is noticed, by the clocks.
"""

import os
from typing import cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

_SCREENS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
)
# WORKAROUND: QDBusConnection.connect of PySide6 6.11 is typed for bytes, raises ValueError for them, and takes the text of SLOT (tried).
_ON_LOCKED = cast("bytes", SLOT("on_locked(bool)"))
_ON_LOCK = cast("bytes", SLOT("on_lock()"))
_LOGIN = "org.freedesktop.login1"


class SessionWatch(QObject):
    """`left` comes when the screen is locked (also by a switch of users) or the computer goes to sleep.

    Sources: freedesktop.org, Idle Inhibition Service (`ActiveChanged`); systemd, org.freedesktop.login1 (`PrepareForSleep`, `Lock`).
    """

    left = Signal()

    def start(self) -> bool:
        """Listen; whether the system has anything that would say it."""
        is_heard = False
        session, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        if session.isConnected():
            for service, path, interface in _SCREENS:
                is_heard |= session.connect(
                    service, path, interface, "ActiveChanged", self, _ON_LOCKED
                )
        if system.isConnected():
            manager = f"{_LOGIN}.Manager"
            is_heard |= system.connect(
                _LOGIN,
                "/org/freedesktop/login1",
                manager,
                "PrepareForSleep",
                self,
                _ON_LOCKED,
            )
            path = session_path(os.environ.get("XDG_SESSION_ID", ""))
            if path:
                is_heard |= system.connect(
                    _LOGIN, path, f"{_LOGIN}.Session", "Lock", self, _ON_LOCK
                )
        return is_heard

    @Slot(bool)
    def on_locked(self, is_beginning: bool) -> None:
        """Screen locked or sleep beginning, else their end."""
        if is_beginning:
            self.left.emit()

    @Slot()
    def on_lock(self) -> None:
        """The session was asked to lock."""
        self.left.emit()


def session_path(session_id: str) -> str:
    """The object of a session; sd_bus_path_encode(3) writes a leading digit, and all but letters and digits, as `_` and two hex digits."""
    if not session_id:
        return ""
    encoded = "".join(
        letter
        if letter.isascii() and (letter.isalpha() or (letter.isdigit() and number))
        else f"_{ord(letter):02x}"
        for number, letter in enumerate(session_id)
    )
    return f"/org/freedesktop/login1/session/{encoded}"
