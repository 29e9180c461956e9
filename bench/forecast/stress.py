"""The forecast on made-up work that breaks the model's assumptions, one at a time.

    python bench/forecast/stress.py

A kind of work is 60 learners of 40 steps: a learner's pace is lognormal, a step's scatter is
lognormal around it. Columns as in backtest.py, once three steps are done; a loss below 1 beats
the other method.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from backtest import Replay, Timed, evidence_based, naive, ratio, replays, score

from studypath.core.forecast import forecast_hours


@dataclass(frozen=True, slots=True)
class Work:
    """How hours come about: pace and spreads as sd of logs, unless said otherwise."""

    pace: float = 1.1  # the median learner's hours over estimated hours
    between: float = 0.5
    within: float = 0.55
    sizes: float = 0.8
    drift: float = 0.0  # of a learner's pace, from one step to the next
    phases: float = 0.0  # of six steps in a row together
    shrink: float = 0.0  # exponent by which large steps take less than estimated
    tails: bool = False  # Student's t with 3.5 degrees of freedom instead of a normal
    absurd: float = 0.0  # chance that the log of a done step is thirty times too long


KINDS = {
    "as assumed": Work(),
    "slower than planned": Work(pace=1.6, between=0.6, within=0.7),
    "faster than planned": Work(pace=0.75, between=0.4, within=0.47),
    "good estimators": Work(pace=1.0, between=0.3, within=0.3),
    "strangers' estimates": Work(between=1.0),
    "very uneven steps": Work(within=0.95),
    "heavy tails": Work(within=0.75, tails=True),
    "pace drifts": Work(drift=0.08),
    "hard phases": Work(phases=0.35),
    "large steps quicker": Work(sizes=1.2, within=0.63, shrink=-0.25),
    "absurd sessions": Work(absurd=0.02),
}


def learner(work: Work, dice: random.Random) -> list[Timed]:
    own, phase = dice.gauss(math.log(work.pace), work.between), 0.0
    steps = []
    for i in range(40):
        own += dice.gauss(0, work.drift)
        phase = phase if i % 6 else dice.gauss(0, work.phases)
        size = dice.gauss(0, work.sizes)
        noise = dice.gauss(0, 1)
        if work.tails:
            noise *= 0.75 / math.sqrt(dice.gammavariate(1.75, 2) / 3.5)
            noise = max(-3.5, min(3.5, noise))
        hours = 3 * math.exp(size)
        log = own + phase + work.within * noise + work.shrink * size
        steps.append((hours, hours, hours * math.exp(log)))
    return steps


def mislogged(case: Replay, chance: float, dice: random.Random) -> Replay:
    done = tuple((lo, hi, a * (30 if dice.random() < chance else 1)) for lo, hi, a in case.done)
    return Replay(done, case.remaining, case.actual)


def main() -> None:
    print(f"{'':22}{'cover%':>8}{'/naive':>8}{'/ratio':>8}{'/evidence-based':>17}")
    for name, work in KINDS.items():
        dice = random.Random(name)
        cases = replays([learner(work, dice) for _ in range(60)], 4, seed=1)
        late = [mislogged(case, work.absurd, dice) for case in cases if len(case.done) >= 3]
        ours = score(forecast_hours, late)
        naives, ratios, draws = (
            ours.pinball / score(other, late).pinball for other in (naive, ratio, evidence_based)
        )
        print(f"{name:22}{100 * ours.cover:8.1f}{naives:8.2f}{ratios:8.2f}{draws:17.2f}")


if __name__ == "__main__":
    main()
