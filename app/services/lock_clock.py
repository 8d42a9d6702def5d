"""The lock's own clock: set where the lock lets us, read back, and told in the history."""

import logging
from zoneinfo import ZoneInfo

from app.domain.ids import DoorId
from app.domain.lock import Capabilities, ClockState, LockInfo, with_clock_at_door
from app.driver_api.driver import LockSession, SetsClock
from app.driver_api.errors import NeedsUser, Rejected, Unsupported
from app.services.evidence import EvidenceService
from app.services.open_project import OpenProject, place_of

log = logging.getLogger(__name__)


async def correct_clock(
    project: OpenProject,
    door_id: DoorId,
    session: LockSession,
    evidence: EvidenceService,
    known: tuple[LockInfo, Capabilities],
    *,
    always: bool = False,
) -> None:
    """Set time, zone and daylight saving to the door's, unless the lock says them right already; `always` sets them all the same.

    A lock without a clock that can be set, or one that refuses, stays as it was read.
    """
    info, capabilities = known
    place = await place_of(project, door_id)
    info = with_clock_at_door(info, ZoneInfo(place.zone))
    is_right = info.clock is ClockState.RIGHT and info.zone in (None, place.zone)
    if not isinstance(session, SetsClock) or (is_right and not always):
        return
    try:
        if not await session.set_clock(ZoneInfo(place.zone)):
            return
    except (Rejected, NeedsUser, Unsupported) as error:
        log.info("the lock did not take time or zone: %s", error.code)
        await evidence.take_info(await session.info(), capabilities)
        return
    await evidence.take_info(await session.info(), capabilities)
    await evidence.note_clock(info.clock, place.zone)
