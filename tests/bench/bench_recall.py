"""How many codes in hard pictures the steps of reading stills read, each step alone and all of them.

    python tests/bench/bench_recall.py                            20 pictures a level, about a minute
    python tests/bench/bench_recall.py --pictures 200 --sweeps 15   the figures of README.md

Recall: pictures whose text was read. Wrong: another text in a picture with a code. False: any text in a
picture without one. Times are CPU time without opening the file.
"""

import argparse
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from app.scanning.libraries import missing_parts
from app.scanning.steps import STILL_STEPS, WHOLE, run_step
from app.scanning.stills import Page, pages_of
from tests.bench.label_pictures import (
    LEVELS,
    SWEEPS,
    Picture,
    empty_picture,
    level_picture,
    sweep_picture,
)

REACH_PERCENT = {1: 100, 2: 93, 3: 86, 4: 30}
REACH_OVER_ZXING_ALONE = 2.5
PICTURES_FOR_A_VERDICT = 100


@dataclass
class Score:
    """What the steps made of one set of pictures."""

    pictures: int = 0
    read: int = 0
    wrong: int = 0
    alone: Counter[str] = field(default_factory=Counter[str])
    first: Counter[str] = field(default_factory=Counter[str])
    milliseconds: list[float] = field(default_factory=list[float])
    step_milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, picture: Picture) -> None:
        """Let every step read the picture, as if no other had."""
        [page] = pages_of(picture.jpeg)
        assert isinstance(page, Page)
        pixels = np.frombuffer(page.frame.pixels, np.uint8)
        grey = pixels.reshape(page.frame.height, page.frame.width)
        readers: list[str] = []
        others: set[str] = set()
        total = 0.0
        for step in STILL_STEPS:
            begun = time.process_time()
            texts = {reading.text for reading in run_step(step, grey, lambda: False)}
            spent = (time.process_time() - begun) * 1000
            self.step_milliseconds[step.name].append(spent)
            total += spent
            if picture.text in texts:
                readers.append(step.name)
            others |= texts - {picture.text}
            if texts - {picture.text}:
                print(f"{step.name} read something else in {picture.name}", flush=True)
        self.pictures += 1
        self.wrong += len(others)
        self.read += bool(readers)
        self.alone.update(readers)
        self.first.update(readers[:1])
        self.milliseconds.append(total)

    def percent(self, count: int) -> int:
        """Of the pictures; cut off, so that 100 means all."""
        return 100 * count // max(self.pictures, 1)


def measured(make: Callable[[int], Picture], seeds: Iterable[int]) -> Score:
    """The score over pictures that are drawn one by one."""
    score = Score()
    for seed in seeds:
        score.add(make(seed))
    return score


def print_steps(levels: dict[int, Score], empty: Score) -> None:
    """The table of recall a level and of time, for each step alone and for all together."""
    heads = [f"level {level}: alone (first)" for level in levels]
    print("| step |", " | ".join(heads), "| ms p50 | p95 |")
    print("|---|" + "---|" * (len(levels) + 2))
    everything = [*levels.values(), empty]
    for step in STILL_STEPS:
        cells = [
            f"{score.percent(score.alone[step.name])} ({score.first[step.name]})"
            for score in levels.values()
        ]
        times = [ms for score in everything for ms in score.step_milliseconds[step.name]]
        print(f"| {step.name} |", " | ".join(cells), f"| {_times(times)} |")
    cells = [f"**{score.percent(score.read)}**" for score in levels.values()]
    times = [ms for score in everything for ms in score.milliseconds]
    print("| all |", " | ".join(cells), f"| {_times(times)} |")


def _times(milliseconds: list[float]) -> str:
    ordered = sorted(milliseconds)
    return f"{statistics.median(ordered):.0f} | {ordered[int(len(ordered) * 0.95)]:.0f}"


def verdict(levels: dict[int, Score], empty: Score) -> list[str]:
    """What was missed."""
    missed = [
        f"{score.wrong} wrong texts at level {n}" for n, score in levels.items() if score.wrong
    ]
    if empty.wrong:
        missed.append(f"{empty.wrong} texts in pictures without a code")
    for level, score in levels.items():
        if score.pictures >= PICTURES_FOR_A_VERDICT:
            percent = score.percent(score.read)
            if percent < REACH_PERCENT[level]:
                missed.append(f"level {level}: {percent} % of {REACH_PERCENT[level]}")
    hard = [score for level, score in levels.items() if level >= 3]
    read, alone = sum(s.read for s in hard), sum(s.alone[WHOLE.name] for s in hard)
    print(
        f"recall, levels 3 and 4: {read / max(alone, 1):.2f} x zxing-cpp alone ({alone} pictures)"
    )
    are_enough = len(hard) == 2 and hard[0].pictures >= PICTURES_FOR_A_VERDICT
    if are_enough and read <= REACH_OVER_ZXING_ALONE * alone:
        missed.append(f"not {REACH_OVER_ZXING_ALONE} x zxing-cpp alone")
    return missed


def main() -> int:
    """Print every table; 1 when a text was wrong or, with enough pictures, a reach was missed."""
    parser = argparse.ArgumentParser(description="Recall of the steps of reading stills.")
    parser.add_argument("--pictures", type=int, default=20, help="a level, and empty ones")
    parser.add_argument("--sweeps", type=int, default=0, help="pictures for each value of a factor")
    parser.add_argument(
        "--seed", type=int, default=0, help="the first; those from 500 are for tuning"
    )
    parser.add_argument("--levels", default="1,2,3,4")
    asked = parser.parse_args()
    if missing := missing_parts():
        print(f"missing: {', '.join(missing)}; their steps read nothing")
    seeds = range(asked.seed, asked.seed + asked.pictures)
    levels = {
        level: measured(lambda seed, level=level: level_picture(level, seed), seeds)
        for level in LEVELS
        if str(level) in asked.levels.split(",")
    }
    empty = measured(empty_picture, seeds)
    missed: list[str] = []
    if asked.pictures:
        print_steps(levels, empty)
        print(f"in {empty.pictures} pictures without a code: {empty.wrong} texts, ", end="")
        print(f"ms p50 | p95: {_times(empty.milliseconds)}")
        missed = verdict(levels, empty)
    for factor, values in SWEEPS.items() if asked.sweeps else ():
        cells: list[str] = []
        for value in values:
            sweep_seeds = range(asked.seed, asked.seed + asked.sweeps)
            score = measured(lambda s, f=factor, v=value: sweep_picture(f, v, s), sweep_seeds)
            cells.append(
                f"{value}: {score.percent(score.alone[WHOLE.name])} > {score.percent(score.read)}"
            )
            if score.wrong:
                missed.append(f"{score.wrong} wrong texts at {factor} {value}")
        print(f"| {factor} |", " | ".join(cells), "|", flush=True)
    for one in missed:
        print(f"missed: {one}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
