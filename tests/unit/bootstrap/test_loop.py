"""The loop that Qt and asyncio share."""

import asyncio

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtTest import QTest


async def test_a_task_is_not_lost_when_another_lets_qt_handle_events_in_its_step(qapp):
    done: list[str] = []

    async def other() -> None:
        done.append("begun")
        await asyncio.sleep(0)
        done.append("ended")

    task = asyncio.create_task(other())
    QTest.qWait(50)
    assert done == []
    async with asyncio.timeout(5):
        await task
    assert done == ["begun", "ended"]


async def test_what_was_cancelled_while_it_waited_for_its_turn_is_not_done(qapp):
    done: list[str] = []
    handle = asyncio.get_running_loop().call_soon(done.append, "late")
    QTest.qWait(30)
    handle.cancel()
    await asyncio.sleep(0.05)
    assert done == []


async def test_qt_alone_goes_on_in_the_middle_of_a_step(qapp):
    done: list[str] = []
    QTimer.singleShot(0, lambda: done.append("timer"))
    QTest.qWait(30)
    assert done == ["timer"]
    QCoreApplication.processEvents()
