"""How often the finish forecast was right, on the study days of distance students.

    python bench/forecast/finish_dates.py             the students' days beside this file
    python bench/forecast/finish_dates.py --log FILE  a log of your own, in the same format

A log is JSON: {"persons": [[weekday, 0, clicks, days, clicks, ...], ...]}: the weekday of the first
day (0 is Monday), then for each day the days since the one before and what was done, in clicks. A
day with c clicks counts as 15·c^0.6 minutes.

A window is 10 to 60 hours of one person's days; half of the windows begin with the first day. After
1, 2, 4 and 8 weeks the days until the window is worked off are forecast. `known`: the minutes left
are given. `estimated`: they are forecast as well, as wrong as forecast_hours is for programming
students (helsinki_units.json).

cover    share of windows that ended within p10 to p90; 80 is right
<p10     share that ended earlier, >p90 later; 10 each is right
p90/p10  geometric mean of the two ends' ratio
pinball  mean loss of the three quantiles in logs of days; lower is better
"""

from __future__ import annotations

import argparse
import json
import math
import random
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from studypath.core.finish import forecast_finish_days
from studypath.core.forecast import forecast_hours

HERE = Path(__file__).parent
LOG = HERE / "oulad_days.json"
HOURS_LOG = HERE / "helsinki_units.json"
WEEKS = (1, 2, 4, 8)
STEPS_DONE = {1: 1, 2: 3, 4: 5, 8: 10}  # by the weeks, where the hours are forecast as well
LEAST_HOURS, MOST_HOURS = 10, 60
LEAST_LEFT_MINUTES = 60
LEVELS = (0.1, 0.5, 0.9)
DRAWS = 200

Days = list[tuple[int, float]]
Quantiles = tuple[float, float, float]
Forecaster = Callable[[Days, Quantiles, int], Sequence[float]]


class Window(NamedTuple):
    """What was known on the evening of `today`, and how many days the rest then took."""

    weeks: int
    history: Days
    remaining: Quantiles
    today: int
    actual: int


class Score(NamedTuple):
    """The means that the head of this file explains."""

    windows: int
    cover: float
    below: float
    above: float
    width: float
    pinball: float


def persons(log: Path = LOG) -> list[Days]:
    """Return each person's (day, minutes); day 0 is a Monday."""
    people = []
    for weekday, *pairs in json.loads(log.read_text(encoding="utf-8"))["persons"]:
        day, days = weekday, []
        for gap, clicks in zip(pairs[::2], pairs[1::2], strict=True):
            day += gap
            days.append((day, 15 * clicks**0.6))
        people.append(days)
    return people


def windows(people: Sequence[Days], per_week: int, seed: int) -> list[Window]:
    """Return up to `per_week` windows for each number of weeks, every person equally often."""
    dice = random.Random(seed)
    wanted = dict.fromkeys(WEEKS, per_week)
    drawn: list[Window] = []
    for _ in range(10 * per_week):
        person = dice.choice(people)
        for window in _windows_of(_run(person, dice)):
            if wanted[window.weeks]:
                wanted[window.weeks] -= 1
                drawn.append(window)
    return drawn


def _run(days: Days, dice: random.Random) -> Days:
    """Cut a run of 10 to 60 hours out of a person's days; the last day gives what is missing."""
    most = min(MOST_HOURS, sum(m for _, m in days) / 60)
    if most <= LEAST_HOURS:
        return []
    size = 60 * math.exp(dice.uniform(math.log(LEAST_HOURS), math.log(most)))
    starts, left = len(days) - 1, 0.0
    while left < size and starts >= 0:
        left += days[starts][1]
        starts -= 1
    begin = 0 if dice.random() < 0.5 else dice.randint(0, max(0, starts + 1))
    run: Days = []
    for day, minutes in days[begin:]:
        run.append((day, min(minutes, size)))
        size -= minutes
        if size <= 1e-6:
            break
    return run


def _windows_of(run: Days) -> list[Window]:
    found = []
    for weeks in WEEKS if run else ():
        today = run[0][0] + 7 * weeks - 1
        left = sum(m for day, m in run if day > today)
        if left >= LEAST_LEFT_MINUTES:
            history = [(day, m) for day, m in run if day <= today]
            found.append(Window(weeks, history, (left,) * 3, today, run[-1][0] - today))
    return found


