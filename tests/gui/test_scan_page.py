"""The Scan page over a real project file: what lies in the tray, what came in, and where it belongs."""

from datetime import timedelta

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from app.core.secret import Secret
from app.domain.matter_manual_code import digits_of
from app.services.setup_codes import CameBy
from app.ui.pages import scan_intake
from app.ui.pages.tray_doors import DoorPickDialog
from app.ui.pages.tray_list import DRAG_FORMAT
from tests.gui.locks_screen import button, buttons, lay_out, press, says, texts
from tests.gui.open_world import open_doors
from tests.gui.scan_screen import (
    HOMEKIT,
    MAKERS_APP,
    NO_LOCK_MAKER,
    NUKI,
    PRESS_BUTTON,
    WIFI,
    Scan,
    digits_text,
    eventually,
    picture_of,
    plain_picture,
    qr_text,
    shown_scan_page,
    six_codes_picture,
)
from tests.gui.walk import tab_order

FRONT, BACK = "House/Front door", "House/Back door"
DSK = Secret("51525-35455-41424-34445-31323-33435-21222-32425")
HOSTILE = Secret("<b>bold</b>\u202eevil\x07\n" + "A" * 900)


def row_texts(scan: Scan) -> list[tuple[str, str, str]]:
    return [(row.title, row.subtitle, row.third) for row in scan.rows]


def pills(scan: Scan) -> list[str]:
    return [row.pill.word if row.pill else "" for row in scan.rows]


