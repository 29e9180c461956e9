"""How often the forecast was right, on logs of people who finished.

    python bench/forecast/backtest.py                 the students' log beside this file
    python bench/forecast/backtest.py --point         the same, with low = high = midpoint
    python bench/forecast/backtest.py --log FILE      a log of your own, in the same format

A log is JSON: {"persons": [[[low_hours, high_hours, actual_hours], ...], ...]}, each person's
steps in the order finished. A run is 8 to 30 consecutive steps of one person, each person equally
often; after k of its steps are done, the hours of the others are forecast.

cover    share of runs whose hours fell into the 80 % interval; 80 is right
width    of that interval, as a share of the summed midpoints
pinball  mean loss of the three quantiles, as the same share; lower is better
error    median of |p50 - actual| / actual
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from studypath.core.forecast import forecast_hours

LOG = Path(__file__).with_name("helsinki_units.json")
DONE_COUNTS = (0, 1, 3, 5, 10)
SHORTEST, LONGEST = 8, 30
DRAWS = 300
LEVELS = (0.1, 0.5, 0.9)

Estimate = tuple[float, float]
Timed = tuple[float, float, float]
Quantiles = tuple[float, float, float]
Forecaster = Callable[[Sequence[Timed], Sequence[Estimate]], Quantiles]


@dataclass(frozen=True, slots=True)
class Replay:
    """A run stopped after some steps, and the hours that the others took in the end."""

    done: tuple[Timed, ...]
    remaining: tuple[Estimate, ...]
    actual: float


@dataclass(frozen=True, slots=True)
class Score:
    """The means that the head of this file explains."""

    replays: int
    cover: float
    width: float
    pinball: float
    error: float


def persons(log: Path = LOG) -> list[list[Timed]]:
    read = json.loads(log.read_text(encoding="utf-8"))["persons"]
    return [[(low, high, actual) for low, high, actual in steps] for steps in read]


def as_points(people: list[list[Timed]]) -> list[list[Timed]]:
    return [[((low + high) / 2, (low + high) / 2, a) for low, high, a in p] for p in people]


def replays(people: list[list[Timed]], runs_each: int, seed: int) -> list[Replay]:
    dice = random.Random(seed)
    found = []
    for steps in people:
        for _ in range(runs_each if len(steps) >= SHORTEST else 0):
            size = dice.randint(SHORTEST, min(LONGEST, len(steps)))
            at = dice.randint(0, len(steps) - size)
            run = steps[at : at + size]
            found += [
                Replay(
                    tuple(run[:k]),
                    tuple((low, high) for low, high, _ in run[k:]),
                    sum(actual for *_, actual in run[k:]),
                )
                for k in DONE_COUNTS
                if k < size
            ]
    return found


def naive(_done: Sequence[Timed], remaining: Sequence[Estimate]) -> Quantiles:
    """The estimates as they stand: the lows, the midpoints, the highs, each summed."""
    low, high = (sum(column) for column in zip(*remaining, strict=True))
    return low, (low + high) / 2, high


def ratio(done: Sequence[Timed], remaining: Sequence[Estimate]) -> Quantiles:
    """The same, times hours spent over hours estimated so far."""
    factor = sum(a for *_, a in done) / sum((lo + hi) / 2 for lo, hi, _ in done) if done else 1.0
    low, middle, high = naive(done, remaining)
    return low * factor, middle * factor, high * factor


def evidence_based(done: Sequence[Timed], remaining: Sequence[Estimate]) -> Quantiles:
    """Spolsky (2007): every remaining step takes its midpoint times a past ratio, drawn anew."""
    if not done:
        return naive(done, remaining)
    dice = random.Random(repr((done, remaining)))
    past = [2 * a / (low + high) for low, high, a in done]
    middles = [(low + high) / 2 for low, high in remaining]
    sums = sorted(sum(m * dice.choice(past) for m in middles) for _ in range(DRAWS))
    low, middle, high = (sums[round(level * (DRAWS - 1))] for level in LEVELS)
    return low, middle, high


FORECASTERS: dict[str, Forecaster] = {
    "studypath": forecast_hours,
    "naive sum": naive,
    "ratio": ratio,
    "evidence-based": evidence_based,
}


def score(forecaster: Forecaster, cases: Sequence[Replay]) -> Score:
    cover, width, pinball, error = [], [], [], []
    for case in cases:
        quantiles = forecaster(case.done, case.remaining)
        middles = sum(low + high for low, high in case.remaining) / 2
        losses = [
            max(level * (case.actual - q), (1 - level) * (q - case.actual))
            for level, q in zip(LEVELS, quantiles, strict=True)
        ]
        p10, p50, p90 = quantiles
        cover.append(p10 <= case.actual <= p90)
        width.append((p90 - p10) / middles)
        pinball.append(statistics.fmean(losses) / middles)
        error.append(abs(p50 - case.actual) / case.actual)
    return Score(
        len(cases),
        statistics.fmean(cover),
        statistics.fmean(width),
        statistics.fmean(pinball),
        statistics.median(error),
    )


def row(label: str, it: Score) -> str:
    return (
        f"{label:16}{it.replays:8}{100 * it.cover:8.1f}{it.width:8.2f}{it.pinball:9.4f}"
        f"{100 * it.error:8.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--log", type=Path, default=LOG)
    parser.add_argument("--point", action="store_true")
    parser.add_argument("--runs", type=int, default=10, help="runs of each person (10)")
    parser.add_argument("--seed", type=int, default=2014)
    wanted = parser.parse_args()
    people = persons(wanted.log)
    cases = replays(as_points(people) if wanted.point else people, wanted.runs, wanted.seed)
    late = [case for case in cases if len(case.done) >= 3]
    head = f"{'':16}{'replays':>8}{'cover%':>8}{'width':>8}{'pinball':>9}{'error%':>8}"
    print(f"three steps or more done\n{head}")
    for name, forecaster in FORECASTERS.items():
        print(row(name, score(forecaster, late)))
    print(f"\nstudypath, by steps done\n{head}")
    for k in DONE_COUNTS:
        print(row(str(k), score(forecast_hours, [case for case in cases if len(case.done) == k])))


if __name__ == "__main__":
    main()
