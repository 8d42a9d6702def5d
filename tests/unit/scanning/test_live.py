"""Reading frames within their time, and what is news among what was read."""

import itertools
import time
from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from app.core.errors import AppError, BugError
from app.core.secret import Secret
from app.scanning.corner_triples import corner_triples
from app.scanning.finder_fit import Finder
from app.scanning.frame_mailbox import NewestOnly
from app.scanning.frame_pictures import CameraPicture, Plane, PlaneOrder
from app.scanning.frame_planes import grey_frame, screen_picture
from app.scanning.frames import Frame
from app.scanning.hints import Hint, SteadyHint, hint_of, measure_box
from app.scanning.live import LiveReader
from app.scanning.live_budget import StepCosts, frame_budget_s
from app.scanning.live_slices import SlicedWork
from app.scanning.live_texts import RecentTexts
from app.scanning.symbols import Symbol
from tests.bench.label_bursts import burst
from tests.bench.label_pictures import sweep_picture
from tests.fakes.films import label

MATTER, OTHER = "MT:-24J0AFN00KA0648G00", "MT:Y.K9042C00KA0648G00"


class Clock:
    """Goes on when it is told, and a little each time it is asked."""

    def __init__(self, step: float = 0.0) -> None:
        self.now, self._step = 100.0, step

    def __call__(self) -> float:
        self.now += self._step
        return self.now


def frame_of(grey: np.ndarray) -> Frame:
    return Frame(grey.shape[1], grey.shape[0], np.ascontiguousarray(grey).tobytes())


def texts_of(reader: LiveReader, grey: np.ndarray) -> list[str]:
    return [symbol.text.reveal() for symbol in reader.read_blocking(frame_of(grey)).symbols]


def symbol(text: str) -> Symbol:
    return Symbol(Secret(text), ((0, 0), (9, 0), (9, 9), (0, 9)))


# --- the schedule ---------------------------------------------------------------------------------


def test_a_code_in_the_frame_is_read_with_its_corners():
    reader = LiveReader()
    reading = reader.read_blocking(frame_of(label(MATTER)))
    assert [one.text.reveal() for one in reading.symbols] == [MATTER]
    middle = np.mean(reading.symbols[0].position, axis=0)
    assert abs(middle - (320, 180)).max() < 4
    assert reading.steps[:2] == ("whole", "box")
    reader.close_blocking()


def test_several_codes_in_one_frame_are_all_read():
    both = np.hstack([label(MATTER, width=400), label(OTHER, width=400)])
    assert set(texts_of(LiveReader(), both)) == {MATTER, OTHER}


def test_each_frame_has_at_least_one_more_step_and_all_of_them_have_their_turn():
    # Each look at the clock takes longer than the whole frame may: nothing fits, and one runs nevertheless.
    reader = LiveReader(budget_s=0.001, clock=Clock(0.5))
    empty = label(None)
    steps = [reader.read_blocking(frame_of(empty)).steps for _ in range(7)]
    assert {len(one) for one in steps} == {3}
    assert len({one[2] for one in steps}) == 6  # one of them looks at two parts
    reader.close_blocking()


def test_further_steps_run_while_the_time_lasts():
    reader = LiveReader(budget_s=100, clock=Clock())
    assert len(reader.read_blocking(frame_of(label(None))).steps) == 2 + 7
    reader.close_blocking()


