"""The Locks page over a real project file and locks in memory."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTabBar, QTableView

from app.domain.grant import Validity
from app.domain.lock import BoltPosition
from app.domain.validity_text import parse_weekly
from app.ui.pages.code_table import entry_look
from app.ui.theme import Scheme
from app.ui.widgets.code_reveal import CodeReveal
from app.ui.widgets.row_list import ROW_ROLE, RowList
from app.ui.widgets.search import SearchField
from tests.gui.locks_screen import Screen, button, buttons, child, press, says, shown_page
from tests.gui.open_world import Doors, open_doors
from tests.gui.walk import invisible_focus, press_through, walk
from tests.waiting import until

FRONT, BACK, CELLAR = "Home/Front door", "Home/Back door", "Hut/Cellar"


async def furnish(doors: Doors) -> None:
    """A lock with a proven code, one with a planned code, a door without a lock."""
    await doors.add_lock(FRONT)
    await doors.add_lock(BACK)
    await doors.add_door(CELLAR)
    await doors.grant("Anna", FRONT, pin="490217")
    await doors.apply()
    await doors.grant("Jonas", BACK, pin="730184")


def pills(screen: Screen) -> dict[str, str]:
    """The pill's word of every row that is listed."""
    model = child(screen.page, RowList).model()
    rows = [model.index(number, 0).data(ROW_ROLE) for number in range(model.rowCount())]
    return {row.title: row.pill.word for row in rows}


def cells(screen: Screen, name: str = "Codes") -> list[list[str]]:
    """What the table of this name shows."""
    view = next(v for v in screen.page.findChildren(QTableView) if v.accessibleName() == name)
    model = view.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


