"""Read a camera's frames one after the other, each within its time.

Every frame goes through the whole picture, the aiming box enlarged, and then steps in rotation while the
frame's time lasts. The reader of damaged codes takes several frames' time: it works on one kept box in
slices, in what the other steps leave over. What this reads and costs: tests/bench/bench_live.py.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

import numpy as np

from app.scanning.arrays import Luma, Points
from app.scanning.cascade import is_same, paint_over, symbol_of
from app.scanning.frames import Frame
from app.scanning.live_budget import StepCosts, frame_budget_s
from app.scanning.live_region import Region, cut_region, likely_region
from app.scanning.live_slices import SlicedWork
from app.scanning.steps import (
    ADAPTIVE,
    DAMAGED,
    THRICE,
    TWICE_ADAPTIVE,
    TWICE_FLAT,
    TWICE_SHARP,
    WHOLE,
    ZBAR_FLAT,
    Reading,
    Step,
    read_damaged_qr_quickly,
    read_qr,
    run_step,
)
from app.scanning.symbols import Symbol

_MEGA = 1_000_000
_WIDER_BOX = 1.2
"""What the rotating steps look at, of the box's side: a hand holds no code exactly into it."""
_MOST_BOX_PIXELS = int(2.1 * _MEGA)
_MOST_ROTATING_PIXELS = int(1.4 * _MEGA)
_MOST_REGION_PIXELS = _MEGA // 2
_MOST_DAMAGED_PIXELS = 240_000
_LEAST_SLICE_S = 0.003
_UNPLANNED_S = 0.0015
"""Of a frame's time: no step is timed exactly."""
_SLICE_OVERRUN_S = 0.004
"""How long the slow step may go on before it asks again whether its slice is over."""
_LEAST_SIDE_PIXELS = 16
_WIDE_TURN = 3
"""Each so manyth time the slow step gets the whole box: what looks most like a code may be none."""


@dataclass(frozen=True, slots=True)
class AimingBox:
    """The middle of the frame: `part` of its width and height, and how much it is enlarged for reading."""

    part: float = 0.5
    enlargement: float = 3.0


NORMAL_BOX = AimingBox()
SMALL_CODES_BOX = AimingBox(part=0.25, enlargement=5.0)


