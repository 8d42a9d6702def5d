"""The people of an import: found by e-mail, else by a unique name."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from app.domain.ids import PersonId
from app.domain.import_claims import Claims, Findings, Names, field_changes
from app.domain.import_fields import ImportField
from app.domain.import_places import NewId
from app.domain.import_rows import RowWish
from app.domain.import_steps import ImportNoun, ImportStep, ProjectNow
from app.domain.person import Person, Role


@dataclass(slots=True)
class People:
    """Everybody as they are after the import, and whom each row names."""

    people: dict[PersonId, Person] = field(default_factory=dict[PersonId, Person])
    steps: tuple[ImportStep[Person], ...] = ()
    person_of_row: dict[int, PersonId] = field(default_factory=dict[int, PersonId])


class _Known:
    """Who is known by which e-mail and name, while rows are read."""

    def __init__(self, now: ProjectNow) -> None:
        self.people = {person.id: person for person in now.people}
        self.emails = {p.email.casefold(): p.id for p in now.people if p.email}
        self.names = Names([(p.id, p.name) for p in now.people], lambda pair: pair[1])
        self.has_email = {p.id for p in now.people if p.email}

    def named(self, name: str) -> list[PersonId]:
        """Everybody of this name."""
        return [person_id for person_id, _ in self.names.find(name)]

    def add(self, person: Person) -> None:
        """Somebody new."""
        self.people[person.id] = person
        self.names.add((person.id, person.name))

    def give_email(self, person_id: PersonId, email: str) -> None:
        """Let them be found by it."""
        self.emails[email.casefold()] = person_id
        self.has_email.add(person_id)


def plan_people(
    wishes: Sequence[RowWish], now: ProjectNow, new_id: NewId, findings: Findings
) -> People:
    """Find or make whom the rows name."""
    known = _Known(now)
    found = People()
    claims: dict[PersonId, Claims] = {}
    # Rows with an e-mail first: what a name alone means does not depend on where its row stands.
    for wish in sorted(wishes, key=lambda wish: not wish.email):
        if not wish.person:
            continue
        person_id = _person_of(wish, known, new_id, findings)
        if person_id is None:
            continue
        found.person_of_row[wish.row] = person_id
        claim = claims.setdefault(person_id, Claims(wish.row))
        claim.row = min(claim.row, wish.row)
        _say_name(claim, wish, known.people[person_id], findings)
        claim.say(wish.row, ImportField.ROLE, wish.role, findings)
        claim.say(wish.row, ImportField.LANGUAGE, wish.language, findings)
        claim.say(wish.row, ImportField.PHONE, wish.phone, findings)
        _say_email(claim, wish, known.people[person_id], findings)
    old = {person.id: person for person in now.people}
    found.people = known.people
    steps: list[ImportStep[Person]] = []
    for person_id, claim in claims.items():
        person, before = _claimed(known.people[person_id], claim), old.get(person_id)
        if person == before:
            findings.count_as_there(ImportNoun.PEOPLE)
            continue
        found.people[person_id] = person
        changes = field_changes(_told(before), _told(person)) if before else ()
        steps.append(ImportStep(ImportNoun.PEOPLE, claim.row, person.name, person, before, changes))
    found.steps = tuple(sorted(steps, key=lambda step: step.row))
    return found


def _person_of(wish: RowWish, known: _Known, new_id: NewId, findings: Findings) -> PersonId | None:
    email = wish.email.casefold()
    if email and email in known.emails:
        return known.emails[email]
    named = known.named(wish.person)
    if email:
        # Somebody with another e-mail is somebody else, whatever the name.
        named = [person_id for person_id in named if person_id not in known.has_email]
    if len(named) > 1:
        findings.refuse(wish.row, ImportField.PERSON, "import_person_ambiguous", name=wish.person)
        return None
    if named:
        person_id = named[0]
    else:
        person_id = PersonId(new_id())
        known.add(Person(person_id, wish.person))
    if email:
        known.give_email(person_id, wish.email)
    return person_id


def _say_name(claim: Claims, wish: RowWish, person: Person, findings: Findings) -> None:
    """A name that differs in its case alone is the one that is known."""
    is_known = wish.person.casefold() == person.name.casefold()
    name = person.name if is_known else wish.person
    claim.say(wish.row, ImportField.PERSON, name, findings)


def _say_email(claim: Claims, wish: RowWish, person: Person, findings: Findings) -> None:
    said = claim.text(ImportField.EMAIL) or person.email or ""
    is_known = wish.email.casefold() == said.casefold()
    claim.say(wish.row, ImportField.EMAIL, said if is_known else wish.email, findings)


def _claimed(person: Person, claim: Claims) -> Person:
    role = claim.value(ImportField.ROLE)
    return replace(
        person,
        name=claim.text(ImportField.PERSON) or person.name,
        role=person.role if role is None else cast("Role", role),
        language=claim.text(ImportField.LANGUAGE) or person.language,
        email=claim.text(ImportField.EMAIL) or person.email,
        phone=claim.text(ImportField.PHONE) or person.phone,
    )


def _told(person: Person | None) -> dict[ImportField, object]:
    if person is None:
        return {}
    return {
        ImportField.PERSON: person.name,
        ImportField.ROLE: person.role,
        ImportField.LANGUAGE: person.language,
        ImportField.EMAIL: person.email,
        ImportField.PHONE: person.phone,
    }
