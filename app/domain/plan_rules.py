"""Why an entry cannot be written to a lock: rule codes for preview, plan and grant."""

from collections.abc import Collection, Mapping

from app.domain.code_planner import check_pin, limits_of
from app.domain.credential import CredentialKind
from app.domain.intent import Entry, is_on_lock
from app.domain.lock import Capabilities
from app.domain.plan import PlanRefusal


def rule_against(entry: Entry, entries: Collection[Entry]) -> PlanRefusal | None:
    """Why this entry cannot be written to its lock as things stand, free slots apart; None when it can, or when there is no lock.

    `entries` are all of the same door: no two people may have one code there.
    """
    if entry.rule is not None:
        return refusal_of(entry, entry.rule)
    lock, credential = entry.door.lock, entry.credential
    if lock is None or lock.capabilities is None:
        return None
    rules = lock.capabilities.pins
    if credential.kind is not CredentialKind.PIN or credential.value is None:
        return refusal_of(entry, "credential_kind")
    if rules is None:
        return refusal_of(entry, "no_pins")
    lengths = _lengths_before(entry, entries) if rules.is_one_length else ()
    broken = check_pin(credential.value, rules, lengths)
    if broken is not None:
        return refusal_of(entry, broken, limits_of(rules))
    if any(_is_in_the_way(other, entry) for other in entries):
        return refusal_of(entry, "duplicate")
    return None


SHORTAGES = frozenset({"users_full", "slots_full"})
"""Rules that rest on what a lock was read to have; the next reading may lift them."""


def refusal_of(entry: Entry, rule: str, parameters: Mapping[str, int] | None = None) -> PlanRefusal:
    """A refusal of this entry by this rule."""
    return PlanRefusal(
        door_id=entry.door.door_id,
        person_id=entry.credential.person_id,
        credential_id=entry.credential.id,
        rule=rule,
        record_id=None if entry.record is None else entry.record.id,
        parameters=parameters or {},
    )


def shortage_of(entry: Entry) -> str:
    """Which rule says that the lock is full: what its reading said, else the scarcer of users and PINs."""
    lock = entry.door.lock
    if lock is not None and lock.shortage is not None:
        return lock.shortage
    capabilities: Capabilities | None = None if lock is None else lock.capabilities
    if capabilities is not None and capabilities.users <= capabilities.pin_users:
        return "users_full"
    return "slots_full"


def has_same_value(one: Entry, other: Entry) -> bool:
    """Whether two entries have the same code."""
    value = one.credential.value
    return value is not None and value == other.credential.value


def _is_in_the_way(other: Entry, entry: Entry) -> bool:
    """Whether another person's equal code is on the lock or was wanted there before; or this person's own, and stays."""
    if other.credential.id == entry.credential.id or not has_same_value(other, entry):
        return False
    is_there = other.record is not None and is_on_lock(other.record, other.door)
    if other.credential.person_id == entry.credential.person_id:
        return is_there and other.wish is not None and other.wish.is_wanted
    return is_there or _is_wanted_before(other, entry)


def _lengths_before(entry: Entry, entries: Collection[Entry]) -> set[int]:
    """How long the codes are that are on the lock, or were wanted there before this one."""
    return {
        len(value.reveal())
        for other in entries
        if other.credential.id != entry.credential.id
        and (value := other.credential.value) is not None
        and (
            (other.record is not None and is_on_lock(other.record, other.door))
            or _is_wanted_before(other, entry)
        )
    }


def _is_wanted_before(other: Entry, entry: Entry) -> bool:
    if other.wish is None or not other.wish.is_wanted or entry.wish is None:
        return False
    return (other.wish.granted_at, str(other.wish.grant_id)) < (
        entry.wish.granted_at,
        str(entry.wish.grant_id),
    )
