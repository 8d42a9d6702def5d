"""A project in memory, behind the same contracts as the project file: fast, and gone when the test ends.

It keeps the rules that a service can meet (references, names, one living record) and leaves out what only a file has: keys, locks, copies.
"""

import asyncio
import dataclasses
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from app.core.errors import BugError, RuleError, UsageError
from app.core.secret import Secret
from app.domain.event import HistoryEntry, LockEvent
from app.domain.grant import Grant
from app.domain.ids import (
    AttachmentId,
    DoorId,
    LockId,
    PersonId,
    ProjectId,
    RecordId,
    SetupCodeId,
    WriterId,
)
from app.domain.lock import ClockState, Lock
from app.domain.project import Project, ProjectKind
from app.domain.slot_record import ForeignSlot, ProofLevel, RecordEnd, SlotRecord
from app.storage.contracts import (
    OpenedFile,
    OpenMode,
    Passphrase,
    ProjectChange,
    ProjectFileError,
    ProjectKey,
)
from app.storage.repositories import Repositories
from app.storage.values import (
    ATTACHMENT_MAX_BYTES,
    PROVEN_LEVELS,
    UNTESTED_LEVELS,
    Attachment,
    ChangeKind,
    DoorName,
    DoorOverview,
    Evidence,
    FabricChange,
    HistoryHealth,
    InventoryRow,
    KeptSetupCode,
    LockFacts,
    LockStanding,
    UndoStep,
    digest_of_attachment,
)

QUIET = {
    "facts",
    "capabilities",
    "lock_events",
    "evidence",
    "unique_ids",
    "node_ids",
    "code_numbers",
    "contents",
}
READINGS = {ChangeKind.LOCK_READ, ChangeKind.PROOF, ChangeKind.FOREIGN}
ACTS = {ChangeKind.BOLT, ChangeKind.SHARED, ChangeKind.CLOCK_SET, ChangeKind.EXPORTED_SECRETS}
NAMES = {"facts": "locks", "capabilities": "locks", "evidence": "records", "unique_ids": "records"}

Tables = dict[str, dict[Any, Any]]

# What a value refers to, and what living things keep a value from being removed: noun, then (noun, whether it keeps).
REFERENCES: Mapping[str, Callable[[Any], list[tuple[str, Any]]]] = {
    "doors": lambda v: [("sites", v.site_id)],
    "groups": lambda v: [("doors", d) for d in v.door_ids],
    "credentials": lambda v: [("people", v.person_id)],
    "grants": lambda v: [
        ("people", v.person_id),
        ("credentials", v.credential_id),
        *(("doors", d) for d in v.door_ids | v.except_door_ids),
        *(("groups", g) for g in v.group_ids),
        *(("calendars", h.calendar_id) for h in v.validity.holidays),
    ],
    "locks": lambda v: [("doors", v.door_id)],
    "records": lambda v: [
        ("doors", v.door_id),
        ("credentials", v.credential_id),
        *([("locks", v.lock_id)] if v.lock_id else []),
        *([("grants", v.grant_id)] if v.grant_id else []),
    ],
    "setup_codes": lambda v: (
        ([("doors", v.door_id)] if v.door_id else [])
        + ([("locks", v.lock_id)] if v.lock_id else [])
    ),
    "attachments": lambda v: (
        [("doors", v.door_id)] if v.door_id else [("setup_codes", v.setup_code_id)]
    ),
    "pairings": lambda v: (
        [("doors", v.door_id)] + ([("setup_codes", v.setup_code_id)] if v.setup_code_id else [])
    ),
    "tasks": lambda v: [("doors", v.door_id)] if v.door_id else [],
    "people": lambda v: [
        *(("doors", d) for d in v.paused_door_ids),
        *([("doors", v.reserve_of)] if v.reserve_of else []),
    ],
    "keys": lambda v: [
        *(("doors", d) for d in v.door_ids),
        *(("key_boxes", b) for b in v.box_ids),
    ],
    "key_issues": lambda v: [
        ("keys", v.key_id),
        ("people", v.person_id) if v.person_id else ("key_boxes", v.box_id),
    ],
    "key_boxes": lambda v: [
        *(("people", p) for p in v.known_to),
        *(("doors", d) for d in v.door_ids),
    ],
}
IS_LIVING: Mapping[str, Callable[[Any], bool]] = {
    "credentials": lambda v: v.ended_at is None,
    "grants": lambda v: v.revoked_at is None,
    "locks": lambda v: v.retired_at is None,
    "records": lambda v: v.ended is None,
    "groups": lambda _: False,
    "setup_codes": lambda _: False,
    "attachments": lambda _: False,
    "tasks": lambda _: False,
    "people": lambda _: False,
    "keys": lambda _: False,
    "key_issues": lambda v: v.is_out,
    "key_boxes": lambda _: False,
}
ORDER: Mapping[str, Callable[[Any], Any]] = {
    "credentials": lambda v: v.created_at,
    "grants": lambda v: v.created_at,
    "records": lambda v: v.created_at,
    "setup_codes": lambda v: v.at,
    "attachments": lambda v: v.at,
    "pairings": lambda v: v.begun_at,
    "tasks": lambda v: v.due_at,
    "locks": lambda v: v.mounted_at,
    "keys": lambda v: v.number.casefold(),
    "key_issues": lambda v: v.issued_at,
    "key_boxes": lambda v: v.label.casefold(),
}


