"""The Qt application: made once by the composition root, before the loop."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.ui.garbage import QtThreadGarbage
from app.ui.theme import Scheme, Theme

CATALOGUE = "lockchart"
TURN_S = 0.0002
"""How long work beside the Qt thread (a file that is written, a picture that is read) may keep the interpreter to itself.

Python's own 5 ms would stand on top of every one of the window's turns of 16 ms. With 1 ms, three times as many turns were late while
a table was imported: the window asks for the interpreter several times a turn.
"""


def build_application(arguments: Sequence[str]) -> QApplication:
    """The one `QApplication`; closing the last window does not stop the loop, the main window's owner does."""
    # Asking for the style later would load all of `QStyle`: 14 ms of the first paint.
    application = QApplication([*arguments, "-style", "fusion"])
    application.setApplicationName("lockchart")
    application.setApplicationDisplayName("Lockchart")
    application.setDesktopFileName("lockchart")
    application.setQuitOnLastWindowClosed(False)
    QtThreadGarbage(application)
    sys.setswitchinterval(TURN_S)
    return application


def build_theme(application: QApplication, resources: Path, scheme: str) -> Theme:
    """Colours, fonts and style for the application; an unheard-of scheme follows the system."""
    known = scheme in set(Scheme)
    theme = Theme(application, resources)
    if known and scheme != Scheme.SYSTEM:
        theme.set_scheme(Scheme(scheme))
    return theme


def install_translations(
    application: QApplication, resources: Path, locale: QLocale | None = None
) -> list[QTranslator]:
    """Load the program's and Qt's own texts for the locale; English always has its plural forms."""
    wanted, texts = locale or QLocale(), str(resources / "i18n")
    installed = _installed(application, f"{CATALOGUE}_en", texts)
    if wanted.language() != QLocale.Language.English:
        qt_texts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        installed += _installed(application, f"qtbase_{wanted.name()}", qt_texts)
        installed += _installed(application, f"{CATALOGUE}_{wanted.name()}", texts)
    return installed


def _installed(application: QApplication, name: str, folder: str) -> list[QTranslator]:
    translator = QTranslator(application)
    if not translator.load(name, folder):
        return []
    application.installTranslator(translator)
    return [translator]
