"""What `next` and `status` say of time: the forecast, its sentence, the running timer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from studypath.cli.context import Context
from studypath.core.curriculum import StepKey
from studypath.core.status import PathStatus
from studypath.core.tracked import TrackedProgress
from studypath.storage.clock import LOCAL

if TYPE_CHECKING:
    from studypath.core.path_forecast import Forecast


def forecast_of(context: Context, status: PathStatus) -> Forecast | None:
    """Return the forecast of what is left, unless the settings turn forecasts off."""
    if not context.settings.forecast:
        return None
    from studypath.core.path_forecast import forecast_path

    hours = context.settings.hours_per_week
    today = context.now.date()
    return forecast_path(context.tracked, status, hours_per_week=hours, today=today, tz=LOCAL)


def undated_sentence(context: Context, status: PathStatus) -> str | None:
    """Return the forecast as a sentence that holds on any day; None where nothing is left."""
    if status.complete:
        return None
    from studypath.core.path_forecast import forecast_remaining
    from studypath.views.forecast import format_forecast

    forecast = forecast_remaining(context.tracked, status)
    return format_forecast(forecast, None) if forecast is not None else None


def sentence_of(context: Context, forecast: Forecast | None) -> str | None:
    """Return the forecast as one plain sentence."""
    if forecast is None:
        return None
    from studypath.views.forecast import format_forecast

    return format_forecast(forecast, context.now.date())


def timer_line(context: Context) -> str | None:
    """Return one line on the running timer, or None where none runs."""
    if context.tracked.progress.timer is None:
        return None
    from studypath.core.timer import get_running_timer
    from studypath.views.timer import format_running

    timer = get_running_timer(context.tracked.progress)
    return format_running(context.tracked, timer, context.now, LOCAL) if timer is not None else None


def timer_line_for(tracked: TrackedProgress, keys: Sequence[StepKey], now: datetime) -> str | None:
    """Return one line on the running timer if it is for one of these steps."""
    from studypath.core.timer import get_running_timer, is_timer_for
    from studypath.views.timer import format_running

    timer = get_running_timer(tracked.progress)
    if timer is None or not is_timer_for(tracked, timer, keys):
        return None
    return format_running(tracked, timer, now, LOCAL)
