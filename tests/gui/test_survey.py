"""The survey of a door in the window: kept as it is typed, checked in place, undone, copied."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.core.secret import Secret
from app.domain.project import Door, Site
from app.ui.pages.survey_dialogs import CopyDoorDialog, SiteFactsDialog
from app.ui.pages.survey_tab import SurveyTab
from app.ui.pages.tray_pictures import PictureDialog
from app.ui.theme import Scheme, Theme
from app.ui.widgets.choices import CheckBox, ChoiceBox
from tests.gui.locks_screen import Screen, button, child, lay_out, press, says, shown_page, texts
from tests.gui.open_world import open_doors
from tests.gui.scan_screen import picture_of, plain_picture, qr_text
from tests.gui.walk import invisible_focus, walk
from tests.waiting import until

DOOR = "House/Front"
PASSWORD = "velvet-harbour-1963"
THICKNESS = "Thickness of the door (mm)"

AnyWidget = TypeVar("AnyWidget", bound=QWidget)


@asynccontextmanager
async def surveyed(theme: Theme, folder: Path, size: QSize | None = None) -> AsyncGenerator[Screen]:
    async with open_doors(folder) as doors:
        await doors.add_door(DOOR)
        await doors.add_door("House/Back")
        async with shown_page(theme, doors, size) as screen:
            await turn_to(screen, DOOR)
            lay_out()
            yield screen


async def turn_to(screen: Screen, label: str) -> None:
    await screen.choose(label)
    screen.page.detail.show_survey()
    await until(lambda: (item := tab(screen).item) is not None and item.label == label)
    await settle(screen)


async def settle(screen: Screen) -> None:
    survey, pictures = screen.models.survey, screen.models.pictures
    await until(lambda: not survey.is_writing)
    await screen.settle()
    await until(lambda: not (survey.is_busy or pictures.is_busy))


def tab(screen: Screen) -> SurveyTab:
    return screen.page.detail.survey


async def kept(screen: Screen, label: str = DOOR) -> Door:
    return (await screen.doors.place(label)).door


async def site(screen: Screen) -> Site:
    return (await screen.doors.place(DOOR)).site


def named(screen: Screen, kind: type[AnyWidget], name: str) -> AnyWidget:
    return child(tab(screen), kind, name)


def type_into(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Return)


async def test_a_door_without_a_lock_is_surveyed_by_keyboard_and_kept_at_once(
    qtbot, theme, tmp_path
):
    async with surveyed(theme, tmp_path) as screen:
        type_into(named(screen, QLineEdit, THICKNESS), "40,5")
        handing = named(screen, ChoiceBox, "Opens")
        handing.setFocus()
        QTest.keyClick(handing, Qt.Key.Key_Down)
        handing.activated.emit(handing.currentIndex())
        for radio in ("Wi-Fi", "Thread"):
            QTest.keyClick(named(screen, CheckBox, f"Radio in reach: {radio}"), Qt.Key.Key_Space)
        await settle(screen)
        fields = {"thickness_mm": "40.5", "handing": "left_inward", "radio": "wifi,thread"}
        assert (await kept(screen)).fields == fields
        assert named(screen, QLineEdit, THICKNESS).text() == "40.5"


async def test_a_wrong_number_stays_with_its_reason_until_it_is_put_right(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path) as screen:
        line = named(screen, QLineEdit, THICKNESS)
        type_into(line, "thick")
        await until(lambda: says(tab(screen), "no number from 1 to 300 mm"))
        await settle(screen)
        assert line.text() == "thick"
        assert (await kept(screen)).fields == {}
        type_into(named(screen, QLineEdit, "Used by"), "Anna")
        await settle(screen)
        assert line.text() == "thick"
        type_into(line, "")
        await settle(screen)
        type_into(line, "45")
        await settle(screen)
        assert (await kept(screen)).fields == {"used_by": "Anna", "thickness_mm": "45"}
        assert not says(tab(screen), "no number")


async def test_no_radio_and_a_radio_put_each_other_out(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path) as screen:
        for radio in ("Wi-Fi", "None"):
            QTest.keyClick(named(screen, CheckBox, f"Radio in reach: {radio}"), Qt.Key.Key_Space)
        await settle(screen)
        assert (await kept(screen)).fields == {"radio": "none"}


async def test_what_was_typed_is_kept_when_another_door_is_chosen(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path) as screen:
        named(screen, QPlainTextEdit, "Note").setPlainText("Sticks in winter")
        await turn_to(screen, "House/Back")
        assert named(screen, QPlainTextEdit, "Note").toPlainText() == ""
        assert (await kept(screen)).fields == {"note": "Sticks in winter"}
        assert (await kept(screen, "House/Back")).fields == {}


async def test_what_was_typed_last_is_written_before_the_project_is_closed(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path) as screen:
        named(screen, QPlainTextEdit, "Note").setPlainText("Sticks in winter")
        await screen.page.close_page()
        await screen.models.close()
        assert (await kept(screen)).fields == {"note": "Sticks in winter"}


async def test_a_tab_that_is_not_seen_reads_nothing_and_takes_no_text(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path) as screen:
        screen.page.detail.show_codes()
        await screen.choose("House/Back")
        await settle(screen)
        assert screen.models.survey.item is None
        assert not tab(screen).isEnabled()
        screen.page.detail.show_survey()
        await until(lambda: (item := tab(screen).item) is not None and item.door == "Back")
        assert tab(screen).isEnabled()


async def test_undo_brings_the_former_value_back_to_the_form(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path) as screen:
        line = named(screen, QLineEdit, THICKNESS)
        type_into(line, "40")
        await settle(screen)
        await screen.doors.work.history.undo()
        await until(lambda: line.text() == "")


async def test_a_note_under_a_key_of_ones_own_can_be_changed(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path) as screen:
        place = await screen.doors.place(DOOR)
        await screen.doors.work.sites.set_door(place.door, fields={"Hausmeister": "Herr Öz"})
        await until(lambda: "Hausmeister" in texts(tab(screen)))
        type_into(named(screen, QLineEdit, "Hausmeister"), "Frau Lang")
        await settle(screen)
        assert (await kept(screen)).fields == {"Hausmeister": "Frau Lang"}


async def test_what_a_family_cannot_do_follows_the_survey(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path) as screen:
        card = tab(screen).fit
        card.family.choose("matter_thread")
        card.family.chosen.emit("matter_thread")
        await until(lambda: says(card, "Not noted here: Radio in reach."))
        QTest.keyClick(named(screen, CheckBox, "Radio in reach: Thread"), Qt.Key.Key_Space)
        await until(lambda: says(card, "Noted here: Thread."))
        assert says(card, "Source: matter.js")
        card.family.choose("eufy")
        card.family.chosen.emit("eufy")
        await until(lambda: says(card, "Nothing with a source is known"))


async def test_the_wifi_password_is_masked_kept_and_not_lost_with_other_facts(
    qtbot, theme, tmp_path
):
    async with surveyed(theme, tmp_path) as screen:
        await screen.doors.work.sites.set_site(await site(screen), wifi_password=Secret(PASSWORD))
        await until(lambda: says(tab(screen), "Wi-Fi password: kept"))
        press(tab(screen), "Site facts")
        dialog = screen.page.dialog
        assert isinstance(dialog, SiteFactsDialog)
        assert not says(dialog, PASSWORD)
        press(dialog, "Reveal")
        assert says(dialog, PASSWORD)
        child(dialog, QLineEdit, "Address").setText("Elm 5")
        dialog.accept()
        await until(lambda: says(tab(screen), "Address: Elm 5"))
        changed = await site(screen)
        assert changed.wifi_password == Secret(PASSWORD)
        assert not says(screen.page, PASSWORD)


async def test_the_wifi_password_can_be_changed_and_taken_away(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path) as screen:
        press(tab(screen), "Site facts")
        first = screen.page.dialog
        assert isinstance(first, SiteFactsDialog)
        child(first.password, QLineEdit, "Wi-Fi password").setText(PASSWORD)
        first.accept()
        await until(lambda: says(tab(screen), "Wi-Fi password: kept"))
        await settle(screen)
        press(tab(screen), "Site facts")
        second = screen.page.dialog
        assert isinstance(second, SiteFactsDialog)
        second.forget.click()
        second.accept()
        await until(lambda: not says(tab(screen), "Wi-Fi password: kept"))
        assert (await site(screen)).wifi_password is None


async def test_a_door_is_copied_from_the_window_and_shown(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path) as screen:
        await screen.doors.grant("Anna", DOOR)
        type_into(named(screen, QLineEdit, THICKNESS), "40")
        await settle(screen)
        press(tab(screen), "Copy this door")
        dialog = screen.page.dialog
        assert isinstance(dialog, CopyDoorDialog)
        assert not button(dialog, "Add the doors").isEnabled()
        child(dialog, QPlainTextEdit, "Names of the new doors").setPlainText("Cellar\n\nAttic \n")
        press(dialog, "Add the doors")
        await until(lambda: (item := tab(screen).item) is not None and item.door == "Attic")
        await settle(screen)
        for label in ("House/Attic", "House/Cellar"):
            assert (await kept(screen, label)).fields == {"thickness_mm": "40"}
            assert await screen.doors.levels(label) == ["planned"]
        assert says(screen.page, "2 doors were added like House/Front")


async def test_pictures_of_a_door_are_small_unless_a_code_can_be_read(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path) as screen:
        pictures = screen.models.pictures
        pictures.add([plain_picture(), picture_of(qr_text(1))])
        await until(lambda: len(pictures.items) == 2)
        assert [item.is_secret for item in pictures.items] == [False, True]
        assert [item.thumbnail is not None for item in pictures.items] == [True, False]
        await settle(screen)
        first, second = (item.id for item in pictures.items)
        screen.page.survey.show_picture(first)
        await until(lambda: isinstance(screen.page.dialog, PictureDialog))
        shown = screen.page.dialog
        assert shown is not None
        shown.reject()
        screen.page.survey.show_picture(second)
        asked = screen.page.dialog
        assert asked is not None
        assert not isinstance(asked, PictureDialog)
        asked.reject()
        screen.page.survey.remove_picture(first)
        asked = screen.page.dialog
        assert asked is not None
        asked.accept()
        await until(lambda: len(pictures.items) == 1)
        await screen.doors.work.history.undo()
        await until(lambda: len(pictures.items) == 2)


async def test_a_project_for_viewing_shows_the_survey_and_takes_nothing(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path) as screen:
        shown = tab(screen)
        shown.show_item(shown.item, can_write=False)
        assert named(screen, QLineEdit, THICKNESS).isReadOnly()
        assert not named(screen, CheckBox, "Radio in reach: Wi-Fi").isEnabled()
        assert not named(screen, ChoiceBox, "Opens").isEnabled()
        assert not shown.copy_button.isEnabled()


@pytest.mark.parametrize(
    ("size", "scheme"),
    [(QSize(1270, 860), Scheme.LIGHT), (QSize(894, 700), Scheme.DARK)],
    ids=["large", "small"],
)
async def test_the_survey_passes_the_walk(qtbot, theme, tmp_path, size, scheme):
    theme.set_scheme(scheme)
    async with surveyed(theme, tmp_path, size) as screen:
        screen.models.pictures.add([plain_picture()])
        await until(lambda: screen.models.pictures.items)
        lay_out()
        assert walk(screen.page, theme) == []
        for begin in (screen.page.survey.edit_site, screen.page.survey.copy_door):
            begin()
            dialog = screen.page.dialog
            assert dialog is not None
            lay_out()
            assert walk(dialog, theme) == []
            dialog.reject()


async def test_the_survey_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language
):
    async with surveyed(theme, tmp_path, QSize(894, 700)) as screen:
        assert walk(screen.page, theme) == []


async def test_the_focus_is_seen_everywhere_in_the_survey(qtbot, theme, tmp_path):
    async with surveyed(theme, tmp_path, QSize(1270, 860)) as screen:
        with qtbot.waitActive(screen.page):
            screen.page.activateWindow()
        assert invisible_focus(screen.page) == []