@dataclass
class Turn:
    """The tables that one access sees, and whether it may write."""

    tables: Callable[[], Tables]
    may_write: Callable[[], str | None]
    kind: ProjectKind
    now: Callable[[], datetime]

    def noun(self, name: str) -> dict[Any, Any]:
        return self.tables().setdefault(name, {})

    def writing(self, name: str) -> dict[Any, Any]:
        refusal = self.may_write()
        if refusal is not None:
            raise BugError(refusal)
        return self.noun(name)


class MemoryRepository:
    """Values of one noun."""

    def __init__(self, turn: Turn, name: str) -> None:
        self.turn = turn
        self.name = name

    async def get(self, key: Any, /) -> Any:
        await asyncio.sleep(0)
        return self.turn.noun(self.name).get(key)

    async def all(self) -> Sequence[Any]:
        await asyncio.sleep(0)
        return self.sorted(self.turn.noun(self.name).values())

    async def some(self, keys: Collection[Any], /) -> Sequence[Any]:
        return [value for value in await self.all() if value.id in keys]

    def sorted(self, values: Any) -> list[Any]:
        order = ORDER.get(self.name, lambda value: value.name.casefold())
        return sorted(values, key=lambda value: (order(value), str(value.id)))

    async def put(self, value: Any, /) -> None:
        await asyncio.sleep(0)
        self.keep(value)

    async def put_all(self, values: Sequence[Any], /) -> None:
        before = dict(self.turn.writing(self.name))
        try:
            for value in values:
                await self.put(value)
        except BaseException:
            self.turn.writing(self.name).clear()
            self.turn.writing(self.name).update(before)
            raise

    def keep(self, value: Any) -> None:
        table = self.turn.writing(self.name)
        self.check(value, [other for key, other in table.items() if key != value.id])
        table[value.id] = value

    def check(self, value: Any, others: list[Any]) -> None:
        self.check_keys(value, others)
        for noun, key in REFERENCES.get(self.name, lambda _: [])(value):
            if key not in self.turn.noun(noun):
                raise RuleError("missing_reference")
        name = getattr(value, "name", None)
        if name is not None and (not name.strip() or (self.name == "sites" and "/" in name)):
            raise RuleError("invalid_value")
        if self.name in {"sites", "groups", "calendars"} and any(o.name == name for o in others):
            raise RuleError("name_taken", noun=self.name)
        if self.name == "doors" and any(
            (o.site_id, o.name) == (value.site_id, name) for o in others
        ):
            raise RuleError("name_taken", noun=self.name)
        if self.name == "pairings" and value.node_id is not None:
            drawn = self.turn.writing("node_ids").setdefault(value.node_id, value.id)
            if drawn != value.id:
                raise RuleError("node_id_taken")

    def check_keys(self, value: Any, others: list[Any]) -> None:
        named = {"keys": "number", "key_boxes": "label"}.get(self.name)
        if named is not None:
            if not getattr(value, named).strip():
                raise RuleError("invalid_value")
            if any(getattr(other, named) == getattr(value, named) for other in others):
                raise RuleError("name_taken", noun=self.name)
        if self.name == "key_issues" and (
            (value.person_id is None) == (value.box_id is None)
            or (value.returned_at is not None and value.lost_at is not None)
        ):
            raise RuleError("invalid_value")
        if getattr(value, "copies", 1) < 1:
            raise RuleError("invalid_value")
        if self.name == "people" and value.reserve_of is not None and value.removed_at is None:
            held = {other.reserve_of for other in others if other.removed_at is None}
            if value.reserve_of in held:
                raise RuleError("reserve_exists", noun=self.name)

    async def remove(self, key: Any, /) -> None:
        await asyncio.sleep(0)
        table = self.turn.writing(self.name)
        for noun, refer in REFERENCES.items():
            is_living = IS_LIVING.get(noun, lambda _: True)
            users = [v for v in self.turn.noun(noun).values() if (self.name, key) in refer(v)]
            if noun == "grants" and self.name == "doors":
                users = [v for v in users if key in v.door_ids]
            living = [
                v for v in users if is_living(v) and not (self.name == "locks" and v.id == key)
            ]
            if living:
                raise RuleError("still_needed", noun=noun, count=len(living))
        for noun, refer in REFERENCES.items():
            held = self.turn.noun(noun)
            for user in [v for v in held.values() if (self.name, key) in refer(v)]:
                self._let_go(held, noun, user, key)
        table.pop(key, None)

    def _let_go(self, held: dict[Any, Any], noun: str, user: Any, key: Any) -> None:
        if noun == "groups":
            held[user.id] = dataclasses.replace(user, door_ids=user.door_ids - {key})
        elif noun == "setup_codes":
            gone = {"door_id": None} if self.name == "doors" else {"lock_id": None}
            held[user.id] = dataclasses.replace(user, **gone)
        elif noun == "people" and user.reserve_of != key:
            held[user.id] = dataclasses.replace(user, paused_door_ids=user.paused_door_ids - {key})
        elif noun == "people":
            self._forget_holder(user)
        elif noun == "keys":
            held[user.id] = dataclasses.replace(
                user, door_ids=user.door_ids - {key}, box_ids=user.box_ids - {key}
            )
        elif noun == "key_boxes":
            held[user.id] = dataclasses.replace(
                user, door_ids=user.door_ids - {key}, known_to=user.known_to - {key}
            )
        elif noun == "records" and self.name == "grants":
            held[user.id] = dataclasses.replace(user, grant_id=None)
        elif noun == "grants" and self.name in {"doors", "groups", "calendars"}:
            held[user.id] = dataclasses.replace(
                user,
                door_ids=user.door_ids - {key},
                except_door_ids=user.except_door_ids - {key},
                group_ids=user.group_ids - {key},
                validity=dataclasses.replace(
                    user.validity,
                    holidays=tuple(h for h in user.validity.holidays if h.calendar_id != key),
                ),
            )
        else:
            held.pop(user.id, None)

    def _forget_holder(self, holder: Any) -> None:
        own = {
            key
            for key, value in self.turn.noun("credentials").items()
            if value.person_id == holder.id
        }
        for noun in ("records", "grants"):
            held = self.turn.noun(noun)
            for key in [key for key, value in held.items() if value.credential_id in own]:
                del held[key]
        for key in own:
            del self.turn.noun("credentials")[key]
        del self.turn.noun("people")[holder.id]


