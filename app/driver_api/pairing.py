"""Pairing as data: steps that a screen or a terminal draws, answers that come back typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from app.core.secret import Secret
from app.domain.lock import Capabilities, LockInfo


class FieldKind(StrEnum):
    """What a field of a form takes."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 (a kind of field, no secret)
    SETUP_CODE = "setup_code"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: `key` names the answer, `label` is a message key."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """Asks for values. `error` is a message key with parameters when the last answer did not do."""

    id: str
    title: str
    fields: tuple[FormField, ...]
    text: str | None = None
    error: str | None = None
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice; `label` is a message key."""

    key: str
    label: str
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Choice:
    """Asks for one of several answers."""

    id: str
    title: str
    options: tuple[Option, ...]
    text: str | None = None
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])


class FindingLevel(StrEnum):
    """How grave an attestation finding is; `error` is never accepted (one exception: an unknown root while no trust store ships)."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the lock's certificates gave reason to doubt. `is_acceptable` is whether consent can go past it."""

    code: str
    level: FindingLevel
    is_acceptable: bool


@dataclass(frozen=True, slots=True)
class Confirm:
    """Shows facts or findings and asks for consent; no is always a safe answer."""

    id: str
    title: str
    text: str | None = None
    findings: tuple[Finding, ...] = ()
    can_accept: bool = True
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Show:
    """Shows something to do or to know; going on needs no value."""

    id: str
    title: str
    text: str | None = None
    lines: tuple[str, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class PairedLock:
    """A lock that is ours: what is needed to open it again, without secrets.

    `address` is the driver's own text. `facts` is what pairing learned; None when the lock could not be asked.
    """

    driver: str
    address: str
    info: LockInfo | None = None
    capabilities: Capabilities | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The lock is ours; `findings` are those that were accepted on the way."""

    lock: PairedLock
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """This attempt is over. `code` says what was observed, `causes` are message keys, likeliest first."""

    code: str
    causes: tuple[str, ...] = ()
    can_retry: bool = True
    findings: tuple[Finding, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])


Step = Form | Choice | Confirm | Show | Done | Failed


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to the step `step_id`; secrets come as `Secret`."""

    step_id: str
    values: Mapping[str, str | int | bool | Secret[str]] = field(
        default_factory=dict[str, "str | int | bool | Secret[str]"]
    )
    is_yes: bool = True


@dataclass(frozen=True, slots=True)
class FlowState:
    """Where a flow stands, without secrets; enough for `LockDriver.resume`."""

    driver: str
    step_id: str
    data: Mapping[str, str] = field(default_factory=dict[str, str])


class ProgressState(StrEnum):
    """State of one sub-step."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """One sub-step changed its state; `key` is a message key."""

    key: str
    state: ProgressState
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])


Report = Callable[[Progress], None]


class PairingFlow(Protocol):
    """One attempt to make a lock ours; knows nothing of screens."""

    async def start(self) -> Step:
        """Begin, and return the first step that needs somebody."""
        ...

    async def answer(self, given: Answer) -> Step:
        """Take an answer, work, and return the next step that needs somebody."""
        ...

    async def back(self) -> Step:
        """Return to the step before, where that is possible; else the present step again."""
        ...

    async def cancel(self) -> None:
        """Stop; safe at any moment, safe twice."""
        ...

    def snapshot(self) -> FlowState:
        """Where the flow stands, without secrets."""
        ...
