"""The list of people: role, number of doors, and the state of what is proven least."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from app.domain.person import Role
from app.domain.standing import Severity, is_old, severity
from app.services.people_view import PeopleViewService, PersonRow
from app.services.workplace import Workplace
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.later import Later

RELOAD_AFTER_MS = 100
ATTENTION, NO_ACCESS = "attention", "no_access"


@dataclass(frozen=True, slots=True)
class PersonItem:
    """One row. `level` is empty where the person has no code; `by` says whose word it is, `reason` why, in words.

    `tags` are the filters that it belongs to. `is_removed`: off the list already, and still on a lock as far as anybody knows.
    """

    id: str
    name: str
    role: str
    door_count: int
    level: str
    by: str | None
    reason: str
    is_old: bool
    is_paused: bool
    is_removed: bool
    tags: frozenset[str]
    search: str


class PeopleViewModel(ViewModel):
    """Keeps the rows true while the project changes and `is_seen`; the page reads anew when it is shown."""

    rows_changed = Signal()
    chosen_changed = Signal(str)

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
        self._service = PeopleViewService(workplace.project)
        self._is_stale = self._is_loading = False
        self._later = Later(self.reload, RELOAD_AFTER_MS)
        self._unsubscribe = workplace.project.store.subscribe(lambda _change: self._on_change())
        self.is_seen = True
        self.items: Sequence[PersonItem] = ()
        self.is_loaded = False
        self.chosen_id = ""
        self._wanted_id = ""

    def reload(self) -> None:
        """Read the rows anew; several changes in a row are read once."""
        self._is_stale = True
        if not self._is_loading:
            self._is_loading = True
            self.run("people", self._load())

    def choose(self, person_id: str) -> None:
        """Show this person's detail."""
        if person_id != self.chosen_id:
            self.chosen_id = person_id
            self.chosen_changed.emit(person_id)

    def show_when_read(self, person_id: str) -> None:
        """Show somebody who may not be among the rows yet."""
        self._wanted_id = person_id
        self.reload()

    def _on_change(self) -> None:
        if self.is_seen:
            self._later.ask()

    async def close(self) -> None:
        """End the subscription and what runs."""
        self._unsubscribe()
        self._later.drop()
        await super().close()

    async def _load(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                now, old_after = self._clock(), timedelta(days=self._old_after_days())
                rows = await self._service.rows()
                self.items = [person_item(row, now, old_after) for row in rows]
        finally:
            self._is_loading = False
        self.is_loaded = True
        self.rows_changed.emit()
        wanted, self._wanted_id = self._wanted_id, ""
        if wanted and any(item.id == wanted for item in self.items):
            self.choose(wanted)


def person_item(row: PersonRow, now: datetime, old_after: timedelta) -> PersonItem:
    """The row of one person; what is proven least decides its word."""
    person, worst = row.person, row.worst
    proof = worst.proof if worst is not None else None
    is_proof_old = proof is not None and is_old(proof, now, old_after)
    needs_attention = is_proof_old or (worst is not None and severity(worst) > Severity.PROVEN)
    tags = {ATTENTION} if needs_attention else set[str]()
    if worst is None:
        tags.add(NO_ACCESS)
    return PersonItem(
        id=str(person.id),
        name=person.name,
        role=role_word(person.role),
        door_count=len(row.door_ids),
        level=str(proof.level) if proof is not None else "",
        by=str(proof.by) if proof is not None and proof.by is not None else None,
        reason=message(f"reason_{proof.reason}") if proof is not None and proof.reason else "",
        is_old=is_proof_old,
        is_paused=person.is_paused,
        is_removed=person.removed_at is not None,
        tags=frozenset(tags),
        search=" ".join(filter(None, (person.email, person.phone))),
    )


def role_word(role: Role | str) -> str:
    """A role as people read it."""
    return message(f"role_{role}")
