"""Taking the last edit back: what it would be, and why not."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from app.core.errors import RuleError
from app.domain.event import HistoryEntry
from app.services.workplace import Workplace
from app.texts.entry_words import entry_words
from app.texts.harmless import harmless
from app.texts.messages import has_message, message
from app.viewmodels.base import ViewModel
from app.viewmodels.later import Later

LOOK_AFTER_MS = 200
LOOKED_THROUGH = 50
"""Among so many of the newest entries the last edit is looked for; an older one is named by its kind alone."""


class UndoViewModel(ViewModel):
    """Knows the newest edit. `undone` carries what was taken back, in words; `undoing` what is, and an empty text at the end.

    Taking back an import of thousands of rows takes seconds.
    """

    changed = Signal()
    undone = Signal(str)
    undoing = Signal(str)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._sequence: int | None = None
        self._reason: str | None = None
        self._words = ""
        self._is_loading = self._is_stale = False
        self._later = Later(self.load, LOOK_AFTER_MS)
        self._unsubscribe = workplace.project.store.subscribe(lambda _change: self._later.ask())

    @property
    def sequence(self) -> int | None:
        """The number of the edit in this writer's history; None when there is none."""
        return self._sequence

    @property
    def words(self) -> str:
        """What undo would take back; empty when there is nothing that can be."""
        return "" if self._reason is not None else self._words

    @property
    def refusal(self) -> str:
        """Why the newest edit cannot be taken back, in a sentence; empty when it can."""
        if self._sequence is None:
            return message("nothing_to_undo")
        return refusal_words(self._reason) if self._reason is not None else ""

    def load(self) -> None:
        """Look at the newest edit; several changes in a row are looked at once."""
        self._is_stale = True
        if not self._is_loading:
            self._is_loading = True
            self.run("undo step", self._load())

    def undo(self) -> None:
        """Take back the edit that `words` names, and no other."""
        if self._sequence is not None:
            self.run("undo", self._undo(self._sequence))

    async def close(self) -> None:
        """End the subscription and what runs."""
        self._unsubscribe()
        self._later.drop()
        await super().close()

    async def _load(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                await self._look()
        finally:
            self._is_loading = False
        self.changed.emit()

    async def _look(self) -> None:
        steps = await self._workplace.history.undo_steps(1)
        if not steps:
            self._sequence, self._reason, self._words = None, None, ""
            return
        step = steps[0]
        entries = await self._workplace.history.entries(limit=LOOKED_THROUGH)
        words = await self._describe(str(step.kind), step.sequence, step.at, entries)
        # Together, so that no words stand beside the number of another edit.
        self._sequence, self._reason, self._words = step.sequence, step.refusal, words

    async def _describe(
        self, kind: str, sequence: int, at: datetime, entries: Sequence[HistoryEntry]
    ) -> str:
        """The kind of the edit, and whom and which door it is about where its entry is among these."""
        found = [entry for entry in entries if entry.sequence == sequence and entry.at == at]
        parts = [entry_words(kind, found[0].after if found else None)]
        for entry in found[:1]:
            people = await self._workplace.people.list_people()
            parts += [harmless(person.name) for person in people if person.id == entry.person_id]
            rows = await self._workplace.sites.list_doors() if entry.door_id is not None else []
            labels = [row.place.label for row in rows if row.place.door.id == entry.door_id]
            parts += [harmless(label) for label in labels]
        return " · ".join(parts)

    async def _undo(self, sequence: int) -> None:
        words = self.words
        self.undoing.emit(words)
        try:
            await self._workplace.history.undo(sequence)
        except RuleError as error:
            if error.code != "undo_refused":
                raise
            self.failed.emit(refusal_words(str(error.parameters.get("reason"))))
            return
        finally:
            self.undoing.emit("")
        self.undone.emit(words)


def refusal_words(reason: str) -> str:
    """A reason of the store as a sentence."""
    code = f"undo_refused_{reason}"
    return message(code if has_message(code) else "undo_refused")
