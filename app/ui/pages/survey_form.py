"""The form of a survey, made from the declared fields; every value is said when it is typed to its end."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.theme import Theme
from app.ui.widgets.choices import CheckBox, ChoiceBox
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.layouts import CardRow, FlowLayout, column
from app.ui.widgets.note_edit import NoteEdit
from app.viewmodels.survey import FieldItem

LONGEST = 2000
NOTE, NONE = "note", "none"
_LEAST_PX = 260
_REFUSED = "\0"
"""Equal to nothing that can be typed: whatever stands there after a refusal is said again."""


class Choices(QWidget):
    """Several answers at once as check boxes; `none` and the others put each other out."""

    written = Signal(str)

    def __init__(self, theme: Theme, name: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._boxes: dict[str, CheckBox] = {}
        flow = FlowLayout(8)
        for key, word in options:
            box = CheckBox(theme, word)
            box.setAccessibleName(f"{name}: {word}")
            box.clicked.connect(lambda _checked, key=key: self._on_box_clicked(key))
            self._boxes[key] = box
            flow.addWidget(box)
        self.setLayout(flow)
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))

    @property
    def value(self) -> str:
        """The keys of what is checked, with commas."""
        return ",".join(key for key, box in self._boxes.items() if box.isChecked())

    def set_value(self, value: str) -> None:
        """Check these without telling anybody."""
        wanted = value.split(",")
        for key, box in self._boxes.items():
            box.setChecked(key in wanted)

    def set_can_write(self, can_write: bool) -> None:
        """Whether the boxes can be changed."""
        for box in self._boxes.values():
            box.setEnabled(can_write)

    def _on_box_clicked(self, clicked: str) -> None:
        if self._boxes[clicked].isChecked():
            for key, box in self._boxes.items():
                if key != clicked and NONE in (key, clicked):
                    box.setChecked(False)
        self.written.emit(self.value)


class SurveyForm(QWidget):
    """Fields side by side where there is room. `written` carries whose value it is, its key and its text."""

    written = Signal(str, str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._owner_id = ""
        self._can_write = True
        self._kept: dict[str, str] = {}
        self._fields: dict[str, Field] = {}
        self._row = CardRow(_LEAST_PX, 16)
        self.setLayout(self._row)

    def set_items(self, owner_id: str, items: Sequence[FieldItem], *, can_write: bool) -> None:
        """Show what is noted of this door; what is being typed there now stays."""
        is_other = owner_id != self._owner_id
        if is_other:
            self.flush()
        if list(self._fields) != [item.key for item in items]:
            self._build(items)
            is_other = True
        self._owner_id, self._can_write = owner_id, can_write
        for item in items:
            was = self._kept.get(item.key, "")
            self._kept[item.key] = item.value
            field = self._fields[item.key]
            is_typed = self._value(field) != was or bool(field.error)
            if is_other or not is_typed:
                field.set_error("")
                self._set(field, item.value)
            self._set_can_write(field.editor)

    def set_error(self, key: str, sentence: str) -> None:
        """Say below a field why its value is not taken; what was typed stays."""
        if key in self._fields:
            self._kept[key] = _REFUSED
            self._fields[key].set_error(sentence)

    def flush(self) -> None:
        """Say what was typed and not said yet."""
        for key in self._fields:
            self._say(key)

    def _say(self, key: str) -> None:
        field = self._fields[key]
        value = self._value(field)
        if not self._owner_id or not self._can_write or value == self._kept.get(key, ""):
            return
        if field.error and self._kept.get(key) == _REFUSED:
            return  # said already, and not taken
        self._kept[key] = value
        self.written.emit(self._owner_id, key, value)

    def _build(self, items: Sequence[FieldItem]) -> None:
        while (taken := self._row.takeAt(0)) is not None:
            if (widget := taken.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._fields, self._kept = {}, {}
        for item in items:
            field = Field(item.label, self._editor(item))
            if isinstance(field.editor, NoteEdit):
                field.editor.textChanged.connect(lambda field=field: field.set_error(""))
                field.editor.refused.connect(field.set_error)
            self._fields[item.key] = field
            self._row.addWidget(_at_top(field))

    def _editor(self, item: FieldItem) -> QWidget:
        def say() -> None:
            self._say(item.key)

        if item.kind == "choice":
            options = [("", self.tr("Not noted")), *item.options]
            box = ChoiceBox(self._theme, item.label, options)
            box.chosen.connect(say)
            return box
        if item.kind == "choices":
            choices = Choices(self._theme, item.label, item.options)
            choices.written.connect(say)
            return choices
        if item.key == NOTE:
            note = NoteEdit()
            note.setAccessibleName(item.label)
            note.left.connect(say)
            return note
        line = line_edit(longest=LONGEST)
        line.editingFinished.connect(say)
        return line

    def _value(self, field: Field) -> str:
        editor = field.editor
        if isinstance(editor, ChoiceBox):
            return editor.key
        if isinstance(editor, Choices):
            return editor.value
        if isinstance(editor, NoteEdit):
            return editor.toPlainText().strip()
        return editor.text().strip() if isinstance(editor, QLineEdit) else ""

    def _set(self, field: Field, value: str) -> None:
        editor = field.editor
        if self._value(field) == value:
            return
        if isinstance(editor, ChoiceBox):
            editor.choose(value)
        elif isinstance(editor, Choices):
            editor.set_value(value)
        elif isinstance(editor, NoteEdit):
            editor.setPlainText(value)
        elif isinstance(editor, QLineEdit):
            editor.setText(value)

    def _set_can_write(self, editor: QWidget) -> None:
        if isinstance(editor, NoteEdit | QLineEdit):
            editor.setReadOnly(not self._can_write)
        elif isinstance(editor, Choices):
            editor.set_can_write(self._can_write)
        else:
            editor.setEnabled(self._can_write)


def _at_top(field: Field) -> QWidget:
    """Beside a higher field the label stays above its line."""
    layout = column(0)
    layout.addWidget(field)
    layout.addStretch(1)
    holder = QWidget()
    holder.setLayout(layout)
    return holder
