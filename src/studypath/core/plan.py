"""Schedule the remaining steps week by week, for `plan`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from studypath.core.curriculum import Path, Step
from studypath.core.errors import WrongUsage
from studypath.core.path_forecast import Finish, Forecast, estimate_hours_left
from studypath.core.status import PathStatus, list_steps_ahead
from studypath.core.weeks import (
    MOST_WEEKLY_HOURS,
    Pause,
    count_days_needed,
    count_minutes,
    count_study_days,
    find_finish_day,
    iterate_weeks,
    unite_pauses,
)

GIVEN, BY = "given", "by"
MOST_WEEKS = 5200
"""A hundred years: a longer plan is an error."""

LEAST_HOURS_PER_WEEK = 0.25


class PlannedStep(NamedTuple):
    """A step or its part in a week, in whole minutes at the median; `ends` marks the last part."""

    step: Step
    minutes: int
    ends: bool


class PlannedWeek(NamedTuple):
    """A week with study: its Monday, the first and last day of study in it, and its steps."""

    start: date
    first: date
    last: date
    steps: tuple[PlannedStep, ...]

    @property
    def minutes(self) -> int:
        """Return the whole minutes of the week."""
        return sum(step.minutes for step in self.steps)


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


class Plan(NamedTuple):
    """The remaining steps week by week from `start` on.

    `forecast` has the plan's weekly hours and finish. `weekly_source` is `given`, `set`,
    `history`, or `by` (the deadline); None for a complete path without weekly hours. `unplanned`
    are remaining steps without an estimate.
    """

    path: Path
    start: date
    hours_per_week: float | None
    weekly_source: str | None
    weeks: tuple[PlannedWeek, ...]
    forecast: Forecast
    unplanned: tuple[Step, ...] = ()
    pauses: tuple[Pause, ...] = ()
    deadline: Deadline | None = None


def build_plan(
    status: PathStatus,
    forecast: Forecast | None,
    *,
    start: date,
    hours_per_week: float | None = None,
    by: date | None = None,
    pauses: Iterable[Pause] = (),
) -> Plan:
    """Return the plan of a path from `start` on, at weekly hours or to end by a day.

    Each step gets its share of the forecast's median. Without `hours_per_week` and `by` the
    forecast's weekly hours count. Weeks begin on Monday. Raises WrongUsage if the hours or the
    day are out of range, if weekly hours or all estimates are missing, and if the plan is longer
    than a hundred years.
    """
    if forecast is None:
        msg = "no remaining step has an estimate; there is nothing to plan"
        raise WrongUsage(msg)
    if hours_per_week is not None:
        _check_hours(hours_per_week)
    united = unite_pauses(pauses)
    usual = hours_per_week or forecast.hours_per_week
    if status.complete:
        return Plan(status.path, start, usual, forecast.weekly_source, (), forecast, pauses=united)
    if by is not None:
        deadline = _build_deadline(forecast, start, by, united, usual)
        weekly, source = max(deadline.needed, LEAST_HOURS_PER_WEEK), BY
    elif usual is not None:
        deadline = None
        weekly, source = usual, GIVEN if hours_per_week else forecast.weekly_source or GIVEN
    else:
        msg = (
            "the hours per week are unknown: there are too few sessions yet. Give them once with "
            "--hours-per-week 5, or give a day with --by"
        )
        raise WrongUsage(msg)
    weekly = min(weekly, MOST_WEEKLY_HOURS)
    minutes = (forecast.p10_minutes, forecast.p50_minutes, forecast.p90_minutes)
    finish = Finish(*(find_finish_day(start, m, weekly, united) for m in minutes))
    shares, unplanned = _divide_minutes(status, forecast)
    return Plan(
        path=status.path,
        start=start,
        hours_per_week=weekly,
        weekly_source=source,
        weeks=tuple(_fill_weeks(shares, start, weekly, united)),
        forecast=forecast._replace(
            hours_per_week=weekly,
            weekly_source=source,
            finish=finish if forecast.p50_minutes else None,
        ),
        unplanned=unplanned,
        pauses=united,
        deadline=deadline,
    )


def _check_hours(hours: float) -> None:
    if not LEAST_HOURS_PER_WEEK <= hours <= MOST_WEEKLY_HOURS:
        msg = f"give {LEAST_HOURS_PER_WEEK} to {MOST_WEEKLY_HOURS:.0f} hours per week"
        raise WrongUsage(msg)


def _build_deadline(
    forecast: Forecast, start: date, by: date, pauses: Sequence[Pause], usual: float | None
) -> Deadline:
    days = _count_days_until(start, by, pauses)
    needed = _compute_hours(forecast.p50_minutes, days)
    sure = _compute_hours(forecast.p90_minutes, days)
    most = MOST_WEEKLY_HOURS if usual is None else min(usual, MOST_WEEKLY_HOURS)
    return Deadline(by, needed, sure, usual, needed <= most)


def _count_days_until(start: date, by: date, pauses: Sequence[Pause]) -> int:
    if by < start:
        msg = f"{by} is before {start}, the first day of the plan"
        raise WrongUsage(msg)
    days = count_study_days(start, by, pauses)
    if not days:
        msg = f"the pauses cover every day from {start} to {by}"
        raise WrongUsage(msg)
    return days


def _compute_hours(minutes: int, days: int) -> float:
    """Return the hours per week, rounded up to a tenth, at which `days` hold the minutes."""
    tenths = math.ceil(minutes * 7 * 10 / (60 * days) - 1e-9)
    while count_days_needed(minutes, tenths / 10) > days:
        tenths += 1
    return tenths / 10


def _divide_minutes(
    status: PathStatus, forecast: Forecast
) -> tuple[list[tuple[Step, int]], tuple[Step, ...]]:
    """Divide the median among the steps ahead; return also the steps without an estimate."""
    estimated: list[tuple[Step, float]] = []
    unplanned: list[Step] = []
    for ahead in list_steps_ahead(status):
        ends = estimate_hours_left(ahead, forecast.pace.factor)
        if ends is None:
            unplanned.append(ahead.step)
        else:
            estimated.append((ahead.step, sum(ends)))
    whole = math.fsum(hours for _, hours in estimated)
    shares: list[tuple[Step, int]] = []
    passed, given = 0.0, 0
    for i, (step, hours) in enumerate(estimated):
        passed += hours
        # The last step takes the rounding error: the sum is the median to the minute.
        part = 1.0 if i == len(estimated) - 1 or not whole else min(1.0, passed / whole)
        upto = round(forecast.p50_minutes * part)
        shares.append((step, upto - given))
        given = upto
    return shares, tuple(unplanned)


def _iterate_days(first: date, last: date) -> Iterable[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _fill_weeks(
    shares: Sequence[tuple[Step, int]], start: date, weekly: float, pauses: Sequence[Pause]
) -> Iterable[PlannedWeek]:
    """Yield the weeks; a step that does not fit into one continues in the next."""
    at, left = 0, shares[0][1] if shares else 0
    studied = 0
    for monday, first, last in iterate_weeks(start, MOST_WEEKS):
        if at == len(shares):
            return
        days = studied + count_study_days(first, last, pauses)
        room = count_minutes(days, weekly) - count_minutes(studied, weekly)
        studied = days
        steps: list[PlannedStep] = []
        while at < len(shares) and (room or not left):
            part = min(room, left)
            steps.append(PlannedStep(shares[at][0], part, part == left))
            room, left = room - part, left - part
            if not left:
                at += 1
                left = shares[at][1] if at < len(shares) else 0
        if steps:
            free = [day for day in _iterate_days(first, last) if count_study_days(day, day, pauses)]
            ends = (free[0], free[-1]) if free else (first, last)
            yield PlannedWeek(monday, *ends, tuple(steps))
    if at < len(shares):
        msg = f"at {weekly:g} hours per week the plan is longer than a hundred years"
        raise WrongUsage(msg)
