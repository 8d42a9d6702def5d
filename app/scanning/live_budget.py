"""How long the steps take on this computer, and how much of a frame's time they may use."""

import time
from collections.abc import Callable

_FORGETTING = 0.2
_RESERVE = 0.85
"""Of the time between two frames: the rest is for the picture on the screen and what else the computer does."""
_SLOW = 1.6
"""A computer that needs all of a frame's time for the first two steps gets this many times theirs, and shows fewer frames."""


class StepCosts:
    """What each step took lately, in seconds; a dearer turn counts at once, a cheaper one slowly."""

    def __init__(self) -> None:
        self._costs: dict[str, float] = {}

    def note(self, name: str, spent_s: float) -> None:
        """A step took so long."""
        known = self._costs.get(name, 0.0)
        if spent_s >= known:
            self._costs[name] = known + (spent_s - known) * (0.5 if known else 1.0)
        else:
            self._costs[name] = known + (spent_s - known) * _FORGETTING

    def of(self, name: str) -> float:
        """What it is expected to take; 0 before it was ever measured."""
        return self._costs.get(name, 0.0)


def frame_budget_s(frame_interval_s: float, base_cost_s: float) -> float:
    """The time for reading one frame, where the first two steps take `base_cost_s` on this computer."""
    return max(frame_interval_s * _RESERVE, base_cost_s * _SLOW)


def time_of(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long it takes, in seconds."""
    begun = clock()
    work()
    return clock() - begun
