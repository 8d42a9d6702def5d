"""Giving somebody access, from the Locks page: the form, its live preview, and what is recorded."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import QDate, QSize, Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView, QRadioButton

from app.core.secret import Secret
from app.domain.grant import ALWAYS, Grant, HolidayCalendar, Weekday
from app.domain.ids import CalendarId
from app.domain.lock import PinRules, ScheduleLimits
from app.storage.values import ChangeKind
from app.ui.pages.grant_dialog import GrantDialog
from app.ui.theme import Scheme
from tests.gui.locks_screen import Screen, buttons, lay_out, press, says, shown_page
from tests.gui.open_world import Doors, open_doors
from tests.gui.people_screen import add_group, with_rules
from tests.gui.walk import walk
from tests.waiting import until

FRONT, BACK, CELLAR = "Home/Front door", "Home/Back door", "Hut/Cellar"


async def furnish(doors: Doors) -> None:
    await doors.add_lock(FRONT)
    await doors.add_lock(BACK)
    await doors.add_door(CELLAR)


async def opened(screen: Screen, label: str = FRONT) -> GrantDialog:
    """The dialog, opened at a door."""
    await screen.choose(label)
    press(screen.page, "Add person")
    dialog = screen.page.dialog
    assert isinstance(dialog, GrantDialog)
    await until(lambda: dialog.places.door_ids)
    return dialog


async def planned(screen: Screen) -> None:
    """Wait for the plan that follows."""
    await until(lambda: screen.page.plan.isVisible() and screen.models.plan.is_planned)


async def grants(doors: Doors) -> list[Grant]:
    found = await doors.work.project.read.grants.all()
    return [grant for grant in found if grant.revoked_at is None]


def type_name(dialog: GrantDialog, name: str) -> None:
    QTest.keyClicks(dialog.name_line, name)


def type_code(dialog: GrantDialog, digits: str) -> None:
    option = next(o for o in dialog.code.findChildren(QRadioButton) if o.property("key") == "typed")
    QTest.keyClick(option, Qt.Key.Key_Space)
    QTest.keyClicks(dialog.pin.findChildren(QLineEdit)[0], digits)


async def test_somebody_new_gets_a_code_and_the_plan_comes_next(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            assert not dialog.accept_button.isEnabled()
            type_name(dialog, "Anna Berger")
            press(dialog, "Next")
            await planned(screen)
            assert says(screen.page.plan, "1 change on 1 door.")
            [person] = await doors.work.people.list_people()
            assert (person.name, str(person.role)) == ("Anna Berger", "guest")
            [grant] = await grants(doors)
            assert grant.validity == ALWAYS
            assert "write" not in doors.locks[FRONT].commands


async def test_a_known_person_gets_the_same_code_at_several_doors(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        anna = await doors.person("Anna")
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            dialog.person.choose(str(anna.id))
            dialog.person.chosen.emit(str(anna.id))
            assert not dialog.name.isVisible()
            view = next(v for v in dialog.findChildren(QListView) if v.accessibleName() == "Doors")
            view.setCurrentIndex(view.model().index(0, 0))
            QTest.keyClick(view, Qt.Key.Key_Space)
            assert len(dialog.places.door_ids) == 2
            press(dialog, "Next")
            await planned(screen)
            assert says(screen.page.plan, "2 changes on 2 doors.")
            [grant] = await grants(doors)
            assert len(grant.door_ids) == 2


async def test_a_typed_weak_code_is_said_before_and_after(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            type_name(dialog, "Anna")
            type_code(dialog, "123456")
            assert says(dialog, "easy to guess")
            press(dialog, "Next")
            await planned(screen)
            assert "easy to guess" in screen.page.plan.messages.text
            [credential] = await doors.work.project.read.credentials.all()
            assert credential.value == Secret("123456")


async def test_a_refused_code_keeps_the_dialog_and_adds_nobody_twice(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        await doors.grant("Jonas", FRONT, pin="730184")
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            type_name(dialog, "Anna")
            type_code(dialog, "730184")
            press(dialog, "Next")
            await until(lambda: "The same code" in dialog.messages.text)
            await until(dialog.accept_button.isEnabled)
            assert dialog.isVisible()
            assert len(await grants(doors)) == 1
            field = dialog.pin.findChildren(QLineEdit)[0]
            field.setText("")
            QTest.keyClicks(field, "840271")
            press(dialog, "Next")
            await planned(screen)
            names = sorted(person.name for person in await doors.work.people.list_people())
            assert names == ["Anna", "Jonas"]
            assert len(await grants(doors)) == 2


async def test_dates_and_weekly_windows_are_recorded_as_they_were_chosen(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            type_name(dialog, "Anna")
            form = dialog.validity
            for box in (form.has_start, form.has_end, form.has_weekly):
                box.setChecked(True)
            form.start_day.setDate(QDate(2026, 3, 3))
            form.end_day.setDate(QDate(2026, 3, 29))
            form.windows[0].set_window(frozenset({1, 3}), QTime(6, 30), QTime(10, 0))
            press(dialog, "Next")
            await planned(screen)
            [grant] = await grants(doors)
            assert grant.validity.start == datetime(2026, 3, 3, 15)  # noqa: DTZ001 (wall time)
            assert grant.validity.end == datetime(2026, 3, 29, 11)  # noqa: DTZ001 (wall time)
            [window] = grant.validity.weekly
            assert window.weekdays == {Weekday.MONDAY, Weekday.WEDNESDAY}
            assert (window.start.hour, window.start.minute) == (6, 30)


async def test_times_that_are_over_are_refused_beside_the_form(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            type_name(dialog, "Anna")
            dialog.validity.has_end.setChecked(True)
            dialog.validity.end_day.setDate(QDate(2026, 2, 1))
            press(dialog, "Next")
            await until(lambda: dialog.messages.text)
            assert await grants(doors) == []


async def test_a_weekly_window_without_a_day_is_not_taken(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            type_name(dialog, "Anna")
            dialog.validity.has_weekly.setChecked(True)
            assert dialog.accept_button.isEnabled()
            dialog.validity.windows[0].set_window(frozenset(), QTime(8, 0), QTime(9, 0))
            assert not dialog.accept_button.isEnabled()


async def test_a_code_can_be_planned_at_a_door_without_a_lock(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen, CELLAR)
            type_name(dialog, "Anna")
            press(dialog, "Next")
            await planned(screen)
            assert await doors.levels(CELLAR) == ["planned"]


async def test_enter_in_the_form_goes_on_and_escape_forgets_the_code(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            type_name(dialog, "Anna")
            type_code(dialog, "840271")
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            assert dialog.pin.is_empty
            assert screen.page.dialog is None
            dialog = await opened(screen)
            type_name(dialog, "Anna")
            QTest.keyClick(dialog.name_line, Qt.Key.Key_Return)
            await planned(screen)
            assert len(await grants(doors)) == 1


async def test_a_door_among_many_is_found_by_typing(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        for number in range(10):
            await doors.add_door(f"Block/Flat {number}")
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            view = next(v for v in dialog.findChildren(QListView) if v.accessibleName() == "Doors")
            search = next(
                line
                for line in dialog.findChildren(QLineEdit)
                if line.accessibleName() == "Search doors"
            )
            QTest.keyClicks(search, "flat 7")
            assert view.model().rowCount() == 1
            view.setCurrentIndex(view.model().index(0, 0))
            QTest.keyClick(view, Qt.Key.Key_Space)
            assert len(dialog.places.door_ids) == 2, "the door that is hidden stays ticked"


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
async def test_the_dialog_passes_the_walk(qtbot, theme, tmp_path, scheme):
    theme.set_scheme(scheme)
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            assert walk(dialog, theme) == []
            _fill_all(dialog)
            assert walk(dialog, theme) == []


async def test_the_dialog_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language
):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors, QSize(752, 640)) as screen:
            screen.page.dialogs.add_code()
            dialog = screen.page.dialog
            assert isinstance(dialog, GrantDialog)
            await until(lambda: screen.models.grant.doors)
            _fill_all(dialog)
            assert buttons(dialog)
            assert walk(dialog, theme) == []


def _fill_all(dialog: GrantDialog) -> None:
    """Show every part of the form."""
    for box in (dialog.validity.has_start, dialog.validity.has_end, dialog.validity.has_weekly):
        box.setChecked(True)
    dialog.validity.add_window()
    type_code(dialog, "123456")
    lay_out()


def heard(dialog: GrantDialog) -> dict[str, str]:
    """What the preview says of each door, by its label."""
    return {door.door: door.sentence for door in dialog.preview.words.doors}


async def previewed(dialog: GrantDialog, *labels: str) -> dict[str, str]:
    """The sentences, once there are some for these doors."""
    await until(lambda: set(heard(dialog)) == set(labels))
    return heard(dialog)


def tick(dialog: GrantDialog, name: str, number: int) -> None:
    """Tick a row of a list by the space bar."""
    view = next(v for v in dialog.findChildren(QListView) if v.accessibleName() == name)
    view.setCurrentIndex(view.model().index(number, 0))
    QTest.keyClick(view, Qt.Key.Key_Space)


def choose_template(dialog: GrantDialog, key: str) -> None:
    dialog.template.choose(key)
    dialog.template.chosen.emit(key)


async def test_each_lock_says_what_it_will_do_while_the_form_is_filled_in(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        back, cellar = await doors.add_lock(BACK), await doors.add_lock("Home/Cellar")
        street = await doors.add_lock("Home/Street door")
        cellar.capabilities = with_rules(schedules=ScheduleLimits())
        street.capabilities = with_rules(pins=PinRules(min_length=6, max_length=6))
        await doors.work.refreshing.refresh()
        await doors.add_door(CELLAR)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen, BACK)
            for number in (1, 2, 3):
                tick(dialog, "Doors", number)
            choose_template(dialog, "cleaner")
            type_code(dialog, "4711")
            labels = (BACK, "Home/Cellar", "Home/Street door", CELLAR)
            await until(lambda: dialog.preview.words.refused)
            assert await previewed(dialog, *labels) == {
                BACK: "weekdays 8-12, kept by the lock",
                "Home/Cellar": "weekdays 8-12, kept only while Lockchart runs",
                "Home/Street door": "not possible, needs 6 digits",
                CELLAR: "weekdays 8-12. Planned only: no lock is mounted here yet",
            }
            type_name(dialog, "Anna")
            assert not dialog.accept_button.isEnabled()
            press(dialog, "Leave out what is not possible")
            await until(lambda: len(heard(dialog)) == 3 and dialog.accept_button.isEnabled())
            press(dialog, "Next")
            await planned(screen)
            [grant] = await grants(doors)
            assert len(grant.door_ids) == 3
            assert not back.slots, "nothing is sent from the form"


async def test_doors_that_share_no_code_are_given_several_and_it_is_said_which(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors:
        back, street = await doors.add_lock(BACK), await doors.add_lock("Home/Street door")
        back.capabilities = with_rules(pins=PinRules(min_length=4, max_length=4))
        street.capabilities = with_rules(pins=PinRules(min_length=6, max_length=6))
        await doors.work.refreshing.refresh()
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen, BACK)
            tick(dialog, "Doors", 1)
            await previewed(dialog, BACK, "Home/Street door")
            assert says(dialog, "No single code fits all these doors: 2 codes are used.")
            assert says(dialog, "No length suits all of these")
            details = [door.details for door in dialog.preview.words.doors]
            assert sorted(details) == [("Code 1 of 2.",), ("Code 2 of 2.",)]
            type_name(dialog, "Anna")
            press(dialog, "Next")
            await planned(screen)
            assert len(await grants(doors)) == 2
            assert says(screen.page.plan, "2 changes on 2 doors.")


async def test_how_it_is_taken_back_is_said_before_it_is_given(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            await previewed(dialog, FRONT)
            assert says(dialog, "It can be taken back at once")
            assert says(dialog, "without an end")
            dialog.reject()
            doors.hands.now += timedelta(hours=1)
            dialog = await opened(screen)
            choose_preset(dialog, "Stay")
            await until(lambda: says(dialog, "hours in all"))
            assert says(dialog, "only while a lock is in reach")
            assert says(dialog, "it might go on opening for 164 hours in all")


async def test_presets_tick_what_they_need_and_follow_what_is_ticked(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            form = dialog.validity
            choose_preset(dialog, "One visit")
            assert (form.is_once, form.start, form.end) == (
                True,
                "2026-03-02T10:00",
                "2026-03-02T14:00",
            )
            choose_preset(dialog, "Weekly")
            assert (form.is_once, form.start, len(form.weekly)) == (False, "", 1)
            form.has_weekly.setChecked(False)
            assert form.presets.key == "always"
            form.has_end.setChecked(True)
            assert form.presets.key == "stay"


async def test_one_visit_ends_with_its_first_use_or_is_refused_with_the_reason(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors:
        lock = await doors.add_lock(FRONT)
        lock.capabilities = with_rules(
            schedules=ScheduleLimits(year_day_per_user=1, can_end_after_one_use=True)
        )
        await doors.work.refreshing.refresh()
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            choose_template(dialog, "contractor")
            assert dialog.code.key == "new"
            await until(lambda: "first use" in heard(dialog).get(FRONT, ""))
            assert "ends with the first use, kept by the lock" in heard(dialog)[FRONT]
            type_name(dialog, "Plumber")
            press(dialog, "Next")
            await planned(screen)
            [grant] = await grants(doors)
            assert grant.validity.is_once


async def test_each_door_gets_a_reserve_code_of_its_own(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            tick(dialog, "Doors", 0)
            choose_template(dialog, "reserve")
            await previewed(dialog, FRONT, BACK)
            assert not dialog.person.isVisible()
            assert not dialog.validity.isVisible()
            assert says(dialog, "Each door gets a code of its own")
            press(dialog, "Next")
            await planned(screen)
            assert says(screen.page.plan, "2 changes on 2 doors.")
            given = await grants(doors)
            assert len({grant.credential_id for grant in given}) == 2
            assert await doors.work.people.list_people() == [], "nobody holds them"


async def test_a_group_is_granted_with_a_door_left_out(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        group = await add_group(doors, "Everything", FRONT, BACK, CELLAR)
        async with shown_page(theme, doors) as screen:
            screen.page.dialogs.add_code()
            dialog = screen.page.dialog
            assert isinstance(dialog, GrantDialog)
            await until(lambda: screen.models.grant.groups)
            dialog.places.tick([])
            tick(dialog, "Groups of doors", 0)
            await previewed(dialog, FRONT, BACK, CELLAR)
            assert dialog.places.excepted.isVisible()
            tick(dialog, "Left out", 2)
            await previewed(dialog, FRONT, BACK)
            type_name(dialog, "Anna")
            press(dialog, "Next")
            await planned(screen)
            [grant] = await grants(doors)
            assert grant.group_ids == {group.id}
            assert grant.except_door_ids == {(await doors.place(CELLAR)).door.id}
            assert not grant.door_ids


async def test_a_preview_records_nothing_and_adds_nobody(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            type_name(dialog, "Anna")
            await previewed(dialog, FRONT)
            assert says(dialog, "1 door, possible. A new code is made.")
            dialog.reject()
            assert await doors.work.people.list_people() == []
            assert await grants(doors) == []


async def test_a_lock_without_room_is_said_before_writing(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        lock = await doors.add_lock(FRONT)
        lock.capabilities = with_rules(pin_users=1, users=1)
        await doors.grant("Jonas", FRONT)
        await doors.apply()
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            await until(lambda: "places for" in heard(dialog).get(FRONT, ""))
            assert "take a user away first" in heard(dialog)[FRONT]


async def test_holidays_are_chosen_where_the_project_has_some(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        calendar = HolidayCalendar(CalendarId(uuid4()), "Bavaria", frozenset({date(2026, 12, 25)}))
        async with doors.work.project.store.change(ChangeKind.CALENDAR_EDITED) as change:
            await change.repositories.calendars.put(calendar)
        async with shown_page(theme, doors) as screen:
            dialog = await opened(screen)
            choose_template(dialog, "cleaner")
            await until(lambda: "Bavaria" in heard(dialog).get(FRONT, ""))
            assert heard(dialog)[FRONT] == (
                "weekdays 8-12, closed on holidays (Bavaria), kept only while Lockchart runs"
            )
            type_name(dialog, "Cleaner")
            press(dialog, "Next")
            await planned(screen)
            [grant] = await grants(doors)
            assert [str(one.rule) for one in grant.validity.holidays] == ["closed"]


def choose_preset(dialog: GrantDialog, word: str) -> None:
    press(dialog.validity.presets, word)
