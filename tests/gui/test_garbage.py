"""Qt objects are destroyed in the thread that they live in."""

import gc
import threading

from PySide6.QtCore import QObject

from app.ui.garbage import _CALM, QtThreadGarbage

MANY = 5_000


class Knot(QObject):
    """Refers to itself, so that only the collector finds it unused; tells in which thread it went."""

    def __init__(self, gone_in: list[int]) -> None:
        super().__init__()
        self.me = self
        self.gone_in = gone_in

    def __del__(self) -> None:
        self.gone_in.append(threading.get_ident())


def allocate() -> None:
    """Make more containers than any of Python's thresholds allows."""
    kept = [[number] for number in range(MANY)]
    kept.clear()


def test_tests_run_on_the_main_thread_also_in_a_process_among_several(qapp):
    assert threading.current_thread() is threading.main_thread()
    assert qapp.thread().isCurrentThread()


def test_another_thread_destroys_no_qt_object(qtbot):
    gone_in: list[int] = []
    parent = QObject()
    gc.enable()
    QtThreadGarbage(parent, interval_ms=5)
    for _ in range(20):
        Knot(gone_in)
    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()
    kept = [[number] for number in range(MANY)]
    qtbot.waitUntil(lambda: len(gone_in) == 20)
    assert kept
    assert set(gone_in) == {threading.get_ident()}
    parent.deleteLater()


def test_nothing_is_looked_through_while_very_much_is_made(qapp):
    gone_in: list[int] = []
    parent = QObject()
    garbage = QtThreadGarbage(parent, interval_ms=1_000_000)
    gc.collect()
    garbage._collect_due()
    Knot(gone_in)
    kept = [[number] for number in range(4 * MANY)]
    garbage._collect_due()
    assert not gone_in
    for _ in range(_CALM):
        garbage._collect_due()
    assert gone_in
    assert kept
    parent.deleteLater()


def test_python_alone_would_destroy_it_in_whatever_thread_allocates(qapp):
    gone_in: list[int] = []
    gc.collect()
    gc.enable()
    Knot(gone_in)
    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()
    gc.disable()
    assert gone_in, "the collector did not run: is the work-around still needed?"
    assert gone_in != [threading.get_ident()]
