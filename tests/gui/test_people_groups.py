"""Groups of doors and lists of holidays, edited from the People page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from app.domain.grant import ALWAYS
from app.services.access import GrantWish
from app.ui.pages.people_groups_dialog import GroupsDialog
from app.ui.theme import Scheme
from tests.gui.locks_screen import lay_out, press
from tests.gui.people_screen import PeopleScreen, add_group, people_over
from tests.gui.walk import walk
from tests.waiting import until

FRONT, BACK = "Home/Front door", "Home/Back door"


async def opened(screen: PeopleScreen) -> GroupsDialog:
    press(screen.page, "Groups and holidays")
    dialog = screen.page.dialog
    assert isinstance(dialog, GroupsDialog)
    await until(lambda: screen.models.groups.doors)
    return dialog


def tick_door(dialog: GroupsDialog, number: int) -> None:
    view = dialog.groups.doors.findChildren(QListView)[0]
    view.setCurrentIndex(view.model().index(number, 0))
    QTest.keyClick(view, Qt.Key.Key_Space)


async def test_a_group_is_made_changed_and_removed(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        dialog = await opened(screen)
        groups = screen.doors.work.project.read.groups
        assert not dialog.groups.save.isEnabled()
        QTest.keyClicks(dialog.groups.name_line, "Flats")
        tick_door(dialog, 0)
        press(dialog.groups, "Save")
        await until(lambda: "Flats was saved" in dialog.messages.text)
        [group] = await groups.all()
        assert group.door_ids == {(await screen.doors.place(BACK)).door.id}
        tick_door(dialog, 0)
        tick_door(dialog, 1)
        dialog.groups.name_line.setText("Front doors")
        press(dialog.groups, "Save")
        await until(lambda: "Front doors was saved" in dialog.messages.text)
        [group] = await groups.all()
        assert group.name == "Front doors"
        assert group.door_ids == {(await screen.doors.place(FRONT)).door.id}
        press(dialog.groups, "Remove")
        await until(lambda: "Removed Front doors" in dialog.messages.text)
        assert list(await groups.all()) == []


async def test_a_name_that_is_taken_and_a_group_in_use_are_refused(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        group = await add_group(screen.doors, "Flats", FRONT)
        anna = await screen.doors.person("Anna")
        wish = GrantWish(anna, frozenset(), ALWAYS, group_ids=frozenset({group.id}))
        await screen.doors.work.access.grant(wish)
        dialog = await opened(screen)
        QTest.keyClicks(dialog.groups.name_line, "Flats")
        press(dialog.groups, "Save")
        await until(lambda: "taken already" in dialog.messages.text)
        dialog.groups.choose(str(group.id))
        press(dialog.groups, "Remove")
        await until(lambda: "still used" in dialog.messages.text)
        assert len(await screen.doors.work.project.read.groups.all()) == 1


async def test_a_door_that_joins_a_group_is_entered_by_who_may_enter_it(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        group = await add_group(screen.doors, "Flats", FRONT)
        anna = await screen.doors.person("Anna")
        wish = GrantWish(anna, frozenset(), ALWAYS, group_ids=frozenset({group.id}))
        await screen.doors.work.access.grant(wish)
        dialog = await opened(screen)
        dialog.groups.choose(str(group.id))
        tick_door(dialog, 0)
        press(dialog.groups, "Save")
        await until(lambda: "was saved" in dialog.messages.text)
        assert await screen.doors.levels(BACK) == ["planned"]


async def test_holidays_are_written_one_a_line_and_wrong_ones_are_refused(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        dialog = await opened(screen)
        dialog.tabs.setCurrentIndex(1)
        calendars = screen.doors.work.project.read.calendars
        QTest.keyClicks(dialog.calendars.name_line, "Bavaria")
        dialog.calendars.days.setPlainText("2026-12-25\n26.12.2026")
        press(dialog.calendars, "Save")
        await until(lambda: dialog.messages.text)
        assert dialog.calendars.name_line.text() == "Bavaria", "what was typed stays to be mended"
        dialog.calendars.days.setPlainText("2026-12-25\n2026-12-26")
        press(dialog.calendars, "Save")
        await until(lambda: "Bavaria was saved" in dialog.messages.text)
        dialog.calendars.days.setPlainText("2026-12-26\n2027-01-01")
        press(dialog.calendars, "Save")
        await until(lambda: screen.models.groups.calendars[0].days[-1] == "2027-01-01")
        [calendar] = await calendars.all()
        assert sorted(day.isoformat() for day in calendar.dates) == ["2026-12-26", "2027-01-01"]


async def test_days_of_a_calendar_file_join_those_that_were_typed(qtbot, theme, tmp_path):
    file = tmp_path / "holidays.ics"
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261225\r\nEND:VEVENT\r\n"
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VCALENDAR\r\n"
    file.write_text(text, newline="")
    async with people_over(theme, tmp_path, FRONT) as screen:
        dialog = await opened(screen)
        dialog.tabs.setCurrentIndex(1)
        dialog.calendars.days.setPlainText("2026-12-31")
        screen.models.groups.read_file(file)
        await until(
            lambda: dialog.calendars.days.toPlainText().split() == ["2026-12-25", "2026-12-31"]
        )
        assert list(await screen.doors.work.project.read.calendars.all()) == []
        screen.models.groups.read_file(tmp_path / "none.ics")
        await until(lambda: dialog.messages.text)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
async def test_the_dialog_passes_the_walk(qtbot, theme, tmp_path, scheme):
    theme.set_scheme(scheme)
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        group = await add_group(screen.doors, "Flats", FRONT)
        dialog = await opened(screen)
        dialog.groups.choose(str(group.id))
        for number in range(2):
            dialog.tabs.setCurrentIndex(number)
            lay_out()
            assert walk(dialog, theme) == []


async def test_the_dialog_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language
):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        screen.page.dialogs.groups()
        dialog = screen.page.dialog
        assert isinstance(dialog, GroupsDialog)
        await until(lambda: screen.models.groups.doors)
        lay_out()
        assert walk(dialog, theme) == []
