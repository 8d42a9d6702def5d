"""The PINs of an import: the person's own where every door takes it, else a new one, each unique at its doors."""

from collections.abc import Collection, Mapping
from typing import cast
from uuid import UUID

from app.core.errors import RuleError
from app.core.secret import Secret
from app.domain.code_planner import (
    PinRefusal,
    RandBelow,
    check_pin,
    check_pin_at_doors,
    draw_pin,
    is_weak,
)
from app.domain.code_sources import is_taken_from, sources_of_person, sources_of_place
from app.domain.credential import Credential, CredentialKind
from app.domain.ids import CredentialId, DoorId, PersonId
from app.domain.import_places import NewId, Places
from app.domain.import_steps import ProjectNow
from app.domain.keystrokes import is_one_keystroke
from app.domain.lock import PinRules
from app.domain.person import Person
from app.domain.weak_codes import DIGITS
from app.domain.wishes import doors_of

_QUICK_TRIES = 50
_NO_DOOR = DoorId(UUID(int=0))
_Kinds = tuple[PinRules | None, ...]
_Shape = tuple[int, str]
"""Length and alphabet of the codes that a set of rules asks for."""


class Pins:
    """Which code is taken at which door, while an import is planned.

    Codes are held in the clear as keys here, because thousands of them are compared; the object ends with the planning.
    """

    def __init__(
        self, now: ProjectNow, places: Places, new_id: NewId, randbelow: RandBelow
    ) -> None:
        self._now = now
        self._places = places
        self._new_id = new_id
        self._randbelow = randbelow
        self.made: list[Credential] = []
        self._shapes: dict[_Kinds, _Shape | None] = {}
        self._taken: dict[DoorId, dict[str, set[PersonId]]] = {}
        self._own: dict[PersonId, list[Credential]] = {}
        credentials = {credential.id: credential for credential in now.credentials}
        for credential in sorted(now.credentials, key=lambda one: one.created_at):
            if credential.kind is CredentialKind.PIN and credential.ended_at is None:
                self._own.setdefault(credential.person_id, []).append(credential)
        for grant in now.grants:
            known = credentials.get(grant.credential_id)
            if known is not None:
                self._take(known, doors_of(grant, places.groups))
        for record in now.records:
            known = credentials.get(record.credential_id)
            if known is not None and record.ended is None:
                self._take(known, (record.door_id,))

    def choose(
        self,
        person: Person,
        given: Secret[str] | None,
        doors: Collection[DoorId],
        credential_id: CredentialId,
    ) -> Credential | RuleError:
        """The credential for these doors, or the rule that forbids it; `credential_id` is that of a new one."""
        rules = self._rules(doors)
        own = self._own.get(person.id, [])
        if given is not None:
            refusals = check_pin_at_doors(given, rules)
            if refusals:
                return self._error(refusals[0])
            other = self._taken_by_others(given, person, doors)
            if other is not None:
                return RuleError("duplicate", door=self._places.label(other))
            known = next((credential for credential in own if credential.value == given), None)
            return self._use(known or self._new(person, given, credential_id), doors)
        for credential in reversed(own):
            value = credential.value
            if value is None or check_pin_at_doors(value, rules):
                continue
            if self._taken_by_others(value, person, doors) is None:
                return self._use(credential, doors)
        return self.draw_new(person, doors, credential_id)

    def draw_new(
        self, person: Person, doors: Collection[DoorId], credential_id: CredentialId
    ) -> Credential | RuleError:
        """A code that the person has not had, or the rule that forbids every one."""
        drawn = self._draw(self._rules(doors), doors, self._sources(person, doors))
        if isinstance(drawn, PinRefusal):
            return self._error(drawn)
        return self._use(self._new(person, drawn, credential_id), doors)

    def _rules(self, doors: Collection[DoorId]) -> Mapping[DoorId, PinRules | None]:
        found: dict[DoorId, PinRules | None] = {}
        if not doors:  # a group that no door is in yet: a code for a lock of which nothing is known
            found[_NO_DOOR] = None
        for door_id in doors:
            lock = self._now.locks.get(door_id)
            known = self._now.capabilities.get(lock.id) if lock is not None else None
            found[door_id] = known.pins if known is not None else None
        return found

    def _sources(self, person: Person, doors: Collection[DoorId]) -> frozenset[str]:
        """Digits that no code may come from: of the person, and of where the doors are."""
        found = set(sources_of_person(phone=person.phone, birthday=person.birthday))
        for door_id in doors:
            door = self._places.doors[door_id]
            site = self._places.sites[door.site_id]
            found |= sources_of_place(site.fields.get("address", ""), site.name, door.name)
        return frozenset(found)

    def _draw(
        self,
        rules: Mapping[DoorId, PinRules | None],
        doors: Collection[DoorId],
        sources: frozenset[str],
    ) -> Secret[str] | PinRefusal:
        """A new code; by a few tries first, since planning each of thousands of codes takes long."""
        kinds = tuple(dict.fromkeys(rules.values()))
        if kinds not in self._shapes:
            first = draw_pin(rules, taken=(), randbelow=self._randbelow)
            if isinstance(first, PinRefusal):
                return first
            self._shapes[kinds] = _shape_of(first, kinds)
        shape = self._shapes[kinds]
        for _ in range(_QUICK_TRIES if shape is not None else 0):
            tried = self._try(cast("_Shape", shape), kinds)
            if tried is None or is_taken_from(tried, sources):
                continue
            if not any(
                is_one_keystroke(tried, Secret(text))
                for door_id in doors
                for text in self._taken.get(door_id, ())
            ):
                return tried
        taken = {text for door_id in doors for text in self._taken.get(door_id, ())}
        return draw_pin(
            rules,
            taken=[Secret(text) for text in taken],
            sources=sources,
            randbelow=self._randbelow,
        )

    def _try(self, shape: "_Shape", kinds: "_Kinds") -> Secret[str] | None:
        """A code as even as one that is planned: drawn from all of its length, and kept where every rule and preference holds."""
        length, alphabet = shape
        tried = Secret("".join(alphabet[self._randbelow(len(alphabet))] for _ in range(length)))
        return tried if _is_good(tried, kinds) else None

    def _taken_by_others(
        self, pin: Secret[str], person: Person, doors: Collection[DoorId]
    ) -> DoorId | None:
        for door_id in doors:
            if self._taken.get(door_id, {}).get(pin.reveal(), set()) - {person.id}:
                return door_id
        return None

    def _new(self, person: Person, value: Secret[str], credential_id: CredentialId) -> Credential:
        made = Credential(
            id=credential_id,
            person_id=person.id,
            kind=CredentialKind.PIN,
            label="PIN",
            value=value,
            created_at=self._now.now,
        )
        self.made.append(made)
        self._own.setdefault(person.id, []).append(made)
        return made

    def _use(self, credential: Credential, doors: Collection[DoorId]) -> Credential:
        self._take(credential, doors)
        return credential

    def _take(self, credential: Credential, doors: Collection[DoorId]) -> None:
        if credential.value is None:
            return
        for door_id in doors:
            there = self._taken.setdefault(door_id, {})
            there.setdefault(credential.value.reveal(), set()).add(credential.person_id)

    def _error(self, refusal: PinRefusal) -> RuleError:
        known = self._places.doors
        doors = ", ".join(self._places.label(one) for one in refusal.door_ids if one in known)
        return RuleError(refusal.rule, door=doors, **refusal.parameters)


def _shape_of(first: Secret[str], kinds: _Kinds) -> _Shape | None:
    """What codes for these rules look like; None where only the planner knows, as it depends on other codes or not all can be kept."""
    known = [rules for rules in kinds if rules is not None]
    if not _is_good(first, kinds) or any(rules.is_one_length for rules in known):
        return None
    alphabets = [set(rules.alphabet) for rules in known if rules.alphabet]
    if any(not alphabet <= set(DIGITS) for alphabet in alphabets):
        return None
    return len(first.reveal()), "".join(sorted(set(DIGITS).intersection(*alphabets)))


def _is_good(pin: Secret[str], kinds: _Kinds) -> bool:
    """Whether a code keeps every rule, is not weak, and begins with no 0 where nothing is known of a lock."""
    if None in kinds and pin.reveal().startswith("0"):
        return False
    return not is_weak(pin) and all(check_pin(pin, rules) is None for rules in kinds)
