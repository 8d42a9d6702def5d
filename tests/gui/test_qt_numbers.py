"""The numbers that stand for Qt's enums are right, and `Qt` is not named before the first paint."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.ui import qt_numbers
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import scrolled

ROOT = Path(__file__).parents[2]

OPEN_AND_TELL = """
import os, sys
from PySide6 import QtCore
from app.bootstrap.first_paint import open_frame
frame = open_frame(offers_last=False)
print("Qt" in vars(QtCore), frame.window.isVisible(), flush=True)
os._exit(0)
"""


def test_numbers_are_those_of_qt():
    assert Qt.TextFormat.PlainText.value == qt_numbers.PLAIN_TEXT
    assert Qt.FocusPolicy.NoFocus.value == qt_numbers.NO_FOCUS
    assert Qt.ScrollBarPolicy.ScrollBarAlwaysOff.value == qt_numbers.SCROLL_BAR_OFF
    middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    assert middle.value == qt_numbers.LEFT_MIDDLE


@pytest.mark.usefixtures("qapp")
def test_what_a_person_is_called_is_no_markup():
    label: QLabel = text_label("<b>Anna</b>")
    assert label.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.usefixtures("qapp")
def test_a_scrolled_page_takes_no_focus_and_shows_no_bar_below():
    area = scrolled(QWidget())
    assert area.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def test_qt_is_not_named_before_the_first_paint(tmp_path: Path):
    variables = {**os.environ, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [sys.executable, "-c", OPEN_AND_TELL],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.split() == ["False", "True"], run.stdout + run.stderr
