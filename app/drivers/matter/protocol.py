"""Users, credentials and schedules: the wire's values to ours and back, pure functions over decoded JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, cast

from app.core.secret import Secret
from app.domain.grant import Weekday, WeeklyWindow
from app.domain.lock import PinRules
from app.domain.schedule import UNRESTRICTED, LockSchedule
from app.driver_api.errors import Rejected
from app.drivers.matter.const import (
    MATTER_EPOCH_S,
    USER_NAME_LENGTH,
    DlStatus,
    OperationType,
    UserStatus,
    UserType,
)
from app.drivers.matter.slots import CredentialPlace
from app.drivers.matter.wire import as_record, field, number


@dataclass(frozen=True, slots=True)
class UserRecord:
    """One answer of GetUser; `status` None is an empty place. `next_index` is the next occupied one, None at the end."""

    index: int
    name: str | None
    unique_id: int | None
    status: int | None
    type: int | None
    credentials: tuple[CredentialPlace, ...]
    creator_fabric: int | None
    modifier_fabric: int | None
    next_index: int | None


@dataclass(frozen=True, slots=True)
class CredentialRecord:
    """One answer of GetCredentialStatus; `next_index` is the next occupied one of the type, None at the end."""

    exists: bool
    user: int | None
    creator_fabric: int | None
    modifier_fabric: int | None
    next_index: int | None


def parse_user(answer: object) -> UserRecord | None:
    """Read an answer of GetUser (5.2.10.36); None when it is no such answer."""
    record = as_record(answer)
    index = number(field(record, "userIndex"))
    if index is None:
        return None
    name = field(record, "userName")
    return UserRecord(
        index=index,
        name=name if isinstance(name, str) else None,
        unique_id=number(field(record, "userUniqueId")),
        status=number(field(record, "userStatus")),
        type=number(field(record, "userType")),
        credentials=parse_places(field(record, "credentials")),
        creator_fabric=number(field(record, "creatorFabricIndex")),
        modifier_fabric=number(field(record, "lastModifiedFabricIndex")),
        next_index=number(field(record, "nextUserIndex")),
    )


def parse_places(value: object) -> tuple[CredentialPlace, ...]:
    """Read a list of CredentialStruct (5.2.6.27); what is no such struct is left out."""
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        return ()
    places: list[CredentialPlace] = []
    for item in cast("Sequence[object]", value):
        struct = as_record(item)
        kind, index = (
            number(field(struct, "credentialType")),
            number(field(struct, "credentialIndex")),
        )
        if kind is not None and index is not None:
            places.append(CredentialPlace(kind, index))
    return tuple(places)


def parse_credential(answer: object) -> CredentialRecord | None:
    """Read an answer of GetCredentialStatus (5.2.10.44); None when it is no such answer."""
    record = as_record(answer)
    exists = field(record, "credentialExists")
    if not isinstance(exists, bool):
        return None
    return CredentialRecord(
        exists=exists,
        user=number(field(record, "userIndex")),
        creator_fabric=number(field(record, "creatorFabricIndex")),
        modifier_fabric=number(field(record, "lastModifiedFabricIndex")),
        next_index=number(field(record, "nextCredentialIndex")),
    )


def user_type_of(schedule: LockSchedule) -> UserType:
    """The user type that a schedule needs to be enforced."""
    if schedule.weekly:
        return UserType.SCHEDULE_RESTRICTED if schedule.has_dates else UserType.WEEK_DAY
    return UserType.YEAR_DAY if schedule.has_dates else UserType.UNRESTRICTED


def set_user_payload(
    index: int, name: str, unique_id: int, schedule: LockSchedule, *, is_new: bool
) -> dict[str, Any]:
    """Every field of SetUser (5.2.10.34); the name is cut to what the cluster takes."""
    return {
        "operationType": OperationType.ADD if is_new else OperationType.MODIFY,
        "userIndex": index,
        "userName": name[:USER_NAME_LENGTH],
        "userUniqueID": unique_id,
        "userStatus": UserStatus.ENABLED,
        "userType": user_type_of(schedule),
        "credentialRule": 0,
    }


def set_pin_payload(
    user: int, place: CredentialPlace, pin: Secret[str], *, is_new: bool
) -> dict[str, Any]:
    """The fields of SetCredential for a PIN (5.2.10.41)."""
    return {
        "operationType": OperationType.ADD if is_new else OperationType.MODIFY,
        "credential": {"credentialType": place.type, "credentialIndex": place.index},
        "credentialData": Secret(pin.reveal().encode()),
        "userIndex": user,
        "userStatus": None,
        "userType": None,
    }


def pin_octets(pin: Secret[str]) -> Secret[bytes]:
    """A PIN as the octets of LockDoor and UnlockDoor."""
    return Secret(pin.reveal().encode())


def week_day_payload(user: int, index: int, window: WeeklyWindow) -> dict[str, Any]:
    """The fields of SetWeekDaySchedule (5.2.10.4): bit 0 of the mask is Sunday; the end lies on the same day.

    Midnight at the end of a day cannot be named (hours end at 23); its last minute stands for it.
    """
    end = window.end if window.end != time() else LAST_MINUTE
    return {
        "weekDayIndex": index,
        "userIndex": user,
        "daysMask": sum(1 << ((int(day) + 1) % 7) for day in window.weekdays),
        "startHour": window.start.hour,
        "startMinute": window.start.minute,
        "endHour": end.hour,
        "endMinute": end.minute,
    }


LAST_MINUTE = time(23, 59)
"""As the end of a week-day schedule: until midnight (5.2.10.4.7)."""


def year_day_payload(user: int, index: int, schedule: LockSchedule) -> dict[str, Any]:
    """The fields of SetYearDaySchedule (5.2.10.8): the lock's wall clock in Matter seconds."""
    return {
        "yearDayIndex": index,
        "userIndex": user,
        "localStartTime": wall_seconds(schedule.start) if schedule.start else 0,
        "localEndTime": wall_seconds(schedule.end) if schedule.end else FAR_FUTURE_S,
    }


