"""The ways in that work anywhere on a page: a USB scanner, Ctrl+V, and drops."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.viewmodels.intake import Intake


class IntakeFilter(QObject):
    """Watches a page while it is shown, and hands what is scanned, pasted or dropped there to the intake.

    `drag_changed` tells whether something that could be dropped is over the page.
    """

    drag_changed = Signal(bool)

    def __init__(self, page: QWidget, intake: Intake) -> None:
        super().__init__(page)
        self._page = page
        self._intake = intake
        page.setAcceptDrops(True)
        page.installEventFilter(self)
