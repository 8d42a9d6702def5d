"""The Scan page: where setup codes come in, and the tray in which they wait for their lock."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from app.core.fault_hook import report_fault
from app.core.tasks import TaskOwner
from app.ui.dialogs import ask_open_files
from app.ui.pages.scan_camera import CameraPanel
from app.ui.pages.scan_intake import AboutCodes, IntakePanel, boxed_at_top
from app.ui.pages.tray_detail import TrayDetailView
from app.ui.pages.tray_dialogs import TrayDialogs
from app.ui.pages.tray_doors import DropPane
from app.ui.pages.tray_list import TrayList
from app.ui.theme import Theme
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.heading import Heading
from app.ui.widgets.intake_filter import IntakeFilter
from app.ui.widgets.layouts import column
from app.ui.widgets.list_detail import ListDetail
from app.ui.widgets.message_strip import MessageStrip
from app.viewmodels.intake import PICTURE_ENDINGS, progress_words
from app.viewmodels.scan_page import ScanPageViewModels

DETAIL, ABOUT = 0, 2


class ScanPage(QWidget):
    """Ways in, tray, and one entry in full. `add_lock_wanted` carries the id of the entry whose lock is to be added."""

    add_lock_wanted = Signal(str)

    def __init__(
        self, theme: Theme, models: ScanPageViewModels, clipboard: SecretClipboard
    ) -> None:
        super().__init__()
        self._models, self._clipboard = models, clipboard
        self._tasks = TaskOwner(report_fault)
        self.messages = MessageStrip(theme)
        self.camera = CameraPanel(theme, models.camera)
        self.intake = IntakePanel(theme)
        # Into the page before all else: Tab goes through widgets in the order in which they came there.
        self._above = column(12)
        self._above.addWidget(self.camera)
        self._above.addWidget(self.intake)
        layout = column(12)
        layout.addWidget(self.messages)
        layout.addLayout(self._above)
        self.setLayout(layout)
        self.tray = TrayList(theme)
        self.detail = TrayDetailView(theme, clipboard)
        self.drop_pane = DropPane(theme)
        self._right = QStackedWidget()
        self._right.addWidget(self.detail)
        self._right.addWidget(self.drop_pane)
        self._about = AboutCodes(theme)
        self._right.addWidget(boxed_at_top(self._about))
        left = QWidget()
        self._left = column(12)
        self._heading = Heading(self.tr("Scan"))
        self._left.addWidget(self._heading)
        self._left.addWidget(self.tray, 1)
        left.setLayout(self._left)
        pane = QWidget()
        self._beside = column(14)
        self._beside.addWidget(self._right, 1)
        pane.setLayout(self._beside)
        self.panes = ListDetail(theme, left, pane, self.tr("Tray"))
        layout.addWidget(self.panes, 1)
        self.dialogs = TrayDialogs(theme, self, models, self.messages, clipboard)
        self.filter = IntakeFilter(self, models.intake)
        self._connect_intake()
        self._connect_list()
        self._connect_detail()
        self._connect_models()
        self.panes.stacking_changed.connect(self._place_intake)
        self._place_intake()
        self.intake.set_can_write(models.can_write)
        self.camera.setEnabled(models.can_write)
        self.detail.show_detail(None)
        self.tray.show_working()
        models.tray.reload()
        models.undo.load()

    @property
    def dialog(self) -> QDialog | None:
        """The dialog that is open, for who drives the page."""
        return self.dialogs.current

    async def close_page(self) -> None:
        """End what the page asks for; safe twice."""
        self.camera.stop()
        await self._tasks.close()
        await self.dialogs.close()

    def show_code(self, code_id: str) -> None:
        """Bring an entry to the eye."""
        self._models.tray.choose(code_id)
        self.tray.choose(code_id)
        self.panes.show_detail()

    async def choose_pictures(self) -> None:
        """Ask for picture files and take what is in them."""
        paths = await self._ask_pictures(self.tr("Pictures with codes"))
        if paths:
            self._models.intake.take_pictures(paths)

    async def add_pictures(self) -> None:
        """Ask for picture files and keep them beside the entry that is shown."""
        code_id = self._models.pictures.code_id
        paths = await self._ask_pictures(self.tr("Pictures to keep"))
        if paths and code_id == self._models.pictures.code_id:
            self._models.pictures.add(paths)

    async def _ask_pictures(self, title: str) -> list[Path]:
        kinds = " ".join(f"*{suffix}" for suffix in PICTURE_ENDINGS)
        filters = [self.tr("Pictures ({0})").format(kinds), self.tr("All files (*)")]
        return await ask_open_files(self.window(), title, filters)

    # --- wiring -----------------------------------------------------------------------------------

    def _connect_intake(self) -> None:
        panel, intake = self.intake, self._models.intake
        self.camera.typing_wanted.connect(panel.entry.setFocus)
        self.camera.shown_changed.connect(self._on_camera_shown_changed)
        panel.entry.send_to(intake)
        panel.pictures_wanted.connect(lambda: self._start("pictures", self.choose_pictures()))
        panel.paste_wanted.connect(self.filter.paste)
        panel.stop_wanted.connect(intake.cancel)
        intake.progressed.connect(
            lambda done, total, name: panel.show_progress(
                progress_words(done, total, name, intake.found), done, total
            )
        )
        intake.ended.connect(lambda _results: panel.busy.show_idle())
        self._models.arrivals.came_in.connect(self.intake.result.tell)

    def _connect_list(self) -> None:
        rows = self.tray
        rows.code_chosen.connect(self._on_rows_code_chosen)
        rows.code_opened.connect(lambda _id: self.panes.show_detail())
        rows.pictures_pressed.connect(lambda: self._start("pictures", self.choose_pictures()))
        rows.type_pressed.connect(self.intake.entry.setFocus)
        rows.retry_pressed.connect(self._models.tray.reload)
        rows.undo_pressed.connect(self.dialogs.undo)
        rows.rows.delete_pressed.connect(self.dialogs.remove)
        rows.rows.dragging.connect(self._on_rows_dragging)
        self.drop_pane.targets.dropped.connect(self._models.tray.assign)
        self._models.tray.doors_loaded.connect(
            lambda: self.drop_pane.set_doors(self._models.tray.doors)
        )
        self._shortcut(QKeySequence(QKeySequence.StandardKey.Find), rows.focus_search)
        self._shortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self.intake.result.forget)
        self._shortcut(QKeySequence(QKeySequence.StandardKey.Undo), self.dialogs.undo, self.panes)

    def _connect_detail(self) -> None:
        detail, dialogs, tray = self.detail, self.dialogs, self._models.tray
        detail.add_lock_wanted.connect(lambda: self.add_lock_wanted.emit(tray.chosen_id))
        detail.assign_wanted.connect(dialogs.assign)
        detail.free_wanted.connect(lambda: tray.assign(tray.chosen_id, ""))
        detail.offer_wanted.connect(dialogs.take_offer)
        detail.remove_wanted.connect(dialogs.remove)
        detail.reveal_wanted.connect(lambda: dialogs.reveal(detail.reveal))
        detail.copy_wanted.connect(lambda: dialogs.copy(detail.copy))
        detail.symbol_wanted.connect(dialogs.show_symbol)
        detail.save_wanted.connect(dialogs.save_symbol)
        detail.note_written.connect(self._on_detail_note_written)
        detail.pictures.add_wanted.connect(lambda: self._start("pictures", self.add_pictures()))
        detail.pictures.dropped.connect(self._models.pictures.add)
        detail.pictures.show_wanted.connect(dialogs.show_picture)
        detail.pictures.remove_wanted.connect(dialogs.remove_picture)

    def _connect_models(self) -> None:
        tray, pictures, undo = self._models.tray, self._models.pictures, self._models.undo
        tray.rows_changed.connect(self._on_tray_rows_changed)
        tray.chosen_changed.connect(self._on_tray_chosen_changed)
        tray.detail_changed.connect(self._show_detail)
        tray.failed.connect(self._on_tray_failed)
        tray.removed.connect(self._on_tray_removed)
        pictures.changed.connect(self._show_pictures)
        pictures.shown.connect(
            lambda picture_id, jpeg: self.detail.pictures.reveal(
                picture_id, jpeg, self._clipboard.keep_ms
            )
        )
        for model in (tray, pictures):
            model.told.connect(lambda text: self.messages.show_message(text, "ok"))
        pictures.failed.connect(lambda text: self.messages.show_message(text, "bad"))
        undo.failed.connect(lambda text: self.messages.show_message(text, "bad"))
        undo.changed.connect(lambda: self.tray.set_undo(undo.words))
        undo.undone.connect(
            lambda words: self.messages.show_message(
                self.tr("Taken back: {0}.").format(words), "ok"
            )
        )
        self.messages.action_pressed.connect(self.dialogs.undo)

    def _shortcut(
        self, keys: QKeySequence, do: Callable[[], object], where: QWidget | None = None
    ) -> None:
        shortcut = QShortcut(keys, where or self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(do)

    # --- what the models say ----------------------------------------------------------------------

    def _on_tray_rows_changed(self) -> None:
        self.tray.set_items(self._models.tray.items)
        self.tray.choose(self._models.tray.chosen_id)

    def _on_tray_chosen_changed(self, code_id: str) -> None:
        self.tray.choose(code_id)
        self._models.pictures.show_code(code_id)

    def _on_tray_failed(self, sentence: str) -> None:
        if self._models.tray.is_loaded:
            self.messages.show_message(sentence, "bad")
        else:
            self.tray.show_failure(sentence)

    def _on_tray_removed(self, sentence: str) -> None:
        self.messages.show_message(sentence, "ok", action=self.tr("Undo …"))

    def _on_detail_note_written(self, code_id: str, text: str) -> None:
        if self._models.tray.code_of(code_id) is not None:
            self._models.tray.note(code_id, text)

    def _on_rows_code_chosen(self, code_id: str) -> None:
        if code_id == self._models.tray.chosen_id:
            return  # the list follows
        self._models.tray.choose(code_id)
        words = self.intake.result.words
        if words is not None and words.code_id != code_id:
            self.intake.result.forget()

    def _on_rows_dragging(self, is_dragging: bool) -> None:
        """While a row is in hand the doors stand where the detail was."""
        if is_dragging:
            self._models.tray.load_doors()
            self._right.setCurrentWidget(self.drop_pane)
        else:
            self._show_detail()

    def _show_detail(self) -> None:
        detail = self._models.tray.detail
        self.detail.show_detail(detail, can_write=self._models.can_write)
        self._right.setCurrentIndex(ABOUT if detail is None else DETAIL)
        self._models.pictures.load()

    def _show_pictures(self) -> None:
        items = self._models.pictures.items
        self.detail.pictures.set_items(items, can_write=self._models.can_write)

    def _place_intake(self) -> None:
        """Beside the tray where there is room, else above it, so that it is never out of sight."""
        if self.panes.is_stacked:
            self._above.insertWidget(0, self._heading)
            self._above.insertWidget(1, self.camera)
            self._above.insertWidget(2, self.intake)
        else:
            self._left.insertWidget(0, self._heading)
            self._beside.insertWidget(0, self.camera)
            self._beside.insertWidget(1, self.intake)

    def _on_camera_shown_changed(self, is_shown: bool) -> None:
        """While the picture is there it has the room of the detail."""
        self._right.setVisible(not is_shown)
        self._beside.setStretchFactor(self.camera, int(is_shown))

    def _start(self, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        self._tasks.start(name, coroutine)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Boxes are scanned or typed one after the other; nobody has to look for the field first.
        if self._models.can_write:
            self.intake.entry.setFocus()
