"""Numbers and words of the Matter Server WebSocket protocol and of our engine's additions to it.

Sources: matterjs-server `docs/websockets_api.md` and `websocket-api-schema-changelog.md`; status codes: Matter core
specification, "Interaction Model Status Codes". Our engine's words: `js/errors.mjs`.
"""

from enum import IntEnum, StrEnum

SCHEMA_VERSION = 11
"""The version we speak: a server fits when `min_supported_schema_version <= 11 <= schema_version`."""

OWN_ENGINE = "lockchart"
"""How `sdk_version` begins when the server is our own engine, which knows more arguments."""


class ErrorCode(IntEnum):
    """`error_code` of an answer."""

    UNKNOWN = 0
    COMMISSIONING_FAILED = 1
    INTERVIEW_FAILED = 2
    NOT_READY = 3
    NOT_RESOLVING = 4
    NO_SUCH_NODE = 5
    VERSION_MISMATCH = 6
    STACK = 7
    INVALID_ARGUMENTS = 8
    INVALID_COMMAND = 9


class Reason(StrEnum):
    """`reason` of an answer of our own engine."""

    ALREADY_IN_FABRIC = "already_in_fabric"
    CANCELLED = "cancelled"
    FABRIC_LABEL_CONFLICT = "fabric_label_conflict"
    FABRIC_TABLE_FULL = "fabric_table_full"
    FAILED = "failed"
    FINDINGS = "findings"
    INVALID_ARGUMENTS = "invalid_arguments"
    INVALID_COMMAND = "invalid_command"
    NODE_ID_TAKEN = "node_id_taken"
    NO_ANSWER = "no_answer"
    NO_NETWORK = "no_network"
    NO_NETWORK_CREDENTIALS = "no_network_credentials"
    NO_SUCH_NODE = "no_such_node"
    NOT_DISCOVERED = "not_discovered"
    OPERATIONAL_UNREACHABLE = "operational_unreachable"
    REFUSED = "refused"
    STORE_FAILED = "store_failed"
    THREAD_FAILED = "thread_failed"
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    WIFI_FAILED = "wifi_failed"
    WRONG_CODE = "wrong_code"


class Status(IntEnum):
    """Interaction model status codes that decide what to do now."""

    UNSUPPORTED_ACCESS = 0x7E
    UNSUPPORTED_ENDPOINT = 0x7F
    UNSUPPORTED_COMMAND = 0x81
    UNSUPPORTED_ATTRIBUTE = 0x86
    BUSY = 0x9C
    UNSUPPORTED_CLUSTER = 0xC3


class Limit:
    """How long an answer may take, in seconds; the engine ends its work a moment earlier or is told to."""

    CONNECT_S = 10.0
    USUAL_S = 30.0
    READ_S = 60.0
    FIND_S = 20.0
    COMMISSION_S = 240.0
    START_S = 30.0
    STOP_S = 4.0


TIMED_REQUEST_MS = 10_000
"""Time-out of a timed request; our engine adds timed requests by itself, other servers need it said."""
