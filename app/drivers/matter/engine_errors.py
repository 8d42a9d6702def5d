"""An answer with an error, as an error class; the class answers what to do now."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from app.core.errors import AppError, BugError
from app.driver_api.errors import (
    Busy,
    Disconnected,
    DriverError,
    NeedsUser,
    NoAnswer,
    Rejected,
    Unsupported,
)
from app.drivers.matter.engine_const import ErrorCode, Reason, Status

_STATUS = re.compile(r"\(0x([0-9a-fA-F]+)(?:, clusterStatus: (\d+))?\)")


@dataclass(frozen=True, slots=True)
class AttestationFinding:
    """What the lock's certificates gave reason to doubt; consent names type and level.

    `is_acceptable` is whether consent can go past it.
    """

    type: str
    level: str
    is_acceptable: bool


class FindingsRefused(NeedsUser):
    """The attempt ended because of findings that nobody has consented to."""

    def __init__(self, findings: tuple[AttestationFinding, ...]) -> None:
        super().__init__(Reason.FINDINGS, types=", ".join(finding.type for finding in findings))
        self.findings = findings


class Cancelled(DriverError):
    """The call was cancelled by us."""


_CLASSES: Mapping[str, type[AppError]] = {
    Reason.ALREADY_IN_FABRIC: Rejected,
    Reason.CANCELLED: Cancelled,
    Reason.FABRIC_LABEL_CONFLICT: Rejected,
    Reason.FABRIC_TABLE_FULL: Rejected,
    Reason.FAILED: Disconnected,
    Reason.INVALID_ARGUMENTS: BugError,
    Reason.INVALID_COMMAND: Unsupported,
    Reason.NODE_ID_TAKEN: Rejected,
    Reason.NO_ANSWER: NoAnswer,
    Reason.NO_NETWORK: Disconnected,
    Reason.NO_NETWORK_CREDENTIALS: NeedsUser,
    Reason.NO_SUCH_NODE: Rejected,
    Reason.NOT_DISCOVERED: NeedsUser,
    Reason.OPERATIONAL_UNREACHABLE: Disconnected,
    Reason.STORE_FAILED: Disconnected,
    Reason.THREAD_FAILED: NeedsUser,
    Reason.TIMED_OUT: NoAnswer,
    Reason.UNREACHABLE: Disconnected,
    Reason.WIFI_FAILED: NeedsUser,
    Reason.WRONG_CODE: NeedsUser,
}

_FOREIGN_REASONS: Mapping[int, Reason] = {
    ErrorCode.COMMISSIONING_FAILED: Reason.FAILED,
    ErrorCode.INTERVIEW_FAILED: Reason.FAILED,
    ErrorCode.NOT_RESOLVING: Reason.UNREACHABLE,
    ErrorCode.NO_SUCH_NODE: Reason.NO_SUCH_NODE,
    ErrorCode.STACK: Reason.FAILED,
    ErrorCode.INVALID_ARGUMENTS: Reason.INVALID_ARGUMENTS,
    ErrorCode.INVALID_COMMAND: Reason.INVALID_COMMAND,
}


def error_of(answer: Mapping[str, object]) -> AppError:
    """The error that this answer stands for.

    A lock's refusal is `Rejected("refused", status=..., cluster_status=...)`, or `Busy` or `Unsupported` with the same
    parameters where the status says so.
    """
    status, cluster_status = _status_of(answer)
    if status is not None:
        return _refusal(status, cluster_status)
    code = answer.get("error_code")
    if code == ErrorCode.NOT_READY:
        return Busy("not_ready")
    foreign = _FOREIGN_REASONS.get(code, Reason.FAILED) if isinstance(code, int) else Reason.FAILED
    reason = str(answer.get("reason") or foreign)
    if reason == Reason.FINDINGS:
        return FindingsRefused(_findings(answer.get("findings")))
    error = _CLASSES.get(reason, Disconnected)
    transports = answer.get("transports")
    if isinstance(transports, list):
        return error(reason, transports=", ".join(map(str, cast("list[object]", transports))))
    return error(reason)


def _refusal(status: int, cluster_status: int | None) -> AppError:
    unsupported = {
        Status.UNSUPPORTED_ENDPOINT,
        Status.UNSUPPORTED_COMMAND,
        Status.UNSUPPORTED_ATTRIBUTE,
        Status.UNSUPPORTED_CLUSTER,
    }
    error = Busy if status == Status.BUSY else Unsupported if status in unsupported else Rejected
    return error(Reason.REFUSED, status=status, cluster_status=cluster_status)


def _status_of(answer: Mapping[str, object]) -> tuple[int | None, int | None]:
    """Status and cluster status; other servers have them only inside `details`: `Failure (0x1, clusterStatus: 3)`."""
    status, cluster_status = answer.get("status"), answer.get("cluster_status")
    if isinstance(status, int):
        return status, cluster_status if isinstance(cluster_status, int) else None
    if "reason" in answer or answer.get("error_code") != ErrorCode.UNKNOWN:
        return None, None
    found = _STATUS.search(str(answer.get("details")))
    if found is None:
        return None, None
    return int(found[1], 16), None if found[2] is None else int(found[2])


def _findings(given: object) -> tuple[AttestationFinding, ...]:
    if not isinstance(given, list):
        return ()
    entries = [
        cast("dict[str, object]", entry)
        for entry in cast("list[object]", given)
        if isinstance(entry, dict)
    ]
    return tuple(
        AttestationFinding(
            str(entry.get("type")), str(entry.get("level")), entry.get("acceptable") is True
        )
        for entry in entries
    )
