"""What the wishes mean for each record: stays, shall be there, shall go, waits; and which records are missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from app.domain.credential import Credential
from app.domain.fittings import Fittings
from app.domain.ids import CredentialId
from app.domain.plan import DoorToPlan
from app.domain.schedule import Fitting, Unfit
from app.domain.slot_record import Proof, ProofLevel, ProofReason, SlotRecord
from app.domain.standing import PROVEN_ON, REMOVING
from app.domain.validity import NO_CALENDARS, Calendars
from app.domain.wishes import Wish, WishState

AtDoor = TypeVar("AtDoor", Wish, SlotRecord)

READ_AWAY = frozenset({ProofReason.DROPPED, ProofReason.DRIFT, ProofReason.NOT_SENT})
"""Reasons of an entry that was sent, and that a complete reading did not find."""

WRITTEN = PROVEN_ON | {ProofLevel.ACCEPTED}
"""Levels of an entry that a lock or service has said yes to."""


class Standing(StrEnum):
    """What the project wants of one entry at this moment.

    `outside`: the program keeps the validity and it does not hold now. `replaced`: this person gets another code here, and the old one
    goes when the new one is seen. `refused`: wanted, but not possible as it stands.
    """

    WANTED = "wanted"
    OUTSIDE = "outside"
    REPLACED = "replaced"
    UNWANTED = "unwanted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One credential at one door: its wish and its living record on the mounted lock, either of which may be missing.

    `fitting` is None without a lock, without a wish that counts, and when refused; then `rule` says why. `replaces` is the record of the
    code that goes when this one is seen.
    """

    door: DoorToPlan
    credential: Credential
    wish: Wish | None
    record: SlotRecord | None
    standing: Standing
    fitting: Fitting | None = None
    rule: str | None = None
    replaces: SlotRecord | None = None


class IntentChange(StrEnum):
    """What has to be told to the proof of a record before it agrees with the wishes.

    `granted`: there is no record yet (row 1; row 16 with `entry.replaces`). `revoked`: rows 2 and 17. `granted_again`: row 18. `changed`: row 15.
    `moved`: the same entry now serves another grant; no level moves.
    """

    GRANTED = "granted"
    REVOKED = "revoked"
    GRANTED_AGAIN = "granted_again"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class RecordIntent:
    """One change of intent for one entry; `entry.record` is None for `granted`."""

    change: IntentChange
    entry: Entry


def entries_of(
    door: DoorToPlan,
    wishes: Iterable[Wish],
    records: Iterable[SlotRecord],
    credentials: Mapping[CredentialId, Credential],
    now: datetime,
    *,
    calendars: Calendars = NO_CALENDARS,
    fittings: Fittings | None = None,
) -> tuple[Entry, ...]:
    """The entries of one door, in the order of granting, those without a wish last; records of retired locks are left out.

    `fittings` are those of a pass over many doors, at the same moment.
    """
    fittings = fittings or Fittings(now, calendars)
    wished = {wish.credential_id: wish for wish in wishes if wish.door_id == door.door_id}
    recorded = {record.credential_id: record for record in records if is_here(record, door)}
    found: list[Entry] = []
    for credential_id in dict.fromkeys((*wished, *recorded)):
        wish, record = wished.get(credential_id), recorded.get(credential_id)
        if record is not None or (wish is not None and wish.is_wanted):
            entry = Entry(door, credentials[credential_id], wish, record, Standing.UNWANTED)
            found.append(_with_standing(entry, fittings))
    return tuple(_with_successors(found))


def intent_changes(
    doors: Iterable[DoorToPlan],
    wishes: Iterable[Wish],
    records: Iterable[SlotRecord],
    credentials: Mapping[CredentialId, Credential],
    now: datetime,
    *,
    calendars: Calendars = NO_CALENDARS,
) -> tuple[RecordIntent, ...]:
    """What must happen to the records so that they say what the wishes want; empty when they do.

    To be carried out in the same unit of work as an edit of grants, people, groups or locks, and at the beginning of each apply.
    """
    return tuple(
        RecordIntent(change, entry)
        for _door, entries in entries_by_door(
            doors, wishes, records, credentials, now, calendars=calendars
        )
        for entry in entries
        for change in _changes(entry)
    )


def entries_by_door(
    doors: Iterable[DoorToPlan],
    wishes: Iterable[Wish],
    records: Iterable[SlotRecord],
    credentials: Mapping[CredentialId, Credential],
    now: datetime,
    *,
    calendars: Calendars = NO_CALENDARS,
) -> Iterator[tuple[DoorToPlan, tuple[Entry, ...]]]:
    """Each door with its entries, in the order of `doors`; time grows with what there is, not with doors times wishes."""
    fittings = Fittings(now, calendars)
    for door, mine, here in by_door(doors, wishes, records):
        yield door, entries_of(door, mine, here, credentials, now, fittings=fittings)


def by_door(
    doors: Iterable[DoorToPlan], wishes: Iterable[Wish], records: Iterable[SlotRecord]
) -> Iterator[tuple[DoorToPlan, Sequence[Wish], Sequence[SlotRecord]]]:
    """Each door with its wishes and its records."""
    wished, recorded = _grouped(wishes), _grouped(records)
    for door in doors:
        number = door.door_id.int
        yield door, wished.get(number, ()), recorded.get(number, ())