def test_a_damaged_code_is_read_in_slices_over_several_frames():
    [picture] = burst(3, 500, 1)  # which no other step reads
    grey = cv2.imdecode(np.frombuffer(picture.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    reader = LiveReader(budget_s=0.033, clock=time.process_time)
    readings = []
    while len(readings) < 60 and not (readings and readings[-1].symbols):
        readings.append(reader.read_blocking(frame_of(np.asarray(grey, np.uint8))))
    reader.close_blocking()
    [found] = readings[-1].symbols
    assert (found.text.reveal(), found.step) == (picture.text, "damaged")
    assert len(readings) > 1
    assert sorted(one.spent_s for one in readings)[len(readings) // 2] < 0.040


def test_the_budget_is_the_time_between_frames_or_more_on_a_slow_computer():
    assert frame_budget_s(0.033, 0.010) == pytest.approx(0.028, abs=0.001)
    assert frame_budget_s(0.033, 0.060) == pytest.approx(0.096)


def test_measuring_sets_a_budget_of_this_computer():
    reader = LiveReader()
    assert reader.measure_blocking(frame_of(label(None)), 0.033) == reader.budget_s >= 0.028


def test_a_dearer_turn_counts_at_once_and_a_cheaper_one_slowly():
    costs = StepCosts()
    costs.note("step", 1.0)
    costs.note("step", 0.0)
    assert costs.of("step") == pytest.approx(0.8)
    costs.note("step", 2.0)
    assert costs.of("step") == pytest.approx(1.4)


# --- slices ---------------------------------------------------------------------------------------


def test_sliced_work_is_held_when_its_time_is_over_and_goes_on_later():
    clock = Clock(1.0)
    asked: list[bool] = []

    def work(should_stop):
        asked.extend(should_stop() for _ in range(5))
        return "done"

    sliced = SlicedWork(work, clock)
    assert sliced.go_on_blocking(clock.now + 2.5) is None
    assert 1 <= len(asked) < 5
    assert sliced.go_on_blocking(clock.now + 100) == "done"
    assert asked == [False] * 5
    with pytest.raises(BugError):
        sliced.go_on_blocking(0)


def test_sliced_work_that_is_cancelled_is_told_to_stop():
    told: list[bool] = []

    def work(should_stop):
        while not should_stop():
            told.append(False)
        told.append(True)

    sliced = SlicedWork(work, Clock(1.0))
    sliced.go_on_blocking(101.5)
    sliced.cancel_blocking()
    sliced.cancel_blocking()
    assert told[-1] is True


def test_what_goes_wrong_in_sliced_work_is_raised_where_the_slice_was_given():
    def work(_should_stop):
        raise AppError("picture_unreadable")

    sliced = SlicedWork(work)
    with pytest.raises(AppError, match="picture_unreadable"):
        sliced.go_on_blocking(1e9)


# --- news -----------------------------------------------------------------------------------------


def test_a_code_that_stays_in_sight_is_news_once_and_again_after_two_seconds_without_it():
    clock = Clock()
    recent = RecentTexts(clock)
    assert recent.news([symbol(MATTER)])
    for _ in range(20):
        clock.now += 1.5
        assert not recent.news([symbol(MATTER)])
    assert [one.text.reveal() for one in recent.news([symbol(MATTER), symbol(OTHER)])] == [OTHER]
    clock.now += 2.0
    assert len(recent.news([symbol(MATTER)])) == 1


def test_the_same_text_twice_in_a_frame_is_news_once():
    assert len(RecentTexts(Clock()).news([symbol(MATTER), symbol(MATTER)])) == 1


def test_the_mailbox_holds_the_newest_only_and_ends_when_closed():
    box: NewestOnly[int] = NewestOnly()
    for number in range(5):
        box.put(number)
    items: Iterator[int] = box.items_blocking()
    assert next(items) == 4
    assert box.dropped == 4
    box.put(5)
    box.close()
    assert list(items) == []
    box.put(6)
    assert list(box.items_blocking()) == []


# --- hints ----------------------------------------------------------------------------------------


def hints_of(factor: str, value: float) -> list[Hint | None]:
    found: list[Hint | None] = []
    for seed in range(3):
        picture = sweep_picture(factor, value, seed)
        grey = cv2.imdecode(np.frombuffer(picture.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
        assert grey is not None
        box = np.ascontiguousarray(np.asarray(grey, np.uint8)[144:576, 256:1024])
        found.append(hint_of(measure_box(box, 720), 720))
    return found


@pytest.mark.parametrize(
    ("factor", "value", "hint"),
    [
        ("module_pixels", 1.2, Hint.TOO_SMALL),
        ("defocus", 1.1, Hint.BLURRED),
        ("brightness", 0.1, Hint.DARK),
    ],
)
def test_what_hinders_most_is_told(factor: str, value: float, hint: Hint):
    assert hints_of(factor, value).count(hint) >= 2


def test_a_code_that_is_easy_to_read_needs_no_hint():
    assert hints_of("module_pixels", 3)[0] is None


def test_a_hint_appears_after_a_while_stays_for_a_while_and_never_flickers():
    clock = Clock()
    steady = SteadyHint(clock)
    shown: list[Hint | None] = []
    for hint in itertools.islice(itertools.cycle([Hint.DARK, None, Hint.BLURRED]), 60):
        clock.now += 0.1
        shown.append(steady.see(hint))
    assert shown == [None] * 60
    for _ in range(9):
        clock.now += 0.1
        steady.see(Hint.DARK)
    assert steady.shown is Hint.DARK
    clock.now = steady._shown_at + 0.1
    assert steady.see(None) is Hint.DARK
    clock.now += 1.3
    assert steady.see(None) is Hint.DARK
    clock.now += 0.2
    assert steady.see(None) is None


# --- planes ---------------------------------------------------------------------------------------


def test_a_jpeg_frame_is_read_and_shown():
    is_written, jpeg = cv2.imencode(".jpg", label(MATTER))
    assert is_written
    picture = CameraPicture(640, 360, PlaneOrder.JPEG, (Plane(jpeg.tobytes(), 0),))
    frame = grey_frame(picture)
    assert (frame.width, frame.height) == (640, 360)
    assert [one.text.reveal() for one in LiveReader().read_blocking(frame).symbols] == [MATTER]
    shown = screen_picture(picture, 300, 300)
    assert (shown.width, shown.height, len(shown.pixels)) == (300, 168, 300 * 168 * 4)


@pytest.mark.parametrize("order", [PlaneOrder.Y, PlaneOrder.YUYV, PlaneOrder.BGRA, PlaneOrder.JPEG])
def test_a_frame_with_too_few_bytes_is_refused(order: PlaneOrder):
    picture = CameraPicture(64, 48, order, (Plane(b"\0" * 100, 64),))
    with pytest.raises(AppError, match="camera_frame_unreadable"):
        grey_frame(picture)


def test_rows_with_gaps_behind_them_are_read_without_the_gaps():
    grey = label(MATTER)
    padded = np.pad(grey, ((0, 0), (0, 32)), constant_values=7)
    picture = CameraPicture(640, 360, PlaneOrder.Y, (Plane(padded.tobytes(), 672),))
    assert bytes(grey_frame(picture).pixels) == grey.tobytes()


# --- corner triples -------------------------------------------------------------------------------


def test_three_corners_of_one_code_are_found_among_others_and_the_best_comes_first():
    def finder(x: float, y: float) -> Finder:
        return Finder(np.array([x, y]), np.eye(2) * 4.0, 1.0, 0.9)

    corners = [finder(100, 100), finder(172, 100), finder(100, 172)]  # 18 modules: version 2
    found = corner_triples([finder(400, 300), *corners, finder(30, 310)])
    best = found[0]
    assert (best.corner, best.right, best.below) == tuple(corners)
    assert best.sizes[0] == 25
    assert corner_triples(corners[:2]) == []
