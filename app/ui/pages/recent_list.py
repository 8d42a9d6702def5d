"""The projects opened lately, on the first page: each opened by its number or its button, and taken off the list."""

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.core.recent import RecentProject
from app.texts.harmless import unmarked
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import ElidedLabel, text_label
from app.ui.widgets.layouts import column, row

SHOWN = 5
_KEY_PX = 16


class RecentList(QWidget):
    """`open_wanted` and `forget_wanted` carry the path. A file that is gone is said so and cannot be opened."""

    open_wanted = Signal(object)
    forget_wanted = Signal(object)

    def __init__(self, theme: Theme, projects: Sequence[RecentProject]) -> None:
        super().__init__()
        self._rows = [_Row(theme, number, one) for number, one in enumerate(projects[:SHOWN], 1)]
        layout = column(4)
        layout.addWidget(text_label(self.tr("Opened lately"), "strong"))
        for line in self._rows:
            line.open_wanted.connect(self.open_wanted)
            line.forget_wanted.connect(self.forget_wanted)
            layout.addWidget(line)
        self.setLayout(layout)
        self.setVisible(bool(self._rows))

    def set_missing(self, paths: Collection[Path]) -> None:
        """Say which files are not there any more."""
        for line in self._rows:
            line.set_missing(line.project.path in paths)

    def set_busy(self, is_busy: bool) -> None:  # a plain setter, like setEnabled
        """While a project is being opened nothing else can be begun."""
        for line in self._rows:
            line.set_busy(is_busy)

    def open_number(self, number: int) -> bool:
        """Open the one with this number; whether there is one that can be opened."""
        found = [line for line in self._rows if line.number == number and line.open.isEnabled()]
        for line in found:
            line.open.click()
        return bool(found)


class _Row(QWidget):
    open_wanted = Signal(object)
    forget_wanted = Signal(object)

    def __init__(self, theme: Theme, number: int, project: RecentProject) -> None:
        super().__init__()
        translate = QCoreApplication.translate
        self.number, self.project = number, project
        self._is_missing = self._is_busy = False
        name = project.path.stem
        self._state = text_label("", "small", "muted", wrap=False)
        self.open = Button(theme, translate("RecentList", "Open"))
        self.open.setAccessibleName(translate("RecentList", "Open {0}").format(name))
        self.open.setToolTip(unmarked(translate("RecentList", "Key {0}").format(number)))
        self.forget = Button(theme, "", icon="x", kind="quiet")
        self.forget.setAccessibleName(
            translate("RecentList", "Take {0} off this list").format(name)
        )
        self.forget.setToolTip(translate("RecentList", "Take it off this list; the file stays"))
        self.open.clicked.connect(lambda: self.open_wanted.emit(project.path))
        self.forget.clicked.connect(lambda: self.forget_wanted.emit(project.path))
        words = column(0)
        words.addWidget(ElidedLabel(name, "strong"))
        words.addWidget(ElidedLabel(str(project.path.parent), "small", "muted"))
        key = text_label(str(number), "small", "muted", wrap=False)
        key.setFixedWidth(_KEY_PX)
        line = row(12)
        line.addWidget(key)
        line.addLayout(words, 1)
        line.addWidget(self._state)
        line.addWidget(self.open)
        line.addWidget(self.forget)
        self.setLayout(line)
        self._show()

    def set_missing(self, is_missing: bool) -> None:
        self._is_missing = is_missing
        self._show()

    def set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._show()

    def _show(self) -> None:
        translate = QCoreApplication.translate
        words = [translate("RecentList", "practice")] if self.project.is_practice else []
        if self._is_missing:
            words.append(translate("RecentList", "not there any more"))
        self._state.setText(", ".join(words))
        self._state.setVisible(bool(words))
        self.open.setEnabled(not self._is_missing and not self._is_busy)
        self.forget.setEnabled(not self._is_busy)
