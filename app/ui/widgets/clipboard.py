"""The clipboard for secrets: marked as such, emptied soon, never emptied of what is not ours."""

from PySide6.QtCore import QByteArray, QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from app.core.secret import Secret

CLEAR_AFTER_MS = 20_000
_NO = (0).to_bytes(4, "little")
# What clipboard histories honour: KDE's and those that follow it; macOS by nspasteboard.org (not tried: Qt may hand it on under a name
# of its own); Windows as documented under "Cloud Clipboard and Clipboard History Formats".
_MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    "org.nspasteboard.ConcealedType": b"",
    "ExcludeClipboardContentFromMonitorProcessing": (1).to_bytes(4, "little"),
    "CanIncludeInClipboardHistory": _NO,
    "CanUploadToCloudClipboard": _NO,
}


class SecretClipboard(QObject):
    """Copies one secret at a time and takes it back; `clear_now` belongs to the window's closing."""

    def __init__(
        self, parent: QObject | None = None, *, clear_after_ms: int = CLEAR_AFTER_MS
    ) -> None:
        super().__init__(parent)
        self._ours: Secret[str] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._keep_ms = clear_after_ms
        self._timer.timeout.connect(self.clear_now)

    @property
    def keep_ms(self) -> int:
        """How long a secret stays."""
        return self._keep_ms

    def set_keep_ms(self, keep_ms: int) -> None:
        """Keep secrets so long from now on, the one that is there too."""
        if self._timer.isActive():
            elapsed_ms = self._keep_ms - self._timer.remainingTime()
            self._timer.start(max(0, keep_ms - elapsed_ms))
        self._keep_ms = keep_ms

    def copy(self, secret: Secret[str]) -> None:
        """Put the secret on the clipboard for a while."""
        data = QMimeData()
        data.setText(secret.reveal())
        for mark, value in _MARKS.items():
            data.setData(mark, QByteArray(value))
        QGuiApplication.clipboard().setMimeData(data)
        self._ours = secret
        self._timer.start(self._keep_ms)

    def clear_now(self) -> None:
        """Empty the clipboard, but only if our secret is still what it holds."""
        self._timer.stop()
        ours, self._ours = self._ours, None
        clipboard = QGuiApplication.clipboard()
        if ours is not None and clipboard.text() == ours.reveal():
            clipboard.clear()
