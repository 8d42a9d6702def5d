"""Labels by their place in the order of type, and one that elides."""

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.texts.harmless import unmarked
from app.ui.qt_numbers import PLAIN_TEXT


def text_label(text: str = "", kind: str = "body", tone: str = "", *, wrap: bool = True) -> QLabel:
    """A label of a type (h1, h2, title, row, body, strong, small, caption) and a tone (muted, ok ...).

    The text is plain: whatever a person or a lock calls itself, it is no markup.
    """
    label = QLabel(text)
    label.setProperty("textFormat", PLAIN_TEXT)
    label.setProperty("type", kind)
    label.setProperty("tone", tone)
    label.setWordWrap(wrap)
    if wrap:
        policy = label.sizePolicy()
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
    return label


def set_tone(label: QWidget, tone: str) -> None:
    """Change the tone of a label or strip that is already shown."""
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        restyle(label)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class ElidedLabel(QLabel):
    """One line that is cut at its end when room is short; the whole text stays readable by ear and as tip."""

    def __init__(self, text: str = "", kind: str = "body", tone: str = "") -> None:
        super().__init__()
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setProperty("type", kind)
        self.setProperty("tone", tone)
        self.setProperty("elides", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(48)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self._show_tip()

    def minimumSizeHint(self) -> QSize:
        return QSize(48, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(
            self.text(), QtCore.Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment() | QtCore.Qt.AlignmentFlag.AlignVCenter),
            self.palette(),
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )

    def _show_tip(self) -> None:
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(unmarked(self.text()) if is_cut else "")
