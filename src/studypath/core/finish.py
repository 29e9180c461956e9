"""Forecast the day on which the remaining work is finished: a median and an 80 % interval.

Model: days = remaining minutes / (share of days with study × minutes of such a day). Both are
measured on the learner's sessions; the share is drawn towards a prior. The interval adds up, in
logs, how much people change their pace, how little was observed, and the interval of the hours.
`docs/forecast.md` gives formulas, sources and scores.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeGuard

WINDOW_DAYS = 28
"""Days of the prior, half-life of recency, and the longest that an unannounced break counts."""

PRIOR_SHARE = 0.5  # of days with study
PRIOR_DAY_MINUTES = 90.0  # of such a day, used only without sessions and without weekly hours
PLAN_DAYS = 4  # study days that the user's own weekly hours count for
BREAK_POWER = 0.25  # how a current break slows the return
CHANGE = 0.8  # sd of the log of the pace between the past and the future
MOST_DAYS = 10_000_000
MOST_HOURS_RATIO = 1000.0

Z90 = 1.2815515655446004
DECAY = 0.5 ** (1 / WINDOW_DAYS)

DayRange = tuple[int, int]
"""The first and the last day of an announced pause."""


class FinishDays(NamedTuple):
    """Whole days after today on which the work is finished; 1 is tomorrow."""

    p10: int
    p50: int
    p90: int


class Rhythm(NamedTuple):
    """How a learner studies, as assumed after the observed study days.

    `share` is that of days with study (0 to 1), `day_minutes` the mean of such a day, `break_days`
    the days since the last one, without announced pauses. `study_days` counts the observed ones;
    with 0 only the prior speaks. `evidence` adds to them what the user's own plan counts for.
    """

    share: float
    day_minutes: float
    break_days: float
    study_days: int
    evidence: int


def forecast_finish_days(
    history: Iterable[tuple[int, float]],
    remaining_minutes: float | Sequence[float],
    today: int,
    *,
    prior_weekly_minutes: float | None = None,
    study_days_per_week: float | None = None,
    pauses: Iterable[DayRange] = (),
) -> FinishDays:
    """Return in how many days the remaining minutes are through, as (p10, p50, p90).

    `history` holds (day, minutes) of all sessions in any order, days are consecutive integers;
    `today` counts as over. `remaining_minutes` is a number or a (p10, p50, p90). Sessions after
    today and minutes that are not positive and finite are left out. Without sessions only the
    prior speaks: the user's weekly minutes and study days, else 90 minutes every other day.
    Nothing remaining is (0, 0, 0). The answer is deterministic, finite and ordered.
    """
    away = merge_ranges(pauses)
    rhythm = measure_rhythm(
        history,
        today,
        prior_weekly_minutes=prior_weekly_minutes,
        study_days_per_week=study_days_per_week,
        pauses=away,
    )
    return finish_at_rhythm(rhythm, remaining_minutes, today, away)


def measure_rhythm(
    history: Iterable[tuple[int, float]],
    today: int,
    *,
    prior_weekly_minutes: float | None = None,
    study_days_per_week: float | None = None,
    pauses: Iterable[DayRange] = (),
) -> Rhythm:
    """Return the learner's rhythm on the evening of `today`; arguments as `forecast_finish_days`.

    The share of all days since the first session is drawn to the prior, which counts for four
    weeks; the share of recent days (half-life four weeks) is drawn to that. Days of announced
    pauses are left out, and a longer break counts as four weeks.
    """
    prior = PRIOR_SHARE
    if _is_positive(study_days_per_week):
        prior = min(1.0, study_days_per_week / 7)
    plan_days, plan_minutes = 0, PRIOR_DAY_MINUTES
    if _is_positive(prior_weekly_minutes):
        plan_days, plan_minutes = PLAN_DAYS, prior_weekly_minutes / 7 / prior
    minutes_on = _minutes_by_day(history, today)
    if not minutes_on:
        return Rhythm(prior, plan_minutes, 0, 0, plan_days)
    studied = len(minutes_on)
    break_days, observed, recent, recent_of = _count_days(minutes_on, today, merge_ranges(pauses))
    # The first day has study by definition and says nothing about the share.
    usual = (studied - 1 + WINDOW_DAYS * prior) / (observed - 1 + WINDOW_DAYS)
    share = min(1.0, (recent + WINDOW_DAYS * usual) / (recent_of + WINDOW_DAYS))
    evidence = studied + plan_days
    day_minutes = sum(minutes_on.values()) / evidence + plan_minutes * (plan_days / evidence)
    return Rhythm(share, day_minutes, break_days, studied, evidence)


def finish_at_rhythm(
    rhythm: Rhythm,
    remaining_minutes: float | Sequence[float],
    today: int = 0,
    pauses: Iterable[DayRange] = (),
) -> FinishDays:
    """Return in how many days the remaining minutes are through at a rhythm."""
    low, middle, high = _as_triple(remaining_minutes)
    if not middle > 0:
        return FinishDays(0, 0, 0)
    slowed = (1 + rhythm.break_days * rhythm.share) ** BREAK_POWER
    median = middle / rhythm.day_minutes / rhythm.share * slowed
    reach = Z90 * math.sqrt(CHANGE**2 + 1 / (1 + 2 * rhythm.evidence))
    below = math.hypot(reach, _log_ratio(middle, low))
    above = math.hypot(reach, _log_ratio(high, middle))
    away = merge_ranges(pauses)
    days = (median * math.exp(-below), median, median * math.exp(above))
    return FinishDays(*(_skip_pauses(_whole_days(t), today, away) for t in days))


def merge_ranges(ranges: Iterable[DayRange]) -> tuple[DayRange, ...]:
    """Return day ranges in order, those that touch or overlap as one, empty ones left out."""
    merged: list[DayRange] = []
    for first, last in sorted(r for r in ranges if r[0] <= r[1]):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def _minutes_by_day(history: Iterable[tuple[int, float]], today: int) -> dict[int, float]:
    """Sum the usable minutes of each day up to today, oldest day first."""
    minutes_on: dict[int, float] = {}
    for day, minutes in history:
        if day <= today and _is_positive(minutes):
            minutes_on[day] = minutes_on.get(day, 0.0) + minutes
    return dict(sorted(minutes_on.items()))


def _count_days(
    days: Iterable[int], today: int, away: Sequence[DayRange]
) -> tuple[int, int, float, float]:
    """Return days of the current break, observed days, and recent study days of recent days.

    A recent day weighs half as much every four weeks back. A day with study counts although it
    lies in a pause.
    """
    paused = _pause_counter(away)
    recent, observed, last = 0.0, 0, None
    for day in days:
        if last is not None:
            step = min(day - last - paused(last + 1, day), WINDOW_DAYS)
            observed += step
            recent *= DECAY**step
        recent, observed, last = recent + 1, observed or 1, day
    if last is None:
        return 0, 0, 0.0, 0.0
    break_days = today - last - paused(last + 1, today + 1)
    counted = min(break_days, WINDOW_DAYS)
    observed += counted
    recent_of = (1 - DECAY**observed) / (1 - DECAY)
    return break_days, observed, recent * DECAY**counted, recent_of


def _pause_counter(away: Sequence[DayRange]) -> Callable[[int, int], int]:
    """Return a function that counts the days of pause from a day to the day before another."""
    if not away:
        return lambda _first, _end: 0
    starts = [first for first, _ in away]
    sums = [0, *accumulate(last - first + 1 for first, last in away)]

    def before(day: int) -> int:
        i = bisect_left(starts, day)
        return sums[i] - max(0, away[i - 1][1] - day + 1) if i else 0

    return lambda first, end: before(end) - before(first)


def _skip_pauses(days: int, today: int, away: Sequence[DayRange]) -> int:
    """Return how many days after today so many days without pause are over."""
    end = today + days
    for first, last in away:
        if last <= today:
            continue
        lost_from = max(first, today + 1)
        if lost_from > end:
            break
        end += last - lost_from + 1
    return end - today


def _as_triple(minutes: float | Sequence[float]) -> tuple[float, float, float]:
    """Return (p10, p50, p90) minutes; a number is all three."""
    if isinstance(minutes, (int, float)):
        return minutes, minutes, minutes
    low, middle, high = minutes
    return low, middle, high


def _log_ratio(high: float, low: float) -> float:
    """Return the log of a ratio of minutes, from 0 to that of a thousand."""
    if not low < high:
        return 0.0
    if low <= high / MOST_HOURS_RATIO:
        return math.log(MOST_HOURS_RATIO)
    return math.log(high / low)


def _whole_days(days: float) -> int:
    """Round days up, one at least; a tiny excess is an error of rounding."""
    return max(1, math.ceil(min(days, MOST_DAYS) * (1 - 1e-9)))


def _is_positive(value: float | None) -> TypeGuard[float]:
    return value is not None and 0 < value < math.inf
