"""The steps left laid over weeks: the answer to `plan`."""

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
"""A plan longer than a hundred years is refused."""

LEAST_HOURS_PER_WEEK = 0.25


class PlannedStep(NamedTuple):
    """A step, or the part of one that falls into a week, in whole minutes at the median pace."""

    step: Step
    minutes: int
    ends: bool


class PlannedWeek(NamedTuple):
    """A week by its Monday and its days of the plan; weeks without study are not in a plan."""

    start: date
    first: date
    last: date
    steps: tuple[PlannedStep, ...]

    @property
    def minutes(self) -> int:
        """The whole minutes of the week."""
        return sum(step.minutes for step in self.steps)


class Deadline(NamedTuple):
    """What it takes to be through by a day, in hours a week up to the next tenth.

    `needed` makes the median end by then, `sure` nine in ten. `usual` is what is studied or was
    set so far, None where unknown. `feasible` is whether that, and the week itself, bear `needed`.
    """

    by: date
    needed: float
    sure: float
    usual: float | None
    feasible: bool


class Plan(NamedTuple):
    """The steps left laid over weeks from `start` on.

    `forecast` carries this plan's weekly hours and finish. `weekly_source` is `given`, `set`,
    `history`, or `by` where the `deadline` decides; None where nothing is left and no weekly
    hours are known. `unplanned` are the steps left of which no estimate is known.
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
    """Return the plan of a path from `start` on, either at weekly hours or to be done by a day.

    Each step gets its share of the forecast's median. Without `hours_per_week` and `by` the
    forecast's own weekly hours count. Weeks begin on Monday; days of pause take their share out
    of one. Raises WrongUsage for hours or a day that cannot be, where no weekly hours are known,
    where nothing is known of the steps left, and for a plan of more than a hundred years.
    """
    if forecast is None:
        msg = "none of the steps left has an estimate: there is nothing to plan with"
        raise WrongUsage(msg)
    if hours_per_week is not None:
        _check_hours(hours_per_week)
    held = unite_pauses(pauses)
    usual = hours_per_week or forecast.hours_per_week
    if status.complete:
        return Plan(status.path, start, usual, forecast.weekly_source, (), forecast, pauses=held)
    if by is not None:
        deadline = _deadline(forecast, start, by, held, usual)
        weekly, source = max(deadline.needed, LEAST_HOURS_PER_WEEK), BY
    elif usual is not None:
        deadline = None
        weekly, source = usual, GIVEN if hours_per_week else forecast.weekly_source or GIVEN
    else:
        msg = (
            "how many hours a week? Give --hours-per-week 5 once, which is remembered, or a day "
            "with --by; there are not enough sittings yet to tell from"
        )
        raise WrongUsage(msg)
    weekly = min(weekly, MOST_WEEKLY_HOURS)
    minutes = (forecast.p10_minutes, forecast.p50_minutes, forecast.p90_minutes)
    finish = Finish(*(find_finish_day(start, m, weekly, held) for m in minutes))
    shares, unplanned = _shares(status, forecast)
    return Plan(
        path=status.path,
        start=start,
        hours_per_week=weekly,
        weekly_source=source,
        weeks=tuple(_weeks(shares, start, weekly, held)),
        forecast=forecast._replace(
            hours_per_week=weekly,
            weekly_source=source,
            finish=finish if forecast.p50_minutes else None,
        ),
        unplanned=unplanned,
        pauses=held,
        deadline=deadline,
    )


def _check_hours(hours: float) -> None:
    if not LEAST_HOURS_PER_WEEK <= hours <= MOST_WEEKLY_HOURS:
        msg = f"a week has {MOST_WEEKLY_HOURS:.0f} hours; give from 0.25 to that many"
        raise WrongUsage(msg)


def _deadline(
    forecast: Forecast, start: date, by: date, pauses: Sequence[Pause], usual: float | None
) -> Deadline:
    days = _days_until(start, by, pauses)
    needed = _hours_needed(forecast.p50_minutes, days)
    sure = _hours_needed(forecast.p90_minutes, days)
    most = MOST_WEEKLY_HOURS if usual is None else min(usual, MOST_WEEKLY_HOURS)
    return Deadline(by, needed, sure, usual, needed <= most)


def _days_until(start: date, by: date, pauses: Sequence[Pause]) -> int:
    if by < start:
        msg = f"{by} is before the plan starts on {start}"
        raise WrongUsage(msg)
    days = count_study_days(start, by, pauses)
    if not days:
        msg = f"every day from {start} to {by} is in a pause"
        raise WrongUsage(msg)
    return days


def _hours_needed(minutes: int, days: int) -> float:
    """The hours a week, up to the next tenth, at which `days` days hold the minutes."""
    tenths = math.ceil(minutes * 7 * 10 / (60 * days) - 1e-9)
    while count_days_needed(minutes, tenths / 10) > days:
        tenths += 1
    return tenths / 10


def _shares(
    status: PathStatus, forecast: Forecast
) -> tuple[list[tuple[Step, int]], tuple[Step, ...]]:
    """The minutes of each step ahead, which sum to the median exactly, and the unknown steps."""
    known: list[tuple[Step, float]] = []
    unknown: list[Step] = []
    for ahead in list_steps_ahead(status):
        ends = estimate_hours_left(ahead, forecast.pace.factor)
        if ends is None:
            unknown.append(ahead.step)
        else:
            known.append((ahead.step, sum(ends)))
    whole = math.fsum(hours for _, hours in known)
    shares: list[tuple[Step, int]] = []
    passed, given = 0.0, 0
    for i, (step, hours) in enumerate(known):
        passed += hours
        # The last one takes what rounding left: the sum is the median's, to the minute.
        part = 1.0 if i == len(known) - 1 or not whole else min(1.0, passed / whole)
        upto = round(forecast.p50_minutes * part)
        shares.append((step, upto - given))
        given = upto
    return shares, tuple(unknown)


def _days(first: date, last: date) -> Iterable[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _weeks(
    shares: Sequence[tuple[Step, int]], start: date, weekly: float, pauses: Sequence[Pause]
) -> Iterable[PlannedWeek]:
    """Fill week after week; a step that does not fit into one goes on in the next."""
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
            free = [day for day in _days(first, last) if count_study_days(day, day, pauses)]
            ends = (free[0], free[-1]) if free else (first, last)
            yield PlannedWeek(monday, *ends, tuple(steps))
    if at < len(shares):
        msg = f"at {weekly:g} hours a week this would take more than a hundred years"
        raise WrongUsage(msg)
