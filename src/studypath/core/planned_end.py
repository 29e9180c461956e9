"""Compute the day on which the settings' plan ends, without its layout, for `status`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from studypath.core.appointments import compute_length, count_appointments
from studypath.core.path_forecast import Forecast
from studypath.core.settings import Settings
from studypath.core.weeks import add_days, find_finish_day

DAYS_ALIKE = 3
"""A plan whose end is not further from the forecast's median says nothing else."""


def find_differing_end(forecast: Forecast, settings: Settings, today: date) -> date | None:
    """Return the day on which the plan of the settings ends, if the forecast names another.

    None without weekly hours, without sessions, since the forecast is the plan then, and if both
    are at most DAYS_ALIKE apart.
    """
    hours, finish = settings.hours_per_week, forecast.finish
    if hours is None or finish is None or forecast.prior_only:
        return None
    weekdays = settings.study_weekdays if settings.study_clock is not None else None
    end = find_planned_end(forecast.p50_minutes, hours, today, weekdays)
    return end if abs(end.toordinal() - finish.p50.toordinal()) > DAYS_ALIKE else None


def find_planned_end(
    minutes: int, hours_per_week: float, today: date, weekdays: Sequence[int] | None
) -> date:
    """Return the day on which minutes of study end at weekly hours, if today is the first day.

    The hours are spread over all days or, with `weekdays` (0 for Monday), over appointments on
    these. The layout of `plan` may differ by one of them.
    """
    if not weekdays:
        return find_finish_day(today, minutes, hours_per_week)
    length = compute_length(hours_per_week, len(weekdays))
    weeks, rest = divmod(count_appointments(minutes, length) - 1, len(weekdays))
    from_today = sorted((weekday - today.weekday()) % 7 for weekday in weekdays)
    return add_days(today, 7 * weeks + from_today[rest])