FAR_FUTURE_S = 0xFFFF_FFFE
"""The last moment an epoch-s can name besides its null value; stands for "no end"."""


def wall_seconds(moment: datetime) -> int:
    """A wall time without offset as seconds since 2000-01-01 on the same clock."""
    return int((moment.replace(tzinfo=UTC) - _WALL_EPOCH).total_seconds())


def wall_time(seconds: int) -> datetime:
    """The inverse of `wall_seconds`."""
    return (_WALL_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=None)


_WALL_EPOCH = datetime.fromtimestamp(MATTER_EPOCH_S, UTC)


def parse_week_day(answer: object) -> WeeklyWindow | None:
    """Read an answer of GetWeekDaySchedule (5.2.10.5); None for an empty place. Raises `ValueError` when it is neither."""
    record = _schedule_answer(answer)
    if record is None:
        return None
    mask = number(field(record, "daysMask"))
    parts = [
        number(field(record, name)) for name in ("startHour", "startMinute", "endHour", "endMinute")
    ]
    if mask is None or None in parts:
        raise ValueError("week-day schedule without its fields")
    hours = cast("list[int]", parts)
    end = time(hours[2], hours[3])
    return WeeklyWindow(
        weekdays=frozenset(Weekday((bit - 1) % 7) for bit in range(7) if mask >> bit & 1),
        start=time(hours[0], hours[1]),
        end=time() if end == LAST_MINUTE else end,
    )


def parse_year_day(answer: object) -> LockSchedule | None:
    """Read an answer of GetYearDaySchedule (5.2.10.9); None for an empty place. Raises `ValueError` when it is neither."""
    record = _schedule_answer(answer)
    if record is None:
        return None
    start, end = number(field(record, "localStartTime")), number(field(record, "localEndTime"))
    if start is None or end is None:
        raise ValueError("year-day schedule without its fields")
    return LockSchedule(
        start=wall_time(start) if start else None,
        end=wall_time(end) if end < FAR_FUTURE_S else None,
    )


def _schedule_answer(answer: object) -> Mapping[str, Any] | None:
    record = as_record(answer)
    status = number(field(record, "status"))
    if status == DlStatus.SUCCESS:
        return record
    if status == DlStatus.NOT_FOUND:
        return None
    raise ValueError("schedule status")


WEEKLY_TYPES = (UserType.WEEK_DAY, UserType.SCHEDULE_RESTRICTED)
"""The user types that go by week-day schedules."""

YEARLY_TYPES = (UserType.YEAR_DAY, UserType.SCHEDULE_RESTRICTED)
"""The user types that go by year-day schedules."""


def schedule_of(
    user_type: int | None, weekly: Sequence[WeeklyWindow], yearly: Sequence[LockSchedule]
) -> LockSchedule | None:
    """What a user's type and schedules mean together; None when we could not have written it.

    A type that needs schedules and has none lets nobody in, which is nothing that we write.
    """
    if user_type == UserType.UNRESTRICTED:
        return UNRESTRICTED
    windows = tuple(sorted(weekly, key=window_order)) if user_type in WEEKLY_TYPES else ()
    spans = yearly if user_type in YEARLY_TYPES else ()
    if not (windows or spans) or len(spans) > 1:
        return None
    return LockSchedule(windows, spans[0].start, spans[0].end) if spans else LockSchedule(windows)


def window_order(window: WeeklyWindow) -> tuple[list[int], time, time]:
    """A stable order of weekly windows, so that a schedule read back compares equal to the one written."""
    return sorted(int(day) for day in window.weekdays), window.start, window.end


def check_credential_status(answer: object, *, pin: PinRules | None, length: int) -> None:
    """Raise `Rejected` with its reason unless SetCredential answered success; the failure stands in the result's status."""
    record = as_record(answer)
    status = number(field(record, "status"))
    if status == DlStatus.SUCCESS:
        return
    raise Rejected(credential_refusal(status, pin=pin, length=length))


def credential_refusal(status: int | None, *, pin: PinRules | None, length: int) -> str:
    """The stable reason for a refused credential.

    Locks differ: the cluster says 2 for a duplicate and 3 for an occupied place, others say 1 (failure) for both.
    """
    if status == DlStatus.DUPLICATE:
        return "duplicate"
    if status == DlStatus.OCCUPIED:
        return "slot_occupied"
    if status == DlStatus.RESOURCE_EXHAUSTED:
        return "table_full"
    if status == DlStatus.INVALID_FIELD and pin is not None:
        if length < pin.min_length:
            return "pin_too_short"
        if length > pin.max_length:
            return "pin_too_long"
    if status == DlStatus.FAILURE:
        return "duplicate_or_occupied"
    return "refused"
