"""Every page and dialog around the locks passes the walk: both schemes, two sizes, English and a language 40 % longer."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.core.secret import Secret
from app.core.settings import Settings
from app.ui.main_window import MainWindow, PageEntry
from app.ui.pages.first_run_page import FirstRunPage
from app.ui.pages.inventory_page import ExportDialog, InventoryPage
from app.ui.pages.new_project_page import NewProjectPage
from app.ui.pages.practice_page import PracticePage
from app.ui.pages.recovery_sheet import RecoverySheetDialog, SheetDialog
from app.ui.pages.settings_page import SettingsPage
from app.ui.text_dialog import TextDialog
from app.ui.theme import Scheme, Theme
from app.ui.three_way_dialog import ThreeWayDialog
from app.viewmodels.inventory import InventoryViewModel
from app.viewmodels.practice import PracticeViewModel
from app.viewmodels.project_key import RecoverySheet
from app.viewmodels.settings import SettingsViewModel
from tests.fakes.fake_practice_locks import FakePracticeLocks
from tests.gui.locks_screen import lay_out
from tests.gui.open_world import open_doors
from tests.gui.walk import invisible_focus, walk
from tests.waiting import until

SIZES = {"large": QSize(1400, 860), "small": QSize(1024, 700)}
PAGES = (
    "first run",
    "first run with a project",
    "new project",
    "settings",
    "inventory",
    "practice",
)
SHEET = RecoverySheet("Hofgarten", "house.lockchart", "Keep it.", Secret("ABCDE " * 13))


@asynccontextmanager
async def shown(theme: Theme, name: str, size: QSize, tmp_path: Path) -> AsyncGenerator[MainWindow]:
    """The window with one page in it, as the program builds it."""
    async with open_doors(tmp_path) as doors:
        await doors.add_lock("House/Front door")
        await doors.grant("Anna", "House/Front door")
        await doors.add_door("Verwaltungsgebäude/Waschküche und Trockenraum")
        settings = SettingsViewModel(Settings(tmp_path / "settings.json"))
        inventory = InventoryViewModel(doors.work, Settings(tmp_path / "settings.json"))
        practice = PracticeViewModel(FakePracticeLocks(), tmp_path)
        build: dict[str, Callable[[], QWidget]] = {
            "first run": lambda: FirstRunPage(theme),
            "first run with a project": lambda: FirstRunPage(theme, tmp_path / "house.lockchart"),
            "new project": lambda: NewProjectPage(
                theme,
                lambda text: tmp_path / f"{text}.lockchart",
                sorted(available_timezones()),
                "Europe/Berlin",
                "Ida",
            ),
            "settings": lambda: SettingsPage(theme, settings),
            "inventory": lambda: InventoryPage(theme, inventory),
            "practice": lambda: PracticePage(theme, practice),
        }
        window = MainWindow(theme)
        entries = [PageEntry(one, "" if "run" in one else one, "lock", build[one]) for one in PAGES]
        window.set_pages(entries)
        window.resize(size)
        window.show()
        try:
            window.show_page(name)
            if name == "inventory":
                await until(lambda: inventory.items)
            if name == "practice":
                practice.start(2)
                await until(lambda: len(practice.items) == 2)
            lay_out()
            yield window
        finally:
            for model in (settings, inventory, practice):
                await model.close()
            window.release()
            window.deleteLater()


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
async def test_the_page_passes_the_walk(qtbot, theme, tmp_path, name, size, scheme):
    theme.set_scheme(scheme)
    async with shown(theme, name, SIZES[size], tmp_path) as window:
        assert walk(window, theme) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
async def test_the_page_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language, name, size
):
    async with shown(theme, name, SIZES[size], tmp_path) as window:
        assert walk(window, theme) == []


@pytest.mark.parametrize("name", PAGES)
async def test_the_focus_is_seen_everywhere_on_the_page(qtbot, theme, tmp_path, name):
    async with shown(theme, name, SIZES["large"], tmp_path) as window:
        with qtbot.waitActive(window):
            window.activateWindow()
        assert invisible_focus(window) == []


DIALOGS: dict[str, Callable[[Theme], QWidget]] = {
    "sheet": lambda theme: RecoverySheetDialog(theme, None, SHEET),
    "typed sheet": lambda theme: SheetDialog(theme, None, "House", error="Group 3 is mistyped."),
    "text": lambda theme: TextDialog(
        theme, None, "Rename", "&Name", text="House", helper="The file stays.", accept="Rename"
    ),
    "three ways": lambda theme: ThreeWayDialog(
        theme, None, "Keep it?", "It goes on.", "&Keep it", "&Remove it"
    ),
    "export": lambda theme: ExportDialog(
        theme, None, [("site", "Site"), ("door", "Door"), ("serial", "Serial number")]
    ),
}


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("name", DIALOGS)
def test_the_dialog_passes_the_walk(qtbot, theme, name, scheme):
    theme.set_scheme(scheme)
    dialog = DIALOGS[name](theme)
    qtbot.addWidget(dialog)
    dialog.show()
    lay_out()
    assert walk(dialog, theme) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_the_dialog_passes_the_walk_in_a_longer_language(qtbot, theme, pseudo_language, name):
    dialog = DIALOGS[name](theme)
    qtbot.addWidget(dialog)
    dialog.show()
    lay_out()
    assert walk(dialog, theme) == []
