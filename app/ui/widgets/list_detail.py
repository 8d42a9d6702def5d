"""A list and its detail side by side, or one in place of the other where the window is narrow."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.layouts import column, row

# The window's limits of 1400 and 900 px, less the rail and the page's margins.
_WIDE_PX, _NARROW_PX = 1400 - 224 - 48, 900 - 224 - 48
_NARROW_LIST_PX = 320


class ListDetail(QWidget):
    """Two panes. `is_stacked` tells whether the detail replaces the list; then it has a Back button."""

    stacking_changed = Signal()

    def __init__(self, theme: Theme, list_pane: QWidget, detail_pane: QWidget, back: str) -> None:
        super().__init__()
        self._theme = theme
        self._list = list_pane
        self._is_detail_shown = False
        self._is_stacked = False
        self._back = Button(theme, back, icon="arrow-left", kind="quiet")
        self._back.clicked.connect(self.show_list)
        back_line = row(0)
        back_line.addWidget(self._back)
        back_line.addStretch(1)
        self._detail = QWidget()
        detail = column(8)
        detail.addLayout(back_line)
        detail.addWidget(detail_pane, 1)
        self._detail.setLayout(detail)
        layout: QHBoxLayout = row(20)
        layout.addWidget(self._list)
        layout.addWidget(self._detail, 1)
        self.setLayout(layout)
        self._arrange()

    @property
    def is_stacked(self) -> bool:
        """Whether only one pane has room."""
        return self._is_stacked

    def show_detail(self) -> None:
        """Where only one pane has room, show the detail and give it the focus."""
        self._is_detail_shown = True
        self._arrange()
        if self._is_stacked:
            self._back.setFocus()

    def show_list(self) -> None:
        """Where only one pane has room, go back to the list."""
        self._is_detail_shown = False
        self._arrange()
        if self._is_stacked:
            (self._list.focusProxy() or self._list).setFocus()

    def _arrange(self) -> None:
        is_stacked = self.width() < _NARROW_PX
        wide = self._theme.tokens.width.list
        if is_stacked:
            self._list.setMinimumWidth(0)
            self._list.setMaximumWidth(16_777_215)
        else:
            self._list.setFixedWidth(wide if self.width() >= _WIDE_PX else _NARROW_LIST_PX)
        self._list.setVisible(not is_stacked or not self._is_detail_shown)
        self._detail.setVisible(not is_stacked or self._is_detail_shown)
        self._back.setVisible(is_stacked)
        if is_stacked != self._is_stacked:
            self._is_stacked = is_stacked
            self.stacking_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
