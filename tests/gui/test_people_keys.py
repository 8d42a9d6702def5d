"""Metal keys and key boxes, written down from the People page."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.core.secret import Secret
from app.services.keys import KeyService
from app.ui.pages.people_keys_dialog import KeysDialog
from app.ui.theme import Scheme
from app.ui.widgets.check_rows import CheckRows
from app.viewmodels.key_items import IN_BOX, PERSON, target_key
from tests.gui import test_door_openers as access_tab
from tests.gui.locks_screen import button, buttons, lay_out, press, says, shown_page
from tests.gui.people_screen import PeopleScreen, people_over
from tests.gui.walk import press_through, walk
from tests.waiting import until

FRONT, BACK = "Home/Front door", "Home/Back door"
LONG = "Generalhauptschließanlagenersatzschlüssel der Donaudampfschifffahrtsgesellschaft"
CODE = "719360"


async def opened(screen: PeopleScreen) -> KeysDialog:
    screen.page.dialogs.keys()
    dialog = screen.page.dialog
    assert isinstance(dialog, KeysDialog)
    await until(lambda: screen.models.keys.is_loaded and not screen.models.keys.is_busy)
    return dialog


def service(screen: PeopleScreen) -> KeyService:
    return KeyService(screen.doors.work.project)


def tick(rows: CheckRows, number: int) -> None:
    view = rows.findChildren(QListView)[0]
    view.setCurrentIndex(view.model().index(number, 0))
    QTest.keyClick(view, Qt.Key.Key_Space)


def agree(dialog: KeysDialog, word: str) -> None:
    assert dialog.asking is not None
    press(dialog.asking, word)


def heard(pane: QWidget) -> list[str]:
    return [row.accessible_text for row in pane.rows.rows.rows]  # type: ignore[attr-defined]


def all_roles(root: QWidget) -> Iterator[str]:
    """Every text that an item model of the dialog gives away."""
    for view in root.findChildren(QAbstractItemView):
        yield from _texts(view.model(), QModelIndex())


def _texts(model: QAbstractItemModel | None, parent: QModelIndex) -> Iterator[str]:
    if model is None:
        return
    for number in range(model.rowCount(parent)):
        index = model.index(number, 0, parent)
        yield from (repr(index.data(role)) for role in range(int(Qt.ItemDataRole.UserRole) + 8))


async def test_a_key_is_added_handed_out_and_comes_back(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        anna = await screen.doors.person("Anna")
        press(screen.page, "Keys and key boxes")
        dialog = screen.page.dialog
        assert isinstance(dialog, KeysDialog)
        keys = dialog.keys
        await until(lambda: screen.models.keys.people)
        assert says(dialog, "No key is written down yet.")
        assert not keys.save.isEnabled()
        assert keys.number.hasFocus()
        QTest.keyClicks(keys.number, "K 17")
        keys.copies.setValue(3)
        tick(keys.doors, 1)
        press(keys, "Save")
        await until(lambda: "K 17 was saved" in dialog.messages.text)
        [row] = await service(screen).list_keys()
        assert (row.key.copies, row.key.door_ids) == (
            3,
            {(await screen.doors.place(FRONT)).door.id},
        )
        assert says(keys, "Copies: 3, spare: 3")
        keys.to.choose(target_key(PERSON, str(anna.id)))
        keys.handed.setValue(2)
        press(keys, "Hand out")
        await until(lambda: "went to Anna" in dialog.messages.text)
        assert says(keys, "Copies: 3, spare: 1")
        assert keys.handed.maximum() == 1, "no more than are spare can be handed out"
        [held] = heard(keys.held)
        assert held.startswith("Anna. Copies: 2, since")
        press(keys, "It came back")
        await until(lambda: "came back from Anna" in dialog.messages.text)
        assert heard(keys.held) == []
        assert [row.spare for row in await service(screen).list_keys()] == [3]


async def test_a_lost_key_stays_lost_until_it_is_removed(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        anna = await screen.doors.person("Anna")
        front = (await screen.doors.place(FRONT)).door.id
        key = await service(screen).put_key(number="K1", copies=2, door_ids=[front])
        await service(screen).issue(key, person_id=anna.id)
        dialog = await opened(screen)
        press(dialog.keys, "It is lost")
        assert dialog.asking is not None
        assert says(dialog.asking, "until the cylinder is changed")
        agree(dialog, "It is lost")
        await until(lambda: "is lost" in dialog.messages.text)
        assert "Lost, noted" in heard(dialog.keys.held)[0]
        assert "It came back" not in buttons(dialog)
        assert "Copies: 2, spare: 1, lost: 1" in heard(dialog.keys)[0]
        press(dialog.keys, "Remove the key")
        agree(dialog, "Remove")
        await until(lambda: "Removed K1" in dialog.messages.text)
        assert await service(screen).list_keys() == []


async def test_a_number_that_is_taken_and_too_few_copies_are_refused(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        anna = await screen.doors.person("Anna")
        key = await service(screen).put_key(number="K1", copies=3)
        await service(screen).issue(key, person_id=anna.id, copies=2)
        dialog = await opened(screen)
        press(dialog.keys, "Add a key")
        assert dialog.keys.number.text() == ""
        QTest.keyClicks(dialog.keys.number, "K1")
        press(dialog.keys, "Save")
        await until(lambda: "taken already" in dialog.messages.text)
        assert dialog.keys.number.text() == "K1", "what was typed stays to be mended"
        dialog.keys.choose(str(key.id))
        dialog.keys.copies.setValue(1)
        press(dialog.keys, "Save")
        await until(lambda: "2 copies of key K1 are handed out" in dialog.messages.text)
        assert [row.key.copies for row in await service(screen).list_keys()] == [3]


async def test_the_code_of_a_box_is_shown_after_asking_and_stands_in_no_list(
    qtbot, theme, tmp_path
):
    async with people_over(theme, tmp_path, FRONT) as screen:
        bob = await screen.doors.person("Bob")
        dialog = await opened(screen)
        dialog.tabs.setCurrentIndex(1)
        boxes = dialog.boxes
        QTest.keyClicks(boxes.label, "Meter box")
        QTest.keyClicks(boxes.place, "left of the door")
        QTest.keyClicks(boxes.new_code._line, CODE)
        press(boxes, "Save")
        await until(lambda: "Meter box was saved" in dialog.messages.text)
        assert boxes.new_code.is_empty
        [box] = await service(screen).list_boxes()
        assert box.code == Secret(CODE)
        assert says(boxes, "Nobody, as far as is written down")
        boxes.person.choose(str(bob.id))
        QTest.keyClicks(boxes.new_code._line, "1")
        press(boxes, "Write down that they know it")
        await until(lambda: says(boxes, "Bob"))
        assert not boxes.new_code.is_empty, "what was typed waits for being saved"
        assert not says(dialog, CODE)
        press(boxes, "Reveal")
        assert not boxes.code.is_revealed, "it asks first"
        agree(dialog, "Go on")
        assert boxes.code.is_revealed
        assert says(boxes, CODE)
        assert not any(CODE in text for text in all_roles(dialog))
        assert CODE not in repr(screen.models.keys.boxes)
        dialog.tabs.setCurrentIndex(0)
        assert not boxes.code.is_revealed
        dialog.tabs.setCurrentIndex(1)
        press(boxes, "Copy")
        agree(dialog, "Go on")
        assert QGuiApplication.clipboard().text() == CODE


async def test_with_a_new_code_nobody_knows_it_and_with_a_new_place_they_still_do(
    qtbot, theme, tmp_path
):
    async with people_over(theme, tmp_path, FRONT) as screen:
        bob = await screen.doors.person("Bob")
        await service(screen).put_box(label="Box", code=Secret(CODE), known_to=[bob.id])
        dialog = await opened(screen)
        dialog.tabs.setCurrentIndex(1)
        boxes = dialog.boxes
        boxes.place.setText("behind the rain pipe")
        press(boxes, "Save")
        await until(lambda: "Box was saved" in dialog.messages.text)
        [box] = await service(screen).list_boxes()
        assert (box.place, box.code, box.known_to) == (
            "behind the rain pipe",
            Secret(CODE),
            {bob.id},
        )
        dialog.messages.close_message()
        QTest.keyClicks(boxes.new_code._line, "004711")
        press(boxes, "Save")
        await until(lambda: "Box was saved" in dialog.messages.text)
        [box] = await service(screen).list_boxes()
        assert (box.code, box.known_to) == (Secret("004711"), frozenset())
        dialog.messages.close_message()
        boxes.forget.setChecked(True)
        press(boxes, "Save")
        await until(lambda: "Box was saved" in dialog.messages.text)
        [box] = await service(screen).list_boxes()
        assert box.code is None
        assert "Reveal" not in buttons(boxes)


async def test_a_box_with_a_key_in_it_is_not_removed_until_the_key_is_taken_out(
    qtbot, theme, tmp_path
):
    async with people_over(theme, tmp_path, FRONT) as screen:
        box = await service(screen).put_box(label="Meter box")
        await service(screen).put_key(number="K1")
        dialog = await opened(screen)
        dialog.keys.to.choose(target_key(IN_BOX, str(box.id)))
        press(dialog.keys, "Hand out")
        await until(lambda: "went to Meter box" in dialog.messages.text)
        dialog.tabs.setCurrentIndex(1)
        assert heard(dialog.boxes.inside)[0].startswith("Key K1. Copies: 1, since")
        press(dialog.boxes, "Remove the key box")
        agree(dialog, "Remove")
        await until(lambda: "still used" in dialog.messages.text)
        press(dialog.boxes, "It was taken out")
        await until(lambda: "came back from Meter box" in dialog.messages.text)
        press(dialog.boxes, "Remove the key box")
        agree(dialog, "Remove")
        await until(lambda: "Removed Meter box" in dialog.messages.text)
        assert await service(screen).list_boxes() == []


async def test_what_was_done_is_taken_back_in_the_dialog(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        anna = await screen.doors.person("Anna")
        key = await service(screen).put_key(number="K1", copies=2)
        await service(screen).issue(key, person_id=anna.id)
        dialog = await opened(screen)
        undo = screen.models.undo
        await until(lambda: not undo.is_busy and "Keys or key boxes" in undo.words)
        before = undo._sequence
        press(dialog.keys, "It came back")
        await until(lambda: heard(dialog.keys.held) == [] and undo._sequence != before)
        QTest.keyClick(dialog.keys.rows, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        agree(dialog, "Undo")
        await until(lambda: heard(dialog.keys.held))
        assert "Taken back" in dialog.messages.text
        assert [row.spare for row in await service(screen).list_keys()] == [1]


async def test_the_door_says_afterwards_who_has_the_key_and_knows_the_box(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        anna, bob = [await screen.doors.person(name) for name in ("Anna", "Bob")]
        dialog = await opened(screen)
        keys, boxes = dialog.keys, dialog.boxes
        dialog.tabs.setCurrentIndex(1)
        QTest.keyClicks(boxes.label, "Meter box")
        QTest.keyClicks(boxes.new_code._line, CODE)
        press(boxes, "Save")
        await until(lambda: "Write down that they know it" in buttons(boxes))
        boxes.person.choose(str(bob.id))
        press(boxes, "Write down that they know it")
        await until(lambda: "knows the code" in dialog.messages.text)
        dialog.tabs.setCurrentIndex(0)
        QTest.keyClicks(keys.number, "K 17")
        keys.copies.setValue(2)
        tick(keys.doors, 0)
        press(keys, "Save")
        for target in (
            target_key(PERSON, str(anna.id)),
            target_key(IN_BOX, screen.models.keys.boxes[0].id),
        ):
            await until(lambda: "Hand out" in buttons(keys) and not screen.models.keys.is_busy)
            keys.to.choose(target)
            press(keys, "Hand out")
        await until(lambda: len(keys.held.rows.rows.rows) == 2)
        dialog.accept()
        async with shown_page(theme, screen.doors) as locks:
            await access_tab.turn_to(locks, FRONT)
            found = access_tab.heard(locks)
            assert "Metal key · K 17" in found["Anna"]
            assert "Key box · Meter box" in found["Bob"]
            assert CODE not in repr(found)


async def test_thirty_keys_are_gone_through_by_the_arrow_keys(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        for number in range(30):
            await service(screen).put_key(number=f"K {number:02}")
        dialog = await opened(screen)
        assert dialog.keys.number.text() == "K 00"
        for _ in range(29):
            QTest.keyClick(dialog.keys.rows, Qt.Key.Key_Down)
        assert dialog.keys.number.text() == "K 29"
        names = {widget.accessibleName() for widget in press_through(dialog)}
        assert {"Keys", "Number", "How many copies there are", "Doors it opens"} <= names


async def test_in_a_project_open_for_viewing_nothing_can_be_changed(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        await service(screen).put_key(number="K1")
        dialog = KeysDialog(
            theme,
            screen.page,
            screen.models.keys,
            screen.models.undo,
            screen.clipboard,
            can_write=False,
        )
        dialog.open()
        await until(lambda: dialog.keys.number.text() == "K1")
        for word in ("Add a key", "Save", "Remove the key", "Hand out"):
            if word in buttons(dialog):
                assert not button(dialog, word).isEnabled(), word
        assert not dialog.undo.isVisible()
        dialog.reject()
        dialog.deleteLater()


async def test_the_copies_that_the_buttons_are_about_are_seen_without_the_focus(
    qtbot, theme, tmp_path
):
    async with people_over(theme, tmp_path, FRONT) as screen:
        key = await service(screen).put_key(number="K1", copies=2)
        for name in ("Anna", "Bob"):
            await service(screen).issue(key, person_id=(await screen.doors.person(name)).id)
        dialog = await opened(screen)
        await until(lambda: len(heard(dialog.keys.held)) == 2)
        dialog.accept_button.setFocus()
        lay_out()
        first = dialog.keys.held.rows.grab().toImage()
        dialog.keys.held.choose(1)
        assert dialog.keys.held.rows.grab().toImage() != first
        press(dialog.keys, "It came back")
        await until(lambda: "came back from Bob" in dialog.messages.text)


async def furnish(screen: PeopleScreen) -> None:
    """A box with a key in it, a key with two holders, one of them without it any more."""
    front, back = [(await screen.doors.place(label)).door.id for label in (FRONT, BACK)]
    anna = await screen.doors.person("Anna")
    bob = await screen.doors.person("Dr. Maximilian-Alexander von Hohenstein-Übermuth")
    keys = service(screen)
    box = await keys.put_box(
        label="Meter box", place=LONG, code=Secret(CODE), known_to=[anna.id], door_ids=[back]
    )
    key = await keys.put_key(number="K 17", copies=5, door_ids=[front, back], note=LONG)
    await keys.issue(key, person_id=anna.id)
    await keys.issue(key, box_id=box.id)
    await keys.report_lost(await keys.issue(key, person_id=bob.id))
    await keys.put_key(number=LONG[:60], door_ids=[front], box_ids=[box.id])


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
async def test_the_dialog_passes_the_walk(qtbot, theme, tmp_path, scheme):
    theme.set_scheme(scheme)
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        await furnish(screen)
        dialog = await opened(screen)
        for number in range(2):
            dialog.tabs.setCurrentIndex(number)
            lay_out()
            assert walk(dialog, theme) == []


async def test_the_dialog_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language
):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        await furnish(screen)
        dialog = await opened(screen)
        for number in range(2):
            dialog.tabs.setCurrentIndex(number)
            lay_out()
            assert walk(dialog, theme) == []
