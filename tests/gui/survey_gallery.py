"""Developer tool: draws the survey of a door over a real project to PNG files.

python -m tests.gui.survey_gallery FOLDER
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"

import qasync
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from app.core.paths import resources_dir
from app.core.secret import Secret
from app.ui.application import build_application
from app.ui.pages.locks_page import LocksPage
from app.ui.theme import Scheme, Theme
from app.ui.widgets.clipboard import SecretClipboard
from app.viewmodels.locks_page import locks_page_view_models
from tests.gui.locks_gallery import framed, shot
from tests.gui.open_world import Doors, open_doors
from tests.gui.scan_screen import plain_picture
from tests.waiting import until

DOOR = "Hofgarten 12/Waschküche"


async def furnish(doors: Doors) -> None:
    """A planned door with a half filled survey."""
    await doors.add_door("Hofgarten 12/Haustür")
    place = await doors.add_door(DOOR)
    fields = {"handing": "left_inward", "thickness_mm": "40", "radio": "wifi", "used_by": "Mieter"}
    await doors.work.sites.set_door(place.door, fields={**fields, "note": "Klemmt im Winter."})
    await doors.work.sites.set_site(
        place.site,
        fields={"address": "Hofgarten 12, 80539 München", "wifi_name": "Hofgarten"},
        wifi_password=Secret("not to be seen"),
    )
    await doors.work.pictures.add_to_door(place.door.id, plain_picture())


async def draw(application: QApplication, folder: Path, scratch: Path) -> None:
    """Every picture."""
    theme = Theme(application, resources_dir(), Scheme.LIGHT)
    async with open_doors(scratch) as doors:
        await furnish(doors)
        models = locks_page_view_models(doors.work, doors.hands.clock, lambda: 30)
        page = LocksPage(theme, models, SecretClipboard())
        window = framed(theme, page)
        await until(lambda: models.locks.is_loaded)
        door_id = await doors.door_id(DOOR)
        models.locks.choose(door_id)
        window.show()
        await until(lambda: page.detail.detail and page.detail.detail.door_id == door_id)
        page.detail.show_survey()
        await until(lambda: page.detail.survey.item and page.detail.survey.item.door_id == door_id)
        await until(lambda: models.pictures.items)
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            theme.set_scheme(scheme)
            for size in (QSize(1400, 860), QSize(1024, 700), QSize(1400, 2600)):
                name = f"survey-{size.width()}-{size.height()}-{scheme}.png"
                shot(window, size, folder / name)
            for name, begin in (
                ("site", page.survey.edit_site),
                ("copy", page.survey.copy_door),
            ):
                begin()
                dialog = page.dialog
                assert dialog is not None
                shot(dialog, dialog.sizeHint(), folder / f"survey-{name}-{scheme}.png")
                dialog.reject()
        await models.close()
        await page.close_page()
        window.deleteLater()


def main() -> None:
    """Draw into the folder given."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    application = build_application(["gallery"])
    loop = qasync.QEventLoop(application, already_running=False)
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory() as scratch:
        loop.run_until_complete(draw(application, folder, Path(scratch)))
    loop.close()


if __name__ == "__main__":
    main()
