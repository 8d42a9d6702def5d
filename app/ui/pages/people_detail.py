"""One person in full: contact, what can be done next, doors with their proof, grants, and what they open with."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.core.secret import Secret
from app.ui.pages.people_doors import PeopleDoors
from app.ui.pages.people_tabs import CredentialTab, GrantTab
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import HintStrip
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.heading import Heading
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import AT_END, FlowLayout, boxed, column, scrolled
from app.ui.widgets.pills import StatusPill
from app.ui.widgets.tabs import TAB_BAR_PX, FittedContent, FittedTabs
from app.viewmodels.people_detail import PersonDetail


class PeopleDetail(QWidget):
    """Draws a `PersonDetail`; every button only says what is wanted."""

    grant_wanted = Signal()
    edit_wanted = Signal()
    plan_wanted = Signal()
    pause_wanted = Signal(bool, str)
    remove_wanted = Signal()
    reveal_wanted = Signal(str)
    copy_wanted = Signal(str)
    take_away_wanted = Signal(str)
    take_grant_wanted = Signal(str)
    door_wanted = Signal(str)

    def __init__(self, theme: Theme, clipboard: SecretClipboard) -> None:
        super().__init__()
        self._theme = theme
        self._detail: PersonDetail | None = None
        self._title = Heading()
        self._role, self._paused = StatusPill(theme), StatusPill(theme)
        self._contact = text_label("", "body", "muted")
        self._pause_hint = HintStrip(
            theme,
            self.tr(
                "Paused: everything is taken away for now and comes back when the pause ends. What is on a lock may open it until that is applied and read back."
            ),
            icon="clock",
            tone="warn",
        )
        self._removed_hint = HintStrip(
            theme,
            self.tr(
                "Removed from the list. This person is shown until every lock has proven that nothing is left on it."
            ),
            icon="triangle-alert",
            tone="warn",
        )
        self._build_actions()
        self.doors = PeopleDoors(theme, clipboard)
        self.grants, self.credentials = GrantTab(theme), CredentialTab(theme)
        self._tabs = FittedTabs(self.tr("Parts of the person"))
        self._tabs.addTab(self.doors, self.tr("&Doors"))
        self._tabs.addTab(self.grants, self.tr("A&ccess"))
        self._tabs.addTab(self.credentials, self.tr("Codes and keys"))
        head = FlowLayout(12)
        for widget in (self._title, self._role, self._paused):
            head.addWidget(widget)
        body = column(14)
        body.addWidget(boxed(head))
        for part in (self._contact, self._pause_hint, self._removed_hint, self._actions):
            body.addWidget(part)
        body.addWidget(self._tabs, 1)
        content = FittedContent()
        content.setLayout(body)
        layout = column(0)
        layout.addWidget(scrolled(content))
        self.setLayout(layout)
        self._tabs.currentChanged.connect(lambda _number: self._fit_tabs())
        self.doors.height_changed.connect(self._fit_tabs)
        self.doors.reveal_wanted.connect(self.reveal_wanted)
        self.doors.copy_wanted.connect(self.copy_wanted)
        self.doors.remove_wanted.connect(self.take_away_wanted)
        self.doors.door_wanted.connect(self.door_wanted)
        self.doors.pause_wanted.connect(self.pause_wanted)
        self.grants.take_away_wanted.connect(self.take_grant_wanted)

    @property
    def detail(self) -> PersonDetail | None:
        """What is shown."""
        return self._detail

    def show_detail(self, detail: PersonDetail | None, *, can_write: bool = True) -> None:
        """Show this person; nothing at all for None. `can_write` False is a project that is open for viewing."""
        is_other = detail is None or self._detail is None or self._detail.id != detail.id
        self._detail = detail
        self.setVisible(detail is not None)
        if detail is None:
            return
        self._title.setText(detail.name)
        self._role.set_status(detail.role_word, "info")
        self._paused.set_status(self.tr("paused") if detail.is_paused else "", "warn")
        self._contact.setText(self._contact_words(detail))
        self._pause_hint.setVisible(detail.is_paused)
        self._removed_hint.setVisible(detail.is_removed)
        self._show_actions(detail, can_write=can_write)
        self.doors.set_lines(
            detail.doors,
            can_write=can_write and not detail.is_removed,
            is_paused=detail.is_paused,
        )
        self.grants.set_lines(detail.grants, can_write=can_write and not detail.is_removed)
        self.credentials.set_lines(
            detail.credentials, can_write=can_write and not detail.is_removed
        )
        if is_other:
            self._tabs.setCurrentIndex(0)
        self._fit_tabs()

    def reveal(self, entry_id: str, code: Secret[str]) -> None:
        """Show a code for a while."""
        self.doors.reveal(entry_id, code)

    def copy(self, entry_id: str, code: Secret[str]) -> None:
        """Put a code on the clipboard for a while."""
        self.doors.copy(entry_id, code)

    def _build_actions(self) -> None:
        theme = self._theme
        self._grant = Button(theme, self.tr("Gi&ve access …"), icon="key-round", kind="primary")
        self._plan = Button(theme, self.tr("See &plan"), icon="play")
        self._edit = Button(theme, self.tr("&Edit …"), icon="pencil")
        self._pause = Button(theme, "", icon="clock")
        self._remove = Button(theme, self.tr("&Remove …"), icon="trash-2", kind="destructive")
        self._remove.setAccessibleName(self.tr("Remove everywhere"))
        self._remove.setToolTip(self.tr("Take everything away, at every door"))
        self._remove.setProperty(AT_END, True)
        flow = FlowLayout(8)
        for button in (self._grant, self._plan, self._edit, self._pause, self._remove):
            flow.addWidget(button)
        self._actions = boxed(flow)
        self._grant.clicked.connect(self.grant_wanted)
        self._plan.clicked.connect(self.plan_wanted)
        self._edit.clicked.connect(self.edit_wanted)
        self._pause.clicked.connect(self._on_pause_clicked)
        self._remove.clicked.connect(self.remove_wanted)

    def _contact_words(self, detail: PersonDetail) -> str:
        language = ""
        if detail.language_word:
            language = self.tr("reads {0}").format(detail.language_word)
        words = "  ·  ".join(part for part in (detail.email, detail.phone, language) if part)
        return words or self.tr("No contact noted.")

    def _show_actions(self, detail: PersonDetail, *, can_write: bool) -> None:
        is_here = can_write and not detail.is_removed
        for button in (self._grant, self._edit, self._pause):
            button.setEnabled(is_here)
        self._remove.setEnabled(is_here)
        self._plan.setVisible(any(line.entry.needs_work for line in detail.doors))
        self._pause.setText(self.tr("Re&sume") if detail.is_paused else self.tr("Pau&se …"))
        self._pause.set_icon_name("play" if detail.is_paused else "clock")

    def _on_pause_clicked(self) -> None:
        if self._detail is not None:
            self.pause_wanted.emit(not self._detail.is_paused, "")

    def _fit_tabs(self) -> None:
        least_px = 240
        if self._tabs.currentWidget() is self.doors:
            least_px = self.doors.least_height(self.width() - 16)
        self._tabs.fit(least_px + TAB_BAR_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tabs()
