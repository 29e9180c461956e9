"""Render a plan: the steps week by week, then the finish and how certain it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Group, RenderableType

from studypath.core.durations import format_duration
from studypath.core.path_forecast import HISTORY
from studypath.core.plan import Deadline, Plan
from studypath.core.weeks import MOST_WEEKLY_HOURS
from studypath.views.appointments import render_appointments
from studypath.views.dates import format_week
from studypath.views.finish import format_finish, format_plan_end, with_interval
from studypath.views.forecast import format_forecast, format_hours
from studypath.views.layout import (
    ACCENT,
    BLANK,
    LEAST_WIDTH_FOR_COLUMNS,
    Column,
    Fitted,
    Rows,
    align,
    align_sections,
    to_text,
)
from studypath.views.wording import join_words, round_minutes

_MOST_NAMED = 5
_COLUMNS = (
    Column(ACCENT),
    Column("", right=True),
    Column("dim", drop=1),
    Column(least=8, drop=2),
)


def render_plan(plan: Plan, *, today: date) -> RenderableType:
    """Return the appointments, else the weeks, with their steps; then `format_plan`."""

    def make(width: int) -> RenderableType:
        weeks: list[RenderableType] = []
        if plan.appointments:
            weeks = [render_appointments(plan.appointments, width), BLANK]
        elif plan.weeks:
            weeks = [_render_weeks(plan, width), BLANK]
        lines = [to_text(line) for line in format_plan(plan, today=today)]
        return Group(to_text(plan.path.title, "bold"), BLANK, *weeks, *lines)

    return Fitted(make)


def format_plan(plan: Plan, *, today: date) -> list[str]:
    """Return what the deadline needs, how long the rest takes, when the plan and the sessions end.

    Then the pauses, and the steps without an estimate.
    """
    lines = _format_deadline(plan.deadline) if plan.deadline is not None else []
    lines.append(" ".join([format_forecast(plan.forecast, None), *_format_ends(plan, today)]))
    if plan.weekly_source == HISTORY:
        lines.append("To plan other weekly hours: studypath plan --hours-per-week 5")
    if plan.pauses:
        lines.append(f"Pauses: {_format_pauses(plan.pauses)}.")
    if plan.unplanned:
        numbers = join_words(step.number for step in plan.unplanned[:_MOST_NAMED])
        more = len(plan.unplanned) - _MOST_NAMED
        tail = f" and {more} more" if more > 0 else ""
        lines.append(f"Not planned, since they have no estimate: {numbers}{tail}.")
    return lines


def _format_ends(plan: Plan, today: date) -> list[str]:
    """Return the end of the plan, then the finish at the learner's own rhythm.

    Without sessions there is only the plan, with the interval around it.
    """
    if plan.planned_end is None:
        return []
    end = format_plan_end(plan.planned_end, today, by_week=not plan.appointments)
    planned = f"By this plan you finish {end}"
    forecast = plan.forecast
    if forecast.finish is None:
        return [f"{planned}."]
    if forecast.prior_only:
        words = with_interval(planned, forecast.finish, today, prior_only=True)
        return [f"{words}.", "No session is logged yet."]
    days = format_finish(forecast.finish, today)
    return [f"{planned}.", f"At the rhythm of your sessions so far: {days}."]


def _render_weeks(plan: Plan, width: int) -> Rows:
    """Return a line per step; the week precedes its first step, or has its own line if narrow."""
    wide = width >= LEAST_WIDTH_FOR_COLUMNS
    rows = [
        (
            (format_week(week.start) if not i else "") if wide else "",
            format_duration(round_minutes(planned.minutes)),
            planned.step.number,
            planned.step.title,
        )
        for week in plan.weeks
        for i, planned in enumerate(week.steps)
    ]
    if wide:
        return align(rows, _COLUMNS, width)
    steps = iter(rows)
    sections = [
        ((format_week(week.start),), [next(steps) for _ in week.steps]) for week in plan.weeks
    ]
    return align_sections(sections, (Column(ACCENT),), _COLUMNS, width)


def _format_deadline(deadline: Deadline) -> list[str]:
    needed, by = format_hours(deadline.needed), deadline.by
    if deadline.needed > MOST_WEEKLY_HOURS:
        return [f"You need {needed} a week to finish by {by}; a week has {MOST_WEEKLY_HOURS:.0f}h."]
    usual = f"; you plan {format_hours(deadline.usual)}" if deadline.usual is not None else ""
    surer = (
        f"; {format_hours(deadline.sure)} a week gives 90%"
        if deadline.sure <= MOST_WEEKLY_HOURS
        else ""
    )
    return [
        f"You need {needed} a week{usual}.",
        f"{needed} a week gives a 50% chance to finish by {by}{surer}.",
    ]


def _format_pauses(pauses: Sequence[tuple[date, date]]) -> str:
    return ", ".join(str(begin) if begin == end else f"{begin} to {end}" for begin, end in pauses)
