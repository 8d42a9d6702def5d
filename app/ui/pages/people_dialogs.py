"""What the People page asks before something is done: one dialog at a time, never waited for by blocking."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.core.secret import Secret
from app.ui.dialogs import PlainDialog
from app.ui.pages.grant_dialog import GrantDialog
from app.ui.pages.people_credential_dialog import CredentialDialog
from app.ui.pages.people_detail import PeopleDetail
from app.ui.pages.people_edit_dialog import PersonDialog
from app.ui.pages.people_groups_dialog import GroupsDialog
from app.ui.pages.people_keys_dialog import KeysDialog
from app.ui.pages.people_remove_dialog import RemoveDialog
from app.ui.theme import Theme
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.message_strip import MessageStrip
from app.viewmodels.people_detail import DoorLine
from app.viewmodels.people_page import PeoplePageViewModels


class PeopleDialogs(QObject):
    """Opens the dialogs of the person that is shown."""

    def __init__(
        self,
        theme: Theme,
        page: QWidget,
        models: PeoplePageViewModels,
        *,
        detail: PeopleDetail,
        messages: MessageStrip,
        clipboard: SecretClipboard,
        show_plan: Callable[[Collection[str], str], None],
    ) -> None:
        super().__init__(page)
        self._theme, self._page, self._models = theme, page, models
        self._detail, self._messages, self._show_plan = detail, messages, show_plan
        self._clipboard = clipboard
        self.current: QDialog | None = None

    def add(self) -> None:
        """Add somebody."""
        self._open(PersonDialog(self._theme, self._page, self._models.edit))

    def groups(self) -> None:
        """Edit groups of doors and lists of holidays."""
        self._open(GroupsDialog(self._theme, self._page, self._models.groups))

    def keys(self) -> None:
        """Write down metal keys and key boxes."""
        models = self._models
        dialog = KeysDialog(
            self._theme,
            self._page,
            models.keys,
            models.undo,
            self._clipboard,
            can_write=models.can_write,
        )
        self._open(dialog)

    def edit(self) -> None:
        """Change what is known of the person."""
        person = self._detail.detail
        if person is not None:
            self._open(PersonDialog(self._theme, self._page, self._models.edit, person))

    def give_access(self) -> None:
        """Say where and when the person may enter; the plan comes next."""
        person = self._detail.detail
        dialog = GrantDialog(
            self._theme,
            self._page,
            self._models.grant,
            self._models.now(),
            person_id=person.id if person is not None else "",
        )
        dialog.granted.connect(self._show_plan)
        self._open(dialog)

    def pause(self, is_pausing: bool, door_id: str) -> None:
        """Begin a pause after saying what it does, or end one, everywhere or at one door."""
        person, model = self._detail.detail, self._models.detail
        if person is None:
            return
        if not is_pausing:
            model.resume(door_id)
            return
        line = self._line(lambda one: one.door_id == door_id)
        title = self.tr("Pause {0} everywhere?").format(person.name)
        if line is not None:
            title = self.tr("Pause {0} at {1}?").format(person.name, line.door)
        text = self.tr(
            "The codes are planned to be taken away and come back when the pause ends. They may open the door until that is applied and read back as gone."
        )
        dialog = PlainDialog(self._theme, self._page, title, text, accept=self.tr("Pause"))
        self._open(dialog, lambda: model.pause(door_id))

    def remove(self) -> None:
        """Take everything away, after saying what that means."""
        person = self._detail.detail
        if person is None:
            return
        dialog = RemoveDialog(self._theme, self._page, person)
        self._open(
            dialog,
            lambda: self._models.detail.remove_everywhere(from_list=dialog.is_from_list),
        )

    def reveal_code(self, entry_id: str) -> None:
        """Show a code after asking."""
        self._ask_for_code(entry_id, lambda code: self._detail.reveal(entry_id, code))

    def copy_code(self, entry_id: str) -> None:
        """Copy a code after asking."""
        self._ask_for_code(entry_id, lambda code: self._detail.copy(entry_id, code))

    def take_away(self, door_id: str) -> None:
        """Plan to take the person's access at one door away, after asking."""
        person = self._detail.detail
        line = self._line(lambda one: one.door_id == door_id)
        if person is None or line is None:
            return
        title = self.tr("Take away the access of {0} at {1}?").format(person.name, line.door)
        text = self.tr(
            "This is planned first. The code may open the door until the change is applied and read back as gone."
        )
        dialog = PlainDialog(
            self._theme, self._page, title, text, accept=self.tr("Take away"), is_destructive=True
        )
        self._open(dialog, lambda: self._models.detail.take_away(door_id))

    def take_grant_away(self, grant_id: str) -> None:
        """Plan to take away what one grant gave, after asking."""
        person = self._detail.detail
        grants = person.grants if person is not None else ()
        grant = next((one for one in grants if one.id == grant_id), None)
        if person is None or grant is None:
            return
        title = self.tr("Take this access away from {0}?").format(person.name)
        text = self.tr(
            "{0}: {1}. This is planned first. Codes that are on locks may open them until the change is applied and read back as gone."
        ).format(", ".join(grant.when), "; ".join(grant.where))
        dialog = PlainDialog(
            self._theme, self._page, title, text, accept=self.tr("Take away"), is_destructive=True
        )
        self._open(dialog, lambda: self._models.detail.take_grant_away(grant_id))

    def add_credential(self) -> None:
        """Write down a card, finger or key of the person."""
        person = self._detail.detail
        if person is not None:
            model = self._models.credentials
            self._open(CredentialDialog(self._theme, self._page, model, person))

    def take_credential_back(self, credential_id: str) -> None:
        """A card or key came back, after asking."""
        text = self.tr(
            "It does not count any more. What a lock was taught stays until it is taken out at the lock."
        )
        self._about_credential(
            credential_id, text, self.tr("It came back"), self._models.credentials.take_back
        )

    def report_lost(self, credential_id: str) -> None:
        """A metal key is lost, after asking."""
        text = self.tr(
            "From now on somebody unknown may open with it, until the cylinder is changed. A lost key never comes back in the lists."
        )
        self._about_credential(
            credential_id, text, self.tr("It is lost"), self._models.credentials.report_lost
        )

    def _about_credential(
        self, credential_id: str, text: str, accept: str, act: Callable[[str, str], None]
    ) -> None:
        person = self._detail.detail
        lines = person.credentials if person is not None else ()
        line = next((one for one in lines if one.id == credential_id), None)
        if person is None or line is None:
            return
        title = self.tr("{0} of {1}").format(f"{line.kind} {line.label}".strip(), person.name)
        dialog = PlainDialog(self._theme, self._page, title, text, accept=accept)
        self._open(dialog, lambda: act(person.id, credential_id))

    def undo(self) -> None:
        """Take the newest edit back after saying what it is."""
        undo = self._models.undo
        if not undo.words:
            self._messages.show_message(undo.refusal, "info")
            return
        text = self.tr("This is taken back: {0}. Nothing is sent to a lock.").format(undo.words)
        dialog = PlainDialog(
            self._theme, self._page, self.tr("Undo?"), text, accept=self.tr("Undo")
        )
        self._open(dialog, undo.undo)

    def _ask_for_code(self, entry_id: str, use: Callable[[Secret[str]], None]) -> None:
        person = self._detail.detail
        line = self._line(lambda one: one.entry.id == entry_id)
        if person is None or line is None:
            return
        text = self.tr(
            "Whoever sees it can open the door. It is masked again after 20 seconds, and the clipboard emptied."
        )
        title = self.tr("Show the code of {0}?").format(person.name)
        dialog = PlainDialog(self._theme, self._page, title, text, accept=self.tr("Go on"))
        model = self._models.detail

        def go_on() -> None:
            code = model.value_of(model.credential_of(entry_id))
            if code is not None:
                use(code)

        self._open(dialog, go_on)

    def _line(self, is_it: Callable[[DoorLine], bool]) -> DoorLine | None:
        person = self._detail.detail
        return next((line for line in person.doors if is_it(line)), None) if person else None

    def _open(self, dialog: QDialog, on_accepted: Callable[[], None] | None = None) -> None:
        """Open a dialog without waiting for it; one at a time."""

        def settle() -> None:
            self.current = None
            dialog.deleteLater()

        if on_accepted is not None:
            dialog.accepted.connect(on_accepted)
        dialog.finished.connect(lambda _code: settle())
        self.current = dialog
        dialog.open()
