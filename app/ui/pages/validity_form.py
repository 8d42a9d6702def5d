"""When somebody may enter: always, from a date to a date, in weekly windows, once, closed on holidays; all ticked parts hold."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QLocale, QTime, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import CheckBox, ChoiceBox
from app.ui.widgets.entries import DateBox, TimeBox
from app.ui.widgets.form import Field
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import CardRow, FlowLayout, boxed, column, row
from app.ui.widgets.search import ChipData, FilterChips

ALWAYS, STAY, WEEKLY, VISIT = "always", "stay", "weekly", "visit"
VISIT_HOURS = 4
STAY_DAYS = 7
_QUARTER_MINUTES = 15
_DAY_WORDS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


class WeeklyRow(QWidget):
    """One weekly window: days to switch, a beginning and an end."""

    removed = Signal()
    changed = Signal()

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._days: list[QPushButton] = []
        days = FlowLayout(6)
        for day in range(1, 8):
            button = QPushButton(QLocale().dayName(day, QLocale.FormatType.ShortFormat))
            button.setAccessibleName(QLocale().dayName(day, QLocale.FormatType.LongFormat))
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("kind", "chip")
            button.setChecked(day <= 5)
            button.toggled.connect(lambda _on: self.changed.emit())
            days.addWidget(button)
            self._days.append(button)
        self._from = TimeBox(theme, self.tr("Window {0} from").format(number), QTime(8, 0))
        self._until = TimeBox(theme, self.tr("Window {0} until").format(number), QTime(18, 0))
        remove = Button(theme, self.tr("Remove"), icon="x", kind="quiet")
        remove.setAccessibleName(self.tr("Remove window {0}").format(number))
        remove.clicked.connect(self.removed)
        self._from.timeChanged.connect(lambda _time: self.changed.emit())
        self._until.timeChanged.connect(lambda _time: self.changed.emit())
        times = FlowLayout(8)
        for widget in (
            text_label(self.tr("from"), wrap=False),
            self._from,
            text_label(self.tr("until"), wrap=False),
            self._until,
            remove,
        ):
            times.addWidget(widget)
        layout = column(6)
        layout.addWidget(boxed(days))
        layout.addWidget(boxed(times))
        self.setLayout(layout)

    @property
    def text(self) -> str:
        """The window in the words of the program, `Mo,We 08:00-12:00`; empty without a day."""
        days = [word for word, day in zip(_DAY_WORDS, self._days, strict=True) if day.isChecked()]
        if not days:
            return ""
        start, end = self._from.time(), self._until.time()
        shown = "24:00" if end == QTime(0, 0) else end.toString("HH:mm")
        return f"{','.join(days)} {start.toString('HH:mm')}-{shown}"

    def set_window(self, days: frozenset[int], start: QTime, end: QTime) -> None:
        """Choose days (1 is Monday) and times."""
        for number, button in enumerate(self._days, start=1):
            button.setChecked(number in days)
        self._from.setTime(start)
        self._until.setTime(end)


class ValidityForm(QWidget):
    """Nothing ticked means always; the chips above tick what the commonest wishes need.

    `now` is the wall clock of the doors. `start`, `end` and `weekly` read as the command line takes them.
    """

    changed = Signal()

    def __init__(self, theme: Theme, now: datetime) -> None:
        super().__init__()
        self._theme = theme
        self._now = now
        self._windows: list[WeeklyRow] = []
        self._is_choosing = False
        self.presets = FilterChips(self.tr("When"))
        self.presets.set_chips(
            [
                ChipData(ALWAYS, self.tr("Always")),
                ChipData(STAY, self.tr("Stay")),
                ChipData(WEEKLY, self.tr("Weekly")),
                ChipData(VISIT, self.tr("One visit")),
            ]
        )
        self.has_start = CheckBox(theme, self.tr("Only &from a day on"))
        self.has_end = CheckBox(theme, self.tr("Only &until a day"))
        self.has_weekly = CheckBox(theme, self.tr("Only at certain times of the &week"))
        self.has_once = CheckBox(theme, self.tr("Ends with the first u&se"))
        self.start_day = DateBox(theme, self.tr("First day"), _day(now))
        self.start_time = TimeBox(theme, self.tr("First time"), QTime(15, 0))
        self.end_day = DateBox(theme, self.tr("Last day"), _day(now + timedelta(days=STAY_DAYS)))
        self.end_time = TimeBox(theme, self.tr("Last time"), QTime(11, 0))
        self._add = Button(theme, self.tr("Add a time"), icon="plus", kind="quiet")
        self._start_line = _line(self.start_day, self.start_time)
        self._end_line = _line(self.end_day, self.end_time)
        self._weekly_box = column(12)
        self._weekly = self._weekly_part()
        self.calendar = ChoiceBox(theme, self.tr("Holidays"))
        self.holiday_rule = ChoiceBox(
            theme,
            self.tr("On these days"),
            [("closed", self.tr("closed")), ("as_sunday", self.tr("as on Sundays"))],
        )
        self._rule_field = Field(self.tr("On these days"), self.holiday_rule)
        self._holidays = self._holiday_part()
        layout = column(6)
        for widget in (
            self.presets,
            self.has_start,
            self._start_line,
            self.has_end,
            self._end_line,
            self.has_weekly,
            self._weekly,
            self.has_once,
            self._holidays,
        ):
            layout.addWidget(widget)
        self.setLayout(layout)
        self._connect()
        self.set_calendars(())
        self._show_parts()

    def _weekly_part(self) -> QWidget:
        add_line = row(0)
        add_line.addWidget(self._add)
        add_line.addStretch(1)
        weekly = column(8)
        weekly.addLayout(self._weekly_box)
        weekly.addLayout(add_line)
        return boxed(weekly)

    def _holiday_part(self) -> QWidget:
        fields = CardRow(160, 12)
        fields.addWidget(Field(self.tr("Holidays"), self.calendar))
        fields.addWidget(self._rule_field)
        return boxed(fields)

    def _connect(self) -> None:
        self.presets.chosen.connect(self.choose_preset)
        for box in (self.has_start, self.has_end, self.has_weekly, self.has_once):
            box.toggled.connect(lambda _on: self._show_parts())
        for day in (self.start_day, self.end_day):
            day.dateChanged.connect(lambda _day: self.changed.emit())
        for time in (self.start_time, self.end_time):
            time.timeChanged.connect(lambda _time: self.changed.emit())
        self._add.clicked.connect(self.add_window)
        for choice in (self.calendar, self.holiday_rule):
            choice.chosen.connect(lambda _key: self._show_parts())

    def set_calendars(self, calendars: Sequence[tuple[str, str]]) -> None:
        """The holiday lists of the project, as id and name; without any there is nothing to choose."""
        self.calendar.set_options([("", self.tr("as any other day")), *calendars])
        self._holidays.setVisible(bool(calendars))
        self._show_parts()

    def choose_holidays(self, calendar_id: str, rule: str) -> None:
        """Let these days be closed, or as Sundays."""
        self.calendar.choose(calendar_id)
        self.holiday_rule.choose(rule)
        self._show_parts()

    @property
    def preset(self) -> str:
        """What the ticked parts amount to."""
        if self.has_once.isChecked():
            return VISIT
        if self.has_weekly.isChecked():
            return WEEKLY
        return STAY if self.has_start.isChecked() or self.has_end.isChecked() else ALWAYS

    def choose_preset(self, key: str) -> None:
        """Tick what this wish needs, and nothing else."""
        self._is_choosing = True
        if key == VISIT:
            self.set_visit(VISIT_HOURS)
        elif key == STAY:
            self._set_stay()
        self.has_start.setChecked(key in {STAY, VISIT})
        self.has_end.setChecked(key in {STAY, VISIT})
        self.has_weekly.setChecked(key == WEEKLY)
        self.has_once.setChecked(key == VISIT)
        self._is_choosing = False
        self._show_parts()

    def set_visit(self, hours: int) -> None:
        """From the next quarter of an hour on, so many hours."""
        start = self._now.replace(second=0, microsecond=0)
        start += timedelta(minutes=-start.minute % _QUARTER_MINUTES)
        end = start + timedelta(hours=hours)
        self.start_day.setDate(_day(start))
        self.start_time.setTime(QTime(start.hour, start.minute))
        self.end_day.setDate(_day(end))
        self.end_time.setTime(QTime(end.hour, end.minute))

    def _set_stay(self) -> None:
        self.start_day.setDate(_day(self._now))
        self.start_time.setTime(QTime(15, 0))
        self.end_day.setDate(_day(self._now + timedelta(days=STAY_DAYS)))
        self.end_time.setTime(QTime(11, 0))

    @property
    def start(self) -> str:
        """The beginning, wall time of the doors; empty: none."""
        if not self.has_start.isChecked():
            return ""
        return _moment(self.start_day, self.start_time)

    @property
    def end(self) -> str:
        """The end, wall time of the doors; empty: none."""
        if not self.has_end.isChecked():
            return ""
        return _moment(self.end_day, self.end_time)

    @property
    def weekly(self) -> tuple[str, ...]:
        """The weekly windows; empty: at any time."""
        if not self.has_weekly.isChecked():
            return ()
        return tuple(window.text for window in self._windows if window.text)

    @property
    def is_once(self) -> bool:
        """Whether the first use ends it."""
        return self.has_once.isChecked()

    @property
    def holidays(self) -> tuple[tuple[str, str], ...]:
        """The chosen holiday list with its rule; empty: days like any other."""
        return ((self.calendar.key, self.holiday_rule.key),) if self.calendar.key else ()

    @property
    def windows(self) -> tuple[WeeklyRow, ...]:
        """The rows of weekly windows."""
        return tuple(self._windows)

    @property
    def is_complete(self) -> bool:
        """Whether every chosen part says something: a weekly window without a day does not."""
        if not self.has_weekly.isChecked():
            return True
        return bool(self._windows) and all(window.text for window in self._windows)

    def add_window(self) -> WeeklyRow:
        """One more weekly window."""
        window = WeeklyRow(self._theme, len(self._windows) + 1)
        self._windows.append(window)
        self._weekly_box.addWidget(window)
        window.removed.connect(lambda: self._remove(window))
        window.changed.connect(self.changed)
        self._keep_tab_order()
        self.changed.emit()
        return window

    def _remove(self, window: WeeklyRow) -> None:
        self._windows.remove(window)
        self._weekly_box.removeWidget(window)
        window.hide()
        window.deleteLater()
        self._add.setFocus()
        self.changed.emit()

    def _keep_tab_order(self) -> None:
        """A window that was added later is reached before the button that added it."""
        before: QWidget = self.has_weekly
        for window in self._windows:
            for widget in window.findChildren(QWidget):
                if widget.focusPolicy() & widget.focusPolicy().TabFocus:
                    QWidget.setTabOrder(before, widget)
                    before = widget
        QWidget.setTabOrder(before, self._add)

    def _show_parts(self) -> None:
        self._start_line.setVisible(self.has_start.isChecked())
        self._end_line.setVisible(self.has_end.isChecked())
        self._weekly.setVisible(self.has_weekly.isChecked())
        self._rule_field.setVisible(bool(self.calendar.key))
        if self._is_choosing:
            return
        if self.has_weekly.isChecked() and not self._windows:
            self.add_window()
        self.presets.choose(self.preset)
        self.changed.emit()


def _day(moment: datetime) -> QDate:
    return QDate(moment.year, moment.month, moment.day)


def _line(day: DateBox, time: TimeBox) -> QWidget:
    flow = FlowLayout(8)
    flow.addWidget(day)
    flow.addWidget(time)
    return boxed(flow)


def _moment(day: DateBox, time: TimeBox) -> str:
    return f"{day.date().toString('yyyy-MM-dd')}T{time.time().toString('HH:mm')}"