class MemoryPersonRepository(MemoryRepository):
    """Everybody, and what holds a door's reserve code."""

    async def reserve_holder(self, door_id: DoorId) -> Any:
        found = [v for v in await self.all() if v.reserve_of == door_id and not v.removed_at]
        return found[0] if found else None


class MemoryCredentialRepository(MemoryRepository):
    """Credentials, and those of one person."""

    async def of_person(self, person_id: PersonId) -> Sequence[Any]:
        return [value for value in await self.all() if value.person_id == person_id]


class MemoryKeyRepository(MemoryRepository):
    """Keys, and those that open something."""

    async def at_doors(self, door_ids: Collection[DoorId]) -> Sequence[Any]:
        return [value for value in await self.all() if value.door_ids & frozenset(door_ids)]

    async def opening_boxes(self, box_ids: Collection[Any]) -> Sequence[Any]:
        return [value for value in await self.all() if value.box_ids & frozenset(box_ids)]


class MemoryKeyIssueRepository(MemoryRepository):
    """Copies of keys, and where those are that are not back."""

    async def out_of_keys(self, key_ids: Collection[Any]) -> Sequence[Any]:
        return [v for v in await self.all() if v.is_out and v.key_id in key_ids]

    async def out_to_person(self, person_id: PersonId) -> Sequence[Any]:
        return [v for v in await self.all() if v.is_out and v.person_id == person_id]

    async def out_in_boxes(self, box_ids: Collection[Any]) -> Sequence[Any]:
        return [v for v in await self.all() if v.is_out and v.box_id in box_ids]


class MemoryKeyBoxRepository(MemoryRepository):
    """Key boxes, and those that one thing leads to."""

    async def at_doors(self, door_ids: Collection[DoorId]) -> Sequence[Any]:
        return [value for value in await self.all() if value.door_ids & frozenset(door_ids)]

    async def known_to(self, person_id: PersonId) -> Sequence[Any]:
        return [value for value in await self.all() if person_id in value.known_to]


class MemoryDoorRepository(MemoryRepository):
    """Doors, and how they are listed."""

    async def names(self, door_ids: Collection[DoorId]) -> Sequence[DoorName]:
        sites = self.turn.noun("sites")
        found = [
            DoorName(
                door.id,
                sites[door.site_id].name,
                door.name,
                door.time_zone or sites[door.site_id].time_zone,
            )
            for door in await self.all()
            if door.id in door_ids
        ]
        return sorted(found, key=lambda one: (one.site.casefold(), one.door.casefold()))


class MemoryGroupRepository(MemoryRepository):
    """Groups, and which of some doors they have."""

    async def memberships(self, door_ids: Collection[DoorId]) -> Mapping[Any, frozenset[DoorId]]:
        found = {value.id: value.door_ids & frozenset(door_ids) for value in await self.all()}
        return {group_id: doors for group_id, doors in found.items() if doors}


class MemoryGrantRepository(MemoryRepository):
    """Grants, and those of some doors."""

    async def limited_to_doors(self, door_ids: Collection[DoorId]) -> Sequence[Grant]:
        wanted = frozenset(door_ids)
        return [
            dataclasses.replace(
                grant,
                door_ids=grant.door_ids & wanted,
                except_door_ids=grant.except_door_ids & wanted,
            )
            for grant in await self.at_doors(door_ids)
        ]

    async def of_person(self, person_id: PersonId) -> Sequence[Grant]:
        return [grant for grant in await self.all() if grant.person_id == person_id]

    async def at_doors(self, door_ids: Collection[DoorId]) -> Sequence[Grant]:
        groups = self.turn.noun("groups")
        wanted = frozenset(door_ids)
        return [
            grant
            for grant in await self.all()
            if grant.door_ids & wanted
            or any(groups[group_id].door_ids & wanted for group_id in grant.group_ids)
        ]


class MemorySetupCodeRepository(MemoryRepository):
    """Setup codes with their numbers."""

    async def next_number(self) -> int:
        await asyncio.sleep(0)
        return max(self.turn.noun("code_numbers"), default=0) + 1

    def check(self, value: KeptSetupCode, others: list[KeptSetupCode]) -> None:
        super().check(value, others)
        if value.number and any(other.number == value.number for other in others):
            raise RuleError("invalid_value")
        self.turn.writing("code_numbers").setdefault(value.number, value.id)


class MemoryAttachmentRepository(MemoryRepository):
    """Pictures with their contents, which stay when their last use goes."""

    async def at_door(self, door_id: DoorId) -> Sequence[Attachment]:
        return [value for value in await self.all() if value.door_id == door_id]

    async def of_setup_code(self, setup_code_id: SetupCodeId) -> Sequence[Attachment]:
        return [value for value in await self.all() if value.setup_code_id == setup_code_id]

    async def counts_of_setup_codes(self) -> Mapping[SetupCodeId, int]:
        return Counter(v.setup_code_id for v in await self.all() if v.setup_code_id is not None)

    async def add(self, value: Attachment, content: Secret[bytes], media_type: str) -> None:
        if value.hash != digest_of_attachment(content):
            raise BugError("attachment_hash")
        if len(content.reveal()) > ATTACHMENT_MAX_BYTES:
            raise BugError("attachment_too_large")
        self.turn.writing("contents")[value.hash] = (media_type, content)
        await self.put(value)

    async def content(self, attachment_id: AttachmentId) -> Secret[bytes] | None:
        value = await self.get(attachment_id)
        return None if value is None else self.turn.noun("contents")[value.hash][1]


