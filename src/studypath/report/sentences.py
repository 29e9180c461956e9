"""The sentences beside the charts: each says what its chart shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from studypath.core.durations import format_duration
from studypath.core.path_forecast import Forecast
from studypath.core.report import Calendar, PathReport
from studypath.core.status import StepStatus
from studypath.core.weeks import find_monday
from studypath.views.dates import format_day
from studypath.views.finish import format_finish


def describe_status(path: PathReport) -> str:
    """Return how many steps are finished and how much time is logged."""
    status = path.status
    counted = status.total - status.skipped
    if not status.total:
        return "This path has no steps of its own."
    words = f"{status.done} of {counted} steps done"
    if status.skipped:
        words += f", {status.skipped} skipped"
    if status.minutes_spent:
        words += f"; {format_duration(status.minutes_spent)} logged"
    return f"{words}."


def describe_finish(forecast: Forecast | None, today: date) -> str | None:
    """Return when the rest is done, with its range; None where no day is known."""
    if forecast is None or forecast.finish is None or not forecast.p50_minutes:
        return None
    words = format_finish(forecast.finish, today, prior_only=forecast.prior_only)
    return f"Done {words}."


def describe_hours(steps: Sequence[StepStatus]) -> str:
    """Return how the time of finished steps compares with their estimates."""
    if not steps:
        return "No time is logged yet."
    timed = [s for s in steps if s.entry.state == "done" and s.estimate is not None]
    if not timed:
        total = sum(step.entry.minutes_spent for step in steps)
        return f"{format_duration(total)} logged; no finished step has both time and estimate."
    spent = sum(step.entry.minutes_spent for step in timed)
    low = sum(step.estimate.low_minutes for step in timed if step.estimate)
    high = sum(step.estimate.high_minutes for step in timed if step.estimate)
    relation = "more than" if spent > high else "less than" if spent < low else "within"
    count = "1 finished step" if len(timed) == 1 else f"{len(timed)} finished steps"
    return (
        f"{count} took {format_duration(spent)}, {relation} the estimate of "
        f"{format_duration(low)}–{format_duration(high)}."
    )


def describe_burn_up(path: PathReport, today: date) -> str:
    """Return how much is logged since when, and how much is likely to remain."""
    points = path.burn_up.points
    if not points:
        return "No time is logged yet."
    first = points[0][0]
    words = f"{format_duration(points[-1][1])} logged since {format_day(first, today)}"
    forecast = path.forecast
    if forecast is None or not forecast.p50_minutes:
        return f"{words}."
    low, median, high = (
        format_duration(_round(minutes))
        for minutes in (forecast.p10_minutes, forecast.p50_minutes, forecast.p90_minutes)
    )
    return f"{words}; about {median} left, in four cases of five {low}–{high}."


def _round(minutes: int) -> int:
    """Return minutes to the quarter hour below four hours, else to the hour."""
    unit = 15 if minutes < 240 else 60  # noqa: PLR2004
    return max(unit, (minutes + unit // 2) // unit * unit)


def describe_calendar(calendar: Calendar) -> str:
    """Return on how many days there was study in the weeks shown, and on which most."""
    days = {day: minutes for day, minutes in calendar.minutes.items() if minutes}
    if not days:
        return "No session in the last twelve months."
    total = sum(days.values())
    longest = max(days, key=lambda day: (days[day], day))
    count = "1 day" if len(days) == 1 else f"{len(days)} days"
    return (
        f"Study on {count} of the last twelve months, {format_duration(total)} in total; the "
        f"longest day was {format_day(longest, calendar.today)} with "
        f"{format_duration(days[longest])}."
    )


def sum_weeks(calendar: Calendar) -> list[tuple[date, int, int]]:
    """Return (Monday, days with study, minutes) of each week with study, newest first."""
    weeks: dict[date, list[int]] = {}
    for day, minutes in calendar.minutes.items():
        weeks.setdefault(find_monday(day), []).append(minutes)
    return [(monday, len(days), sum(days)) for monday, days in sorted(weeks.items(), reverse=True)]
