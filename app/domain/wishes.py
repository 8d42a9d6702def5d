"""From grants to wishes: which credential shall open which door, and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.credential import Credential
from app.domain.grant import ALWAYS, Grant, HolidayRule, Holidays, Validity
from app.domain.ids import CredentialId, DoorId, GrantId, GroupId, PersonId
from app.domain.person import Person
from app.domain.project import Group
from app.domain.schedule import hours_of_a_week
from app.domain.validity import end_of, has_ended, start_of

Groups = Mapping[GroupId, Group]


class WishState(StrEnum):
    """Whether a wish counts now; whatever is not `wanted` shall not be on the lock."""

    WANTED = "wanted"
    ENDED = "ended"
    PAUSED = "paused"
    REVOKED = "revoked"
    CREDENTIAL_ENDED = "credential_ended"


@dataclass(frozen=True, slots=True)
class Wish:
    """One credential at one door, with the united validity of all its grants there.

    `grant_id` is the newest of them, `granted_at` its time. `is_expressible` is False when the grants cannot be united in one entry: then
    `validity` is the newest grant's, and the plan refuses.
    """

    door_id: DoorId
    person_id: PersonId
    credential_id: CredentialId
    grant_id: GrantId
    granted_at: datetime
    validity: Validity
    state: WishState
    is_expressible: bool = True

    @property
    def is_wanted(self) -> bool:
        """Whether the credential shall open the door, at the times of its validity."""
        return self.state is WishState.WANTED


def doors_of(grant: Grant, groups: Groups) -> frozenset[DoorId]:
    """The doors that a grant covers now: named ones and those of its groups, without the excepted ones."""
    found = set(grant.door_ids)
    for group_id in grant.group_ids:
        if group_id in groups:
            found |= groups[group_id].door_ids
    return frozenset(found - grant.except_door_ids)


def wishes_of(
    grants: Iterable[Grant],
    *,
    groups: Groups,
    people: Mapping[PersonId, Person],
    credentials: Mapping[CredentialId, Credential],
    zones: Mapping[DoorId, ZoneInfo],
    now: datetime,
) -> tuple[Wish, ...]:
    """One wish for each door and credential that any grant ever joined there, in the order of granting.

    `zones` names every door that exists. Ended, revoked and paused ones are listed too, with their state.
    """
    # By numbers, as to hash an id runs Python code, which counts where there are many doors.
    by_place: dict[tuple[int, int], tuple[ZoneInfo, list[Wish]]] = {}
    for grant in sorted(grants, key=lambda grant: (grant.created_at, str(grant.id))):
        person, credential = people[grant.person_id], credentials[grant.credential_id]
        number = grant.credential_id.int
        for door_id in sorted(doors_of(grant, groups), key=_number_of):
            zone = zones.get(door_id)
            if zone is None:
                continue
            wish = _wish(grant, door_id, person, credential, zone, now)
            place = by_place.setdefault((door_id.int, number), (zone, []))
            place[1].append(wish)
    return tuple(_united(found, zone) for zone, found in by_place.values())


def unite(first: Validity, second: Validity, zone: ZoneInfo) -> Validity | None:
    """The validity that holds whenever one of the two does; None when one validity cannot say that."""
    if first == second:
        return first
    if ALWAYS in (first, second):
        return ALWAYS
    for outer, inner in ((first, second), (second, first)):
        if _covers(outer, inner, zone):
            return outer
    if first.is_once or second.is_once or first.holidays != second.holidays:
        return None
    if _dates(first, zone) == _dates(second, zone):
        if not first.weekly or not second.weekly:
            return replace(first, weekly=())
        return replace(first, weekly=tuple(dict.fromkeys(first.weekly + second.weekly)))
    if set(first.weekly) == set(second.weekly):
        return _united_dates(first, second, zone)
    return None


def is_over(grant: Grant, zone: ZoneInfo, now: datetime) -> bool:
    """Whether it was for one use and was used, or its end has passed at a door in this zone: it counts as revoked."""
    is_used = grant.used_at is not None and grant.used_at <= now
    return is_used or has_ended(grant.validity, zone, now, granted_at=grant.created_at)


def grant_without(
    grant: Grant,
    *,
    door_ids: Iterable[DoorId] = (),
    group_ids: Iterable[GroupId] = (),
    groups: Groups,
    now: datetime,
) -> Grant:
    """The grant with these doors and groups taken out; revoked when nothing is left of it.

    A group that the grant names is taken out as such; of any other, and for single doors, the doors are excepted.
    """
    left_groups = set(grant.group_ids)
    away = set(door_ids)
    for group_id in group_ids:
        left_groups.discard(group_id)
        if group_id in groups:
            away |= groups[group_id].door_ids
    still_in_group = {
        door_id
        for group_id in left_groups
        if group_id in groups
        for door_id in groups[group_id].door_ids
    }
    changed = replace(
        grant,
        door_ids=grant.door_ids - away,
        group_ids=frozenset(left_groups),
        except_door_ids=grant.except_door_ids | (away & still_in_group),
    )
    if changed == grant or grant.revoked_at is not None:
        return grant
    if not changed.door_ids - changed.except_door_ids and not changed.group_ids:
        return replace(grant, revoked_at=now)
    return changed


def _number_of(door_id: DoorId) -> int:
    """Orders ids as their texts do."""
    return door_id.int


def _wish(
    grant: Grant,
    door_id: DoorId,
    person: Person,
    credential: Credential,
    zone: ZoneInfo,
    now: datetime,
) -> Wish:
    return Wish(
        door_id=door_id,
        person_id=grant.person_id,
        credential_id=grant.credential_id,
        grant_id=grant.id,
        granted_at=grant.created_at,
        validity=grant.validity,
        state=_state(grant, door_id, person, credential, zone, now),
    )


def _state(
    grant: Grant,
    door_id: DoorId,
    person: Person,
    credential: Credential,
    zone: ZoneInfo,
    now: datetime,
) -> WishState:
    if grant.revoked_at is not None and grant.revoked_at <= now:
        return WishState.REVOKED
    if credential.ended_at is not None and credential.ended_at <= now:
        return WishState.CREDENTIAL_ENDED
    if is_over(grant, zone, now):
        return WishState.ENDED
    if person.is_paused_at(door_id):
        return WishState.PAUSED
    return WishState.WANTED


def _united(wishes: Sequence[Wish], zone: ZoneInfo) -> Wish:
    """One wish for grants of one credential at one door: of those that count if there are any, else the newest."""
    if len(wishes) == 1:
        return wishes[0]
    counting = [wish for wish in wishes if wish.is_wanted] or [wishes[-1]]
    newest = counting[-1]
    if not newest.is_wanted:
        return newest
    validities = _merged([wish.validity for wish in counting], zone)
    if len(validities) > 1:
        return replace(newest, is_expressible=False)
    return replace(newest, validity=validities[0])


def _merged(validities: Sequence[Validity], zone: ZoneInfo) -> list[Validity]:
    """The fewest that pairs can be united into, in whatever order they were given: two that lie apart may be joined by a third."""
    found: list[Validity] = []
    for validity in validities:
        merged = validity
        for other in tuple(found):
            together = unite(other, merged, zone)
            if together is not None:
                found.remove(other)
                merged = together
        found.append(merged)
    return found if len(found) == len(validities) else _merged(found, zone)


def _covers(outer: Validity, inner: Validity, zone: ZoneInfo) -> bool:
    """Whether the outer one surely holds whenever the inner one does; where holidays move or close windows, only equal windows are sure."""
    if outer.is_once or not _covers_dates(_dates(outer, zone), _dates(inner, zone)):
        return False
    closing, moving = _holidays_that_count(outer), _holidays_that_count(inner)
    if closing and closing != moving:
        return False
    if not outer.weekly:
        return True
    if closing or any(holidays.rule is HolidayRule.AS_SUNDAY for holidays in moving):
        return bool(inner.weekly) and set(inner.weekly) <= set(outer.weekly)
    together = hours_of_a_week(outer.weekly + inner.weekly) if inner.weekly else hours_of_a_week(())
    return together == hours_of_a_week(outer.weekly)


def _covers_dates(
    outer: tuple[datetime | None, datetime | None], inner: tuple[datetime | None, datetime | None]
) -> bool:
    begins = outer[0] is None or (inner[0] is not None and outer[0] <= inner[0])
    ends = outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])
    return begins and ends


def _holidays_that_count(validity: Validity) -> frozenset[Holidays]:
    return frozenset(one for one in validity.holidays if one.rule is not HolidayRule.IGNORE)


def _dates(validity: Validity, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    return start_of(validity, zone), end_of(validity, zone)


def _united_dates(first: Validity, second: Validity, zone: ZoneInfo) -> Validity | None:
    """Two date ranges that overlap or touch, as one; None for two apart."""
    (start, end), (other_start, other_end) = _dates(first, zone), _dates(second, zone)
    if _is_before(end, other_start) or _is_before(other_end, start):
        return None
    begins_first = start is None or (other_start is not None and start <= other_start)
    ends_last = end is None or (other_end is not None and end >= other_end)
    return replace(
        first,
        start=first.start if begins_first else second.start,
        end=first.end if ends_last else second.end,
    )


def _is_before(end: datetime | None, start: datetime | None) -> bool:
    return end is not None and start is not None and end < start
