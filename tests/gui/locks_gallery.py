"""Developer tool: draws the pages of the Locks screen over a real project to PNG files.

python -m tests.gui.locks_gallery FOLDER
"""

import asyncio
import os
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"

import qasync
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.core.paths import resources_dir
from app.domain.grant import Validity
from app.domain.validity_text import parse_weekly
from app.ui.application import build_application
from app.ui.main_window import MainWindow, PageEntry
from app.ui.pages.grant_dialog import GrantDialog
from app.ui.pages.locks_page import LocksPage
from app.ui.pages.share_dialog import ShareDialog
from app.ui.theme import Scheme, Theme
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.rail import ProjectFacts
from app.viewmodels.locks_page import locks_page_view_models
from app.viewmodels.plan import PlanViewModel
from tests.gui.open_world import Doors, open_doors
from tests.gui.walk import PseudoTranslator
from tests.waiting import until


async def furnish(doors: Doors) -> None:
    """Some doors with locks in different states."""
    front = await doors.add_lock("Block A/Main entrance")
    await doors.add_lock("Block A/Stairwell east")
    await doors.add_lock("Block A/Apartment 1.01")
    await doors.add_door("Block A/Apartment 1.02")
    await doors.add_door("Block B/Waschküche und Trockenraum im hinteren Untergeschoss")
    anna = await doors.grant("Anna Berger", "Block A/Main entrance", "Block A/Stairwell east")
    week = Validity(weekly=(parse_weekly("Mo-Fr 06:00-10:00"), parse_weekly("Sa 08:00-12:00")))
    await doors.grant("Cleaning team of the north wing", "Block A/Main entrance", validity=week)
    soon = Validity(start=datetime(2026, 3, 1, 15, 0), end=datetime(2026, 3, 29, 11, 0))  # noqa: DTZ001
    await doors.grant("Jonas Weiß", "Block A/Main entrance", validity=soon)
    await doors.apply()
    assert anna.credential.value is not None
    front.keypad(anna.credential.value.reveal())
    front.put_foreign("user 9 / pin 9")
    await doors.work.refreshing.refresh()
    await doors.grant("Marta Nowak", "Block A/Main entrance", "Block A/Apartment 1.02")
    doors.hands.now += timedelta(hours=3)


async def draw(application: QApplication, folder: Path, scratch: Path) -> None:
    """Every picture."""
    theme = Theme(application, resources_dir(), Scheme.LIGHT)
    async with open_doors(scratch) as doors:
        await furnish(doors)
        models = locks_page_view_models(doors.work, doors.hands.clock, lambda: 30)
        page = LocksPage(theme, models, SecretClipboard())
        window = framed(theme, page)
        await until(lambda: models.detail.detail is not None)
        door_id = await doors.door_id("Block A/Main entrance")
        models.locks.choose(door_id)
        await until(lambda: models.detail.detail and models.detail.detail.door_id == door_id)
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            theme.set_scheme(scheme)
            for size in (QSize(1400, 860), QSize(1024, 700), QSize(860, 700)):
                shot(window, size, folder / f"locks-{size.width()}-{scheme}.png")
        theme.set_scheme(Scheme.LIGHT)
        window.resize(1400, 860)
        page.detail._tabs.setCurrentWidget(page.detail.openers)
        await until(lambda: models.openers.item is not None)
        shot(window, QSize(1400, 860), folder / "locks-access.png")
        shot(window, QSize(1024, 700), folder / "locks-access-small.png")
        page.detail._tabs.setCurrentWidget(page.detail.codes)
        await draw_dialogs(page, folder)
        await draw_plan(doors, window, page, folder)
        await models.close()
        window.deleteLater()


async def draw_dialogs(page: LocksPage, folder: Path) -> None:
    """Every dialog of the page, one after another."""
    dialogs = page.dialogs
    for name, begin in (
        ("add-code", dialogs.add_code),
        ("share", dialogs.share),
        ("take-out", dialogs.take_out),
        ("bolt", lambda: dialogs.move_bolt(locked=False)),
        ("undo", dialogs.undo),
    ):
        begin()
        dialog = page.dialog
        assert dialog is not None
        for _ in range(20):
            await asyncio.sleep(0.01)
        if isinstance(dialog, GrantDialog):
            shot(dialog, QSize(1000, 700), folder / "dialog-grant-first.png")
            dialog.validity.has_start.setChecked(True)
            dialog.validity.has_weekly.setChecked(True)
            dialog.code.choose("typed")
            dialog.code.chosen.emit("typed")
            dialog.pin.findChildren(QLineEdit)[0].setText("123456")
            shot(dialog, QSize(1000, 1500), folder / "dialog-grant-full.png")
        if isinstance(dialog, ShareDialog):
            dialog.accept()
            for _ in range(20):
                await asyncio.sleep(0.01)
        shot(dialog, dialog.sizeHint(), folder / f"dialog-{name}.png")
        dialog.reject()


async def draw_plan(doors: Doors, window: MainWindow, page: LocksPage, folder: Path) -> None:
    """The plan before, while and after it is carried out."""
    lock = doors.locks["Block A/Main entrance"]
    await doors.grant("Zoë Übermäßig-Langenfeld", "Block A/Apartment 1.01", pin="7412")
    await doors.grant("Peter", "Block A/Stairwell east", pin="98213")
    anna = await doors.person("Anna Berger")
    await doors.work.access.revoke(
        anna, door_ids={(await doors.place("Block A/Stairwell east")).door.id}
    )
    page.show_plan(None)
    model = plan_model(page)
    await until(lambda: model.is_planned)
    for size in (QSize(1400, 860), QSize(1024, 700)):
        shot(window, size, folder / f"plan-{size.width()}.png")
    lock.drops = True
    doors.locks["Block A/Apartment 1.01"].is_reachable = False
    model.apply()
    await until(lambda: model.is_applied)
    for size in (QSize(1400, 860), QSize(860, 700)):
        shot(window, size, folder / f"plan-after-{size.width()}.png")


def plan_model(page: LocksPage) -> PlanViewModel:
    """The page's plan."""
    return page._models.plan


def framed(theme: Theme, page: QWidget) -> MainWindow:
    """The page in the window's frame."""
    window = MainWindow(theme)
    window.set_pages([PageEntry("locks", "Locks", "lock", lambda: page)])
    window.set_project(ProjectFacts("Hofgarten 12-16", "5 doors", "saved 09:41", True))
    window.show_page("locks")
    return window


def shot(widget: QWidget, size: QSize, path: Path) -> None:
    """One picture."""
    widget.resize(size)
    widget.show()
    for _ in range(4):
        QApplication.sendPostedEvents()
    widget.grab().save(str(path))


def main() -> None:
    """Draw into the folder given; `pseudo` after it draws in the long language."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    application = build_application(["gallery"])
    translator = PseudoTranslator()
    if "pseudo" in sys.argv:
        application.installTranslator(translator)
    loop = qasync.QEventLoop(application, already_running=False)
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory() as scratch:
        loop.run_until_complete(draw(application, folder, Path(scratch)))
    loop.close()


if __name__ == "__main__":
    main()
