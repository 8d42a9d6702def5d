"""The practice locks: the codes on their boxes, their keypads, and what happens at them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card, HintStrip
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.heading import Heading
from app.ui.widgets.labels import set_tone, text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, row, scrolled
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.pills import StatusPill
from app.ui.widgets.qr_view import QrWidget
from app.ui.widgets.secret_field import SecretField
from app.viewmodels.practice import PracticeItem, PracticeViewModel


class PracticePage(QWidget):
    """One card a lock. `add_lock_wanted` carries the setup code of the lock to be added."""

    add_lock_wanted = Signal(object)

    def __init__(self, theme: Theme, model: PracticeViewModel) -> None:
        super().__init__()
        self._theme, self._model = theme, model
        self._cards: dict[str, PracticeCard] = {}
        self.messages = MessageStrip(theme)
        self.start_button = Button(theme, self.tr("&Start a practice lock"), icon="plus")
        self.start_button.clicked.connect(lambda: model.start())
        self._flow = column(16)
        self.empty = EmptyState(theme)
        self.empty.primary_pressed.connect(lambda: model.start())
        content = QWidget()
        inner = column(0)
        inner.addLayout(self._flow)
        inner.addStretch(1)
        content.setLayout(inner)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(scrolled(content))
        head = row(12)
        head.addWidget(Heading(self.tr("Practice locks")))
        head.addStretch(1)
        head.addWidget(self.start_button)
        layout = column(12)
        layout.addLayout(head)
        layout.addWidget(
            HintStrip(
                theme,
                self.tr(
                    "Here you stand at the door. These locks behave like real ones, keypad included; "
                    "the rest of the program knows only what they tell it."
                ),
                icon="flask-conical",
            )
        )
        layout.addWidget(self.messages)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)
        model.changed.connect(self._on_model_changed)
        model.said.connect(self._on_model_said)
        model.failed.connect(lambda text: self.messages.show_message(text, "bad"))
        self._on_model_changed()

    def card(self, key: str) -> "PracticeCard":
        """The card of a running lock."""
        return self._cards[key]

    def _on_model_changed(self) -> None:
        items = self._model.items
        self.start_button.setVisible(bool(items))
        self.start_button.setEnabled(self._model.can_start)
        for item in items:
            card = self._cards.get(item.key)
            if card is None:
                card = self._cards[item.key] = self._build_card(item)
                self._flow.addWidget(card)
            card.show_item(item)
        self._stack.setCurrentIndex(1 if items else 0)
        if not items and self._model.is_starting:
            self.empty.show_working(self.tr("The practice locks are being started …"))
        elif not items:
            self.empty.show_nothing_yet(
                self.tr("No practice lock is running"),
                self.tr("A practice lock has a setup code and a keypad, like one on a door."),
                self.tr("&Start a practice lock"),
                icon="flask-conical",
            )

    def _build_card(self, item: PracticeItem) -> "PracticeCard":
        card = PracticeCard(self._theme, item, self._model.digits(item.key))
        card.qr.set_matrix(self._model.qr(item.key))
        card.code_typed.connect(lambda code: self._model.type_code(item.key, code))
        card.add_pressed.connect(
            lambda: self.add_lock_wanted.emit(self._model.setup_code(item.key))
        )
        return card

    def _on_model_said(self, key: str, sentence: str, is_good: bool) -> None:
        if key in self._cards:
            self._cards[key].say(sentence, is_good=is_good)


class PracticeCard(Card):
    """What stands on one lock's box, and its keypad."""

    code_typed = Signal(object)
    add_pressed = Signal()

    def __init__(self, theme: Theme, item: PracticeItem, digits: str) -> None:
        super().__init__(margin_px=20, gap_px=16)
        self._pill = StatusPill(theme)
        self._bolt = StatusPill(theme)
        self.qr = QrWidget(self.tr("QR code of {0}").format(item.name), side_px=196)
        self.digits = text_label(digits, "title")
        self.digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.digits.setAccessibleName(self.tr("Setup code of {0}: {1}").format(item.name, digits))
        self.add_button = Button(theme, self.tr("Add this lock"), icon="plus", kind="primary")
        self.add_button.setAccessibleName(self.tr("Add {0}").format(item.name))
        self.add_button.clicked.connect(self.add_pressed)
        self.keypad = SecretField(theme, self.tr("Keypad of {0}").format(item.name))
        self.keypad.submitted.connect(self._on_keypad_submitted)
        self.enter_button = Button(theme, self.tr("Type it at the door"), icon="hash")
        self.enter_button.setAccessibleName(self.tr("Type it at {0}").format(item.name))
        self.enter_button.clicked.connect(self._on_keypad_submitted)
        self.verdict = text_label("", "strong")
        self._facts = text_label("", "body", "muted")
        head = row(10)
        head.addWidget(text_label(item.name, "title", wrap=False))
        head.addWidget(self._pill)
        head.addWidget(self._bolt)
        head.addStretch(1)
        words = column(10)
        words.addLayout(head)
        words.addWidget(self._facts)
        words.addWidget(self.digits)
        buttons = FlowLayout(8)
        buttons.addWidget(self.add_button)
        words.addWidget(boxed(buttons))
        words.addWidget(self.keypad)
        below = FlowLayout(8)
        below.addWidget(self.enter_button)
        words.addWidget(boxed(below))
        words.addWidget(self.verdict)
        words.addStretch(1)
        line = row(20)
        line.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.body.addLayout(line)

    def show_item(self, item: PracticeItem) -> None:
        """What the lock says of itself."""
        if item.is_commissioned:
            self._pill.set_status(self.tr("added"), "ok")
        else:
            self._pill.set_status(self.tr("not added yet"), "info")
        self._bolt.set_status(
            self.tr("locked") if item.is_locked else self.tr("unlocked"), "neutral"
        )
        self._bolt.setVisible(item.is_locked is not None)
        self.add_button.setVisible(not item.is_commissioned)
        parts = [self.tr("serial number {0}").format(item.serial)]
        if item.codes is not None:
            parts.append(self.tr("codes on it: {0}").format(item.codes))
        self._facts.setText(" · ".join(parts))

    def say(self, sentence: str, *, is_good: bool) -> None:
        """What just happened at this lock."""
        set_tone(self.verdict, "ok" if is_good else "bad")
        self.verdict.setText(sentence)
        announce(self, sentence)

    def _on_keypad_submitted(self) -> None:
        if not self.keypad.is_empty:
            self.code_typed.emit(self.keypad.take())
