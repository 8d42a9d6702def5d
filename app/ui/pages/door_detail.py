"""One door in full: what is mounted, what can be done next, its codes with their proof, its history."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.core.secret import Secret
from app.domain.lock import BoltPosition
from app.ui.pages.code_table import CodeTable
from app.ui.pages.door_looks import bolt_words, clock_words, door_leaf_words, door_look
from app.ui.pages.door_openers_tab import DoorOpenersTab
from app.ui.pages.door_tabs import HistoryTab, RetiredTab
from app.ui.pages.survey_tab import SurveyTab
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import HintStrip, InfoCard
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.heading import Heading
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import AT_END, CardRow, FlowLayout, boxed, column, scrolled
from app.ui.widgets.pills import StatusPill
from app.ui.widgets.tabs import TAB_BAR_PX, FittedContent, FittedTabs
from app.viewmodels.lock_detail import LockDetail
from app.viewmodels.locks import LOW_BATTERY_PERCENT


class DoorDetail(QWidget):
    """Draws a `LockDetail`; every button only says what is wanted. The code signals carry the id of the entry."""

    apply_wanted = Signal()
    read_wanted = Signal()
    bolt_wanted = Signal(bool)
    share_wanted = Signal()
    add_code_wanted = Signal()
    take_out_wanted = Signal()
    add_lock_wanted = Signal()
    reveal_wanted = Signal(str)
    copy_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, theme: Theme, clipboard: SecretClipboard) -> None:
        super().__init__()
        self._theme = theme
        self._detail: LockDetail | None = None
        self._title = Heading()
        self._pill = StatusPill(theme)
        self._practice = StatusPill(theme)
        self._place = text_label("", "body", "muted")
        self._no_lock = HintStrip(
            theme,
            self.tr(
                "No lock is mounted here yet. Add one with its setup code. Codes can be planned already; they are written when the lock is there."
            ),
            icon="door-closed",
        )
        self._refused = HintStrip(theme, "", icon="triangle-alert", tone="warn")
        self._tasks = HintStrip(theme, "", icon="triangle-alert", tone="warn")
        self._build_actions()
        self._build_cards()
        self.codes = CodeTable(theme, clipboard)
        self.openers = DoorOpenersTab(theme)
        self.survey = SurveyTab(theme)
        self._history = HistoryTab(theme)
        self._retired = RetiredTab(theme)
        self._tabs = FittedTabs(self.tr("Parts of the door"))
        head = FlowLayout(12)
        for widget in (self._title, self._pill, self._practice):
            head.addWidget(widget)
        body = column(14)
        body.addWidget(boxed(head))
        body.addWidget(self._place)
        body.addWidget(self._no_lock)
        body.addWidget(self._refused)
        body.addWidget(self._tasks)
        body.addWidget(self._actions)
        body.addWidget(self._cards)
        body.addWidget(self._tabs, 1)
        content = FittedContent()
        content.setLayout(body)
        layout = column(0)
        layout.addWidget(scrolled(content))
        self.setLayout(layout)
        self.codes.height_changed.connect(self._fit_tabs)
        self.survey.height_changed.connect(self._fit_tabs)
        self.openers.height_changed.connect(self._fit_tabs)
        self._tabs.currentChanged.connect(lambda _number: self._fit_tabs())
        self.codes.reveal_wanted.connect(self.reveal_wanted)
        self.codes.copy_wanted.connect(self.copy_wanted)
        self.codes.remove_wanted.connect(self.remove_wanted)

    @property
    def detail(self) -> LockDetail | None:
        """What is shown."""
        return self._detail

    def show_detail(self, detail: LockDetail | None, *, can_write: bool = True) -> None:
        """Show this door; nothing at all for None. `can_write` False is a project that is open for viewing."""
        is_other = detail is None or self._detail is None or self._detail.door_id != detail.door_id
        self._detail = detail
        self.setVisible(detail is not None)
        if detail is None:
            return
        self._title.setText(detail.door)
        self._pill.set_look(door_look(detail.state, detail.count))
        self._practice.set_status(self.tr("practice") if detail.is_practice else "", "info")
        self._place.setText(self._place_words(detail))
        self._no_lock.setVisible(not detail.has_lock)
        self._refused.set_text(self._refused_words(detail))
        self._refused.setVisible(detail.refused > 0)
        self._tasks.set_text("\n".join(detail.tasks))
        self._tasks.setVisible(bool(detail.tasks))
        self._show_actions(detail, can_write=can_write)
        self._cards.setVisible(detail.has_lock)
        self._show_cards(detail)
        self.codes.set_entries(detail.entries, can_write=can_write)
        self.openers.show_room(detail.slots_used, detail.slots_total)
        self.openers.show_foreign(detail.foreign)
        self._history.set_items(detail.history)
        self._retired.set_items(detail.retired)
        self._show_tabs(detail, is_other_door=is_other)
        self._fit_tabs()

    def show_codes(self) -> None:
        """Turn to the codes."""
        self._tabs.setCurrentWidget(self.codes)

    def show_survey(self) -> None:
        """Turn to the survey."""
        self._tabs.setCurrentWidget(self.survey)

    def set_busy(self, is_busy: bool) -> None:
        """While something goes on at the lock nothing else is begun there."""
        for button in (self._read, self._unlock, self._lock, self._share, self._take_out):
            button.setEnabled(not is_busy and bool(button.property("allowed")))

    def reveal(self, entry_id: str, code: Secret[str]) -> None:
        """Show a code for a while."""
        self.codes.reveal(entry_id, code)

    def copy(self, entry_id: str, code: Secret[str]) -> None:
        """Put a code on the clipboard for a while."""
        self.codes.copy(entry_id, code)

    # --- building ---------------------------------------------------------------------------------

    def _build_actions(self) -> None:
        theme = self._theme
        self._apply = Button(theme, "", icon="play", kind="primary")
        self._add_lock = Button(theme, self.tr("Add a lock h&ere …"), icon="plus", kind="primary")
        self._read = Button(theme, self.tr("&Read back"), icon="refresh-cw")
        self._unlock = Button(theme, self.tr("&Unlock …"), icon="lock-open")
        self._lock = Button(theme, self.tr("Loc&k"), icon="lock")
        self._share = Button(theme, self.tr("&Share …"), icon="share-2")
        self._add_code = Button(theme, self.tr("Add &person …"), icon="user-plus")
        self._take_out = Button(theme, self.tr("&Take out …"), icon="trash-2", kind="destructive")
        self._take_out.setProperty(AT_END, True)
        self._add_code.setAccessibleName(self.tr("Add a person and a code"))
        self._take_out.setAccessibleName(self.tr("Take the lock out of the project"))
        flow = FlowLayout(8)
        for button in (
            self._add_lock,
            self._apply,
            self._read,
            self._add_code,
            self._unlock,
            self._lock,
            self._share,
            self._take_out,
        ):
            flow.addWidget(button)
        self._actions = boxed(flow)
        self._apply.clicked.connect(self.apply_wanted)
        self._add_lock.clicked.connect(self.add_lock_wanted)
        self._read.clicked.connect(self.read_wanted)
        self._unlock.clicked.connect(lambda: self.bolt_wanted.emit(False))
        self._lock.clicked.connect(lambda: self.bolt_wanted.emit(True))
        self._share.clicked.connect(self.share_wanted)
        self._add_code.clicked.connect(self.add_code_wanted)
        self._take_out.clicked.connect(self.take_out_wanted)

    def _build_cards(self) -> None:
        theme = self._theme
        self._battery = InfoCard(theme, self.tr("Battery"), "battery")
        self._bolt = InfoCard(theme, self.tr("Bolt and door"), "lock")
        self._clock = InfoCard(theme, self.tr("Lock's clock"), "clock")
        self._slots = InfoCard(theme, self.tr("Codes"), "key-round")
        cards = CardRow()
        for card in (self._battery, self._bolt, self._clock, self._slots):
            cards.addWidget(card)
        self._cards = boxed(cards)

    # --- showing ----------------------------------------------------------------------------------

    def _place_words(self, detail: LockDetail) -> str:
        parts = [detail.site, detail.product]
        if detail.serial:
            parts.append(self.tr("SN {0}").format(detail.serial))
        if detail.firmware:
            parts.append(self.tr("firmware {0}").format(detail.firmware))
        return "  ·  ".join(part for part in parts if part)

    def _refused_words(self, detail: LockDetail) -> str:
        if detail.refused == 1:
            return self.tr("One code cannot be written as it is wished; the plan says why.")
        words = self.tr("{0} codes cannot be written as they are wished; the plan says why.")
        return words.format(detail.refused)

    def _show_actions(self, detail: LockDetail, *, can_write: bool) -> None:
        has_lock, waits = detail.has_lock, detail.waiting > 0 or detail.refused > 0
        self._add_lock.setVisible(not has_lock)
        self._add_lock.setEnabled(can_write)
        self._apply.setVisible(has_lock and waits)
        self._apply.setText(self._apply_words(detail))
        self._apply.set_icon_name("play")
        self._read.setVisible(has_lock)
        self._read.set_kind("outlined" if waits else "primary")
        bolt = detail.bolt
        is_open = bolt in {BoltPosition.UNLOCKED, BoltPosition.UNLATCHED}
        can_move = has_lock and detail.can_move_bolt
        self._unlock.setVisible(can_move and not is_open)
        self._lock.setVisible(can_move and bolt is not BoltPosition.LOCKED)
        self._share.setVisible(has_lock)
        self._take_out.setVisible(has_lock)
        self._add_code.setEnabled(can_write)
        for button in (self._apply, self._read, self._unlock, self._lock):
            button.setProperty("allowed", can_write)
            button.setEnabled(can_write)
        for button in (self._share, self._take_out):
            button.setProperty("allowed", can_write)
            button.setEnabled(can_write)

    def _apply_words(self, detail: LockDetail) -> str:
        if not detail.waiting:
            return self.tr("Show the p&lan …")
        if detail.waiting == 1:
            return self.tr("App&ly 1 change …")
        return self.tr("App&ly {0} changes …").format(detail.waiting)

    def _show_cards(self, detail: LockDetail) -> None:
        read = self.tr("read {0}").format(detail.reached) if detail.reached else ""
        if detail.is_reached_old and read:
            read = self.tr("{0}, long ago").format(read)
        tone = "warn" if detail.is_reached_old else "muted"
        percent = detail.battery_percent
        if percent is None:
            self._battery.set_value(self.tr("Unknown"), self.tr("the lock did not say"))
        elif detail.state == "battery_low" or percent < LOW_BATTERY_PERCENT:
            self._battery.set_value(f"{percent} %", self.tr("low: change it soon"), "bad")
        else:
            self._battery.set_value(f"{percent} %", read, tone)
        leaf = door_leaf_words(detail.door_leaf)
        self._bolt.set_value(
            bolt_words(detail.bolt), " · ".join(part for part in (leaf, read) if part), tone
        )
        self._clock.set_value(*clock_words(detail.clock))
        self._show_slots(detail)

    def _show_slots(self, detail: LockDetail) -> None:
        value = str(detail.slots_used)
        if detail.slots_total is not None:
            value = self.tr("{0} of {1}").format(detail.slots_used, detail.slots_total)
        unproven = sum(1 for entry in detail.entries if entry.level not in {"seen", "opened"})
        if unproven:
            self._slots.set_value(value, self.tr("{0} not proven").format(unproven), "warn")
        elif detail.entries:
            is_by_lock = all(entry.by == "lock" for entry in detail.entries)
            words = self.tr("all proven by the lock") if is_by_lock else self.tr("all proven")
            self._slots.set_value(value, words, "ok" if is_by_lock else "muted")
        else:
            self._slots.set_value(value, self.tr("nobody has a code yet"))

    def _show_tabs(self, detail: LockDetail, *, is_other_door: bool) -> None:
        tabs: list[tuple[QWidget, str]] = [(self.codes, self.tr("&Codes"))]
        tabs.append((self.openers, self.tr("Access")))
        tabs.append((self.survey, self.tr("Sur&vey")))
        tabs.append((self._history, self.tr("&History")))
        if detail.retired:
            tabs.append((self._retired, self.tr("Retired l&ocks")))
        known = [self._tabs.widget(number) for number in range(self._tabs.count())]
        if known != [widget for widget, _words in tabs]:
            current = self._tabs.currentWidget()
            self._tabs.clear()
            for widget, words in tabs:
                self._tabs.addTab(widget, words)
            self._tabs.setCurrentWidget(current)
        for number, (_widget, words) in enumerate(tabs):
            self._tabs.setTabText(number, words)
        # Who surveys one door after the other stays with the survey.
        if is_other_door and self._tabs.currentWidget() is not self.survey:
            self._tabs.setCurrentIndex(0)

    def _fit_tabs(self) -> None:
        least_px = self.codes.least_height(self.width() - 16)
        if self._tabs.currentWidget() is self.survey:
            least_px = self.survey.least_height()
        elif self._tabs.currentWidget() is self.openers:
            least_px = self.openers.least_height(self.width() - 16)
        self._tabs.fit(least_px + TAB_BAR_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tabs()
