"""The code itself on the Scan page: asked for, masked again, taken off the clipboard, drawn, saved; and its pictures."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel

from app.core.secret import Secret
from app.scanning.decoder import decode_picture
from app.services.setup_codes import CameBy
from app.ui.pages import tray_dialogs
from app.ui.pages.tray_picture_face import PictureFace
from app.ui.pages.tray_pictures import PictureDialog
from app.ui.pages.tray_symbol_dialog import AskSymbolDialog, SymbolDialog
from app.ui.widgets.qr_view import QrWidget
from tests.gui.locks_screen import button, buttons, press, says, texts
from tests.gui.open_world import open_doors
from tests.gui.scan_screen import (
    WIFI,
    Scan,
    digits_text,
    eventually,
    picture_of,
    plain_picture,
    qr_text,
    shown_scan_page,
)

FRONT = "House/Front door"


def revealed(scan: Scan) -> str:
    """Everything that labels of the page say, without the places where lines may break."""
    return "\n".join(texts(scan.page)).replace("\u200b", "")


def accept(scan: Scan, word: str) -> None:
    """Press the button of the dialog that is open."""
    assert scan.page.dialog is not None
    press(scan.page.dialog, word)


async def test_a_code_is_shown_only_after_asking_and_masked_again(qtbot, theme, tmp_path):
    code = qr_text(1).reveal()
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(Secret(code))
        scan.clipboard.set_keep_ms(300)
        press(scan.page, "Reveal")
        assert scan.page.dialog is not None
        assert says(scan.page.dialog, "Look who can see your screen.")
        accept(scan, "Cancel")
        assert code not in revealed(scan)
        press(scan.page, "Reveal")
        accept(scan, "Go on")
        assert code in revealed(scan)
        await eventually(lambda: code not in revealed(scan))
        assert not scan.page.detail.code.is_revealed


async def test_digits_are_shown_in_their_printed_groups(qtbot, theme, tmp_path):
    digits = digits_text(1).reveal()
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(Secret(digits), by=CameBy.TYPED)
        press(scan.page, "Reveal")
        accept(scan, "Go on")
        assert f"{digits[:4]}-{digits[4:7]}-{digits[7:]}" in revealed(scan)
        assert "QR code …" not in buttons(scan.page)
        assert says(scan.page, "Digits have no QR code")


async def test_choosing_another_entry_masks_the_code(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1), qr_text(2))
        await scan.choose(1)
        press(scan.page, "Reveal")
        accept(scan, "Go on")
        assert scan.page.detail.code.is_revealed
        await scan.choose(2)
        assert not scan.page.detail.code.is_revealed


async def test_a_change_elsewhere_does_not_mask_what_is_being_read(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        press(scan.page, "Reveal")
        accept(scan, "Go on")
        await doors.add_door(FRONT)
        scan.models.tray.reload()
        await scan.settle()
        assert scan.page.detail.code.is_revealed


async def test_a_copied_code_is_the_whole_text_concealed_and_taken_back(qtbot, theme, tmp_path):
    code = qr_text(1).reveal()
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(Secret(code))
        scan.clipboard.set_keep_ms(300)
        press(scan.page, "Copy")
        accept(scan, "Go on")
        clipboard = QGuiApplication.clipboard()
        assert clipboard.text() == code
        assert bytes(clipboard.mimeData().data("x-kde-passwordManagerHint").data()) == b"secret"
        await eventually(lambda: clipboard.text() == "")
        press(scan.page, "Copy")
        accept(scan, "Go on")
        clipboard.setText("of somebody else")
        scan.clipboard.clear_now()
        assert clipboard.text() == "of somebody else"


async def test_the_qr_code_on_the_screen_can_be_read_again_and_goes_away(qtbot, theme, tmp_path):
    code = qr_text(1)
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(code)
        press(scan.page, "QR code")
        assert not isinstance(scan.page.dialog, SymbolDialog)
        accept(scan, "Show it")
        dialog = scan.page.dialog
        assert isinstance(dialog, SymbolDialog)
        assert decoded(dialog.qr) == [code.reveal()]
        assert says(dialog, "Hidden again in 20 seconds.")
        press(dialog, "Hide now")
        assert decoded(dialog.qr) == []
        assert says(dialog, "The code is hidden again.")
        press(dialog, "Show again")
        assert decoded(dialog.qr) == [code.reveal()]


async def test_a_qr_code_stays_for_a_minute_only_when_somebody_chooses_that(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        for is_long, seconds in ((False, 20), (True, 60)):
            press(scan.page, "QR code")
            asked = scan.page.dialog
            assert isinstance(asked, AskSymbolDialog)
            assert says(asked, "hidden again after 20 seconds")
            asked.is_long.setChecked(is_long)
            accept(scan, "Show it")
            dialog = scan.page.dialog
            assert isinstance(dialog, SymbolDialog)
            assert dialog.left_s == seconds
            dialog.reject()


def test_the_time_that_a_qr_code_still_stays_is_counted_down(qtbot, theme):
    now = [100.0]
    rows = [[True, False], [False, True]]
    dialog = SymbolDialog(
        theme, None, "Code", "", rows, mask_after_ms=20_000, monotonic=lambda: now[0]
    )
    qtbot.addWidget(dialog)
    for moment, left in ((100.0, "20"), (107.2, "13"), (119.5, "1")):
        now[0] = moment
        dialog.refresh()
        assert f"in {left} seconds" in dialog.left.text()
    now[0] = 120.0
    dialog.refresh()
    assert not dialog.is_shown
    assert not dialog._timer.isActive()


def decoded(widget: QrWidget) -> list[str]:
    """What somebody reads who holds a camera at the widget."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    found = decode_picture(bytes(buffer.data().data()))
    return [symbol.text.reveal() for symbol in found.symbols]


