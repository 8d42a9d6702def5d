"""Reading all that a lock holds: users, credentials, schedules; doubt makes the reading incomplete."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from app.domain.credential import CredentialKind
from app.domain.grant import WeeklyWindow
from app.domain.lock import Capabilities
from app.domain.schedule import LockSchedule
from app.domain.slot_reading import SlotContent, SlotReading, SlotState
from app.drivers.matter.const import CredentialType, Feature, UserStatus
from app.drivers.matter.facts import Attributes, feature_map
from app.drivers.matter.protocol import (
    WEEKLY_TYPES,
    YEARLY_TYPES,
    CredentialRecord,
    UserRecord,
    parse_credential,
    parse_user,
    parse_week_day,
    parse_year_day,
    schedule_of,
)
from app.drivers.matter.slots import CredentialPlace, kind_of, slot_of

Command = Callable[[str, dict[str, Any]], Awaitable[object]]

OFFERED_PLACES = 64
"""How many empty places a reading offers for new entries; more are found by the next reading."""


@dataclass(frozen=True, slots=True)
class _ReadSchedule:
    """What was read of a user's schedules; `schedule` None and `is_read`: none that we could have written."""

    schedule: LockSchedule | None
    is_read: bool


Places = dict[CredentialPlace, CredentialRecord]


async def read_all_slots(
    command: Command,
    capabilities: Capabilities,
    attributes: Attributes,
    endpoint: int,
    *,
    our_fabric: int | None,
    read_at: datetime,
    highest_event: int | None,
) -> SlotReading:
    """Walk users and credentials from occupied place to occupied place, as the lock links them (5.2.10.36, 5.2.10.44).

    The reading is complete only when every link led on to a higher place and every schedule could be read. Empty places are listed as
    pairs of a free user and a free PIN, in the order in which they should be taken.
    """
    users, are_users_complete = await _read_users(command, capabilities.users)
    credentials, are_credentials_complete = await _read_credentials(
        command, capabilities, feature_map(attributes, endpoint)
    )
    is_complete = capabilities.can_read_slots and are_users_complete and are_credentials_complete
    contents: list[SlotContent] = []
    for user in users.values():
        read = await _read_schedule(command, capabilities, user)
        contents += _contents_of(user, credentials, read, our_fabric)
    bound = {place for user in users.values() for place in user.credentials}
    contents += [
        _loose(place, record, our_fabric)
        for place, record in credentials.items()
        if place not in bound
    ]
    if is_complete:
        contents += _empty_places(capabilities, users, credentials)
    return SlotReading(tuple(contents), is_complete, read_at, highest_event)


async def _read_users(command: Command, count: int) -> tuple[dict[int, UserRecord], bool]:
    found: dict[int, UserRecord] = {}
    index: int | None = 1 if count else None
    while index is not None:
        record = parse_user(await command("GetUser", {"userIndex": index}))
        if record is None or record.index != index:
            return found, False
        if record.status not in (None, UserStatus.AVAILABLE):
            found[index] = record
        if record.next_index is not None and not index < record.next_index <= count:
            return found, False
        index = record.next_index
    return found, True


async def _read_credentials(
    command: Command, capabilities: Capabilities, features: Feature
) -> tuple[Places, bool]:
    found: Places = {}
    types = [CredentialType.PIN] if Feature.PIN in features else []
    types += [CredentialType.RFID] if Feature.RFID in features else []
    types += [CredentialType.FINGERPRINT] if Feature.FINGER in features else []
    for kind in types:
        index: int | None = 1
        while index is not None:
            struct = {"credentialType": int(kind), "credentialIndex": index}
            record = parse_credential(await command("GetCredentialStatus", {"credential": struct}))
            if record is None:
                return found, False
            if record.exists:
                found[CredentialPlace(int(kind), index)] = record
            if record.next_index is not None and record.next_index <= index:
                return found, False
            index = record.next_index
    return found, True


