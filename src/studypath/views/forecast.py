"""The forecast in one plain sentence. Without Rich."""

from __future__ import annotations

from datetime import date

from studypath.core.path_forecast import HISTORY, Finish, Forecast
from studypath.views.dates import format_day, format_span, is_beyond_century
from studypath.views.wording import format_count, get_signs

# Below this a forecast is said in minutes.
_LEAST_MINUTES_IN_HOURS = 45
_LEAST_WHOLE_HOURS = 10
_LEAST_FIVES_OF_HOURS = 100


def format_forecast(
    forecast: Forecast,
    today: date | None,
) -> str:
    """Return the forecast as a sentence; with None for `today` it names no day.

    "About 31 h to go at your pace (24–41); at 5 h a week done around 4 January (mid-December to
    late January)." Before any step is timed it is the usual pace. Where no weekly hours are known
    no day is named.
    """
    if not forecast.p50_minutes:
        return "Nothing is left to do."
    whose = "your" if forecast.pace.steps_observed else "the usual"
    ends = (forecast.p10_minutes, forecast.p90_minutes)
    about, (low, high), unit = _lengths(forecast.p50_minutes, ends)
    dash = get_signs().dash
    words = f"About {about} {unit} to go at {whose} pace ({low}{dash}{high})"
    if today is not None and forecast.hours_per_week and forecast.finish:
        words += f"; {_weekly(forecast)} {format_finish(forecast.finish, today)}"
    words += "."
    if forecast.without_estimate:
        steps = format_count(forecast.without_estimate, "step")
        words += f" Not counted: {steps} without an estimate."
    return words


def format_finish(finish: Finish, today: date) -> str:
    """Return when it is done: `done around 4 January (mid-December to late January)`."""
    if is_beyond_century(finish.p50, today):
        return "not done within a hundred years"
    if is_beyond_century(finish.p90, today):
        return f"done around {format_day(finish.p50, today)}, or much later"
    span = format_span(finish.p10, finish.p90, today)
    return f"done around {format_day(finish.p50, today)} ({span})"


def format_hours(hours: float) -> str:
    """Return hours of a week to the tenth: `5 h`, `4.5 h`, `under 0.1 h`."""
    rounded = round(hours, 1)
    return f"{rounded:g} h" if rounded else "under 0.1 h"


def _weekly(forecast: Forecast) -> str:
    words = f"at {format_hours(forecast.hours_per_week or 0)} a week"
    if forecast.weekly_source == HISTORY:
        words += ", as in the last eight weeks,"
    return words


def _lengths(median: int, ends: tuple[int, int]) -> tuple[str, tuple[str, str], str]:
    """Lengths all in one unit: minutes to the nearest 5, half hours, hours, five hours."""
    if median < _LEAST_MINUTES_IN_HOURS:
        low, high = (str(_nearest(end, 5)) for end in ends)
        return str(_nearest(median, 5)), (low, high), "min"
    low, high = (_hours(end) for end in ends)
    return _hours(median), (low, high), "h"


def _hours(minutes: int) -> str:
    if minutes < 60 * _LEAST_WHOLE_HOURS - 15:
        return f"{_nearest(minutes, 30) / 60:g}"
    if minutes < 60 * _LEAST_FIVES_OF_HOURS:
        return str(_nearest(minutes, 60) // 60)
    return str(_nearest(minutes, 300) // 60)


def _nearest(minutes: int, unit: int) -> int:
    return max(unit, (minutes + unit // 2) // unit * unit)
