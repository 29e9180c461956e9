"""Compute the weekly hours with which a path ends by a day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from studypath.core.curriculum import Step
from studypath.core.errors import WrongUsage
from studypath.core.path_forecast import Forecast
from studypath.core.study_times import StudyTimes, list_study_dates, schedule_at
from studypath.core.weeks import (
    MOST_WEEKLY_HOURS,
    Pause,
    count_days_needed,
    count_study_days,
)


class Deadline(NamedTuple):
    """The hours per week that a deadline needs, rounded up to a tenth.

    With `needed` the median ends `by` the day, with `sure` the 90 % quantile. `usual` is the
    user's hours per week, None if unknown. `feasible` means that `needed` exceeds neither `usual`
    nor the hours of a week.
    """

    by: date
    needed: float
    sure: float
    usual: float | None
    feasible: bool


def build_deadline(
    forecast: Forecast,
    start: date,
    by: date,
    pauses: Sequence[Pause],
) -> Deadline:
    """Return the hours per week, spread over all days, with which the path ends by a day.

    Raises WrongUsage if there is no day for study.
    """
    _check_order(start, by)
    days = count_study_days(start, by, pauses)
    if not days:
        msg = f"the pauses cover every day from {start} to {by}"
        raise WrongUsage(msg)
    needed = _compute_hours(forecast.p50_minutes, days)
    sure = _compute_hours(forecast.p90_minutes, days)
    usual = forecast.hours_per_week
    return Deadline(by, needed, sure, usual, needed <= min(usual or math.inf, MOST_WEEKLY_HOURS))


def build_deadline_on_days(
    forecast: Forecast,
    shares: Sequence[tuple[Step, int]],
    times: StudyTimes,
    start: date,
    by: date,
    pauses: Sequence[Pause],
) -> Deadline:
    """Return the hours per week, spread over study days, with which the path ends by a day.

    `needed` are the fewest tenths of an hour whose appointments all take place by then. Raises
    WrongUsage if there is no study day, and if appointments would be longer than the most.
    """
    _check_order(start, by)
    days = sum(1 for _ in list_study_dates(times, start, by, pauses))
    if not days:
        msg = f"there is no study day from {start} to {by}"
        raise WrongUsage(msg)
    weekly = len(times.weekdays) / days / 60
    needed = max(_round_up(forecast.p50_minutes * weekly), times.least_hours)
    while needed <= times.most_hours:
        appointments = schedule_at(times, shares, needed, start, pauses)
        if not appointments or appointments[-1].start.date() <= by:
            break
        needed = _round_up(needed + 0.1)
    else:
        msg = (
            f"the {days} study days from {start} to {by} are too few\n"
            "Give more days with --days, or a later day with --by."
        )
        raise WrongUsage(msg)
    sure = max(needed, _round_up(forecast.p90_minutes * weekly))
    usual = forecast.hours_per_week
    return Deadline(by, needed, sure, usual, needed <= (usual or math.inf))


def _check_order(start: date, by: date) -> None:
    if by < start:
        msg = f"{by} is before {start}, the first day of the plan\nGive a later day with --by."
        raise WrongUsage(msg)


def _compute_hours(minutes: int, days: int) -> float:
    """Return the hours per week, rounded up to a tenth, at which `days` hold the minutes."""
    tenths = round(10 * _round_up(minutes * 7 / (60 * days)))
    while count_days_needed(minutes, tenths / 10) > days:
        tenths += 1
    return tenths / 10


def _round_up(hours: float) -> float:
    return math.ceil(hours * 10 - 1e-9) / 10
