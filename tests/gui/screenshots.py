"""Draws the pictures that README shows, by using the real window: real project file, real engine, real practice locks.

    QT_QPA_PLATFORM=offscreen python -m tests.gui.screenshots [FOLDER]

Takes about a minute. Every code in the pictures belongs to a practice lock that is gone afterwards.
"""

import asyncio
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import pytest
import qasync
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from app.bootstrap.window_pages import INVENTORY, LOCKS, PEOPLE, SCAN, ProjectPages
from app.core.paths import resources_dir
from app.core.secret import Secret
from app.domain.grant import ALWAYS, Validity
from app.domain.validity_text import parse_weekly
from app.driver_api.pairing import Done
from app.services.access import Granted, GrantWish, PinChoice
from app.services.setup_codes import CameBy
from app.texts.messages import message
from app.ui.application import build_application
from app.ui.pages.grant_dialog import GrantDialog
from app.ui.pages.inventory_page import InventoryPage
from app.ui.pages.locks_page import LocksPage
from app.ui.pages.people_page import PeoplePage
from app.ui.pages.scan_page import ScanPage
from app.ui.theme import Scheme, Theme
from app.ui.wizards.import_steps import ColumnsStep, PreviewStep
from app.ui.wizards.import_wizard import ImportWindow
from app.ui.wizards.step_widgets import ConfirmStep, DoneStep
from app.ui.wizards.wizard_window import WizardWindow
from tests.gui.program import Person, running, until_said
from tests.gui.scan_screen import (
    HOMEKIT,
    MAKERS_APP,
    NUKI,
    WIFI,
    digits_text,
    picture_of,
    qr_text,
)
from tests.gui.test_story import add_door, make_project, start_practice_lock
from tests.waiting import until

DOCS_IMAGES = Path(__file__).parents[2] / "docs" / "images"
LARGEST_BYTES = 200_000

FRONT, YARD = "Hofgarten 12/Front", "Hofgarten 12/Courtyard gate"
WITHOUT_LOCK = ("Hofgarten 12/Apartment 1", "Hofgarten 12/Apartment 2", "Hofgarten 14/Laundry")


async def draw(theme: Theme, folder: Path, scratch: Path, patch: pytest.MonkeyPatch) -> None:
    """Every picture, in the order in which a person comes to it."""
    async with running(theme, scratch / "home", patch) as person:
        await shoot(person.program.window, folder / "first-run.png")
        await make_project(person, scratch / "house.lockchart")
        await add_door(person)
        digits = await start_practice_lock(person)
        await add_lock(person, digits, folder)
        await add_second_lock(person)
        for label in WITHOUT_LOCK:
            await opened(person).workplace.sites.add_door(*label.split("/"))
        pin = await give_codes(person)
        page = person.program.window.page
        assert isinstance(page, LocksPage)
        person.program.window.resize(1400, 900)
        page.show_plan(None)
        await until_said(lambda: person.can_click("Apply"), "the plan", 20)
        await shoot(person.program.window, folder / "plan.png")
        await person.click("Apply")
        await person.click("Back", 60)
        await use_the_lock(person, pin)
        await choose(person, FRONT)
        await shoot(person.program.window, folder / "locks-light.png")
        await scan_codes(person, folder)
        await show_people(person, folder)
        person.program.window.show_page(LOCKS)
        theme.set_scheme(Scheme.DARK)
        await shoot(person.program.window, folder / "locks-dark.png")
        theme.set_scheme(Scheme.LIGHT)
        await import_rooms(person, scratch / "Zimmerliste.csv", folder)
        await look_through(person, folder)


async def add_lock(person: Person, digits: str, folder: Path) -> None:
    """By the wizard, with its pictures."""
    await person.click("Locks")
    await person.click("Add a lock")
    wizard = await person.dialog(WizardWindow)
    assert isinstance(wizard, WizardWindow)
    await person.fill("Setup code", digits)
    await person.read("The check digit is right")
    await shoot(wizard, folder / "add-a-lock.png")
    await person.click("Next")
    await person.read("Where is it mounted?")
    await person.click("Next")
    await person.read("Read a code's digits back from the lock")
    await shoot(wizard, folder / "what-is-possible.png")
    await person.click("Begin")
    await until_said(lambda: isinstance(wizard.step, ConfirmStep), "the findings", 40)
    await shoot(wizard, folder / "findings.png")
    await person.click("I have read this")
    await person.click("Go on")
    await until_said(lambda: isinstance(wizard.step, DoneStep), "the result", 40)
    await person.click("Finish")
    await person.no_dialog()