@dataclass(frozen=True)
class MemorySetting:
    """One text that is remembered."""

    id: str
    value: str


class MemorySettingRepository:
    """Texts by key."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn

    async def get(self, key: str) -> str | None:
        await asyncio.sleep(0)
        found = self.turn.noun("settings").get(key)
        return None if found is None else found.value

    async def put(self, key: str, value: str) -> None:
        await asyncio.sleep(0)
        self.turn.writing("settings")[key] = MemorySetting(key, value)

    async def remove(self, key: str) -> None:
        await asyncio.sleep(0)
        self.turn.writing("settings").pop(key, None)


class MemoryLockRepository(MemoryRepository):
    """Locks with their facts."""

    def check(self, value: Lock, others: list[Lock]) -> None:
        super().check(value, others)
        is_practice = value.serial.upper().startswith("PRACTICE-")
        if is_practice and self.turn.kind is ProjectKind.REAL:
            raise RuleError("practice_lock")
        if value.retired_at is None and any(
            o.door_id == value.door_id and o.retired_at is None for o in others
        ):
            raise RuleError("door_has_lock", noun="locks")

    async def at_door(self, door_id: DoorId) -> Lock | None:
        found = [v for v in await self.all() if v.door_id == door_id and v.retired_at is None]
        return found[0] if found else None

    async def standing_at(self, door_ids: Collection[DoorId]) -> Sequence[LockStanding]:
        found: list[LockStanding] = []
        for lock in await self.all():
            if lock.door_id not in door_ids or lock.retired_at is not None:
                continue
            facts = await self.facts(lock.id)
            found.append(
                LockStanding(
                    lock.id,
                    lock.door_id,
                    lock.driver,
                    facts.capabilities,
                    facts.read_at,
                    facts.reached_at,
                    facts.info.clock if facts.info else ClockState.UNKNOWN,
                    facts.info.zone if facts.info else None,
                    facts.free_slots,
                )
            )
        return found

    async def facts(self, lock_id: LockId) -> LockFacts:
        await asyncio.sleep(0)
        facts: LockFacts = self.turn.noun("facts").get(lock_id, LockFacts(lock_id))
        lock = self.turn.noun("locks").get(lock_id)
        if lock is None:
            return LockFacts(lock_id)
        kept = self.turn.noun("capabilities").get(_hardware(lock, facts))
        return dataclasses.replace(facts, capabilities=kept)

    async def all_facts(self) -> Sequence[LockFacts]:
        return [await self.facts(v.id) for v in await self.all() if v.retired_at is None]

    async def put_facts(self, facts: LockFacts) -> None:
        lock = self.turn.noun("locks").get(facts.lock_id)
        if lock is None:
            raise RuleError("missing_reference")
        self.turn.writing("facts")[facts.lock_id] = facts
        if facts.capabilities is not None:
            self.turn.writing("capabilities")[_hardware(lock, facts)] = facts.capabilities


def _hardware(lock: Lock, facts: LockFacts) -> tuple[str, str, str]:
    said = facts.info
    return (
        lock.driver,
        (said and said.serial) or lock.serial or str(lock.id),
        (said and said.firmware) or lock.firmware,
    )


class MemoryRecordRepository(MemoryRepository):
    """Records with their evidence."""

    async def all(self) -> Sequence[SlotRecord]:
        return [record for record in await super().all() if record.ended is None]

    async def at_door(self, door_id: DoorId) -> Sequence[SlotRecord]:
        return [record for record in await self.all() if record.door_id == door_id]

    async def of_lock(self, lock_id: LockId) -> Sequence[SlotRecord]:
        return [record for record in await self.all() if record.lock_id == lock_id]

    async def of_credentials(self, credential_ids: Collection[Any]) -> Sequence[SlotRecord]:
        return [record for record in await self.all() if record.credential_id in credential_ids]

    async def gone_from(self, lock_id: LockId) -> Sequence[SlotRecord]:
        found = [v for v in await super().all() if v.lock_id == lock_id]
        return [v for v in found if v.ended in {RecordEnd.GONE, RecordEnd.REFUSED_AT_DOOR}]

    async def unique_ids(self, lock_id: LockId) -> frozenset[int]:
        await asyncio.sleep(0)
        return frozenset(drawn for lock, drawn in self.turn.noun("unique_ids") if lock == lock_id)

    async def put(self, value: SlotRecord, /, *, event_number: int | None = None) -> None:
        before = await self.get(value.id)
        self.keep(value)
        proof = value.proof
        if before is None and (proof.level, proof.reason) == (ProofLevel.PLANNED, None):
            return
        if before is not None and (before.proof.level, before.proof.reason) == (
            proof.level,
            proof.reason,
        ):
            return
        evidence = self.turn.writing("evidence")
        number = sum(1 for record_id, _ in evidence if record_id == value.id) + 1
        evidence[value.id, number] = Evidence(
            value.id,
            number,
            proof.level,
            proof.reason,
            proof.by,
            self.turn.now(),
            proof.proven_at,
            event_number,
        )

    async def evidence(self, record_id: RecordId) -> Sequence[Evidence]:
        await asyncio.sleep(0)
        return [e for (record, _), e in self.turn.noun("evidence").items() if record == record_id]

    def check(self, value: SlotRecord, others: list[SlotRecord]) -> None:
        super().check(value, others)
        place = (value.credential_id, value.lock_id or value.door_id)
        if value.ended is None and any(
            o.ended is None and (o.credential_id, o.lock_id or o.door_id) == place for o in others
        ):
            raise RuleError("record_exists", noun="records")
        if value.unique_id is not None and value.lock_id is not None:
            drawn = self.turn.writing("unique_ids")
            if drawn.setdefault((value.lock_id, value.unique_id), value.id) != value.id:
                raise RuleError("unique_id_taken")


class MemoryForeignRepository:
    """Foreign slots."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn

    async def all(self) -> Sequence[ForeignSlot]:
        await asyncio.sleep(0)
        found = self.turn.noun("foreign").values()
        return sorted(found, key=lambda slot: (str(slot.lock_id), slot.slot))

    async def of_lock(self, lock_id: LockId) -> Sequence[ForeignSlot]:
        await asyncio.sleep(0)
        found = [v for (lock, _), v in self.turn.noun("foreign").items() if lock == lock_id]
        return sorted(found, key=lambda slot: slot.slot)

    async def replace(self, lock_id: LockId, slots: Sequence[ForeignSlot]) -> None:
        await asyncio.sleep(0)
        held = self.turn.writing("foreign")
        if any(slot.lock_id != lock_id for slot in slots):
            raise BugError("foreign_slot_of_another_lock")
        if lock_id not in self.turn.noun("locks"):
            raise RuleError("missing_reference")
        for key in [key for key in held if key[0] == lock_id]:
            del held[key]
        held.update({(lock_id, slot.slot): slot for slot in slots})


