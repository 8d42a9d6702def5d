"""Developer tool: draws the People page and its dialogs over a real project to PNG files.

python -m tests.gui.people_gallery FOLDER
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
from PySide6.QtCore import QLocale, QSize
from PySide6.QtWidgets import QApplication, QWidget

from app.core.paths import resources_dir
from app.domain.grant import Validity
from app.domain.lock import PinRules, ScheduleLimits
from app.domain.person import Role
from app.domain.validity_text import parse_weekly
from app.services.workplace import Workplace
from app.ui.application import build_application
from app.ui.main_window import MainWindow, PageEntry
from app.ui.pages.grant_dialog import GrantDialog
from app.ui.pages.people_page import PeoplePage
from app.ui.theme import Scheme, Theme
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.rail import ProjectFacts
from app.viewmodels.people_page import PeoplePageViewModels, people_page_view_models
from tests.gui.open_world import Doors, open_doors
from tests.gui.people_screen import with_rules
from tests.gui.walk import PseudoTranslator
from tests.waiting import until

SIZES = (QSize(1400, 860), QSize(1024, 700), QSize(860, 700))
FRONT, BACK, CELLAR, STREET, ATTIC = (
    "Hofgarten 12/Front door",
    "Hofgarten 12/Back door",
    "Hofgarten 12/Cellar",
    "Hofgarten 14/Street door",
    "Hofgarten 14/Waschküche und Trockenraum im hinteren Untergeschoss",
)


async def furnish(doors: Doors) -> None:
    """A house with locks of several kinds, and people whose codes are proven to different degrees."""
    front = await doors.add_lock(FRONT)
    await doors.add_lock(BACK)
    cellar, street = await doors.add_lock(CELLAR), await doors.add_lock(STREET)
    cellar.capabilities = with_rules(schedules=ScheduleLimits())
    street.capabilities = with_rules(pins=PinRules(min_length=6, max_length=6))
    await doors.add_door(ATTIC)
    people = doors.work.people
    anna = await people.add_person(
        "Anna Berger",
        role=Role.OWNER,
        email="anna@example.org",
        phone="+49 221 123456",
        language="de",
    )
    await people.add_person("Dr. Maximilian-Alexander von Hohenstein-Übermuth", role=Role.RESIDENT)
    granted = await doors.grant("Anna Berger", FRONT, BACK, CELLAR)
    week = Validity(weekly=(parse_weekly("Mo-Fr 08:00-12:00"),), end=datetime(2027, 1, 1))  # noqa: DTZ001
    await doors.grant("Cleaning team", FRONT, BACK, CELLAR, validity=week)
    stay = Validity(start=datetime(2026, 3, 1, 15), end=datetime(2026, 3, 29, 11))  # noqa: DTZ001
    await doors.grant("Jonas Weiß", FRONT, validity=stay)
    await doors.apply()
    assert granted.credential.value is not None
    front.keypad(granted.credential.value.reveal())
    await doors.work.refreshing.refresh()
    await doors.grant("Anna Berger", ATTIC)
    await doors.grant("Marta Nowak", FRONT)
    doors.hands.now += timedelta(minutes=3)
    assert anna.email


async def draw(application: QApplication, folder: Path, scratch: Path) -> None:
    """Every picture."""
    theme = Theme(application, resources_dir(), Scheme.LIGHT)
    await draw_crowds(theme, folder, scratch)
    async with open_doors(scratch) as doors:
        await furnish(doors)
        models, page = people_page(theme, doors.work, doors)
        window = framed(theme, page)
        await shown(models, "Anna Berger")
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            theme.set_scheme(scheme)
            for size in SIZES:
                shot(window, size, folder / f"people-{size.width()}-{scheme}.png")
        theme.set_scheme(Scheme.LIGHT)
        for number, name in enumerate(("access", "credentials"), 1):
            page.detail._tabs.setCurrentIndex(number)
            shot(window, SIZES[1], folder / f"people-{name}.png")
        page.detail._tabs.setCurrentIndex(0)
        await shown(models, "Cleaning team")
        shot(window, SIZES[1], folder / "people-cleaner.png")
        await draw_dialogs(theme, models, page, folder)
        await models.close()
        window.deleteLater()


async def draw_crowds(theme: Theme, folder: Path, scratch: Path) -> None:
    """Nobody, and five hundred people."""
    (scratch / "crowd").mkdir()
    async with open_doors(scratch / "crowd") as doors:
        models, page = people_page(theme, doors.work, doors)
        window = framed(theme, page)
        await until(lambda: models.people.is_loaded)
        shot(window, SIZES[1], folder / "people-0.png")
        for number in range(500):
            await doors.work.people.add_person(f"Person {number:03}")
        await until(lambda: len(models.people.items) == 500)
        shot(window, SIZES[1], folder / "people-500.png")
        await models.close()
        window.deleteLater()


async def draw_dialogs(
    theme: Theme, models: PeoplePageViewModels, page: PeoplePage, folder: Path
) -> None:
    """Every dialog of the page, one after another."""
    dialogs = page.dialogs
    for name, begin in (
        ("edit", dialogs.edit),
        ("add", dialogs.add),
        ("remove", dialogs.remove),
        ("groups", dialogs.groups),
        ("card", dialogs.add_credential),
        ("grant", dialogs.give_access),
    ):
        begin()
        dialog = page.dialog
        assert dialog is not None
        await rest()
        if isinstance(dialog, GrantDialog):
            await draw_grant(theme, models, dialog, folder)
        else:
            shot(dialog, dialog.size(), folder / f"dialog-{name}.png")
        dialog.reject()


async def draw_grant(
    theme: Theme, models: PeoplePageViewModels, dialog: GrantDialog, folder: Path
) -> None:
    """The form with its preview: weekly, and with a code that one door refuses."""
    await until(lambda: models.grant.doors)
    dialog.places.tick([door.id for door in models.grant.doors])
    dialog.template.choose("cleaner")
    dialog.template.chosen.emit("cleaner")
    await until(lambda: dialog.preview.words.doors)
    await rest()
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme.set_scheme(scheme)
        shot(dialog, QSize(1000, 700), folder / f"grant-{scheme}.png")
    theme.set_scheme(Scheme.LIGHT)
    shot(dialog, QSize(1000, 1500), folder / "grant-long.png")
    shot(dialog, QSize(640, 700), folder / "grant-narrow.png")
    dialog.code.choose("typed")
    dialog.code.chosen.emit("typed")
    dialog.pin._line.setText("4711")
    await until(lambda: dialog.preview.words.refused)
    shot(dialog, QSize(1000, 700), folder / "grant-refused.png")


def people_page(
    theme: Theme, work: Workplace, doors: Doors
) -> tuple[PeoplePageViewModels, PeoplePage]:
    """The page with its view-models."""
    models = people_page_view_models(work, doors.hands.clock, lambda: 30)
    return models, PeoplePage(theme, models, SecretClipboard())


async def shown(models: PeoplePageViewModels, name: str) -> None:
    """Show this person."""
    await until(lambda: any(item.name == name for item in models.people.items))
    models.people.choose(next(item.id for item in models.people.items if item.name == name))
    await until(lambda: models.detail.detail is not None and models.detail.detail.name == name)
    await rest()


def framed(theme: Theme, page: QWidget) -> MainWindow:
    """The page in the window's frame."""
    window = MainWindow(theme)
    window.set_pages(
        [
            PageEntry("locks", "Locks", "lock", QWidget),
            PageEntry("people", "People", "users", lambda: page),
        ]
    )
    window.set_project(ProjectFacts("Hofgarten 12-16", "5 doors", "saved 09:41", True))
    window.show_page("people")
    return window


async def rest() -> None:
    """Let what was begun come to its end."""
    for _ in range(20):
        await asyncio.sleep(0.01)


def shot(widget: QWidget, size: QSize, path: Path) -> None:
    """One picture."""
    widget.resize(size)
    widget.show()
    for _ in range(6):
        QApplication.sendPostedEvents()
    widget.grab().save(str(path))


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
