"""Text of several lines: a paste or drop that no note can hold is refused whole, in a sentence, at once."""

import time

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.ui.pages.recovery_sheet import SheetDialog
from app.ui.pages.survey_form import SurveyForm
from app.ui.widgets.note_edit import LONGEST_NOTE, NoteEdit
from app.viewmodels.survey import FieldItem
from tests.gui.locks_screen import says, texts
from tests.gui.open_world import open_doors
from tests.gui.scan_screen import qr_text, shown_scan_page

HUGE = "x" * 200_000
REFUSED = "Nothing was added."


def drop(note: NoteEdit, data: QMimeData) -> None:
    """Let it fall into the field."""
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    QApplication.sendEvent(note.viewport(), enter)
    QApplication.sendEvent(note.viewport(), QDropEvent(QPointF(5, 5), copy, data, left, none))


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_a_text_that_is_too_long_is_refused_at_once_and_what_stood_there_stays(qtbot, way):
    note = NoteEdit("The box lies in the cellar")
    qtbot.addWidget(note)
    said: list[str] = []
    note.refused.connect(said.append)
    note.show()
    data = QMimeData()
    data.setText(HUGE)
    begun = time.process_time()
    if way == "paste":
        QGuiApplication.clipboard().setMimeData(data)
        note.paste()
        QGuiApplication.clipboard().clear()
    else:
        drop(note, data)
    QApplication.processEvents()
    assert time.process_time() - begun < 1
    assert len(said) == 1
    assert REFUSED in said[0]
    assert note.toPlainText() == "The box lies in the cellar"


def test_what_a_paste_takes_the_place_of_does_not_count(qtbot):
    note = NoteEdit("a" * LONGEST_NOTE)
    qtbot.addWidget(note)
    data = QMimeData()
    data.setText("b" * LONGEST_NOTE)
    note.insertFromMimeData(data)
    assert note.toPlainText()[0] == "a"
    note.selectAll()
    note.insertFromMimeData(data)
    assert note.toPlainText() == "b" * LONGEST_NOTE


def paste_huge(note: NoteEdit) -> None:
    """What Ctrl+V does with a huge clipboard."""
    data = QMimeData()
    data.setText(HUGE)
    note.insertFromMimeData(data)


async def test_the_note_of_a_setup_code_says_below_it_why_a_paste_was_refused(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        paste_huge(scan.page.detail.note)
        assert any(REFUSED in text for text in texts(scan.page))
        scan.page.detail.note.setPlainText("Cellar")
        assert not says(scan.page, REFUSED)


def test_a_refused_paste_into_a_survey_does_not_keep_what_was_typed_from_being_kept(qtbot, theme):
    form = SurveyForm(theme)
    qtbot.addWidget(form)
    form.set_items("door", [FieldItem("note", "Note", "text", (), "")], can_write=True)
    form.show()
    written: list[str] = []
    form.written.connect(lambda _owner, _key, text: written.append(text))
    note = form.findChild(NoteEdit)
    assert note is not None
    note.setPlainText("Sticks in winter")
    paste_huge(note)
    assert any(REFUSED in text for text in texts(form))
    form.flush()
    assert written == ["Sticks in winter"]


def test_the_recovery_sheet_says_so_too(qtbot, theme):
    dialog = SheetDialog(theme, None, "House")
    qtbot.addWidget(dialog)
    dialog.show()
    note = dialog.findChild(NoteEdit)
    assert note is not None
    paste_huge(note)
    assert any(REFUSED in text for text in texts(dialog))
