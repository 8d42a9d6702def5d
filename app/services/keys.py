"""Metal keys and key boxes: who has which copy, what lies where, who knows which code."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import uuid4

from app.core.errors import RuleError
from app.core.secret import Secret
from app.domain.ids import DoorId, KeyBoxId, KeyId, KeyIssueId, PersonId
from app.domain.keys import KeyBox, KeyIssue, MechanicalKey
from app.services.open_project import OpenProject
from app.services.sites import checked_name
from app.storage.repositories import Repositories
from app.storage.values import ChangeKind


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key with its copies that are not back; `spare` are those that were not handed out."""

    key: MechanicalKey
    out: tuple[KeyIssue, ...]

    @property
    def spare(self) -> int:
        """How many copies nobody has."""
        return self.key.copies - sum(issue.copies for issue in self.out)


class KeyService:
    """Keys and boxes of a project; no lock is told of them."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def list_keys(self) -> list[KeyRow]:
        """Every key by number."""
        async with self._project.store.snapshot() as read:
            keys = await read.keys.all()
            out = await read.key_issues.out_of_keys([key.id for key in keys])
        by_key: dict[KeyId, list[KeyIssue]] = {}
        for issue in out:
            by_key.setdefault(issue.key_id, []).append(issue)
        return [KeyRow(key, tuple(by_key.get(key.id, ()))) for key in keys]

    async def list_boxes(self) -> list[KeyBox]:
        """Every key box by label."""
        return list(await self._project.read.key_boxes.all())

    async def put_key(
        self,
        key: MechanicalKey | None = None,
        /,
        *,
        number: str,
        copies: int = 1,
        door_ids: Collection[DoorId] = (),
        box_ids: Collection[KeyBoxId] = (),
        note: str | None = None,
    ) -> MechanicalKey:
        """Add a key, or make one exactly so.

        Raises `RuleError`: `name_taken`, `key_copies_out` when more are out than it shall have.
        """
        key_id = KeyId(uuid4()) if key is None else key.id
        made = MechanicalKey(
            key_id, checked_name(number), copies, frozenset(door_ids), frozenset(box_ids), note
        )
        async with self._project.store.change(ChangeKind.KEY_EDITED) as change:
            repositories = change.repositories
            out = sum(one.copies for one in await repositories.key_issues.out_of_keys([key_id]))
            if out > copies:
                raise RuleError("key_copies_out", key=made.number, count=out)
            change.concerns(note={"key": made.number})
            await repositories.keys.put(made)
        return made

    async def hand_out(
        self,
        number: str,
        person_id: PersonId,
        *,
        door_ids: Collection[DoorId] = (),
        copies: int = 1,
    ) -> KeyIssue:
        """Write down that somebody has copies of the key with this number, and that it opens these doors beside those known.

        The key is made when it is new. Copies beyond those known must exist, for they were handed out: they are counted.
        """
        number = checked_name(number)
        async with self._project.store.change(ChangeKind.KEY_EDITED) as change:
            repositories = change.repositories
            change.concerns(person_id=person_id, note={"key": number})
            known = [key for key in await repositories.keys.all() if key.number == number]
            key = known[0] if known else MechanicalKey(KeyId(uuid4()), number, copies)
            out = sum(one.copies for one in await repositories.key_issues.out_of_keys([key.id]))
            key = replace(
                key,
                copies=max(key.copies, out + copies),
                door_ids=key.door_ids | frozenset(door_ids),
            )
            issue = self._issue(key.id, copies, person_id=person_id)
            await repositories.keys.put(key)
            await repositories.key_issues.put(issue)
        return issue

    async def issue(
        self,
        key: MechanicalKey,
        *,
        person_id: PersonId | None = None,
        box_id: KeyBoxId | None = None,
        copies: int = 1,
    ) -> KeyIssue:
        """Hand spare copies to a person, or put them into a box; raises `RuleError("key_none_left")`."""
        async with self._project.store.change(ChangeKind.KEY_EDITED) as change:
            change.concerns(person_id=person_id, note={"key": key.number})
            await _check_spare(change.repositories, key, copies)
            issue = self._issue(key.id, copies, person_id=person_id, box_id=box_id)
            await change.repositories.key_issues.put(issue)
        return issue

    async def take_back(self, issue: KeyIssue) -> KeyIssue:
        """Copies came back; raises `RuleError("key_lost")` for lost ones, which stay openers until the key is removed."""
        return await self._end(issue, is_lost=False)

    async def report_lost(self, issue: KeyIssue) -> KeyIssue:
        """Copies are lost: from now on somebody unknown may open with them."""
        return await self._end(issue, is_lost=True)

    async def remove_key(self, key: MechanicalKey) -> None:
        """Remove a key and everything about its copies, as when the cylinder was changed."""
        async with self._project.store.change(ChangeKind.KEY_EDITED) as change:
            change.concerns(note={"key": key.number})
            now = self._project.clock()
            issues = change.repositories.key_issues
            for issue in await issues.out_of_keys([key.id]):
                await issues.put(replace(issue, returned_at=now, lost_at=None))
            await change.repositories.keys.remove(key.id)

    async def put_box(
        self,
        box: KeyBox | None = None,
        /,
        *,
        label: str,
        place: str = "",
        code: Secret[str] | None = None,
        known_to: Collection[PersonId] = (),
        door_ids: Collection[DoorId] = (),
    ) -> KeyBox:
        """Add a key box, or make one exactly so; with a new code say anew who knows it. Raises `RuleError("name_taken")`."""
        made = KeyBox(
            KeyBoxId(uuid4()) if box is None else box.id,
            checked_name(label),
            place.strip(),
            code if code is not None and code.reveal() else None,
            frozenset(known_to),
            frozenset(door_ids),
        )
        async with self._project.store.change(ChangeKind.KEY_EDITED) as change:
            change.concerns(note={"box": made.label})
            await change.repositories.key_boxes.put(made)
        return made

    async def tell_code(self, box: KeyBox, person_id: PersonId) -> KeyBox:
        """Write down that somebody knows the code of a box."""
        async with self._project.store.change(ChangeKind.KEY_EDITED) as change:
            change.concerns(person_id=person_id, note={"box": box.label})
            known = await change.repositories.key_boxes.get(box.id) or box
            told = replace(known, known_to=known.known_to | {person_id})
            await change.repositories.key_boxes.put(told)
        return told

    async def remove_box(self, box: KeyBox) -> None:
        """Remove an empty key box; raises `RuleError("still_needed")` while keys lie in it."""
        async with self._project.store.change(ChangeKind.KEY_EDITED) as change:
            change.concerns(note={"box": box.label})
            await change.repositories.key_boxes.remove(box.id)

    def _issue(
        self,
        key_id: KeyId,
        copies: int,
        *,
        person_id: PersonId | None = None,
        box_id: KeyBoxId | None = None,
    ) -> KeyIssue:
        now = self._project.clock()
        return KeyIssue(KeyIssueId(uuid4()), key_id, now, person_id, box_id, copies)

    async def _end(self, issue: KeyIssue, *, is_lost: bool) -> KeyIssue:
        async with self._project.store.change(ChangeKind.KEY_EDITED) as change:
            known = await change.repositories.key_issues.get(issue.id) or issue
            if known.lost_at is not None and not is_lost:
                raise RuleError("key_lost")
            now = self._project.clock()
            ended = replace(known, lost_at=now) if is_lost else replace(known, returned_at=now)
            change.concerns(person_id=known.person_id, note={"lost": is_lost})
            await change.repositories.key_issues.put(ended)
        return ended


async def _check_spare(repositories: Repositories, key: MechanicalKey, copies: int) -> None:
    known = await repositories.keys.get(key.id) or key
    out = sum(one.copies for one in await repositories.key_issues.out_of_keys([key.id]))
    if out + copies > known.copies:
        raise RuleError("key_none_left", key=known.number, count=known.copies - out)
