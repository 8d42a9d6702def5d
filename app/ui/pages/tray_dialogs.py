"""What the Scan page asks before something is done: one dialog at a time, never waited for by blocking."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.core.fault_hook import report_fault
from app.core.secret import Secret
from app.core.tasks import TaskOwner
from app.ui.dialogs import PlainDialog, ask_save_file
from app.ui.pages.tray_doors import DoorPickDialog
from app.ui.pages.tray_pictures import PictureDialog
from app.ui.pages.tray_symbol_dialog import AskSymbolDialog, SymbolDialog
from app.ui.theme import Theme
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.intake_filter import REFUSES_SCANS
from app.ui.widgets.message_strip import MessageStrip
from app.viewmodels.code_shown import code_shown
from app.viewmodels.scan_page import ScanPageViewModels
from app.viewmodels.tray_words import TrayDetail


class TrayDialogs(QObject):
    """Opens the dialogs of the entry that is shown. What was asked for stays on the screen as long as on the clipboard."""

    def __init__(
        self,
        theme: Theme,
        page: QWidget,
        models: ScanPageViewModels,
        messages: MessageStrip,
        clipboard: SecretClipboard,
    ) -> None:
        super().__init__(page)
        self._theme, self._page, self._models = theme, page, models
        self._messages, self._clipboard = messages, clipboard
        self._tasks = TaskOwner(report_fault)
        self.current: QDialog | None = None
        models.pictures.shown.connect(self._on_pictures_shown)
        models.tray.doors_loaded.connect(self._on_tray_doors_loaded)

    async def close(self) -> None:
        """Close what is open; safe twice."""
        await self._tasks.close()

    # --- the code itself --------------------------------------------------------------------------

    def reveal(self, use: Callable[[str, Secret[str]], None]) -> None:
        """Show the code after asking."""
        self._ask_for_code(self.tr("Show the code of {0}?"), use, is_shown=True)

    def copy(self, use: Callable[[str, Secret[str]], None]) -> None:
        """Copy the code after asking."""
        self._ask_for_code(self.tr("Copy the code of {0}?"), use, is_shown=False)

    def show_symbol(self) -> None:
        """Show the code as QR code after asking."""
        detail = self._detail
        if detail is None:
            return
        title = self.tr("Show the QR code of {0}?").format(detail.item.title)
        dialog = AskSymbolDialog(
            self._theme,
            self._page,
            title,
            self._warning(),
            mask_after_ms=self._clipboard.keep_ms,
        )
        self._open(dialog, lambda: self._open_symbol(detail, dialog.mask_after_ms))

    def save_symbol(self) -> None:
        """Save the code as a picture after saying what that means."""
        if self._detail is not None:
            self._save_symbol_of(self._detail)

    def _save_symbol_of(self, detail: TrayDetail) -> None:
        text = self.tr(
            "Keep it where the owner finds it and nobody else does: without its code a reset lock is scrap, and with it "
            "anybody can add the lock while it is being set up. Only you can read the file, and the history says that it was written."
        )
        title = self.tr("Save the QR code of {0} as a picture?").format(detail.item.title)
        dialog = PlainDialog(self._theme, self._page, title, text, accept=self.tr("Choose where …"))
        self._open(dialog, lambda: self._start("save code", self._save(detail.item.id)))

    def take_offer(self) -> None:
        """Put the capital letters in place of the text after asking."""
        detail = self._detail
        if detail is None or not detail.offer:
            return
        text = self.tr(
            "Written in capital letters this text is a {0}. Some scanners and apps turn letters small; "
            "compare the label if you are not sure."
        ).format(detail.offer)
        title = self.tr("Use capital letters for {0}?").format(detail.item.title)
        dialog = PlainDialog(self._theme, self._page, title, text, accept=self.tr("Use them"))
        self._open(dialog, lambda: self._models.tray.take_offer(detail.item.id))

    # --- where it belongs -------------------------------------------------------------------------

    def assign(self) -> None:
        """Ask for which door the code is meant."""
        detail = self._detail
        if detail is None or detail.is_mounted:
            return
        title = self.tr("For which door is {0}?").format(detail.item.title)
        dialog = DoorPickDialog(self._theme, self._page, title)
        code_id = detail.item.id
        self._open(dialog, lambda: self._models.tray.assign(code_id, dialog.chosen))
        self._models.tray.load_doors()

    def remove(self) -> None:
        """Take the code out of the tray after asking; undo brings it back."""
        detail = self._detail
        if detail is None or detail.is_mounted:
            return
        title = self.tr("Remove {0}?").format(detail.item.title)
        text = self.tr(
            "Its note and pictures go with it. Undo brings everything back. If the label on the lock is gone too, "
            "this may be the only copy of the code."
        )
        dialog = PlainDialog(
            self._theme, self._page, title, text, accept=self.tr("Remove"), is_destructive=True
        )
        self._open(dialog, lambda: self._models.tray.remove(detail.item.id))

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
        dialog.setProperty(REFUSES_SCANS, True)
        self._open(dialog, undo.undo)

    # --- pictures ---------------------------------------------------------------------------------

    def show_picture(self, picture_id: str) -> None:
        """Show a picture, after asking where it may show a code."""
        pictures = self._models.pictures
        item = next((one for one in pictures.items if one.id == picture_id), None)
        if item is None:
            return
        if not item.is_secret:
            pictures.show(picture_id)
            return
        title = self.tr("Show picture {0}?").format(item.number)
        text = self.tr("The setup code may be read in it. Look who can see your screen.")
        dialog = PlainDialog(self._theme, self._page, title, text, accept=self.tr("Show it"))
        self._open(dialog, lambda: pictures.show(picture_id))

    def remove_picture(self, picture_id: str) -> None:
        """Remove a picture after asking; undo brings it back."""
        pictures = self._models.pictures
        item = next((one for one in pictures.items if one.id == picture_id), None)
        if item is None:
            return
        title = self.tr("Remove picture {0}?").format(item.number)
        text = self.tr("Undo brings it back within 30 days.")
        dialog = PlainDialog(
            self._theme, self._page, title, text, accept=self.tr("Remove"), is_destructive=True
        )
        self._open(dialog, lambda: pictures.remove(picture_id))

    # --- helpers ----------------------------------------------------------------------------------

    @property
    def _detail(self) -> TrayDetail | None:
        return self._models.tray.detail

    def _warning(self) -> str:
        return self.tr(
            "Whoever sees it can add the lock to a home of their own while it is being set up. Look who can see your screen."
        )

    def _ask_for_code(
        self, title: str, use: Callable[[str, Secret[str]], None], *, is_shown: bool
    ) -> None:
        detail = self._detail
        if detail is None:
            return
        after = self.tr("It is masked again after {0} seconds, and the clipboard emptied.")
        text = f"{self._warning()} {after.format(self._clipboard.keep_ms // 1000)}"
        dialog = PlainDialog(
            self._theme, self._page, title.format(detail.item.title), text, accept=self.tr("Go on")
        )

        def go_on() -> None:
            code = self._models.tray.code_of(detail.item.id)
            if code is not None:
                # A scan above the question may have brought another one to the eye.
                self._models.tray.choose(detail.item.id)
                text = code.kept.text
                use(detail.item.id, code_shown(text, code.reading) if is_shown else text)

        self._open(dialog, go_on)

    def _open_symbol(self, detail: TrayDetail, mask_after_ms: int) -> None:
        modules = self._models.tray.symbol_of(detail.item.id)
        if not modules:
            self._messages.show_message(
                self.tr("This text is too long to be drawn as one QR code."), "bad"
            )
            return
        dialog = SymbolDialog(
            self._theme,
            self._page,
            detail.item.title,
            detail.item.facts,
            modules,
            mask_after_ms=mask_after_ms,
        )
        dialog.save_wanted.connect(dialog.accept)
        # Not what is shown below by now: a scan may have brought another one there.
        dialog.save_wanted.connect(lambda: self._save_symbol_of(detail))
        self._open(dialog)

    async def _save(self, code_id: str) -> None:
        path = await ask_save_file(
            self._page.window(),
            self.tr("Save the QR code"),
            [self.tr("Picture (*.png)")],
            self._models.tray.proposed_path(code_id),
        )
        if path is not None:
            self._models.tray.save_symbol(code_id, path)

    def _on_tray_doors_loaded(self) -> None:
        if isinstance(self.current, DoorPickDialog):
            self.current.set_doors(self._models.tray.doors)

    def _on_pictures_shown(self, _picture_id: str, jpeg: Secret[bytes]) -> None:
        if not self._page.isVisible():
            return
        title = self.tr("Picture of {0}").format(self._detail.item.title if self._detail else "")
        self._open(PictureDialog(self._theme, self._page, title, jpeg, self._clipboard.keep_ms))

    def _open(self, dialog: QDialog, on_accepted: Callable[[], None] | None = None) -> None:
        """Open a dialog without waiting for it; one at a time."""
        if self.current is not None:
            self.current.reject()

        def settle() -> None:
            if self.current is dialog:
                self.current = None
            dialog.deleteLater()

        # Settled first: what is accepted may open the next dialog.
        dialog.finished.connect(lambda _code: settle())
        if on_accepted is not None:
            dialog.finished.connect(lambda code: on_accepted() if code else None)
        self.current = dialog
        dialog.open()

    def _start(self, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        self._tasks.start(name, coroutine)
