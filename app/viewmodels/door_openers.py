"""Who can open a door: every code, card, key and key box, until when, proven how, and what is not known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from app.core.errors import RuleError
from app.domain.ids import DoorId, PersonId
from app.domain.openers import Opener, OpenerKind
from app.domain.person import Person
from app.services.openers import DoorOpeners, OpenerService
from app.services.workplace import Workplace
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.later import Later
from app.viewmodels.moments import date_words
from app.viewmodels.validity_words import validity_parts

RELOAD_AFTER_MS = 200
FOREIGN = str(OpenerKind.FOREIGN_SLOT)


@dataclass(frozen=True, slots=True)
class OpenerLine:
    """One thing that opens the door. `level` is empty for what no lock tells of; then `told` says how it is known.

    `opens` is `yes`, `no` or `unknown`; `opens_word` the same in words; `taken_back` how it is taken back.
    """

    id: str
    kind: str
    label: str
    is_somebody: bool
    who: str
    what: str
    when: tuple[str, ...]
    opens: str
    opens_word: str
    level: str
    by: str | None
    date: str
    told: str
    taken_back: str


@dataclass(frozen=True, slots=True)
class DoorOpenersItem:
    """All that is known to open one door. `gaps` are sentences; none: nothing is missing."""

    door_id: str
    lines: tuple[OpenerLine, ...]
    gaps: tuple[str, ...]


class _Change(Protocol):
    @property
    def door_ids(self) -> frozenset[DoorId]: ...


class DoorOpenersViewModel(ViewModel):
    """Answers for one door while `is_seen`; nothing is asked of a lock."""

    changed = Signal()

    def __init__(
        self,
        workplace: Workplace,
        clock: Callable[[], datetime],
        old_after_days: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._clock, self._old_after_days = clock, old_after_days
        self._door_id: DoorId | None = None
        self._is_seen = self._is_loading = self._is_stale = False
        self._later = Later(self._read, RELOAD_AFTER_MS)
        self._unsubscribe = workplace.project.store.subscribe(self._on_project_change)
        self.item: DoorOpenersItem | None = None

    def show_door(self, door_id: str) -> None:
        """Answer for this door, for none with an empty id."""
        self._door_id = DoorId(UUID(door_id)) if door_id else None
        self.item = None
        self.changed.emit()
        self._ask_again()

    def set_seen(self, is_seen: bool) -> None:  # a plain setter, like setVisible
        """Whether somebody looks; what changed meanwhile is read when they do."""
        self._is_seen = is_seen
        if is_seen and (self._is_stale or self.item is None):
            self._read()

    async def close(self) -> None:
        """End the subscription and what runs."""
        self._unsubscribe()
        self._later.drop()
        await super().close()

    def _on_project_change(self, change: _Change) -> None:
        if not change.door_ids or self._door_id in change.door_ids:
            self._ask_again()

    def _ask_again(self) -> None:
        self._is_stale = True
        if self._is_seen:
            self._later.ask()

    def _read(self) -> None:
        self._is_stale = True
        if self._door_id is not None and not self._is_loading:
            self._is_loading = True
            self.run("who can open", self._load())

    async def _load(self) -> None:
        service = OpenerService(self._workplace.project, timedelta(days=self._old_after_days()))
        try:
            while self._is_stale and self._door_id is not None:
                self._is_stale = False
                wanted = self._door_id
                found = await service.who(wanted)
                if wanted == self._door_id:
                    self.item = self._item(found)
        except RuleError as error:
            if error.code != "door_gone":
                raise
            self.item = None
        finally:
            self._is_loading = False
        self.changed.emit()

    def _item(self, found: DoorOpeners) -> DoorOpenersItem:
        zone, now = ZoneInfo(found.zone), self._clock()
        calendars = {str(key): one.name for key, one in found.calendars.items()}
        lines = [
            _line(str(number), opener, found.people, zone, now, calendars)
            for number, opener in enumerate(found.answer.openers)
        ]
        gaps = tuple(message(f"opener_gap_{gap}") for gap in found.answer.gaps)
        return DoorOpenersItem(str(found.answer.door_id), tuple(lines), gaps)


def _line(
    number: str,
    opener: Opener,
    people: Mapping[PersonId, Person],
    zone: ZoneInfo,
    now: datetime,
    calendars: Mapping[str, str],
) -> OpenerLine:
    proof = opener.proof
    person = people.get(opener.person_id) if opener.person_id is not None else None
    kind = message(f"opener_kind_{opener.kind}")
    what = f"{kind} · {opener.label}" if opener.label and opener.label != kind else kind
    since = date_words(opener.since, zone, now)
    told = ""
    if proof is None:
        told = message("opener_lost" if opener.is_lost else "opener_handed_out", {"date": since})
    return OpenerLine(
        id=number,
        kind=str(opener.kind),
        label=opener.label,
        is_somebody=person is not None,
        who=person.name if person is not None else message("opener_nobody"),
        what=what,
        when=validity_parts(opener.validity, zone, now, calendars),
        opens=str(opener.open_now),
        opens_word=message(f"opens_now_{opener.open_now}"),
        level=str(proof.level) if proof is not None else "",
        by=str(proof.by) if proof is not None and proof.by is not None else None,
        date=date_words(proof.proven_at, zone, now) if proof is not None else "",
        told=told,
        taken_back=message(f"opener_back_{opener.revocable}"),
    )
