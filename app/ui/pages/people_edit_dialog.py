"""Adding a person, or changing what is known of one."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.ui.dialogs import PlainDialog
from app.ui.theme import Theme
from app.ui.widgets.choices import ChoiceBox
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.layouts import row
from app.ui.widgets.message_strip import MessageStrip
from app.viewmodels.people_detail import PersonDetail
from app.viewmodels.people_edit import PersonEditViewModel, PersonForm


class PersonDialog(PlainDialog):
    """Stays open until the person is saved; a refusal is said in it."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        model: PersonEditViewModel,
        person: PersonDetail | None = None,
    ) -> None:
        translate = QCoreApplication.translate
        title = translate("PersonDialog", "Add a person")
        if person is not None:
            title = translate("PersonDialog", "Change {0}").format(person.name)
        super().__init__(theme, parent, title, accept=translate("PersonDialog", "Save"))
        self._model, self._person = model, person
        self._is_saving = False
        self.name_line = line_edit(person.name if person else "", longest=120)
        self.role = ChoiceBox(theme, self.tr("Role"), model.roles)
        self.role.choose(person.role if person else "guest")
        self.email = line_edit(person.email if person else "", longest=200)
        self.phone = line_edit(person.phone if person else "", longest=60)
        self.birthday = line_edit(person.birthday if person else "", longest=10)
        known = person.language if person else ""
        self.language = ChoiceBox(theme, self.tr("Language"), model.languages(known))
        self.language.choose(known)
        self.messages = MessageStrip(theme)
        contact, kind = row(12), row(12)
        contact.addWidget(Field(self.tr("&E-mail"), self.email), 1)
        contact.addWidget(Field(self.tr("&Phone"), self.phone), 1)
        kind.addWidget(Field(self.tr("&Role"), self.role), 1)
        kind.addWidget(Field(self.tr("&Language"), self.language), 1)
        birthday = Field(
            self.tr("&Birthday"),
            self.birthday,
            helper=self.tr("Like 1990-05-31. Only needed so that no code is made of it."),
        )
        self.body.addWidget(Field(self.tr("&Name"), self.name_line))
        self.body.addLayout(contact)
        self.body.addLayout(kind)
        self.body.addWidget(birthday)
        self.body.addWidget(self.messages)
        self.setMinimumWidth(520)
        self.name_line.textChanged.connect(lambda _text: self._check())
        model.saved.connect(self._on_model_saved)
        model.refused.connect(self._on_model_refused)
        self._check()
        self.name_line.setFocus()
        self.name_line.selectAll()

    def accept(self) -> None:
        """Save; the dialog ends when that is done."""
        if not self.accept_button.isEnabled():
            return
        self._is_saving = True
        self._check()
        self._model.save(
            PersonForm(
                person_id=self._person.id if self._person is not None else "",
                name=self.name_line.text().strip(),
                role=self.role.key,
                language=self.language.key,
                email=self.email.text().strip(),
                phone=self.phone.text().strip(),
                birthday=self.birthday.text().strip(),
            )
        )

    def done(self, code: int) -> None:
        self._model.saved.disconnect(self._on_model_saved)
        self._model.refused.disconnect(self._on_model_refused)
        super().done(code)

    def _check(self) -> None:
        self.set_acceptable(bool(self.name_line.text().strip()) and not self._is_saving)

    def _on_model_saved(self, _person_id: str, _said: str) -> None:
        super().accept()

    def _on_model_refused(self, sentence: str) -> None:
        self._is_saving = False
        self._check()
        self.messages.show_message(sentence, "bad")
