"""The plan before, while and after it is carried out, over real services and locks in memory."""

import asyncio

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest

from app.ui.theme import Scheme
from app.ui.widgets.busy_strip import BusyStrip
from app.ui.widgets.plan_list import ROW_ROLE, PlanList, PlanRow
from tests.gui.locks_screen import Screen, button, buttons, child, press, says, shown_page
from tests.gui.open_world import open_doors
from tests.gui.walk import walk
from tests.waiting import until

FRONT, BACK, SIDE = "Home/Front door", "Home/Back door", "Home/Side door"


def rows(screen: Screen) -> list[PlanRow]:
    model = child(screen.page.plan, PlanList).model()
    return [model.index(number, 0).data(ROW_ROLE) for number in range(model.rowCount())]


def pill(screen: Screen, title: str) -> tuple[str, str]:
    """Word and tone of the pill of the row with this title."""
    look = next(row.pill for row in rows(screen) if row.title == title)
    assert look is not None
    return look.word, look.tone


def greens(screen: Screen) -> list[str]:
    return [row.title for row in rows(screen) if row.pill is not None and row.pill.tone == "ok"]


async def show_plan(screen: Screen) -> None:
    screen.page.show_plan(None)
    await until(lambda: screen.models.plan.is_planned)


async def applied(screen: Screen) -> None:
    await until(lambda: screen.models.plan.is_applied)


