"""A conversation with one Matter lock."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.core.secret import Secret
from app.domain.event import LockEvent
from app.domain.ids import SlotId
from app.domain.lock import BoltPosition, Capabilities, LockInfo
from app.domain.slot_reading import SlotReading
from app.driver_api.driver import Accepted, BoltState, SlotEntry
from app.driver_api.errors import Disconnected, Rejected
from app.drivers.matter.client import MatterClient
from app.drivers.matter.const import (
    ALL_SCHEDULES,
    TIME_NOT_ACCEPTED,
    Cluster,
    DlStatus,
    DoorLockAttribute,
    TimeAttribute,
    TimeFeature,
)
from app.drivers.matter.engine_values import NodeEvent
from app.drivers.matter.events import parse_event
from app.drivers.matter.facts import (
    Attributes,
    bolt_position,
    fabric_index,
    parse_capabilities,
    parse_info,
)
from app.drivers.matter.protocol import (
    check_credential_status,
    parse_credential,
    parse_user,
    pin_octets,
    set_pin_payload,
    set_user_payload,
    week_day_payload,
    year_day_payload,
)
from app.drivers.matter.reading import read_all_slots
from app.drivers.matter.slots import CredentialPlace, place_of, slot_of
from app.drivers.matter.time_sync import dst_offset_payload, time_zone_payload, utc_time_payload
from app.drivers.matter.wire import as_record, field, number

BOLT_REPORT_S = 15.0
"""How long a bolt may take to report that it moved."""

_BOLT_POLL_S = 0.25


class MatterSession:
    """Speaks the Door Lock cluster with one lock of our fabric."""

    def __init__(
        self,
        client: MatterClient,
        node_id: int,
        endpoint: int,
        attributes: Attributes,
        clock: Callable[[], datetime],
        *,
        settle_s: float,
    ) -> None:
        self._client = client
        self._node_id = node_id
        self._endpoint = endpoint
        self._attributes = attributes
        self._clock = clock
        self._capabilities = parse_capabilities(attributes, endpoint, settle_s=settle_s)
        self._settle_s = settle_s

    async def probe(self) -> Capabilities:
        """Learn what this lock can do from what it declares, read anew."""
        self._attributes = await self._read(
            f"{self._endpoint}/{int(Cluster.DOOR_LOCK)}/*",
            f"*/{int(Cluster.POWER_SOURCE)}/12",
            f"0/{int(Cluster.TIME_SYNCHRONIZATION)}/0",
            f"0/{int(Cluster.OPERATIONAL_CREDENTIALS)}/5",
        )
        self._capabilities = parse_capabilities(
            self._attributes, self._endpoint, settle_s=self._settle_s
        )
        return self._capabilities

    async def info(self) -> LockInfo:
        """Read battery, firmware, bolt, door and clock."""
        attributes = await self._read(
            f"0/{int(Cluster.BASIC_INFORMATION)}/*",
            f"*/{int(Cluster.POWER_SOURCE)}/12",
            *(
                f"0/{int(Cluster.TIME_SYNCHRONIZATION)}/{int(attribute)}"
                for attribute in (
                    TimeAttribute.UTC_TIME,
                    TimeAttribute.TIME_ZONE,
                    TimeAttribute.LOCAL_TIME,
                )
            ),
            f"{self._endpoint}/{int(Cluster.DOOR_LOCK)}/{int(DoorLockAttribute.LOCK_STATE)}",
            f"{self._endpoint}/{int(Cluster.DOOR_LOCK)}/{int(DoorLockAttribute.DOOR_STATE)}",
        )
        return parse_info(attributes, self._endpoint, read_at=self._clock())

    async def set_clock(self, zone: ZoneInfo) -> bool:
        """Set zone, daylight saving and time, in this order; False for a lock without the cluster. Raises `Rejected`.

        A lock that has its time from a better source keeps it.
        """
        prefix = f"0/{int(Cluster.TIME_SYNCHRONIZATION)}"
        attributes = await self._read(f"{prefix}/*")
        if f"{prefix}/{int(TimeAttribute.UTC_TIME)}" not in attributes:
            return False
        features = TimeFeature(number(attributes.get(f"{prefix}/{TimeAttribute.FEATURE_MAP}")) or 0)
        if TimeFeature.TIME_ZONE in features:
            answer = await self._set_time("SetTimeZone", time_zone_payload(zone, self._clock()))
            if field(as_record(answer), "DSTOffsetRequired") is not False:
                count = number(attributes.get(f"{prefix}/{TimeAttribute.DST_OFFSETS_MAX}")) or 1
                table = dst_offset_payload(zone, self._clock(), count=count)
                await self._set_time("SetDSTOffset", table)
        try:
            await self._set_time("SetUTCTime", utc_time_payload(self._clock()))
        except Rejected as error:
            if error.parameters.get("cluster_status") != TIME_NOT_ACCEPTED:
                raise
        return True

    async def read_slots(self) -> SlotReading:
        """Read every user, credential and schedule of the lock."""
        fabric = fabric_index(await self._read(f"0/{int(Cluster.OPERATIONAL_CREDENTIALS)}/5"))
        highest = max((event.number for event in await self.events_since(None)), default=None)
        return await read_all_slots(
            self._command,
            self._capabilities,
            self._attributes,
            self._endpoint,
            our_fabric=fabric,
            read_at=self._clock(),
            highest_event=highest,
        )

    async def write(self, entry: SlotEntry) -> Accepted:
        """Send user, schedules and credential, in this order, so that nothing opens before its limits are there."""
        user, place = _whole(entry.slot)
        try:
            await self._command(
                "SetUser",
                set_user_payload(
                    user, entry.name, entry.unique_id, entry.schedule, is_new=entry.is_new
                ),
            )
        except Rejected as error:
            raise Rejected(_user_refusal(error)) from error
        try:
            await self._write_schedules(user, entry)
            if entry.value is not None:
                answer = await self._command(
                    "SetCredential",
                    set_pin_payload(user, place, entry.value, is_new=entry.is_new),
                )
                check_credential_status(
                    answer, pin=self._capabilities.pins, length=len(entry.value.reveal())
                )
        except Rejected as error:
            left_over = not await self._clear_leftover(user, entry) if entry.is_new else True
            raise Rejected(error.code, left_over=left_over) from error
        return Accepted(slot_of(user, place), self._clock())

    async def clear(self, slot: SlotId) -> Accepted:
        """Take the credential away first, then its user when it has no other credential."""
        user, place = place_of(slot)
        if place is not None:
            await self._clear_credential(place)
        if user is not None:
            record = parse_user(await self._command("GetUser", {"userIndex": user}))
            is_empty = record is not None and not [
                other for other in record.credentials if other != place
            ]
            if is_empty:
                await self._command("ClearUser", {"userIndex": user})
        return Accepted(slot, self._clock())

    async def set_bolt(self, *, locked: bool, pin: Secret[str] | None = None) -> BoltState:
        """Move the bolt, then wait until the lock reports it there."""
        payload = {"PINCode": pin_octets(pin)} if pin is not None else {}
        try:
            await self._command("LockDoor" if locked else "UnlockDoor", payload)
        except Rejected as error:
            wanted_pin = pin is None and self._capabilities.needs_pin_for_bolt
            raise Rejected(
                "pin_needed" if wanted_pin else "wrong_pin" if pin is not None else "refused"
            ) from error
        wanted = (
            {BoltPosition.LOCKED} if locked else {BoltPosition.UNLOCKED, BoltPosition.UNLATCHED}
        )
        path = f"{self._endpoint}/{int(Cluster.DOOR_LOCK)}/{int(DoorLockAttribute.LOCK_STATE)}"
        position = BoltPosition.UNKNOWN
        for _ in range(int(BOLT_REPORT_S / _BOLT_POLL_S)):
            position = bolt_position((await self._read(path)).get(path))
            if position in wanted:
                return BoltState(position, is_reported=True, at=self._clock())
            await asyncio.sleep(_BOLT_POLL_S)
        return BoltState(position, is_reported=False, at=self._clock())

    async def events_since(self, number: int | None) -> Sequence[LockEvent]:
        """What the lock still holds above `number`, oldest first."""
        if not self._client.is_own_engine:
            return ()  # a customer's server has no past events; what happens from now on comes by `events`
        found = await self._client.read_events(
            self._node_id,
            self._endpoint,
            int(Cluster.DOOR_LOCK),
            first=0 if number is None else number + 1,
        )
        fabric = fabric_index(self._attributes)
        events = [parse_event(data, our_fabric=fabric) for data in found]
        known = {event.number: event for event in events if event is not None}
        return [known[count] for count in sorted(known) if number is None or count > number]

    async def events(self) -> AsyncIterator[LockEvent]:
        """What happens from now on."""
        fabric = fabric_index(self._attributes)
        async with self._client.listen() as stream:
            async for happened in stream:
                if not isinstance(happened, NodeEvent) or happened.node_id != self._node_id:
                    continue
                event = parse_event(happened, our_fabric=fabric)
                if event is not None:
                    yield event

    async def _clear_credential(self, place: CredentialPlace) -> None:
        """Locks differ on a place that is empty already: some refuse to clear it."""
        struct = {"credential": {"credentialType": place.type, "credentialIndex": place.index}}
        try:
            await self._command("ClearCredential", struct)
        except Rejected:
            record = parse_credential(await self._command("GetCredentialStatus", struct))
            if record is None or record.exists:
                raise

    async def _write_schedules(self, user: int, entry: SlotEntry) -> None:
        limits = self._capabilities.schedules
        if not entry.is_new:
            if limits.week_day_per_user:
                await self._command(
                    "ClearWeekDaySchedule", {"weekDayIndex": ALL_SCHEDULES, "userIndex": user}
                )
            if limits.year_day_per_user:
                await self._command(
                    "ClearYearDaySchedule", {"yearDayIndex": ALL_SCHEDULES, "userIndex": user}
                )
        for index, window in enumerate(entry.schedule.weekly, start=1):
            await self._command("SetWeekDaySchedule", week_day_payload(user, index, window))
        if entry.schedule.has_dates:
            await self._command("SetYearDaySchedule", year_day_payload(user, 1, entry.schedule))

    async def _clear_leftover(self, user: int, entry: SlotEntry) -> bool:
        """Whether the user that this attempt made is surely gone again."""
        try:
            record = parse_user(await self._command("GetUser", {"userIndex": user}))
            if record is None or record.unique_id != entry.unique_id:
                return record is not None
            await self._command("ClearUser", {"userIndex": user})
        except (Rejected, Disconnected):
            return False
        return True

    async def _command(self, name: str, payload: dict[str, Any]) -> object:
        return await self._client.command(
            self._node_id,
            self._endpoint,
            int(Cluster.DOOR_LOCK),
            name,
            payload,
            is_timed=not name.startswith("Get"),
        )

    async def _set_time(self, name: str, payload: dict[str, Any]) -> object:
        cluster = int(Cluster.TIME_SYNCHRONIZATION)
        return await self._client.command(self._node_id, 0, cluster, name, payload)

    async def _read(self, *paths: str) -> Attributes:
        return await self._client.read(self._node_id, paths)


def _whole(slot: SlotId) -> tuple[int, CredentialPlace]:
    user, place = place_of(slot)
    if user is None or place is None:
        raise ValueError(f"not a place for a user with a credential: {slot}")
    return user, place


def _user_refusal(error: Rejected) -> str:
    status = error.parameters.get("cluster_status")
    if status == DlStatus.OCCUPIED:
        return "slot_occupied"
    if status == DlStatus.RESOURCE_EXHAUSTED:
        return "table_full"
    return "refused"
