"""The People page over a real project file: who, where, when, proven how; and what is done from there."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QAbstractTableModel, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication

from app.domain.grant import ALWAYS, Validity
from app.domain.person import Role
from app.domain.validity_text import parse_weekly
from app.services.access import GrantWish
from app.ui.pages.grant_dialog import GrantDialog
from app.ui.pages.people_edit_dialog import PersonDialog
from app.ui.pages.people_remove_dialog import RemoveDialog
from app.ui.theme import Scheme
from app.ui.widgets.code_reveal import CodeReveal
from app.ui.widgets.row_list import RowList
from app.ui.widgets.search import SearchField
from tests.gui.locks_screen import button, buttons, child, lay_out, press, says, texts
from tests.gui.open_world import open_doors
from tests.gui.people_screen import PeopleScreen, add_group, people_over, shown_people
from tests.gui.walk import walk
from tests.waiting import until

FRONT, BACK, CELLAR = "Home/Front door", "Home/Back door", "Hut/Cellar"


def rows(screen: PeopleScreen) -> list[str]:
    """The list as the ear hears it."""
    model = child(screen.page, RowList, "People").rows
    role = int(Qt.ItemDataRole.AccessibleTextRole)
    return [str(model.index(number).data(role)) for number in range(model.rowCount())]


async def test_the_first_person_is_added_from_the_empty_page(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path) as screen:
        await until(lambda: says(screen.page, "Nobody yet"))
        press(screen.page, "Add the first person")
        dialog = screen.page.dialog
        assert isinstance(dialog, PersonDialog)
        assert not dialog.accept_button.isEnabled()
        QTest.keyClicks(dialog.name_line, "Anna Berger")
        dialog.role.choose("staff")
        QTest.keyClicks(dialog.email, "anna@example.org")
        dialog.language.choose("de")
        QTest.keyClicks(dialog.birthday, "1990-05-31")
        QTest.keyClick(dialog.name_line, Qt.Key.Key_Return)
        detail = await screen.until_shown("Anna Berger")
        assert (detail.role_word, detail.email, detail.birthday) == (
            "Staff",
            "anna@example.org",
            "1990-05-31",
        )
        assert says(screen.page.detail, "anna@example.org  ·  reads Deutsch")
        assert rows(screen) == ["Anna Berger, Staff · no door, no access"]


async def test_a_birthday_that_is_none_is_refused_in_the_form(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path) as screen:
        press(screen.page, "Add a person")
        dialog = screen.page.dialog
        assert isinstance(dialog, PersonDialog)
        QTest.keyClicks(dialog.name_line, "Anna")
        QTest.keyClicks(dialog.birthday, "31.5.1990")
        press(dialog, "Save")
        await until(lambda: "1990-05-31" in dialog.messages.text)
        assert await screen.doors.work.people.list_people() == []


async def test_the_list_says_role_doors_and_what_is_proven_least(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        await doors.add_lock(BACK)
        await doors.grant("Anna", FRONT, BACK)
        await doors.grant("Jonas", BACK)
        await doors.apply()
        await doors.grant("Jonas", FRONT)
        await doors.work.people.add_person("Marta", role=Role.OWNER)
        async with shown_people(theme, doors) as screen:
            assert rows(screen) == [
                "Anna, Guest · 2 doors, least proven: Proof: seen, proven by the lock",
                "Jonas, Guest · 2 doors, least proven: Proof: planned",
                "Marta, Owner · no door, no access",
            ]
            QTest.keyClicks(child(screen.page, SearchField), "owner")
            assert [row.split(",")[0] for row in rows(screen)] == ["Marta"]
            child(screen.page, SearchField).clear()
            press(screen.page, "Not proven")
            assert [row.split(",")[0] for row in rows(screen)] == ["Jonas"]


async def test_a_person_is_told_with_doors_times_groups_and_proof(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        for label in (FRONT, BACK):
            await doors.add_lock(label)
        await doors.add_door(CELLAR)
        group = await add_group(doors, "All of it", FRONT, BACK, CELLAR)
        week = Validity(weekly=(parse_weekly("Mo-Fr 08:00-12:00"),), end=datetime(2027, 1, 1))  # noqa: DTZ001
        anna = await doors.person("Anna")
        cellar = (await doors.place(CELLAR)).door.id
        wish = GrantWish(
            anna,
            frozenset(),
            week,
            group_ids=frozenset({group.id}),
            except_door_ids=frozenset({cellar}),
        )
        await doors.work.access.grant(wish)
        await doors.apply(FRONT)
        async with shown_people(theme, doors) as screen:
            detail = await screen.choose("Anna")
            [back, front] = detail.doors
            assert front.when == ("weekdays 8-12", "until 31 December")
            assert (front.entry.level, back.entry.level) == ("seen", "planned")
            assert front.entry.enforced == "only when apply runs"
            [grant] = detail.grants
            assert grant.where == ("all of All of it except Hut/Cellar",)
            assert [(one.kind, one.label) for one in detail.credentials] == [("Code", "PIN")]
            screen.page.detail.doors.choose(front.entry.id)
            assert says(screen.page, "weekdays 8-12, until 31 December, only when apply runs")


async def test_access_whose_time_is_over_says_so(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        stay = Validity(end=datetime(2026, 3, 3))  # noqa: DTZ001 (wall time)
        await screen.doors.grant("Anna", FRONT, validity=stay)
        screen.doors.hands.now += timedelta(days=2)
        detail = await screen.choose("Anna")
        await until(lambda: screen.page.detail.detail is not None)
        [grant] = detail.grants
        assert grant.ended == "Its time is over; it does not count any more."


async def test_a_code_is_shown_after_asking_and_masked_again(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        screen.clipboard.set_keep_ms(150)
        await screen.doors.grant("Anna", FRONT, pin="840271")
        await screen.choose("Anna")
        await until(lambda: screen.page.detail.doors.lines)
        reveal = child(screen.page.detail, CodeReveal)
        press(reveal, "Reveal")
        assert not any("840271" in text for text in texts(screen.page))
        press(screen.page.dialog or screen.page, "Go on")
        assert says(reveal, "840271")
        press(reveal, "Copy")
        press(screen.page.dialog or screen.page, "Go on")
        assert QApplication.clipboard().text() == "840271"
        await until(lambda: not reveal.is_revealed and QApplication.clipboard().text() == "")
        assert not any("840271" in text for text in texts(screen.page))


async def test_no_model_of_the_page_holds_a_digit_of_a_code(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        await screen.doors.grant("Anna", FRONT, pin="840271")
        await screen.choose("Anna")
        await until(lambda: screen.page.detail.doors.lines)
        found: list[str] = []
        for view in screen.page.findChildren(QAbstractItemView):
            model = view.model()
            for row in range(model.rowCount()):
                columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
                for column in range(columns):
                    index = model.index(row, column)
                    found += [str(index.data(role)) for role in range(300)]
        assert any("PIN" in text for text in found)
        assert not any("840271" in text for text in found)


async def test_what_is_known_of_a_person_is_changed_and_taken_back(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path) as screen:
        await screen.doors.person("Anna")
        await screen.choose("Anna")
        press(screen.page, "Edit")
        dialog = screen.page.dialog
        assert isinstance(dialog, PersonDialog)
        QTest.keyClicks(dialog.phone, "+49 221 1")
        QTest.keyClicks(dialog.name_line, "Anna Berger")
        press(dialog, "Save")
        detail = await screen.until_shown("Anna Berger")
        assert detail.phone == "+49 221 1"
        # The edit before was about her too: what is offered has to be the edit after it.
        steps = await screen.doors.work.project.read.history.undo_steps(1)
        await until(lambda: screen.models.undo.sequence == steps[0].sequence)
        assert screen.models.undo.words == "Person changed · Anna Berger"
        press(screen.page, "Undo")
        press(screen.page.dialog or screen.page, "Undo")
        await screen.until_shown("Anna")


async def test_a_pause_takes_codes_away_and_its_end_brings_them_back(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        await screen.doors.grant("Anna", FRONT, BACK)
        await screen.doors.apply()
        await screen.choose("Anna")
        await until(lambda: len(screen.page.detail.doors.lines) == 2)
        press(screen.page, "Pause …")
        press(screen.page.dialog or screen.page, "Pause")
        await until(lambda: says(screen.page, "Paused: everything is taken away for now"))
        assert await screen.doors.levels(FRONT) == ["removal_planned"]
        await until(lambda: "paused" in rows(screen)[0])
        press(screen.page, "Resume")
        await until(lambda: "Pause …" in buttons(screen.page))
        assert await screen.doors.levels(FRONT) == ["seen"]


async def test_one_door_is_paused_alone(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        await screen.doors.grant("Anna", FRONT, BACK)
        await screen.doors.apply()
        await screen.choose("Anna")
        await until(lambda: len(screen.page.detail.doors.lines) == 2)
        front = next(line for line in screen.page.detail.doors.lines if line.door == FRONT)
        screen.page.detail.doors.choose(front.entry.id)
        press(screen.page, "Pause here")
        press(screen.page.dialog or screen.page, "Pause")
        await until(lambda: "Resume here" in buttons(screen.page))
        assert await screen.doors.levels(FRONT) == ["removal_planned"]
        assert await screen.doors.levels(BACK) == ["seen"]
        press(screen.page, "Resume here")
        await until(lambda: "Pause here" in buttons(screen.page))
        assert await screen.doors.levels(FRONT) == ["seen"]


async def test_removing_everywhere_says_before_what_may_go_on_opening(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        await screen.doors.grant("Anna", FRONT, BACK)
        await screen.doors.apply(FRONT)
        await screen.choose("Anna")
        await until(lambda: len(screen.page.detail.doors.lines) == 2)
        press(screen.page, "Remove")
        dialog = screen.page.dialog
        assert isinstance(dialog, RemoveDialog)
        assert says(dialog, "At 1 of 2 doors something may go on opening")
        heard = [row.accessible_text for row in dialog.rows.rows.rows]
        assert heard[0] == f"{BACK}. Was never sent to a lock: it is away at once"
        assert heard[1].startswith(f"{FRONT}. Is planned to be taken away. It may open")
        dialog._from_list.setChecked(True)
        press(dialog, "Take everything away")
        await until(lambda: "removed" in rows(screen)[0])
        assert await screen.doors.levels(FRONT) == ["removal_planned"]
        assert await screen.doors.levels(BACK) == []
        await until(lambda: says(screen.page, "shown until every lock has proven"))
        assert not button(screen.page, "Give access").isEnabled()
        await screen.doors.apply()
        await until(lambda: screen.names() == [])


async def test_access_at_one_door_is_taken_away_after_asking(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        await screen.doors.grant("Anna", FRONT, BACK)
        await screen.choose("Anna")
        await until(lambda: len(screen.page.detail.doors.lines) == 2)
        press(screen.page.detail, "Take away")
        assert screen.page.dialog is not None
        press(screen.page.dialog, "Take away")
        await until(lambda: len(screen.page.detail.doors.lines) == 1)
        assert screen.page.detail.doors.lines[0].door == FRONT


async def test_access_is_given_from_the_page_and_the_plan_comes_next(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        anna = await screen.doors.person("Anna")
        await screen.choose("Anna")
        press(screen.page, "Give access")
        dialog = screen.page.dialog
        assert isinstance(dialog, GrantDialog)
        await until(lambda: screen.models.grant.doors)
        assert dialog.person.key == str(anna.id)
        dialog.places.tick([await screen.doors.door_id(FRONT)])
        await until(lambda: dialog.preview.words.doors)
        press(dialog, "Next")
        await until(lambda: screen.page.plan.isVisible() and screen.models.plan.is_planned)
        assert says(screen.page.plan, "1 change on 1 door.")
        [grant] = await screen.doors.work.project.read.grants.all()
        assert grant.validity == ALWAYS


async def test_somebody_added_since_the_last_grant_is_the_one_who_gets_access(
    qtbot, theme, tmp_path
):
    async with people_over(theme, tmp_path, FRONT) as screen:
        await screen.doors.person("Anna")
        await screen.choose("Anna")
        press(screen.page, "Give access")
        await until(lambda: screen.models.grant.people)
        press(screen.page.dialog or screen.page, "Cancel")
        marta = await screen.doors.person("Marta")
        await screen.choose("Marta")
        press(screen.page, "Give access")
        dialog = screen.page.dialog
        assert isinstance(dialog, GrantDialog)
        await until(lambda: dialog.person.key == str(marta.id))


async def test_the_page_shows_what_somebody_else_changed(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT) as screen:
        await screen.doors.person("Anna")
        await screen.choose("Anna")
        await screen.doors.grant("Anna", FRONT)
        await until(lambda: len(screen.page.detail.doors.lines) == 1)
        await until(lambda: "1 door" in rows(screen)[0])


async def test_a_page_that_is_not_seen_reads_nothing_until_it_is_shown(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path) as screen:
        screen.page.hide()
        await screen.doors.person("Anna")
        await screen.doors.person("Marta")
        assert screen.names() == []
        screen.page.show()
        await until(lambda: screen.names() == ["Anna", "Marta"])


async def furnish(screen: PeopleScreen) -> None:
    """People with long names, times and states."""
    doors = screen.doors
    await doors.work.people.add_person(
        "Dr. Maximilian-Alexander von Hohenstein-Übermuth", email="max@example.org", phone="0221 1"
    )
    week = Validity(weekly=(parse_weekly("Mo,We,Fr 06:30-10:00"), parse_weekly("Sa 08:00-12:00")))
    await doors.grant("Anna", FRONT, BACK, validity=week)
    await doors.apply(FRONT)
    await screen.choose("Anna")
    await until(lambda: len(screen.page.detail.doors.lines) == 2)
    lay_out()


@pytest.mark.parametrize(
    ("scheme", "size"),
    [(Scheme.LIGHT, QSize(1128, 800)), (Scheme.DARK, QSize(752, 640))],
)
async def test_the_page_passes_the_walk(qtbot, theme, tmp_path, scheme, size):
    theme.set_scheme(scheme)
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        screen.page.resize(size)
        await furnish(screen)
        for number in range(screen.page.detail._tabs.count()):
            screen.page.detail._tabs.setCurrentIndex(number)
            lay_out()
            assert walk(screen.page, theme) == []


async def test_the_page_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language
):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        screen.page.resize(QSize(752, 640))
        await furnish(screen)
        assert walk(screen.page, theme) == []
        for begin in (screen.page.dialogs.edit, screen.page.dialogs.remove):
            begin()
            dialog = screen.page.dialog
            assert dialog is not None
            lay_out()
            assert walk(dialog, theme) == []
            dialog.reject()


async def test_five_hundred_people_are_listed_and_searched(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path) as screen:
        from uuid import uuid4

        from app.domain.ids import PersonId
        from app.domain.person import Person
        from app.storage.values import ChangeKind

        people = [Person(PersonId(uuid4()), f"Person {number:03}") for number in range(500)]
        async with screen.doors.work.project.store.change(ChangeKind.PERSON_EDITED) as change:
            await change.repositories.people.put_all(people)
        await until(lambda: len(screen.names()) == 500)
        QTest.keyClicks(child(screen.page, SearchField), "499")
        assert [row.split(",")[0] for row in rows(screen)] == ["Person 499"]


async def test_a_grant_of_a_group_is_taken_away_as_it_was_given(qtbot, theme, tmp_path):
    async with people_over(theme, tmp_path, FRONT, BACK) as screen:
        doors = screen.doors
        group = await add_group(doors, "Flats", FRONT)
        anna = await doors.person("Anna")
        week = Validity(weekly=(parse_weekly("Mo-Fr 08:00-12:00"),))
        wish = GrantWish(anna, frozenset(), week, group_ids=frozenset({group.id}))
        await doors.work.access.grant(wish)
        await doors.grant("Anna", BACK)
        detail = await screen.choose("Anna")
        await until(lambda: len(screen.page.detail.doors.lines) == 2)
        screen.page.detail._tabs.setCurrentIndex(1)
        heard = [row.accessible_text for row in screen.page.detail.grants.rows.rows.rows]
        assert heard == ["weekdays 8-12. all of Flats. with PIN", f"always. {BACK}. with PIN"]
        press(screen.page.detail, "Take this access away")
        assert screen.page.dialog is not None
        assert says(screen.page.dialog, "weekdays 8-12: all of Flats.")
        press(screen.page.dialog, "Take away")
        await until(lambda: len(screen.page.detail.doors.lines) == 1)
        assert screen.page.detail.doors.lines[0].door == BACK
        assert detail.name == "Anna"