class MemoryLockEventRepository:
    """Lock events."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn

    async def add(self, lock_id: LockId, events: Sequence[LockEvent]) -> Sequence[LockEvent]:
        await asyncio.sleep(0)
        held = self.turn.writing("lock_events")
        if lock_id not in self.turn.noun("locks"):
            raise RuleError("missing_reference")
        new = {e.number: e for e in reversed(events) if (lock_id, e.number) not in held}
        held.update({(lock_id, number): event for number, event in new.items()})
        return [new[number] for number in sorted(new)]

    async def of_lock(self, lock_id: LockId, limit: int = 500) -> Sequence[LockEvent]:
        await asyncio.sleep(0)
        found = [v for (lock, _), v in self.turn.noun("lock_events").items() if lock == lock_id]
        return sorted(found, key=lambda event: -event.number)[:limit]


@dataclass
class Kept:
    """One entry with what undo and purge need."""

    entry: HistoryEntry
    before: Tables
    after: Tables
    doors: set[DoorId]
    people: set[PersonId]
    undone: bool = False


class MemoryHistoryRepository:
    """The history; nothing can break it, so it always verifies."""

    def __init__(self, store: "MemoryProjectStore") -> None:
        self._store = store

    async def entries(
        self,
        *,
        since: datetime | None = None,
        door_id: DoorId | None = None,
        limit: int | None = None,
    ) -> Sequence[HistoryEntry]:
        await asyncio.sleep(0)
        found = [
            kept.entry
            for kept in self._store.kept
            if (since is None or kept.entry.at >= since)
            and (door_id is None or door_id in kept.doors)
        ]
        return found if limit is None else found[max(0, len(found) - limit) :]

    async def verify(self) -> HistoryHealth:
        await asyncio.sleep(0)
        return HistoryHealth(True, len(self._store.kept))

    async def undo_steps(self, limit: int = 20) -> Sequence[UndoStep]:
        await asyncio.sleep(0)
        return [self._store.step(kept) for kept in reversed(self._store.edits())][:limit]


class MemoryFabric:
    """The engine's store."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], Secret[str]] = {}

    async def load(self) -> Sequence[FabricChange]:
        await asyncio.sleep(0)
        return [FabricChange(*key, value) for key, value in sorted(self.values.items(), key=str)]

    async def commit(self, changes: Sequence[FabricChange]) -> None:
        await asyncio.sleep(0)
        for change in changes:
            if change.value is None:
                self.values.pop((change.context, change.key), None)
            else:
                self.values[change.context, change.key] = change.value


@dataclass
class MemoryChange:
    """The unit of work."""

    repositories: Repositories
    door_id: DoorId | None = None
    person_id: PersonId | None = None
    is_said: bool = False
    note: dict[str, object] = field(default_factory=dict[str, object])

    def concerns(
        self,
        *,
        door_id: DoorId | None = None,
        person_id: PersonId | None = None,
        note: Mapping[str, object] | None = None,
    ) -> None:
        self.is_said = True
        self.door_id = door_id or self.door_id
        self.person_id = person_id or self.person_id
        self.note.update(note or {})


