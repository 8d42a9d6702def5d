"""Every page and dialog around the locks passes the walk: both schemes, two sizes, English and a language 40 % longer."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.core.secret import Secret
from app.core.settings import Settings
from app.services.setup_codes import CameBy
from app.ui.main_window import MainWindow, PageEntry
from app.ui.pages.first_run_page import FirstRunPage
from app.ui.pages.inventory_columns import ColumnsDialog
from app.ui.pages.inventory_export import ExportDialog
from app.ui.pages.inventory_page import InventoryPage
from app.ui.pages.lock_notes_dialog import LockNotesDialog
from app.ui.pages.new_project_page import NewProjectPage
from app.ui.pages.people_page import PeoplePage
from app.ui.pages.practice_page import PracticePage
from app.ui.pages.recovery_sheet import RecoverySheetDialog, SheetDialog
from app.ui.pages.settings_page import SettingsPage
from app.ui.pages.tray_doors import DoorPickDialog
from app.ui.pages.tray_symbol_dialog import AskSymbolDialog, SymbolDialog
from app.ui.text_dialog import TextDialog
from app.ui.theme import Scheme, Theme
from app.ui.three_way_dialog import ThreeWayDialog
from app.viewmodels.inventory import InventoryViewModel
from app.viewmodels.practice import PracticeViewModel
from app.viewmodels.project_key import RecoverySheet
from app.viewmodels.settings import SettingsViewModel
from app.viewmodels.tray import DoorChoice
from tests.fakes.fake_practice_locks import FakePracticeLocks
from tests.gui.locks_screen import lay_out
from tests.gui.open_world import open_doors
from tests.gui.people_screen import shown_people
from tests.gui.scan_screen import MAKERS_APP, WIFI, plain_picture, qr_text, shown_scan_page
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
    async with AsyncExitStack() as stack:
        page = await BUILD[name](theme, tmp_path, stack)
        window = MainWindow(theme)
        window.set_pages([PageEntry("page", "", "", lambda: page)])
        window.resize(size)
        window.show()
        window.show_page("page")
        try:
            if isinstance(page, InventoryPage):
                await until(lambda: page.table.line_count)
            if isinstance(page, PeoplePage):  # nothing of it may go on in a nested loop
                models = page._models
                await until(lambda: not (models.people.is_busy or models.detail.is_busy))
            lay_out()
            yield window
        finally:
            window.release()
            window.deleteLater()


async def first_run(theme: Theme, _folder: Path, _stack: AsyncExitStack) -> QWidget:
    return FirstRunPage(theme)


async def first_run_with_a_project(theme: Theme, folder: Path, _stack: AsyncExitStack) -> QWidget:
    return FirstRunPage(theme, folder / "house.lockchart")


async def new_project(theme: Theme, folder: Path, _stack: AsyncExitStack) -> QWidget:
    zones = sorted(available_timezones())
    return NewProjectPage(
        theme, lambda text: folder / f"{text}.lockchart", zones, "Europe/Berlin", "Ida"
    )


async def settings(theme: Theme, folder: Path, stack: AsyncExitStack) -> QWidget:
    model = SettingsViewModel(Settings(folder / "settings.json"))
    stack.push_async_callback(model.close)
    return SettingsPage(theme, model)


async def inventory(theme: Theme, folder: Path, stack: AsyncExitStack) -> QWidget:
    doors = await stack.enter_async_context(open_doors(folder))
    await doors.add_lock("House/Front door")
    await doors.grant("Anna", "House/Front door")
    await doors.add_door("Verwaltungsgebäude/Waschküche und Trockenraum")
    model = InventoryViewModel(doors.work, Settings(folder / "settings.json"))
    stack.push_async_callback(model.close)
    return InventoryPage(theme, model)


async def people(theme: Theme, folder: Path, stack: AsyncExitStack) -> QWidget:
    doors = await stack.enter_async_context(open_doors(folder))
    await doors.add_lock("House/Front door")
    await doors.grant("Dr. Maximilian-Alexander von Hohenstein-Übermuth", "House/Front door")
    shown = await stack.enter_async_context(shown_people(theme, doors))
    await shown.choose("Dr. Maximilian-Alexander von Hohenstein-Übermuth")
    return shown.page


async def practice(theme: Theme, folder: Path, stack: AsyncExitStack) -> QWidget:
    model = PracticeViewModel(FakePracticeLocks(), folder)
    stack.push_async_callback(model.close)
    await model.start_now(2)
    await asyncio.sleep(0)  # what listens to the locks waits now, and is not begun in a nested loop
    return PracticePage(theme, model)


async def scan(theme: Theme, folder: Path, stack: AsyncExitStack) -> QWidget:
    doors = await stack.enter_async_context(open_doors(folder))
    place = await doors.add_door("Verwaltungsgebäude/Waschküche und Trockenraum")
    codes = doors.work.setup_codes
    taken = await codes.take_in([qr_text(1, flow=MAKERS_APP), WIFI], CameBy.PICTURE)
    assert taken[0].code is not None
    code_id = taken[0].code.kept.id
    await codes.assign(code_id, place.door.id)
    await doors.work.pictures.add_to_setup_code(code_id, plain_picture())
    shown = await stack.enter_async_context(shown_scan_page(theme, doors, folder))
    shown.models.intake.take_text(qr_text(1), CameBy.PASTE)
    await shown.settle()
    await shown.choose(1)
    await until(lambda: shown.page.intake.result.isVisible())
    await until(lambda: shown.models.pictures.items)
    return shown.page


async def scan_with_an_empty_tray(theme: Theme, folder: Path, stack: AsyncExitStack) -> QWidget:
    doors = await stack.enter_async_context(open_doors(folder))
    shown = await stack.enter_async_context(shown_scan_page(theme, doors, folder))
    return shown.page


BUILD: dict[str, Callable[[Theme, Path, AsyncExitStack], Coroutine[Any, Any, QWidget]]] = {
    "first run": first_run,
    "first run with a project": first_run_with_a_project,
    "new project": new_project,
    "settings": settings,
    "inventory": inventory,
    "people": people,
    "practice": practice,
    "scan": scan,
    "scan with an empty tray": scan_with_an_empty_tray,
}


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        ("large", Scheme.LIGHT),
        ("small", Scheme.DARK),
        pytest.param("large", Scheme.DARK, marks=pytest.mark.slow),
        pytest.param("small", Scheme.LIGHT, marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("name", BUILD)
async def test_the_page_passes_the_walk(qtbot, theme, tmp_path, name, size, scheme):
    theme.set_scheme(scheme)
    async with shown(theme, name, SIZES[size], tmp_path) as window:
        assert walk(window, theme) == []


@pytest.mark.parametrize("size", [pytest.param("large", marks=pytest.mark.slow), "small"])
@pytest.mark.parametrize("name", BUILD)
async def test_the_page_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language, name, size
):
    async with shown(theme, name, SIZES[size], tmp_path) as window:
        assert walk(window, theme) == []


@pytest.mark.parametrize("name", BUILD)
async def test_the_focus_is_seen_everywhere_on_the_page(qtbot, theme, tmp_path, name):
    async with shown(theme, name, SIZES["large"], tmp_path) as window:
        window.activateWindow()
        await until(window.isActiveWindow)  # a nested loop would hang what the page reads meanwhile
        assert invisible_focus(window) == []


def door_pick(theme: Theme) -> QWidget:
    dialog = DoorPickDialog(theme, None, "For which door is No. 1?")
    dialog.set_doors([DoorChoice("1", "Front", "House", "House/Front", False, (1,))])
    return dialog


DIALOGS: dict[str, Callable[[Theme], QWidget]] = {
    "sheet": lambda theme: RecoverySheetDialog(theme, None, SHEET),
    "typed sheet": lambda theme: SheetDialog(theme, None, "House", error="Group 3 is mistyped."),
    "door": lambda theme: door_pick(theme),
    "symbol": lambda theme: SymbolDialog(
        theme, None, "No. 1", "Aqara", [[True, False], [False, True]], mask_after_ms=20_000
    ),
    "asked symbol": lambda theme: AskSymbolDialog(
        theme, None, "Show the QR code?", "Look who sees it.", mask_after_ms=20_000
    ),
    "text": lambda theme: TextDialog(
        theme, None, "Rename", "&Name", text="House", helper="The file stays.", accept="Rename"
    ),
    "three ways": lambda theme: ThreeWayDialog(
        theme, None, "Keep it?", "It goes on.", "&Keep it", "&Remove it"
    ),
    "export": lambda theme: ExportDialog(
        theme, None, [("site", "Site"), ("door", "Door"), ("serial", "Serial number")]
    ),
    "columns": lambda theme: ColumnsDialog(
        theme, None, [("site", "Site"), ("door", "Door"), ("serial", "Serial")], ["door", "site"]
    ),
    "lock notes": lambda theme: LockNotesDialog(
        theme,
        None,
        "House/Front door",
        [("battery_type", "Battery type", "4 x AA"), ("warranty_until", "Warranty until", "")],
        lambda _key, _text: "",
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
