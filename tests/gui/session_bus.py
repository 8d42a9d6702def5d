"""A program of its own for a private message bus: a watch that listens, and somebody who speaks as the desktop does.

python -m tests.gui.session_bus SERVICE PATH INTERFACE SIGNAL
"""

import sys

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from app.ui.session_watch import SessionWatch

NAME = "speaker"


def main() -> int:
    """0 when the watch heard what was said."""
    application = QCoreApplication([])
    service, path, interface, signal = sys.argv[1:]
    speaker = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, NAME)
    heard: list[bool] = []
    watch = SessionWatch()
    watch.left.connect(lambda: heard.append(True))
    watch.left.connect(application.quit)
    is_listening = watch.start() and speaker.registerService(service)

    def speak() -> None:
        message = QDBusMessage.createSignal(path, interface, signal)
        message.setArguments([] if signal == "Lock" else [True])
        speaker.send(message)

    # Until it is heard: the bus has to learn first who has the name.
    timer = QTimer()
    timer.timeout.connect(speak)
    timer.start(50)
    QTimer.singleShot(10_000, application.quit)
    application.exec()
    QDBusConnection.disconnectFromBus(NAME)
    return 0 if is_listening and heard else 1


if __name__ == "__main__":
    sys.exit(main())
