"""What one happening made of a record."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.slot_record import Proof, ProofBy, ProofLevel, ProofReason, SlotRecord

DEFAULT_SETTLE = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The record afterwards, and what it means for the caller.

    `row` is the row of the proof table (`design.md` section 2) that applied; 0: no row speaks of it. `is_change` asks for a history
    entry. `is_alarm` tells somebody at once. `needs_task`: only a person can go on. `read_again`: the lock has not settled yet.
    `waits`: not to be written again in the same apply. `new_record`: to be kept as well.
    """

    record: SlotRecord
    row: int = 0
    is_change: bool = False
    is_alarm: bool = False
    needs_task: bool = False
    read_again: bool = False
    waits: bool = False
    new_record: SlotRecord | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """Who gave the evidence, and when."""

    at: datetime
    by: ProofBy = ProofBy.LOCK
    name: str | None = None


def same(record: SlotRecord, row: int = 0) -> Outcome:
    """Nothing changed."""
    return Outcome(record, row)


def moved(before: SlotRecord, after: SlotRecord, row: int) -> Outcome:
    """The record changed; the history gets an entry only when level, reason or end did."""
    told = (before.proof.level, before.proof.reason, before.ended)
    return Outcome(after, row, (after.proof.level, after.proof.reason, after.ended) != told)


def at_level(
    record: SlotRecord,
    level: ProofLevel,
    reason: ProofReason | None = None,
    *,
    witness: Witness | None = None,
    detail: str | None = None,
) -> SlotRecord:
    """The record at this level; without a witness nothing is claimed to be proven.

    `read_at` stays; what removal could fall back to is dropped.
    """
    proof = Proof(level=level, reason=reason, detail=detail, read_at=record.proof.read_at)
    if witness is not None:
        proof = replace(proof, by=witness.by, by_name=witness.name, proven_at=witness.at)
    return replace(record, proof=proof, proof_before=None)


def for_reason(
    record: SlotRecord, reason: ProofReason | None, detail: str | None = None
) -> SlotRecord:
    """The same level and evidence with another reason."""
    return replace(record, proof=replace(record.proof, reason=reason, detail=detail))


def has_passed(since: datetime | None, at: datetime, settle: timedelta) -> bool:
    """Whether a write or clear of that moment can be read at `at`; True when there was none."""
    return since is None or at - since >= settle


def is_above(number: int, mark: int | None) -> bool:
    """Whether an event is numbered above a mark; a mark that is not known lets none count."""
    return mark is not None and number > mark