class MemoryProjectStore:
    """A project in memory."""

    def __init__(
        self,
        *,
        name: str = "Practice",
        kind: ProjectKind = ProjectKind.REAL,
        time_zone: str = "Europe/Lisbon",
        operator: str = "Olga",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.kept: list[Kept] = []
        self.operator = operator
        self._now = now
        self._writer = WriterId(uuid4())
        self._project = Project(ProjectId(uuid4()), name, kind, time_zone, now())
        self._tables: Tables = {}
        self._draft: Tables | None = None
        self._lock = asyncio.Lock()
        self._owner: object = None
        self._listeners: list[Callable[[ProjectChange], None]] = []
        self._fabric = MemoryFabric()
        self.opened = OpenedFile(Path("memory.lockchart"), 1)
        self._read = self._repositories(lambda: self._tables, lambda: "write_outside_change")
        note = {"name": name, "kind": kind.value}
        self._enter(ChangeKind.PROJECT_MADE, MemoryChange(self._read, note=dict(note)), {}, {})

    @property
    def project(self) -> Project:
        return self._project

    @property
    def file(self) -> OpenedFile:
        return self.opened

    @property
    def read(self) -> Repositories:
        return self._read

    @property
    def fabric(self) -> MemoryFabric:
        return self._fabric

    def _repositories(
        self, tables: Callable[[], Tables], may_write: Callable[[], str | None]
    ) -> Repositories:
        turn = Turn(tables, may_write, self._project.kind, self._now)
        simple = {
            noun: MemoryRepository(turn, noun)
            for noun in (
                "sites",
                "calendars",
                "pairings",
                "tasks",
                "connections",
            )
        }
        return Repositories(
            **simple,  # pyright: ignore[reportArgumentType]
            grants=MemoryGrantRepository(turn, "grants"),
            setup_codes=MemorySetupCodeRepository(turn, "setup_codes"),
            attachments=MemoryAttachmentRepository(turn, "attachments"),
            settings=MemorySettingRepository(turn),
            locks=MemoryLockRepository(turn, "locks"),
            records=MemoryRecordRepository(turn, "records"),
            foreign=MemoryForeignRepository(turn),
            lock_events=MemoryLockEventRepository(turn),
            history=MemoryHistoryRepository(self),
            doors=MemoryDoorRepository(turn, "doors"),
            groups=MemoryGroupRepository(turn, "groups"),
            people=MemoryPersonRepository(turn, "people"),
            credentials=MemoryCredentialRepository(turn, "credentials"),
            keys=MemoryKeyRepository(turn, "keys"),
            key_issues=MemoryKeyIssueRepository(turn, "key_issues"),
            key_boxes=MemoryKeyBoxRepository(turn, "key_boxes"),
        )

    @asynccontextmanager
    async def _turn(self) -> AsyncGenerator[None]:
        task = asyncio.current_task()
        if task is self._owner:
            raise BugError("change_in_change")
        async with self._lock:
            self._owner = task
            try:
                yield
            finally:
                self._owner = None

    @asynccontextmanager
    async def snapshot(self) -> AsyncGenerator[Repositories]:
        async with self._turn():
            yield self._read

    @asynccontextmanager
    async def change(self, kind: ChangeKind) -> AsyncGenerator[MemoryChange]:
        if self.opened.read_only_reason is not None:
            raise ProjectFileError("read_only", reason=self.opened.read_only_reason)
        async with self._turn():
            draft = {name: dict(table) for name, table in self._tables.items()}
            ended = False
            change = MemoryChange(
                self._repositories(lambda: draft, lambda: "change_has_ended" if ended else None)
            )
            try:
                yield change
            finally:
                ended = True
            before = self._tables
            self._tables = draft
            said = self._conclude(kind, change, before)
        if said is not None:
            for listener in tuple(self._listeners):
                listener(said)

    def _conclude(
        self, kind: ChangeKind, change: MemoryChange, tables: Tables
    ) -> ProjectChange | None:
        before, after = _differences(tables, self._tables)
        touched = {noun for noun, rows in (*before.items(), *after.items()) if rows}
        is_worth = (
            any(not _is_quiet(noun, before, after) for noun in touched)
            or (kind in ACTS and change.is_said)
            or (bool(change.note) and kind not in READINGS | ACTS)
        )
        sequence = self._enter(kind, change, before, after) if is_worth else None
        if not touched and sequence is None:
            return None
        nouns = {NAMES.get(noun, noun) for noun in touched} | ({"history"} if sequence else set())
        doors = _doors(before, self._tables) | _doors(after, self._tables)
        if change.door_id is not None:
            doors.add(change.door_id)
        return ProjectChange(kind, sequence, frozenset(nouns), frozenset(doors))

    def _enter(self, kind: ChangeKind, change: MemoryChange, before: Tables, after: Tables) -> int:
        doors = _doors(before, self._tables) | _doors(after, self._tables)
        people = _people(before, self._tables) | _people(after, self._tables)
        door = change.door_id or (next(iter(doors)) if len(doors) == 1 else None)
        person = change.person_id or (next(iter(people)) if len(people) == 1 else None)
        shown = _shown(after)
        if change.note:
            shown["note"] = dict(change.note)
        entry = HistoryEntry(
            writer=self._writer,
            sequence=len(self.kept) + 1,
            at=self._now(),
            operator=self.operator,
            kind=kind.value,
            door_id=door,
            person_id=person,
            before=_shown(before),
            after=shown,
            hash=bytes(32),
        )
        doors |= {door} if door else set()
        people |= {person} if person else set()
        self.kept.append(Kept(entry, before, after, doors, people))
        return entry.sequence

    async def overview(self) -> Sequence[DoorOverview]:
        rows: list[DoorOverview] = []
        for door in await self._read.doors.all():
            site = await self._read.sites.get(door.site_id)
            lock = await self._read.locks.at_door(door.id)
            levels: dict[ProofLevel, int] = {}
            for record in await self._read.records.at_door(door.id):
                levels[record.proof.level] = levels.get(record.proof.level, 0) + 1
            facts = await self._read.locks.facts(lock.id) if lock else None
            foreign = await self._read.foreign.of_lock(lock.id) if lock else ()
            rows.append(
                DoorOverview(
                    door_id=door.id,
                    door=door.name,
                    site=site.name if site else "",
                    lock_id=lock.id if lock else None,
                    serial=lock.serial if lock else "",
                    battery_percent=facts.info.battery_percent if facts and facts.info else None,
                    reached_at=facts.reached_at if facts else None,
                    levels=levels,
                    foreign=sum(1 for slot in foreign if not slot.is_ignored),
                )
            )
        return sorted(rows, key=lambda row: (row.site.casefold(), row.door.casefold()))

    async def inventory(self, *, with_secrets: bool = False) -> Sequence[InventoryRow]:
        rows = [await self._inventory_row(one, with_secrets) for one in await self.overview()]
        return sorted(rows, key=lambda row: (row.site.casefold(), row.door.casefold()))

    async def _inventory_row(self, one: DoorOverview, with_secrets: bool) -> InventoryRow:
        read = self._read
        door = await read.doors.get(one.door_id)
        assert door is not None
        site = await read.sites.get(door.site_id)
        assert site is not None
        lock = await read.locks.at_door(door.id)
        facts = await read.locks.facts(lock.id) if lock else None
        info = facts.info if facts else None
        tasks = [t for t in await read.tasks.all() if t.door_id == door.id and not t.done_at]
        codes = await read.setup_codes.all()
        own = [code for code in codes if lock and code.lock_id == lock.id]
        code = next(
            reversed(own or [c for c in codes if c.door_id == door.id and not c.lock_id]), None
        )
        return InventoryRow(
            door_id=str(door.id),
            door=door.name,
            door_zone=door.time_zone,
            is_private=door.is_private,
            door_fields=door.fields,
            site=site.name,
            site_zone=site.time_zone,
            site_fields=site.fields,
            wifi_password=site.wifi_password if with_secrets else None,
            groups=tuple(g.name for g in await read.groups.all() if door.id in g.door_ids),
            has_lock=lock is not None,
            driver=lock.driver if lock else "",
            vendor=lock.vendor if lock else "",
            product=lock.product if lock else "",
            serial=lock.serial if lock else "",
            firmware=(info.firmware if info else "") or (lock.firmware if lock else ""),
            address=lock.address if lock else "",
            mounted_at=lock.mounted_at if lock else None,
            lock_fields=lock.fields if lock else {},
            battery_percent=one.battery_percent,
            bolt=str(info.bolt) if info else None,
            reached_at=one.reached_at,
            read_at=facts.read_at if facts else None,
            codes=sum(one.levels.values()),
            proven=sum(n for level, n in one.levels.items() if level in PROVEN_LEVELS),
            opened=one.levels.get(ProofLevel.OPENED, 0),
            untested=sum(n for level, n in one.levels.items() if level in UNTESTED_LEVELS),
            foreign=one.foreign,
            tasks=len(tasks),
            task_due_at=min((t.due_at for t in tasks), default=None),
            setup_code_number=code.number if code else None,
            setup_code_family=code.family if code else None,
            setup_code=code.text if code and with_secrets else None,
        )

    def edits(self) -> list[Kept]:
        """Edits not taken back, oldest first."""
        return [k for k in self.kept if ChangeKind(k.entry.kind).is_edit and not k.undone]

    def step(self, kept: Kept) -> UndoStep:
        """The edit as a step, with the reason against it."""
        refusal = None
        for noun, rows in {**kept.before, **kept.after}.items():
            for key in {*kept.before.get(noun, {}), *kept.after.get(noun, {}), *rows}:
                now = self._tables.get(noun, {}).get(key)
                if _loud(now) != _loud(kept.after.get(noun, {}).get(key)) and noun not in QUIET:
                    is_told = noun == "records" and self._is_told_since(kept, key)
                    refusal = "evidence_since" if is_told else "edited_since"
        if refusal is None and self._is_needed(kept):
            refusal = "needed_since"
        if kept.entry.after is None:
            refusal = "purged"
        entry = kept.entry
        return UndoStep(entry.sequence, ChangeKind(entry.kind), entry.at, entry.operator, refusal)

    def _is_told_since(self, kept: Kept, record: object) -> bool:
        later = self.kept[self.kept.index(kept) + 1 :]
        return any(
            not ChangeKind(k.entry.kind).is_edit and record in k.after.get("records", {})
            for k in later
        )

    def _is_needed(self, kept: Kept) -> bool:
        added = {
            (noun, key)
            for noun, rows in kept.after.items()
            for key in rows
            if key not in kept.before.get(noun, {})
        }
        return any(
            reference in added and (noun, key) not in added
            for noun, refer in REFERENCES.items()
            for key, value in self._tables.get(noun, {}).items()
            for reference in refer(value)
        )

    async def undo(self, sequence: int | None = None) -> UndoStep:
        found = [k for k in self.edits() if sequence in {None, k.entry.sequence}]
        if not found:
            raise RuleError("nothing_to_undo")
        kept = found[-1]
        step = self.step(kept)
        if step.refusal is not None:
            raise RuleError("undo_refused", reason=step.refusal, sequence=step.sequence)
        async with self.change(ChangeKind.UNDONE) as change:
            turn = change.repositories.sites.turn  # pyright: ignore[reportAttributeAccessIssue]
            for noun in {*kept.before, *kept.after} - QUIET:
                held = turn.writing(noun)
                for key in {*kept.before.get(noun, {}), *kept.after.get(noun, {})}:
                    if key in kept.before.get(noun, {}):
                        held[key] = kept.before[noun][key]
                    else:
                        held.pop(key, None)
        kept.undone = True
        return step

    async def purge(self, person_id: PersonId) -> None:
        parts = 0
        for kept in self.kept:
            if person_id in kept.people and kept.entry.after is not None:
                kept.entry = dataclasses.replace(kept.entry, before=None, after=None)
                parts += 1
        async with self.change(ChangeKind.PURGED) as change:
            change.concerns(person_id=person_id, note={"parts": parts})

    async def change_passphrase(self, new: Secret[str]) -> None:
        if not new.reveal().strip():
            raise RuleError("passphrase_empty")
        async with self.change(ChangeKind.PASSPHRASE_CHANGED) as change:
            change.concerns(note={"recovery_sheet": "void"})

    async def save_copy(self, path: Path) -> None:
        if await asyncio.to_thread(path.exists):
            raise UsageError("file_exists", file=str(path))
        await asyncio.to_thread(path.write_bytes, b"")

    async def recovery_text(self) -> Secret[str]:
        return Secret("00000 " * 13)

    async def key_hex(self) -> Secret[str]:
        return Secret("00" * 32)

    async def rename(self, name: str) -> None:
        if not name.strip():
            raise RuleError("invalid_value")
        async with self.change(ChangeKind.PROJECT_EDITED) as change:
            change.concerns(note={"name": name})
            self._project = dataclasses.replace(self._project, name=name)

    def subscribe(self, on_change: Callable[[ProjectChange], None]) -> Callable[[], None]:
        self._listeners.append(on_change)
        return lambda: self._listeners.remove(on_change) if on_change in self._listeners else None

    async def close(self) -> None:
        await asyncio.sleep(0)


class MemoryProjectFiles:
    """Projects by path; a passphrase must be the one they were made with."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self.made: dict[Path, tuple[MemoryProjectStore, Secret[str]]] = {}

    async def create(
        self,
        path: Path,
        key: Passphrase,
        *,
        name: str,
        time_zone: str,
        kind: ProjectKind,
        operator: str,
    ) -> MemoryProjectStore:
        await asyncio.sleep(0)
        if not key.text.reveal().strip():
            raise RuleError("passphrase_empty")
        if path in self.made:
            raise UsageError("file_exists", file=str(path))
        store = MemoryProjectStore(
            name=name, kind=kind, time_zone=time_zone, operator=operator, now=self._now
        )
        store.opened = OpenedFile(path, 1)
        self.made[path] = (store, key.text)
        return store

    async def open(
        self, path: Path, key: ProjectKey, *, mode: OpenMode, operator: str
    ) -> MemoryProjectStore:
        await asyncio.sleep(0)
        if path not in self.made:
            raise ProjectFileError("no_such_file", file=str(path))
        store, passphrase = self.made[path]
        if isinstance(key, Passphrase) and key.text != passphrase:
            raise ProjectFileError("wrong_passphrase", file=str(path))
        store.operator = operator
        reason = "asked" if mode is OpenMode.READ else None
        store.opened = dataclasses.replace(store.opened, read_only_reason=reason)
        return store

    async def file_id(self, path: Path) -> str:
        await asyncio.sleep(0)
        if path not in self.made:
            raise ProjectFileError("no_such_file", file=str(path))
        return self.made[path][0].project.id.hex


def _differences(before: Tables, after: Tables) -> tuple[Tables, Tables]:
    old: Tables = {}
    new: Tables = {}
    for noun in {*before, *after}:
        was, now = before.get(noun, {}), after.get(noun, {})
        changed = [key for key in {*was, *now} if was.get(key) != now.get(key)]
        old[noun] = {key: was[key] for key in changed if key in was}
        new[noun] = {key: now[key] for key in changed if key in now}
    return old, new


def _loud(value: Any) -> Any:
    """The value without the dates in which a reading that only confirms shows."""
    if isinstance(value, SlotRecord):
        proof = dataclasses.replace(value.proof, proven_at=None, read_at=None)
        return dataclasses.replace(value, proof=proof, read_mark=None, misses=0)
    if isinstance(value, ForeignSlot):
        return dataclasses.replace(value, seen_at=value.since)
    return value


def _is_quiet(noun: str, before: Tables, after: Tables) -> bool:
    if noun in QUIET:
        return True
    was, now = before.get(noun, {}), after.get(noun, {})
    return all(_loud(was.get(key)) == _loud(now.get(key)) for key in {*was, *now})


def _values(tables: Tables) -> list[tuple[str, Any]]:
    return [
        (noun, value)
        for noun, rows in tables.items()
        if noun not in QUIET
        for value in rows.values()
    ]


def _doors(tables: Tables, all_tables: Tables) -> set[DoorId]:
    found: set[DoorId] = set()
    for noun, value in _values(tables):
        if noun == "doors":
            found.add(value.id)
        elif noun == "foreign":
            lock = all_tables.get("locks", {}).get(value.lock_id)
            found |= {lock.door_id} if lock else set()
        elif noun == "grants":
            found |= value.door_ids | value.except_door_ids
        elif getattr(value, "door_id", None) is not None:
            found.add(value.door_id)
    return found


def _people(tables: Tables, all_tables: Tables) -> set[PersonId]:
    found: set[PersonId] = set()
    for noun, value in _values(tables):
        if noun == "people":
            found.add(value.id)
        elif getattr(value, "person_id", None) is not None:
            found.add(value.person_id)
        elif noun == "records":
            credential = all_tables.get("credentials", {}).get(value.credential_id)
            found |= {credential.person_id} if credential else set()
    return found


def _shown(tables: Tables) -> dict[str, object]:
    return {
        noun: [
            {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
            for value in rows.values()
        ]
        for noun, rows in tables.items()
        if rows and noun not in QUIET
    }
