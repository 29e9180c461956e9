"""Plan the remaining steps week by week, or on study days, for `plan`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

from studypath.core.appointments import Appointment
from studypath.core.curriculum import Path, Step
from studypath.core.deadline import Deadline, build_deadline, build_deadline_on_days
from studypath.core.errors import WrongUsage
from studypath.core.instants import find_local_day
from studypath.core.path_forecast import Forecast, estimate_hours_left, forecast_path
from studypath.core.planned_weeks import PlannedStep, PlannedWeek, fill_weeks, group_by_week
from studypath.core.settings import Settings
from studypath.core.status import PathStatus, list_steps_ahead
from studypath.core.study_times import StudyTimes, find_first_day, schedule_at
from studypath.core.tracked import TrackedProgress
from studypath.core.weeks import MOST_WEEKLY_HOURS, Pause, add_days, find_finish_day, unite_pauses

__all__ = [
    "Deadline",
    "Plan",
    "PlanRequest",
    "PlannedStep",
    "PlannedWeek",
    "build_plan",
    "plan_path",
]

GIVEN, BY = "given", "by"
LEAST_HOURS_PER_WEEK = 0.25


class PlanRequest(NamedTuple):
    """What the user asks of a plan; None means the setting, for `start` today.

    `start` is the first day, `by` the day to end on, `weekdays` and `at` the study days, 0 for
    Monday, and the time at which appointments begin.
    """

    start: date | None = None
    hours_per_week: float | None = None
    by: date | None = None
    pauses: tuple[Pause, ...] = ()
    weekdays: tuple[int, ...] | None = None
    at: time | None = None


class Plan(NamedTuple):
    """The remaining steps week by week from `start` on.

    `forecast` is the one that `status` shows, at the plan's weekly hours: where the user's rhythm
    differs from the plan, its finish differs from `planned_end`, the last day of study of the
    plan. `weekly_source` is `given`, `set`, `history`, or `by` (the deadline); None for a complete
    path without weekly hours. `unplanned` are remaining steps without an estimate. `appointments`
    hold the same minutes as `weeks`; there are none without study days and a study time.
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
    appointments: tuple[Appointment, ...] = ()
    planned_end: date | None = None


def plan_path(
    tracked: TrackedProgress,
    status: PathStatus,
    request: PlanRequest,
    settings: Settings,
    now: datetime,
    tz: tzinfo,
) -> Plan:
    """Return the plan that a request asks for, with the forecast that `status` shows.

    The hours per week are those of the request, else of the settings, else of the last eight
    weeks; with `by` those that the day needs. They and the study days are the prior of the
    forecast. The days before a later `start` count as a pause. Raises WrongUsage as `build_plan`
    does, if the request has both hours and a day, if it begins before today, and if it has only
    one of study days and study time while the settings do not have the other.
    """
    today = find_local_day(now, tz)
    start = _choose_start(request, today)
    weekdays = request.weekdays or settings.study_weekdays
    times = _choose_times(request, settings, tz)
    away = [*request.pauses]
    if start > today:
        away.append((today, add_days(start, -1)))

    def forecast_at(hours: float | None) -> Forecast | None:
        return forecast_path(
            tracked,
            status,
            hours_per_week=hours,
            today=today,
            tz=tz,
            pauses=away,
            study_days_per_week=len(weekdays) if weekdays else None,
        )

    plan = build_plan(
        status,
        forecast_at(request.hours_per_week or settings.hours_per_week),
        start=find_first_day(times, start, now),
        hours_per_week=request.hours_per_week,
        by=request.by,
        pauses=request.pauses,
        times=times,
    )
    if plan.deadline is None:
        return plan
    needed = forecast_at(plan.hours_per_week)
    return plan if needed is None else plan._replace(forecast=needed._replace(weekly_source=BY))


