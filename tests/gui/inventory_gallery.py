"""Developer tool: draws the inventory page, empty, with three doors and with 500, to PNG files.

python -m tests.gui.inventory_gallery FOLDER
"""

import asyncio
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"

import qasync
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from app.core.paths import resources_dir
from app.core.settings import Settings
from app.domain.ids import DoorId, LockId
from app.domain.lock import Lock
from app.services.inventory_views import View
from app.storage.values import ChangeKind
from app.ui.application import build_application
from app.ui.pages.inventory_columns import ColumnsDialog
from app.ui.pages.inventory_export import ExportDialog
from app.ui.pages.inventory_page import InventoryPage
from app.ui.theme import Scheme, Theme
from app.ui.widgets.choices import CheckBox
from app.viewmodels.inventory import InventoryViewModel
from tests.gui.locks_gallery import framed, shot
from tests.gui.locks_screen import lay_out
from tests.gui.open_world import Doors, open_doors
from tests.waiting import until

SIZES = (QSize(1400, 860), QSize(1024, 700))


async def furnish(doors: Doors) -> None:
    """Three doors: a lock with codes, a lock with notes, a door without one."""
    await doors.add_lock("Hofgarten 3/Main entrance")
    await doors.add_lock("Hofgarten 3/Apartment 1.01")
    await doors.add_door("Verwaltungsgebäude/Waschküche und Trockenraum im Untergeschoss")
    await doors.grant("Anna Berger", "Hofgarten 3/Main entrance")


async def fill(doors: Doors, count: int) -> None:
    """Many doors at once, as an import would make them."""
    places = [await doors.add_door(f"House {number % 7 + 1}/Door") for number in range(7)]
    async with doors.work.project.store.change(ChangeKind.LOCK_MOUNTED) as change:
        for number in range(count):
            door = places[number % 7].door
            new = replace(door, id=DoorId(uuid4()), name=f"Apartment {number // 7}.{number % 7}")
            await change.repositories.doors.put(new)
            makers = ("Aqara", "Nuki", "SwitchBot", "Yale")
            lock = Lock(
                id=LockId(uuid4()),
                door_id=new.id,
                driver="matter",
                vendor=makers[number % 4],
                product=("U200", "Pro", "Lock Ultra", "Linus L2")[number % 4],
                serial=f"PRACTICE-{number:05}",
                firmware=f"1.{number % 5}.0",
                address="f/1/2",
                mounted_at=doors.hands.clock(),
                fields={
                    "battery_type": ("4 x AA", "CR123A")[number % 2],
                    "battery_replaced_on": f"20{24 + number % 3}-0{1 + number % 9}-15",
                    "warranty_until": f"20{27 + number % 4}-06-30",
                },
            )
            await change.repositories.locks.put(lock)


async def draw_page(theme: Theme, folder: Path, count: int) -> None:
    """The page over a project with so many doors."""
    with tempfile.TemporaryDirectory() as scratch:
        async with open_doors(Path(scratch)) as doors:
            if count:
                await furnish(doors)
            if count > 3:
                await fill(doors, count)
            model = InventoryViewModel(doors.work, Settings(Path(scratch) / "settings.json"))
            page = InventoryPage(theme, model)
            window = framed(theme, page)
            loaded: list[bool] = []
            model.loaded.connect(lambda: loaded.append(True))
            model.load()
            await until(lambda: loaded)
            for scheme in (Scheme.LIGHT, Scheme.DARK):
                theme.set_scheme(scheme)
                for size in SIZES:
                    shot(window, size, folder / f"inventory-{count}-{size.width()}-{scheme}.png")
            theme.set_scheme(Scheme.LIGHT)
            if count > 3:
                model.group("battery_type")
                model.sort("warranty_until", is_descending=True)
                page.table.choose_line(3)
                shot(window, SIZES[0], folder / f"inventory-{count}-grouped.png")
                theme.set_scheme(Scheme.DARK)
                shot(window, SIZES[1], folder / f"inventory-{count}-grouped-dark.png")
                page.tabs.setCurrentIndex(1)
                shot(window, SIZES[0], folder / f"inventory-{count}-sums-dark.png")
                theme.set_scheme(Scheme.LIGHT)
                shot(window, SIZES[1], folder / f"inventory-{count}-sums.png")
                page.tabs.setCurrentIndex(0)
                page.search.setText("nothing like it")
                shot(window, SIZES[1], folder / "inventory-no-match.png")
                shown = [str(column) for column in View().columns]
                export = ExportDialog(theme, None, model.all_columns, shown)
                whole = ExportDialog(theme, None, model.all_columns, shown)
                for box in whole.findChildren(CheckBox):
                    box.setChecked(True)
                columns = ColumnsDialog(theme, None, model.all_columns, shown)
                for name, dialog in (
                    ("export", export),
                    ("export-whole", whole),
                    ("columns", columns),
                ):
                    dialog.show()
                    lay_out()
                    dialog.grab().save(str(folder / f"inventory-{name}.png"))
                    dialog.deleteLater()
            await model.close()
            window.deleteLater()


async def draw(application: QApplication, folder: Path) -> None:
    """Every picture."""
    theme = Theme(application, resources_dir(), Scheme.LIGHT)
    for count in (0, 3, 500):
        await draw_page(theme, folder, count)


def main() -> None:
    """Draw into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    application = build_application(["gallery"])
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(draw(application, folder))


if __name__ == "__main__":
    main()
