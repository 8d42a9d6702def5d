"""What a grant would mean at each door, before it is recorded: who keeps its times, what forbids it, how it is taken back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.core.errors import AppError
from app.domain.code_rules import check_pin_at_doors
from app.domain.grant import Validity
from app.domain.ids import DoorId
from app.domain.lock import Capabilities, ClockState
from app.domain.plan import PlanRefusal
from app.domain.revocability import Revocability, exposure
from app.domain.schedule import Fitting, Unfit, fit
from app.services.access import AccessService, Granted, GrantWish
from app.services.chart import Chart, read_chart
from app.services.open_project import OpenProject, Place
from app.services.taking_back import removals_of, revocable
from app.storage.values import LockFacts


@dataclass(frozen=True, slots=True)
class DoorPreview:
    """What the wish means at one door.

    `fitting` says who keeps the times; None without a lock that was read, and where `rule` forbids it. `is_refused`: nothing can be
    recorded while this door is in the wish; else `rule` says why it is not written as things are. `exposure` is None without an end.
    """

    place: Place
    has_lock: bool
    fitting: Fitting | None = None
    rule: str | None = None
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])
    is_refused: bool = False
    is_clock_wrong: bool = False
    revocability: Revocability | None = None
    exposure: timedelta | None = None


@dataclass(frozen=True, slots=True)
class GrantPreview:
    """All doors of the wish, by site and door. `error` is what granting would raise, None where it would be recorded."""

    validity: Validity
    doors: tuple[DoorPreview, ...]
    granted: Granted | None
    error: AppError | None
    now: datetime


class GrantPreviewService:
    """Tries a wish without recording anything."""

    def __init__(self, project: OpenProject, access: AccessService) -> None:
        self._project = project
        self._access = access

    async def preview(self, wish: GrantWish) -> GrantPreview:
        """What each door would say; refusals are in it and are not raised."""
        doors = await self._doors(wish)
        chart = await read_chart(self._project, doors)
        found = [self._door(chart, place, wish) for place in chart.places]
        granted, error = await self._tried(wish)
        if granted is not None:
            found = _with_refusals(found, granted.plan.refusals)
        return GrantPreview(wish.validity, tuple(found), granted, error, chart.now)

    async def _tried(self, wish: GrantWish) -> tuple[Granted | None, AppError | None]:
        try:
            return await self._access.grant(wish, dry_run=True), None
        except AppError as error:
            return None, error

    async def _doors(self, wish: GrantWish) -> Collection[DoorId]:
        groups = await self._project.read.groups.some(wish.group_ids) if wish.group_ids else ()
        named = wish.door_ids.union(*(group.door_ids for group in groups))
        return named - wish.except_door_ids

    def _door(self, chart: Chart, place: Place, wish: GrantWish) -> DoorPreview:
        lock = chart.locks.get(place.door.id)
        if lock is None:
            return DoorPreview(place, has_lock=False)
        facts = chart.facts.get(lock.id, LockFacts(lock.id))
        capabilities = facts.capabilities
        base = DoorPreview(
            place,
            has_lock=True,
            is_clock_wrong=facts.info is not None and facts.info.clock is ClockState.WRONG,
            revocability=revocable(lock, facts, removals_of(self._project), chart.now),
        )
        if capabilities is None:
            return replace(base, rule="unknown_capabilities")
        if refusal := _pin_rule(place, wish, capabilities):
            return replace(base, rule=refusal[0], parameters=refusal[1], is_refused=True)
        zone = ZoneInfo(place.zone)
        named = facts.info.zone if facts.info is not None else None
        lock_zone = ZoneInfo(named) if named else zone
        fitting = fit(
            wish.validity,
            zone,
            capabilities.schedules,
            lock_zone=lock_zone,
            can_read_clock=capabilities.can_read_clock,
            granted_at=chart.now,
        )
        if isinstance(fitting, Unfit):
            return replace(base, rule=fitting.rule, is_refused=True)
        exposed = exposure(fitting.schedule, lock_zone, chart.now)
        return replace(base, fitting=fitting, exposure=exposed)


def _pin_rule(
    place: Place, wish: GrantWish, capabilities: Capabilities
) -> tuple[str, Mapping[str, object]] | None:
    """The rule of this lock that a typed code breaks, or that it has no codes at all."""
    if capabilities.pins is None:
        return "no_pins", {}
    if wish.pin is None or not wish.pin.reveal():
        return None
    refusals = check_pin_at_doors(wish.pin, {place.door.id: capabilities.pins})
    return next(((one.rule, one.parameters) for one in refusals), None)


def _with_refusals(
    doors: Collection[DoorPreview], refusals: Collection[PlanRefusal]
) -> list[DoorPreview]:
    """The doors, with what the plan would refuse there as things are."""
    by_door = {refusal.door_id: refusal for refusal in refusals}
    found: list[DoorPreview] = []
    for door in doors:
        refusal = by_door.get(door.place.door.id)
        if refusal is None or door.rule is not None:
            found.append(door)
        else:
            changed = replace(door, rule=refusal.rule, parameters=refusal.parameters)
            found.append(changed)
    return found