async def add_second_lock(person: Person) -> None:
    """Without pictures, by the services."""
    work, practice = opened(person).workplace, opened(person).practice
    assert practice is not None
    await practice.start_now(1)
    place = await work.sites.add_door(*YARD.split("/"))
    code = practice.setup_code(practice.items[1].key)
    run = await work.pairing.begin(place, code, lambda _progress: None, accept_findings=True)
    step = await run.start()
    assert isinstance(step, Done), step
    await work.refreshing.refresh({place.door.id})
    person.program.window.show_page(LOCKS)


async def give_codes(person: Person) -> Secret[str]:
    """What is to be true: somebody always, a weekly window, a range of dates. The first one's PIN."""
    today = datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0, tzinfo=None)
    week = Validity(weekly=(parse_weekly("Mo-Fr 06:00-10:00"), parse_weekly("Sa 08:00-12:00")))
    stay = Validity(start=today + timedelta(days=7), end=today + timedelta(days=12))
    anna = await grant(person, "Anna Berger", (FRONT, YARD))
    for name, labels, validity in (
        ("Cleaning team", (FRONT,), week),
        ("Jonas Weiß", (FRONT,), stay),
        ("Marta Nowak", (FRONT, YARD), ALWAYS),
    ):
        await grant(person, name, labels, validity)
    assert anna.credential.value is not None
    return anna.credential.value


async def grant(
    person: Person, name: str, labels: tuple[str, ...], validity: Validity = ALWAYS
) -> Granted:
    """Record that somebody shall enter these doors."""
    work = opened(person).workplace
    somebody = await work.people.add_person(name)
    rows = await work.sites.list_doors()
    doors = frozenset(row.place.door.id for row in rows if row.place.label in labels)
    return await work.access.grant(
        GrantWish(somebody, doors, validity, choice=PinChoice.OWN, pin=None)
    )


async def use_the_lock(person: Person, pin: Secret[str]) -> None:
    """Somebody opens the door, somebody puts a code on it without us, and one more code is wanted."""
    work, practice = opened(person).workplace, opened(person).practice
    assert practice is not None
    key = practice.items[0].key
    practice.type_code(key, pin)
    await until(lambda: practice.items[0].is_good, 20)
    await practice._send(key, "foreign 9")
    await work.refreshing.refresh()
    await grant(person, "Peter Lang", (FRONT,))


async def scan_codes(person: Person, folder: Path) -> None:
    """Boxes that came with the post: a picture of several labels, and one code that is typed."""
    person.program.window.show_page(SCAN)
    page = person.program.window.page
    assert isinstance(page, ScanPage)
    intake, codes = page._models.intake, opened(person).workplace.setup_codes
    await codes.take_in([qr_text(1), HOMEKIT], CameBy.PICTURE)
    await codes.take_in([qr_text(2, vendor=NUKI, product=7)], CameBy.PASTE)
    rows = await opened(person).workplace.sites.list_doors()
    door = next(row.place.door for row in rows if row.place.label == WITHOUT_LOCK[0])
    await codes.assign((await codes.find("#3")).kept.id, door.id)
    intake.take_pictures([picture_of(WIFI)], "box.jpg")
    await person.read("This is a Wi-Fi code", 20)
    await person.fill("Type a code", digits_text(5).reveal())
    QTest.keyClick(page.intake.entry.line, Qt.Key.Key_Return)
    await person.read("New in the tray")
    intake.take_text(qr_text(9, flow=MAKERS_APP), CameBy.PASTE)
    await person.read("needs its maker's app first")
    page.intake.entry.clear()
    await shoot(person.program.window, folder / "scan.png")


