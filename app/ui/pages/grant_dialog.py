"""Giving somebody access: who, where, when, which code, with what each lock will do beside it. Nothing is sent from here."""

from collections.abc import Collection
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QTime, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.ui.dialogs import PlainDialog
from app.ui.pages.grant_places import GrantPlaces
from app.ui.pages.grant_preview import GrantPreview
from app.ui.pages.validity_form import ValidityForm
from app.ui.theme import Theme
from app.ui.widgets.choices import ChoiceBox, RadioChoice
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column, scrolled
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.secret_field import SecretField
from app.viewmodels.grant import GrantForm, GrantViewModel, preview_of
from app.viewmodels.grant_templates import template_choices, template_of
from app.viewmodels.grant_words import PreviewWords

NEW_PERSON = "new"
AUTO, NEW_CODE, TYPED = "auto", "new", "typed"
BESIDE_FROM_PX = 820
"""From this width on the preview stands beside the form."""


class GrantDialog(PlainDialog):
    """Stays open until the grant is recorded; a refusal is said in it. `granted` carries door ids and a warning (empty: none)."""

    granted = Signal(object, str)

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        model: GrantViewModel,
        now: datetime,
        *,
        person_id: str = "",
        door_ids: Collection[str] = (),
    ) -> None:
        super().__init__(
            theme,
            parent,
            QCoreApplication.translate("GrantDialog", "Give access"),
            accept=QCoreApplication.translate("GrantDialog", "Next: see the plan"),
        )
        self._model = model
        self._first_person, self._first_doors = person_id, frozenset(door_ids)
        self._is_submitting = self._is_reserve = False
        self.person = ChoiceBox(theme, self.tr("Person"))
        self.name_line = line_edit(longest=120)
        self.name = Field(self.tr("&Name"), self.name_line)
        self.role = ChoiceBox(theme, self.tr("Role"))
        self._role_field = Field(self.tr("&Role"), self.role)
        self.template = ChoiceBox(theme, self.tr("Template"), template_choices())
        self.places = GrantPlaces(theme)
        self.validity = ValidityForm(theme, now)
        self.code = RadioChoice(
            theme,
            self.tr("Code"),
            [
                (AUTO, self.tr("The person's own code; a new one that is hard to guess if needed")),
                (NEW_CODE, self.tr("A new code in any case")),
                (TYPED, self.tr("I type the code")),
            ],
            AUTO,
        )
        self.pin = SecretField(theme, self.tr("&Code"))
        self._weak = text_label("", "small", "warn")
        self.preview = GrantPreview(theme)
        self.messages = MessageStrip(theme)
        self._person_field = Field(self.tr("&Person"), self.person)
        always = self.tr("At any time, unless something is ticked.")
        self._times: tuple[QWidget, ...] = (
            text_label(self.tr("When"), "title"),
            text_label(always, "small", "muted"),
            self.validity,
        )
        self._codes: tuple[QWidget, ...] = (text_label(self.tr("Code"), "title"), self.code)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()
        self._connect()
        self._fill()
        (self.name_line if not person_id else self.template).setFocus()
        model.load()

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        form = column(12)
        form.setContentsMargins(2, 0, 12, 0)
        for part in (
            self._person_field,
            self.name,
            self._role_field,
            Field(self.tr("&Template"), self.template),
            text_label(self.tr("Where"), "title"),
            self.places,
            *self._times,
            *self._codes,
            self.pin,
            self._weak,
        ):
            form.addWidget(part)
        form.addStretch(1)
        content = QWidget()
        content.setLayout(form)
        self._form_area = scrolled(content)
        self._form_area.setMinimumHeight(220)
        self._sides.setSpacing(24)
        self._sides.addWidget(self._form_area, 5)
        self._sides.addWidget(self.preview, 4)
        self.body.addLayout(self._sides, 1)
        self.body.addWidget(self.messages)
        self.give_room()
        self.setMinimumWidth(480)
        self.resize(1000, 680)

    def _connect(self) -> None:
        model = self._model
        self.person.chosen.connect(lambda _key: self._show_parts())
        self.name_line.textChanged.connect(lambda _text: self._check())
        self.role.chosen.connect(lambda _key: self._check())
        self.template.chosen.connect(self._on_template_chosen)
        self.places.changed.connect(self._on_form_changed)
        self.validity.changed.connect(self._on_form_changed)
        self.code.chosen.connect(lambda _key: self._show_parts())
        self.pin.changed.connect(self._on_pin_changed)
        self.preview.leave_out_wanted.connect(self.places.leave_out)
        model.loaded.connect(self._fill)
        model.previewed.connect(self._on_model_previewed)
        model.checked.connect(self._on_model_checked)
        model.failed.connect(self._on_model_failed)
        model.granted.connect(self._on_model_granted)

    # --- showing ----------------------------------------------------------------------------------

    def _fill(self) -> None:
        model = self._model
        people = [(NEW_PERSON, self.tr("Somebody new"))]
        people += [
            (person.id, self.tr("{0} ({1})").format(person.name, model.role_word(person.role)))
            for person in model.people
        ]
        self.person.set_options(people)
        self.role.set_options([(role, model.role_word(role)) for role in model.roles])
        if not self.role.key or self.role.key == "owner":
            self.role.choose("guest")
        self.places.set_choices(model.doors, model.groups)
        self.validity.set_calendars(model.calendars)
        if self._first_person in {person.id for person in model.people}:
            self.person.choose(self._first_person)
            self._first_person = ""
        if self._first_doors and model.doors:
            self.places.tick(self._first_doors)
            self._first_doors = frozenset()
        self._show_parts()

    def _show_parts(self) -> None:
        is_grant = not self._is_reserve
        for part in (self._person_field, *self._times, *self._codes):
            part.setVisible(is_grant)
        is_new = self.person.key == NEW_PERSON and is_grant
        self.name.setVisible(is_new)
        self._role_field.setVisible(is_new)
        is_typed = self.code.key == TYPED and is_grant
        self.pin.setVisible(is_typed)
        if not is_typed:
            self.pin.clear()
        self._weak.setVisible(is_typed and bool(self._weak.text()))
        self._on_form_changed()

    def _on_form_changed(self) -> None:
        self._check()
        form = self._form() if self.validity.is_complete else None
        self._model.preview(preview_of(form) if form is not None else None)

    def _check(self) -> None:
        has_person = self.person.key != NEW_PERSON or bool(self._typed_name()) or self._is_reserve
        has_code = self.code.key != TYPED or not self.pin.is_empty
        self.set_acceptable(
            has_person
            and has_code
            and self.places.is_anywhere
            and self.validity.is_complete
            and not self.preview.words.refused
            and not self._is_submitting
        )

    def _typed_name(self) -> str:
        return self.name_line.text().strip()

    def _form(self) -> GrantForm:
        is_new = self.person.key == NEW_PERSON
        has_typed = self.code.key == TYPED and not self.pin.is_empty
        return GrantForm(
            person_id="" if is_new else self.person.key,
            new_name=self._typed_name() if is_new else "",
            new_role=self.role.key,
            door_ids=tuple(sorted(self.places.door_ids)),
            group_ids=tuple(sorted(self.places.group_ids)),
            except_ids=tuple(sorted(self.places.except_ids)),
            start=self.validity.start,
            end=self.validity.end,
            weekly=self.validity.weekly,
            is_once=self.validity.is_once,
            holidays=self.validity.holidays,
            pin=self.pin.secret() if has_typed else None,
            is_new_code=self.code.key == NEW_CODE,
            is_reserve=self._is_reserve,
        )

    # --- what happens -----------------------------------------------------------------------------

    def _on_template_chosen(self, key: str) -> None:
        template = template_of(key)
        self._is_reserve = template is not None and template.is_reserve
        if template is None:
            self._show_parts()
            return
        self.role.choose(str(template.role))
        self.validity.choose_preset(template.preset)
        if template.days:
            hours = (QTime(template.from_hour, 0), QTime(template.until_hour, 0))
            self.validity.windows[0].set_window(template.days, *hours)
        if template.is_closed_on_holidays and self._model.calendars:
            self.validity.choose_holidays(self._model.calendars[0][0], "closed")
        self.code.choose(NEW_CODE if template.is_new_code else AUTO)
        self._show_parts()

    def _on_pin_changed(self) -> None:
        note = self._model.pin_note(self.pin.secret())
        self._weak.setText(note)
        self._weak.setVisible(bool(note))
        self._on_form_changed()

    def _on_model_previewed(self, words: PreviewWords) -> None:
        self.preview.show_words(words)
        self._check()

    def _on_model_checked(self, person_id: str) -> None:
        self.person.choose(person_id)
        self._show_parts()

    def _on_model_failed(self, sentence: str) -> None:
        self._is_submitting = False
        self._check()
        if self.code.key == TYPED:
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
        self._model.submit(self._form())

    def done(self, code: int) -> None:
        """Forget the typed code, however the dialog ends."""
        for signal, slot in (
            (self._model.loaded, self._fill),
            (self._model.previewed, self._on_model_previewed),
            (self._model.checked, self._on_model_checked),
            (self._model.failed, self._on_model_failed),
            (self._model.granted, self._on_model_granted),
        ):
            signal.disconnect(slot)
        self.pin.clear()
        self._model.preview(None)
        super().done(code)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        is_wide = self.width() >= BESIDE_FROM_PX
        self._sides.setDirection(direction.LeftToRight if is_wide else direction.TopToBottom)
