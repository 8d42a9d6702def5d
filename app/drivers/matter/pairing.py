"""Making a Matter lock ours: one attempt, resumable, whose node id was drawn and stored before it began."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.errors import BugError
from app.core.tasks import TaskOwner
from app.domain.setup_code import engine_code, matter_payloads, parse_setup_code
from app.driver_api.driver import Candidate
from app.driver_api.errors import DriverError, NeedsUser, Rejected, Unsupported
from app.driver_api.pairing import (
    Answer,
    Confirm,
    Done,
    Failed,
    Finding,
    FindingLevel,
    FlowState,
    PairedLock,
    Progress,
    ProgressState,
    Report,
    Step,
)
from app.drivers.matter.client import MatterClient
from app.drivers.matter.engine_const import Reason
from app.drivers.matter.engine_errors import AttestationFinding, FindingsRefused
from app.drivers.matter.engine_values import Node

DISCOVERY_S = 30
"""How long a lock in pairing mode is looked for."""

FAIL_SAFE_DISCOVERY_S = 100
"""The same after an attempt that was cut off: the lock's fail-safe runs about 60 s (measured: 36 to 59 s until it can be paired again)."""

_CAUSES: Mapping[str, tuple[str, ...]] = {
    Reason.NOT_DISCOVERED: (
        "cause_not_in_pairing_mode",
        "cause_code_used",
        "cause_other_network",
        "cause_wrong_code",
    ),
    Reason.WRONG_CODE: ("cause_wrong_code", "cause_lock_waits"),
}

STARTED, COMMISSIONING, ENDED = "started", "commissioning", "ended"
"""Where a flow stands: nothing sent yet; sent, so that the lock may be ours; ended with a definite answer, so that it is not."""

Finish = Callable[[MatterClient, Node], Awaitable[PairedLock | None]]


@dataclass(frozen=True, slots=True)
class FlowParts:
    """What a flow needs of its driver. `finish` reads what the lock is; None means that it is no lock."""

    client: Callable[[], Awaitable[MatterClient]]
    finish: Finish
    tasks: TaskOwner
    discovery_s: int = DISCOVERY_S


