"""Lists, tables, filters and what stands in their place."""

import time

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.grid_table import GridModel
from app.ui.widgets.list_detail import ListDetail
from app.ui.widgets.pills import PillLook, StatusPill
from app.ui.widgets.row_list import RowData, RowList, RowModel
from app.ui.widgets.search import ChipData, FilterChips, SearchField
from app.ui.widgets.table import Cell, Column, Table, TableRow

ROWS = [
    RowData("a", "Main entrance", "Block A", tags=frozenset({"attention"}), search="PRACTICE-1"),
    RowData("b", "Stairwell", "Block A", pill=PillLook("ready", "ok", spoken="proven, ready")),
    RowData("c", "Bicycle store", "Block B"),
]


def titles(model: RowModel) -> list[str]:
    return [str(model.data(model.index(n))) for n in range(model.rowCount())]


@pytest.fixture
def listed(qtbot, theme) -> RowList:
    listed = RowList(theme, "Locks")
    qtbot.addWidget(listed)
    listed.set_rows(ROWS)
    listed.resize(360, 300)
    listed.show()
    return listed


def test_every_word_must_be_found_in_title_place_or_search_text(listed):
    listed.set_filter("BLOCK entr")
    assert titles(listed.rows) == ["Main entrance"]
    listed.set_filter("practice-1")
    assert titles(listed.rows) == ["Main entrance"]
    listed.set_filter("block zzz")
    assert titles(listed.rows) == []


def test_a_tag_narrows_and_an_empty_one_does_not(listed):
    listed.set_filter(tag="attention")
    assert titles(listed.rows) == ["Main entrance"]
    listed.set_filter()
    assert listed.rows.rowCount() == listed.rows.total == 3


def test_the_chosen_row_stays_chosen_by_its_id(qtbot, listed):
    listed.choose("b")
    with qtbot.assertNotEmitted(listed.row_chosen):
        listed.set_filter("stair")
        listed.set_filter("")
        listed.set_rows(list(reversed(ROWS)))
    assert listed.chosen == "b"
    assert listed.rows.row_at(listed.currentIndex()) == ROWS[1]


def test_a_row_outlives_a_filter_that_hides_it(listed):
    listed.choose("b")
    listed.set_filter("bicycle")
    listed.set_filter("")
    assert listed.rows.row_at(listed.currentIndex()) == ROWS[1]


def test_arrows_choose_and_enter_opens(qtbot, listed):
    listed.choose("a")
    with qtbot.waitSignal(listed.row_chosen) as chosen:
        QTest.keyClick(listed, Qt.Key.Key_Down)
    assert chosen.args == ["b"]
    with qtbot.waitSignal(listed.row_opened) as opened:
        QTest.keyClick(listed, Qt.Key.Key_Return)
    assert opened.args == ["b"]


def test_the_ear_hears_the_whole_row(listed):
    index = listed.rows.index_of("b")
    heard = listed.rows.data(index, int(Qt.ItemDataRole.AccessibleTextRole))
    assert heard == "Stairwell, Block A, proven, ready"


def test_one_row_is_replaced_without_a_reset(qtbot, listed):
    with qtbot.waitSignal(listed.rows.dataChanged), qtbot.assertNotEmitted(listed.rows.modelReset):
        listed.rows.replace_row(RowData("c", "Bike store"))
    assert titles(listed.rows)[2] == "Bike store"
    listed.set_filter("bike")
    assert titles(listed.rows) == ["Bike store"]


def test_ten_thousand_rows_are_filtered_within_a_frame(theme):
    rows = [RowData(str(n), f"Apartment {n}", f"Block {n % 7}") for n in range(10_000)]
    model = RowModel()
    model.set_rows(rows)
    least_s = 1.0
    for word in ("ap", "apartment 99", "block 3", "zzz", "7"):
        began = time.thread_time()
        model.set_filter(word)
        least_s = min(least_s, time.thread_time() - began)
    assert least_s < 0.015


def test_rows_are_as_high_as_the_tokens_say(listed, theme):
    assert listed.visualRect(listed.rows.index(0)).height() == theme.tokens.height.list_row


COLUMNS = [Column("Person", 2, 120), Column("Valid", 1, 160, folds=True), Column("Proof", 1, 120)]
CODES = [
    TableRow(
        "1", (Cell("Anna"), Cell("Mon 15:00", "to Thu 11:00"), Cell(pill=PillLook("seen", "ok")))
    ),
    TableRow("2", (Cell("Jonas"), Cell("always"), Cell(pill=PillLook("planned")))),
]


@pytest.fixture
def table(qtbot, theme) -> Table:
    table = Table(theme, "Codes", COLUMNS)
    qtbot.addWidget(table)
    table.set_rows(CODES)
    table.resize(600, 300)
    table.show()
    return table


def test_a_narrow_table_folds_columns_into_the_first_one(qtbot, table):
    assert not table.view.isColumnHidden(1)
    table.resize(320, 300)
    assert table.view.isColumnHidden(1)
    qtbot.waitUntil(lambda: table.view.horizontalScrollBar().maximum() == 0)
    model = table.view.model()
    assert model.further_lines(0) == ("Mon 15:00", "to Thu 11:00")
    assert table.view.rowHeight(0) > 48
    table.resize(600, 300)
    assert not table.view.isColumnHidden(1)
    assert table.view.rowHeight(0) == 48


def test_the_ear_hears_column_and_cell(table):
    index = table.view.model().index(0, 1)
    heard = index.data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert heard == "Valid: Mon 15:00, to Thu 11:00"


HOSTILE = "<img src='/etc/hostname'>"


