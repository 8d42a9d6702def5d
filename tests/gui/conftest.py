"""What all tests of the window share: the theme, built once as the program builds it."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.core.paths import resources_dir
from app.ui.theme import Scheme, Theme
from tests.gui.walk import PseudoTranslator


@pytest.fixture(scope="session")
def _one_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, resources_dir(), Scheme.LIGHT)


@pytest.fixture
def theme(_one_theme: Theme) -> Theme:
    # Without a running loop the widgets of earlier tests would still be there, and be styled again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    _one_theme.set_scheme(Scheme.LIGHT)
    return _one_theme


@pytest.fixture(autouse=True)
def garbage_on_this_thread() -> None:
    """As in the program: Qt objects are not found unused, and destroyed, in the project file's thread.

    What is left is collected between the tests, by the general conftest.
    """
    gc.disable()


@pytest.fixture
def pseudo_language(qapp: QApplication) -> Iterator[None]:
    """Every translated text is 40 % longer and stands in brackets."""
    translator = PseudoTranslator()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)
