"""Adding a lock with a code of the tray, of a picture, of a scanner: the same parts as on the Scan page."""

from collections.abc import Awaitable, Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.core.secret import Secret
from app.services.setup_codes import CameBy, VaultCode
from app.ui.widgets.row_list import RowList
from app.ui.wizards.add_lock_code_step import CodeStep
from app.ui.wizards.add_lock_steps import DoorStep, FamilyStep
from app.ui.wizards.step_widgets import DoneStep
from tests.gui.keyboard import Keyboard
from tests.gui.label_pictures import matter_texts, png, write_png
from tests.gui.locks_screen import button, press, says
from tests.gui.open_world import Doors
from tests.gui.test_add_lock_wizard import Desk, type_into, wizard
from tests.gui.walk import walk
from tests.waiting import until

MAKERS_APP, PRESS_BUTTON = 2, 1
HOMEKIT = "03145154"


def keeping(
    texts: Sequence[str], *, doors: Sequence[str] = (), first: bool = False
) -> Callable[[Doors], Awaitable[VaultCode | None]]:
    """Put texts into the tray, the first ones for these doors; `first`: the wizard begins with the first one."""

    async def prepare(world: Doors) -> VaultCode | None:
        service = world.work.setup_codes
        taken = await service.take_in([Secret(text) for text in texts], CameBy.PICTURE)
        codes = [one.code for one in taken if one.code is not None]
        for code, label in zip(codes, doors, strict=False):
            place = await world.add_door(label) if label != "House/Front" else None
            place = place or await world.place(label)
            await service.assign(code.kept.id, place.door.id)
        return await service.get(codes[0].kept.id) if first else None

    return prepare


def step_of(desk: Desk) -> CodeStep:
    assert isinstance(desk.step, CodeStep)
    return desk.step


def tray_of(desk: Desk) -> RowList:
    return step_of(desk).tray


async def shown_rows(desk: Desk, count: int) -> list[str]:
    rows = tray_of(desk).rows
    await until(lambda: rows.rowCount() == count)
    return [str(rows.index(n).data(Qt.ItemDataRole.AccessibleTextRole)) for n in range(count)]


def everything_shown(root: QWidget) -> str:
    """All that a person or a screen reader could get hold of."""
    parts = [root.window().windowTitle()]
    for widget in [root, *root.findChildren(QWidget)]:
        parts += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QLineEdit):
            parts.append(widget.text())
        if isinstance(widget, RowList):
            for number in range(widget.rows.rowCount()):
                row = widget.rows.index(number)
                parts += [str(row.data(role)) for role in range(300)]
    return "\n".join(parts)


async def test_the_tray_says_what_its_codes_are_and_shows_no_digit(theme, qapp, tmp_path):
    texts = [*matter_texts(2), HOMEKIT, "https://example.com"]
    async with wizard(theme, tmp_path, prepare=keeping(texts, doors=["Yard/Barn"])) as desk:
        rows = await shown_rows(desk, 3)
        assert "No. 1" in rows[0]
        assert "for Yard/Barn" in rows[0]
        assert "HomeKit code" in rows[1]
        assert "No. 2" in rows[2]
        assert "maker 65521" in rows[2]
        shown = everything_shown(desk.wizard.window)
        assert not [text for text in texts if text in shown]


async def test_a_code_of_the_tray_is_taken_by_key_and_its_door_is_offered(theme, qapp, tmp_path):
    texts = matter_texts(2)
    async with wizard(theme, tmp_path, prepare=keeping(texts, doors=["Yard/Barn"])) as desk:
        await shown_rows(desk, 2)
        tray_of(desk).setFocus()
        assert not button(desk.wizard.window, "Next").isEnabled(), "reaching the list takes nothing"
        QTest.keyClick(tray_of(desk), Qt.Key.Key_Space)
        assert says(desk.wizard.window, "Matter code · maker 65521")
        press(desk.wizard.window, "Next")
        await desk.reach(DoorStep)
        assert isinstance(desk.step, DoorStep)
        assert desk.step.label == "Yard/Barn"
        press(desk.wizard.window, "Next")
        await desk.reach(FamilyStep)
        press(desk.wizard.window, "Begin")
        await desk.reach(DoneStep)
        codes = await desk.doors.work.setup_codes.list_codes()
        assert len(codes) == 2, "the code of the tray is the lock's, none was added"
        assert codes[0].kept.lock_id is not None
        assert codes[0].kept.text.reveal() == texts[0]


