"""Tabs with a name for the ear."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabWidget, QWidget

TAB_BAR_PX = 60
"""The tab bar and the room below it."""


class Tabs(QTabWidget):
    """Tabs of equal rank; arrow keys move between them, Ctrl+Tab too."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.setAccessibleName(name)
        self.setUsesScrollButtons(True)
        bar = self.tabBar()
        bar.setAccessibleName(name)
        bar.setExpanding(False)
        bar.setDrawBase(False)


class FittedTabs(Tabs):
    """As high as the room allows, at least as high as it was told: the page around it scrolls where that is more."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._least_px = 0

    def fit(self, least_px: int) -> None:
        """Never be lower than this."""
        if least_px != self._least_px:
            self._least_px = least_px
            self.setMinimumHeight(least_px)
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._least_px)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._least_px)


class FittedContent(QWidget):
    """Is as high as its content needs at its width; the least heights of rows that could stack do not add up."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)
