"""Adding a person, and changing what is known of one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError, RuleError, UsageError
from app.domain.ids import PersonId
from app.domain.person import Person, Role
from app.services.people import PersonDetails
from app.services.workplace import Workplace
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel
from app.viewmodels.people import role_word
from app.viewmodels.people_words import language_choices


@dataclass(frozen=True, slots=True)
class PersonForm:
    """What was filled in; an empty `person_id` is somebody new, an empty text is "not known". `birthday` reads like 1990-05-31."""

    person_id: str
    name: str
    role: str
    language: str = ""
    email: str = ""
    phone: str = ""
    birthday: str = ""


class PersonEditViewModel(ViewModel):
    """Saves people. `saved` carries the id of the person and a sentence, `refused` a sentence that belongs beside the form."""

    saved = Signal(str, str)
    refused = Signal(str)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace

    @property
    def roles(self) -> list[tuple[str, str]]:
        """The roles to choose from, as key and word."""
        return [(str(role), role_word(role)) for role in Role]

    def languages(self, known: str = "") -> list[tuple[str, str]]:
        """The languages to choose from, as tag and name."""
        return language_choices(known)

    def save(self, form: PersonForm) -> None:
        """Add or change the person."""
        self.run("save person", self._save(form))

    async def _save(self, form: PersonForm) -> None:
        try:
            person, said = await self._saved(form)
        except AppError as error:
            self.refused.emit(error_sentence(error))
            return
        self.saved.emit(str(person.id), message(said, {"person": person.name}))

    async def _saved(self, form: PersonForm) -> tuple[Person, str]:
        people, role, details = self._workplace.people, Role(form.role), _details(form)
        if not form.person_id:
            person = await people.add_person(
                form.name,
                role=role,
                language=details.language,
                email=details.email,
                phone=details.phone,
                birthday=details.birthday,
            )
            return person, "told_person_added"
        known = await self._workplace.project.read.people.get(PersonId(UUID(form.person_id)))
        if known is None:
            raise RuleError("person_gone")
        person = await people.set_person(known, name=form.name, role=role, details=details)
        return person, "told_person_changed"


def _details(form: PersonForm) -> PersonDetails:
    return PersonDetails(
        language=form.language or None,
        email=form.email or None,
        phone=form.phone or None,
        birthday=_birthday(form.birthday),
    )


def _birthday(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError("birthday_unreadable", text=text) from None
