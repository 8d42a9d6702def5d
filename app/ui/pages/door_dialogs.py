"""What the Locks page asks before something is done: one dialog at a time, never waited for by blocking."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.core.secret import Secret
from app.ui.dialogs import PlainDialog
from app.ui.pages.bolt_dialog import BoltDialog
from app.ui.pages.door_detail import DoorDetail
from app.ui.pages.grant_dialog import GrantDialog
from app.ui.pages.share_dialog import ShareDialog
from app.ui.pages.take_out_dialog import TakeOutDialog
from app.ui.theme import Theme
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.message_strip import MessageStrip
from app.viewmodels.entry_items import EntryItem
from app.viewmodels.locks_page import LocksPageViewModels


class DoorDialogs(QObject):
    """Opens the dialogs of the door that is shown."""

    def __init__(
        self,
        theme: Theme,
        page: QWidget,
        models: LocksPageViewModels,
        clipboard: SecretClipboard,
        *,
        detail: DoorDetail,
        messages: MessageStrip,
        show_plan: Callable[[Collection[str], str], None],
    ) -> None:
        super().__init__(page)
        self._theme, self._page, self._models, self._clipboard = theme, page, models, clipboard
        self._detail, self._messages, self._show_plan = detail, messages, show_plan
        self.current: QDialog | None = None

    def move_bolt(self, locked: bool) -> None:
        """Lock, or ask before unlocking; ask for the code where the lock wants one."""
        detail, model = self._detail.detail, self._models.detail
        if detail is None:
            return
        if locked and not detail.needs_pin_for_bolt:
            model.set_bolt(locked=True)
            return
        dialog = BoltDialog(
            self._theme,
            self._page,
            detail.label,
            locked=locked,
            needs_pin=detail.needs_pin_for_bolt,
        )
        self._open(dialog, lambda: model.set_bolt(locked=locked, pin=dialog.take()))

    def share(self) -> None:
        """Let another home app in."""
        place = self._models.detail.place
        if place is not None:
            self._models.share.begin(place)
            self._open(ShareDialog(self._theme, self._page, self._models.share, self._clipboard))

    def add_code(self) -> None:
        """Give somebody a code, first of all at this door."""
        detail = self._detail.detail
        doors = [detail.door_id] if detail is not None else []
        dialog = GrantDialog(
            self._theme, self._page, self._models.grant, self._models.now(), door_ids=doors
        )
        dialog.granted.connect(self._show_plan)
        self._open(dialog)

    def take_out(self) -> None:
        """Take the lock out of the project."""
        detail, place = self._detail.detail, self._models.detail.place
        if detail is None or place is None:
            return
        model = self._models.take_out
        self._open(
            TakeOutDialog(
                self._theme, self._page, model, detail, lambda way: model.take_out(place, way)
            )
        )

    def reveal_code(self, entry_id: str) -> None:
        """Show a code after asking."""
        self._ask_for_code(entry_id, lambda code: self._detail.reveal(entry_id, code))

    def copy_code(self, entry_id: str) -> None:
        """Copy a code after asking."""
        self._ask_for_code(entry_id, lambda code: self._detail.copy(entry_id, code))

    def _ask_for_code(self, entry_id: str, use: Callable[[Secret[str]], None]) -> None:
        entry = self._entry(entry_id)
        if entry is None:
            return
        text = self.tr(
            "Whoever sees it can open the door. It is masked again after 20 seconds, and the clipboard emptied."
        )
        title = self.tr("Show the code of {0}?").format(entry.person)
        dialog = PlainDialog(self._theme, self._page, title, text, accept=self.tr("Go on"))

        def go_on() -> None:
            code = self._models.detail.value_of(entry_id)
            if code is not None:
                use(code)

        self._open(dialog, go_on)

    def take_code_away(self, entry_id: str) -> None:
        """Plan to take a code away, after asking."""
        entry, detail = self._entry(entry_id), self._detail.detail
        if entry is None or detail is None:
            return
        title = self.tr("Take away the code of {0} at {1}?").format(entry.person, detail.label)
        text = self.tr(
            "This is planned first. The code may open the door until the change is applied and read back as gone."
        )
        dialog = PlainDialog(
            self._theme, self._page, title, text, accept=self.tr("Take away"), is_destructive=True
        )
        self._open(dialog, lambda: self._models.detail.revoke(entry.person_id))

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

    def _entry(self, entry_id: str) -> EntryItem | None:
        detail = self._detail.detail
        entries = detail.entries if detail is not None else ()
        return next((entry for entry in entries if entry.id == entry_id), None)

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
