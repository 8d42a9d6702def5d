"""The project's vault of setup codes: the tray of those that wait, and those that made a lock ours."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import uuid4

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.domain.ids import DoorId, SetupCodeId
from app.domain.setup_code import (
    RefusedSetupCode,
    SetupCode,
    parse_setup_code,
    read_label_number,
    read_setup_code,
)
from app.domain.setup_code_error import SetupCodeFamily
from app.services.names import SHORT_ID_LENGTH
from app.services.open_project import OpenProject, place_of
from app.services.vault_codes import KnownCodes, VaultCode, read_vault_codes, richness
from app.storage.repositories import Repositories
from app.storage.values import ChangeKind, KeptSetupCode, SetupCodeState

MAX_NOTE = 2000


class CameBy(StrEnum):
    """The way in which a code came."""

    CAMERA = "camera"
    PICTURE = "picture"
    PASTE = "paste"
    TYPED = "typed"
    WEDGE = "wedge"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One text that came in; `is_label_number`: from a bar code or the like, where bare digits are no setup code."""

    text: Secret[str]
    came_by: CameBy
    is_label_number: bool = False


class CodeEdit(StrEnum):
    """What an entry of the history says was done with setup codes."""

    COME_IN = "come_in"
    FOR_PAIRING = "for_pairing"
    ASSIGN = "assign"
    FREE = "free"
    NOTE = "note"
    OFFER = "offer"
    REMOVE = "remove"


