"""Whatever can move the bolt of one door by its lock: codes and cards, foreign places, other ecosystems."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from app.domain.credential import Credential, CredentialKind
from app.domain.grant import ALWAYS, Validity
from app.domain.ids import CredentialId, DoorId, LockId, PersonId, SlotId
from app.domain.intent import is_on_lock
from app.domain.lock import Capabilities, ClockState, FabricOnLock
from app.domain.person import Person
from app.domain.plan import DoorToPlan, LockToPlan
from app.domain.revocability import (
    Removal,
    Revocability,
    is_reached_lately,
    is_written,
    revocability_of,
)
from app.domain.slot_record import (
    ForeignSlot,
    Proof,
    ProofBy,
    ProofLevel,
    ProofReason,
    SlotRecord,
)
from app.domain.standing import OLD_AFTER, PROVEN_ON
from app.domain.validity import NO_CALENDARS, Calendars, is_inside
from app.domain.wishes import Wish


class OpenerKind(StrEnum):
    """The kinds of openers; those of credentials have the words of `CredentialKind`."""

    PIN = "pin"
    CARD = "card"
    FINGERPRINT = "fingerprint"
    MOBILE_KEY = "mobile_key"
    MECHANICAL_KEY = "mechanical_key"
    RESERVE_CODE = "reserve_code"
    FOREIGN_SLOT = "foreign_slot"
    OTHER_FABRIC = "other_fabric"
    KEY_BOX = "key_box"


class OpensNow(StrEnum):
    """Whether it would open the door at the moment asked about, as far as it was told."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Gap(StrEnum):
    """Why an answer is not complete.

    `never_read`, `read_long_ago`, `cannot_read`: the lock's places are not known, not known any more, cannot be known. `fabrics_unread`:
    nor which other ecosystems operate it. `unknown_entry`: an entry of ours may be on the lock or not. `past`: what was on the lock at an
    earlier moment is not kept.
    """

    NEVER_READ = "never_read"
    READ_LONG_AGO = "read_long_ago"
    CANNOT_READ = "cannot_read"
    FABRICS_UNREAD = "fabrics_unread"
    UNKNOWN_ENTRY = "unknown_entry"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Opener:
    """One thing, in one hand, that opens one door.

    `person_id` is None for nobody's: a reserve code, what others put on the lock, a lost or spare key. `thing_id` is the credential, key
    or key box; None for what is only known from the lock. `proof` is None for a key, which no lock tells of: then `since` is when
    somebody wrote down that it was handed out.
    """

    kind: OpenerKind
    person_id: PersonId | None
    label: str
    open_now: OpensNow
    revocable: Revocability
    validity: Validity = ALWAYS
    thing_id: UUID | None = None
    proof: Proof | None = None
    since: datetime | None = None
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class LockSeen:
    """What is known of a mounted lock, as far as it tells who can open.

    `zone` is the one its clock runs in. `read_at` is the last complete reading. `fabrics` None: never read; `has_fabrics` is False for a
    family without them.
    """

    lock_id: LockId
    zone: ZoneInfo
    removal: Removal
    has_fabrics: bool
    capabilities: Capabilities | None = None
    read_at: datetime | None = None
    reached_at: datetime | None = None
    clock: ClockState = ClockState.UNKNOWN
    free_slots: tuple[SlotId, ...] | None = None
    foreign: tuple[ForeignSlot, ...] = ()
    fabrics: tuple[FabricOnLock, ...] | None = None
    fabrics_read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DoorSeen:
    """A door with its zone and its mounted lock."""

    door_id: DoorId
    zone: ZoneInfo
    lock: LockSeen | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment asked about, and now; holidays as the calendars have them."""

    at: datetime
    now: datetime
    calendars: Calendars = field(default_factory=lambda: NO_CALENDARS)
    old_after: timedelta = OLD_AFTER


@dataclass(frozen=True, slots=True)
class Held:
    """A credential, what it is called, and whose hand it is in: nobody's for a reserve code."""

    credential: Credential
    kind: OpenerKind
    person_id: PersonId | None
    label: str


Holders = Mapping[int, Held]
"""What wishes and records name, by the number of the credential's id."""


def holders_of(
    people: Mapping[PersonId, Person], credentials: Mapping[CredentialId, Credential]
) -> Holders:
    """The credentials with the people who have them."""
    return {one.id.int: _held(one, people[one.person_id]) for one in credentials.values()}