async def show_people(person: Person, folder: Path) -> None:
    """Somebody in full, and the preview of a grant before it is recorded."""
    person.program.window.show_page(PEOPLE)
    page = person.program.window.page
    assert isinstance(page, PeoplePage)
    models = page._models
    await until(lambda: models.people.is_loaded, 10)
    models.people.choose(next(one.id for one in models.people.items if "Anna" in one.name))
    await until(lambda: page.detail.detail is not None and page.detail.detail.doors, 10)
    await shoot(person.program.window, folder / "people.png")
    page.dialogs.give_access()
    dialog = page.dialog
    assert isinstance(dialog, GrantDialog)
    await until(lambda: models.grant.doors, 10)
    dialog.places.tick([door.id for door in models.grant.doors])
    dialog.template.choose("cleaner")
    dialog.template.chosen.emit("cleaner")
    await until(lambda: dialog.preview.words.doors, 10)
    await shoot(dialog, folder / "grant-preview.png")
    dialog.reject()


def write_rooms(path: Path) -> Path:
    """A list from the office: most of it is new, one door is in the project already."""
    locks = ("Aqara;U200", "Nuki;Smart Lock Pro", "SwitchBot;Lock Ultra")
    rooms = [
        f"Hofgarten 14;Apartment {floor}.0{number};{38 + number};Stairs {floor};{locks[floor - 1]}"
        for floor in (1, 2, 3)
        for number in (1, 2)
    ]
    head = "Standort;Tür;Türstärke;Gruppe;Hersteller;Modell;Name;Anreise;Abreise;Setup code"
    guest = "Hofgarten 12;Apartment 1;40;Stairs 1;;;Lea Sommer;2036-07-04 15:00;2036-07-11 11:00;"
    lines = [head, guest + digits_text(6).reveal(), *rooms]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


async def import_rooms(person: Person, table: Path, folder: Path) -> None:
    """By the wizard, with a picture of what it would do."""
    opened(person).import_table()
    window = await person.dialog(ImportWindow)
    window.dropped.emit([write_rooms(table)])
    await until_said(lambda: isinstance(window.step, ColumnsStep), "the columns", 20)
    await person.click("Next")
    await until_said(lambda: isinstance(window.step, PreviewStep), "the preview", 20)
    await shoot(window, folder / "import-preview.png")
    await person.click("Import")
    await person.read("undo takes all of it back")
    await person.no_dialog()


async def look_through(person: Person, folder: Path) -> None:
    """Every door and lock in one table, by the locks' makers."""
    person.program.window.messages.close_message()
    person.program.window.show_page(INVENTORY)
    page = person.program.window.page
    assert isinstance(page, InventoryPage)
    await until(lambda: page.table.line_count > 9, 20)
    await shoot(person.program.window, folder / "inventory.png")


async def choose(person: Person, label: str) -> None:
    """Show this door."""
    pages = opened(person)
    rows = await pages.workplace.sites.list_doors()
    door_id = next(str(row.place.door.id) for row in rows if row.place.label == label)
    pages.locks.locks.choose(door_id)
    detail = pages.locks.detail
    await until(lambda: detail.detail is not None and detail.detail.door_id == door_id, 10)


def opened(person: Person) -> ProjectPages:
    """The pages of the open project, with its use cases."""
    assert person.program.pages is not None
    return person.program.pages


async def shoot(widget: QWidget, path: Path) -> None:
    """Save what the widget shows once it has come to rest."""
    for _ in range(30):
        await asyncio.sleep(0.01)
    said = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    if message("fault") in said:
        raise RuntimeError("the program has a fault, which must not be in a picture")
    widget.grab().save(str(path))


def main() -> int:
    """Draw into the folder given, else where README looks for the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS_IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    QLocale.setDefault(QLocale("en_GB"))  # a person's; a computer without one writes dates oddly
    application = build_application(["lockchart"])
    theme = Theme(application, resources_dir(), Scheme.LIGHT)
    with (
        tempfile.TemporaryDirectory(prefix="lockchart-pictures-") as scratch,
        pytest.MonkeyPatch.context() as patch,
        asyncio.Runner(loop_factory=qasync.QEventLoop) as runner,
    ):
        runner.run(draw(theme, folder, Path(scratch), patch))
    return 0 if all([is_small(path) for path in sorted(folder.glob("*.png"))]) else 1


def is_small(path: Path) -> bool:
    """Whether the picture may be committed; says its size."""
    size = path.stat().st_size
    print(f"{path.name}: {size / 1000:.0f} kB{'' if size < LARGEST_BYTES else ', too large'}")
    return size < LARGEST_BYTES


if __name__ == "__main__":
    sys.exit(main())
