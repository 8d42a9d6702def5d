"""Tabs with a name for the ear."""

from PySide6.QtWidgets import QTabWidget


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