async def test_the_preview_says_what_is_done_where_for_whom_and_how_far_it_can_be_proven(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        await doors.add_lock(BACK)
        await doors.grant("Anna", FRONT, BACK)
        async with shown_page(theme, doors) as screen:
            await show_plan(screen)
            shown = rows(screen)
            assert [row.title for row in shown] == [
                BACK,
                "Write the code of Anna",
                FRONT,
                "Write the code of Anna",
            ]
            assert [row.is_section for row in shown] == [True, False, True, False]
            said = " ".join(line.text for line in shown[1].lines)
            assert "Place on the lock: user 1 / pin 1" in said
            assert "Best proof here: seen" in said
            assert says(screen.page.plan, "2 changes on 2 doors. Nothing has been sent yet.")
            assert "Apply 2 changes" in buttons(screen.page.plan)
            assert greens(screen) == []
            assert all("write" not in lock.commands for lock in doors.locks.values())


async def test_who_keeps_the_times_is_said_and_that_a_program_has_to_run(qtbot, theme, tmp_path):
    from dataclasses import replace

    from app.domain.grant import Validity
    from app.domain.lock import ScheduleLimits
    from app.domain.validity_text import parse_weekly

    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        simple = await doors.add_lock(BACK)
        simple.capabilities = replace(simple.capabilities, schedules=ScheduleLimits())
        await doors.work.refreshing.refresh()
        mornings = Validity(weekly=(parse_weekly("Mo-Fr 08:00-12:00"),))
        await doors.grant("Anna", FRONT, BACK, validity=mornings)
        async with shown_page(theme, doors) as screen:
            await show_plan(screen)
            said = {row.title: " ".join(line.text for line in row.lines) for row in rows(screen)}
            by_door = [" ".join(line.text for line in row.lines) for row in rows(screen)]
            assert said
            assert "Mo-Fr 08:00-12:00 · only when apply runs" in by_door[1]
            assert "comes and goes only when changes are applied" in by_door[1]
            assert "Mo-Fr 08:00-12:00 · kept by the lock" in by_door[3]


async def test_a_refusal_comes_first_with_its_rule_and_the_way_out(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_door(FRONT)
        await doors.grant("Anna", FRONT, pin="1234567890")
        lock = await doors.add_lock(BACK)
        await doors.grant("Jonas", BACK)
        lock_at_front = doors.driver.locks[lock.serial]
        assert lock_at_front
        await _mount(doors, FRONT)
        async with shown_page(theme, doors) as screen:
            await show_plan(screen)
            first, refusal, *_rest = rows(screen)
            assert first.title == "Cannot be carried out"
            assert refusal.title == f"Anna · {FRONT}"
            assert refusal.pill is not None
            assert refusal.pill.tone == "bad"
            assert "4 to 8 digits" in refusal.lines[0].text
            assert says(screen.page.plan, "1 cannot be carried out.")
            assert "Apply 1 change" in buttons(screen.page.plan)


async def test_the_same_rows_show_the_proof_that_was_read_back(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        await doors.grant("Anna", FRONT)
        async with shown_page(theme, doors) as screen:
            await show_plan(screen)
            before = [row.id for row in rows(screen)]
            press(screen.page.plan, "Apply 1 change")
            await applied(screen)
            assert [row.id for row in rows(screen)] == before
            assert pill(screen, "Write the code of Anna") == ("seen", "ok")
            assert "read back from the lock" in screen.page.plan.messages.text
            press(screen.page.plan, "Back")
            assert screen.page.panes.isVisible()
            await until(lambda: screen.models.detail.detail is not None)
            assert await doors.levels(FRONT) == ["seen"]


async def test_a_lock_that_says_yes_and_drops_the_code_is_never_green(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        lock = await doors.add_lock(FRONT)
        await doors.grant("Anna", FRONT)
        lock.drops = True
        async with shown_page(theme, doors) as screen:
            seen: list[list[str]] = []
            screen.models.plan.step_changed.connect(lambda _step: seen.append(greens(screen)))
            await show_plan(screen)
            press(screen.page.plan, "Apply 1 change")
            await applied(screen)
            seen.append(greens(screen))
            assert not any(seen)
            word, tone = pill(screen, "Write the code of Anna")
            assert (word, tone) == ("not proven: planned", "warn")
            row = rows(screen)[1]
            assert "The lock said yes and does not have it" in [line.text for line in row.lines]
            assert "0 of 1 changes are done" in screen.page.plan.messages.text
            lock.drops = False
            press(screen.page.plan, "Plan again")
            await until(lambda: "Apply 1 change" in buttons(screen.page.plan))


async def test_a_lock_that_cannot_be_read_gives_no_green_and_no_word_of_reading(
    qtbot, theme, tmp_path
):
    from dataclasses import replace

    async with open_doors(tmp_path) as doors:
        lock = await doors.add_lock(FRONT)
        lock.capabilities = replace(lock.capabilities, can_read_slots=False)
        lock.is_masked = True
        await doors.work.refreshing.refresh()
        await doors.grant("Anna", FRONT)
        async with shown_page(theme, doors) as screen:
            await show_plan(screen)
            assert "Best proof here: accepted." in rows(screen)[1].lines[-1].text
            press(screen.page.plan, "Apply 1 change")
            await applied(screen)
            assert pill(screen, "Write the code of Anna") == ("accepted", "warn")
            assert "as far as these locks can tell" in screen.page.plan.messages.text


async def test_a_lock_that_is_away_leaves_its_steps_amber_and_the_others_done(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        away = await doors.add_lock(BACK)
        await doors.grant("Anna", FRONT, BACK)
        away.is_reachable = False
        async with shown_page(theme, doors) as screen:
            await show_plan(screen)
            press(screen.page.plan, "Apply 2 changes")
            await applied(screen)
            looks = [row.pill for row in rows(screen) if row.pill is not None]
            assert [(look.word, look.tone) for look in looks] == [
                ("lock not reachable", "warn"),
                ("seen", "ok"),
            ]


async def test_stop_ends_after_the_running_step_and_says_what_was_not_run(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        lock = await doors.add_lock(BACK)
        await doors.add_lock(FRONT)
        await doors.grant("Anna", BACK, FRONT)
        async with shown_page(theme, doors) as screen:
            await show_plan(screen)
            lock.gate = asyncio.Event()
            press(screen.page.plan, "Apply 2 changes")
            busy = child(screen.page.plan, BusyStrip)
            await until(busy.isVisible)
            assert "Back" not in buttons(screen.page.plan)
            press(busy, "Stop")
            assert says(busy, "Stopping after this step …")
            lock.gate.set()
            await applied(screen)
            assert not busy.isVisible()
            words = [row.pill.word for row in rows(screen) if row.pill is not None]
            assert words[-1] == "not run"
            assert "write" not in doors.locks[FRONT].commands
            assert any("Nothing of it was sent" in line.text for line in rows(screen)[-1].lines)


async def test_the_one_step_that_runs_now_is_marked_by_word_and_icon(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        lock = await doors.add_lock(FRONT)
        await doors.grant("Anna", FRONT)
        await doors.grant("Jonas", FRONT)
        async with shown_page(theme, doors) as screen:
            await show_plan(screen)
            lock.gate, lock.gated = asyncio.Event(), "write"
            press(screen.page.plan, "Apply 2 changes")
            await until(lambda: "write" in lock.commands)
            first, second = [row for row in rows(screen) if not row.is_section]
            assert (first.icon, pill(screen, first.title)) == ("play", ("running now", "info"))
            assert (second.icon, pill(screen, second.title)) == ("plus", ("to do", "neutral"))
            assert "running now" in first.accessible_text
            lock.gate.set()
            await applied(screen)
            assert {row.icon for row in rows(screen) if not row.is_section} == {"plus"}


async def test_a_plan_that_changed_since_is_shown_again_before_anything_is_sent(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors:
        lock = await doors.add_lock(FRONT)
        await doors.grant("Anna", FRONT)
        async with shown_page(theme, doors) as screen:
            await show_plan(screen)
            await doors.grant("Jonas", FRONT)
            press(screen.page.plan, "Apply 1 change")
            await until(lambda: "Apply 2 changes" in buttons(screen.page.plan))
            assert "has changed since you saw it" in screen.page.plan.messages.text
            assert "write" not in lock.commands


async def test_an_empty_plan_says_so(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        async with shown_page(theme, doors) as screen:
            await show_plan(screen)
            assert says(screen.page.plan, "Nothing is to be done")
            press(screen.page.plan, "Back to the doors")
            assert screen.page.panes.isVisible()


async def test_escape_goes_back_to_the_doors(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        await doors.grant("Anna", FRONT)
        async with shown_page(theme, doors) as screen:
            await show_plan(screen)
            QTest.keyClick(child(screen.page.plan, PlanList), Qt.Key.Key_Escape)
            assert screen.page.panes.isVisible()


async def test_the_ear_hears_the_whole_step(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        await doors.grant("Anna", FRONT)
        async with shown_page(theme, doors) as screen:
            await show_plan(screen)
            model = child(screen.page.plan, PlanList).model()
            heard = model.index(1, 0).data(int(Qt.ItemDataRole.AccessibleTextRole))
            assert heard.startswith("Write the code of Anna. to do. Place on the lock: user 1")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1128, Scheme.LIGHT),
        (752, Scheme.DARK),
        (588, Scheme.LIGHT),
        pytest.param(1128, Scheme.DARK, marks=pytest.mark.slow),
        pytest.param(752, Scheme.LIGHT, marks=pytest.mark.slow),
        pytest.param(588, Scheme.DARK, marks=pytest.mark.slow),
    ],
)
async def test_the_plan_passes_the_walk(qtbot, theme, tmp_path, width, scheme):
    theme.set_scheme(scheme)
    async with open_doors(tmp_path) as doors:
        lock = await doors.add_lock(FRONT)
        await doors.grant("Anna", FRONT)
        lock.drops = True
        async with shown_page(theme, doors, QSize(width, 640)) as screen:
            await show_plan(screen)
            assert walk(screen.page, theme) == []
            press(screen.page.plan, "Apply 1 change")
            await applied(screen)
            assert walk(screen.page, theme) == []


async def test_the_plan_passes_the_walk_in_a_longer_language(
    qtbot, theme, tmp_path, pseudo_language
):
    async with open_doors(tmp_path) as doors:
        await doors.add_lock(FRONT)
        await doors.grant("Dr. Anna-Magdalena Übermäßig-Langenfeld", FRONT)
        async with shown_page(theme, doors, QSize(752, 640)) as screen:
            await show_plan(screen)
            assert walk(screen.page, theme) == []
            assert button(screen.page.plan, "[Apply").isEnabled()


async def _mount(doors, label: str) -> None:
    """Mount a lock at a door that was there before it."""
    from app.driver_api.pairing import Done
    from tests.fakes.fake_lock_driver import FakeLock
    from tests.gui.open_world import setup_code

    number = len(doors.driver.locks) + 1
    lock = FakeLock(doors.hands.clock, serial=f"PRACTICE-{number:04}")
    doors.driver.locks[lock.serial] = lock
    place = await doors.place(label)
    run = await doors.work.pairing.begin(place, setup_code(number), lambda _progress: None)
    assert isinstance(await run.start(), Done)
    await doors.work.refreshing.refresh({place.door.id})
    doors.locks[label] = lock


async def test_what_only_a_person_can_mend_is_said_at_its_door(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        lock = await doors.add_lock(FRONT)
        await doors.grant("Anna", FRONT)
        lock.drops = True
        async with shown_page(theme, doors) as screen:
            for _time in range(4):
                await doors.work.applying.apply()
            await screen.choose(FRONT)
            await until(lambda: says(screen.page, "does not keep it"))