def entry_openers(
    door: DoorSeen,
    wishes: Iterable[Wish],
    records: Iterable[SlotRecord],
    holders: Holders,
    moment: Moment,
) -> Iterator[tuple[Opener, Gap | None]]:
    """Codes, cards and the like at one door: those wanted, and those that may still be on its lock; with the gap that each leaves.

    `wishes` and `records` are those of this door, in the order of granting. Records of locks that were taken away open nothing here.
    """
    wished = {wish.credential_id.int: wish for wish in wishes}
    recorded = {
        record.credential_id.int: record
        for record in records
        if record.ended is None and _is_of(record, door)
    }
    for number in dict.fromkeys((*wished, *recorded)):
        wish, record = wished.get(number), recorded.get(number)
        presence = OpensNow.NO if record is None else presence_of(record, door)
        if presence is OpensNow.NO and (wish is None or not wish.is_wanted):
            continue
        held = holders[number]
        opener = Opener(
            kind=held.kind,
            person_id=held.person_id,
            label=held.label,
            open_now=_opens_at(presence, wish, record, door, moment),
            revocable=_revocability(held.credential.kind, presence, door.lock, moment.now),
            validity=ALWAYS if wish is None else wish.validity,
            thing_id=held.credential.id,
            proof=Proof() if record is None else record.proof,
        )
        is_unknown = record is not None and record.proof.level is ProofLevel.UNKNOWN
        yield opener, Gap.UNKNOWN_ENTRY if is_unknown else None


def strange_openers(lock: LockSeen) -> Iterator[Opener]:
    """What others put on the lock: foreign places, and ecosystems beside ours."""
    for slot in lock.foreign:
        yield Opener(
            kind=OpenerKind.FOREIGN_SLOT,
            person_id=None,
            label=slot.slot,
            open_now=OpensNow.UNKNOWN,  # nobody can read what the place lets in, or when
            revocable=Revocability.BY_HAND,
            proof=Proof(ProofLevel.SEEN, by=ProofBy.LOCK, proven_at=slot.seen_at),
        )
    for fabric in lock.fabrics or ():
        if fabric.is_ours:
            continue
        proof = Proof(ProofLevel.SEEN, by=ProofBy.LOCK, proven_at=lock.fabrics_read_at)
        yield Opener(
            kind=OpenerKind.OTHER_FABRIC,
            person_id=None,
            label=fabric.label or f"{fabric.vendor_id:#06x}",
            open_now=OpensNow.YES if fabric.is_ours is False else OpensNow.UNKNOWN,
            revocable=Revocability.BY_HAND,
            proof=proof,
        )


def gaps_of_entries(lock: LockSeen | None, moment: Moment) -> tuple[Gap, ...]:
    """Why not everything that is in the lock's places is known."""
    if lock is None:
        return ()
    if lock.capabilities is not None and not lock.capabilities.can_read_slots:
        return (Gap.CANNOT_READ,)
    if lock.read_at is None:
        return (Gap.NEVER_READ,)
    return (Gap.READ_LONG_AGO,) if moment.now - lock.read_at > moment.old_after else ()


def gaps_of_lock(lock: LockSeen | None, moment: Moment) -> tuple[Gap, ...]:
    """Why not everything that opens by the lock is known."""
    gaps = gaps_of_entries(lock, moment)
    if lock is None or not lock.has_fabrics or lock.fabrics is not None:
        return gaps
    return (*gaps, Gap.FABRICS_UNREAD)


def presence_of(record: SlotRecord, door: DoorSeen) -> OpensNow:
    """Whether the entry is on the lock: yes only where the lock said so and nothing was sent since."""
    proof = record.proof
    if proof.level is ProofLevel.SEEN or proof.level is ProofLevel.OPENED:
        return OpensNow.YES
    if proof.level is ProofLevel.REMOVAL_PLANNED:
        return OpensNow.YES if _is_still_there(record) else OpensNow.UNKNOWN
    if proof.level is ProofLevel.GONE:
        return OpensNow.NO
    if proof.level is ProofLevel.PLANNED and (
        record.sent_at is None or not is_on_lock(record, _as_planned(door))
    ):
        return OpensNow.NO
    return OpensNow.UNKNOWN


