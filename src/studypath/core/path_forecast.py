"""Forecast the remaining time of a path, and the day it ends, from the user's progress."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.curriculum import Estimate, StepKey
from studypath.core.estimates import spread_estimates
from studypath.core.forecast import Pace, compute_pace, fit_posterior, predict_hours
from studypath.core.instants import to_utc
from studypath.core.progress import Entry
from studypath.core.status import PathStatus, StepStatus
from studypath.core.tracked import TrackedProgress

if TYPE_CHECKING:
    from studypath.core.lever import Lever
    from studypath.core.weeks import Pause

SET, HISTORY = "set", "history"

LEAST_SHARE_LEFT = 0.1
"""The least share of the estimate that remains of a step in progress."""


class Finish(NamedTuple):
    """The day the path ends: median and 80 % interval."""

    p10: date
    p50: date
    p90: date


class Forecast(NamedTuple):
    """Remaining whole minutes: median and 80 % interval, and the day the path ends.

    `weekly_source` is `set`, or `history` (the last eight weeks), None if the weekly hours are
    unknown. `finish` is None if nothing remains or no day was asked for. `without_estimate` counts
    remaining steps that no number includes. `prior_only` tells that no session is logged, `lever`
    which change would bring the end forward most.
    """

    p10_minutes: int
    p50_minutes: int
    p90_minutes: int
    pace: Pace
    hours_per_week: float | None
    weekly_source: str | None
    finish: Finish | None
    without_estimate: int = 0
    prior_only: bool = False
    lever: Lever | None = None


Observation = tuple[float, float, float]
"""Hours: low and high end of the estimate, and the time spent."""


def list_observations(tracked: TrackedProgress) -> list[Observation]:
    """Return the observations of the done steps of all paths, the first finished first.

    Steps without logged time or without an estimate are left out. A work on several paths counts
    once, on the first of them.
    """
    observations: list[tuple[datetime, Observation]] = []
    counted_on: dict[StepKey, str] = {}
    shared = tracked.curriculum.shared
    for path in tracked.curriculum.paths:
        entries = tracked.entries_on(path)
        spread: dict[str, Estimate | None] | None = None
        for step in path.steps:
            entry = entries.get(step.id)
            if entry is None or entry.state != "done":
                continue
            key = (path.id, step.id)
            work = shared.get(key, (key,))[0]
            if counted_on.get(work, path.id) != path.id or not (spent := entry.minutes_spent):
                continue
            estimate = step.estimate
            if estimate is None:
                spread = spread if spread is not None else spread_estimates(path)
                estimate = spread[step.id]
            if estimate is None:
                continue
            counted_on[work] = path.id
            hours = (estimate.low_minutes / 60, estimate.high_minutes / 60, spent / 60)
            observations.append((_find_end(entry), hours))
    observations.sort(key=lambda observation: observation[0])
    return [hours for _, hours in observations]


def estimate_hours_left(step: StepStatus, factor: float) -> tuple[float, float] | None:
    """Return the remaining (low, high) hours of a step's estimate, or None without an estimate.

    Finished parts are subtracted by their share of the step. Without any, time spent on a step in
    progress is subtracted at the user's pace: 90 minutes at a factor of 1.5 are one hour of the
    estimate. At least a tenth remains, since the step is not done.
    """
    if step.estimate is None:
        return None
    low, high = step.estimate.low_minutes / 60, step.estimate.high_minutes / 60
    if step.entry.parts_done:
        from studypath.core.parts import compute_share_left

        share = compute_share_left(step.step, step.entry)
        return low * share, high * share
    if step.entry.state != "doing" or low + high <= 0:
        return low, high
    middle = (low + high) / 2
    share = max(LEAST_SHARE_LEFT, 1 - step.entry.minutes_spent / 60 / factor / middle)
    return low * share, high * share


def forecast_remaining(tracked: TrackedProgress, status: PathStatus) -> Forecast | None:
    """Return the forecast of a path without weekly hours and days.

    None if steps remain and none has an estimate; 0 minutes if no step remains.
    """
    posterior = fit_posterior(list_observations(tracked))
    pace = compute_pace(posterior)
    remaining = [estimate_hours_left(step, pace.factor) for step in status.steps if step.left]
    estimated = [hours for hours in remaining if hours is not None]
    if remaining and not estimated:
        return None
    p10, p50, p90 = (round(60 * hours) for hours in predict_hours(posterior, estimated))
    return Forecast(
        p10_minutes=p10,
        p50_minutes=p50,
        p90_minutes=p90,
        pace=pace,
        hours_per_week=None,
        weekly_source=None,
        finish=None,
        without_estimate=len(remaining) - len(estimated),
    )


def forecast_path(  # noqa: PLR0913  one parameter for each part of the plan
    tracked: TrackedProgress,
    status: PathStatus,
    *,
    hours_per_week: float | None,
    today: date,
    tz: tzinfo,
    pauses: Iterable[Pause] = (),
    study_days_per_week: int | None = None,
) -> Forecast | None:
    """Return the forecast of a path with the days it ends, or None as `forecast_remaining` does.

    `hours_per_week` and `study_days_per_week` are the user's plan: the prior of the finish days,
    which the sessions of all paths pull away. Without `hours_per_week` those of the last eight
    weeks are reported. Days in `pauses` are left out.
    """
    # `next` needs no days: keep these modules off its path.
    from studypath.core.finish import finish_at_rhythm, measure_rhythm, merge_ranges
    from studypath.core.history import compute_weekly_hours, sum_study_days
    from studypath.core.lever import find_strongest_lever
    from studypath.core.weeks import add_days

    forecast = forecast_remaining(tracked, status)
    if forecast is None:
        return None
    days = sum_study_days(tracked, today, tz)
    weekly, source = hours_per_week, SET
    if weekly is None:
        weekly, source = compute_weekly_hours(days, today), HISTORY
    forecast = forecast._replace(
        hours_per_week=weekly or None, weekly_source=source if weekly else None
    )
    if not forecast.p50_minutes:
        return forecast
    # The model counts days from a Monday, and date.min is one. It is asked in the evening: without
    # study today, yesterday is its today, and today can still be the day of finish.
    evening = today.toordinal() - (1 if today.toordinal() in days else 2)
    away = merge_ranges((begin.toordinal() - 1, end.toordinal() - 1) for begin, end in pauses)
    rhythm = measure_rhythm(
        sorted((day - 1, minutes) for day, minutes in days.items()),
        evening,
        prior_weekly_minutes=60 * hours_per_week if hours_per_week else None,
        study_days_per_week=study_days_per_week,
        pauses=away,
    )
    minutes = (forecast.p10_minutes, forecast.p50_minutes, forecast.p90_minutes)
    ends = finish_at_rhythm(rhythm, minutes, evening, away)
    return forecast._replace(
        finish=Finish(*(add_days(date.fromordinal(evening + 1), end) for end in ends)),
        prior_only=not rhythm.study_days,
        lever=find_strongest_lever(rhythm, minutes, evening, away),
    )


def _find_end(entry: Entry) -> datetime:
    """Return when a done step was finished, else its last session."""
    return to_utc(entry.finished or max(session.start for session in entry.sessions))
