"""Reading setup codes and keeping them in the project's vault."""

from dataclasses import replace
from uuid import uuid4

from app.core.errors import RuleError
from app.core.secret import Secret
from app.domain.ids import DoorId, SetupCodeId
from app.domain.setup_code import SetupCode, parse_setup_code
from app.services.open_project import OpenProject
from app.storage.values import ChangeKind, KeptSetupCode


class SetupCodeService:
    """The vault of setup codes."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    async def keep(
        self, text: Secret[str], *, came_by: str, door_id: DoorId | None
    ) -> KeptSetupCode:
        """Keep a readable setup code, for a door or in the tray; a code kept before is not kept twice.

        Raises `SetupCodeError` when it cannot be read, `RuleError("code_at_other_door")` when it belongs elsewhere.
        """
        code = parse_setup_code(text.reveal())
        known = await self._known(text)
        if known is not None and known.door_id not in (None, door_id):
            raise RuleError("code_at_other_door")
        kept = (
            replace(known, door_id=door_id)
            if known is not None
            else KeptSetupCode(
                id=SetupCodeId(uuid4()),
                text=Secret(text.reveal().strip()),
                family=str(code.family),
                is_valid=True,
                came_by=came_by,
                at=self._project.clock(),
                door_id=door_id,
            )
        )
        if kept != known:
            async with self._project.store.change(ChangeKind.SETUP_CODE_EDITED) as change:
                change.concerns(door_id=door_id)
                await change.repositories.setup_codes.put(kept)
        return kept

    async def _known(self, text: Secret[str]) -> KeptSetupCode | None:
        wanted = Secret(text.reveal().strip())
        kept = await self._project.read.setup_codes.all()
        return next((code for code in kept if code.text == wanted), None)


def read_setup_code(text: Secret[str]) -> SetupCode:
    """What a text says as a setup code; raises `SetupCodeError`."""
    return parse_setup_code(text.reveal())
