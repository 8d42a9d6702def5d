"""The tab of a door that says who can open it, over a real project."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar

from app.domain.grant import Validity
from app.domain.validity_text import parse_weekly
from app.ui.theme import Scheme
from tests.gui.locks_screen import Screen, child, lay_out, plain, says, shown_page
from tests.gui.open_world import Doors, open_doors
from tests.gui.walk import walk
from tests.waiting import until

FRONT, BACK = "Home/Front door", "Home/Back door"


async def furnish(doors: Doors) -> None:
    """Somebody who opened, a cleaner at certain times, a code by another hand, and a second door."""
    front = await doors.add_lock(FRONT)
    await doors.add_lock(BACK)
    week = Validity(weekly=(parse_weekly("Mo-Fr 08:00-12:00"),))
    await doors.grant("Anna Berger", FRONT, pin="840271")
    await doors.grant("Cleaning team", FRONT, validity=week)
    await doors.apply()
    front.keypad("840271")
    front.put_foreign("user 9 / pin 9")
    await doors.work.refreshing.refresh()


async def turn_to(screen: Screen, label: str) -> None:
    """Show the tab of a door, by its key."""
    await screen.choose(label)
    bar = child(screen.page.detail, QTabBar)
    number = next(n for n in range(bar.count()) if plain(bar.tabText(n)) == "Access")
    bar.setFocus()
    while bar.currentIndex() < number:
        QTest.keyClick(bar, Qt.Key.Key_Right)
    await until(lambda: screen.models.openers.item is not None)


def heard(screen: Screen) -> dict[str, str]:
    """Each row as the ear hears it, by its name."""
    rows = screen.page.detail.openers.rows.rows.rows
    return {row.title: row.accessible_text for row in rows}


async def test_who_can_open_until_when_and_proven_how(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            await turn_to(screen, FRONT)
            found = heard(screen)
            anna, cleaner = found["Anna Berger"], found["Cleaning team"]
            assert "Code · PIN. always; opens now: yes. can be taken back at once" in anna
            assert "Proof: opened" in anna
            assert "proven by the lock" in anna
            assert "weekdays 8-12; opens now: yes" in cleaner
            foreign = found["Nobody by name"]
            assert "Entry made by somebody else · user 9 / pin 9" in foreign
            assert "opens now: unknown" in foreign
            assert "never touches it unasked" in foreign
            assert says(screen.page.detail.openers, "3 of 10 places for codes are used.")


async def test_what_changes_is_read_while_somebody_looks_and_not_before(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        async with shown_page(theme, doors) as screen:
            await screen.choose(BACK)
            assert screen.models.openers.item is None
            await turn_to(screen, BACK)
            assert heard(screen) == {}
            assert says(screen.page.detail.openers, "Nothing is known that opens this door.")
            await doors.grant("Marta", BACK)
            await until(lambda: "Marta" in heard(screen))
            assert "Proof: planned" in heard(screen)["Marta"]


async def test_what_is_not_known_is_said(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        doors.hands.now += timedelta(days=40)
        async with shown_page(theme, doors) as screen:
            await turn_to(screen, FRONT)
            await until(lambda: says(screen.page.detail.openers, "read long ago"))


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
async def test_the_tab_passes_the_walk(qtbot, theme, tmp_path, scheme):
    theme.set_scheme(scheme)
    async with open_doors(tmp_path) as doors:
        await furnish(doors)
        size = QSize(1128, 800) if scheme is Scheme.LIGHT else QSize(752, 640)
        async with shown_page(theme, doors, size) as screen:
            await turn_to(screen, FRONT)
            lay_out()
            assert walk(screen.page, theme) == []
