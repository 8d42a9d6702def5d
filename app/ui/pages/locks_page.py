"""The Locks page: the list of doors, one door in full, and everything that is done from there."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from app.ui.pages.door_detail import DoorDetail
from app.ui.pages.door_dialogs import DoorDialogs
from app.ui.pages.door_list import DoorList
from app.ui.pages.plan_page import PlanPage
from app.ui.pages.survey_desk import SurveyDesk
from app.ui.theme import Theme
from app.ui.widgets.busy_strip import BusyStrip
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.layouts import column
from app.ui.widgets.list_detail import ListDetail
from app.ui.widgets.message_strip import MessageStrip
from app.viewmodels.locks_page import LocksPageViewModels


class LocksPage(QWidget):
    """List and detail. Adding a lock or a door is done elsewhere: the signals carry the door's label (empty: none chosen)."""

    add_lock_wanted = Signal(str)
    add_door_wanted = Signal()
    import_wanted = Signal()

    def __init__(
        self, theme: Theme, models: LocksPageViewModels, clipboard: SecretClipboard
    ) -> None:
        super().__init__()
        self._models = models
        self.messages = MessageStrip(theme)
        self.doors = DoorList(theme)
        self.detail = DoorDetail(theme, clipboard)
        self._busy = BusyStrip(theme)
        pane = QWidget()
        pane_layout = column(12)
        pane_layout.addWidget(self._busy)
        pane_layout.addWidget(self.detail, 1)
        pane.setLayout(pane_layout)
        self.panes = ListDetail(theme, self.doors, pane, self.tr("Doors"))
        self.plan = PlanPage(theme, models.plan)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self.plan)
        layout = column(12)
        layout.addWidget(self.messages)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)
        self.dialogs = DoorDialogs(
            theme,
            self,
            models,
            clipboard,
            detail=self.detail,
            messages=self.messages,
            show_plan=self.show_plan,
        )
        self.survey = SurveyDesk(
            theme, self, models, clipboard, tab=self.detail.survey, messages=self.messages
        )
        self._connect_openers()
        self._connect_list()
        self._connect_detail()
        self._connect_models()
        self.detail.show_detail(None)
        self.doors.show_working()
        models.locks.reload()
        models.undo.load()

    @property
    def dialog(self) -> QDialog | None:
        """The dialog that is open, for who drives the page."""
        return self.dialogs.current or self.survey.current

    async def close_page(self) -> None:
        """End what the page asks for; safe twice."""
        await self.survey.close()

    def show_plan(self, door_ids: Collection[str] | None, warning: str = "") -> None:
        """Show what apply would do at these doors, at all when None; nothing is sent yet."""
        self._models.plan.prepare(door_ids)
        self._stack.setCurrentWidget(self.plan)
        self.plan.begin()
        self.plan.warn(warning)

    def show_doors(self) -> None:
        """Go back from the plan to the doors."""
        self._stack.setCurrentWidget(self.panes)
        self._models.detail.reload()
        self.doors.setFocus()

    # --- wiring -----------------------------------------------------------------------------------

    def _connect_list(self) -> None:
        doors = self.doors
        doors.door_chosen.connect(self._models.locks.choose)
        doors.door_opened.connect(lambda _door: self.panes.show_detail())
        doors.add_lock_pressed.connect(lambda: self.add_lock_wanted.emit(""))
        doors.add_door_pressed.connect(self.add_door_wanted)
        doors.import_pressed.connect(self.import_wanted)
        doors.retry_pressed.connect(self._models.locks.reload)
        doors.undo_pressed.connect(self.dialogs.undo)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self.panes)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.dialogs.undo)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(doors.focus_search)

    def _connect_detail(self) -> None:
        detail, model = self.detail, self._models.detail
        detail.read_wanted.connect(model.refresh)
        detail.add_lock_wanted.connect(self._on_detail_add_lock_wanted)
        detail.apply_wanted.connect(self._on_detail_apply_wanted)
        detail.bolt_wanted.connect(self.dialogs.move_bolt)
        detail.share_wanted.connect(self.dialogs.share)
        detail.add_code_wanted.connect(self.dialogs.add_code)
        detail.take_out_wanted.connect(self.dialogs.take_out)
        detail.reveal_wanted.connect(self.dialogs.reveal_code)
        detail.copy_wanted.connect(self.dialogs.copy_code)
        detail.remove_wanted.connect(self.dialogs.take_code_away)
        self.plan.closed.connect(self.show_doors)

    def _connect_openers(self) -> None:
        openers, tab = self._models.openers, self.detail.openers
        openers.changed.connect(lambda: tab.show_item(openers.item))
        openers.failed.connect(lambda text: self.messages.show_message(text, "bad"))
        tab.seen_changed.connect(openers.set_seen)

    def _connect_models(self) -> None:
        locks, model = self._models.locks, self._models.detail
        locks.rows_changed.connect(self._on_locks_rows_changed)
        locks.chosen_changed.connect(self._on_locks_chosen_changed)
        locks.failed.connect(self._on_locks_failed)
        model.changed.connect(self._on_detail_changed)
        model.told.connect(lambda text: self.messages.show_message(text, "ok"))
        model.failed.connect(lambda text: self.messages.show_message(text, "bad"))
        model.busy_changed.connect(self.detail.set_busy)
        model.work_changed.connect(self._on_detail_work_changed)
        undo = self._models.undo
        undo.changed.connect(lambda: self.doors.set_undo(undo.words))
        undo.failed.connect(lambda text: self.messages.show_message(text, "bad"))
        undo.undone.connect(self._on_undo_undone)
        undo.undoing.connect(self._on_undo_undoing)

    # --- what the models say ----------------------------------------------------------------------

    def _on_locks_rows_changed(self) -> None:
        locks = self._models.locks
        self.doors.set_items(locks.items)
        ids = {item.id for item in locks.items}
        if locks.chosen_id not in ids:
            locks.choose(self.doors.first_id())
        self.doors.choose(locks.chosen_id)

    def _on_locks_chosen_changed(self, door_id: str) -> None:
        self.doors.choose(door_id)
        self._models.detail.show_door(door_id)
        self._models.openers.show_door(door_id)
        self.survey.show_door(door_id)

    def _on_locks_failed(self, sentence: str) -> None:
        if self._models.locks.is_loaded:
            self.messages.show_message(sentence, "bad")
        else:
            self.doors.show_failure(sentence)

    def _on_detail_changed(self) -> None:
        self.detail.show_detail(self._models.detail.detail, can_write=self._models.can_write)

    def _on_detail_add_lock_wanted(self) -> None:
        detail = self.detail.detail
        self.add_lock_wanted.emit(detail.label if detail is not None else "")

    def _on_detail_work_changed(self, words: str) -> None:
        if words:
            self._busy.show_busy(words, can_stop=False)
        else:
            self._busy.show_idle()

    def _on_undo_undoing(self, words: str) -> None:
        text = self.tr("Taking back: {0} …").format(words)
        self._on_detail_work_changed(text if words else "")

    def _on_undo_undone(self, words: str) -> None:
        self.messages.show_message(self.tr("Taken back: {0}.").format(words), "ok")

    def _on_detail_apply_wanted(self) -> None:
        detail = self.detail.detail
        if detail is not None:
            self.show_plan([detail.door_id])
