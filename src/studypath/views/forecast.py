"""Format a forecast as one sentence. Without Rich."""

from __future__ import annotations

from datetime import date

from studypath.core.durations import format_duration, format_range
from studypath.core.path_forecast import HISTORY, Finish, Forecast
from studypath.views.dates import format_day, format_span, is_beyond_century
from studypath.views.wording import DASH

# A forecast is rounded to quarters of an hour below this, to hours above.
_LEAST_MINUTES_IN_HOURS = 4 * 60


def format_forecast(forecast: Forecast, today: date | None) -> str:
    """Return the forecast as a sentence; it names a day only with `today` and weekly hours.

    "About 31h to go at your pace (24h–41h); at 5h a week, done around 4 January (mid-December to
    late January)." The pace is "the usual pace" until time is logged on a finished step.
    """
    if not forecast.p50_minutes:
        return "Nothing is left to do."
    pace = "your pace" if forecast.pace.steps_observed else "the usual pace"
    low, median, high = (
        _round(minutes)
        for minutes in (forecast.p10_minutes, forecast.p50_minutes, forecast.p90_minutes)
    )
    words = f"About {format_duration(median)} to go at {pace} ({format_range(low, high, DASH)})"
    if today is not None and forecast.hours_per_week and forecast.finish:
        recent = " as in the last eight weeks" if forecast.weekly_source == HISTORY else ""
        weekly = format_hours(forecast.hours_per_week)
        words += f"; at {weekly} a week{recent}, {format_finish(forecast.finish, today)}"
    if forecast.without_estimate:
        words += f". Not counted: {forecast.without_estimate} without an estimate"
    return f"{words}."


def format_finish(finish: Finish, today: date) -> str:
    """Return the forecast day: `done around 4 January (mid-December to late January)`."""
    if is_beyond_century(finish.p50, today):
        return "not done within a hundred years"
    if is_beyond_century(finish.p90, today):
        return f"done around {format_day(finish.p50, today)}, or much later"
    span = format_span(finish.p10, finish.p90, today)
    return f"done around {format_day(finish.p50, today)} ({span})"


def format_hours(hours: float) -> str:
    """Return weekly hours to the tenth: `5h`, `4.5h`, `under 0.1h`."""
    rounded = round(hours, 1)
    return f"{rounded:g}h" if rounded else "under 0.1h"


def _round(minutes: int) -> int:
    unit = 15 if minutes < _LEAST_MINUTES_IN_HOURS else 60
    return max(unit, (minutes + unit // 2) // unit * unit)
