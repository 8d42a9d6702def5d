"""Giving somebody a code: who, where, when, which code. Nothing is sent to a lock from here."""

from collections.abc import Collection
from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.ui.dialogs import PlainDialog
from app.ui.pages.validity_form import ValidityForm
from app.ui.theme import Theme
from app.ui.widgets.check_rows import CheckRow, CheckRows
from app.ui.widgets.choices import ChoiceBox, RadioChoice
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column, scrolled
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.secret_field import SecretField
from app.viewmodels.add_code import AddCodeForm, AddCodeViewModel

NEW_PERSON = "new"


class AddCodeDialog(PlainDialog):
    """Stays open until the grant is recorded; a refusal is said in it. `granted` carries door ids and a warning (empty: none)."""

    granted = Signal(object, str)

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        model: AddCodeViewModel,
        door_ids: Collection[str],
        today: date,
    ) -> None:
        super().__init__(
            theme,
            parent,
            QCoreApplication.translate("AddCodeDialog", "Add a person and a code"),
            accept=QCoreApplication.translate("AddCodeDialog", "Next: see the plan"),
        )
        self._model = model
        self._first_doors = frozenset(door_ids)
        self._is_submitting = False
        self.person = ChoiceBox(theme, self.tr("Person"))
        self.name_line = line_edit(longest=120)
        self.name = Field(self.tr("&Name"), self.name_line)
        self.role = ChoiceBox(theme, self.tr("Role"))
        self.doors = CheckRows(theme, self.tr("Doors"), self.tr("Search doors"))
        self.validity = ValidityForm(theme, today)
        self.code = RadioChoice(
            theme,
            self.tr("Code"),
            [
                ("auto", self.tr("Lockchart chooses a code that is hard to guess")),
                ("typed", self.tr("I type the code")),
            ],
            "auto",
        )
        self.pin = SecretField(theme, self.tr("&Code"))
        self._weak = text_label("", "small", "warn")
        self.messages = MessageStrip(theme)
        self._role_field = Field(self.tr("&Role"), self.role)
        self._build()
        self._connect()
        self._fill()
        self.name_line.setFocus()
        model.load()

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        content = QWidget()
        form = column(12)
        form.setContentsMargins(2, 0, 12, 0)
        form.addWidget(Field(self.tr("&Person"), self.person))
        form.addWidget(self.name)
        form.addWidget(self._role_field)
        form.addWidget(text_label(self.tr("Doors"), "strong"))
        form.addWidget(self.doors)
        form.addWidget(text_label(self.tr("When"), "strong"))
        form.addWidget(
            text_label(self.tr("At any time, unless something is ticked."), "small", "muted")
        )
        form.addWidget(self.validity)
        form.addWidget(text_label(self.tr("Code"), "strong"))
        form.addWidget(self.code)
        form.addWidget(self.pin)
        form.addWidget(self._weak)
        form.addStretch(1)
        content.setLayout(form)
        area = scrolled(content)
        area.setMinimumHeight(300)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.messages)
        self.give_room()
        self.resize(600, 640)

    def _connect(self) -> None:
        model = self._model
        self.person.chosen.connect(lambda _key: self._show_parts())
        self.name_line.textChanged.connect(lambda _text: self._check())
        self.doors.changed.connect(self._check)
        self.validity.changed.connect(self._check)
        self.code.chosen.connect(lambda _key: self._show_parts())
        self.pin.changed.connect(self._on_pin_changed)
        model.loaded.connect(self._fill)
        model.checked.connect(self._on_model_checked)
        model.failed.connect(self._on_model_failed)
        model.granted.connect(self._on_model_granted)

    # --- showing ----------------------------------------------------------------------------------

    def _fill(self) -> None:
        model = self._model
        people = [(NEW_PERSON, self.tr("Somebody new"))]
        people += [(person.id, self._person_words(person.id)) for person in model.people]
        self.person.set_options(people)
        self.role.set_options([(role, model.role_word(role)) for role in model.roles])
        if not self.role.key or self.role.key == "owner":
            self.role.choose("guest")
        no_lock = self.tr("no lock yet")
        self.doors.set_rows(
            [
                CheckRow(door.id, door.label, "" if door.has_lock else no_lock)
                for door in model.doors
            ],
            self.tr("There are no doors yet; add one first."),
        )
        if self._first_doors and model.doors:
            self.doors.tick(self._first_doors)
            self._first_doors = frozenset()
        self._show_parts()

    def _person_words(self, person_id: str) -> str:
        person = next(person for person in self._model.people if person.id == person_id)
        return self.tr("{0} ({1})").format(person.name, self._model.role_word(person.role))

    def _show_parts(self) -> None:
        is_new = self.person.key == NEW_PERSON
        self.name.setVisible(is_new)
        self._role_field.setVisible(is_new)
        is_typed = self.code.key == "typed"
        self.pin.setVisible(is_typed)
        if not is_typed:
            self.pin.clear()
        self._weak.setVisible(is_typed and bool(self._weak.text()))
        self._check()

    def _check(self) -> None:
        has_person = self.person.key != NEW_PERSON or bool(self._typed_name())
        has_code = self.code.key != "typed" or not self.pin.is_empty
        self.set_acceptable(
            has_person
            and has_code
            and bool(self.doors.ticked)
            and self.validity.is_complete
            and not self._is_submitting
        )

    def _typed_name(self) -> str:
        return self.name_line.text().strip()

    # --- what happens -----------------------------------------------------------------------------

    def _on_pin_changed(self) -> None:
        note = self._model.pin_note(self.pin.secret())
        self._weak.setText(note)
        self._weak.setVisible(bool(note))
        self._check()

    def _on_model_checked(self, person_id: str) -> None:
        self.person.choose(person_id)
        self._show_parts()

    def _on_model_failed(self, sentence: str) -> None:
        self._is_submitting = False
        self._check()
        if self.code.key == "typed":
            self.pin.set_error(sentence)
            self.pin.setFocus()
        self.messages.show_message(sentence, "bad")

    def _on_model_granted(self, door_ids: Collection[str], warning: str) -> None:
        self.pin.clear()
        self.granted.emit(list(door_ids), warning)
        super().accept()

    def accept(self) -> None:
        """Record the grant; the dialog ends when that is done."""
        if not self.accept_button.isEnabled():
            return
        self.messages.close_message()
        self._is_submitting = True
        self._check()
        is_new = self.person.key == NEW_PERSON
        is_typed = self.code.key == "typed"
        self._model.submit(
            AddCodeForm(
                person_id="" if is_new else self.person.key,
                new_name=self._typed_name() if is_new else "",
                new_role=self.role.key,
                door_ids=tuple(sorted(self.doors.ticked)),
                start=self.validity.start,
                end=self.validity.end,
                weekly=self.validity.weekly,
                pin=self.pin.secret() if is_typed else None,
            )
        )

    def done(self, code: int) -> None:
        """Forget the typed code, however the dialog ends."""
        self.pin.clear()
        for signal, slot in (
            (self._model.loaded, self._fill),
            (self._model.checked, self._on_model_checked),
            (self._model.failed, self._on_model_failed),
            (self._model.granted, self._on_model_granted),
        ):
            signal.disconnect(slot)
        super().done(code)
