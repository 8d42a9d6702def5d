"""What lock families cannot do at a door, or need there, by the rules that ship with the program."""

import asyncio
import tomllib
from pathlib import Path

from app.core.paths import resources_dir
from app.domain.fit import FamilyFit, LockFamily, fit_at, parse_families
from app.domain.ids import DoorId
from app.services.open_project import OpenProject, place_of

RULE_FILE = "fit_rules.toml"


class FitService:
    """Holds the rules against what was noted of a door. They are read once, when they are first asked for."""

    def __init__(self, project: OpenProject, rule_file: Path | None = None) -> None:
        self._project = project
        self._rule_file = rule_file or resources_dir() / RULE_FILE
        self._families: tuple[LockFamily, ...] = ()

    async def at_door(self, door_id: DoorId) -> list[FamilyFit]:
        """What is known of every family here; raises `RuleError("door_gone")`."""
        if not self._families:
            self._families = await asyncio.to_thread(read_families_blocking, self._rule_file)
        place = await place_of(self._project, door_id)
        return fit_at(self._families, place.door.fields)


def read_families_blocking(path: Path) -> tuple[LockFamily, ...]:
    """The families of a rule file, checked."""
    return parse_families(tomllib.loads(path.read_text(encoding="utf-8")))