async def test_a_row_says_what_it_is_of_whom_and_how_it_came(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        await scan.take(digits_text(2), by=CameBy.TYPED)
        await scan.take(HOMEKIT, by=CameBy.WEDGE)
        await scan.take(qr_text(4, vendor=NO_LOCK_MAKER, product=7), by=CameBy.PASTE)
        assert [text[:2] for text in row_texts(scan)] == [
            ("No. 4 · Matter code", "maker 4660 · discriminator 148 · product 7"),
            ("No. 3 · HomeKit code", "maker not said · setup id LK01"),
            ("No. 2 · Matter code", "maker not said · short discriminator 2"),
            ("No. 1 · Matter code", "Aqara · discriminator 37 · product 10241"),
        ]
        assert [text[2].split(" · ")[1] for text in row_texts(scan)] == [
            "pasted",
            "by scanner",
            "typed",
            "from a picture",
        ]


async def test_no_role_of_the_list_and_no_label_holds_a_code(qtbot, theme, tmp_path):
    codes = [qr_text(1), digits_text(2), HOMEKIT, WIFI, DSK]
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(*codes)
        said: list[str] = []
        for number in range(1, len(codes) + 1):
            await scan.choose(number)
            said += [*texts(scan.page), *names(scan.page)]
        model = scan.page.tray.rows.rows
        said += [
            repr(model.index(row, 0).data(role))
            for row in range(model.rowCount())
            for role in range(Qt.ItemDataRole.UserRole + 50)
        ]
    everything = "\n".join(said)
    for secret in (
        "MT:",
        digits_of(digits_text(2).reveal()),
        "006BMVB9T",
        "planted-wifi",
        "51525",
        "-35455-",
    ):
        assert secret not in everything


def names(root: QWidget) -> list[str]:
    widgets = root.findChildren(QWidget)
    return [f"{w.accessibleName()} {w.accessibleDescription()} {w.toolTip()}" for w in widgets]


async def test_duplicates_are_announced_and_not_added_twice(qtbot, theme, tmp_path, monkeypatch):
    heard: list[str] = []
    monkeypatch.setattr(
        scan_intake, "announce", lambda _w, text, is_urgent=False: heard.append(text)
    )
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        for _ in range(2):
            scan.models.intake.take_text(qr_text(1, flow=MAKERS_APP), CameBy.PASTE)
            await scan.settle()
        assert heard[0].startswith("New in the tray: No. 1, Matter code.")
        assert "needs its maker's app first" in heard[0]
        assert heard[1].startswith("Already in the tray as no. 1.")
        assert len(scan.rows) == 1


async def test_a_code_in_use_says_at_which_door(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        mounted = (await doors.work.setup_codes.list_codes())[0].kept.text
        async with shown_scan_page(theme, doors, tmp_path) as scan:
            scan.models.intake.take_text(mounted, CameBy.TYPED)
            await eventually(lambda: says(scan.page, f"the code of the lock at {FRONT}"))
            await scan.settle()
            assert pills(scan) == ["at Front door"]
            assert "Remove …" not in buttons(scan.page)
            assert "Assign a door …" not in buttons(scan.page)


async def test_what_is_no_setup_code_is_named_and_kept_masked(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        scan.models.intake.take_text(WIFI, CameBy.PASTE)
        await eventually(
            lambda: says(scan.page, "This is a Wi-Fi code, not the lock's setup code.")
        )
        assert says(scan.page, "It is kept as no. 1, masked.")
        await scan.settle()
        assert row_texts(scan)[0][:2] == ("No. 1 · Wi-Fi code", "kept with its text, masked")
        assert pills(scan) == ["no setup code"]
        assert "Add this lock …" not in buttons(scan.page)


async def test_a_wrong_check_digit_is_refused_with_its_place_and_nothing_is_kept(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        scan.models.intake.take_text(Secret("3497-011-2333"), CameBy.TYPED)
        await eventually(lambda: says(scan.page, "Not taken: The check digit is wrong"))
        await scan.settle()
        assert scan.rows == []


async def test_the_filter_reaches_the_codes_of_mounted_locks(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        async with shown_scan_page(theme, doors, tmp_path) as scan:
            await scan.take(qr_text(2))
            assert {"Tray 1", "At locks 1", "All 2"} <= set(buttons(scan.page))
            assert [row.title for row in scan.rows] == ["No. 2 · Matter code"]
            press(scan.page, "At locks")
            assert [row.title for row in scan.rows] == ["No. 1 · Matter code"]
            press(scan.page, "All")
            assert len(scan.rows) == 2


async def test_the_search_finds_maker_number_door_and_note(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_door(FRONT)
        async with shown_scan_page(theme, doors, tmp_path) as scan:
            taken = await scan.take(qr_text(1), qr_text(2, vendor=NUKI), qr_text(3))
            codes = [one.code.kept.id for one in taken if one.code is not None]
            await doors.work.setup_codes.assign(codes[2], (await doors.place(FRONT)).door.id)
            await doors.work.setup_codes.note(codes[0], "in the cellar")
            scan.models.tray.reload()
            await scan.settle()
            for words, number in (("nuki", 2), ("front", 3), ("cellar", 1), ("#2", 2)):
                scan.page.tray.focus_search()
                search = scan.page.tray._search
                search.setText(words)
                assert [row.title for row in scan.rows] == [f"No. {number} · Matter code"], words
            search.setText("nothing like this")
            assert says(scan.page, "Nothing here matches “nothing like this”.")


async def test_an_empty_tray_says_what_belongs_there(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        assert says(scan.page, "The tray is empty")
        assert says(scan.page, "What happens with a code")
        assert scan.page.intake.entry.isAncestorOf(scan.page.focusWidget())
        await scan.take(qr_text(1))
        assert not says(scan.page, "What happens with a code")


@pytest.mark.parametrize(
    ("flow", "words"),
    [
        (MAKERS_APP, "The lock needs its maker's app first"),
        (PRESS_BUTTON, "Press a button on the lock first"),
        (0, "The lock can be added as soon as it has power."),
    ],
)
async def test_what_the_lock_needs_first_is_said_before_anybody_walks_there(
    qtbot, theme, tmp_path, flow, words
):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1, flow=flow))
        await scan.choose(1)
        assert [text for text in texts(scan.page.detail) if words in text] != []


async def test_a_lock_of_an_unknown_family_is_not_offered_to_be_added(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1), DSK)
        await scan.choose(2)
        assert "Add this lock …" not in buttons(scan.page)
        assert says(scan.page, "Locks of this kind cannot be added by this program yet.")
        code_id = await scan.choose(1)
        with qtbot.waitSignal(scan.page.add_lock_wanted) as wanted:
            press(scan.page, "Add this lock")
        assert wanted.args == [code_id]


async def test_a_door_is_assigned_and_freed_by_keyboard(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_door(BACK)
        await doors.add_door(FRONT)
        async with shown_scan_page(theme, doors, tmp_path) as scan:
            await scan.take(qr_text(1))
            press(scan.page, "Assign a door")
            dialog = scan.page.dialog
            assert isinstance(dialog, DoorPickDialog)
            await eventually(lambda: dialog.doors.rows.rowCount() == 2)
            QTest.keyClicks(dialog.search, "front")
            QTest.keyClick(dialog.search, Qt.Key.Key_Return)
            await eventually(lambda: pills(scan) == ["for Front door"])
            assert says(scan.page, f"No. 1 is for {FRONT} now.")
            await scan.settle()
            press(scan.page, "For no door")
            await eventually(lambda: pills(scan) == [""])
            assert says(scan.page, "No. 1 is for no door now.")
            await scan.settle()


async def test_a_row_is_dropped_on_a_door(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_door(FRONT)
        async with shown_scan_page(theme, doors, tmp_path) as scan:
            await scan.take(qr_text(1))
            rows = scan.page.tray.rows
            data = rows.model().mimeData([rows.currentIndex()])
            assert data.formats() == [DRAG_FORMAT]
            rows.dragging.emit(True)
            targets = scan.page.drop_pane.targets
            await eventually(lambda: targets.rows.rowCount() == 1)
            assert targets.isVisible()
            drop(targets, data, targets.visualRect(targets.rows.index(0)).center())
            rows.dragging.emit(False)
            await eventually(lambda: pills(scan) == ["for Front door"])
            assert scan.page.detail.isVisible()
            await scan.settle()


async def test_a_foreign_drag_is_not_taken_by_the_doors(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_door(FRONT)
        async with shown_scan_page(theme, doors, tmp_path) as scan:
            await scan.take(qr_text(1))
            scan.page.tray.rows.dragging.emit(True)
            targets = scan.page.drop_pane.targets
            await eventually(lambda: targets.rows.rowCount() == 1)
            data = QMimeData()
            data.setText("text of another program")
            place = targets.visualRect(targets.rows.index(0)).center()
            assert not drop(targets, data, place)
            data.setData(DRAG_FORMAT, QByteArray(b"no id of ours"))
            with qtbot.waitSignal(targets.dropped):
                drop(targets, data, place, begins=False)
            await scan.settle()
            assert pills(scan) == [""]


def drop(targets: QWidget, data: QMimeData, place: QPoint, *, begins: bool = True) -> bool:
    """Bring data over a place and let it go there; whether it was taken."""
    given = (Qt.DropAction.LinkAction, data, Qt.MouseButton.LeftButton)
    none = Qt.KeyboardModifier.NoModifier
    if begins:
        targets.dragEnterEvent(QDragEnterEvent(place, *given, none))
        targets.dragMoveEvent(QDragMoveEvent(place, *given, none))
    event = QDropEvent(QPointF(place), *given, none)
    targets.dropEvent(event)
    return event.isAccepted()


async def test_a_note_is_kept_by_its_button_and_when_another_entry_is_chosen(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1), qr_text(2))
        await scan.choose(1)
        note = scan.page.detail.note
        QTest.keyClicks(note, "in the cellar")
        press(scan.page, "Keep the note")
        await eventually(lambda: says(scan.page, "The note at no. 1 is kept."))
        await scan.settle()
        assert not button(scan.page, "Keep the note").isEnabled()
        note.setPlainText("in the attic")
        await scan.choose(2)
        await eventually(lambda: not scan.models.tray.is_busy)
        assert note.toPlainText() == ""
        await scan.choose(1)
        assert note.toPlainText() == "in the attic"
        kept = [code.kept.note for code in await doors.work.setup_codes.list_codes()]
        assert kept == ["in the attic", None]


async def test_what_is_typed_as_a_note_survives_a_change_elsewhere(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        QTest.keyClicks(scan.page.detail.note, "half a sen")
        await scan.take(qr_text(2))
        assert scan.models.tray.chosen_id
        await scan.choose(1)
        assert scan.page.detail.note.toPlainText() == "half a sen"


async def test_a_removed_code_comes_back_by_undo_with_its_number_and_picture(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1), qr_text(2))
        await scan.choose(1)
        scan.models.pictures.add([plain_picture()])
        await scan.settle()
        QTest.keyClick(scan.page.tray.rows, Qt.Key.Key_Delete)
        assert scan.page.dialog is not None
        press(scan.page.dialog, "Remove")
        await eventually(lambda: says(scan.page, "No. 1 was removed from the tray."))
        await scan.settle()
        assert [row.title for row in scan.rows] == ["No. 2 · Matter code"]
        await scan.know_undo()
        press(scan.page.messages, "Undo")
        assert scan.page.dialog is not None
        press(scan.page.dialog, "Undo")
        await eventually(lambda: len(scan.rows) == 2)
        await scan.choose(1)
        await eventually(lambda: len(scan.models.pictures.items) == 1)
        await scan.settle()


async def test_small_letters_are_put_right_only_when_somebody_says_so(qtbot, theme, tmp_path):
    small = Secret(qr_text(1).reveal().lower())
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        scan.models.intake.take_text(small, CameBy.PASTE)
        await eventually(lambda: says(scan.page, "it would be a Matter code; you decide."))
        await scan.settle()
        assert row_texts(scan)[0][0] == "No. 1 · Matter code, unusable"
        press(scan.page, "Use capital letters")
        assert scan.page.dialog is not None
        press(scan.page.dialog, "Use them")
        await eventually(lambda: row_texts(scan)[0][0] == "No. 1 · Matter code")
        await scan.settle()


async def test_one_picture_with_six_codes_gives_six_entries(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        scan.models.intake.take_pictures([six_codes_picture()], "box.png")
        await eventually(lambda: says(scan.page, "6 codes came in."))
        await scan.settle()
        assert len(scan.rows) == 6
        assert says(scan.page, "6 new.")


async def test_several_pictures_are_told_together_with_those_that_brought_nothing(
    qtbot, theme, tmp_path
):
    files = {"a.png": picture_of(qr_text(1)), "b.png": picture_of(WIFI), "c.png": plain_picture()}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        scan.models.intake.take_text(qr_text(8), CameBy.PASTE)  # before, and told by itself
        await scan.settle()
        scan.models.intake.take_pictures([tmp_path / name for name in files])
        await eventually(lambda: not scan.models.intake.is_reading)
        await scan.settle()
        assert says(scan.page, "2 codes came in.")
        assert says(scan.page, "1 new, 1 no setup code.")
        assert says(scan.page, "c.png")


async def test_hostile_texts_are_shown_harmlessly(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_door("House/\u202e<b>x")
        async with shown_scan_page(theme, doors, tmp_path) as scan:
            taken = await scan.take(HOSTILE, by=CameBy.PASTE)
            assert taken[0].code is not None
            door = (await doors.work.sites.list_doors())[0].place.door.id
            await doors.work.setup_codes.assign(taken[0].code.kept.id, door)
            scan.models.tray.reload()
            await scan.settle()
            scan.page.dialogs.reveal(scan.page.detail.reveal)
            assert scan.page.dialog is not None
            press(scan.page.dialog, "Go on")
            shown = [*texts(scan.page), *(row.accessible_text for row in scan.rows)]
            assert sum("\\u{202e}" in text.replace("\u200b", "") for text in shown) == 2
            for text in shown:
                assert "\u202e" not in text
                assert "\x07" not in text
            for label in scan.page.findChildren(QLabel):
                if label.isVisible() and label.text() and label.buddy() is None:
                    assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
            assert scan.page.detail.width() <= 800
            await scan.know_undo()
            assert "\\u{202e}" in scan.models.undo.words
            tips = [widget.toolTip() for widget in scan.page.findChildren(QWidget)]
            assert any("<" in tip for tip in tips)
            assert not [tip for tip in tips if QtGui.Qt.mightBeRichText(tip) or "\u202e" in tip]


async def test_four_megabytes_are_refused_in_a_sentence(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        scan.models.intake.take_text(Secret("A" * 4_000_000), CameBy.PASTE)
        await eventually(lambda: scan.page.intake.result.words is not None)
        await scan.settle()
        words = scan.page.intake.result.words
        assert words is not None
        assert words.tone == "bad"
        assert len(words.spoken) < 300
        assert scan.rows == []


async def test_five_hundred_codes_are_listed_and_the_newest_is_chosen(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await doors.work.setup_codes.take_in(
            [qr_text(number) for number in range(1, 501)], CameBy.IMPORT
        )
        scan.models.tray.reload()
        await scan.settle()
        assert len(scan.rows) == 500
        assert scan.rows[0].title == "No. 500 · Matter code"
        assert scan.models.tray.detail is not None
        assert scan.models.tray.detail.item.number == 500


async def test_the_time_today_is_a_time_and_later_a_date(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        today = row_texts(scan)[0][2]
        doors.hands.now += timedelta(days=2)
        scan.models.tray.reload()
        await scan.settle()
        assert ":" in today
        assert ":" not in row_texts(scan)[0][2]


async def test_what_came_in_is_told_until_somebody_looks_at_something_else(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        result = scan.page.intake.result
        scan.models.intake.take_text(qr_text(2), CameBy.PASTE)
        await eventually(lambda: len(scan.rows) == 2)
        await scan.settle()
        assert scan.page.tray.chosen == scan.rows[0].id
        assert result.isVisible()
        QTest.keyClick(scan.page.tray.rows, Qt.Key.Key_Down)
        assert scan.models.tray.chosen_id == scan.rows[1].id
        assert not result.isVisible()
        await scan.settle()


async def test_what_was_refused_goes_away_while_it_is_mended(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        scan.models.intake.refuse("intake_nothing")
        assert scan.page.intake.result.isVisible()
        QTest.keyClick(scan.page.intake.entry.line, Qt.Key.Key_3)
        assert not scan.page.intake.result.isVisible()


async def test_tab_goes_from_the_field_over_the_ways_in_to_the_tray_and_its_entry(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        page = scan.page
        order = tab_order(page)
        wanted = [
            page.intake.entry.line,
            page.intake.pictures,
            page.intake.paste,
            page.tray._search,
            page.tray.rows,
            button(page, "Add this lock"),
            button(page, "Reveal"),
            page.detail.note,
            button(page, "Add pictures"),
        ]
        assert [widget for widget in order if widget in wanted] == wanted


async def test_a_narrow_window_has_the_ways_in_above_and_what_was_typed_stays(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        page, line = scan.page, scan.page.intake.entry.line
        QTest.keyClicks(line, "349")
        for width, is_stacked in ((600, True), (1128, False)):
            page.resize(width, 700)
            lay_out()
            assert page.panes.is_stacked is is_stacked
            assert line.isVisible()
            assert (page.intake.parentWidget() is page) is is_stacked
        assert line.text() == "349"
