"""What a field holds before a scanner types into it, so that it can be put back as if nothing had happened."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from app.ui.widgets.code_line import CodeLine

AnyTextEdit = QPlainTextEdit | QTextEdit


class FieldState(Protocol):
    """One widget as it was."""

    def put_back(self, typed: str) -> None:
        """Take back what was typed into it since: text, selection, cursor and what undo brings back are as before."""
        ...


def remember(widget: QWidget) -> FieldState | None:
    """The state of the widget that has the focus; None where keys leave nothing behind."""
    line = line_of(widget)
    if isinstance(line, CodeLine):
        return _CodeLineState(line)
    if line is not None:
        return _LineState(line)
    if isinstance(widget, AnyTextEdit) and not widget.isReadOnly():
        return _TextEditState(widget)
    if isinstance(widget, QComboBox):
        return _Choice(widget)
    if isinstance(widget, QAbstractItemView):
        return _CurrentItem(widget)
    return None


def takes_text(widget: QWidget) -> bool:
    """Whether keys write into this widget."""
    if isinstance(widget, AnyTextEdit):
        return not widget.isReadOnly()
    return line_of(widget) is not None


def line_of(widget: QWidget) -> QLineEdit | None:
    """The line that the widget's keys write into: its own, or that of a number or choice; None when it takes none."""
    if isinstance(widget, QLineEdit):
        line: QLineEdit | None = widget
    elif isinstance(widget, QAbstractSpinBox):
        line = widget.findChild(QLineEdit)
    elif isinstance(widget, QComboBox):
        line = widget.lineEdit() if widget.isEditable() else None
    else:
        return None
    return line if line is not None and not line.isReadOnly() else None


class _CodeLineState:
    def __init__(self, line: CodeLine) -> None:
        self._line = line
        self._typing = replace(line.typing, cursor=line.cursorPosition())
        self._steps_back = line.steps_back
        self._start, self._length = line.selectionStart(), len(line.selectedText())

    def put_back(self, typed: str) -> None:
        if not isValid(self._line):
            return
        self._line.put_back(self._typing, self._steps_back)
        _select(self._line, self._typing.cursor, self._start, self._length)


class _LineState:
    def __init__(self, line: QLineEdit) -> None:
        self._line = line
        self._text, self._cursor = line.text(), line.cursorPosition()
        self._start, self._length = line.selectionStart(), len(line.selectedText())

    def put_back(self, typed: str) -> None:
        line, before = self._line, self._text
        if not isValid(line):
            return
        if line.text() != before or line.isRedoAvailable():
            start = self._start if self._length else self._cursor
            since = _texts_since(before, start, self._length, typed)
            _go_back(since, before, line.text, line.undo, line.isUndoAvailable)
            if line.isUndoAvailable() or line.text() != before:
                # Writing it again is the one thing that leaves undo whole and gives redo nothing.
                line.selectAll()
                line.insert(before)
            else:
                line.setText(before)
        _select(line, self._cursor, self._start, self._length)


def _select(line: QLineEdit, cursor: int, start: int, length: int) -> None:
    if not length:
        line.setCursorPosition(cursor)
    elif cursor == start:
        line.setSelection(start + length, -length)
    else:
        line.setSelection(start, length)


class _TextEditState:
    def __init__(self, edit: AnyTextEdit) -> None:
        self._edit = edit
        self._text = edit.toPlainText()
        cursor = edit.textCursor()
        self._anchor, self._position = cursor.anchor(), cursor.position()

    def put_back(self, typed: str) -> None:
        edit, before = self._edit, self._text
        if not isValid(edit):
            return
        start, end = sorted((self._anchor, self._position))
        since = _texts_since(before, start, end - start, typed)
        document = edit.document()
        _go_back(since, before, edit.toPlainText, edit.undo, document.isUndoAvailable)
        if document.isUndoAvailable() or edit.toPlainText() != before:
            whole = QTextCursor(document)
            whole.select(QTextCursor.SelectionType.Document)
            whole.insertText(before)
        else:
            edit.setPlainText(before)
        cursor = edit.textCursor()
        cursor.setPosition(self._anchor)
        cursor.setPosition(self._position, QTextCursor.MoveMode.KeepAnchor)
        edit.setTextCursor(cursor)


class _Choice:
    """Letters choose the entry that begins with them."""

    def __init__(self, box: QComboBox) -> None:
        self._box, self._index = box, box.currentIndex()

    def put_back(self, typed: str) -> None:
        if isValid(self._box) and self._box.currentIndex() != self._index:
            self._box.setCurrentIndex(self._index)
            self._box.activated.emit(
                self._index
            )  # it was told of the other one as if somebody had chosen it


class _CurrentItem:
    """Letters lead to the entry in a list that begins with them."""

    def __init__(self, view: QAbstractItemView) -> None:
        self._view = view
        self._index = QPersistentModelIndex(view.currentIndex())

    def put_back(self, typed: str) -> None:
        if not isValid(self._view):
            return
        index = self._view.model().index(
            self._index.row(), self._index.column(), self._index.parent()
        )
        if self._index.isValid() and index != self._view.currentIndex():
            self._view.setCurrentIndex(index)


def _texts_since(before: str, start: int, length: int, typed: str) -> set[str]:
    """Every text that stood in the field between the first key and the last, the one before it left out."""
    head, tail = before[:start], before[start + length :]
    texts = {head + typed[:count] + tail for count in range(len(typed) + 1)}
    return texts - {before}


def _go_back(
    since: set[str],
    before: str,
    text: Callable[[], str],
    undo: Callable[[], None],
    can_undo: Callable[[], bool],
) -> None:
    """Undo until what was typed is gone, and one step more: fields join keys typed one upon the other to one step."""
    while can_undo() and (text() in since or text() == before):
        undo()
