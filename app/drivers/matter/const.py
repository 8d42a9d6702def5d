"""Numbers of the Matter Door Lock cluster and its neighbours.

Source: Matter Application Cluster Specification 1.4, chapter 5.2 (Door Lock), and Core Specification 1.4, chapters 11.1 (Basic
Information), 11.7 (Power Source), 11.17 (Time Synchronization) and 11.18 (Node Operational Credentials), as kept in the cluster model of
`@matter/model` 0.17.9.
"""

from enum import IntEnum, IntFlag

ALL_SCHEDULES = 0xFE
"""Index that clears every schedule of a user (5.2.10.6, ClearWeekDaySchedule)."""

USER_NAME_LENGTH = 10
"""Longest user name in characters (5.2.10.34, SetUser)."""

MATTER_EPOCH_S = 946_684_800
"""Unix time of 2000-01-01T00:00:00Z, where Matter's seconds begin (Core 7.19.2.5, epoch-s)."""

TIMED_REQUEST_MS = 10_000
"""How long a timed command of the lock stays valid on its way."""


class Cluster(IntEnum):
    """Clusters that the driver asks."""

    BASIC_INFORMATION = 40
    POWER_SOURCE = 47
    TIME_SYNCHRONIZATION = 56
    OPERATIONAL_CREDENTIALS = 62
    DOOR_LOCK = 257


class DoorLockAttribute(IntEnum):
    """Attributes of the Door Lock cluster (5.2.9)."""

    LOCK_STATE = 0
    DOOR_STATE = 3
    USERS = 17
    PIN_USERS = 18
    WEEK_DAY_SCHEDULES_PER_USER = 20
    YEAR_DAY_SCHEDULES_PER_USER = 21
    MAX_PIN_LENGTH = 23
    MIN_PIN_LENGTH = 24
    CREDENTIALS_PER_USER = 28
    OPERATING_MODE = 37
    REQUIRE_PIN_FOR_REMOTE = 51
    FEATURE_MAP = 65532


class TimeAttribute(IntEnum):
    """Attributes of the Time Synchronization cluster (Core 11.17.8)."""

    UTC_TIME = 0
    TIME_ZONE = 5
    LOCAL_TIME = 7
    DST_OFFSETS_MAX = 11
    FEATURE_MAP = 65532


class TimeFeature(IntFlag):
    """Bits of the Time Synchronization cluster's FeatureMap (Core 11.17.4)."""

    TIME_ZONE = 1 << 0


class Granularity(IntEnum):
    """How exact a time is that is set (Core 11.17.6.1)."""

    MILLISECONDS = 3


class TimeSource(IntEnum):
    """Where a time that is set comes from (Core 11.17.6.2)."""

    ADMIN = 2


TIME_NOT_ACCEPTED = 2
"""The lock has its time from a better source (Core 11.17.7, StatusCodeEnum)."""


class Feature(IntFlag):
    """Bits of the Door Lock cluster's FeatureMap (5.2.4)."""

    PIN = 1 << 0
    RFID = 1 << 1
    FINGER = 1 << 2
    WEEK_DAY = 1 << 4
    DOOR_SENSOR = 1 << 5
    FACE = 1 << 6
    CREDENTIALS_OVER_THE_AIR = 1 << 7
    USER = 1 << 8
    YEAR_DAY = 1 << 10
    HOLIDAY = 1 << 11


class LockState(IntEnum):
    """Where the bolt is (5.2.9.1)."""

    NOT_FULLY_LOCKED = 0
    LOCKED = 1
    UNLOCKED = 2
    UNLATCHED = 3


class DoorState(IntEnum):
    """Where the door leaf is (5.2.6.8)."""

    OPEN = 0
    CLOSED = 1
    JAMMED = 2
    FORCED = 3
    ERROR = 4
    AJAR = 5


class OperationType(IntEnum):
    """What SetUser and SetCredential do (5.2.6.6, DataOperationTypeEnum)."""

    ADD = 0
    CLEAR = 1
    MODIFY = 2


class CredentialType(IntEnum):
    """Kinds of credentials on the lock (5.2.6.4)."""

    PROGRAMMING_PIN = 0
    PIN = 1
    RFID = 2
    FINGERPRINT = 3
    FINGER_VEIN = 4
    FACE = 5


class UserStatus(IntEnum):
    """State of a user (5.2.6.22)."""

    AVAILABLE = 0
    ENABLED = 1
    DISABLED = 3


class UserType(IntEnum):
    """What a user may do and when (5.2.6.23).

    `SCHEDULE_RESTRICTED` goes by schedules of both kinds: where it has both, both have to let it in, and a kind that it has none of does not
    count (connectedhomeip, `examples/lock-app/linux/src/LockEndpoint.cpp`). A lock may turn a user into one by itself when a schedule is set
    (5.2.10.4, SetWeekDaySchedule).
    """

    UNRESTRICTED = 0
    YEAR_DAY = 1
    WEEK_DAY = 2
    SCHEDULE_RESTRICTED = 8


class DlStatus(IntEnum):
    """Results of credential and schedule commands (5.2.6.9), also seen as cluster status of an error."""

    SUCCESS = 0
    FAILURE = 1
    DUPLICATE = 2
    OCCUPIED = 3
    INVALID_FIELD = 133
    RESOURCE_EXHAUSTED = 137
    NOT_FOUND = 139


class EventId(IntEnum):
    """Events of the Door Lock cluster (5.2.11)."""

    ALARM = 0
    DOOR_STATE = 1
    OPERATION = 2
    OPERATION_ERROR = 3
    USER_CHANGE = 4


class OperationSource(IntEnum):
    """What moved the bolt (5.2.6.18)."""

    UNSPECIFIED = 0
    MANUAL = 1
    PROPRIETARY_REMOTE = 2
    KEYPAD = 3
    AUTO = 4
    BUTTON = 5
    SCHEDULE = 6
    REMOTE = 7
    RFID = 8
    BIOMETRIC = 9
    ALIRO = 10


class LockOperation(IntEnum):
    """What happened to the bolt (5.2.6.14)."""

    LOCK = 0
    UNLOCK = 1
    NON_ACCESS_USER = 2
    FORCED_USER = 3
    UNLATCH = 4


class LockDataType(IntEnum):
    """What a LockUserChange event speaks of (5.2.6.13)."""

    USER = 2
    WEEK_DAY = 3
    YEAR_DAY = 4
    HOLIDAY = 5
    PIN = 6
    RFID = 7
    FINGERPRINT = 8