class Where(Enum):
    """What part of the frame a step looks at: all, the box and a little around, what in it looks most like a code."""

    WHOLE = auto()
    BOX = auto()
    REGION = auto()


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of the rotation and where it looks."""

    step: Step
    where: Where

    @property
    def name(self) -> str:
        """How its cost is kept."""
        return f"{self.where.name.lower()}_{self.step.name}"


def _turn(where: Where, step: Step) -> Turn:
    limits = {
        Where.WHOLE: _MEGA,
        Where.BOX: _MOST_ROTATING_PIXELS,
        Where.REGION: _MOST_REGION_PIXELS,
    }
    return Turn(replace(step, most_pixels=limits[where]), where)


ROTATION = (
    _turn(Where.REGION, ADAPTIVE),
    _turn(Where.REGION, TWICE_FLAT),
    _turn(Where.REGION, THRICE),
    _turn(Where.REGION, TWICE_ADAPTIVE),
    _turn(Where.REGION, TWICE_SHARP),
    _turn(Where.BOX, ADAPTIVE),
    _turn(Where.REGION, ZBAR_FLAT),
)
_QUICKLY = replace(DAMAGED, read=read_damaged_qr_quickly)


@dataclass(frozen=True, slots=True)
class LiveReading:
    """What became of one frame: `symbols` in pixels of `frame`, which is an earlier one where a slow step read it."""

    frame: Frame
    symbols: tuple[Symbol, ...]
    spent_s: float
    steps: tuple[str, ...] = ()


class LiveReader:
    """Reads frames in one worker thread. `budget_s` is what a frame may take; `measure_blocking` sets it."""

    def __init__(
        self,
        budget_s: float = 0.033,
        rotation: Sequence[Turn] = ROTATION,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.budget_s = budget_s
        self.box = NORMAL_BOX
        self._clock = clock
        self._costs = StepCosts()
        self._rotation = deque(rotation)
        self._slow: tuple[SlicedWork[list[Reading]], Frame] | None = None
        self._slow_turns = 0

    def measure_blocking(self, frame: Frame, frame_interval_s: float) -> float:
        """Find out how long the steps take on frames of this size, set the budget, and give it."""
        self._costs = StepCosts()
        look = _Look(luma_of(frame), self.box)
        base = 0.0
        for _ in range(2):  # the first time libraries are loaded and memory is fetched
            base = self._run(_EVERYWHERE, look) + self._run(self._box_turn, look)
        for turn in self._rotation:
            self._run(turn, look)
        self.budget_s = frame_budget_s(frame_interval_s, base)
        return self.budget_s

    def read_blocking(self, frame: Frame) -> LiveReading:
        """Every code that the frame's time allows to read."""
        begun = self._clock()
        until = begun + self.budget_s - _UNPLANNED_S
        look = _Look(luma_of(frame), self.box)
        if min(look.grey.shape) < _LEAST_SIDE_PIXELS:
            return LiveReading(frame, (), 0.0)
        self._run(_EVERYWHERE, look)
        self._run(self._box_turn, look)
        self._next_turn(look)
        slow = self._work_slowly(frame, look, until)
        if slow is None:
            self._further_turns(look, until)
        spent = self._clock() - begun
        if slow is not None:
            return replace(slow, spent_s=spent, steps=(*look.names, *slow.steps))
        symbols = tuple(symbol_of(reading) for reading in look.found)
        return LiveReading(frame, symbols, spent, tuple(look.names))

    def box_of(self, frame: Frame) -> Luma:
        """The aiming box of a frame, and a little around it."""
        return _Look(luma_of(frame), self.box).cut(Where.BOX)[0]

    def close_blocking(self) -> None:
        """End what is kept for the next frame; safe twice."""
        if self._slow is not None:
            self._slow[0].cancel_blocking()
            self._slow = None

    @property
    def _box_turn(self) -> Turn:
        step = Step("box", read_qr, enlarge=self.box.enlargement, most_pixels=_MOST_BOX_PIXELS)
        return Turn(step, Where.BOX)

    def _run(self, turn: Turn, look: "_Look") -> float:
        """Let a step look at the frame; how long it took."""
        begun = self._clock()
        look.take(turn)
        spent = self._clock() - begun
        self._costs.note(turn.name, spent)
        return spent

    def _next_turn(self, look: "_Look") -> None:
        turn = self._rotation.popleft()
        self._rotation.append(turn)
        self._run(turn, look)

    def _further_turns(self, look: "_Look", until: float) -> None:
        """Those that still fit into the frame's time, each once."""
        for turn in tuple(self._rotation)[:-1]:
            if self._clock() + self._costs.of(turn.name) <= until:
                self._rotation.remove(turn)
                self._rotation.append(turn)
                self._run(turn, look)

    def _work_slowly(self, frame: Frame, look: "_Look", until: float) -> LiveReading | None:
        """What the reader of damaged codes found in what it was given some frames ago."""
        if (
            look.found
        ):  # the code was read; whether another is hard to read is seen when it is alone
            self.close_blocking()
            return None
        if self._slow is None:
            self._slow = (SlicedWork(self._slow_work(look), self._clock), frame)
        if until - _SLICE_OVERRUN_S - self._clock() < _LEAST_SLICE_S:
            return None
        sliced, at = self._slow
        readings = sliced.go_on_blocking(until - _SLICE_OVERRUN_S)
        if not sliced.is_done:
            return None
        self._slow = None
        if not readings:
            return None
        symbols = tuple(symbol_of(reading) for reading in readings)
        return LiveReading(at, symbols, 0.0, (DAMAGED.name,))

    def _slow_work(self, look: "_Look") -> Callable[[Callable[[], bool]], list[Reading]]:
        self._slow_turns += 1
        is_wide = self._slow_turns % _WIDE_TURN == 0
        cut, origin = look.cut(Where.BOX if is_wide else Where.REGION)
        step = replace(_QUICKLY, most_pixels=_MOST_DAMAGED_PIXELS)

        def work(should_stop: Callable[[], bool]) -> list[Reading]:
            read = run_step(step, cut, should_stop)
            return [replace(one, corners=one.corners + origin) for one in read]

        return work


class _Look:
    """One frame while steps look at it; what one read is painted over, so that the others spend nothing on it again."""

    def __init__(self, grey: Luma, box: AimingBox) -> None:
        self.grey = grey
        self.found: list[Reading] = []
        self.names: list[str] = []
        self._box = box
        self._is_ours = False
        self._region: Region | None = None

    def take(self, turn: Turn) -> None:
        """Let the step look."""
        seen, origin = self.cut(turn.where, 1.0 if turn.step.name == "box" else _WIDER_BOX)
        readings = run_step(turn.step, seen, _never)
        self.names.append(turn.step.name)
        placed = [replace(one, corners=one.corners + origin) for one in readings]
        new = [one for one in placed if not any(is_same(one, other) for other in self.found)]
        for one in new:
            if not self._is_ours:
                self.grey, self._is_ours = self.grey.copy(), True
            paint_over(self.grey, one.corners)
        self.found += new

    def cut(self, where: Where, wider: float = _WIDER_BOX) -> tuple[Luma, Points]:
        """That part of the frame, and where it begins."""
        if where is Where.WHOLE:
            return self.grey, np.zeros(2)
        height, width = self.grey.shape
        part = min(1.0, self._box.part * wider)
        high, wide = max(1, round(height * part)), max(1, round(width * part))
        top, left = (height - high) // 2, (width - wide) // 2
        box = np.ascontiguousarray(self.grey[top : top + high, left : left + wide])
        if where is Where.BOX:
            return box, np.array([left, top], float)
        if self._region is None:
            self._region = likely_region(box, height)
        region, (x, y) = cut_region(box, self._region)
        return region, np.array([left + x, top + y], float)


def luma_of(frame: Frame) -> Luma:
    """The frame's pixels as an array; they are not copied."""
    pixels = np.frombuffer(frame.pixels, np.uint8)[: frame.width * frame.height]
    return pixels.reshape(frame.height, frame.width)


def _never() -> bool:
    return False


_EVERYWHERE = Turn(WHOLE, Where.WHOLE)
