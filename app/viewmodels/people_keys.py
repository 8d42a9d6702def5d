"""Metal keys and key boxes, as the window edits them: which copies are where, and who knows which code."""

from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError, RuleError
from app.core.secret import Secret
from app.domain.ids import DoorId, KeyBoxId, PersonId
from app.domain.keys import KeyBox, KeyIssue
from app.services.keys import KeyRow, KeyService
from app.services.workplace import Workplace
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel
from app.viewmodels.grant import DoorChoice
from app.viewmodels.key_items import (
    PERSON,
    BoxForm,
    BoxItem,
    KeyForm,
    KeyItem,
    KeyNames,
    box_item,
    key_item,
    target_of,
)

KEY, BOX, BOX_STATE = "key", "box", "box_state"
"""What was saved: a key, the facts of a box, or what is in a box and who knows its code."""


class KeysViewModel(ViewModel):
    """Reads and saves both. `saved` carries the kind, the id (empty after removing) and a sentence; `refused` a sentence.

    `people` are those to whom something can be given, as id and name.
    """

    loaded = Signal()
    saved = Signal(str, str, str)
    refused = Signal(str)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._service = KeyService(workplace.project)
        self._rows: dict[str, KeyRow] = {}
        self._boxes: dict[str, KeyBox] = {}
        self._issues: dict[str, KeyIssue] = {}
        self._names = KeyNames.none()
        self.is_loaded = False
        self.people: tuple[tuple[str, str], ...] = ()
        self.doors: tuple[DoorChoice, ...] = ()
        self.keys: tuple[KeyItem, ...] = ()
        self.boxes: tuple[BoxItem, ...] = ()

    def code_of(self, box_id: str) -> Secret[str] | None:
        """The code of a box, for who asked to see it."""
        box = self._boxes.get(box_id)
        return box.code if box is not None else None

    def load(self) -> None:
        """Read what there is."""
        self.run("keys", self._load())

    def save_key(self, form: KeyForm) -> None:
        """Make a key, or change the one with this id."""
        self.run("save key", self._saved(KEY, lambda: self._save_key(form)))

    def save_box(self, form: BoxForm) -> None:
        """Make a key box, or change the one with this id; with another code nobody knows it yet."""
        self.run("save key box", self._saved(BOX, lambda: self._save_box(form)))

    def hand_out(self, key_id: str, target: str, copies: int) -> None:
        """Give spare copies to a person, or put them into a box."""
        self.run("hand out", self._saved(KEY, lambda: self._hand_out(key_id, target, copies)))

    def take_back(self, kind: str, chosen_id: str, issue_id: str) -> None:
        """Copies came back; the key or box with `chosen_id` stays the one that is shown."""
        self.run("take back", self._saved(kind, lambda: self._take_back(chosen_id, issue_id)))

    def report_lost(self, key_id: str, issue_id: str) -> None:
        """Copies are lost: somebody unknown may open with them from now on."""
        self.run("lost", self._saved(KEY, lambda: self._report_lost(key_id, issue_id)))

    def tell_code(self, box_id: str, person_id: str) -> None:
        """Write down that somebody knows the code."""
        self.run("tell code", self._saved(BOX_STATE, lambda: self._tell_code(box_id, person_id)))

    def remove(self, kind: str, key: str) -> None:
        """Remove a key with all that is known of its copies, or an empty box."""
        self.run("remove", self._saved(kind, lambda: self._remove(kind, key)))

    async def _saved(
        self, kind: str, save: Callable[[], Coroutine[Any, Any, tuple[str, str]]]
    ) -> None:
        try:
            key, said = await save()
        except AppError as error:
            self.refused.emit(error_sentence(error))
            return
        await self._load()
        self.saved.emit(kind, key, said)

    async def _load(self) -> None:
        rows = await self._service.list_keys()
        boxes = await self._service.list_boxes()
        # Who is off the list may have a key all the same.
        people = await self._workplace.project.read.people.all()
        doors = await self._workplace.sites.list_doors()
        names = self._names = KeyNames.of(self._workplace.project, people, doors, boxes)
        self._rows = {str(row.key.id): row for row in rows}
        self._boxes = {str(box.id): box for box in boxes}
        self._issues = {str(issue.id): issue for row in rows for issue in row.out}
        self.people = tuple(
            (str(one.id), names.people[str(one.id)]) for one in people if one.is_listed
        )
        self.doors = tuple(
            DoorChoice(str(row.place.door.id), row.place.label, row.lock is not None)
            for row in doors
        )
        self.keys = tuple(key_item(row, names) for row in rows)
        self.boxes = tuple(box_item(box, rows, names) for box in boxes)
        self.is_loaded = True
        self.loaded.emit()

    async def _save_key(self, form: KeyForm) -> tuple[str, str]:
        row = self._rows.get(form.id)
        key = await self._service.put_key(
            row.key if row is not None else None,
            number=form.number,
            copies=form.copies,
            door_ids=[DoorId(UUID(door)) for door in form.door_ids],
            box_ids=[KeyBoxId(UUID(box)) for box in form.box_ids],
            note=form.note.strip() or None,
        )
        return str(key.id), message("said_saved", {"name": key.number})

    async def _save_box(self, form: BoxForm) -> tuple[str, str]:
        known = self._boxes.get(form.id)
        before = known.code if known is not None else None
        code = before if form.code is None else form.code
        is_same = form.code is None or form.code == before
        box = await self._service.put_box(
            known,
            label=form.label,
            place=form.place,
            code=code,
            known_to=known.known_to if known is not None and is_same else (),
            door_ids=[DoorId(UUID(door)) for door in form.door_ids],
        )
        return str(box.id), message("said_saved", {"name": box.label})

    async def _hand_out(self, key_id: str, target: str, copies: int) -> tuple[str, str]:
        key = self._row(key_id).key
        kind, target_id = target_of(target)
        if kind == PERSON:
            person_id = PersonId(UUID(target_id))
            await self._service.issue(key, person_id=person_id, copies=copies)
        else:
            await self._service.issue(key, box_id=KeyBoxId(UUID(target_id)), copies=copies)
        who = self._names.target(target)
        return key_id, message("told_key_out", {"key": key.number, "who": who})

    async def _take_back(self, chosen_id: str, issue_id: str) -> tuple[str, str]:
        issue = self._issue(issue_id)
        await self._service.take_back(issue)
        key = self._row(str(issue.key_id)).key
        who = self._names.holder(issue)
        return chosen_id, message("told_key_back", {"key": key.number, "who": who})

    async def _report_lost(self, key_id: str, issue_id: str) -> tuple[str, str]:
        row = self._row(key_id)
        await self._service.report_lost(self._issue(issue_id))
        return key_id, message("told_key_lost", {"what": row.key.number})

    async def _tell_code(self, box_id: str, person_id: str) -> tuple[str, str]:
        box = self._boxes.get(box_id)
        if box is None:
            raise RuleError("opener_gone")
        await self._service.tell_code(box, PersonId(UUID(person_id)))
        who = self._names.people.get(person_id, "")
        return box_id, message("told_box_code", {"box": box.label, "who": who})

    async def _remove(self, kind: str, key: str) -> tuple[str, str]:
        if kind == KEY:
            row = self._row(key)
            await self._service.remove_key(row.key)
            return "", message("said_removed", {"name": row.key.number})
        box = self._boxes.get(key)
        if box is None:
            raise RuleError("opener_gone")
        await self._service.remove_box(box)
        return "", message("said_removed", {"name": box.label})

    def _row(self, key_id: str) -> KeyRow:
        row = self._rows.get(key_id)
        if row is None:
            raise RuleError("opener_gone")
        return row

    def _issue(self, issue_id: str) -> KeyIssue:
        issue = self._issues.get(issue_id)
        if issue is None:
            raise RuleError("opener_gone")
        return issue
