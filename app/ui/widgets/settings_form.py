"""The settings, drawn from their declarations."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.core.settings import Setting
from app.texts.messages import message
from app.ui.theme import Theme
from app.ui.widgets.choices import CheckBox, ChoiceBox
from app.ui.widgets.entries import NumberBox
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.layouts import column

AnySetting = Setting[str] | Setting[int] | Setting[bool]
Value = str | int | bool


class SettingsForm(QWidget):
    """A field for every setting that has a title. `changed` gives key and value as soon as one is set."""

    changed = Signal(str, object)

    def __init__(
        self, theme: Theme, settings: Sequence[AnySetting], read: Callable[[AnySetting], Value]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._fields: dict[str, Field] = {}
        layout = column(20)
        for setting in settings:
            if setting.title:
                layout.addWidget(self._field(setting, read(setting)))
        layout.addStretch(1)
        self.setLayout(layout)
        self.setMaximumWidth(560)

    def set_error(self, key: str, text: str) -> None:
        """Say below a setting why its value was not taken."""
        self._fields[key].set_error(text)

    def editor(self, key: str) -> QWidget:
        """The input of a setting."""
        return self._fields[key].editor

    def _field(self, setting: AnySetting, value: Value) -> Field:
        helper = message(setting.help) if setting.help else ""
        field = Field(message(setting.title), self._editor(setting, value), helper=helper)
        self._fields[setting.key] = field
        return field

    def _editor(self, setting: AnySetting, value: Value) -> QWidget:
        key, title = setting.key, message(setting.title)
        if isinstance(value, bool):
            check = CheckBox(self._theme, self.tr("On"))
            check.setAccessibleName(title)
            check.setChecked(value)
            check.toggled.connect(lambda is_on: self._tell(key, is_on))
            return check
        if isinstance(value, int):
            unit = message(setting.unit) if setting.unit else ""
            low = 0 if setting.low is None else setting.low
            high = 1_000_000 if setting.high is None else setting.high
            number = NumberBox(self._theme, title, low=low, high=high, unit=unit)
            number.setValue(value)
            number.valueChanged.connect(lambda given: self._tell(key, given))
            return number
        if setting.choices:
            options = [(choice, message(f"choice_{choice}")) for choice in setting.choices]
            box = ChoiceBox(self._theme, title, options)
            box.choose(value)
            box.chosen.connect(lambda chosen: self._tell(key, chosen))
            return box
        line = line_edit(value)
        line.editingFinished.connect(lambda: self._tell(key, line.text().strip()))
        return line

    def _tell(self, key: str, value: Value) -> None:
        self._fields[key].set_error("")
        self.changed.emit(key, value)
