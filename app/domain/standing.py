"""What may be said of a record as it stands: predicates and order for plan, status and screens."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import IntEnum

from app.domain.slot_record import Proof, ProofBy, ProofLevel, ProofReason, SlotRecord

MAX_MISSES = 3
OLD_AFTER = timedelta(days=30)

PROVEN_ON = frozenset({ProofLevel.SEEN, ProofLevel.OPENED})
REMOVING = frozenset(
    {ProofLevel.REMOVAL_PLANNED, ProofLevel.REMOVAL_ACCEPTED, ProofLevel.REFUSED_AT_DOOR}
)
UNANSWERED = frozenset({ProofReason.NO_ANSWER, ProofReason.NOT_READ})
ALARMING = frozenset({ProofReason.OPENED_AFTER, ProofReason.BACK})


class Severity(IntEnum):
    """How much a record asks for attention; only `PROVEN` may be green. A door shows the highest of its records."""

    NONE = 0
    PROVEN = 1
    PLANNED = 2
    WAITING = 3
    UNKNOWN = 4
    ATTENTION = 5
    ALARM = 6


def is_living(record: SlotRecord) -> bool:
    """Whether it still stands in status: not withdrawn, not gone, not refused for good."""
    return record.ended is None


def is_removing(record: SlotRecord) -> bool:
    """Whether its wish is to be off the lock."""
    return record.proof.level in REMOVING or record.proof.level is ProofLevel.GONE


def may_be_on_lock(record: SlotRecord) -> bool:
    """Whether anything of it can be on the lock, as far as anybody knows."""
    if record.ended is not None:
        return False
    return record.proof.level is not ProofLevel.PLANNED or record.sent_at is not None


def is_in_slot(record: SlotRecord) -> bool:
    """Whether its slot must be taken to hold it: changed in place there, never written a second time elsewhere."""
    return may_be_on_lock(record) and not record.is_missing


def is_unproven(record: SlotRecord) -> bool:
    """Whether a living record falls short of its goal: seen or opened when wanted, gone when not."""
    return record.ended is None and record.proof.level not in PROVEN_ON


def is_proven_by_lock(proof: Proof) -> bool:
    """Whether "proven by the lock" may be said; a person's or a service's word never is."""
    return proof.by is ProofBy.LOCK and (proof.level in PROVEN_ON or proof.level is ProofLevel.GONE)


def is_capped(record: SlotRecord) -> bool:
    """Whether it failed so often that it is written again only when a person asks for it."""
    return record.proof.level is ProofLevel.PLANNED and record.misses >= MAX_MISSES


def is_value_certain(record: SlotRecord) -> bool:
    """Whether only the value sent by this file can be in the slot, if our entry is there."""
    return record.was_empty or record.is_value_confirmed


def is_old(proof: Proof, now: datetime, old_after: timedelta = OLD_AFTER) -> bool:
    """Whether the newest evidence is so old that it is shown as old; planned records have none to age."""
    newest = max((at for at in (proof.proven_at, proof.read_at) if at is not None), default=None)
    return newest is not None and now - newest > old_after


def best_level(*, is_wanted: bool, can_read_slots: bool) -> ProofLevel:
    """The best level that apply alone can reach on such a lock; `opened` needs somebody at the door."""
    if is_wanted:
        return ProofLevel.SEEN if can_read_slots else ProofLevel.ACCEPTED
    return ProofLevel.GONE if can_read_slots else ProofLevel.REMOVAL_ACCEPTED


def has_reached(record: SlotRecord, *, can_read_slots: bool) -> bool:
    """Whether the record is at the best level that apply alone can reach; a lock that drops codes never gets there."""
    level = record.proof.level
    if level in PROVEN_ON or level is ProofLevel.GONE:
        return True
    best = best_level(is_wanted=not is_removing(record), can_read_slots=can_read_slots)
    return level is best or (level is ProofLevel.REFUSED_AT_DOOR and not can_read_slots)


def severity(record: SlotRecord) -> Severity:
    """The attention that one record asks for."""
    if record.ended is not None:
        return Severity.NONE
    proof = record.proof
    if proof.reason in ALARMING:
        return Severity.ALARM
    if proof.level is ProofLevel.UNKNOWN:
        return Severity.ATTENTION if proof.reason == ProofReason.OTHER_HAND else Severity.UNKNOWN
    if proof.level in PROVEN_ON:
        return Severity.PROVEN
    if proof.reason in {ProofReason.DROPPED, ProofReason.DRIFT, ProofReason.STILL_THERE}:
        return Severity.ATTENTION
    if proof.level in {ProofLevel.PLANNED, ProofLevel.REMOVAL_PLANNED}:
        return Severity.PLANNED
    return Severity.WAITING


def door_severity(records: Iterable[SlotRecord]) -> Severity:
    """The highest severity among a door's records."""
    return max((severity(record) for record in records), default=Severity.NONE)
