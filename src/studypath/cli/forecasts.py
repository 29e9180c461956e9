"""The sentences on remaining time and on the timer in `next` and `status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studypath.cli.context import Context
from studypath.core.status import PathStatus
from studypath.storage.clock import LOCAL

if TYPE_CHECKING:
    from studypath.core.path_forecast import Forecast


def build_forecast(context: Context, status: PathStatus) -> Forecast | None:
    """Return the forecast for a path with the hours and days a week of the settings."""
    from studypath.core.path_forecast import forecast_path

    return forecast_path(
        context.tracked,
        status,
        hours_per_week=context.settings.hours_per_week,
        today=context.now.date(),
        tz=LOCAL,
        study_days_per_week=context.settings.study_days_per_week,
    )


def format_undated_forecast(context: Context, status: PathStatus) -> str | None:
    """Return the forecast as a sentence that holds on any day; None for a complete path."""
    if status.complete:
        return None
    from studypath.core.path_forecast import forecast_remaining
    from studypath.views.forecast import format_forecast

    forecast = forecast_remaining(context.tracked, status)
    return format_forecast(forecast, None) if forecast is not None else None


def format_running_timer(context: Context) -> str | None:
    """Return a line on the running timer, or None; with a line on how to end a forgotten one."""
    if context.tracked.progress.timer is None:
        return None
    from studypath.core.timer import get_running_timer
    from studypath.views.timer import format_forgotten, format_running

    timer = get_running_timer(context.tracked.progress)
    if timer is None:
        return None
    line = format_running(context.tracked, timer, context.now, LOCAL)
    return "\n".join([line, *format_forgotten(timer, context.now, LOCAL)])
