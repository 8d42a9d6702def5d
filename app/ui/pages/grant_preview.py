"""The live preview beside the form of a grant: one sentence for each door, and how it is taken back."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card, HintStrip
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column, row
from app.ui.widgets.pills import PillLook
from app.ui.widgets.plan_list import Line, PlanList, PlanRow
from app.viewmodels.grant_words import (
    BY_LOCK,
    BY_PERSON,
    BY_PROGRAM,
    NO_LOCK,
    REFUSED,
    WAITS,
    DoorSentence,
    PreviewWords,
)

LIST_LEAST_PX = 150


class GrantPreview(QWidget):
    """Says what each lock would do; nothing is recorded. `leave_out_wanted` asks to take out the doors that forbid it."""

    leave_out_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = PreviewWords()
        self._summary = text_label("", "strong")
        self._none = text_label(
            self.tr("Choose a door, and what its lock will do stands here."), "body", "muted"
        )
        self._problem = HintStrip(theme, "", icon="circle-alert", tone="bad")
        self._warning = HintStrip(theme, "", icon="info", tone="warn")
        self._taken_back = HintStrip(theme, "", icon="undo-2")
        self._hard = HintStrip(theme, "", icon="triangle-alert", tone="warn")
        self.rows = PlanList(theme, self.tr("What each lock will do"))
        self._card = Card(margin_px=1)
        self._card.body.addWidget(self.rows)
        self._card.setMinimumHeight(LIST_LEAST_PX)
        self._leave_out = Button(theme, self.tr("Leave out what is not possible"), icon="x")
        line = row(0)
        line.addWidget(self._leave_out)
        line.addStretch(1)
        layout = column(10)
        layout.addWidget(text_label(self.tr("What will happen"), "title"))
        layout.addWidget(self._summary)
        layout.addWidget(self._none)
        layout.addWidget(self._problem)
        layout.addWidget(self._warning)
        layout.addWidget(self._card, 1)
        layout.addLayout(line)
        layout.addWidget(self._taken_back)
        layout.addWidget(self._hard)
        layout.addStretch(0)
        self.setLayout(layout)
        self._leave_out.clicked.connect(lambda: self.leave_out_wanted.emit(self._words.refused))
        self.show_words(PreviewWords())

    @property
    def words(self) -> PreviewWords:
        """What is said now."""
        return self._words

    def show_words(self, words: PreviewWords) -> None:
        """Say this."""
        before, self._words = self._words.summary, words
        self.rows.set_rows([_row(door) for door in words.doors])
        self._card.setVisible(bool(words.doors))
        self._none.setVisible(not words.doors and not words.problem)
        self._summary.setText(words.summary)
        self._summary.setVisible(bool(words.summary))
        self._problem.set_text(words.problem)
        self._problem.setVisible(bool(words.problem))
        self._warning.set_text(" ".join(words.warnings))
        self._warning.setVisible(bool(words.warnings))
        self._leave_out.setVisible(0 < len(words.refused) < len(words.doors))
        said = " ".join(words.taken_back)
        for strip, is_it in (
            (self._taken_back, not words.is_hard_to_take_back),
            (self._hard, words.is_hard_to_take_back),
        ):
            strip.set_text(said)
            strip.setVisible(bool(said) and is_it)
        if words.summary != before:
            announce(self, words.summary)


def _row(door: DoorSentence) -> PlanRow:
    tone = {REFUSED: "bad", WAITS: "warn", BY_PROGRAM: "warn"}.get(door.state, "")
    lines = (Line(door.sentence, tone), *(Line(detail) for detail in door.details))
    icon = "door-closed" if door.state == NO_LOCK else "lock"
    return PlanRow(door.door_id, door.door, lines, icon=icon, pill=state_look(door.state))


def state_look(state: str) -> PillLook:
    """Who keeps the times, as a pill; a plan is never green."""
    translate = QCoreApplication.translate
    return {
        BY_LOCK: PillLook(translate("GrantPreview", "by the lock"), "info"),
        BY_PROGRAM: PillLook(translate("GrantPreview", "by Lockchart"), "warn", "half_ring"),
        BY_PERSON: PillLook(translate("GrantPreview", "by a person"), "warn", "half_ring"),
        NO_LOCK: PillLook(translate("GrantPreview", "no lock yet"), "neutral", "ring"),
        WAITS: PillLook(translate("GrantPreview", "waits"), "warn", "ring"),
        REFUSED: PillLook(translate("GrantPreview", "not possible"), "bad", "cross"),
    }[state]