async def test_every_door_is_a_row_with_the_word_that_matters_most(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            assert pills(screen) == {
                "Back door": "1 not proven",
                "Front door": "proven",
                "Cellar": "to pair",
            }
            assert {"All 3", "To pair 1", "Attention 1"} <= set(buttons(screen.page))


async def test_search_and_filters_narrow_the_list_and_clear_brings_it_back(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            search = child(screen.page, SearchField)
            QTest.keyClicks(search, "practice-0001")
            assert list(pills(screen)) == ["Front door"]
            press(screen.page, "To pair")
            assert says(screen.page, "Nothing here matches “practice-0001”.")
            press(screen.page, "Clear")
            assert len(pills(screen)) == 3
            press(screen.page, "Attention")
            assert list(pills(screen)) == ["Back door"]


async def test_an_empty_project_says_what_to_do_first(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_page(theme, doors) as screen:
        assert says(screen.page, "No doors yet")
        assert not screen.page.detail.isVisible()
        with qtbot.waitSignal(screen.page.add_lock_wanted) as wanted:
            press(screen.page, "Add the first lock")
        assert wanted.args == [""]
        with qtbot.waitSignal(screen.page.add_door_wanted):
            press(screen.page, "Add a door without a lock")


async def test_a_door_without_a_lock_says_what_comes_next(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            await screen.choose(CELLAR)
            assert says(screen.page, "No lock is mounted here yet.")
            assert "Read back" not in buttons(screen.page)
            with qtbot.waitSignal(screen.page.add_lock_wanted) as wanted:
                press(screen.page, "Add a lock here")
            assert wanted.args == [CELLAR]


async def test_the_detail_shows_lock_and_codes_with_their_proof(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            assert says(screen.page, "SN PRACTICE-0001")
            assert says(screen.page, "80 %")
            assert says(screen.page, "1 of 10")
            [[person, access, valid, place, proof]] = cells(screen)
            assert (person, access, valid, place) == ("Anna", "PIN", "always", "user 1 / pin 1")
            assert proof.startswith("seen · ")
            assert says(screen.page, "Read back from the lock: our user and code are there.")
            assert button(screen.page, "Read back").property("kind") == "primary"


async def test_reading_back_finds_what_the_lock_has_lost(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        doors.locks[FRONT].lose("user 1 / pin 1")
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            press(screen.page, "Read back")
            await until(lambda: pills(screen)["Front door"] == "1 not proven")
            await until(lambda: cells(screen)[0][4].startswith("planned"))
            assert says(screen.page, "it was on the lock and is not any more")
            assert button(screen.page, "Apply 1 change").property("kind") == "primary"


async def test_a_lock_that_is_away_changes_nothing_and_is_said(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        doors.locks[FRONT].is_reachable = False
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            press(screen.page, "Read back")
            await until(lambda: "does not answer" in screen.page.messages.text)
            assert cells(screen)[0][4].startswith("seen")


async def test_unlocking_asks_first_and_believes_only_the_lock(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        lock = doors.locks[FRONT]
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            press(screen.page, "Unlock")
            assert lock.bolt is BoltPosition.LOCKED
            assert screen.page.dialog is not None
            press(screen.page.dialog, "Unlock")
            await until(lambda: "is unlocked; the lock reported it" in screen.page.messages.text)
            await until(lambda: says(screen.page, "Unlocked"))
            press(screen.page, "Lock")
            await until(lambda: "is locked; the lock reported it" in screen.page.messages.text)
            await until(lambda: "Unlock …" in buttons(screen.page))
            lock.reports_bolt = False
            press(screen.page, "Unlock")
            assert screen.page.dialog is not None
            press(screen.page.dialog, "Unlock")
            await until(lambda: "did not report the bolt" in screen.page.messages.text)
            await until(lambda: {"Unlock …", "Lock"} <= set(buttons(screen.page)))


async def test_a_code_is_shown_only_after_asking_and_hides_with_its_row(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        await doors.grant("Jonas", FRONT, pin="730184")
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            screen.page.detail.codes.choose(_entry_id(screen, "Anna"))
            assert "490217" not in _everything_said(screen)
            press(screen.page, "Reveal")
            assert screen.page.dialog is not None
            assert "490217" not in _everything_said(screen)
            press(screen.page.dialog, "Go on")
            assert says(screen.page, "490217")
            screen.page.detail.codes.choose(_entry_id(screen, "Jonas"))
            assert "490217" not in _everything_said(screen)
            assert "730184" not in _everything_said(screen)


async def test_taking_a_code_away_is_planned_and_said_to_be_only_that(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            press(screen.page, "Take away")
            assert screen.page.dialog is not None
            press(screen.page.dialog, "Take away")
            await until(lambda: cells(screen)[0][4].startswith("removal planned"))
            assert "may still open it" in screen.page.messages.text
            assert doors.locks[FRONT].slots, "nothing may be sent before apply"
            assert not button(screen.page, "Take away").isEnabled()
            assert "Apply 1 change …" in buttons(screen.page)


async def test_no_is_an_answer(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            press(screen.page, "Take away")
            assert screen.page.dialog is not None
            QTest.keyClick(screen.page.dialog, Qt.Key.Key_Escape)
            assert screen.page.dialog is None
            await screen.settle()
            assert await doors.levels(FRONT) == ["seen"]


async def test_old_proof_is_marked_and_not_green(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        doors.hands.now += timedelta(days=31)
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            assert cells(screen)[0][4].endswith(", old")
            detail = screen.page.detail.detail
            assert detail is not None
            assert detail.entries[0].is_old
            assert entry_look(detail.entries[0]).tone == "warn"
            assert says(screen.page, "The newest evidence is old; read the lock back.")


async def test_what_others_made_stands_beside_who_can_open(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        doors.locks[FRONT].put_foreign("user 5 / pin 5")
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            press(screen.page, "Read back")
            bar = child(screen.page.detail, QTabBar)
            bar.setCurrentIndex(1)
            openers = screen.page.detail.openers.rows.rows
            await until(lambda: any("somebody else" in row.lines[0].text for row in openers.rows))
            strange = next(row for row in openers.rows if "somebody else" in row.lines[0].text)
            assert "user 5 / pin 5" in strange.lines[0].text
            assert strange.lines[1].text.startswith("made by another app or home, known since")
            await until(lambda: pills(screen)["Front door"] == "1 foreign")


async def test_the_history_is_newest_first_and_names_the_person(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            rows = cells(screen, "History")
            assert "Anna" in rows[0][1]
            assert rows[0][1].endswith("accepted → seen")
            assert rows[-1][1].startswith("Door changed")
            assert {row[2] for row in rows} == {"Tester"}


async def test_a_retired_lock_keeps_its_unproven_codes_in_sight(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        await doors.work.mounted.remove(await doors.place(FRONT), forget=True)
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            bar = child(screen.page.detail, QTabBar)
            assert bar.tabText(bar.count() - 1) == "Retired l&ocks"
            [[lock, person, _place, proof]] = cells(screen, "Retired locks")
            assert "PRACTICE-0001" in lock
            assert person == "Anna"
            assert proof.startswith("unknown")


async def test_a_validity_is_never_cut(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        windows = (parse_weekly("Mo-Fr 06:00-10:00"), parse_weekly("Sa 08:00-12:00"))
        start, end = datetime(2026, 3, 1, 15), datetime(2027, 3, 4, 11)  # noqa: DTZ001 (wall time)
        await doors.grant("Cleaners", FRONT, validity=Validity(start, end, windows))
        for width in (1128, 752):
            async with shown_page(theme, doors, QSize(width, 652)) as screen:
                await screen.choose(FRONT)
                table = next(
                    v for v in screen.page.findChildren(QTableView) if v.accessibleName() == "Codes"
                )
                model = table.model()
                lines = [line for row in range(model.rowCount()) for line in _lines(model, row)]
                column = 0 if table.isColumnHidden(2) else 2
                room = table.columnWidth(column) - 24
                assert any(line.startswith("until") for line in lines)
                assert max(table.fontMetrics().horizontalAdvance(line) for line in lines) <= room


async def test_undo_says_what_it_takes_back_and_takes_only_that(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            await screen.choose(BACK)
            heard = button(screen.page, "Undo").accessibleName()
            assert heard == "Undo: Access changed · Jonas · Home/Back door"
            with qtbot.waitActive(screen.page):
                screen.page.activateWindow()
            screen.page.doors.setFocus()
            QTest.keyClick(
                screen.page.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
            )
            assert screen.page.dialog is not None
            assert says(screen.page.dialog, "Access changed · Jonas · Home/Back door")
            press(screen.page.dialog, "Undo")
            await until(lambda: "Taken back: Access changed" in screen.page.messages.text)
            await until(lambda: pills(screen)["Back door"] == "no codes")
            assert await doors.levels(FRONT) == ["seen"]


async def test_what_was_sent_is_not_undone_and_the_reason_is_said(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        await doors.grant("Anna", FRONT)
        await doors.apply()
        async with shown_page(theme, doors) as screen:
            assert not any(word.startswith("Undo") for word in buttons(screen.page))
            screen.page.dialogs.undo()
            assert screen.page.dialog is None
            assert screen.page.messages.text.startswith("This cannot be undone")


async def test_a_read_only_project_can_only_be_looked_at(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            screen.page.detail.show_detail(screen.models.detail.detail, can_write=False)
            for word in ("Read back", "Unlock", "Share", "Take out", "Add person", "Take away"):
                assert not button(screen.page, word).isEnabled(), word


async def test_arrows_move_through_the_doors_and_the_detail_follows(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            await screen.choose(BACK)
            QTest.keyClick(child(screen.page, RowList), Qt.Key.Key_Down)
            front = await doors.door_id(FRONT)
            await until(lambda: screen.is_shown(front))


async def test_tab_reaches_every_action(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            with qtbot.waitActive(screen.page):
                screen.page.activateWindow()
            reached = press_through(screen.page)
            for word in ("Add a lock", "Read back", "Unlock", "Share", "Take out", "Reveal"):
                assert button(screen.page, word) in reached, word


SIZES = {"large": QSize(1128, 800), "small": QSize(752, 640), "narrow": QSize(588, 640)}


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        ("large", Scheme.LIGHT),
        ("small", Scheme.DARK),
        ("narrow", Scheme.LIGHT),
        pytest.param("large", Scheme.DARK, marks=pytest.mark.slow),
        pytest.param("small", Scheme.LIGHT, marks=pytest.mark.slow),
        pytest.param("narrow", Scheme.DARK, marks=pytest.mark.slow),
    ],
)
async def test_the_page_passes_the_walk(qtbot, theme, tmp_path, size, scheme):
    theme.set_scheme(scheme)
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors, SIZES[size]) as screen:
            for label in (FRONT, BACK, CELLAR):
                await screen.choose(label)
                assert walk(screen.page, theme) == [], label
            screen.page.panes.show_detail()
            assert walk(screen.page, theme) == []


async def test_the_page_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language
):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        await doors.add_door("Verwaltungsgebäude Süd/Waschküche und Trockenraum im Untergeschoss")
        async with shown_page(theme, doors, SIZES["small"]) as screen:
            for label in (FRONT, CELLAR):
                await screen.choose(label)
                assert walk(screen.page, theme) == [], label


@pytest.mark.parametrize("count", [0, 500])
async def test_no_doors_and_five_hundred_pass_the_walk(qtbot, theme, tmp_path, count):
    async with open_doors(tmp_path) as doors:
        await _many_doors(doors, count)
        async with shown_page(theme, doors, SIZES["small"]) as screen:
            assert walk(screen.page, theme) == []
            assert len(pills(screen)) == count


async def test_the_focus_is_seen_everywhere(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            await screen.choose(FRONT)
            with qtbot.waitActive(screen.page):
                screen.page.activateWindow()
            assert invisible_focus(screen.page) == []


async def _many_doors(doors: Doors, count: int) -> None:
    from uuid import uuid4

    from app.domain.ids import DoorId, SiteId
    from app.domain.project import Door, Site
    from app.storage.values import ChangeKind

    if not count:
        return
    async with doors.work.project.store.change(ChangeKind.DOOR_EDITED) as change:
        site = Site(SiteId(uuid4()), "Hofgarten 12-16")
        await change.repositories.sites.put(site)
        for number in range(count):
            door = Door(DoorId(uuid4()), site.id, f"Wohnungseingangstür {number:03}")
            await change.repositories.doors.put(door)


def _entry_id(screen: Screen, person: str) -> str:
    detail = screen.page.detail.detail
    assert detail is not None
    return next(entry.id for entry in detail.entries if entry.person == person)


def _everything_said(screen: Screen) -> str:
    """All texts of the page, shown or for the ear, and all that its tables hold."""
    page = screen.page
    said = [label.text() for label in page.findChildren(QLabel)]
    said += [widget.accessibleName() for widget in page.findChildren(QLabel)]
    said += [reveal.toolTip() for reveal in page.findChildren(CodeReveal)]
    for view in page.findChildren(QTableView):
        model = view.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                said += [str(index.data(role)) for role in range(20)]
    return "\n".join(said)


def _lines(model: object, row: int) -> list[str]:
    rows = model.rows  # type: ignore[attr-defined]
    return list(rows[row].cells[2].lines)
