"""Hearing a USB scanner, and Ctrl+V, wherever the focus is."""

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QWidget
from shiboken6 import isValid

from app.core.secret import Secret
from app.ui.widgets.field_state import FieldState, remember, takes_text
from app.viewmodels.wedge import SILENCE, KeyKind, KeyPress, WedgeLimits, hear_key

_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_SILENT = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_Multi_key,
        Qt.Key.Key_unknown,
    }
)
_FIRST_DEAD, _LAST_DEAD = int(Qt.Key.Key_Dead_Grave), int(Qt.Key.Key_Dead_Longsolidusoverlay)
_GROUP_SEPARATOR = "\x1d"  # GS1 labels: scanners send it as Ctrl+]


def event_time_ms(event: QKeyEvent) -> float:
    """When the key was pressed, by the window system's clock: what waits in the queue keeps its time.

    Not a number for an event that a program made without saying when; such events never make a burst.
    """
    return float(event.timestamp()) or math.nan


class KeyWatch(QObject):
    """Sees the keys of a page's window before the widget that has the focus does, while the page is shown.

    So it does in the dialogs that the page opened, and in those of a page's own window that is a dialog itself:
    the key that closes a scan would press their button.

    `scanned` gives what a scanner typed: the fields are as they were before, and the key that closed it does
    nothing else. `paste_pressed` comes where Ctrl+V would do nothing of its own; it is asked by `wants_paste`.
    """

    scanned = Signal(object)
    paste_pressed = Signal()

    def __init__(
        self,
        page: QWidget,
        limits: Callable[[], WedgeLimits],
        wants_paste: Callable[[QWidget], bool],
        time_of: Callable[[QKeyEvent], float] = event_time_ms,
    ) -> None:
        super().__init__(page)
        self._page, self._limits, self._time_of = page, limits, time_of
        self._wants_paste = wants_paste
        self._watched: QWidget | None = None
        self._is_started = False
        self._burst = SILENCE
        self._states: list[tuple[QWidget, FieldState | None]] = []
        self._held = ""
        self._closing_key: int | None = None
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.timeout.connect(self._let_go)

    @property
    def dialog(self) -> QWidget | None:
        """The dialog above the page in which the keys come now; None in the page's own window."""
        window = self._watched.window() if self._watched is not None else None
        return None if window is self._page.window() else window

    def start(self) -> None:
        """Begin to watch; safe twice."""
        application = QApplication.instance()
        if isinstance(application, QApplication) and not self._is_started:
            self._is_started = True
            application.focusChanged.connect(self._on_focus_changed)
        self._watch(QApplication.focusWidget())

    def stop(self) -> None:
        """Watch no longer; safe twice."""
        self._forget()
        self._watch(None)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        # A window that is taken down gives up the focus when its page is gone already.
        if isValid(self._page) and self._page.isVisible():
            self._watch(new)

    def _watch(self, widget: QWidget | None) -> None:
        """Only one widget is watched: what has the focus in a window of ours, or the window itself."""
        if widget is None and self._page.isVisible():
            widget = QApplication.activeWindow()
        if widget is not None and not self._is_ours(widget.window()):
            widget = None
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._on_watched_destroyed)
        self._watched = widget
        if widget is not None:
            widget.installEventFilter(self)
            widget.destroyed.connect(self._on_watched_destroyed)

    def _is_ours(self, window: QWidget) -> bool:
        own = self._page.window()
        if window is own:
            return True
        owner = window.parentWidget()
        while owner is not None:
            if owner is self._page or (owner is own and isinstance(own, QDialog)):
                return True
            owner = owner.parentWidget()
        return False

    def _on_watched_destroyed(self) -> None:
        self._watched = None

    # --- keys -----------------------------------------------------------------------------------

    def _on_shortcut_override(self, widget: QWidget, event: QKeyEvent) -> bool:
        """In a burst no key is a shortcut; nor is Ctrl+V where we take it."""
        if event.matches(QKeySequence.StandardKey.Paste) and self._wants_paste(widget):
            event.accept()
            return True
        key = self._key_of(event)
        is_in_burst = hear_key(self._burst, key, self._limits())
        if is_in_burst.scanned is not None or is_in_burst.burst.keys > 1:
            event.accept()
            return True
        return False

    def _on_key_press(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Whether the key goes no further."""
        if event.matches(QKeySequence.StandardKey.Paste) and self._wants_paste(widget):
            self._forget()
            self.paste_pressed.emit()
            return True
        before, key = self._burst, self._key_of(event)
        heard = hear_key(before, key, self._limits())
        if heard.scanned is not None:
            self._closing_key = event.key()
            self._take_back(heard.scanned)
            self.scanned.emit(heard.scanned)
            return True
        if key.kind is KeyKind.SILENT:
            return False
        if heard.is_first or heard.burst is SILENCE:
            self._forget()
        self._burst = heard.burst
        if heard.burst is SILENCE:
            return False
        return self._on_character(widget, key.text.reveal(), is_first=heard.is_first)

    def _on_character(self, widget: QWidget, text: str, *, is_first: bool) -> bool:
        if all(known is not widget for known, _ in self._states):
            self._states.append((widget, remember(widget)))
        if is_first or takes_text(widget):
            return False
        # On a button a blank is a click, in a list a letter is a jump: wait until it is known who types.
        self._held += text
        self._hold.start(2 * self._limits().gap_below_ms)
        return True

    def _on_composed(self, event: QInputMethodEvent) -> None:
        """An input method gives characters of its own; they belong to a burst that has begun."""
        if event.commitString() and self._burst.keys:
            key = KeyPress(KeyKind.CHARACTER, Secret(event.commitString()), self._burst.last_at_ms)
            self._burst = hear_key(self._burst, key, self._limits()).burst

    def _take_back(self, scanned: Secret[str]) -> None:
        for _widget, state in self._states:
            if state is not None:
                state.put_back(scanned.reveal())
        self._held = ""
        self._forget()

    def _let_go(self) -> None:
        """It was no scanner: a list gets the letters that were held back."""
        held, self._held = self._held, ""
        widget = self._watched
        if held and isinstance(widget, QAbstractItemView):
            widget.keyboardSearch(held)

    def _forget(self) -> None:
        self._burst = SILENCE
        self._states = []
        self._hold.stop()
        self._let_go()

    def _key_of(self, event: QKeyEvent) -> KeyPress:
        kind = key_kind(event)
        text = event.text() if kind is KeyKind.CHARACTER else ""
        return KeyPress(kind, Secret(text), self._time_of(event), event.isAutoRepeat())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._watched or not isinstance(watched, QWidget):
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key_press(watched, event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._on_shortcut_override(watched, event)
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            is_ours = self._closing_key == event.key()
            self._closing_key = None if is_ours else self._closing_key
            return is_ours
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._on_composed(event)
        return False


def key_kind(event: QKeyEvent) -> KeyKind:
    """What a key press means for a burst."""
    key, text, modifiers = event.key(), event.text(), event.modifiers()
    if key in _SILENT or _FIRST_DEAD <= key <= _LAST_DEAD:
        return KeyKind.SILENT
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    if key in _ENDS and not control and not alt:
        return KeyKind.END
    if text == _GROUP_SEPARATOR:
        return KeyKind.CHARACTER
    # AltGr comes as Ctrl and Alt on Windows.
    is_plain = control == alt and not modifiers & Qt.KeyboardModifier.MetaModifier
    return KeyKind.CHARACTER if is_plain and text and text.isprintable() else KeyKind.OTHER