class MatterPairing:
    """One attempt for one candidate; implements `PairingFlow`."""

    def __init__(
        self, parts: FlowParts, candidate: Candidate, report: Report, *, is_resumed: bool
    ) -> None:
        self._parts = parts
        self._candidate = candidate
        self._report = report
        self._is_resumed = is_resumed
        self._accepted: tuple[Finding, ...] = ()
        self._asked: tuple[Finding, ...] = ()
        self._step_id = STARTED
        self._work: asyncio.Task[Step] | None = None
        self._is_cancelled = False

    async def start(self) -> Step:
        """Find out whether an earlier attempt made the lock ours; else commission it."""
        return await self._run(self._begin())

    async def answer(self, given: Answer) -> Step:
        """Take consent to findings, or go on after a pause."""
        if given.step_id == "findings":
            if not given.is_yes:
                self._step_id = ENDED
                return Failed("findings_refused", findings=self._asked)
            self._accepted = self._asked
        return await self._run(self._attempt(self._parts.discovery_s))

    async def back(self) -> Step:
        """There is nothing to go back to once the lock was asked."""
        if self._asked:
            return _findings_step(self._asked)
        return Failed("pairing_cancelled")

    async def cancel(self) -> None:
        """Stop; the engine ends what it began on the lock as far as it can."""
        self._is_cancelled = True
        work = self._work
        if work is not None and not work.done():
            work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([work])

    def snapshot(self) -> FlowState:
        """Where the flow stands; the node id and the setup code are the project's to keep."""
        return FlowState(driver="matter", step_id=self._step_id)

    async def _run(self, coroutine: Coroutine[Any, Any, Step]) -> Step:
        self._work = self._parts.tasks.start("matter pairing", self._as_step(coroutine))
        try:
            return await asyncio.shield(self._work)
        except asyncio.CancelledError:
            if self._is_cancelled:
                return Failed("pairing_cancelled")
            self._work.cancel()
            raise

    async def _begin(self) -> Step:
        self._report(Progress("progress_engine", ProgressState.RUNNING))
        await self._parts.client()
        self._report(Progress("progress_engine", ProgressState.DONE))
        if self._is_resumed:
            found = await self._find_ours()
            if found is not None:
                return found
        usual_s = self._parts.discovery_s
        return await self._attempt(FAIL_SAFE_DISCOVERY_S if self._is_resumed else usual_s)

    async def _find_ours(self) -> Step | None:
        """The lock may have become ours before the attempt was cut off; then it only has to be finished."""
        node_id = self._candidate.node_id
        if node_id is None:
            return None
        self._report(Progress("progress_resume", ProgressState.RUNNING))
        client = await self._parts.client()
        node = await client.find_node(node_id)
        self._report(Progress("progress_resume", ProgressState.DONE))
        if node is None:
            self._report(Progress("progress_waiting", ProgressState.RUNNING))
            return None
        return await self._finish(client, node)

    async def _attempt(self, discovery_s: int) -> Step:
        self._step_id = COMMISSIONING
        code, node_id = self._candidate.setup_code, self._candidate.node_id
        if code is None or node_id is None:
            raise BugError("candidate_incomplete")
        payloads = matter_payloads(parse_setup_code(code.reveal()))
        if not payloads:
            raise BugError("candidate_incomplete")
        client = await self._parts.client()
        self._report(Progress("progress_commissioning", ProgressState.RUNNING))
        try:
            node = await client.commission(
                engine_code(payloads[0]),
                node_id=node_id,
                accept=[
                    AttestationFinding(finding.code, str(finding.level), finding.is_acceptable)
                    for finding in self._accepted
                ],
                network_only=self._candidate.network_only,
                discovery_s=discovery_s,
            )
        except FindingsRefused as error:
            return await self._ask(tuple(_finding(found) for found in error.findings))
        self._report(Progress("progress_commissioning", ProgressState.DONE))
        return await self._finish(client, node)

    async def _ask(self, findings: tuple[Finding, ...]) -> Step:
        self._asked = findings
        self._step_id = ENDED
        can_accept = all(finding.is_acceptable for finding in findings)
        is_new = set(findings) - set(self._accepted)
        if self._candidate.accept_findings and can_accept and is_new:
            self._accepted = findings
            return await self._attempt(self._parts.discovery_s)
        self._report(Progress("progress_commissioning", ProgressState.FAILED))
        return _findings_step(findings)

    async def _finish(self, client: MatterClient, node: Node) -> Step:
        self._step_id = COMMISSIONING
        self._report(Progress("progress_reading", ProgressState.RUNNING))
        paired = await self._parts.finish(client, node)
        if paired is None:
            await client.remove_node(node.id)
            self._report(Progress("progress_reading", ProgressState.FAILED))
            return Failed("no_lock_cluster", can_retry=False)
        self._report(Progress("progress_reading", ProgressState.DONE))
        return Done(paired, findings=self._accepted)

    async def _as_step(self, coroutine: Coroutine[Any, Any, Step]) -> Step:
        """The work's outcome; what the lock or the network did to it becomes a step that says so."""
        try:
            return await coroutine
        except (NeedsUser, Rejected, Unsupported) as error:
            self._step_id = ENDED  # a definite no: nothing of this attempt is left on the lock
            can_retry = isinstance(error, NeedsUser)
            return _failed(error, can_retry=can_retry)
        except DriverError as error:
            return _failed(error, can_retry=True)


def _findings_step(findings: tuple[Finding, ...]) -> Confirm:
    can_accept = all(finding.is_acceptable for finding in findings)
    return Confirm(
        id="findings",
        title="pair_title_findings",
        text="pair_text_findings" if can_accept else "pair_text_findings_final",
        findings=findings,
        can_accept=can_accept,
    )


def _finding(found: AttestationFinding) -> Finding:
    known = {str(level): level for level in FindingLevel}
    return Finding(found.type, known.get(found.level, FindingLevel.ERROR), found.is_acceptable)


def _failed(error: DriverError, *, can_retry: bool) -> Failed:
    causes = _CAUSES.get(error.code, ())
    return Failed(error.code, causes=causes, can_retry=can_retry, parameters=error.parameters)
