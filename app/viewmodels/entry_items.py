"""One code at one door as screens show it: for whom, when, how far it is proven and what would raise that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.grant import ALWAYS
from app.domain.slot_record import ProofLevel, ProofReason
from app.domain.standing import Severity, is_old, may_be_on_lock, severity
from app.services.status import DoorStatus, EntryStatus
from app.texts.messages import message
from app.viewmodels.moments import date_words, validity_lines


@dataclass(frozen=True, slots=True)
class EntryItem:
    """One code at this door; holds no digit of it. `reason`, `meaning` and `raises` (what would raise the
    level) are sentences. `is_old` marks old proof; `is_sent`: something of it may be on the lock."""

    id: str
    person: str
    person_id: str
    label: str
    validity: tuple[str, ...]
    is_restricted: bool
    enforced: str
    slot: str
    level: str
    by: str | None
    date: str
    read_date: str
    reason: str
    meaning: str
    raises: str
    is_old: bool
    is_wanted: bool
    severity: int
    has_value: bool
    is_sent: bool

    @property
    def needs_work(self) -> bool:
        """Whether apply, or a reading, could bring it nearer to what is wanted."""
        return self.severity > int(Severity.PROVEN)


def entry_item(
    entry: EntryStatus, zone: ZoneInfo, now: datetime, door: DoorStatus | None, old_after_days: int
) -> EntryItem:
    """The item of an entry; `door` is None for one of a retired lock."""
    proof = entry.record.proof
    return EntryItem(
        id=str(entry.record.id),
        person=entry.person.name,
        person_id=str(entry.person.id),
        label=entry.credential.label,
        validity=validity_lines(entry.validity, zone),
        is_restricted=entry.validity != ALWAYS,
        enforced=enforced_words(entry),
        slot=str(entry.record.slot or ""),
        level=str(proof.level),
        by=str(proof.by) if proof.by is not None else None,
        date=date_words(proof.proven_at, zone, now),
        read_date=date_words(proof.read_at, zone, now),
        reason=message(f"reason_{proof.reason}") if proof.reason else "",
        meaning=message(f"means_{proof.level}"),
        raises=message(_raise_code(entry, door)),
        is_old=is_old(proof, now, timedelta(days=old_after_days)),
        is_wanted=entry.is_wanted,
        severity=int(severity(entry.record)),
        has_value=entry.credential.value is not None,
        is_sent=may_be_on_lock(entry.record),
    )


def enforced_words(entry: EntryStatus) -> str:
    """Who keeps the times, and what is to be said of the clock they go by; empty without a lock or a wish that counts."""
    words = message(f"enforced_by_{entry.enforced_by}") if entry.enforced_by else ""
    if entry.is_clock_unknown:
        words = f"{words}, {message('clock_unknown')}"
    if entry.is_clock_wrong:
        words = f"{words}, {message('clock_wrong')}"
    return words


def _raise_code(entry: EntryStatus, door: DoorStatus | None) -> str:
    """The message for what would raise this entry's level."""
    proof = entry.record.proof
    if door is None:
        return "raise_unknown_retired"
    if proof.reason == ProofReason.OTHER_HAND:
        return "raise_other_hand"
    if proof.level is ProofLevel.PLANNED and door.lock is None:
        return "raise_planned_no_lock"
    return f"raise_{proof.level}"
