"""Developer tool: draws the Scan page over a real project to PNG files.

python -m tests.gui.scan_gallery FOLDER
"""

import asyncio
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"

import qasync
from PySide6.QtCore import QLocale, QSize
from PySide6.QtWidgets import QApplication

from app.core.paths import resources_dir
from app.core.secret import Secret
from app.services.setup_codes import CameBy
from app.ui.application import build_application
from app.ui.main_window import MainWindow, PageEntry
from app.ui.theme import Scheme, Theme
from app.ui.widgets.rail import ProjectFacts
from tests.gui.locks_gallery import shot
from tests.gui.open_world import Doors, open_doors
from tests.gui.scan_screen import (
    HOMEKIT,
    MAKERS_APP,
    NO_LOCK_MAKER,
    NUKI,
    PRESS_BUTTON,
    WIFI,
    Scan,
    digits_text,
    picture_of,
    plain_picture,
    qr_text,
    shown_scan_page,
)
from tests.gui.walk import PseudoTranslator
from tests.waiting import until

DSK = Secret("51525-35455-41424-34445-31323-33435-21222-32425")
HOSTILE = Secret("<b>x</b>\u202eevil\u0007\n<img src=x>" + "A" * 900)


async def furnish(doors: Doors) -> None:
    """Doors, a mounted lock, and codes of every kind."""
    await doors.add_lock("Block A/Main entrance")
    for number in range(1, 9):
        await doors.add_door(f"Block A/Apartment {number}.01")
    await doors.add_door("Block B/Waschküche und Trockenraum im hinteren Untergeschoss")
    codes = doors.work.setup_codes
    await codes.take_in([qr_text(1)], CameBy.PICTURE)
    await codes.take_in([qr_text(2, vendor=NUKI, flow=MAKERS_APP)], CameBy.PICTURE)
    doors.hands.now += timedelta(days=1, hours=2)
    await codes.take_in([digits_text(3)], CameBy.TYPED)
    await codes.take_in([HOMEKIT], CameBy.PICTURE)
    await codes.take_in([WIFI], CameBy.PICTURE)
    await codes.take_in([DSK], CameBy.PASTE)
    await codes.take_in([HOSTILE], CameBy.PASTE)
    await codes.take_in([qr_text(9, vendor=NO_LOCK_MAKER, flow=PRESS_BUTTON)], CameBy.WEDGE)
    found = {code.kept.number: code for code in await codes.list_codes()}
    await codes.assign(found[2].kept.id, (await doors.place("Block A/Apartment 1.01")).door.id)
    long_name = "Block B/Waschküche und Trockenraum im hinteren Untergeschoss"
    await codes.assign(found[3].kept.id, (await doors.place(long_name)).door.id)
    await codes.note(found[3].kept.id, "Second box in the cellar.\nBought for the laundry.")
    await doors.work.pictures.add_to_setup_code(found[3].kept.id, picture_of(qr_text(1)))
    await doors.work.pictures.add_to_setup_code(found[3].kept.id, plain_picture())


async def draw(application: QApplication, folder: Path, scratch: Path) -> None:
    """Every picture."""
    theme = Theme(application, resources_dir(), Scheme.LIGHT)
    async with open_doors(scratch) as doors, shown_scan_page(theme, doors, scratch) as scan:
        window = framed(theme, scan)
        shot(window, QSize(1400, 860), folder / "scan-empty.png")
        shot(window, QSize(1024, 700), folder / "scan-empty-small.png")
        await furnish(doors)
        scan.models.tray.reload()
        await scan.settle()
        scan.models.intake.take_text(qr_text(12), CameBy.PASTE)
        await until(lambda: scan.page.intake.result.words is not None)
        await scan.settle()
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            theme.set_scheme(scheme)
            for size in (QSize(1400, 860), QSize(1024, 700), QSize(860, 700)):
                shot(window, size, folder / f"scan-{size.width()}-{scheme}.png")
        theme.set_scheme(Scheme.LIGHT)
        scan.page.intake.result.forget()
        for number in range(1, 10):
            await scan.choose(number)
            shot(window, QSize(1400, 860), folder / f"entry-{number}.png")
        scan.models.intake.take_pictures(
            [picture_of(qr_text(20)), picture_of(WIFI), plain_picture()], "box.jpg"
        )
        await until(lambda: not scan.models.intake.is_reading, 20)
        small = Secret(qr_text(30).reveal().lower())
        await doors.work.setup_codes.take_in([small], CameBy.PASTE)
        scan.models.tray.reload()
        await scan.settle()
        shot(window, QSize(1400, 860), folder / "several-pictures.png")
        scan.models.tray.choose(scan.models.tray.items[0].id)
        shot(window, QSize(1400, 860), folder / "offer.png")
        await scan.choose(3)
        await until(lambda: len(scan.models.pictures.items) == 2)
        shot(window, QSize(1024, 700), folder / "entry-3-small.png")
        shot(window, QSize(1400, 1200), folder / "entry-3-tall.png")
        await draw_dialogs(scan, window, folder)


async def draw_dialogs(scan: Scan, window: MainWindow, folder: Path) -> None:
    """Every dialog of the page, one after another."""
    dialogs = scan.page.dialogs
    await until(lambda: len(scan.models.pictures.items) == 2)
    picture = scan.models.pictures.items[0].id
    for name, begin in (
        ("reveal", lambda: dialogs.reveal(scan.page.detail.reveal)),
        ("assign", dialogs.assign),
        ("remove", dialogs.remove),
        ("picture", lambda: scan.models.pictures.show(picture)),
    ):
        begin()
        for _ in range(30):
            await asyncio.sleep(0.01)
        dialog = scan.page.dialog
        assert dialog is not None
        shot(dialog, dialog.size(), folder / f"dialog-{name}.png")
        dialog.reject()
    await scan.choose(7)
    dialogs.reveal(scan.page.detail.reveal)
    assert scan.page.dialog is not None
    scan.page.dialog.accept()
    shot(window, QSize(1400, 860), folder / "revealed-hostile.png")
    await scan.choose(2)
    for begin in (dialogs.save_symbol, dialogs.show_symbol):
        begin()
        assert scan.page.dialog is not None
        shot(scan.page.dialog, scan.page.dialog.sizeHint(), folder / f"dialog-{begin.__name__}.png")
    scan.page.dialog.accept()
    dialog = scan.page.dialog
    assert dialog is not None
    shot(dialog, dialog.sizeHint(), folder / "dialog-symbol.png")
    dialog.reject()
    scan.page._on_rows_dragging(True)
    await scan.settle()
    shot(window, QSize(1400, 860), folder / "dragging.png")


def framed(theme: Theme, scan: Scan) -> MainWindow:
    """The page in the window's frame."""
    window = MainWindow(theme)
    window.set_pages(
        [
            PageEntry("locks", "Locks", "lock", lambda: scan.page),
            PageEntry("scan", "Scan", "scan-qr-code", lambda: scan.page),
        ]
    )
    window.set_project(ProjectFacts("Hofgarten 12-16", "5 doors", "saved 09:41", True))
    window.show_page("scan")
    return window


def main() -> None:
    """Draw into the folder given; `pseudo` after it draws in the long language."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    QLocale.setDefault(QLocale("en_GB"))
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