def with_estimates(known: Sequence[Window], seed: int) -> list[Window]:
    """Return the windows with a forecast of the minutes left, made on a random student's steps."""
    people = json.loads(HOURS_LOG.read_text(encoding="utf-8"))["persons"]
    dice = random.Random(seed)
    estimated = []
    for window in known:
        k = STEPS_DONE[window.weeks]
        steps = dice.choice([steps for steps in people if len(steps) >= k + 3])
        size = dice.randint(k + 3, min(30, len(steps)))
        at = dice.randint(0, len(steps) - size)
        run = steps[at : at + size]
        scale = window.remaining[1] / sum(actual for *_, actual in run[k:])
        low, middle, high = forecast_hours(run[:k], [step[:2] for step in run[k:]])
        minutes = (scale * low, scale * middle, scale * high)
        estimated.append(window._replace(remaining=minutes))
    return estimated


def mean_pace(history: Days, remaining: Quantiles, today: int) -> Quantiles:
    """Carry on the mean since the first day; of the hours' interval take its ends."""
    a_day = sum(m for _, m in history) / (today - history[0][0] + 1)
    low, middle, high = (minutes / a_day for minutes in remaining)
    return low, middle, high


def bootstrap(history: Days, remaining: Quantiles, today: int) -> Quantiles:
    """Draw past weeks at random, empty ones too, until the rest is worked off."""
    count = max(1, (today - history[0][0] + 1) // 7)
    weeks = [[0.0] * 7 for _ in range(count)]
    for day, minutes in history:
        weeks[(day - history[0][0]) // 7 % count][(day - history[0][0]) % 7] += minutes
    dice = random.Random(repr((history, remaining)))
    ends = sorted(_drawn_end(weeks, _drawn_minutes(remaining, dice), dice) for _ in range(DRAWS))
    low, middle, high = (ends[int(level * DRAWS)] for level in LEVELS)
    return low, middle, high


def _drawn_minutes(remaining: Quantiles, dice: random.Random) -> float:
    low, middle, high = remaining
    z = dice.gauss(0, 1) / 1.28155
    return middle * (high / middle if z > 0 else middle / low) ** z


def _drawn_end(weeks: list[list[float]], left: float, dice: random.Random) -> int:
    days = 0
    while True:
        for minutes in dice.choice(weeks):
            days += 1
            left -= minutes
            if left <= 1e-9:
                return days


FORECASTERS: dict[str, Forecaster] = {
    "studypath": forecast_finish_days,
    "mean pace": mean_pace,
    "bootstrap": bootstrap,
}


def score(forecaster: Forecaster, cases: Sequence[Window]) -> Score:
    cover, below, above, width, pinball = [], [], [], [], []
    for case in cases:
        days = forecaster(case.history, case.remaining, case.today)
        below.append(case.actual < days[0])
        above.append(case.actual > days[2])
        cover.append(not below[-1] and not above[-1])
        logs = [math.log(max(day, 0.5)) for day in days]
        width.append(logs[2] - logs[0])
        errors = [math.log(case.actual) - log for log in logs]
        losses = [max(q * e, (q - 1) * e) for q, e in zip(LEVELS, errors, strict=True)]
        pinball.append(statistics.fmean(losses))
    means = [statistics.fmean(column) for column in (cover, below, above, width, pinball)]
    return Score(len(cases), *means)


def row(label: str, it: Score) -> str:
    return (
        f"{label:12}{it.windows:8}{100 * it.cover:8.1f}{100 * it.below:7.1f}{100 * it.above:7.1f}"
        f"{math.exp(it.width):9.1f}{it.pinball:9.4f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--log", type=Path, default=LOG)
    parser.add_argument("--windows", type=int, default=500, help="for each number of weeks (500)")
    parser.add_argument("--seed", type=int, default=2017)
    wanted = parser.parse_args()
    known = windows(persons(wanted.log), wanted.windows, wanted.seed)
    if not known:
        sys.exit("no window of 10 hours lasts longer than a week")
    head = f"{'':12}{'windows':>8}{'cover%':>8}{'<p10':>7}{'>p90':>7}{'p90/p10':>9}{'pinball':>9}"
    for variant, cases in (("known", known), ("estimated", with_estimates(known, wanted.seed))):
        print(f"hours {variant}\n{head}")
        for name, forecaster in FORECASTERS.items():
            print(row(name, score(forecaster, cases)))
        for k in WEEKS:
            of_weeks = [case for case in cases if case.weeks == k]
            if of_weeks:
                print(row(f"  {k} weeks", score(forecast_finish_days, of_weeks)))
        print()


if __name__ == "__main__":
    main()
