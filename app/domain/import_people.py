"""The people of an import: found by the table's word for them, else by e-mail, else by a unique name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast
from uuid import UUID

from app.domain.ids import DoorId, PersonId
from app.domain.import_claims import Claims, Findings, Names, field_changes
from app.domain.import_fields import ImportField
from app.domain.import_places import NewId, Places
from app.domain.import_rows import RowWish
from app.domain.import_steps import ImportNoun, ImportStep, ProjectNow
from app.domain.person import Person, Role
from app.domain.word_list import join_words


@dataclass(slots=True)
class People:
    """Everybody as they are after the import, and whom each row names."""

    people: dict[PersonId, Person] = field(default_factory=dict[PersonId, Person])
    steps: tuple[ImportStep[Person], ...] = ()
    person_of_row: dict[int, PersonId] = field(default_factory=dict[int, PersonId])


class _Known:
    """Who is known by which word, e-mail and name, while rows are read.

    A word is the text that the table has for somebody: the id where the table was made of this project, or of one that shares people with
    it. Whom one word means, another does not.
    """

    def __init__(self, now: ProjectNow) -> None:
        self.words = {str(person.id): person.id for person in now.people}
        self.claimed: set[PersonId] = set()
        self._taken = {person.id for person in now.people} | now.known_ids
        self.people = {person.id: person for person in now.people}
        self.emails = {p.email.casefold(): p.id for p in now.people if p.email}
        self.names = Names([(p.id, p.name) for p in now.people], lambda pair: pair[1])
        self.has_email = {p.id for p in now.people if p.email}

    def named(self, name: str) -> list[PersonId]:
        """Everybody of this name."""
        return [person_id for person_id, _ in self.names.find(name)]

    def learn(self, word: str, person_id: PersonId) -> None:
        """Let a word mean somebody."""
        self.words[word.casefold()] = person_id
        self.claimed.add(person_id)

    def free_id(self, word: str, new_id: NewId) -> PersonId:
        """The id of somebody new: what the table calls them, where that is an id that nobody has had."""
        try:
            said = PersonId(UUID(word))
        except ValueError:
            return PersonId(new_id())
        return PersonId(new_id()) if said in self._taken else said

    def add(self, person: Person) -> None:
        """Somebody new."""
        self._taken.add(person.id)
        self.people[person.id] = person
        self.names.add((person.id, person.name))

    def give_email(self, person_id: PersonId, email: str) -> None:
        """Let them be found by it."""
        self.emails[email.casefold()] = person_id
        self.has_email.add(person_id)


def plan_people(
    wishes: Sequence[RowWish],
    now: ProjectNow,
    places: Places,
    new_id: NewId,
    findings: Findings,
) -> People:
    """Find or make whom the rows name."""
    known = _Known(now)
    found = People()
    claims: dict[PersonId, Claims] = {}
    # Whom a word or a name alone means does not depend on where its row stands.
    for wish in sorted(wishes, key=lambda wish: _sureness(wish, known)):
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
        claim.say(wish.row, ImportField.BIRTHDAY, wish.birthday, findings)
        _say_pause(claim, wish, places, findings)
    old = {person.id: person for person in now.people}
    found.people = known.people
    steps: list[ImportStep[Person]] = []
    for person_id, claim in claims.items():
        person, before = _claimed(known.people[person_id], claim), old.get(person_id)
        if person == before:
            findings.count_as_there(ImportNoun.PEOPLE)
            continue
        found.people[person_id] = person
        changes = field_changes(_told(before, places), _told(person, places)) if before else ()
        steps.append(ImportStep(ImportNoun.PEOPLE, claim.row, person.name, person, before, changes))
    found.steps = tuple(sorted(steps, key=lambda step: step.row))
    return found


def _sureness(wish: RowWish, known: _Known) -> int:
    """Words that are known first, then new words, then e-mails, then names alone."""
    if wish.person_key:
        return 0 if wish.person_key.casefold() in known.words else 1
    return 2 if wish.email else 3


def _person_of(wish: RowWish, known: _Known, new_id: NewId, findings: Findings) -> PersonId | None:
    word = wish.person_key.casefold()
    if word and word in known.words:
        person_id = known.words[word]
    else:
        person_id = _by_email_or_name(wish, known, new_id, findings)
    if word and person_id is not None:
        known.learn(word, person_id)
    return person_id


def _by_email_or_name(
    wish: RowWish, known: _Known, new_id: NewId, findings: Findings
) -> PersonId | None:
    email = wish.email.casefold()
    # Whom another word means is not meant by this one, whatever the e-mail and name.
    others = known.claimed if wish.person_key else frozenset[PersonId]()
    if email and email in known.emails and known.emails[email] not in others:
        return known.emails[email]
    named = [person_id for person_id in known.named(wish.person) if person_id not in others]
    if email:
        # Somebody with another e-mail is somebody else, whatever the name.
        named = [person_id for person_id in named if person_id not in known.has_email]
    if len(named) > 1:
        findings.refuse(wish.row, ImportField.PERSON, "import_person_ambiguous", name=wish.person)
        return None
    if named:
        person_id = named[0]
    else:
        person_id = known.free_id(wish.person_key, new_id)
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


def _say_pause(claim: Claims, wish: RowWish, places: Places, findings: Findings) -> None:
    claim.say(wish.row, ImportField.PAUSED, wish.is_paused, findings)
    doors: set[DoorId] = set()
    for text in wish.paused_at:
        found = places.find_door(text)
        if len(found) == 1:
            doors.add(found[0].id)
        else:
            code = "import_door_ambiguous" if found else "unknown_door"
            findings.refuse(wish.row, ImportField.PAUSED, code, name=text)
    if doors:
        claim.say(wish.row, ImportField.PAUSED, frozenset(doors), findings)


def _claimed(person: Person, claim: Claims) -> Person:
    role = claim.value(ImportField.ROLE)
    birthday = claim.value(ImportField.BIRTHDAY)
    paused = claim.value(ImportField.PAUSED)
    if isinstance(paused, bool):
        person = replace(person, is_paused=paused, paused_door_ids=frozenset())
    elif paused is not None:
        doors = cast("frozenset[DoorId]", paused)
        person = replace(person, is_paused=False, paused_door_ids=doors)
    return replace(
        person,
        name=claim.text(ImportField.PERSON) or person.name,
        role=person.role if role is None else cast("Role", role),
        language=claim.text(ImportField.LANGUAGE) or person.language,
        email=claim.text(ImportField.EMAIL) or person.email,
        phone=claim.text(ImportField.PHONE) or person.phone,
        birthday=person.birthday if birthday is None else cast("date", birthday),
    )


def _told(person: Person | None, places: Places) -> dict[ImportField, object]:
    if person is None:
        return {}
    return {
        ImportField.PERSON: person.name,
        ImportField.ROLE: person.role,
        ImportField.LANGUAGE: person.language,
        ImportField.EMAIL: person.email,
        ImportField.PHONE: person.phone,
        ImportField.BIRTHDAY: person.birthday,
        ImportField.PAUSED: pause_text(person, places.label),
    }


def pause_text(person: Person, label: Callable[[DoorId], str]) -> str:
    """What a cell says of a pause: `yes` for everywhere, else the doors; empty where nothing is paused."""
    if person.is_paused:
        return "yes"
    return join_words(sorted(label(door_id) for door_id in person.paused_door_ids))