async def test_the_wizard_can_begin_with_a_code_of_the_tray(theme, qapp, tmp_path):
    prepare = keeping(matter_texts(1), doors=["Yard/Barn"], first=True)
    async with wizard(theme, tmp_path, prepare=prepare) as desk:
        await until(lambda: button(desk.wizard.window, "Next").isEnabled())
        assert step_of(desk).vault_code is not None
        assert step_of(desk).entry.is_empty
        assert matter_texts(1)[0] not in everything_shown(desk.wizard.window)
        press(desk.wizard.window, "Next")
        await desk.reach(DoorStep)
        assert isinstance(desk.step, DoorStep)
        assert desk.step.label == "Yard/Barn"
        press(desk.wizard.window, "Back")
        await desk.reach(CodeStep)
        await until(lambda: button(desk.wizard.window, "Next").isEnabled())
        assert step_of(desk).vault_code is not None


async def test_a_code_that_is_given_is_not_shown(theme, qapp, tmp_path):
    async def prepare(_world: Doors) -> Secret[str]:
        return Secret(matter_texts(1)[0])

    async with wizard(theme, tmp_path, prepare=prepare) as desk:
        await until(lambda: button(desk.wizard.window, "Next").isEnabled())
        assert step_of(desk).code.reveal() == matter_texts(1)[0]
        assert matter_texts(1)[0] not in everything_shown(desk.wizard.window)


async def test_the_only_code_of_a_door_is_proposed_with_it(theme, qapp, tmp_path):
    prepare = keeping(matter_texts(2), doors=["House/Front"])
    async with wizard(theme, tmp_path, label="House/Front", prepare=prepare) as desk:
        await until(lambda: step_of(desk).vault_code is not None)
        vault = step_of(desk).vault_code
        assert vault is not None
        assert vault.kept.number == 1


async def test_a_code_kept_for_one_door_is_not_taken_for_another(theme, qapp, tmp_path):
    prepare = keeping(matter_texts(1), doors=["Yard/Barn"], first=True)
    async with wizard(theme, tmp_path, prepare=prepare) as desk:
        await until(lambda: button(desk.wizard.window, "Next").isEnabled())
        press(desk.wizard.window, "Next")
        await desk.reach(DoorStep)
        assert isinstance(desk.step, DoorStep)
        desk.step._doors.choose("House/Front")
        press(desk.wizard.window, "Next")
        assert "This code is kept for Yard/Barn" in desk.wizard.window.messages.text
        assert isinstance(desk.step, DoorStep)


async def test_typing_takes_the_place_of_the_trays_code(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path, prepare=keeping(matter_texts(1), first=True)) as desk:
        await until(lambda: step_of(desk).vault_code is not None)
        type_into(desk.wizard.window, "Setup code", "349")
        assert step_of(desk).vault_code is None
        assert not tray_of(desk).selectionModel().hasSelection()
        assert not button(desk.wizard.window, "Next").isEnabled()


@pytest.mark.parametrize(
    ("flow", "words"), [(MAKERS_APP, "maker's app first"), (PRESS_BUTTON, "Press a button")]
)
async def test_what_must_happen_first_is_said_before_anybody_walks_to_the_door(
    theme, qapp, tmp_path, flow, words
):
    async with wizard(theme, tmp_path) as desk:
        window = desk.wizard.window
        type_into(window, "Setup code", matter_texts(1, flow=flow)[0])
        assert says(window, words)
        press(window, "Next")
        await desk.reach(DoorStep)
        press(window, "Next")
        await desk.reach(FamilyStep)
        assert says(window, words)


async def test_a_family_that_no_driver_pairs_is_said_before_going_on(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path, prepare=keeping([HOMEKIT])) as desk:
        window = desk.wizard.window
        type_into(window, "Setup code", "11122333")
        assert says(window, "cannot be added yet")
        assert not button(window, "Next").isEnabled()
        await shown_rows(desk, 1)
        tray_of(desk).setFocus()
        QTest.keyClick(tray_of(desk), Qt.Key.Key_Space)
        assert says(window, "HomeKit code")
        assert says(window, "cannot be added yet")
        assert not button(window, "Next").isEnabled()


