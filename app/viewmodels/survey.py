"""What is noted of one door and its site, what lock families cannot do there, and copying the door."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.core.errors import RuleError
from app.core.secret import Secret
from app.domain.ids import DoorId
from app.domain.survey import DOOR_FIELDS, FIELDS, SITE_FIELDS, FieldOf, SurveyField
from app.services.door_copies import DoorCopyService
from app.services.fit import FitService
from app.services.open_project import Place, place_of
from app.services.workplace import Workplace
from app.texts.messages import error_sentence, has_message, message
from app.texts.survey_words import FitWords, choice_word, fit_words, label_of
from app.viewmodels.base import ViewModel


@dataclass(frozen=True, slots=True)
class FieldItem:
    """One thing to note: `kind` as `FieldKind`, `options` (key, word) of a choice, `value` as it is kept."""

    key: str
    label: str
    kind: str
    options: tuple[tuple[str, str], ...]
    value: str


@dataclass(frozen=True, slots=True)
class FamilyItem:
    """What is known of one lock family here."""

    key: str
    name: str
    lines: tuple[FitWords, ...]


@dataclass(frozen=True, slots=True)
class SurveyItem:
    """Everything the survey of a door shows; the Wi-Fi password is not in it."""

    door_id: str
    door: str
    site: str
    label: str
    is_private: bool
    fields: tuple[FieldItem, ...]
    site_fields: tuple[FieldItem, ...]
    has_wifi_password: bool
    families: tuple[FamilyItem, ...]


class _Change(Protocol):
    """What is asked of a change of the project."""

    @property
    def door_ids(self) -> frozenset[DoorId]: ...


class SurveyViewModel(ViewModel):
    """Shows the survey of one door and writes it at once, in the order in which it was typed.

    `refused` carries the key of a field and why its value is not taken; `copied` the id of the first new door.
    """

    changed = Signal()
    told = Signal(str)
    refused = Signal(str, str)
    copied = Signal(str)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._fit = FitService(workplace.project)
        self._copies = DoorCopyService(workplace.project)
        self._door_id: DoorId | None = None
        self._place: Place | None = None
        self._is_loading = self._is_stale = False
        self._in_turn = asyncio.Lock()
        self._writing = 0
        self._is_closed = False
        self._unsubscribe = workplace.project.store.subscribe(self._on_project_change)
        self.item: SurveyItem | None = None

    @property
    def wifi_password(self) -> Secret[str] | None:
        """The site's Wi-Fi password, for the moment in which somebody asked to see it."""
        return self._place.site.wifi_password if self._place is not None else None

    @property
    def door_id(self) -> str:
        """The door whose survey this is; empty for none."""
        return str(self._door_id) if self._door_id is not None else ""

    @property
    def is_writing(self) -> bool:
        """Whether something that was typed is not in the project yet."""
        return self._writing > 0

    def show_door(self, door_id: str) -> None:
        """Show this door, nothing for an empty id."""
        self._door_id = DoorId(UUID(door_id)) if door_id else None
        self.item = self._place = None
        self.changed.emit()
        self.reload()

    def reload(self) -> None:
        """Read the door anew; several changes in a row are read once."""
        self._is_stale = True
        if self._door_id is not None and not self._is_loading and not self._is_closed:
            self._is_loading = True
            self.run("survey", self._load())

    def write(self, door_id: str, key: str, text: str) -> None:
        """Note a value of this door; empty takes it away."""
        self._writing += 1
        self.run("write survey", self._write(DoorId(UUID(door_id)), key, text))

    def set_private(self, door_id: str, *, is_private: bool) -> None:
        """Note whether the door is somebody's home."""
        self.run("private door", self._set_private(DoorId(UUID(door_id)), is_private))

    def write_site(self, values: Mapping[str, str], wifi_password: Secret[str] | None) -> None:
        """Note facts of the site as one edit; None leaves the password, an empty one takes it away."""
        if self._place is not None:
            self.run("write site", self._write_site(self._place, dict(values), wifi_password))

    def copy_door(self, names: Sequence[str], site: str) -> None:
        """Add doors like the one that is shown."""
        if self._place is not None:
            self.run("copy door", self._copy(self._place, tuple(names), site))

    async def close(self) -> None:
        """Let what was typed last be written, and end everything else; safe twice."""
        self._unsubscribe()
        self._is_closed = True
        await self._tasks.settle()
        await super().close()

    def _on_project_change(self, change: "_Change") -> None:
        if not change.door_ids or self._door_id in change.door_ids:
            self.reload()

    async def _load(self) -> None:
        try:
            while self._is_stale and self._door_id is not None:
                self._is_stale = False
                await self._read(self._door_id)
        finally:
            self._is_loading = False
        # While more is being written, what was read is older than what stands in the form.
        if not self._writing:
            self.changed.emit()

    async def _read(self, door_id: DoorId) -> None:
        try:
            place = await place_of(self._workplace.project, door_id)
            families = await self._fit.at_door(door_id)
        except RuleError as error:
            if error.code != "door_gone":
                raise
            self.item = self._place = None
            return
        if door_id != self._door_id:
            return
        door, site = place.door, place.site
        self._place = place
        self.item = SurveyItem(
            door_id=str(door.id),
            door=door.name,
            site=site.name,
            label=place.label,
            is_private=door.is_private,
            fields=_items(DOOR_FIELDS, FieldOf.DOOR, door.fields),
            site_fields=_items(SITE_FIELDS, FieldOf.SITE, site.fields),
            has_wifi_password=site.wifi_password is not None,
            families=tuple(
                FamilyItem(one.family.key, one.family.name, tuple(fit_words(one, door.fields)))
                for one in families
            ),
        )

    async def _write(self, door_id: DoorId, key: str, text: str) -> None:
        try:
            async with self._in_turn:
                place = await place_of(self._workplace.project, door_id)
                await self._workplace.sites.set_door(place.door, fields={key: text})
        except RuleError as error:
            if not error.code.startswith("survey_") or door_id != self._door_id:
                raise _named(error, key) from error
            self.refused.emit(key, error_sentence(error))
        finally:
            self._writing -= 1
            self.reload()

    async def _set_private(self, door_id: DoorId, is_private: bool) -> None:
        async with self._in_turn:
            place = await place_of(self._workplace.project, door_id)
            await self._workplace.sites.set_door(place.door, is_private=is_private)

    async def _write_site(
        self, place: Place, values: dict[str, str], wifi_password: Secret[str] | None
    ) -> None:
        async with self._in_turn:
            await self._workplace.sites.set_site(
                place.site, fields=values, wifi_password=wifi_password
            )
        self.told.emit(message("told_site_facts", {"site": place.site.name}))

    async def _copy(self, place: Place, names: tuple[str, ...], site: str) -> None:
        async with self._in_turn:
            added = await self._copies.copy_door(place.door.id, names, site_name=site or None)
        words = "told_door_copied" if len(added) == 1 else "told_doors_copied"
        told = {"door": added[0].label, "like": place.label, "count": len(added)}
        self.told.emit(message(words, told))
        self.copied.emit(str(added[0].door.id))


def _items(
    declared: Sequence[SurveyField], of: FieldOf, values: Mapping[str, str]
) -> tuple[FieldItem, ...]:
    """The declared fields in their order, then the notes under keys of the customer's own."""
    items = [
        FieldItem(
            key=field.key,
            label=label_of(of, field.key),
            kind=str(field.kind),
            options=tuple((choice, choice_word(field.key, choice)) for choice in field.choices),
            value=values.get(field.key, ""),
        )
        for field in declared
    ]
    own = sorted(key for key in values if key not in FIELDS[of])
    return (*items, *(FieldItem(key, key, "text", (), values[key]) for key in own))


def _named(error: RuleError, key: str) -> RuleError:
    """The refusal with the name of its field, for a place where the field is not in sight."""
    if not has_message(f"{error.code}_named"):
        return error
    given = {**error.parameters, "field": label_of("door", key), "reason": "named"}
    return RuleError(error.code, **given)
