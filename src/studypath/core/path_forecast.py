"""How long the rest takes this learner, and when that ends: the forecast laid over a ledger."""

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
    from studypath.core.weeks import Pause

SET, HISTORY = "set", "history"

LEAST_SHARE_LEFT = 0.1
"""What is left at least of the estimate of a step that is being done."""


class Finish(NamedTuple):
    """The days on which the rest is through: at the median and at both ends of 80 %."""

    p10: date
    p50: date
    p90: date


class Forecast(NamedTuple):
    """Whole minutes still to go: median and 80 % interval, and the days that follow from them.

    `weekly_source` is `set`, or `history` for the last eight weeks' own; both it and `finish` are
    None where no weekly hours are known. `without_estimate` counts the steps left of which
    nothing is known: they are in none of the numbers.
    """

    p10_minutes: int
    p50_minutes: int
    p90_minutes: int
    pace: Pace
    hours_per_week: float | None
    weekly_source: str | None
    finish: Finish | None
    without_estimate: int = 0


Observation = tuple[float, float, float]
"""Hours: low and high of the estimate, and what it took."""


def list_observations(tracked: TrackedProgress) -> list[Observation]:
    """Return (low, high, actual) hours of every done step of any path, oldest finished first.

    A step without logged time or without an estimate says nothing about pace and is left out; a
    work that paths share counts once.
    """
    found: list[tuple[datetime, Observation]] = []
    seen: set[StepKey] = set()
    for path in tracked.curriculum.paths:
        entries = tracked.entries_on(path)
        spread: dict[str, Estimate | None] | None = None
        for step in path.steps:
            entry = entries.get(step.id)
            if entry is None or entry.state != "done":
                continue
            key = (path.id, step.id)
            if key in seen or not (spent := entry.minutes_spent):
                continue
            estimate = step.estimate
            if estimate is None:
                spread = spread if spread is not None else spread_estimates(path)
                estimate = spread[step.id]
            if estimate is None:
                continue
            shared = tracked.curriculum.shared.get(key)
            if shared is not None:
                seen.update((key, *shared))
            hours = (estimate.low_minutes / 60, estimate.high_minutes / 60, spent / 60)
            found.append((_finished(entry), hours))
    found.sort(key=lambda one: one[0])
    return [hours for _, hours in found]


def estimate_hours_left(step: StepStatus, factor: float) -> tuple[float, float] | None:
    """Return (low, high) hours that are left of a step's estimate; None where it has none.

    What was spent on a step that is being done is taken off, at the learner's pace: 90 minutes at
    a factor of 1.5 take an hour off the estimate. A tenth is left at least, since it is not done.
    """
    if step.estimate is None:
        return None
    low, high = step.estimate.low_minutes / 60, step.estimate.high_minutes / 60
    if step.entry.state != "doing" or low + high <= 0:
        return low, high
    middle = (low + high) / 2
    share = max(LEAST_SHARE_LEFT, 1 - step.entry.minutes_spent / 60 / factor / middle)
    return low * share, high * share


def forecast_remaining(tracked: TrackedProgress, status: PathStatus) -> Forecast | None:
    """Return the forecast of a path without weekly hours and days: it hangs on progress alone.

    None where steps are left and none has an estimate; nothing left is a forecast of 0 minutes.
    """
    belief = fit_posterior(list_observations(tracked))
    factor = compute_pace(belief)
    left = [estimate_hours_left(step, factor.factor) for step in status.steps if step.left]
    known = [hours for hours in left if hours is not None]
    if left and not known:
        return None
    p10, p50, p90 = (round(60 * hours) for hours in predict_hours(belief, known))
    return Forecast(
        p10_minutes=p10,
        p50_minutes=p50,
        p90_minutes=p90,
        pace=factor,
        hours_per_week=None,
        weekly_source=None,
        finish=None,
        without_estimate=len(left) - len(known),
    )


def forecast_path(
    tracked: TrackedProgress,
    status: PathStatus,
    *,
    hours_per_week: float | None,
    today: date,
    tz: tzinfo,
    pauses: Iterable[Pause] = (),
) -> Forecast | None:
    """Return the forecast of a path with the days on which it ends, None as `undated_outlook`.

    The week is `hours_per_week`, else what the last eight weeks' sittings on all paths come to.
    Nothing left is a forecast of 0 minutes without days.
    """
    # `next` asks for no days, and should not pay for them.
    from studypath.core.history import compute_recent_weekly_hours
    from studypath.core.weeks import find_finish_day

    forecast = forecast_remaining(tracked, status)
    if forecast is None:
        return None
    weekly, source = hours_per_week, SET
    if weekly is None:
        weekly, source = compute_recent_weekly_hours(tracked, today, tz), HISTORY
    finish = None
    if weekly and any(step.left for step in status.steps):
        held = tuple(pauses)
        ends = (forecast.p10_minutes, forecast.p50_minutes, forecast.p90_minutes)
        finish = Finish(*(find_finish_day(today, m, weekly, held) for m in ends))
    return forecast._replace(
        hours_per_week=weekly or None,
        weekly_source=source if weekly else None,
        finish=finish,
    )


def _finished(entry: Entry) -> datetime:
    """When a done step ended: as said, else its last sitting."""
    return to_utc(entry.finished or max(session.start for session in entry.sessions))
