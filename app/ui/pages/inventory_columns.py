"""Choosing the columns of the inventory and their order."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.ui.dialogs import PlainDialog
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import CheckBox, ChoiceBox
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import boxed, column, row, scrolled


class ColumnsDialog(PlainDialog):
    """Every column with a tick, and a line in which one of the chosen is moved to the left or right."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        columns: Sequence[tuple[str, str]],
        chosen: Sequence[str],
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("ColumnsDialog", "Columns"),
            accept=translate("ColumnsDialog", "Show these"),
        )
        self.setMinimumWidth(620)
        self._titles = dict(columns)
        self._chosen = [key for key in chosen if key in self._titles]
        self._boxes = {key: CheckBox(theme, title) for key, title in columns}
        grid = row(16)
        boxes = list(self._boxes.values())
        half = (len(boxes) + 1) // 2
        for part in (boxes[:half], boxes[half:]):
            side = column(0)
            for box in part:
                side.addWidget(box)
            side.addStretch(1)
            grid.addLayout(side, 1)
        for key, box in self._boxes.items():
            box.setChecked(key in self._chosen)
            box.toggled.connect(lambda on, key=key: self._on_toggled(key, on))
        area = scrolled(boxed(grid))
        area.setMinimumHeight(260)
        self._order = ChoiceBox(theme, self.tr("Column to move"))
        self._earlier = Button(theme, self.tr("Move &left"))
        self._later = Button(theme, self.tr("Move &right"))
        self._earlier.clicked.connect(lambda: self._move(-1))
        self._later.clicked.connect(lambda: self._move(+1))
        self._order.chosen.connect(lambda _key: self._show_moves())
        line = row(8)
        line.addWidget(self._order, 1)
        line.addWidget(self._earlier)
        line.addWidget(self._later)
        self._seen = text_label("", "small", "muted")
        self.body.addWidget(area, 1)
        self.body.addWidget(text_label(self.tr("Order"), "strong"))
        self.body.addLayout(line)
        self.body.addWidget(self._seen)
        self._show_order()

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that were chosen, in their order."""
        return tuple(self._chosen)

    def _on_toggled(self, key: str, is_on: bool) -> None:
        if is_on:
            self._chosen.append(key)
        else:
            self._chosen.remove(key)
        self._show_order()

    def _move(self, step: int) -> None:
        key = self._order.key
        place = self._chosen.index(key)
        self._chosen.insert(place + step, self._chosen.pop(place))
        self._show_order()
        self._order.choose(key)
        self._show_moves()

    def _show_order(self) -> None:
        options = [
            (key, f"{place}. {self._titles[key]}")
            for place, key in enumerate(self._chosen, start=1)
        ]
        self._order.set_options(options)
        self._seen.setText(", ".join(self._titles[key] for key in self._chosen))
        self.set_acceptable(bool(self._chosen))
        self._show_moves()

    def _show_moves(self) -> None:
        key = self._order.key
        place = self._chosen.index(key) if key in self._chosen else -1
        self._earlier.setEnabled(place > 0)
        self._later.setEnabled(0 <= place < len(self._chosen) - 1)