class OneCell:
    """A table of one cell, as somebody's file may hold it."""

    def titles(self) -> list[str]:
        return [HOSTILE]

    def line_count(self) -> int:
        return 1

    def group_at(self, line: int) -> str:
        return ""

    def text_at(self, line: int, column: int) -> str:
        return HOSTILE

    def tone_at(self, line: int, column: int) -> str:
        return ""

    def is_number(self, column: int) -> bool:
        return False


def test_a_tip_is_never_drawn_as_markup(table, theme):
    tip = Qt.ItemDataRole.ToolTipRole
    grid = GridModel(OneCell())
    table.set_rows([TableRow("1", (Cell(HOSTILE), Cell(""), Cell("")))])
    model = table.view.model()
    tips = [
        model.index(0, 0).data(tip),
        grid.index(0, 0).data(tip),
        grid.headerData(0, Qt.Orientation.Horizontal, tip),
        StatusPill(theme, PillLook("x", spoken=HOSTILE)).toolTip(),
    ]
    for text in tips:
        assert str(text).replace("\u2060", "") == HOSTILE
        assert not QtGui.Qt.mightBeRichText(str(text))


def test_the_chosen_code_stays_chosen_when_the_rows_change(qtbot, table):
    table.choose("2")
    table.set_rows([CODES[1]])
    assert table.chosen == "2"
    table.set_rows([CODES[0]])
    assert table.chosen == ""


def test_new_cells_for_the_same_rows_reset_nothing(qtbot, table):
    with qtbot.assertNotEmitted(table.view.model().modelReset):
        table.set_rows([CODES[0], TableRow("2", (Cell("Jonas"), Cell("ended"), Cell("")))])


def test_tab_leaves_a_table(qtbot, theme):
    page, button = QWidget(), QPushButton("After")
    table = Table(theme, "Codes", COLUMNS)
    table.set_rows(CODES)
    layout = ListDetail(theme, table, button, "Codes")
    qtbot.addWidget(page)
    layout.setParent(page)
    layout.resize(1200, 400)
    page.resize(1200, 400)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Tab)
    assert button.hasFocus()


def test_search_is_trimmed_and_escape_clears_it(qtbot, theme):
    field = SearchField(theme, "Search name")
    qtbot.addWidget(field)
    field.show()
    QTest.keyClicks(field, "abc")
    with qtbot.waitSignal(field.search_changed) as changed:
        QTest.keyClicks(field, " ")
    assert changed.args == ["abc"]
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_the_chosen_filter_survives_new_counts(qtbot, theme):
    chips = FilterChips("Filter")
    qtbot.addWidget(chips)
    chips.set_chips([ChipData("", "All", 3), ChipData("x", "Attention", 1)])
    assert chips.key == ""
    chips.choose("x")
    chips.set_chips([ChipData("", "All", 4), ChipData("x", "Attention", 2)])
    assert chips.key == "x"
    assert [b.text() for b in chips.findChildren(QPushButton)] == ["All 4", "Attention 2"]


def test_a_filter_that_is_pressed_is_told(qtbot, theme):
    chips = FilterChips("Filter")
    qtbot.addWidget(chips)
    chips.set_chips([ChipData("", "All"), ChipData("x", "Attention")])
    chips.show()
    with qtbot.waitSignal(chips.chosen) as chosen:
        qtbot.mouseClick(chips.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    assert chosen.args == ["x"]


def shown_texts(widget: QWidget) -> list[str]:
    found = widget.findChildren(QLabel) + widget.findChildren(QPushButton)
    return [one.text() for one in found if one.isVisible() and one.text()]


def test_work_is_only_announced_when_it_takes_long(qtbot, theme):
    state = EmptyState(theme)
    qtbot.addWidget(state)
    state.show()
    state.show_working("Reading the lock …")
    assert shown_texts(state) == []
    qtbot.waitUntil(lambda: shown_texts(state) == ["Reading the lock …"])


def test_work_that_ends_at_once_is_never_drawn(qtbot, theme):
    state = EmptyState(theme)
    qtbot.addWidget(state)
    state.show()
    state.show_working("Reading the lock …")
    state.show_nothing_yet("No locks yet", "They stand here.", "Add a lock")
    assert shown_texts(state) == ["No locks yet", "They stand here.", "Add a lock"]


def test_nothing_matches_says_what_was_searched_for_and_how_to_clear(qtbot, theme):
    state = EmptyState(theme)
    qtbot.addWidget(state)
    state.show()
    state.show_nothing_matches("apartment 9")
    assert any("apartment 9" in text for text in shown_texts(state))
    with qtbot.waitSignal(state.second_pressed):
        clear = next(b for b in state.findChildren(QPushButton) if b.text() == "Clear")
        qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)


@pytest.fixture
def panes(qtbot, theme) -> ListDetail:
    panes = ListDetail(theme, RowList(theme, "Locks"), QPushButton("Detail"), "Locks")
    qtbot.addWidget(panes)
    panes.show()
    return panes


@pytest.mark.parametrize(("window_px", "list_px"), [(1400, 380), (1024, 320), (900, 320)])
def test_the_list_gets_narrower_with_the_window(panes, window_px, list_px):
    panes.resize(QSize(window_px - 224 - 48, 600))
    assert not panes.is_stacked
    assert panes.findChild(RowList).width() == list_px


def test_in_a_narrow_window_the_detail_replaces_the_list_and_goes_back(qtbot, panes):
    panes.resize(QSize(890 - 224 - 48, 600))
    listed, detail = panes.findChild(RowList), panes.findChildren(QPushButton)[-1]
    assert panes.is_stacked
    assert listed.isVisible()
    assert not detail.isVisible()
    panes.show_detail()
    assert detail.isVisible()
    assert not listed.isVisible()
    back = next(b for b in panes.findChildren(QPushButton) if b.text() == "Locks")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert listed.isVisible()