async def test_a_web_address_is_named_and_enter_does_not_take_it(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path) as desk:
        window = desk.wizard.window
        type_into(window, "Setup code", "https://example.com")
        assert says(window, "This is a web address")
        QTest.keyClick(step_of(desk).entry.line, Qt.Key.Key_Return)
        assert says(window, "setup code is needed here")
        assert isinstance(desk.step, CodeStep)


async def test_enter_in_the_field_goes_on_once(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path) as desk:
        type_into(desk.wizard.window, "Setup code", matter_texts(1)[0])
        QTest.keyClick(step_of(desk).entry.line, Qt.Key.Key_Return)
        await desk.reach(DoorStep)


async def test_a_scanners_code_is_kept_and_chosen_wherever_the_focus_is(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path) as desk:
        window = desk.wizard.window
        button(window, "Cancel").setFocus()
        Keyboard(window).scan(matter_texts(1)[0])
        await until(lambda: step_of(desk).vault_code is not None)
        assert desk.wizard.window.isVisible(), "Enter did not press Cancel"
        assert isinstance(desk.step, CodeStep), "nor Next"
        assert says(window, "New in the tray")
        assert button(window, "Next").isEnabled()
        assert matter_texts(1)[0] not in everything_shown(window)


async def test_a_pasted_picture_of_one_code_chooses_it_and_one_of_six_asks_which(
    theme, qapp, tmp_path
):
    async with wizard(theme, tmp_path) as desk:
        window = desk.wizard.window
        QGuiApplication.clipboard().setImage(QImage.fromData(png(matter_texts(1))))
        press(window, "Paste")
        await until(lambda: step_of(desk).vault_code is not None)
        path = write_png(tmp_path, "boxes.png", matter_texts(6))
        desk.model.codes.intake.take_pictures([path])
        await until(lambda: tray_of(desk).rows.rowCount() == 6)
        assert says(window, "Choose the one of this lock")
        QGuiApplication.clipboard().clear()


async def test_a_picture_without_a_code_is_said_in_the_wizard(theme, qapp, tmp_path):
    async with wizard(theme, tmp_path) as desk:
        desk.model.codes.intake.take_pictures([write_png(tmp_path, "wall.png", [])])
        await until(lambda: says(desk.wizard.window, "No code was found in wall.png"))


async def test_a_code_of_a_mounted_lock_is_named_with_its_door(theme, qapp, tmp_path):
    text = matter_texts(1)[0]
    async with wizard(theme, tmp_path) as desk:
        type_into(desk.wizard.window, "Setup code", text)
        for word, kind in (("Next", DoorStep), ("Next", FamilyStep), ("Begin", DoneStep)):
            press(desk.wizard.window, word)
            await desk.reach(kind)
        desk.wizard._show_code()
        desk.model.codes.intake.take_text(Secret(text), CameBy.PASTE)
        await until(lambda: says(desk.wizard.window, "the code of the lock at House/Front"))
        assert step_of(desk).vault_code is None


@pytest.mark.parametrize("width", [820, 480])
async def test_the_step_with_a_full_tray_passes_the_walk(theme, qapp, tmp_path, width):
    prepare = keeping([*matter_texts(4), HOMEKIT], doors=["Yard/Barn"], first=True)
    async with wizard(theme, tmp_path, prepare=prepare) as desk:
        desk.wizard.window.resize(width, 640)
        await shown_rows(desk, 5)
        assert walk(desk.wizard.window, theme) == []


async def test_a_screen_reader_hears_what_came_in_and_what_is_chosen(
    theme, qapp, tmp_path, monkeypatch
):
    heard: list[str] = []
    monkeypatch.setattr(
        "app.ui.wizards.add_lock_code_step.announce",
        lambda _widget, text, is_urgent=False: heard.append(text),
    )
    async with wizard(theme, tmp_path) as desk:
        [text] = matter_texts(1, flow=MAKERS_APP)
        Keyboard(desk.wizard.window).scan(text)
        await until(lambda: step_of(desk).vault_code is not None)
        said = "\n".join(heard)
        assert "New in the tray: No. 1, Matter code" in said
        assert "maker's app first" in said
        assert text not in said