async def test_a_saved_code_is_private_reads_back_and_stands_in_the_history(
    qtbot, theme, tmp_path, monkeypatch
):
    code, target = qr_text(1), tmp_path / "code.png"

    async def choose(*_given: object) -> Path:
        return target

    monkeypatch.setattr(tray_dialogs, "ask_save_file", choose)
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(code)
        press(scan.page, "Save it")
        assert scan.page.dialog is not None
        assert says(scan.page.dialog, "without its code a reset lock is scrap")
        accept(scan, "Choose where")
        await eventually(lambda: says(scan.page, "Saved as code.png."))
        await scan.settle()
        read = [symbol.text.reveal() for symbol in decode_picture(target.read_bytes()).symbols]
        assert read == [code.reveal()]
        if os.name == "posix":
            assert stat.S_IMODE(target.stat().st_mode) == 0o600
        entries = await doors.work.history.entries(limit=5)
        assert "exported_secrets" in [str(entry.kind) for entry in entries]
        assert "1" in scan.models.tray.proposed_path(scan.models.tray.chosen_id).name


async def test_a_place_that_cannot_be_written_is_told(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        scan.models.tray.save_symbol(scan.models.tray.chosen_id, tmp_path / "no" / "code.png")
        await eventually(lambda: scan.page.messages.text)
        assert "code.png" in scan.page.messages.text
        assert scan.page.messages.property("tone") == "bad"


async def test_the_code_of_a_mounted_lock_can_still_be_shown(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        async with shown_scan_page(theme, doors, tmp_path) as scan:
            await scan.choose(1)
            press(scan.page, "Reveal")
            accept(scan, "Go on")
            assert scan.page.detail.code.is_revealed
            assert {"Remove …", "Assign a door …", "Add this lock …"} & set(
                buttons(scan.page)
            ) == set()


# --- pictures -------------------------------------------------------------------------------------


async def test_a_picture_is_shown_only_after_asking_and_closes_by_itself(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        scan.models.pictures.add([picture_of(qr_text(1)), plain_picture()])
        await eventually(lambda: len(scan.models.pictures.items) == 2)
        await scan.settle()
        assert says(scan.page, "2 pictures are kept, encrypted")
        assert all(item.is_secret for item in scan.models.pictures.items)
        assert [label for label in pixmaps(scan) if label.width() > 60] == []
        assert [face.is_masked for face in faces(scan)] == [True, True]
        assert faces(scan)[0].accessibleName() == "Picture 1, masked"
        scan.clipboard.set_keep_ms(500)
        press(scan.page, "Show")
        accept(scan, "Show it")
        await eventually(lambda: isinstance(scan.page.dialog, PictureDialog))
        dialog = scan.page.dialog
        assert isinstance(dialog, PictureDialog)
        assert dialog.view.pixmap().width() > 200
        assert dialog.width() >= dialog.view.width()
        assert [face.is_masked for face in faces(scan)] == [False, True]
        assert [label for label in pixmaps(scan) if label.width() > 60]
        await eventually(lambda: scan.page.dialog is None)
        await eventually(lambda: all(face.is_masked for face in faces(scan)))
        assert [label for label in pixmaps(scan) if label.width() > 60] == []


async def test_a_small_picture_is_masked_again_when_the_page_is_left(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        scan.models.pictures.add([plain_picture()])
        await eventually(lambda: len(scan.models.pictures.items) == 1)
        await scan.settle()
        scan.models.pictures.show(scan.models.pictures.items[0].id)
        await eventually(lambda: not faces(scan)[0].is_masked)
        scan.page.hide()
        assert faces(scan)[0].is_masked


def faces(scan: Scan) -> list[PictureFace]:
    return scan.page.detail.pictures.findChildren(PictureFace)


def pixmaps(scan: Scan) -> list[QLabel]:
    labels = scan.page.findChildren(QLabel)
    return [label for label in labels if label.isVisible() and label.pixmap().width()]


async def test_pictures_dropped_on_the_card_are_kept_and_not_searched_for_codes(
    qtbot, theme, tmp_path
):
    file = tmp_path / "label.png"
    file.write_bytes(picture_of(qr_text(7)))
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        data, image = QMimeData(), QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        image.setImageData(QImage.fromData(plain_picture()))
        for number, one in enumerate((data, image), 1):
            event = drop_event(one)
            scan.page.detail.pictures.dropEvent(event)
            assert event.isAccepted()
            assert event.dropAction() == Qt.DropAction.CopyAction
            await eventually(lambda wanted=number: len(scan.models.pictures.items) == wanted)
            await scan.settle()
        assert len(scan.rows) == 1
        text = QMimeData()
        text.setText("only words")
        refused = drop_event(text)
        scan.page.detail.pictures.dropEvent(refused)
        assert not refused.isAccepted()


def drop_event(data: QMimeData) -> QDropEvent:
    none = Qt.KeyboardModifier.NoModifier
    return QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none
    )


async def test_a_picture_is_removed_after_asking_and_comes_back_by_undo(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        scan.models.pictures.add([plain_picture()])
        await eventually(lambda: len(scan.models.pictures.items) == 1)
        await scan.settle()
        line = button(scan.page.detail.pictures, "Remove")
        assert line.accessibleName() == "Remove picture 1"
        press(scan.page.detail.pictures, "Remove")
        accept(scan, "Remove")
        await eventually(lambda: len(scan.models.pictures.items) == 0)
        await scan.know_undo()
        scan.models.undo.undo()
        await eventually(lambda: len(scan.models.pictures.items) == 1)
        await scan.settle()


async def test_a_file_that_is_no_picture_is_told_and_the_others_are_kept(qtbot, theme, tmp_path):
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    good.write_bytes(plain_picture())
    bad.write_bytes(b"no picture at all")
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        scan.models.pictures.add([good, bad])
        await eventually(lambda: scan.page.messages.property("tone") == "bad")
        await scan.settle()
        assert len(scan.models.pictures.items) == 1
        assert says(scan.page, "bad.png: ")


async def test_pictures_dropped_together_are_taken_back_together(qtbot, theme, tmp_path):
    files = [tmp_path / f"{number}.png" for number in range(3)]
    for number, file in enumerate(files):
        file.write_bytes(plain_picture(50 + number))
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        scan.page.detail.pictures.dropEvent(drop_event(data))
        await eventually(lambda: len(scan.models.pictures.items) == 3)
        await scan.know_undo()
        assert scan.models.undo.words == "3 pictures added beside setup code no. 1"
        scan.models.undo.undo()
        await eventually(lambda: len(scan.models.pictures.items) == 0)
        await scan.settle()


async def test_the_pictures_shown_are_those_of_the_entry(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1), WIFI)
        await scan.choose(1)
        scan.models.pictures.add([plain_picture()])
        await eventually(lambda: len(scan.models.pictures.items) == 1)
        await scan.choose(2)
        assert "Show …" not in buttons(scan.page.detail.pictures)
        await scan.choose(1)
        assert "Show …" in buttons(scan.page.detail.pictures)


# --- a project that is open for viewing ------------------------------------------------------------


@pytest.mark.parametrize("word", ["Assign a door", "Remove", "Add this lock", "Add pictures"])
async def test_a_project_open_for_viewing_offers_nothing_that_writes(qtbot, theme, tmp_path, word):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        await scan.take(qr_text(1))
        page = scan.page
        page._models = replace(scan.models, can_write=False)
        page.intake.set_can_write(False)
        page._show_detail()
        page._show_pictures()
        assert not button(page, word).isEnabled()
        assert button(page, "Reveal").isEnabled()
        assert not page.intake.entry.isEnabled()