def build_plan(  # noqa: PLR0913  one parameter for each thing that the layout depends on
    status: PathStatus,
    forecast: Forecast | None,
    *,
    start: date,
    hours_per_week: float | None = None,
    by: date | None = None,
    pauses: Iterable[Pause] = (),
    times: StudyTimes | None = None,
) -> Plan:
    """Return the layout of a path from `start` on, at weekly hours or to end by a day.

    Each step gets its share of the forecast's median. Without `hours_per_week` and `by` the
    forecast's weekly hours count. With `times` the plan has appointments. The finish of the
    forecast is left as it is. Raises WrongUsage if the hours or the day are out of range, if
    weekly hours or all estimates are missing, and if the plan is longer than a hundred years.
    """
    if forecast is None:
        msg = "no remaining step has an estimate\nThere is nothing to plan."
        raise WrongUsage(msg)
    _check_hours(hours_per_week)
    if hours_per_week is not None:
        forecast = forecast._replace(hours_per_week=hours_per_week, weekly_source=GIVEN)
    united = unite_pauses(pauses)
    usual, source = forecast.hours_per_week, forecast.weekly_source
    if status.complete:
        return Plan(status.path, start, usual, source, (), forecast, pauses=united)
    shares, unplanned = _divide_minutes(status, forecast)
    deadline = None
    if by is not None:
        if times is not None:
            deadline = build_deadline_on_days(forecast, shares, times, start, by, united)
        else:
            deadline = build_deadline(forecast, start, by, united)
        usual, source = max(deadline.needed, LEAST_HOURS_PER_WEEK), BY
    if usual is None:
        msg = (
            "the hours per week are unknown: there are too few sessions yet\n"
            "Give them once with --hours-per-week 5, or give a day with --by."
        )
        raise WrongUsage(msg)
    weekly = min(usual, MOST_WEEKLY_HOURS)
    weeks, appointments = _lay_out(shares, weekly, start, united, times)
    return Plan(
        path=status.path,
        start=start,
        hours_per_week=weekly,
        weekly_source=source,
        weeks=weeks,
        forecast=forecast._replace(hours_per_week=weekly, weekly_source=source),
        unplanned=unplanned,
        pauses=united,
        deadline=deadline,
        appointments=appointments,
        planned_end=_find_end(weeks, start, weekly, united, times),
    )


def _lay_out(
    shares: list[tuple[Step, int]],
    weekly: float,
    start: date,
    pauses: tuple[Pause, ...],
    times: StudyTimes | None,
) -> tuple[tuple[PlannedWeek, ...], tuple[Appointment, ...]]:
    if times is None:
        return tuple(fill_weeks(shares, start, weekly, pauses)), ()
    appointments = schedule_at(times, shares, weekly, start, pauses)
    return group_by_week(appointments), appointments


def _find_end(
    weeks: tuple[PlannedWeek, ...],
    start: date,
    weekly: float,
    pauses: tuple[Pause, ...],
    times: StudyTimes | None,
) -> date | None:
    """Return the last day of study, None without weeks."""
    if not weeks:
        return None
    if times is not None:
        return weeks[-1].last
    minutes = sum(week.minutes for week in weeks)
    # A rest of a few minutes is finished in the week before.
    return min(find_finish_day(start, minutes, weekly, pauses), weeks[-1].last)


def _choose_start(request: PlanRequest, today: date) -> date:
    if request.hours_per_week is not None and request.by is not None:
        msg = "--hours-per-week and --by answer opposite questions\nGive one of them."
        raise WrongUsage(msg)
    _check_hours(request.hours_per_week)
    start = request.start or today
    if start < today:
        msg = (
            f"a plan cannot begin on {start}, before today ({today})\nGive a later day with --from."
        )
        raise WrongUsage(msg)
    return start


def _choose_times(request: PlanRequest, settings: Settings, tz: tzinfo) -> StudyTimes | None:
    """Return the study times of the request and the settings, or None without any.

    Half a setting alone gives no appointments; half a request is an error.
    """
    weekdays = request.weekdays or settings.study_weekdays
    at = request.at or settings.study_clock
    if weekdays and at is not None:
        return StudyTimes(weekdays, at, tz)
    if request.weekdays:
        msg = (
            "study days need a time\n"
            "Add --at 19:00, or set it once with: studypath config study_time 19:00"
        )
        raise WrongUsage(msg)
    if request.at is not None:
        msg = (
            "a study time needs days\n"
            "Add --days mon,wed,sat, or set them once with: studypath config study_days mon,wed,sat"
        )
        raise WrongUsage(msg)
    return None


def _check_hours(hours: float | None) -> None:
    if hours is not None and not LEAST_HOURS_PER_WEEK <= hours <= MOST_WEEKLY_HOURS:
        msg = (
            f"{hours:g} hours per week cannot be planned\n"
            f"Give {LEAST_HOURS_PER_WEEK} to {MOST_WEEKLY_HOURS:.0f}."
        )
        raise WrongUsage(msg)


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