async def _read_schedule(
    command: Command, capabilities: Capabilities, user: UserRecord
) -> _ReadSchedule:
    """The user's schedules of the kinds that its type goes by."""
    weekly: list[WeeklyWindow] = []
    yearly: list[LockSchedule] = []
    try:
        if user.type in WEEKLY_TYPES:
            for index in range(1, capabilities.schedules.week_day_per_user + 1):
                window = parse_week_day(
                    await command(
                        "GetWeekDaySchedule", {"weekDayIndex": index, "userIndex": user.index}
                    )
                )
                weekly += [window] if window is not None else []
        if user.type in YEARLY_TYPES:
            for index in range(1, capabilities.schedules.year_day_per_user + 1):
                span = parse_year_day(
                    await command(
                        "GetYearDaySchedule", {"yearDayIndex": index, "userIndex": user.index}
                    )
                )
                yearly += [span] if span is not None else []
    except ValueError:
        return _ReadSchedule(None, is_read=False)
    schedule = schedule_of(user.type, weekly, yearly)
    return _ReadSchedule(schedule, is_read=user.type is not None)


def _contents_of(
    user: UserRecord, credentials: Places, read: _ReadSchedule, our_fabric: int | None
) -> list[SlotContent]:
    if not user.credentials:
        return [_content(user, None, None, read, our_fabric)]
    return [
        _content(user, place, credentials.get(place), read, our_fabric)
        for place in user.credentials
    ]


def _content(
    user: UserRecord,
    place: CredentialPlace | None,
    record: CredentialRecord | None,
    read: _ReadSchedule,
    our_fabric: int | None,
) -> SlotContent:
    """The weakest part counts: user and credential have to be ours for the whole to be ours."""
    makers = [user.creator_fabric] + ([record.creator_fabric] if record else [])
    changers = [user.modifier_fabric] + ([record.modifier_fabric] if record else [])
    is_bound = place is None or record is None or record.user == user.index
    is_read = place is None or record is not None or kind_of(place) is not CredentialKind.PIN
    return SlotContent(
        slot=slot_of(user.index, place),
        state=SlotState.OCCUPIED if is_read and is_bound else SlotState.UNKNOWN,
        kind=kind_of(place) if place is not None else None,
        user=str(user.index),
        unique_id=user.unique_id,
        name=user.name,
        is_enabled=user.status == UserStatus.ENABLED,
        made_by_us=_all_ours(makers, our_fabric),
        changed_by_us=_all_ours(changers, our_fabric),
        made_by=_maker(makers, our_fabric),
        schedule=read.schedule,
        has_other_schedule=read.is_read and read.schedule is None,
    )


def _loose(place: CredentialPlace, record: CredentialRecord, our_fabric: int | None) -> SlotContent:
    return SlotContent(
        slot=slot_of(record.user, place),
        state=SlotState.OCCUPIED,
        kind=kind_of(place),
        user=str(record.user) if record.user is not None else None,
        made_by_us=_all_ours([record.creator_fabric], our_fabric),
        changed_by_us=_all_ours([record.modifier_fabric], our_fabric),
        made_by=_maker([record.creator_fabric], our_fabric),
    )


def _all_ours(fabrics: list[int | None], our_fabric: int | None) -> bool | None:
    if our_fabric is None:
        return None
    return all(fabric == our_fabric for fabric in fabrics)


def _maker(fabrics: list[int | None], our_fabric: int | None) -> str | None:
    """`keypad` for what no fabric made, `fabric N` for another's, None for ours."""
    if our_fabric is None or all(fabric == our_fabric for fabric in fabrics):
        return None
    others = [fabric for fabric in fabrics if fabric != our_fabric]
    named = [fabric for fabric in others if fabric]
    return f"fabric {named[0]}" if named else "keypad"


def _empty_places(
    capabilities: Capabilities, users: dict[int, UserRecord], credentials: Places
) -> list[SlotContent]:
    pin = int(CredentialType.PIN)
    taken = {place.index for place in credentials if place.type == pin}
    free_users = (index for index in range(1, capabilities.users + 1) if index not in users)
    free_pins = (index for index in range(1, capabilities.pin_users + 1) if index not in taken)
    pairs = islice(zip(free_users, free_pins, strict=False), OFFERED_PLACES)
    return [
        SlotContent(slot_of(user, CredentialPlace(pin, index)), SlotState.EMPTY)
        for user, index in pairs
    ]
