"""A setup code as QR code again, as large as the screen allows, for a while."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.ui.dialogs import PlainDialog
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import boxed, row
from app.ui.widgets.qr_view import QrWidget

SIDE_PX = 400
MASK_AFTER_MS = 60_000
"""Longer than for digits: somebody has to hold a telephone at the screen."""


class SymbolDialog(PlainDialog):
    """Shows the code, hides it after a minute, and shows it again when somebody asks. `save_wanted` asks for a picture file."""

    save_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        title: str,
        facts: str,
        modules: Sequence[Sequence[bool]],
        *,
        mask_after_ms: int = MASK_AFTER_MS,
    ) -> None:
        super().__init__(
            theme,
            parent,
            title,
            accept=QCoreApplication.translate("SymbolDialog", "Close"),
        )
        self._modules = modules
        self.qr = QrWidget(self.tr("QR code of the setup code"), side_px=SIDE_PX)
        self.hidden = text_label(self.tr("The code is hidden again."), "body", "muted")
        self._again = Button(theme, self.tr("Show a&gain"), icon="eye")
        self._save = Button(theme, self.tr("&Save as picture …"), icon="download")
        self.reject_button.setVisible(False)
        line = row(0)
        line.addStretch(1)
        line.addWidget(self.qr)
        line.addStretch(1)
        self._plate = boxed(line)
        tools = row(8)
        tools.addWidget(self._again)
        tools.addWidget(self._save)
        tools.addStretch(1)
        self.body.addWidget(text_label(facts, "body", "muted"))
        self.body.addWidget(self._plate)
        self.body.addWidget(self.hidden, 0, Qt.AlignmentFlag.AlignTop)
        note = self.tr("The same text as on the label. Hidden again after {0} seconds.")
        self.body.addWidget(text_label(note.format(mask_after_ms // 1000), "small", "muted"))
        self.body.addLayout(tools)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(mask_after_ms)
        self._timer.timeout.connect(self.hide_symbol)
        self._again.clicked.connect(self.show_symbol)
        self._save.clicked.connect(self.save_wanted)
        self.show_symbol()
        self.accept_button.setFocus()

    @property
    def is_shown(self) -> bool:
        """Whether the code can be read now."""
        return not self._plate.isHidden()

    def show_symbol(self) -> None:
        """Show the code for a while."""
        self.qr.set_matrix(self._modules)
        self._plate.setVisible(True)
        self.hidden.setVisible(False)
        self._again.setVisible(False)
        self._timer.start()
        announce(self, self.tr("The QR code is shown."))

    def hide_symbol(self) -> None:
        """Take the code off the screen."""
        self._timer.stop()
        self.qr.set_matrix(())
        self._plate.setVisible(False)
        self.hidden.setVisible(True)
        self._again.setVisible(True)
        announce(self, self.hidden.text())

    def done(self, code: int) -> None:
        """Let go of the code."""
        self._timer.stop()
        self.qr.set_matrix(())
        self._modules = ()
        super().done(code)
