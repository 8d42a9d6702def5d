"""The People page: everybody who may enter, one person in full, and everything that is done from there."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from app.ui.pages.people_detail import PeopleDetail
from app.ui.pages.people_dialogs import PeopleDialogs
from app.ui.pages.people_list import PeopleList
from app.ui.pages.plan_page import PlanPage
from app.ui.theme import Theme
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.layouts import column
from app.ui.widgets.list_detail import ListDetail
from app.ui.widgets.message_strip import MessageStrip
from app.viewmodels.people_page import PeoplePageViewModels


class PeoplePage(QWidget):
    """List and detail. `door_wanted` carries the id of a door that somebody wants to see."""

    door_wanted = Signal(str)

    def __init__(
        self, theme: Theme, models: PeoplePageViewModels, clipboard: SecretClipboard
    ) -> None:
        super().__init__()
        self._models = models
        self.messages = MessageStrip(theme)
        self.people = PeopleList(theme)
        self.people.set_writable(models.can_write)
        self.detail = PeopleDetail(theme, clipboard)
        self.panes = ListDetail(theme, self.people, self.detail, self.tr("People"))
        self.plan = PlanPage(theme, models.plan)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self.plan)
        layout = column(12)
        layout.addWidget(self.messages)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)
        self.dialogs = PeopleDialogs(
            theme,
            self,
            models,
            detail=self.detail,
            messages=self.messages,
            clipboard=clipboard,
            show_plan=self.show_plan,
        )
        self._connect_list()
        self._connect_detail()
        self._connect_models()
        self.detail.show_detail(None)
        self.people.show_working()
        models.people.reload()
        models.undo.load()

    @property
    def dialog(self) -> QDialog | None:
        """The dialog that is open, for who drives the page."""
        return self.dialogs.current

    def show_person(self, person_id: str) -> None:
        """Show this person, in a narrow window too."""
        self.show_people()
        self._models.people.choose(person_id)
        self.panes.show_detail()

    def show_plan(self, door_ids: Collection[str] | None, warning: str = "") -> None:
        """Show what apply would do at these doors, at all when None; nothing is sent yet."""
        self._models.plan.prepare(door_ids)
        self._stack.setCurrentWidget(self.plan)
        self.plan.begin()
        self.plan.warn(warning)

    def show_people(self) -> None:
        """Go back from the plan to the people."""
        self._stack.setCurrentWidget(self.panes)
        self._models.detail.reload()
        self.people.setFocus()

    # --- wiring -----------------------------------------------------------------------------------

    def _connect_list(self) -> None:
        people = self.people
        people.person_chosen.connect(self._models.people.choose)
        people.person_opened.connect(lambda _person: self.panes.show_detail())
        people.add_pressed.connect(self.dialogs.add)
        people.groups_pressed.connect(self.dialogs.groups)
        people.keys_pressed.connect(self.dialogs.keys)
        people.retry_pressed.connect(self._models.people.reload)
        people.undo_pressed.connect(self.dialogs.undo)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self.panes)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.dialogs.undo)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(people.focus_search)

    def _connect_detail(self) -> None:
        detail = self.detail
        detail.grant_wanted.connect(self.dialogs.give_access)
        detail.edit_wanted.connect(self.dialogs.edit)
        detail.plan_wanted.connect(self._on_detail_plan_wanted)
        detail.pause_wanted.connect(self.dialogs.pause)
        detail.remove_wanted.connect(self.dialogs.remove)
        detail.reveal_wanted.connect(self.dialogs.reveal_code)
        detail.copy_wanted.connect(self.dialogs.copy_code)
        detail.take_away_wanted.connect(self.dialogs.take_away)
        detail.credentials.add_wanted.connect(self.dialogs.add_credential)
        detail.credentials.back_wanted.connect(self.dialogs.take_credential_back)
        detail.credentials.lost_wanted.connect(self.dialogs.report_lost)
        detail.take_grant_wanted.connect(self.dialogs.take_grant_away)
        detail.door_wanted.connect(self.door_wanted)
        self.plan.closed.connect(self.show_people)

    def _connect_models(self) -> None:
        people, model, undo = self._models.people, self._models.detail, self._models.undo
        people.rows_changed.connect(self._on_people_rows_changed)
        people.chosen_changed.connect(self._on_people_chosen_changed)
        people.failed.connect(self._on_people_failed)
        model.changed.connect(self._on_detail_changed)
        model.told.connect(lambda text: self.messages.show_message(text, "ok"))
        self._models.edit.saved.connect(self._on_edit_saved)
        in_hand = self._models.credentials
        in_hand.told.connect(lambda text: self.messages.show_message(text, "ok"))
        for one in (model, undo, self._models.edit, in_hand):
            one.failed.connect(lambda text: self.messages.show_message(text, "bad"))
        undo.changed.connect(lambda: self.people.set_undo(undo.words))
        undo.undone.connect(self._on_undo_undone)

    # --- what the models say ----------------------------------------------------------------------

    def _on_people_rows_changed(self) -> None:
        people = self._models.people
        self.people.set_items(people.items)
        if people.chosen_id not in {item.id for item in people.items}:
            people.choose(self.people.first_id())
        self.people.choose(people.chosen_id)

    def _on_people_chosen_changed(self, person_id: str) -> None:
        self.people.choose(person_id)
        self._models.detail.show_person(person_id)

    def _on_people_failed(self, sentence: str) -> None:
        if self._models.people.is_loaded:
            self.messages.show_message(sentence, "bad")
        else:
            self.people.show_failure(sentence)

    def _on_detail_changed(self) -> None:
        self.detail.show_detail(self._models.detail.detail, can_write=self._models.can_write)

    def _on_detail_plan_wanted(self) -> None:
        person = self.detail.detail
        if person is not None:
            self.show_plan(sorted({line.door_id for line in person.doors}))

    def _on_edit_saved(self, person_id: str, said: str) -> None:
        self.messages.show_message(said, "ok")
        self._models.people.show_when_read(person_id)

    def _on_undo_undone(self, words: str) -> None:
        self.messages.show_message(self.tr("Taken back: {0}.").format(words), "ok")

    def _follow(self, *, is_seen: bool) -> None:
        """Reading all that opens a door takes long in a large project, so only a page that is seen does it."""
        self._models.people.is_seen = self._models.detail.is_seen = is_seen

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._models.people.is_seen:
            self._follow(is_seen=True)
            self._models.people.reload()
            self._models.detail.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._follow(is_seen=False)
