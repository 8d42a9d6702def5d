"""What a person has in hand beside codes: cards, fobs, fingers, keys; written down, taken back, lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.core.errors import AppError, RuleError
from app.domain.credential import CredentialKind
from app.domain.ids import DoorId, PersonId
from app.services.credentials import CredentialRow, CredentialService
from app.services.keys import KeyService
from app.services.workplace import Workplace
from app.texts.messages import error_sentence, message
from app.viewmodels.base import ViewModel
from app.viewmodels.grant import DoorChoice

WRITTEN_KINDS = (
    CredentialKind.CARD,
    CredentialKind.FINGERPRINT,
    CredentialKind.MOBILE_KEY,
    CredentialKind.MECHANICAL_KEY,
)
METAL_KEY = str(CredentialKind.MECHANICAL_KEY)


@dataclass(frozen=True, slots=True)
class CredentialForm:
    """What was filled in; `number` is what is printed or stamped on it."""

    person_id: str
    kind: str
    number: str = ""
    label: str = ""
    door_ids: tuple[str, ...] = ()


class CredentialsViewModel(ViewModel):
    """Writes down, takes back, reports lost. `told` says that it went well, `added` that the form is done with, `refused` why it is not."""

    loaded = Signal()
    told = Signal(str)
    added = Signal()
    refused = Signal(str)

    def __init__(self, workplace: Workplace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._credentials = CredentialService(workplace.project)
        self._keys = KeyService(workplace.project)
        self.doors: tuple[DoorChoice, ...] = ()

    @property
    def kinds(self) -> Sequence[tuple[str, str]]:
        """The kinds to choose from, as key and word."""
        return [(str(kind), message(f"kind_{kind}")) for kind in WRITTEN_KINDS]

    def load(self) -> None:
        """Read which doors there are."""
        self.run("doors", self._load())

    def add(self, form: CredentialForm) -> None:
        """Write it down."""
        self.run("add credential", self._add(form))

    def take_back(self, person_id: str, row_id: str) -> None:
        """It came back, or does not count any more."""
        self.run("take back", self._take_back(person_id, row_id))

    def report_lost(self, person_id: str, row_id: str) -> None:
        """A metal key is lost: somebody unknown may open with it from now on."""
        self.run("lost", self._report_lost(person_id, row_id))

    async def _load(self) -> None:
        rows = await self._workplace.sites.list_doors()
        self.doors = tuple(
            DoorChoice(str(row.place.door.id), row.place.label, row.lock is not None)
            for row in rows
        )
        self.loaded.emit()

    async def _add(self, form: CredentialForm) -> None:
        person = await self._workplace.project.read.people.get(PersonId(UUID(form.person_id)))
        try:
            if person is None:
                raise RuleError("person_gone")
            await self._credentials.add(
                person,
                CredentialKind(form.kind),
                number=form.number or None,
                label=form.label,
                door_ids=frozenset(DoorId(UUID(door)) for door in form.door_ids),
            )
        except AppError as error:
            self.refused.emit(error_sentence(error))
            return
        self.added.emit()
        self.told.emit(message("told_credential_added", {"person": person.name}))

    async def _take_back(self, person_id: str, row_id: str) -> None:
        row = await self._row(person_id, row_id)
        await self._credentials.remove(row)
        self.told.emit(message("told_credential_back", {"what": credential_name(row)}))

    async def _report_lost(self, person_id: str, row_id: str) -> None:
        row = await self._row(person_id, row_id)
        if row.issue is None:
            raise RuleError("opener_gone")
        await self._keys.report_lost(row.issue)
        self.told.emit(message("told_key_lost", {"what": credential_name(row)}))

    async def _row(self, person_id: str, row_id: str) -> CredentialRow:
        rows = await self._credentials.list_credentials(PersonId(UUID(person_id)))
        found = next((row for row in rows if str(row.id) == row_id), None)
        if found is None:
            raise RuleError("opener_gone")
        return found


def credential_name(row: CredentialRow) -> str:
    """What it is called: kind, name and what is printed on it."""
    return " ".join(filter(None, (message(f"kind_{row.kind}"), row.label, row.number)))
