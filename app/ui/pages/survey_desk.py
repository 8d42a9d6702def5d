"""The survey at work on the Locks page: what the tab wants, what the view-models say, and the dialogs between them."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from app.core.fault_hook import report_fault
from app.core.secret import Secret
from app.core.tasks import TaskOwner
from app.ui.dialogs import PlainDialog, ask_open_files
from app.ui.pages.survey_dialogs import CopyDoorDialog, SiteFactsDialog
from app.ui.pages.survey_tab import SurveyTab
from app.ui.pages.tray_pictures import PictureDialog
from app.ui.theme import Theme
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.message_strip import MessageStrip
from app.viewmodels.intake import PICTURE_ENDINGS
from app.viewmodels.locks_page import LocksPageViewModels


class SurveyDesk(QObject):
    """Connects the tab with its view-models. One dialog at a time."""

    def __init__(
        self,
        theme: Theme,
        page: QWidget,
        models: LocksPageViewModels,
        clipboard: SecretClipboard,
        *,
        tab: SurveyTab,
        messages: MessageStrip,
    ) -> None:
        super().__init__(page)
        self._theme, self._page, self._models, self._clipboard = theme, page, models, clipboard
        self._tab, self._messages = tab, messages
        self._tasks = TaskOwner(report_fault)
        self._is_closed = False
        self._door_id = ""
        self.current: QDialog | None = None
        self._connect_tab()
        self._connect_models()

    async def close(self) -> None:
        """Say what was typed last, and end what is asked for; safe twice."""
        # The page may be thrown away before the project is closed.
        if not self._is_closed and isValid(self._tab):
            self._tab.form.flush()
        self._is_closed = True
        await self._tasks.close()

    def show_door(self, door_id: str) -> None:
        """Turn to this door as soon as the tab is seen; what was typed of the one before is written first."""
        if door_id != self._door_id:
            self._tab.form.flush()
        self._door_id = door_id
        self._turn()

    def _turn(self) -> None:
        """Choosing a door costs no reading for a tab that is not seen."""
        wanted = self._door_id if self._tab.isVisible() else ""
        if self._models.survey.door_id not in (self._door_id, wanted):
            self._models.survey.show_door("")
            self._models.pictures.show_code("")
        if wanted and self._models.survey.door_id != wanted:
            self._models.survey.show_door(wanted)
            self._models.pictures.show_code(wanted)

    def edit_site(self) -> None:
        """Ask for the facts of the site."""
        item, survey = self._tab.item, self._models.survey
        if item is None:
            return
        dialog = SiteFactsDialog(
            self._theme, self._page, item, self._clipboard, lambda: survey.wifi_password
        )
        self._open(dialog, lambda: survey.write_site(dialog.values, dialog.take_password()))

    def copy_door(self) -> None:
        """Ask for the names of doors like this one."""
        item, survey = self._tab.item, self._models.survey
        if item is None:
            return
        sites = sorted({row.site for row in self._models.locks.items} | {item.site})
        dialog = CopyDoorDialog(self._theme, self._page, item, sites)
        self._open(dialog, lambda: survey.copy_door(dialog.names, dialog.site))

    async def add_pictures(self) -> None:
        """Ask for picture files and keep them at the door that is shown."""
        pictures = self._models.pictures
        door_id = pictures.code_id
        kinds = " ".join(f"*{suffix}" for suffix in PICTURE_ENDINGS)
        filters = [self.tr("Pictures ({0})").format(kinds), self.tr("All files (*)")]
        paths = await ask_open_files(self._page.window(), self.tr("Pictures to keep"), filters)
        if paths and door_id == pictures.code_id:
            pictures.add(paths)

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
        text = self.tr("A setup code may be read in it. Look who can see your screen.")
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

    # --- wiring -----------------------------------------------------------------------------------

    def _connect_tab(self) -> None:
        tab, survey, pictures = self._tab, self._models.survey, self._models.pictures
        tab.came_up.connect(self._turn)
        tab.written.connect(survey.write)
        tab.private_wanted.connect(
            lambda door_id, is_private: survey.set_private(door_id, is_private=is_private)
        )
        tab.site_wanted.connect(self.edit_site)
        tab.copy_wanted.connect(self.copy_door)
        tab.pictures.add_wanted.connect(self._on_pictures_add_wanted)
        tab.pictures.dropped.connect(pictures.add)
        tab.pictures.show_wanted.connect(self.show_picture)
        tab.pictures.remove_wanted.connect(self.remove_picture)

    def _connect_models(self) -> None:
        survey, pictures = self._models.survey, self._models.pictures
        survey.changed.connect(self._on_survey_changed)
        survey.refused.connect(self._tab.form.set_error)
        survey.copied.connect(self._models.locks.choose)
        pictures.changed.connect(
            lambda: self._tab.show_pictures(pictures.items, can_write=self._models.can_write)
        )
        pictures.shown.connect(self._on_pictures_shown)
        for model in (survey, pictures):
            model.told.connect(lambda text: self._messages.show_message(text, "ok"))
            model.failed.connect(lambda text: self._messages.show_message(text, "bad"))

    def _on_pictures_add_wanted(self) -> None:
        self._tasks.start("pictures", self.add_pictures())

    def _on_survey_changed(self) -> None:
        if self._is_closed or not isValid(self._tab):
            return
        self._tab.show_item(self._models.survey.item, can_write=self._models.can_write)
        self._models.pictures.load()

    def _on_pictures_shown(self, picture_id: str, jpeg: Secret[bytes]) -> None:
        item = self._tab.item
        if item is None or not self._page.isVisible():
            return
        self._tab.pictures.reveal(picture_id, jpeg, self._clipboard.keep_ms)
        title = self.tr("Picture of {0}").format(item.label)
        self._open(PictureDialog(self._theme, self._page, title, jpeg, self._clipboard.keep_ms))

    def _open(self, dialog: QDialog, on_accepted: Callable[[], None] | None = None) -> None:
        if self.current is not None:
            self.current.reject()

        def settle() -> None:
            if self.current is dialog:
                self.current = None
            dialog.deleteLater()

        dialog.finished.connect(lambda _code: settle())
        if on_accepted is not None:
            dialog.finished.connect(lambda code: on_accepted() if code else None)
        self.current = dialog
        dialog.open()
