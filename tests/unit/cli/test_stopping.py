"""Ctrl-C during long work: first a wish, then an order."""

import asyncio
import io
import os
import signal

import pytest

from app.cli.output import Output
from app.cli.stopping import Stop, stopping
from tests.waiting import until


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_first_signal_asks_for_the_end_and_the_second_cancels(number: signal.Signals):
    said = io.StringIO()
    stops: list[Stop] = []

    async def work() -> None:
        with stopping(Output(False, io.StringIO(), said)) as stop:
            stops.append(stop)
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await until(lambda: bool(stops))
    assert not stops[0]()
    os.kill(os.getpid(), number)
    await until(lambda: stops[0]())
    assert not task.done()
    assert "Stopping after the running step" in said.getvalue()
    os.kill(os.getpid(), number)
    await until(task.done)
    assert task.cancelled()


async def test_afterwards_signals_do_what_they_did_before():
    before = signal.getsignal(signal.SIGINT)
    with stopping(Output(False, io.StringIO(), io.StringIO())):
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
