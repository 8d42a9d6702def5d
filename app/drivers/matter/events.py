"""Events of the Door Lock cluster as ours; pure functions."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.domain.event import EventAction, EventSource, LockEvent, LockEventKind
from app.domain.ids import SlotId
from app.drivers.matter.const import (
    MATTER_EPOCH_S,
    Cluster,
    CredentialType,
    EventId,
    LockDataType,
    LockOperation,
    OperationSource,
    OperationType,
)
from app.drivers.matter.engine_values import NodeEvent
from app.drivers.matter.protocol import parse_places
from app.drivers.matter.slots import CredentialPlace, slot_of
from app.drivers.matter.wire import field, number

_SOURCES = {
    OperationSource.KEYPAD: EventSource.KEYPAD,
    OperationSource.MANUAL: EventSource.MANUAL,
    OperationSource.BUTTON: EventSource.MANUAL,
    OperationSource.RFID: EventSource.READER,
    OperationSource.BIOMETRIC: EventSource.READER,
    OperationSource.REMOTE: EventSource.REMOTE,
    OperationSource.PROPRIETARY_REMOTE: EventSource.REMOTE,
    OperationSource.AUTO: EventSource.AUTO,
    OperationSource.SCHEDULE: EventSource.SCHEDULE,
}
_OPERATIONS = {
    LockOperation.LOCK: EventAction.LOCK,
    LockOperation.UNLOCK: EventAction.UNLOCK,
    LockOperation.UNLATCH: EventAction.UNLATCH,
}
_CHANGES = {
    OperationType.ADD: EventAction.ADD,
    OperationType.CLEAR: EventAction.CLEAR,
    OperationType.MODIFY: EventAction.MODIFY,
}
_CHANGED_TYPES = {
    LockDataType.PIN: CredentialType.PIN,
    LockDataType.RFID: CredentialType.RFID,
    LockDataType.FINGERPRINT: CredentialType.FINGERPRINT,
}
_ALARMS = {
    0: "jammed",
    1: "factory_reset",
    3: "power_cycled",
    4: "wrong_code_limit",
    5: "escutcheon",
    6: "forced_open",
    7: "ajar",
    8: "forced_user",
}
_ERRORS = {1: "invalid_credential", 2: "disabled_user", 3: "restricted", 4: "low_battery"}


def parse_event(event: NodeEvent, *, our_fabric: int | None) -> LockEvent | None:
    """One event of the Door Lock cluster as ours; None when it is another cluster's."""
    if event.cluster != Cluster.DOOR_LOCK:
        return None
    count, at, fields = event.number, _moment(event), event.data
    if event.event == EventId.OPERATION:
        return _operation(count, at, fields, our_fabric, LockEventKind.OPERATION)
    if event.event == EventId.OPERATION_ERROR:
        return _operation(count, at, fields, our_fabric, LockEventKind.OPERATION_ERROR)
    if event.event == EventId.USER_CHANGE:
        return _user_change(count, at, fields, our_fabric)
    if event.event == EventId.ALARM:
        code = _ALARMS.get(number(field(fields, "alarmCode")) or 0, "other")
        return LockEvent(number=count, at=at, kind=LockEventKind.ALARM, code=code)
    if event.event == EventId.DOOR_STATE:
        return LockEvent(number=count, at=at, kind=LockEventKind.DOOR)
    return LockEvent(number=count, at=at, kind=LockEventKind.OTHER)


def _operation(
    count: int,
    at: datetime | None,
    fields: Mapping[str, Any],
    our_fabric: int | None,
    kind: LockEventKind,
) -> LockEvent:
    user = number(field(fields, "userIndex"))
    error = number(field(fields, "operationError"))
    return LockEvent(
        number=count,
        at=at,
        kind=kind,
        action=_lookup(_OPERATIONS, number(field(fields, "lockOperationType")), EventAction.NONE),
        source=_lookup(_SOURCES, number(field(fields, "operationSource")), EventSource.OTHER),
        slots=tuple(slot_of(user, place) for place in parse_places(field(fields, "credentials"))),
        by_us=_is_ours(fields, our_fabric),
        code=_ERRORS.get(error, "other") if error is not None else None,
    )


def _user_change(
    count: int, at: datetime | None, fields: Mapping[str, Any], our_fabric: int | None
) -> LockEvent:
    user, index = number(field(fields, "userIndex")), number(field(fields, "dataIndex"))
    data_type = number(field(fields, "lockDataType"))
    slots: tuple[SlotId, ...] = ()
    credential = _lookup(_CHANGED_TYPES, data_type, None)
    if credential is not None and index is not None:
        slots = (slot_of(user, CredentialPlace(int(credential), index)),)
    elif data_type == LockDataType.USER and user is not None:
        slots = (slot_of(user, None),)
    return LockEvent(
        number=count,
        at=at,
        kind=LockEventKind.USER_CHANGE,
        action=_lookup(_CHANGES, number(field(fields, "dataOperationType")), EventAction.NONE),
        source=_lookup(_SOURCES, number(field(fields, "operationSource")), EventSource.OTHER),
        slots=slots,
        by_us=_is_ours(fields, our_fabric),
    )


def _lookup(table: Mapping[Any, Any], key: int | None, otherwise: Any) -> Any:
    return table.get(key, otherwise)


def _is_ours(fields: Mapping[str, Any], our_fabric: int | None) -> bool | None:
    fabric = number(field(fields, "fabricIndex"))
    if fabric is None or our_fabric is None:
        return None
    return fabric == our_fabric


def _moment(event: NodeEvent) -> datetime | None:
    """When it happened; a time since the lock's start names no moment."""
    if not event.is_clock_time or event.timestamp_ms < MATTER_EPOCH_S * 1000:
        return None
    return datetime.fromtimestamp(event.timestamp_ms / 1000, UTC)
