"""Writing down what a person opens doors with beside a code."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.ui.dialogs import PlainDialog
from app.ui.theme import Theme
from app.ui.widgets.cards import HintStrip
from app.ui.widgets.check_rows import CheckRow, CheckRows
from app.ui.widgets.choices import ChoiceBox
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import row
from app.ui.widgets.message_strip import MessageStrip
from app.viewmodels.people_credentials import METAL_KEY, CredentialForm, CredentialsViewModel
from app.viewmodels.people_detail import PersonDetail


class CredentialDialog(PlainDialog):
    """Stays open until it is written down; a refusal is said in it."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        model: CredentialsViewModel,
        person: PersonDetail,
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("CredentialDialog", "A card or key of {0}").format(person.name),
            accept=translate("CredentialDialog", "Write down"),
        )
        self._model, self._person_id = model, person.id
        self.kind = ChoiceBox(theme, self.tr("Kind"), model.kinds)
        self.number = line_edit(longest=60)
        self.label = line_edit(longest=60)
        self._label_field = Field(self.tr("&Name"), self.label, helper=self.tr("Such as: blue fob"))
        self.doors = CheckRows(theme, self.tr("Doors it opens"), self.tr("Search doors"))
        self._hint = HintStrip(theme, "")
        self.messages = MessageStrip(theme)
        line = row(12)
        number = Field(self.tr("N&umber"), self.number, helper=self.tr("What is printed on it"))
        line.addWidget(self._label_field, 1)
        line.addWidget(number, 1)
        self.body.addWidget(Field(self.tr("&Kind"), self.kind))
        self.body.addLayout(line)
        self.body.addWidget(text_label(self.tr("Doors it opens"), "strong"))
        self.body.addWidget(self.doors)
        self.body.addWidget(self._hint)
        self.body.addWidget(self.messages)
        self.setMinimumWidth(520)
        self.kind.chosen.connect(lambda _kind: self._show_parts())
        for edit in (self.number, self.label):
            edit.textChanged.connect(lambda _text: self._check())
        model.loaded.connect(self._fill)
        model.added.connect(self._on_model_added)
        model.refused.connect(self._on_model_refused)
        self._fill()
        self._show_parts()
        self.kind.setFocus()
        model.load()

    def accept(self) -> None:
        """Write it down; the dialog ends when that is done."""
        if not self.accept_button.isEnabled():
            return
        self.set_acceptable(False)
        self._model.add(
            CredentialForm(
                person_id=self._person_id,
                kind=self.kind.key,
                number=self.number.text().strip(),
                label="" if self.kind.key == METAL_KEY else self.label.text().strip(),
                door_ids=tuple(sorted(self.doors.ticked)),
            )
        )

    def done(self, code: int) -> None:
        self._model.loaded.disconnect(self._fill)
        self._model.added.disconnect(self._on_model_added)
        self._model.refused.disconnect(self._on_model_refused)
        super().done(code)

    def _fill(self) -> None:
        none = self.tr("There are no doors yet; add one first.")
        self.doors.set_rows([CheckRow(door.id, door.label) for door in self._model.doors], none)

    def _show_parts(self) -> None:
        is_metal = self.kind.key == METAL_KEY
        self._label_field.setVisible(not is_metal)
        words = self.tr("Lockchart teaches it to no lock: do that at the lock, with its own app.")
        if is_metal:
            words = self.tr("A metal key opens for whoever has it, and no lock tells of it.")
        self._hint.set_text(words)
        self._check()

    def _check(self) -> None:
        has_number = bool(self.number.text().strip())
        has_label = self.kind.key != METAL_KEY and bool(self.label.text().strip())
        self.set_acceptable(has_number or has_label)

    def _on_model_added(self) -> None:
        super().accept()

    def _on_model_refused(self, sentence: str) -> None:
        self._check()
        self.messages.show_message(sentence, "bad")
