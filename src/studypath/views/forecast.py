"""Format a forecast as one sentence. Without Rich."""

from __future__ import annotations

from datetime import date

from studypath.core.durations import format_duration, format_range
from studypath.core.path_forecast import SET, Forecast
from studypath.views.wording import DASH, round_minutes


def format_forecast(
    forecast: Forecast,
    today: date | None,
    *,
    planned_end: date | None = None,
    with_lever: bool = False,
) -> str:
    """Return the forecast in sentences; days are named only with `today`.

    "About 31h to go at your pace (24h–41h). Done around 26 January; four in five people with your
    rhythm finish between mid-December and early April." The pace is "the usual pace" until time is
    logged on a finished step. `planned_end` adds the end of the user's plan, `with_lever` the
    change that would gain most.
    """
    if not forecast.p50_minutes:
        return "Nothing is left to do."
    pace = "your pace" if forecast.pace.steps_observed else "the usual pace"
    low, median, high = (
        round_minutes(minutes)
        for minutes in (forecast.p10_minutes, forecast.p50_minutes, forecast.p90_minutes)
    )
    words = f"About {format_duration(median)} to go at {pace} ({format_range(low, high, DASH)})"
    if forecast.without_estimate:
        words += f". Not counted: {forecast.without_estimate} without an estimate"
    sentences = [f"{words}."]
    if today is not None and forecast.finish is not None:
        sentences += _format_days(forecast, today, planned_end, with_lever=with_lever)
    return " ".join(sentences)


def _format_days(
    forecast: Forecast, today: date, planned_end: date | None, *, with_lever: bool
) -> list[str]:
    from studypath.views.finish import format_basis, format_finish, format_lever, format_own_plan

    sentences: list[str] = []
    if forecast.finish is not None:
        days = format_finish(forecast.finish, today, prior_only=forecast.prior_only)
        sentences.append(f"Done {days}.")
    planned = forecast.hours_per_week if forecast.weekly_source == SET else None
    basis = format_basis(planned, prior_only=forecast.prior_only)
    if basis is not None:
        sentences.append(basis)
    if planned_end is not None and forecast.hours_per_week is not None:
        hours = format_hours(forecast.hours_per_week)
        sentences.append(format_own_plan(hours, planned_end, today))
    if with_lever and forecast.lever is not None:
        lever = format_lever(forecast.lever)
        sentences.append(f"{lever[:1].upper()}{lever[1:]}.")
    return sentences


def format_hours(hours: float) -> str:
    """Return weekly hours to the tenth: `5h`, `4.5h`, `under 0.1h`."""
    rounded = round(hours, 1)
    return f"{rounded:g}h" if rounded else "under 0.1h"
