"""Cards, fobs, fingers, keys in apps and metal keys: what people open doors with beside codes."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from app.core.errors import UsageError
from app.domain.credential import Credential, CredentialKind
from app.domain.grant import ALWAYS, Grant, Validity
from app.domain.ids import CredentialId, DoorId, GrantId, GroupId, PersonId
from app.domain.keys import KeyIssue
from app.domain.person import Person
from app.domain.wishes import doors_of
from app.services.chart import sync_records
from app.services.keys import KeyService
from app.services.open_project import OpenProject, list_places
from app.services.sites import checked_name
from app.storage.repositories import Repositories
from app.storage.values import ChangeKind

WRITTEN_DOWN = frozenset(
    {
        CredentialKind.CARD,
        CredentialKind.FINGERPRINT,
        CredentialKind.MOBILE_KEY,
        CredentialKind.MECHANICAL_KEY,
    }
)
"""Kinds that are noted by hand; codes come by a grant."""


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """One thing in one person's hand. `id` is that of the credential, or of the copies of a metal key; `doors` are labels."""

    id: UUID
    person: Person
    kind: CredentialKind
    label: str
    number: str | None
    since: datetime
    doors: tuple[str, ...] = ()
    issue: KeyIssue | None = None


class CredentialService:
    """The credentials of a project."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project
        self._keys = KeyService(project)

    async def list_credentials(self, person_id: PersonId | None = None) -> list[CredentialRow]:
        """What people have in hand, of one person or of all, by name and time; ended and lost things left out."""
        async with self._project.store.snapshot() as read:
            people = {p.id: p for p in await read.people.all() if p.reserve_of is None}
            credentials = [
                one
                for one in await read.credentials.all()
                if one.ended_at is None
                and one.person_id in people
                and person_id in (None, one.person_id)
            ]
            doors = await _doors_by_credential(read)
            keys = {key.id: key for key in await read.keys.all()}
            issues = [
                issue
                for issue in await read.key_issues.out_of_keys(keys)
                if issue.lost_at is None
                and issue.person_id is not None
                and person_id in (None, issue.person_id)
            ]
            wanted = {d for one in credentials for d in doors.get(one.id, ())}
            wanted |= {d for issue in issues for d in keys[issue.key_id].door_ids}
            places = await list_places(self._project, read, wanted) if wanted else []

        def labels(door_ids: Collection[DoorId]) -> tuple[str, ...]:
            return tuple(place.label for place in places if place.door.id in door_ids)

        rows = [
            CredentialRow(
                one.id,
                people[one.person_id],
                one.kind,
                one.label,
                one.number,
                one.created_at,
                labels(doors.get(one.id, frozenset())),
            )
            for one in credentials
        ]
        rows += [
            CredentialRow(
                issue.id,
                people[issue.person_id],
                CredentialKind.MECHANICAL_KEY,
                "",
                keys[issue.key_id].number,
                issue.issued_at,
                labels(keys[issue.key_id].door_ids),
                issue,
            )
            for issue in issues
            if issue.person_id is not None
        ]
        return sorted(rows, key=lambda row: (row.person.name.casefold(), row.since, str(row.id)))

    async def add(
        self,
        person: Person,
        kind: CredentialKind,
        *,
        number: str | None = None,
        label: str = "",
        door_ids: frozenset[DoorId] = frozenset(),
        group_ids: frozenset[GroupId] = frozenset(),
        validity: Validity = ALWAYS,
    ) -> CredentialRow:
        """Write down what somebody opens doors with, and where.

        The program puts none of these on a lock: teach it there. A metal key is known by its number and opens its doors for whoever has it.
        Raises `UsageError`: `credential_by_grant` (codes), `key_without_number`, `credential_unnamed`, `key_by_group`.
        """
        if kind not in WRITTEN_DOWN:
            raise UsageError("credential_by_grant")
        if number is not None:
            number = checked_name(number)
        if kind is CredentialKind.MECHANICAL_KEY:
            if number is None:
                raise UsageError("key_without_number")
            if group_ids:
                raise UsageError("key_by_group")
            issue = await self._keys.hand_out(number, person.id, door_ids=door_ids)
            return await self._row(person.id, issue.id)
        credential = Credential(
            id=CredentialId(uuid4()),
            person_id=person.id,
            kind=kind,
            label=label.strip(),
            value=None,
            created_at=self._project.clock(),
            number=number,
        )
        async with self._project.store.change(ChangeKind.CREDENTIAL_EDITED) as change:
            repositories = change.repositories
            change.concerns(person_id=person.id)
            await repositories.credentials.put(credential)
            if door_ids or group_ids:
                grant = Grant(
                    id=GrantId(uuid4()),
                    person_id=person.id,
                    credential_id=credential.id,
                    door_ids=door_ids,
                    group_ids=group_ids,
                    except_door_ids=frozenset(),
                    validity=validity,
                    created_at=self._project.clock(),
                )
                await repositories.grants.put(grant)
                groups = {group.id: group for group in await repositories.groups.some(group_ids)}
                await sync_records(self._project, repositories, doors_of(grant, groups))
        return await self._row(person.id, credential.id)

    async def remove(self, row: CredentialRow) -> None:
        """Take a credential away, and with it what was granted by it; a metal key came back."""
        if row.issue is not None:
            await self._keys.take_back(row.issue)
            return
        async with self._project.store.change(ChangeKind.CREDENTIAL_EDITED) as change:
            repositories = change.repositories
            change.concerns(person_id=row.person.id)
            credential = await repositories.credentials.get(CredentialId(row.id))
            if credential is None or credential.ended_at is not None:
                return
            now = self._project.clock()
            await repositories.credentials.put(replace(credential, ended_at=now))
            grants = [
                grant
                for grant in await repositories.grants.of_person(row.person.id)
                if grant.credential_id == credential.id and grant.revoked_at is None
            ]
            named = {group_id for grant in grants for group_id in grant.group_ids}
            groups = {group.id: group for group in await repositories.groups.some(named)}
            records = await repositories.records.of_credentials([credential.id])
            doors = {record.door_id for record in records}
            for grant in grants:
                doors |= doors_of(grant, groups)
                await repositories.grants.put(replace(grant, revoked_at=now))
            await sync_records(self._project, repositories, doors)

    async def _row(self, person_id: PersonId, row_id: UUID) -> CredentialRow:
        return next(row for row in await self.list_credentials(person_id) if row.id == row_id)


async def _doors_by_credential(read: Repositories) -> dict[CredentialId, frozenset[DoorId]]:
    """The doors that each credential is granted at now."""
    groups = {group.id: group for group in await read.groups.all()}
    found: dict[CredentialId, frozenset[DoorId]] = {}
    for grant in await read.grants.all():
        if grant.revoked_at is None:
            here = found.get(grant.credential_id, frozenset[DoorId]())
            found[grant.credential_id] = here | doors_of(grant, groups)
    return found


def parse_kind(text: str) -> CredentialKind:
    """The kind by its word of the command line; raises `UsageError("unknown_credential_kind")`."""
    known = {kind.value.replace("_", "-"): kind for kind in WRITTEN_DOWN}
    if text.lower() not in known:
        raise UsageError("unknown_credential_kind", name=text, choices=", ".join(sorted(known)))
    return known[text.lower()]
