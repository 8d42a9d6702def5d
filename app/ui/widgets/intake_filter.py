"""The ways in that work anywhere on a page: a USB scanner, Ctrl+V, and drops."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from app.core.secret import Secret
from app.texts.messages import message
from app.ui.widgets.announcement import announce
from app.ui.widgets.field_state import takes_text
from app.ui.widgets.intake_keys import KeyWatch, event_time_ms
from app.ui.widgets.intake_mime import holds_something, is_picture_alone, read_mime
from app.viewmodels.intake import CameBy, Intake

REFUSES_SCANS = "refusesScans"
"""Property of a dialog whose answer would mean something else once another code has come in."""
_DRAGS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove})


@runtime_checkable
class _Tells(Protocol):
    def tell(self, sentence: str) -> None: ...


class IntakeFilter(QObject):
    """Watches a page while it is shown, and hands what is scanned, pasted or dropped there to the intake.

    Keys count wherever the focus is in the page's window; a text that its own fields can paste or take as a
    drop they keep, pictures never. `drag_changed` tells whether something that could be dropped is over the page. `time_of` says
    when a key was pressed, in milliseconds.
    """

    drag_changed = Signal(bool)

    def __init__(
        self,
        page: QWidget,
        intake: Intake,
        *,
        time_of: Callable[[QKeyEvent], float] = event_time_ms,
    ) -> None:
        super().__init__(page)
        self._page, self._intake = page, intake
        self._keys = KeyWatch(page, lambda: intake.wedge_limits, self._wants_paste, time_of)
        self._keys.scanned.connect(self._on_keys_scanned)
        self._keys.paste_pressed.connect(self.paste)
        self._is_dragged_over = False
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        if page.isVisible():
            self._on_page_event(QEvent.Type.Show)

    def paste(self) -> None:
        """Take what the clipboard holds, for a button beside the key."""
        self._take(QGuiApplication.clipboard().mimeData(), is_drop=False)

    def _take(self, data: QMimeData, *, is_drop: bool) -> None:
        brought = read_mime(data, is_drop=is_drop)
        if brought.is_address:
            self._intake.refuse("intake_address")
        elif brought.pictures:
            name = message("picture_dropped" if is_drop else "picture_pasted")
            self._intake.take_pictures(brought.pictures, name)
        elif brought.text is not None:
            self._intake.take_text(brought.text, CameBy.PASTE)
        else:
            self._intake.refuse("intake_unknown_drop" if is_drop else "intake_nothing")

    def _wants_paste(self, widget: QWidget) -> bool:
        """Everywhere in the page's window but in a field that can take it itself."""
        if widget.window() is not self._page.window():
            return False
        if not takes_text(widget):
            return True
        return is_picture_alone(QGuiApplication.clipboard().mimeData())

    def _on_keys_scanned(self, text: Secret[str]) -> None:
        """A dialog lies above what the page says of a code, so it says itself what became of the scan."""
        dialog = self._keys.dialog
        if dialog is not None and dialog.property(REFUSES_SCANS):
            self._tell_in(dialog, self.tr("Close this question, then scan again."))
            return
        self._intake.take_text(text, CameBy.WEDGE)
        if dialog is not None:
            words = self.tr("What you scanned went to the tray. This question still waits.")
            self._tell_in(dialog, words)

    def _tell_in(self, dialog: QWidget, sentence: str) -> None:
        if isinstance(dialog, _Tells):
            dialog.tell(sentence)
        else:
            announce(self._page, sentence)

    def _is_ours(self, watched: QObject, event: QDropEvent) -> bool:
        data = event.mimeData()
        is_wanted = holds_something(data) if watched is self._page else is_picture_alone(data)
        return event.source() is None and is_wanted

    def _on_drag(self, watched: QObject, event: QDropEvent) -> bool:
        is_ours = self._is_ours(watched, event)
        if is_ours:
            _accept_copy(event)
        self._set_dragged_over(is_ours)
        return is_ours

    def _on_drop(self, watched: QObject, event: QDropEvent) -> bool:
        self._set_dragged_over(False)
        if not self._is_ours(watched, event):
            return False
        _accept_copy(event)
        self._take(event.mimeData(), is_drop=True)
        return True

    def _set_dragged_over(self, is_over: bool) -> None:  # a plain setter
        if is_over != self._is_dragged_over:
            self._is_dragged_over = is_over
            self.drag_changed.emit(is_over)

    def _watch_fields(self) -> None:
        """A text field would write a dropped picture's address into itself."""
        for field in self._page.findChildren(QWidget):
            if isinstance(field, QLineEdit):
                field.installEventFilter(self)
            elif isinstance(field, QPlainTextEdit | QTextEdit):
                field.viewport().installEventFilter(self)

    def _on_page_event(self, kind: QEvent.Type) -> None:
        if kind == QEvent.Type.Show:
            self._keys.start()
            self._watch_fields()
        elif kind == QEvent.Type.Hide:
            self._keys.stop()
            self._set_dragged_over(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _DRAGS and isinstance(event, QDropEvent):
            return self._on_drag(watched, event)
        if kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._on_drop(watched, event)
        if kind == QEvent.Type.DragLeave:
            self._set_dragged_over(False)
        elif watched is self._page:
            self._on_page_event(kind)
        return False


def _accept_copy(event: QDropEvent) -> None:
    # Whoever is told that a file was moved deletes it.
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
