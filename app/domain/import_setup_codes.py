"""The setup codes of an import: to the tray, or to the door that stands in the same row; none is kept twice."""

from collections.abc import Hashable, Sequence

from app.domain.ids import SetupCodeId
from app.domain.import_claims import Findings
from app.domain.import_fields import ImportField
from app.domain.import_places import NewId, Places
from app.domain.import_rows import RowWish
from app.domain.import_steps import (
    FieldChange,
    ImportNoun,
    ImportStep,
    KnownCode,
    PlannedCode,
    ProjectNow,
)
from app.domain.setup_code import RefusedSetupCode, SetupCode, read_setup_code
from app.domain.setup_code_sameness import Sameness, compare_codes, keys_of_lock

Reading = SetupCode | RefusedSetupCode


def plan_setup_codes(
    wishes: Sequence[RowWish],
    now: ProjectNow,
    places: Places,
    new_id: NewId,
    findings: Findings,
) -> tuple[ImportStep[PlannedCode], ...]:
    """What is to be kept for which door, and which kept ones get a door."""
    known = _Known()
    for code in now.codes:
        known.add(code, 0)
    steps: dict[SetupCodeId, ImportStep[PlannedCode]] = {}
    for wish in wishes:
        if wish.setup_code is None:
            continue
        reading = read_setup_code(wish.setup_code.reveal())
        door_id = places.door_of_row.get(wish.row)
        if wish.door and door_id is None:
            continue  # said at the door
        found = known.find(reading)
        if found is None:
            code = KnownCode(SetupCodeId(new_id()), reading, door_id, is_mounted=False)
            known.add(code, wish.row)
            label = "" if door_id is None else places.label(door_id)
            planned = PlannedCode(code.id, wish.setup_code, str(reading.family), door_id)
            steps[code.id] = ImportStep(ImportNoun.SETUP_CODES, wish.row, label, planned)
            continue
        code, row = found
        if door_id is None or door_id == code.door_id:
            findings.count_as_there(ImportNoun.SETUP_CODES)
        elif code.door_id is not None and row:
            findings.refuse(wish.row, ImportField.SETUP_CODE, "import_code_twice", other=row)
        elif code.door_id is not None:
            label = places.label(code.door_id)
            findings.refuse(wish.row, ImportField.SETUP_CODE, "import_code_elsewhere", door=label)
        else:
            given = KnownCode(code.id, code.reading, door_id, is_mounted=False)
            known.replace(code, given, wish.row)
            label = places.label(door_id)
            made = steps.get(code.id)
            text = made.value.text if made is not None else wish.setup_code
            planned = PlannedCode(code.id, text, str(code.reading.family), door_id)
            before = None if made else PlannedCode(code.id, text, str(code.reading.family), None)
            changes = () if made else (FieldChange(ImportField.DOOR, "", label),)
            steps[code.id] = ImportStep(
                ImportNoun.SETUP_CODES, wish.row, label, planned, before, changes
            )
    return tuple(steps.values())


class _Known:
    """Codes by what two of one lock share, so that thousands are not compared each with each; gone when planning ends."""

    def __init__(self) -> None:
        self._by_key: dict[Hashable, list[tuple[KnownCode, int]]] = {}

    def add(self, code: KnownCode, row: int) -> None:
        """Let a code be found; `row` is 0 for one of the project."""
        for key in keys_of_lock(code.reading):
            self._by_key.setdefault(key, []).append((code, row))

    def replace(self, old: KnownCode, new: KnownCode, row: int) -> None:
        """Let another value stand for it."""
        for key in keys_of_lock(old.reading):
            kept = [entry for entry in self._by_key[key] if entry[0].id != old.id]
            self._by_key[key] = [*kept, (new, row)]

    def find(self, reading: Reading) -> tuple[KnownCode, int] | None:
        """The code of the same lock and the row it came from: one that is surely the same before one that may be."""
        near: tuple[KnownCode, int] | None = None
        for key in keys_of_lock(reading):
            for code, row in self._by_key.get(key, ()):
                sameness = compare_codes(code.reading, reading)
                if sameness is Sameness.EXACT:
                    return code, row
                if sameness is Sameness.PROBABLE:
                    near = near or (code, row)
        return near
