"""The plan before anything is sent, and the same rows while it is carried out and read back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.pages.plan_rows import plan_rows, step_row
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.busy_strip import BusyStrip
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.heading import Heading
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, row
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.plan_list import PlanList
from app.viewmodels.plan import PlanViewModel, StepItem

_READ_BACK = frozenset({"seen", "opened", "gone"})


class PlanPage(QWidget):
    """Preview, progress and outcome of one plan. `closed` comes when somebody is done with it."""

    closed = Signal()

    def __init__(self, theme: Theme, model: PlanViewModel) -> None:
        super().__init__()
        self._model = model
        self.messages = MessageStrip(theme)
        self._title = Heading(self.tr("Plan"))
        self._summary = text_label("", "body", "muted")
        self._busy = BusyStrip(theme)
        self._list = PlanList(theme, self.tr("Steps of the plan"))
        self._empty = EmptyState(theme)
        self._apply = Button(theme, "", icon="play", kind="primary")
        self._again = Button(theme, self.tr("Plan a&gain"), icon="refresh-cw")
        self._close = Button(theme, self.tr("&Back"), icon="arrow-left")
        card = Card(margin_px=1)
        card.body.addWidget(self._list)
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self._stack.addWidget(self._empty)
        buttons = FlowLayout(8)
        for button in (self._apply, self._again, self._close):
            buttons.addWidget(button)
        head = row(12)
        head.addWidget(self._title)
        head.addStretch(1)
        layout = column(12)
        layout.addLayout(head)
        layout.addWidget(self._summary)
        layout.addWidget(boxed(buttons))
        layout.addWidget(self.messages)
        layout.addWidget(self._busy)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)
        self._apply.clicked.connect(self._on_apply_clicked)
        self._again.clicked.connect(self._on_again_clicked)
        self._close.clicked.connect(self.closed)
        self._busy.cancel_pressed.connect(model.stop)
        self._empty.primary_pressed.connect(self.closed)
        model.changed.connect(self._show)
        model.step_changed.connect(self._on_model_step_changed)
        model.progressed.connect(self._show_progress)
        model.finished.connect(self._on_model_finished)
        model.failed.connect(lambda text: self.messages.show_message(text, "bad"))
        model.busy_changed.connect(lambda _busy: self._show_buttons())
        self._show()

    def warn(self, text: str) -> None:
        """Say something about what was just planned; an empty text says nothing."""
        if text:
            self.messages.show_message(text, "warn")

    def begin(self) -> None:
        """Take the focus for a plan that is being made."""
        self.messages.close_message()
        self._list.setFocus()

    # --- what the model says ----------------------------------------------------------------------

    def _show(self) -> None:
        model = self._model
        self._list.set_rows(plan_rows(model.steps, model.refusals))
        has_rows = bool(model.steps or model.refusals)
        self._stack.setCurrentIndex(0 if has_rows else 1)
        if not has_rows and model.is_planned:
            self._empty.show_nothing_yet(
                self.tr("Nothing is to be done"),
                self.tr("The locks hold what is wished, as far as they have told."),
                self.tr("Back to the doors"),
                icon="circle-check",
            )
        elif not has_rows:
            self._empty.show_working(self.tr("Making the plan …"))
        self._summary.setText(self._summary_words())
        self._summary.setVisible(bool(self._summary.text()))
        if model.is_changed_since:
            self.messages.show_message(
                self.tr(
                    "The plan has changed since you saw it, so nothing was sent. Look at it again."
                ),
                "warn",
            )
        self._show_buttons()

    def _show_buttons(self) -> None:
        model = self._model
        count = len(model.steps)
        can_apply = model.is_planned and not model.is_applying and not model.is_applied
        self._apply.setText(self._apply_words(count))
        self._apply.set_icon_name("play")
        self._apply.setVisible(count > 0 and not model.is_applied)
        self._apply.setEnabled(can_apply and count > 0)
        self._again.setVisible(
            (model.is_applied and not model.is_all_proven) or (model.is_planned and not count)
        )
        self._again.setEnabled(not model.is_applying)
        self._close.setVisible(not model.is_applying)
        is_end = model.is_applied and model.is_all_proven
        self._close.set_kind("primary" if is_end else "outlined")

    def _show_progress(self) -> None:
        model = self._model
        if not model.is_applying:
            self._busy.show_idle()
            self._show_buttons()
            return
        if model.is_stopping:
            self._busy.show_stopping()
        else:
            words = self.tr("Working on the locks …")
            if model.door:
                words = self.tr("Working on {0}").format(model.door)
            self._busy.show_busy(words, done=model.done, total=model.total)
        self._show_buttons()

    def _on_model_step_changed(self, step: StepItem) -> None:
        shown = step_row(step)
        self._list.replace_row(shown)
        announce(self, shown.accessible_text)

    def _on_model_finished(self) -> None:
        model = self._model
        count = len(model.steps)
        done = sum(1 for step in model.steps if step.state == "done")
        if not model.is_all_proven:
            words = self.tr(
                "{0} of {1} changes are done. What is amber is not proven: its row says why, and what helps."
            )
            self.messages.show_message(words.format(done, count), "warn")
        elif all(step.by == "lock" and step.level in _READ_BACK for step in model.steps):
            words = self.tr("All changes are proven: they were read back from the lock.")
            self.messages.show_message(words, "ok")
        else:
            words = self.tr("All changes are done, as far as these locks can tell.")
            self.messages.show_message(words, "info")
        self._close.setFocus()

    # --- what a person does -----------------------------------------------------------------------

    def _on_apply_clicked(self) -> None:
        self.messages.close_message()
        self._list.setFocus()
        self._model.apply()

    def _on_again_clicked(self) -> None:
        self.begin()
        self._model.prepare_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._model.is_applying:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    # --- words ------------------------------------------------------------------------------------

    def _apply_words(self, count: int) -> str:
        if count == 1:
            return self.tr("App&ly 1 change")
        return self.tr("App&ly {0} changes").format(count)

    def _summary_words(self) -> str:
        model = self._model
        doors = len({step.door for step in model.steps})
        parts: list[str] = []
        if model.steps:
            words = self.tr("{0} changes on {1} doors.")
            if doors == 1:
                words = self.tr("{0} changes on {1} door.")
            if len(model.steps) == 1:
                words = self.tr("{0} change on {1} door.")
            parts.append(words.format(len(model.steps), doors))
        if model.refusals:
            words = self.tr("{0} cannot be carried out.").format(len(model.refusals))
            parts.append(words)
        if model.steps and model.is_planned and not model.is_applied:
            parts.append(self.tr("Nothing has been sent yet."))
        return " ".join(parts)
