"""Where a grant holds: groups, single doors, and doors of the groups that are left out."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.theme import Theme
from app.ui.widgets.check_rows import CheckRow, CheckRows
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column
from app.viewmodels.grant import DoorChoice, GroupChoice


class GrantPlaces(QWidget):
    """Groups stand above doors where there are any; a door of a ticked group may be left out of it."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._doors: Sequence[DoorChoice] = ()
        self._groups: Sequence[GroupChoice] = ()
        self.doors = CheckRows(theme, self.tr("Doors"), self.tr("Search doors"))
        self.groups = CheckRows(theme, self.tr("Groups of doors"), self.tr("Search groups"))
        self.excepted = CheckRows(theme, self.tr("Left out"), self.tr("Search doors to leave out"))
        self._groups_title = text_label(self.tr("Groups of doors"), "strong")
        self._doors_title = text_label(self.tr("Single doors"), "strong")
        self._except_title = text_label(self.tr("Left out of the groups"), "strong")
        layout = column(8)
        for part in (
            self._groups_title,
            self.groups,
            self._except_title,
            self.excepted,
            self._doors_title,
            self.doors,
        ):
            layout.addWidget(part)
        self.setLayout(layout)
        self.doors.changed.connect(self.changed)
        self.excepted.changed.connect(self.changed)
        self.groups.changed.connect(self._on_groups_changed)
        self.set_choices((), ())

    @property
    def door_ids(self) -> frozenset[str]:
        """The single doors."""
        return self.doors.ticked

    @property
    def group_ids(self) -> frozenset[str]:
        """The groups."""
        return self.groups.ticked

    @property
    def except_ids(self) -> frozenset[str]:
        """The doors that are left out of the groups."""
        return self.excepted.ticked

    @property
    def is_anywhere(self) -> bool:
        """Whether any door is left to enter."""
        return bool((self.door_ids | self._in_groups()) - self.except_ids)

    def set_choices(self, doors: Sequence[DoorChoice], groups: Sequence[GroupChoice]) -> None:
        """Offer these; what was ticked stays ticked."""
        self._doors, self._groups = doors, groups
        no_lock = self.tr("no lock yet")
        self.doors.set_rows(
            [CheckRow(door.id, door.label, "" if door.has_lock else no_lock) for door in doors],
            self.tr("There are no doors yet; add one first."),
        )
        counted = self.tr("{0} doors")
        self.groups.set_rows(
            [
                CheckRow(group.id, group.name, counted.format(len(group.door_ids)))
                for group in groups
            ]
        )
        for part in (self._groups_title, self.groups, self._doors_title):
            part.setVisible(bool(groups))
        self._show_excepted()

    def tick(self, door_ids: Collection[str]) -> None:
        """Tick exactly these single doors."""
        self.doors.tick(door_ids)

    def leave_out(self, door_ids: Collection[str]) -> None:
        """Take these doors out, single ones and those of groups."""
        away = frozenset(door_ids)
        self.doors.tick(self.door_ids - away)
        in_groups = away & self._in_groups()
        if in_groups:
            self.excepted.tick(self.except_ids | in_groups)

    def _in_groups(self) -> frozenset[str]:
        ticked = [group.door_ids for group in self._groups if group.id in self.group_ids]
        return frozenset[str]().union(*ticked)

    def _on_groups_changed(self) -> None:
        self._show_excepted()
        self.changed.emit()

    def _show_excepted(self) -> None:
        shown = self._in_groups()
        self.excepted.set_rows(
            [CheckRow(door.id, door.label) for door in self._doors if door.id in shown]
        )
        self._except_title.setVisible(bool(shown))
        self.excepted.setVisible(bool(shown))