class TakenAs(StrEnum):
    """What became of a code that came in."""

    NEW = "new"
    COMPLETED = "completed"
    IN_TRAY = "in_tray"
    AT_DOOR = "at_door"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one text: `code` is the entry that now stands for it, None when it was refused (`reading` says why).

    `COMPLETED`: the entry had fewer facts (digits) and got this text in their place. `resembles` is the number of an entry that may be
    of the same lock, though neither text says more than the other, or several may be. `is_probable`: the entry is held to be of the same
    lock, but one of the texts says less, as digits do.
    """

    taken_as: TakenAs
    reading: SetupCode | RefusedSetupCode
    code: VaultCode | None = None
    resembles: int | None = None
    is_probable: bool = False


class SetupCodeService:
    """The vault of setup codes."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def list_codes(self, state: SetupCodeState | None = None) -> list[VaultCode]:
        """Every code in the order in which it came, or those of one state."""
        async with self._project.store.snapshot() as repositories:
            found = await read_vault_codes(self._project, repositories)
        return [code for code in found if state in {None, code.state}]

    async def get(self, code_id: SetupCodeId) -> VaultCode:
        """One code; raises `RuleError("setup_code_gone")`."""
        return _one(await self.list_codes(), code_id)

    async def find(self, text: str) -> VaultCode:
        """The code with this running number (`7`, `#7`) or id; raises `UsageError` `unknown_setup_code`, `ambiguous_setup_code`."""
        wanted = text.removeprefix("@").removeprefix("#").lower()
        codes = await self.list_codes()
        found = [code for code in codes if str(code.kept.number) == wanted and code.kept.number]
        if not found and len(wanted) == SHORT_ID_LENGTH:
            found = [code for code in codes if str(code.kept.id).startswith(wanted)]
        found = found or [code for code in codes if str(code.kept.id) == wanted]
        if not found:
            raise UsageError("unknown_setup_code")  # not what was typed: it may be a code itself
        if len(found) > 1:
            raise UsageError("ambiguous_setup_code", name=text, count=len(found))
        return found[0]

    async def take_in(self, texts: Sequence[Secret[str]], came_by: CameBy) -> list[Taken]:
        """Put what came in into the tray, as one action; what is there already is not added twice.

        A text that is no setup code is kept for what it is. Refused are digits that were typed and are wrong, and texts longer than any
        printed symbol.
        """
        return await self.take_in_each([Arrival(text, came_by) for text in texts])

    async def take_in_each(self, incoming: Sequence[Arrival]) -> list[Taken]:
        """The same as one action for texts that came in different ways."""
        async with self._project.store.change(ChangeKind.SETUP_CODE_EDITED) as change:
            known = KnownCodes(await read_vault_codes(self._project, change.repositories))
            taken: list[Taken] = []
            for arrival in incoming:
                one = await self._take(change.repositories, known, arrival)
                taken.append(one)
                if one.code is not None:
                    known.add(one.code)
            changed = {
                one.code.kept.number
                for one in taken
                if one.code is not None and one.taken_as in {TakenAs.NEW, TakenAs.COMPLETED}
            }
            if changed:
                change.concerns(note=_note_of(CodeEdit.COME_IN, changed))
        return taken

    async def _take(
        self,
        repositories: Repositories,
        known_codes: KnownCodes,
        arrival: Arrival,
    ) -> Taken:
        text, came_by = Secret(arrival.text.reveal().strip()), arrival.came_by
        read = read_label_number if arrival.is_label_number else read_setup_code
        reading = read(text.reveal())
        if not _is_kept(reading, came_by):
            return Taken(TakenAs.REFUSED, reading)
        likeness = known_codes.likeness(reading)
        known, is_probable = likeness.entry, likeness.is_probable
        if known is None:
            kept = await self._keep_new(repositories, text, reading, came_by, None)
            new = VaultCode(kept, reading, SetupCodeState.TRAY)
            return Taken(TakenAs.NEW, reading, new, likeness.resembles)
        if known.state is SetupCodeState.MOUNTED:
            return Taken(TakenAs.AT_DOOR, reading, known, is_probable=is_probable)
        if richness(reading) <= richness(known.reading):
            return Taken(TakenAs.IN_TRAY, reading, known, is_probable=is_probable)
        kept = replace(known.kept, text=text)
        await repositories.setup_codes.put(kept)
        completed = replace(known, kept=kept, reading=reading)
        return Taken(TakenAs.COMPLETED, reading, completed, is_probable=is_probable)

    async def keep(
        self, text: Secret[str], *, came_by: CameBy, door_id: DoorId | None
    ) -> KeptSetupCode:
        """Keep a readable setup code for a door that is about to get its lock; a code kept before is not kept twice.

        Raises `SetupCodeError` when it cannot be read, `RuleError("code_at_other_door")` (`door`) when it belongs elsewhere.
        """
        text = Secret(text.reveal().strip())
        reading = parse_setup_code(text.reveal())
        async with self._project.store.change(ChangeKind.SETUP_CODE_EDITED) as change:
            codes = await read_vault_codes(self._project, change.repositories)
            known = KnownCodes(codes).likeness(reading).entry
            change.concerns(door_id=door_id)
            if known is None:
                kept = await self._keep_new(change.repositories, text, reading, came_by, door_id)
                change.concerns(note=_note_of(CodeEdit.FOR_PAIRING, {kept.number}))
                return kept
            if known.place is not None and known.place.door.id != door_id:
                raise RuleError("code_at_other_door", door=known.place.label)
            is_more = richness(reading) > richness(known.reading)
            kept = replace(known.kept, door_id=door_id, text=text if is_more else known.kept.text)
            if kept != known.kept:
                change.concerns(note=_note_of(CodeEdit.FOR_PAIRING, {kept.number}))
                await change.repositories.setup_codes.put(kept)
            return kept

    async def assign(self, code_id: SetupCodeId, door_id: DoorId | None) -> VaultCode:
        """Say for which door a code is meant, or for none; raises `RuleError` `code_is_mounted`, `setup_code_gone`, `door_gone`."""
        place = None if door_id is None else await place_of(self._project, door_id)
        what = CodeEdit.FREE if door_id is None else CodeEdit.ASSIGN
        code = await self._edit(code_id, what, door_id=door_id)
        return replace(code, place=place)

    async def note(self, code_id: SetupCodeId, note: str) -> VaultCode:
        """Write a note beside a code; an empty one takes it away. Raises `UsageError("note_too_long")`, `RuleError("setup_code_gone")`."""
        note = note.strip()
        if len(note) > MAX_NOTE:
            raise UsageError("note_too_long", limit=MAX_NOTE)
        return await self._edit(code_id, CodeEdit.NOTE, note=note or None)

    async def take_offer(self, code_id: SetupCodeId) -> VaultCode:
        """Put in place of a text what it would be in upper case; raises `RuleError("no_offer")` where nothing is offered."""
        code = await self.get(code_id)
        offer = code.reading.offer if isinstance(code.reading, RefusedSetupCode) else None
        if offer is None:
            raise RuleError("no_offer")
        reading = parse_setup_code(offer.reveal())
        edited = await self._edit(
            code_id, CodeEdit.OFFER, text=offer, family=str(reading.family), is_valid=True
        )
        return replace(edited, reading=reading)

    async def remove(self, code_id: SetupCodeId) -> None:
        """Take a code out of the vault with its pictures; raises `RuleError` `code_is_mounted`, `still_needed`, `setup_code_gone`."""
        async with self._project.store.change(ChangeKind.SETUP_CODE_EDITED) as change:
            code = _one(await read_vault_codes(self._project, change.repositories), code_id)
            if code.state is SetupCodeState.MOUNTED:
                raise RuleError("code_is_mounted", door=code.place.label if code.place else "")
            note = _note_of(CodeEdit.REMOVE, {code.kept.number})
            change.concerns(door_id=code.kept.door_id, note=note)
            await change.repositories.setup_codes.remove(code_id)

    async def note_given_out(self, code_id: SetupCodeId, how: str) -> None:
        """Record that a code left the project in clear: `how` is `saved`, `shown` or `picture_saved`."""
        code = await self.get(code_id)
        async with self._project.store.change(ChangeKind.EXPORTED_SECRETS) as change:
            change.concerns(
                door_id=code.kept.door_id,
                note={"what": f"setup_code_{how}", "setup_code": code.kept.number, "how": how},
            )

    async def note_list_given_out(self, count: int) -> None:
        """Record that a list of this many codes left the project in clear."""
        async with self._project.store.change(ChangeKind.EXPORTED_SECRETS) as change:
            change.concerns(note={"what": "setup_codes", "codes": count})

    async def _edit(self, code_id: SetupCodeId, what: CodeEdit, **changes: object) -> VaultCode:
        async with self._project.store.change(ChangeKind.SETUP_CODE_EDITED) as change:
            code = _one(await read_vault_codes(self._project, change.repositories), code_id)
            if code.state is SetupCodeState.MOUNTED and what is not CodeEdit.NOTE:
                raise RuleError("code_is_mounted", door=code.place.label if code.place else "")
            kept = replace(code.kept, **changes)  # pyright: ignore[reportArgumentType] (fields of one dataclass)
            if kept != code.kept:
                note = _note_of(what, {kept.number})
                change.concerns(door_id=kept.door_id or code.kept.door_id, note=note)
                await change.repositories.setup_codes.put(kept)
        return replace(code, kept=kept)

    async def _keep_new(
        self,
        repositories: Repositories,
        text: Secret[str],
        reading: SetupCode | RefusedSetupCode,
        came_by: CameBy,
        door_id: DoorId | None,
    ) -> KeptSetupCode:
        kept = KeptSetupCode(
            id=SetupCodeId(uuid4()),
            text=text,
            family=str(reading.family),
            is_valid=not isinstance(reading, RefusedSetupCode),
            came_by=str(came_by),
            at=self._project.clock(),
            door_id=door_id,
            number=await repositories.setup_codes.next_number(),
        )
        await repositories.setup_codes.put(kept)
        return kept


def _note_of(what: CodeEdit, numbers: Collection[int]) -> dict[str, object]:
    """What the history says beside the rows: the number of one code, or how many they were."""
    if len(numbers) == 1:
        return {"what": str(what), "setup_code": next(iter(numbers))}
    return {"what": str(what), "codes": len(numbers)}


def _one(codes: Sequence[VaultCode], code_id: SetupCodeId) -> VaultCode:
    found = next((code for code in codes if code.kept.id == code_id), None)
    if found is None:
        raise RuleError("setup_code_gone")
    return found


def _is_kept(reading: SetupCode | RefusedSetupCode, came_by: CameBy) -> bool:
    if not isinstance(reading, RefusedSetupCode):
        return True
    text = reading.text.reveal()
    # SQLite measures a text up to its first NUL, and one of no length is refused by the file.
    if not text or text.startswith("\0") or not reading.is_keepable:
        return False
    if came_by is not CameBy.TYPED:
        return True
    # Digits that somebody typed are a mistake to mend now, not something to keep.
    return reading.family is SetupCodeFamily.OTHER and any(map(str.isalpha, text))
