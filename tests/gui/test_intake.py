"""What is pasted, dropped, scanned or read from pictures on a page comes into the tray of a real project."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.core.secret import Secret
from app.core.settings import WEDGE_GAP_MS, WEDGE_KEYS, Settings
from app.domain.setup_code import RefusedSetupCode
from app.domain.setup_code_error import SetupCodeReason
from app.scanning.decoder import decode_picture
from app.scanning.symbols import DecoderPart, Decoding, Note
from app.services.setup_codes import CameBy, Taken, TakenAs
from app.ui.widgets.buttons import Button
from app.ui.widgets.code_entry import CodeEntry
from app.ui.widgets.intake_filter import IntakeFilter
from app.viewmodels import intake
from app.viewmodels.intake import (
    Intake,
    PictureResult,
    PictureState,
    progress_words,
    split_list,
    summary_words,
)
from tests.gui.keyboard import Keyboard
from tests.gui.label_pictures import matter_texts, png, write_png
from tests.gui.open_world import Doors, open_doors, setup_code
from tests.waiting import until

CTRL = Qt.KeyboardModifier.ControlModifier
NO_BUTTON, NO_MODIFIER = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
LEFT_OUT = Note("picture_pages_left_out", {"read": 20, "total": 90})
COPY_OR_MOVE = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


@dataclass(slots=True)
class Desk:
    """A page with the ways in, its intake, and the project below."""

    page: QWidget
    intake: Intake
    doors: Doors
    entry: CodeEntry
    note: QLineEdit
    remark: QPlainTextEdit
    button: Button
    keys: Keyboard
    settings: Settings
    taken: list[list[Taken]] = field(default_factory=list[list[Taken]])
    refused: list[str] = field(default_factory=list[str])
    progress: list[tuple[int, int, str]] = field(default_factory=list[tuple[int, int, str]])
    ended: list[list[PictureResult]] = field(default_factory=list[list[PictureResult]])

    async def kept(self) -> list[str]:
        """The texts in the vault."""
        codes = await self.doors.work.setup_codes.list_codes()
        return [code.kept.text.reveal() for code in codes]

    async def rest(self) -> None:
        """Wait until nothing runs."""
        await until(lambda: not self.intake._tasks.names)

    def paste(self) -> None:
        """Press Ctrl+V where the focus is."""
        self.keys.press(Qt.Key.Key_V, CTRL, "\x16")

    def drop(self, data: QMimeData, onto: QWidget | None = None) -> bool:
        """Drag this over the page, or over a field of it, and let it fall; whether it was taken."""
        target = onto or self.page
        place = QPoint(30, 15)
        enter = QDragEnterEvent(place, COPY_OR_MOVE, data, NO_BUTTON, NO_MODIFIER)
        enter.ignore()
        QApplication.sendEvent(target, enter)
        if not enter.isAccepted():
            return False
        assert enter.dropAction() is Qt.DropAction.CopyAction, "a moved file would be deleted"
        fallen = QDropEvent(QPointF(place), COPY_OR_MOVE, data, NO_BUTTON, NO_MODIFIER)
        fallen.ignore()
        QApplication.sendEvent(target, fallen)
        return fallen.isAccepted()


@asynccontextmanager
async def desk(theme, tmp_path: Path) -> AsyncGenerator[Desk]:
    async with open_doors(tmp_path) as doors:
        settings = Settings(tmp_path / "settings.json")
        intake = Intake(doors.work, settings)
        page = QWidget()
        page.resize(640, 400)
        layout = QVBoxLayout(page)
        entry, note, button = CodeEntry(theme), QLineEdit(), Button(theme, "Remove")
        remark = QPlainTextEdit()
        for widget in (entry, note, button, remark):
            layout.addWidget(widget)
        entry.send_to(intake)
        IntakeFilter(page, intake)
        page.show()
        page.activateWindow()
        button.setFocus()
        await until(page.isActiveWindow)
        made = Desk(page, intake, doors, entry, note, remark, button, Keyboard(page), settings)
        intake.taken.connect(made.taken.append)
        intake.refused.connect(made.refused.append)
        intake.failed.connect(made.refused.append)
        intake.progressed.connect(lambda *given: made.progress.append(given))
        intake.ended.connect(made.ended.append)
        try:
            yield made
        finally:
            await intake.close()
            QGuiApplication.clipboard().clear()
            page.hide()
            page.deleteLater()


def clipboard(*, text: str = "", image: bytes = b"", urls: Sequence[str] = ()) -> QMimeData:
    """What a clipboard or a drag holds."""
    data = QMimeData()
    if urls:
        data.setUrls([QUrl(url) for url in urls])
    if text:
        data.setText(text)
    if image:
        data.setImageData(QImage.fromData(image))
    return data


# --- pictures ---------------------------------------------------------------------------------


async def test_one_picture_with_six_codes_brings_six_entries_as_one_action(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        texts = matter_texts(6)
        made.intake.take_pictures([write_png(tmp_path, "boxes.png", texts)])
        await made.rest()
        assert sorted(await made.kept()) == sorted(texts)
        [together] = made.taken
        assert {one.taken_as for one in together} == {TakenAs.NEW}
        assert made.ended[0][0].sentence == "boxes.png: 6 codes"
        assert made.progress == [(0, 1, "boxes.png")]


async def test_dropped_files_are_read_one_by_one_and_a_damaged_one_stops_nothing(
    theme, qapp, tmp_path
):
    async with desk(theme, tmp_path) as made:
        first, second = matter_texts(2)
        (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
        (tmp_path / "empty.png").write_bytes(png([]))
        paths = [
            write_png(tmp_path, "1.png", [first]),
            tmp_path / "broken.jpg",
            tmp_path / "empty.png",
            tmp_path / "gone.png",
            write_png(tmp_path, "2.png", [second]),
        ]
        assert made.drop(clipboard(urls=[path.as_uri() for path in paths]))
        await made.rest()
        assert sorted(await made.kept()) == sorted([first, second])
        assert len(made.taken) == 1, "what came together is one action"
        assert [(one.name, one.codes) for one in made.ended[0]] == [
            ("1.png", 1),
            ("broken.jpg", 0),
            ("empty.png", 0),
            ("gone.png", 0),
            ("2.png", 1),
        ]
        assert [sentence.split(":")[0] for sentence in made.refused if ":" in sentence] == [
            "broken.jpg",
            "gone.png",
        ]
        assert any("No code was found in empty.png" in sentence for sentence in made.refused)
        assert [done for done, _total, _name in made.progress] == [0, 1, 2, 3, 4]
        assert summary_words(made.ended[0]).startswith("5 pictures read, 3 of them without")


async def test_pictures_given_together_are_one_step_of_undo_and_later_ones_another(
    theme, qapp, tmp_path
):
    async with desk(theme, tmp_path) as made:
        texts = matter_texts(5)
        paths = [write_png(tmp_path, f"{n}.png", [text]) for n, text in enumerate(texts)]
        said: list[str] = []
        made.intake.progressed.connect(
            lambda done, total, name: said.append(
                progress_words(done, total, name, made.intake.found)
            )
        )
        made.intake.take_pictures(paths[:3])
        made.intake.take_pictures(paths[3:])  # while the others are being read
        await made.rest()
        assert ["codes so far: 2" in words for words in said] == [False, False, True, False, False]
        assert [len(together) for together in made.taken] == [3, 2]
        await made.doors.work.history.undo()
        assert await made.kept() == texts[:3]
        await made.doors.work.history.undo()
        assert await made.kept() == []


async def test_of_a_dropped_folder_the_pictures_are_read(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        boxes, nothing = tmp_path / "boxes", tmp_path / "nothing"
        (boxes / "deeper").mkdir(parents=True)
        nothing.mkdir()
        texts = matter_texts(3)
        for number, folder in enumerate((boxes, boxes, boxes / "deeper")):
            write_png(folder, f"{number}.png", [texts[number]])
        (boxes / "list.txt").write_text("no picture")
        assert made.drop(clipboard(urls=[boxes.as_uri(), nothing.as_uri()]))
        await made.rest()
        assert await made.kept() == texts[:2]
        assert len(made.taken) == 1
        assert [(one.name, one.codes) for one in made.ended[0]] == [
            ("0.png", 1),
            ("1.png", 1),
            ("nothing", 0),
        ]
        assert made.refused == [made.ended[0][2].sentence]
        assert "nothing" in made.refused[0]


async def test_stopping_keeps_what_was_found_and_reads_no_further(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        texts = matter_texts(4)
        paths = [write_png(tmp_path, f"{n}.png", [text]) for n, text in enumerate(texts)]
        made.intake.progressed.connect(lambda done, *_: made.intake.cancel() if done == 1 else None)
        made.intake.take_pictures(paths)
        await made.rest()
        assert await made.kept() == texts[:1]
        assert [one.state is PictureState.STOPPED for one in made.ended[0]] == [False, *[True] * 3]
        assert summary_words(made.ended[0]).startswith("Stopped after 1 of 4 pictures")
        made.intake.take_pictures(paths[1:2])
        await made.rest()
        assert await made.kept() == texts[:2], "the next ones are read again"


async def test_stopping_works_within_a_picture_too(theme, qapp, tmp_path, monkeypatch):
    steps: list[int] = []

    def endless(data, *, should_stop, on_page):
        while not should_stop():
            steps.append(1)
            time.sleep(0.005)
        return Decoding((), was_stopped=True)

    monkeypatch.setattr("app.services.decoding.decode_picture", endless)
    async with desk(theme, tmp_path) as made:
        made.intake.take_pictures([png(matter_texts(1))], "the pasted picture")
        await until(lambda: steps)
        made.intake.cancel()
        await made.rest()
        assert made.ended[0][0].state is PictureState.STOPPED
        assert made.refused == [], "nothing is claimed of what was not looked at"


async def test_closing_the_project_in_the_middle_leaves_no_thread_waiting(
    theme, qapp, tmp_path, monkeypatch
):
    begun: list[bool] = []
    stopped: list[bool] = []

    def endless(data, *, should_stop, on_page):
        begun.append(True)
        while not should_stop():
            time.sleep(0.005)
        stopped.append(True)
        return Decoding((), was_stopped=True)

    monkeypatch.setattr("app.services.decoding.decode_picture", endless)
    async with desk(theme, tmp_path) as made:
        made.intake.take_pictures([b"x", b"y"], "picture")
        await until(lambda: begun)
        await made.intake.close()
    await until(lambda: stopped)


async def test_closing_the_project_keeps_what_was_found_so_far(theme, qapp, tmp_path, monkeypatch):
    text, *_ = matter_texts(1)

    def endless(data, *, should_stop, on_page):
        while data == b"second" and not should_stop():
            time.sleep(0.005)
        return decode_picture(data) if data != b"second" else Decoding((), was_stopped=True)

    monkeypatch.setattr("app.services.decoding.decode_picture", endless)
    async with desk(theme, tmp_path) as made:
        made.intake.take_pictures([png([text]), b"second"], "picture")
        await until(lambda: made.intake.found)
        await made.intake.close()
        assert await made.kept() == [text]


async def test_a_picture_of_too_many_pixels_is_refused_in_a_sentence(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        huge = tmp_path / "huge.png"
        Image.new("1", (12_000, 9_000)).save(huge, "PNG")
        made.intake.take_pictures([huge, write_png(tmp_path, "box.png", matter_texts(1))])
        await made.rest()
        assert "million pixels" in made.refused[0]
        assert len(await made.kept()) == 1


async def test_what_could_not_be_tried_is_said_where_no_code_was_found(
    theme, qapp, tmp_path, monkeypatch
):
    found = [Decoding((), missing=(DecoderPart.OPENCV,)), Decoding((), notes=(LEFT_OUT,))]
    monkeypatch.setattr(
        "app.services.decoding.decode_picture", lambda _data, **_given: found.pop(0)
    )
    async with desk(theme, tmp_path) as made:
        made.intake.take_pictures([b"one", b"two"], "the dropped picture")
        await made.rest()
        assert "OpenCV is missing" in made.refused[0]
        assert "OpenCV is missing" in made.ended[0][0].problem
        assert "20" in made.ended[0][1].problem


async def test_a_lost_project_file_is_said_once_and_no_picture_is_blamed(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        lost: list[str] = []
        made.intake.file_lost.connect(lost.append)
        paths = [write_png(tmp_path, f"{n}.png", matter_texts(1)) for n in range(3)]
        project = made.doors.work.project.store.file.path
        project.rename(project.with_suffix(".moved"))
        made.intake.take_pictures(paths)
        await made.rest()
        assert len(lost) == 1
        assert made.refused == lost
        assert not made.intake.is_reading
        project.with_suffix(".moved").rename(project)


async def test_a_files_name_is_shown_harmlessly(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        path = tmp_path / "box\u202egnp.<b>x.png"
        path.write_bytes(b"nothing")
        made.intake.take_pictures([path])
        await made.rest()
        assert "\u202e" not in made.refused[0]


# --- pasting ----------------------------------------------------------------------------------


@pytest.mark.parametrize("focus", ["button", "note", "entry"])
async def test_an_image_is_pasted_wherever_the_focus_is(theme, qapp, tmp_path, focus):
    async with desk(theme, tmp_path) as made:
        getattr(made, focus).setFocus()
        QGuiApplication.clipboard().setMimeData(clipboard(image=png(matter_texts(2))))
        made.paste()
        await until(lambda: made.taken)
        assert sorted(await made.kept()) == sorted(matter_texts(2))
        assert made.note.text() == ""


async def test_a_text_is_pasted_into_the_tray_from_a_button_and_into_a_field_from_a_field(
    theme, qapp, tmp_path
):
    async with desk(theme, tmp_path) as made:
        [text] = matter_texts(1)
        QGuiApplication.clipboard().setText(text)
        made.note.setFocus()
        made.paste()
        assert made.note.text() == text
        made.button.setFocus()
        made.paste()
        await until(lambda: made.taken)
        assert await made.kept() == [text]
        [code] = await made.doors.work.setup_codes.list_codes()
        assert code.kept.came_by == CameBy.PASTE


async def test_a_copied_cell_is_its_text_and_a_copied_picture_is_the_picture(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        cell, shown = matter_texts(2)
        QGuiApplication.clipboard().setMimeData(clipboard(text=cell, image=png([shown])))
        made.paste()
        await made.rest()
        assert await made.kept() == [cell]
        data = clipboard(text="https://example.com/box.png", image=png([shown]))
        QGuiApplication.clipboard().setMimeData(data)
        made.paste()
        await made.rest()
        assert await made.kept() == [cell, shown]


async def test_a_pasted_list_is_taken_line_by_line(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        texts = matter_texts(5)
        QGuiApplication.clipboard().setText("\r\n".join(texts) + "\r\n")
        made.paste()
        await until(lambda: made.taken)
        assert await made.kept() == texts


async def test_an_empty_clipboard_is_said(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        QGuiApplication.clipboard().setMimeData(clipboard(text=" "))
        made.paste()
        assert "neither a text nor a picture" in made.refused[0]


async def test_four_megabytes_of_text_are_refused_without_freezing(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        QGuiApplication.clipboard().setText("MT:Y.K90 <b>\n" * 320_000)
        begun = time.process_time()
        made.paste()
        assert time.process_time() - begun < 1
        await until(lambda: made.taken)
        assert time.process_time() - begun < 2
        [[one]] = made.taken
        assert one.taken_as is TakenAs.REFUSED
        assert isinstance(one.reading, RefusedSetupCode)
        assert one.reading.reason is SetupCodeReason.TOO_LONG
        assert await made.kept() == []


@pytest.mark.parametrize(
    "text",
    ["A" * 2953, "\u202eMT:Y.K90\u202c", "<b>bold</b> &amp;", "a\x00b\x07c\x1bd", "line\nline"],
    ids=["largest_symbol", "right_to_left", "markup", "control", "lines"],
)
async def test_hostile_texts_are_kept_as_they_are(theme, qapp, tmp_path, text):
    async with desk(theme, tmp_path) as made:
        QGuiApplication.clipboard().setText(text)
        made.paste()
        await until(lambda: made.taken)
        assert await made.kept() == [text.strip()]


def test_only_a_list_of_codes_is_split():
    texts = matter_texts(2)
    assert len(split_list(Secret("]C10109506000134352\x1d10AB\n" + texts[0]))) == 2
    card = "BEGIN:VCARD\nFN:Ida\nEND:VCARD"
    assert len(split_list(Secret("\n".join(texts)))) == 2
    assert len(split_list(Secret(card))) == 1
    assert len(split_list(Secret(texts[0] + "\n"))) == 1
    assert len(split_list(Secret("\n".join(texts) + "x" * 70_000))) == 1


# --- dropping ---------------------------------------------------------------------------------


async def test_an_address_that_is_dropped_is_never_fetched(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        assert made.drop(clipboard(urls=["https://example.com/box.png"]))
        assert "Save the picture first" in made.refused[0]
        assert await made.kept() == []


async def test_a_drop_with_image_and_address_takes_the_image(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        texts = matter_texts(1)
        data = clipboard(urls=["https://example.com/box.png"], image=png(texts))
        assert made.drop(data)
        await until(lambda: made.taken)
        assert await made.kept() == texts
        assert made.refused == []


async def test_a_dropped_file_is_read_and_not_the_icon_beside_it(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        inside, icon = matter_texts(2)
        path = write_png(tmp_path, "box.png", [inside])
        assert made.drop(clipboard(urls=[path.as_uri()], image=png([icon])))
        await until(lambda: made.taken)
        assert await made.kept() == [inside]


async def test_a_picture_dropped_onto_a_text_field_is_read_and_a_text_is_the_fields(
    theme, qapp, tmp_path
):
    async with desk(theme, tmp_path) as made:
        texts = matter_texts(2)
        path = write_png(tmp_path, "box.png", texts[:1])
        assert made.drop(clipboard(urls=[path.as_uri()]), made.note)
        await until(lambda: made.taken)
        assert made.drop(clipboard(image=png(texts[1:])), made.remark.viewport())
        await until(lambda: len(made.taken) == 2)
        assert sorted(await made.kept()) == sorted(texts)
        assert made.drop(clipboard(text="back door"), made.note)
        assert (made.note.text(), made.remark.toPlainText()) == ("back door", "")
        assert len(made.taken) == 2


async def test_a_dropped_text_is_taken_and_what_is_neither_is_not_accepted(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        [text] = matter_texts(1)
        assert made.drop(clipboard(text=text))
        await until(lambda: made.taken)
        assert await made.kept() == [text]
        other = QMimeData()
        other.setData("application/x-own", b"1")
        assert not made.drop(other)


async def test_the_page_hears_when_something_is_dragged_over_it(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        watch = made.page.findChild(IntakeFilter)
        assert watch is not None
        told: list[bool] = []
        watch.drag_changed.connect(told.append)
        data = clipboard(text="x")
        enter = QDragEnterEvent(QPoint(9, 9), COPY_OR_MOVE, data, NO_BUTTON, NO_MODIFIER)
        QApplication.sendEvent(made.page, enter)
        QApplication.sendEvent(made.page, QDragLeaveEvent())
        assert told == [True, False]


# --- scanner and typing -----------------------------------------------------------------------


@pytest.mark.parametrize("focus", ["button", "note", "entry"])
async def test_a_scanners_code_comes_into_the_tray_from_every_focus(theme, qapp, tmp_path, focus):
    async with desk(theme, tmp_path) as made:
        getattr(made, focus).setFocus()
        [text] = matter_texts(1)
        made.keys.scan(text)
        await until(lambda: made.taken)
        assert await made.kept() == [text]
        [code] = await made.doors.work.setup_codes.list_codes()
        assert code.kept.came_by == CameBy.WEDGE
        assert made.note.text() == ""
        assert made.entry.is_empty


async def test_a_prefix_broken_by_the_keyboard_layout_is_named_and_nothing_is_guessed(
    theme, qapp, tmp_path
):
    async with desk(theme, tmp_path) as made:
        text = matter_texts(1)[0].replace(":", "Ö")
        made.keys.scan(text)
        await until(lambda: made.taken)
        reading = made.taken[0][0].reading
        assert isinstance(reading, RefusedSetupCode)
        assert reading.reason is SetupCodeReason.KEYBOARD_LAYOUT
        assert reading.offer is None


async def test_the_scanners_limits_are_settings(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        made.settings.set(WEDGE_KEYS, 30)
        made.keys.scan(matter_texts(1)[0])
        made.settings.set(WEDGE_KEYS, 8)
        made.settings.set(WEDGE_GAP_MS, 60)
        made.keys.scan(matter_texts(2)[1], gap_ms=55)
        await until(lambda: made.taken)
        await made.rest()
        assert await made.kept() == matter_texts(2)[1:]


async def test_typed_digits_come_in_at_enter_and_the_field_is_emptied_when_they_are_kept(
    theme, qapp, tmp_path
):
    async with desk(theme, tmp_path) as made:
        made.entry.setFocus()
        right = setup_code(1).reveal()
        made.keys.type_text(right[:-1] + str((int(right[-1]) + 1) % 10))
        made.keys.press(Qt.Key.Key_Return)
        assert not made.entry.is_empty
        made.keys.press(Qt.Key.Key_Backspace)
        made.keys.type_text(right[-1])
        made.keys.press(Qt.Key.Key_Return)
        await until(lambda: made.taken)
        assert made.taken[0][0].taken_as is TakenAs.NEW
        assert made.entry.is_empty


async def test_a_hidden_page_takes_nothing(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        outer = QWidget()
        layout = QVBoxLayout(outer)
        line = QLineEdit()
        layout.addWidget(made.page)
        layout.addWidget(line)
        outer.show()
        outer.activateWindow()
        line.setFocus()
        await until(line.hasFocus)
        made.page.hide()
        made.keys.scan(matter_texts(1)[0])
        await asyncio.sleep(0)
        assert made.taken == []
        assert line.text() == matter_texts(1)[0]
        made.page.show()
        made.keys.scan(matter_texts(2)[1])
        await until(lambda: made.taken)
        assert line.text() == matter_texts(1)[0]
        made.page.setParent(None)
        outer.hide()
        outer.deleteLater()


@pytest.mark.parametrize("most_bytes", [10**9, 1000], ids=["colour", "grey"])
async def test_a_copied_image_is_read_in_colour_or_when_it_is_huge_in_grey(
    theme, qapp, tmp_path, monkeypatch, most_bytes
):
    monkeypatch.setattr(intake, "_COLOUR_BYTES", most_bytes)
    async with desk(theme, tmp_path) as made:
        texts = matter_texts(1)
        image = QImage.fromData(png(texts)).convertToFormat(QImage.Format.Format_ARGB32)
        made.intake.take_pictures([image], "the pasted picture")
        await made.rest()
        assert await made.kept() == texts
        assert made.ended[0][0].sentence == "the pasted picture: one code"


async def test_the_largest_symbol_is_read_and_kept_whole(theme, qapp, tmp_path):
    async with desk(theme, tmp_path) as made:
        text = "<b>\u202e" + "a" * (2953 - 6)  # what stands before takes six bytes
        made.intake.take_pictures([png([text], module_px=3)], "the pasted picture")
        await made.rest()
        assert await made.kept() == [text]


async def test_the_page_of_a_long_paper_is_said(theme, qapp, tmp_path, monkeypatch):
    def paged(_data, *, should_stop, on_page):
        for page in range(1, 4):
            on_page(page, 3)
        return Decoding(())

    monkeypatch.setattr("app.services.decoding.decode_picture", paged)
    async with desk(theme, tmp_path) as made:
        paper = tmp_path / "note.pdf"
        paper.write_bytes(b"%PDF-")
        made.intake.take_pictures([paper])
        await made.rest()
        assert [name for _done, _total, name in made.progress] == [
            "note.pdf",
            "note.pdf, page 2 of 3",
            "note.pdf, page 3 of 3",
        ]
