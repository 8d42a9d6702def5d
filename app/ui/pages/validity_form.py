"""When somebody may enter: always, from a date to a date, in weekly windows, or both."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QTime, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import CheckBox
from app.ui.widgets.entries import DateBox, TimeBox
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, row

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
    """Nothing ticked means always. `start`, `end` and `weekly` read as the command line takes them."""

    changed = Signal()

    def __init__(self, theme: Theme, today: date) -> None:
        super().__init__()
        self._theme = theme
        self._windows: list[WeeklyRow] = []
        first = QDate(today.year, today.month, today.day)
        last_day = today + timedelta(days=7)
        last = QDate(last_day.year, last_day.month, last_day.day)
        self.has_start = CheckBox(theme, self.tr("Only &from a day on"))
        self.has_end = CheckBox(theme, self.tr("Only &until a day"))
        self.has_weekly = CheckBox(theme, self.tr("Only at certain times of the &week"))
        self.start_day = DateBox(theme, self.tr("First day"), first)
        self.start_time = TimeBox(theme, self.tr("First time"), QTime(15, 0))
        self.end_day = DateBox(theme, self.tr("Last day"), last)
        self.end_time = TimeBox(theme, self.tr("Last time"), QTime(11, 0))
        self._add = Button(theme, self.tr("Add a time"), icon="plus", kind="quiet")
        self._start_line = _line(self.start_day, self.start_time)
        self._end_line = _line(self.end_day, self.end_time)
        self._weekly_box = column(12)
        add_line = row(0)
        add_line.addWidget(self._add)
        add_line.addStretch(1)
        weekly = column(8)
        weekly.addLayout(self._weekly_box)
        weekly.addLayout(add_line)
        self._weekly = boxed(weekly)
        layout = column(6)
        for widget in (
            self.has_start,
            self._start_line,
            self.has_end,
            self._end_line,
            self.has_weekly,
            self._weekly,
        ):
            layout.addWidget(widget)
        self.setLayout(layout)
        for box in (self.has_start, self.has_end, self.has_weekly):
            box.toggled.connect(lambda _on: self._show_parts())
        for day in (self.start_day, self.end_day):
            day.dateChanged.connect(lambda _day: self.changed.emit())
        for time in (self.start_time, self.end_time):
            time.timeChanged.connect(lambda _time: self.changed.emit())
        self._add.clicked.connect(self.add_window)
        self._show_parts()

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
        if self.has_weekly.isChecked() and not self._windows:
            self.add_window()
        self.changed.emit()


def _line(day: DateBox, time: TimeBox) -> QWidget:
    flow = FlowLayout(8)
    flow.addWidget(day)
    flow.addWidget(time)
    return boxed(flow)


def _moment(day: DateBox, time: TimeBox) -> str:
    return f"{day.date().toString('yyyy-MM-dd')}T{time.time().toString('HH:mm')}"
