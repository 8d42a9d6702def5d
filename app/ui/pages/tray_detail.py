"""One entry of the tray in full: what it is, what must be done first, where it belongs, its code, note and pictures."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.core.secret import Secret
from app.texts.harmless import breakable
from app.ui.pages.tray_looks import PREPARATION_ICONS, tray_look
from app.ui.pages.tray_pictures import PicturesCard
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card, HintStrip
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.code_reveal import CodeReveal
from app.ui.widgets.heading import Heading
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import AT_END, CardRow, FlowLayout, boxed, column, scrolled
from app.ui.widgets.note_edit import NoteEdit
from app.ui.widgets.pills import PillLook, StatusPill
from app.viewmodels.tray_words import TrayDetail


class _Content(QWidget):
    """Is as high as its content needs at its width; the least heights of rows that could stack do not add up."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class TrayDetailView(QWidget):
    """Draws a `TrayDetail`; every button only says what is wanted for the entry that is shown."""

    add_lock_wanted = Signal()
    assign_wanted = Signal()
    free_wanted = Signal()
    offer_wanted = Signal()
    remove_wanted = Signal()
    reveal_wanted = Signal()
    copy_wanted = Signal()
    symbol_wanted = Signal()
    save_wanted = Signal()
    note_written = Signal(str, str)

    def __init__(self, theme: Theme, clipboard: SecretClipboard) -> None:
        super().__init__()
        self._theme = theme
        self._detail: TrayDetail | None = None
        self._can_write = True
        self._title = Heading()
        self._pill = StatusPill(theme)
        self._place = text_label("", "body", "muted")
        self._first = {
            word: HintStrip(theme, "", icon=icon, tone=tone)
            for word, (icon, tone) in PREPARATION_ICONS.items()
        }
        self._problem = HintStrip(theme, "", icon="triangle-alert", tone="warn")
        self._warnings = HintStrip(theme, "", icon="triangle-alert", tone="warn")
        self.code = CodeReveal(theme, clipboard, self.tr("Setup code"), wraps=True)
        self.pictures = PicturesCard(theme)
        self._build_actions()
        body = column(14)
        head = FlowLayout(12)
        head.addWidget(self._title)
        head.addWidget(self._pill)
        body.addWidget(boxed(head))
        body.addWidget(self._place)
        for strip in (*self._first.values(), self._problem, self._warnings):
            body.addWidget(strip)
        body.addWidget(self._actions)
        body.addWidget(self._build_cards())
        body.addStretch(1)
        content = _Content()
        content.setLayout(body)
        layout = column(0)
        layout.addWidget(scrolled(content))
        self.setLayout(layout)
        self.code.reveal_requested.connect(self.reveal_wanted)
        self.code.copy_requested.connect(self.copy_wanted)

    @property
    def detail(self) -> TrayDetail | None:
        """What is shown."""
        return self._detail

    def show_detail(self, detail: TrayDetail | None, *, can_write: bool = True) -> None:
        """Show this entry; nothing at all for None. `can_write` False is a project that is open for viewing."""
        is_other = detail is None or self._detail is None or detail.item.id != self._detail.item.id
        if is_other:
            self.write_note()
        self._detail, self._can_write = detail, can_write
        self.setVisible(detail is not None)
        if detail is None:
            self.code.hide_code()
            return
        item = detail.item
        self._title.setText(item.title)
        # The door stands below in full: a pill neither wraps nor is cut.
        is_about_door = item.state in {"assigned", "mounted"}
        self._pill.set_look(PillLook("") if is_about_door else tray_look(item.state, ""))
        self._place.setText(self._place_words(detail))
        self._place.setVisible(bool(detail.site_door))
        for word, strip in self._first.items():
            strip.set_text(detail.preparation_words)
            strip.setVisible(word == detail.preparation and not detail.is_mounted)
        self._problem.set_text(self._problem_words(detail))
        self._problem.setVisible(bool(detail.problem))
        self._warnings.set_text("\n".join(detail.warnings))
        self._warnings.setVisible(bool(detail.warnings))
        self._show_actions(detail)
        self._show_facts(detail)
        if is_other:
            self.code.set_label(self.tr("The code of {0}").format(item.title))
        self._show_note(detail, is_other=is_other)

    def reveal(self, code_id: str, code: Secret[str]) -> None:
        """Show the code for a while, if it is still the chosen one."""
        if self._detail is not None and self._detail.item.id == code_id:
            self.code.reveal(code)

    def copy(self, code_id: str, code: Secret[str]) -> None:
        """Put the code on the clipboard for a while, if it is still the chosen one."""
        if self._detail is not None and self._detail.item.id == code_id:
            self.code.copy(code)

    def write_note(self) -> None:
        """Say what was typed beside the entry, if it is another text than before."""
        detail = self._detail
        if detail is None or not self._can_write:
            return
        text = self.note.toPlainText().strip()
        if text != detail.note:
            self.note_written.emit(detail.item.id, text)

    # --- building ---------------------------------------------------------------------------------

    def _build_actions(self) -> None:
        theme = self._theme
        self._add_lock = Button(theme, self.tr("Add this &lock …"), icon="plus", kind="primary")
        self._offer = Button(theme, self.tr("Use capital letters …"), icon="check")
        self._assign = Button(theme, self.tr("Assign a &door …"), icon="door-closed")
        self._free = Button(theme, self.tr("&For no door"), icon="x")
        self._remove = Button(theme, self.tr("Re&move …"), icon="trash-2", kind="destructive")
        self._remove.setProperty(AT_END, True)
        self._free.setAccessibleName(self.tr("The code is for no door any more"))
        self._remove.setAccessibleName(self.tr("Remove the code from the tray"))
        flow = FlowLayout(8)
        for button in (self._add_lock, self._offer, self._assign, self._free, self._remove):
            flow.addWidget(button)
        self._actions = boxed(flow)
        self._add_lock.clicked.connect(self.add_lock_wanted)
        self._offer.clicked.connect(self.offer_wanted)
        self._assign.clicked.connect(self.assign_wanted)
        self._free.clicked.connect(self.free_wanted)
        self._remove.clicked.connect(self.remove_wanted)

    def _build_cards(self) -> QWidget:
        theme = self._theme
        self._facts = column(8)
        self._fact_labels: list[QLabel] = []
        facts = Card()
        facts.body.addWidget(text_label(self.tr("What it says"), "title"))
        facts.body.addLayout(self._facts)
        facts.body.addStretch(1)
        self._symbol = Button(theme, self.tr("&QR code …"), icon="qr-code")
        self._save = Button(theme, self.tr("Sa&ve it …"), icon="download")
        self._digits_only = text_label("", "small", "muted")
        self._symbol.setAccessibleName(self.tr("Show the QR code"))
        self._save.setAccessibleName(self.tr("Save the QR code as a picture"))
        buttons = FlowLayout(8)
        buttons.addWidget(self._symbol)
        buttons.addWidget(self._save)
        code = Card()
        code.body.addWidget(self.code)
        code.body.addWidget(boxed(buttons))
        code.body.addWidget(self._digits_only)
        code.body.addStretch(1)
        self.note = NoteEdit()
        self._note_error = text_label("", "small", "bad")
        self._note_error.setVisible(False)
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("Where the box lies, which door it was bought for …"))
        self._keep = Button(theme, self.tr("&Keep the note"), icon="save")
        self._keep.setEnabled(False)
        keep = FlowLayout(8)
        keep.addWidget(self._keep)
        note = Card()
        note.body.addWidget(text_label(self.tr("Note"), "title"))
        note.body.addWidget(self.note)
        note.body.addWidget(self._note_error)
        note.body.addWidget(boxed(keep))
        note.body.addStretch(1)
        self._symbol.clicked.connect(self.symbol_wanted)
        self._save.clicked.connect(self.save_wanted)
        self._keep.clicked.connect(self.write_note)
        self.note.textChanged.connect(self._on_note_changed)
        self.note.refused.connect(self._on_note_refused)
        sides = CardRow(280, 12)
        for card in (code, facts, note, self.pictures):
            sides.addWidget(card)
        return boxed(sides)

    # --- showing ----------------------------------------------------------------------------------

    def _place_words(self, detail: TrayDetail) -> str:
        words = self.tr("In use at {0}") if detail.is_mounted else self.tr("For {0}")
        return words.format(breakable(detail.site_door))

    def _problem_words(self, detail: TrayDetail) -> str:
        if not detail.offer:
            return detail.problem
        words = self.tr("Written in capital letters it would be a {0}.").format(detail.offer)
        return f"{detail.problem} {words}"

    def _show_actions(self, detail: TrayDetail) -> None:
        is_free = not detail.is_mounted
        self._add_lock.setVisible(detail.can_add_lock)
        self._offer.setVisible(is_free and bool(detail.offer))
        self._assign.setVisible(is_free)
        self._free.setVisible(is_free and bool(detail.site_door))
        self._remove.setVisible(is_free)
        for button in (self._add_lock, self._offer, self._assign, self._free, self._remove):
            button.setEnabled(self._can_write)
        self._symbol.setVisible(detail.has_symbol)
        self._save.setVisible(detail.has_symbol)
        self._save.setEnabled(self._can_write)
        keep = self.tr("Without its code a reset lock is scrap: nobody can add it again.")
        words = keep
        if not detail.has_symbol:
            words = self.tr("Digits have no QR code; scan the symbol beside them to have both.")
            words = f"{words} {keep}"
        self._digits_only.setText(words)
        self._digits_only.setVisible(detail.is_usable)

    def _show_facts(self, detail: TrayDetail) -> None:
        rows = detail.facts
        wanted = [text for name, value in rows for text in (name, breakable(value))]
        if [label.text() for label in self._fact_labels] == wanted:
            return
        for label in self._fact_labels:
            label.hide()
            label.deleteLater()
        self._fact_labels = []
        while (item := self._facts.takeAt(0)) is not None:
            if (holder := item.widget()) is not None:
                holder.hide()
                holder.deleteLater()
        for name, value in rows:
            pair = column(0)
            labels = (text_label(name, "small", "muted"), text_label(breakable(value), "body"))
            for label in labels:
                pair.addWidget(label)
            self._fact_labels += labels
            holder = QFrame()
            holder.setLayout(pair)
            self._facts.addWidget(holder)

    def _show_note(self, detail: TrayDetail, *, is_other: bool) -> None:
        self.note.setReadOnly(not self._can_write)
        if is_other or not self._keep.isEnabled() or self.note.toPlainText().strip() == detail.note:
            self.note.blockSignals(True)
            self.note.setPlainText(detail.note)
            self.note.blockSignals(False)
        self._on_note_changed()

    def _on_note_refused(self, sentence: str) -> None:
        self._note_error.setText(sentence)
        self._note_error.setVisible(True)

    def _on_note_changed(self) -> None:
        self._note_error.setVisible(False)
        detail = self._detail
        is_other_text = detail is not None and self.note.toPlainText().strip() != detail.note
        self._keep.setEnabled(self._can_write and is_other_text)
