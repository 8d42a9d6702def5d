"""A page's or door's name: on one line while there is room, else wrapped, never cut."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy


class Heading(QLabel):
    """Asks for the width of its whole text, so that what stands beside it follows at once."""

    def __init__(self, text: str = "", kind: str = "h1") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", kind)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 4, metrics.height())

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        longest = max(self.text().split(), key=metrics.horizontalAdvance, default="")
        return QSize(metrics.horizontalAdvance(longest) + 4, metrics.height())
