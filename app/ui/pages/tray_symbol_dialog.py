"""A setup code as QR code again, as large as the screen allows, for a while."""

import math
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.ui.dialogs import PlainDialog
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import CheckBox
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import boxed, row
from app.ui.widgets.qr_view import QrWidget

SIDE_PX = 400
LONG_MS = 60_000
"""What can be chosen in the place of the time after which codes are masked: somebody has to hold a telephone at the screen."""
_TICK_MS = 250


class AskSymbolDialog(PlainDialog):
    """Asks before a code is shown as QR code, and for how long."""

    def __init__(
        self, theme: Theme, parent: QWidget | None, title: str, text: str, *, mask_after_ms: int
    ) -> None:
        super().__init__(
            theme,
            parent,
            title,
            f"{text} {_hidden_after(mask_after_ms)}",
            accept=QCoreApplication.translate("SymbolDialog", "Show it"),
        )
        self._mask_after_ms = mask_after_ms
        self.is_long = CheckBox(theme, self.tr("Show it for a whole &minute"))
        self.is_long.setVisible(mask_after_ms < LONG_MS)
        self.body.addWidget(self.is_long)
        self.accept_button.setFocus()

    @property
    def mask_after_ms(self) -> int:
        """How long it is to be shown."""
        return LONG_MS if self.is_long.isChecked() else self._mask_after_ms


def _hidden_after(milliseconds: int) -> str:
    words = QCoreApplication.translate("SymbolDialog", "It is hidden again after {0} seconds.")
    return words.format(milliseconds // 1000)


class SymbolDialog(PlainDialog):
    """Shows the code, says how long it stays, and shows it again when somebody asks. `save_wanted` asks for a picture file."""

    save_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        title: str,
        facts: str,
        modules: Sequence[Sequence[bool]],
        *,
        mask_after_ms: int,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(
            theme,
            parent,
            title,
            accept=QCoreApplication.translate("SymbolDialog", "Close"),
        )
        self._modules = modules
        self._mask_after_ms, self._monotonic = mask_after_ms, monotonic
        self._until = 0.0
        self.qr = QrWidget(self.tr("QR code of the setup code"), side_px=SIDE_PX)
        self.hidden = text_label(self.tr("The code is hidden again."), "body", "muted")
        self.left = text_label("", "body", "muted")
        self._again = Button(theme, self.tr("Show a&gain"), icon="eye")
        self._hide = Button(theme, self.tr("&Hide now"), icon="eye-off")
        self._save = Button(theme, self.tr("&Save as picture …"), icon="download")
        self.reject_button.setVisible(False)
        line = row(0)
        line.addStretch(1)
        line.addWidget(self.qr)
        line.addStretch(1)
        self._plate = boxed(line)
        tools = row(8)
        tools.addWidget(self._again)
        tools.addWidget(self._hide)
        tools.addWidget(self._save)
        tools.addStretch(1)
        self.body.addWidget(text_label(facts, "body", "muted"))
        self.body.addWidget(self._plate)
        self.body.addWidget(self.hidden, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.left)
        self.body.addLayout(tools)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self._again.clicked.connect(self.show_symbol)
        self._hide.clicked.connect(self.hide_symbol)
        self._save.clicked.connect(self.save_wanted)
        self.show_symbol()
        self.accept_button.setFocus()

    @property
    def is_shown(self) -> bool:
        """Whether the code can be read now."""
        return not self._plate.isHidden()

    @property
    def left_s(self) -> int:
        """Whole seconds for which it is still shown."""
        return max(0, math.ceil(self._until - self._monotonic()))

    def show_symbol(self) -> None:
        """Show the code for a while."""
        self._until = self._monotonic() + self._mask_after_ms / 1000
        self.qr.set_matrix(self._modules)
        self._show_parts(is_shown=True)
        self._timer.start()
        self.refresh()
        shown = self.tr("The QR code is shown.")
        announce(self, f"{shown} {self.left.text()}")

    def hide_symbol(self) -> None:
        """Take the code off the screen."""
        self._timer.stop()
        self.qr.set_matrix(())
        had_focus = self._hide.hasFocus()
        self._show_parts(is_shown=False)
        if had_focus:
            self._again.setFocus()
        announce(self, self.hidden.text())

    def refresh(self) -> None:
        """Say how long it still stays, or take it away when that is over."""
        left = self.left_s
        if not left:
            self.hide_symbol()
            return
        words = self.tr("The same text as on the label. Hidden again in {0} seconds.")
        self.left.setText(words.format(left))

    def _show_parts(self, *, is_shown: bool) -> None:
        for widget in (self._plate, self.left, self._hide):
            widget.setVisible(is_shown)
        for widget in (self.hidden, self._again):
            widget.setVisible(not is_shown)

    def done(self, code: int) -> None:
        """Let go of the code."""
        self._timer.stop()
        self.qr.set_matrix(())
        self._modules = ()
        super().done(code)