_SEEN_AGAIN = frozenset({ProofReason.STILL_THERE, ProofReason.OPENED_AFTER, ProofReason.BACK})


def _is_still_there(record: SlotRecord) -> bool:
    proof, before, cleared = record.proof, record.proof_before, record.clear_sent_at
    if proof.reason in _SEEN_AGAIN:
        return cleared is None or (proof.proven_at is not None and cleared <= proof.proven_at)
    return cleared is None and before is not None and before.level in PROVEN_ON


def _opens_at(
    presence: OpensNow,
    wish: Wish | None,
    record: SlotRecord | None,
    door: DoorSeen,
    moment: Moment,
) -> OpensNow:
    """Present, and let in by the lock's own schedule; what only the program keeps is not certain for a moment to come."""
    let_in = OpensNow.YES if record is None else _lets_in(record, door, moment.at)
    opens = _both(presence, let_in)
    if moment.at > moment.now and let_in is not OpensNow.NO:
        is_intended = (
            wish is not None
            and wish.is_wanted
            and is_inside(
                wish.validity,
                door.zone,
                moment.at,
                moment.calendars,
                granted_at=wish.granted_at,
            )
        )
        is_there = presence is not OpensNow.NO
        # Until then it may be put there or taken away, and nobody can know whether that will have been done.
        return opens if is_intended is is_there else OpensNow.UNKNOWN
    if moment.at < moment.now and opens is OpensNow.YES and record is not None:
        proven_at = record.proof.proven_at
        return opens if proven_at is not None and proven_at <= moment.at else OpensNow.UNKNOWN
    return opens


def _lets_in(record: SlotRecord, door: DoorSeen, at: datetime) -> OpensNow:
    """Whether the schedule on the lock lets the entry in at this moment, by a clock that can be trusted."""
    written = record.written
    if written.is_unrestricted:
        return OpensNow.YES
    if written.is_once and record.proof.level is ProofLevel.OPENED:
        return OpensNow.UNKNOWN  # the lock ends it by itself, and does not say so
    if not written.weekly and not written.has_dates:
        return OpensNow.YES
    if door.lock is None or door.lock.clock is not ClockState.RIGHT:
        return OpensNow.UNKNOWN
    validity = Validity(start=written.start, end=written.end, weekly=written.weekly)
    return OpensNow.YES if is_inside(validity, door.lock.zone, at) else OpensNow.NO


def _both(one: OpensNow, other: OpensNow) -> OpensNow:
    if OpensNow.NO in (one, other):
        return OpensNow.NO
    return OpensNow.UNKNOWN if OpensNow.UNKNOWN in (one, other) else OpensNow.YES


def _is_of(record: SlotRecord, door: DoorSeen) -> bool:
    """Whether the record is of the door's mounted lock, or waits for one; by numbers, as to compare ids runs Python code."""
    if record.door_id.int != door.door_id.int or record.proof.reason == ProofReason.LOCK_CHANGED:
        return False
    if record.lock_id is None:
        return True
    return door.lock is not None and record.lock_id.int == door.lock.lock_id.int


def _as_planned(door: DoorSeen) -> DoorToPlan:
    lock = door.lock
    if lock is None:
        return DoorToPlan(door.door_id, door.zone)
    known = LockToPlan(lock.lock_id, lock.capabilities, lock.free_slots)
    return DoorToPlan(door.door_id, door.zone, known)


def _revocability(
    kind: CredentialKind, presence: OpensNow, lock: LockSeen | None, now: datetime
) -> Revocability:
    if lock is None or presence is OpensNow.NO:
        return Revocability.NOW  # nothing of it is anywhere
    return revocability_of(
        kind,
        lock.removal,
        is_written_by_us=is_written(kind, lock.capabilities),
        is_reached=is_reached_lately(lock.reached_at, now),
    )


def label_of(credential: Credential) -> str:
    """What a credential is called: its label, and what is printed on it."""
    return " ".join(filter(None, (credential.label, credential.number)))


def _held(credential: Credential, person: Person) -> Held:
    kind, label = OpenerKind(credential.kind.value), label_of(credential)
    if person.reserve_of is None:
        return Held(credential, kind, person.id, label)
    is_code = credential.kind is CredentialKind.PIN
    return Held(credential, OpenerKind.RESERVE_CODE if is_code else kind, None, label)
