"""Metal keys and key boxes: a plain place to write down what no lock tells."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.core.secret import Secret
from app.ui.dialogs import PlainDialog
from app.ui.pages.people_box_editor import BoxEditor
from app.ui.pages.people_key_editor import KeyEditor
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.layouts import FlowLayout, boxed
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.tabs import Tabs
from app.viewmodels.people_keys import BOX, KEY, KeysViewModel
from app.viewmodels.undo import UndoViewModel


class KeysDialog(PlainDialog):
    """Stays open while somebody works in it; what is saved can be taken back here and later. `asking` is the question that is open."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        model: KeysViewModel,
        undo: UndoViewModel,
        clipboard: SecretClipboard,
        *,
        can_write: bool = True,
    ) -> None:
        super().__init__(
            theme,
            parent,
            QCoreApplication.translate("KeysDialog", "Keys and key boxes"),
            accept=QCoreApplication.translate("KeysDialog", "Close"),
        )
        self._model, self._undo_model, self._can_write = model, undo, can_write
        self._is_filled = False
        self.asking: PlainDialog | None = None
        self.reject_button.setVisible(False)
        self.accept_button.setDefault(False)
        self.accept_button.set_kind("outlined")
        self.keys = KeyEditor(theme, model, can_write=can_write)
        self.boxes = BoxEditor(theme, model, clipboard, can_write=can_write)
        self.messages = MessageStrip(theme)
        self.undo = Button(theme, self.tr("Undo …"), icon="undo-2", kind="quiet")
        self.tabs = Tabs(self.tr("Keys and key boxes"))
        self.tabs.addTab(self.keys, self.tr("Keys"))
        self.tabs.addTab(self.boxes, self.tr("Key boxes"))
        foot = FlowLayout(0)
        foot.addWidget(self.undo)
        self.body.addWidget(self.tabs, 1)
        self.body.addWidget(self.messages)
        self.body.addWidget(boxed(foot))
        self.give_room()
        self.setMinimumWidth(660)
        self.resize(900, 680)
        self._connect()
        self._show_undo()
        self.keys.rows.setFocus()
        model.load()

    def _connect(self) -> None:
        model, undo = self._model, self._undo_model
        self.keys.lost_wanted.connect(self._ask_lost)
        self.keys.remove_wanted.connect(self._ask_remove_key)
        self.boxes.remove_wanted.connect(self._ask_remove_box)
        self.boxes.reveal_wanted.connect(lambda box: self._ask_code(box, self.boxes.reveal))
        self.boxes.copy_wanted.connect(lambda box: self._ask_code(box, self.boxes.copy))
        self.undo.clicked.connect(self._ask_undo)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._ask_undo)
        model.loaded.connect(self._fill)
        model.saved.connect(self._on_model_saved)
        model.failed.connect(self._on_model_failed)
        model.refused.connect(self._on_model_failed)
        undo.changed.connect(self._show_undo)
        undo.undone.connect(self._on_undo_undone)
        undo.failed.connect(self._on_model_failed)

    def done(self, code: int) -> None:
        model, undo = self._model, self._undo_model
        if self.asking is not None:
            self.asking.reject()
        self.boxes.forget_typed()
        model.loaded.disconnect(self._fill)
        model.saved.disconnect(self._on_model_saved)
        model.failed.disconnect(self._on_model_failed)
        model.refused.disconnect(self._on_model_failed)
        undo.changed.disconnect(self._show_undo)
        undo.undone.disconnect(self._on_undo_undone)
        undo.failed.disconnect(self._on_model_failed)
        super().done(code)

    def _fill(self) -> None:
        self.keys.fill()
        self.boxes.fill()
        if not self._is_filled:
            self._is_filled = True
            self.keys.choose_first()
            self.boxes.choose_first()
            if not self._model.keys:
                self.keys.begin_new()

    def _show_undo(self) -> None:
        words = self._undo_model.words
        self.undo.setVisible(bool(words) and self._can_write)
        self.undo.setAccessibleName(self.tr("Undo: {0}").format(words))

    # --- questions --------------------------------------------------------------------------------

    def _ask_lost(self, key_id: str, issue_id: str) -> None:
        held = self.keys.held.current
        if held is None:
            return
        title = self.tr("Is key {0} of {1} lost?").format(held.key_number, held.who)
        text = self.tr(
            "From now on somebody unknown may open with it, until the cylinder is changed. A lost key never comes back in the lists."
        )
        self._ask(
            title, text, self.tr("It is lost"), lambda: self._model.report_lost(key_id, issue_id)
        )

    def _ask_remove_key(self, key_id: str) -> None:
        item = next((one for one in self._model.keys if one.id == key_id), None)
        if item is None:
            return
        text = self.tr(
            "Every copy is struck off the lists, also those that somebody still has or lost. Do this when no copy opens anything any more, as after the cylinder was changed."
        )
        title = self.tr("Remove key {0}?").format(item.number)
        remove = self.tr("Remove")
        self._ask(title, text, remove, lambda: self._model.remove(KEY, key_id), is_destructive=True)

    def _ask_remove_box(self, box_id: str) -> None:
        item = next((one for one in self._model.boxes if one.id == box_id), None)
        if item is None:
            return
        text = self.tr("Its code and who knows it are forgotten. Keys must be taken out before.")
        title = self.tr("Remove the key box {0}?").format(item.label)
        remove = self.tr("Remove")
        self._ask(title, text, remove, lambda: self._model.remove(BOX, box_id), is_destructive=True)

    def _ask_code(self, box_id: str, use: Callable[[str, Secret[str]], None]) -> None:
        item = next((one for one in self._model.boxes if one.id == box_id), None)
        if item is None:
            return
        text = self.tr(
            "Whoever sees it can take what is in the box. It is masked again after 20 seconds, and the clipboard emptied."
        )

        def go_on() -> None:
            code = self._model.code_of(box_id)
            if code is not None:
                use(box_id, code)

        title = self.tr("Show the code of {0}?").format(item.label)
        self._ask(title, text, self.tr("Go on"), go_on)

    def _ask_undo(self) -> None:
        undo = self._undo_model
        if not self._can_write:
            return
        if not undo.words:
            self.messages.show_message(undo.refusal, "info")
            return
        text = self.tr("This is taken back: {0}. Nothing is sent to a lock.").format(undo.words)
        self._ask(self.tr("Undo?"), text, self.tr("Undo"), undo.undo)

    def _ask(
        self,
        title: str,
        text: str,
        accept: str,
        act: Callable[[], None],
        *,
        is_destructive: bool = False,
    ) -> None:
        """Open a question without waiting for it; one at a time."""
        question = PlainDialog(
            self.theme, self, title, text, accept=accept, is_destructive=is_destructive
        )

        def settle() -> None:
            self.asking = None
            question.deleteLater()

        question.accepted.connect(act)
        question.finished.connect(lambda _code: settle())
        self.asking = question
        question.open()

    # --- what the models say ----------------------------------------------------------------------

    def _on_model_saved(self, kind: str, key: str, said: str) -> None:
        if kind == BOX:
            self.boxes.forget_typed()
        editor = self.keys if kind == KEY else self.boxes
        if key:
            editor.choose(key)
        else:
            editor.choose_first()
        self.messages.show_message(said, "ok")

    def _on_undo_undone(self, words: str) -> None:
        self.messages.show_message(self.tr("Taken back: {0}.").format(words), "ok")
        self._model.load()

    def _on_model_failed(self, sentence: str) -> None:
        self.messages.show_message(sentence, "bad")