def _grouped(things: Iterable[AtDoor]) -> dict[int, list[AtDoor]]:
    """By the numbers of the door ids: to hash or compare ids themselves runs Python code, which counts where there are many."""
    found: dict[int, list[AtDoor]] = {}
    for thing in things:
        number = thing.door_id.int
        group = found.get(number)
        if group is None:
            found[number] = [thing]
        else:
            group.append(thing)
    return found


def is_here(record: SlotRecord, door: DoorToPlan) -> bool:
    """Whether the record lives at this door and on its mounted lock, or waits for one."""
    is_lost = record.proof.reason == ProofReason.LOCK_CHANGED
    if record.door_id != door.door_id or record.ended is not None or is_lost:
        return False
    return record.lock_id is None or (door.lock is not None and record.lock_id == door.lock.lock_id)


def is_on_lock(record: SlotRecord, door: DoorToPlan) -> bool:
    """Whether the record's slot may hold its entry: whatever was sent, and not read away since.

    What was read there with another schedule than it was sent with is there, though it counts as dropped.
    """
    proof = proof_if_wanted(record)
    if proof.level is not ProofLevel.PLANNED:
        return True
    if record.sent_at is None or record.clear_answered_at is not None:
        return False
    if proof.reason in READ_AWAY:
        return not record.is_missing
    was_read_since = proof.read_at is not None and proof.read_at >= record.sent_at
    free_slots = door.lock.free_slots if door.lock is not None else None
    return not (was_read_since and free_slots is not None and record.slot in free_slots)


def can_be_seen(door: DoorToPlan) -> bool:
    """Whether the door's lock lets its slots be read; a lock never asked is taken to."""
    capabilities = door.lock.capabilities if door.lock is not None else None
    return capabilities is None or capabilities.can_read_slots


def _with_standing(entry: Entry, fittings: Fittings) -> Entry:
    wish, door = entry.wish, entry.door
    if wish is None or not wish.is_wanted:
        return entry
    if door.lock is None:
        return replace(entry, standing=Standing.WANTED)
    if not wish.is_expressible:
        return replace(entry, standing=Standing.REFUSED, rule="schedule_unsupported")
    capabilities = door.lock.capabilities
    if capabilities is None:
        return replace(entry, standing=Standing.REFUSED, rule="unknown_capabilities")
    fitted = fittings.at(door, capabilities, wish)
    if isinstance(fitted.fitting, Unfit):
        return replace(entry, standing=Standing.REFUSED, rule=fitted.fitting.rule)
    standing = Standing.WANTED if fitted.is_now else Standing.OUTSIDE
    return replace(entry, standing=standing, fitting=fitted.fitting)


def _with_successors(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Old codes stay until their successor is seen (row 16); codes that ended, or were revoked by themselves, do not."""
    successors: dict[CredentialId, Entry] = {}
    for new in entries:
        old = next((old for old in reversed(entries) if _is_successor(new, old)), None)
        if old is not None:
            successors.setdefault(old.credential.id, new)
    olds = {
        new.credential.id: entry
        for entry in entries
        if (new := successors.get(entry.credential.id))
    }
    for entry in entries:
        if entry.credential.id in successors:
            yield replace(entry, standing=Standing.REPLACED)
        else:
            old = olds.get(entry.credential.id)
            yield entry if old is None else replace(entry, replaces=old.record)


def _is_successor(new: Entry, old: Entry) -> bool:
    """Whether `new` is the same person's newer code here, wanted and not yet proven, while the old one is on the lock."""
    if old.record is None or old.standing is not Standing.UNWANTED:
        return False
    has_no_grant = old.wish is None or old.wish.state is WishState.REVOKED
    if old.record.proof.level not in WRITTEN or not has_no_grant:
        return False
    if new.standing is not Standing.WANTED or new.credential.person_id != old.credential.person_id:
        return False
    if new.record is None:
        return True
    proven = PROVEN_ON if can_be_seen(new.door) else WRITTEN
    return new.record.replaces == old.record.id and new.record.proof.level not in proven


def _changes(entry: Entry) -> Iterator[IntentChange]:
    record, wish = entry.record, entry.wish
    if record is None:
        yield IntentChange.GRANTED
        return
    level = record.proof.level
    if entry.standing in (Standing.UNWANTED, Standing.OUTSIDE):
        is_waiting = entry.standing is Standing.OUTSIDE and not is_on_lock(record, entry.door)
        if level not in REMOVING and not is_waiting:
            yield IntentChange.REVOKED
        return
    if entry.standing is Standing.WANTED:
        if can_return(record):
            yield IntentChange.GRANTED_AGAIN
        if entry.fitting is not None and _needs_change(record, entry.fitting):
            yield IntentChange.CHANGED
    if wish is not None and level not in REMOVING and record.grant_id != wish.grant_id:
        yield IntentChange.MOVED


def can_return(record: SlotRecord) -> bool:
    """Whether the removal has not touched the lock yet, so that a new grant simply takes it back (row 18)."""
    return record.proof.level is ProofLevel.REMOVAL_PLANNED and record.proof_before is not None


def proof_if_wanted(record: SlotRecord) -> Proof:
    """The record's proof, as it is once a removal that was only planned is taken back."""
    if record.proof_before is None or not can_return(record):
        return record.proof
    return record.proof_before


def _needs_change(record: SlotRecord, fitting: Fitting) -> bool:
    return proof_if_wanted(record).level in WRITTEN and record.written != fitting.schedule
