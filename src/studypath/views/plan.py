"""The plan for a person: what to study week by week, then when it ends and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.text import Text

from studypath.core.path_forecast import HISTORY
from studypath.core.plan import Deadline, Plan
from studypath.core.text import replace_controls
from studypath.core.weeks import MOST_WEEKLY_HOURS
from studypath.views.dates import format_week
from studypath.views.forecast import format_forecast, format_hours
from studypath.views.layout import (
    LEAST_WIDTH_FOR_COLUMNS,
    Fitted,
    Line,
    Lines,
    shorten,
    to_text,
)
from studypath.views.wording import get_signs, minutes_short

_BLANK = Text("")
_WEEK_WIDTH = 19  # week of 23 Nov 2026
_LENGTH_WIDTH = 7  # 12 h 30
_LEAST_TITLE = 8


def render_plan(plan: Plan, *, today: date) -> RenderableType:
    """Return the weeks with their steps, then what the plan counts with and when it ends."""

    def make(width: int) -> RenderableType:
        parts: list[RenderableType] = [to_text(plan.path.title, "bold"), _BLANK]
        if plan.weeks:
            parts += [_weeks(plan, width), _BLANK]
        parts += [to_text(line) for line in format_plan(plan, today=today)]
        return Group(*parts)

    return Fitted(make)


def format_plan(plan: Plan, *, today: date) -> list[str]:
    """Return what the plan counts with, whether a day can be kept, and the forecast's sentence."""
    lines: list[str] = []
    if plan.deadline is not None:
        lines += _deadline_lines(plan.deadline)
    lines.append(format_forecast(plan.forecast, today))
    if plan.weekly_source == HISTORY:
        lines.append("studypath plan --hours-per-week 5 counts with other hours from then on.")
    if plan.pauses:
        lines.append(f"Pauses: {_pauses(plan.pauses)}.")
    if plan.unplanned:
        numbers = ", ".join(replace_controls(step.number) for step in plan.unplanned[:5])
        more = len(plan.unplanned) - 5
        tail = f" and {more} more" if more > 0 else ""
        lines.append(f"Not planned, since nothing is known of their length: {numbers}{tail}.")
    return lines


def _weeks(
    plan: Plan,
    width: int,
) -> Lines:
    """A line per step and week; the week stands beside its first step, or above it if narrow."""
    cut = get_signs().cut
    columns = width >= LEAST_WIDTH_FOR_COLUMNS
    numbers = max(cell_len(step.step.number) for week in plan.weeks for step in week.steps)
    lines: list[Line] = []
    for week in plan.weeks:
        label = format_week(week.start)
        if not columns:
            lines.append([(label, "cyan")])
            label = ""
        for planned in week.steps:
            begin = f"{label:{_WEEK_WIDTH}}  " if columns else "  "
            length = f"{minutes_short(planned.minutes):>{_LENGTH_WIDTH}}  "
            number = set_cell_size(replace_controls(planned.step.number), numbers) + "  "
            if cell_len(begin + length + number) > width - _LEAST_TITLE:
                number = ""
            room = max(0, width - cell_len(begin + length + number))
            title = shorten(replace_controls(planned.step.title), room, cut)
            lines.append([(begin, "cyan"), (length, ""), (number, "dim"), (title, "")])
            label = ""
    return Lines(lines)


def _deadline_lines(deadline: Deadline) -> list[str]:
    needed, sure = format_hours(deadline.needed), format_hours(deadline.sure)
    if deadline.needed > MOST_WEEKLY_HOURS:
        return [f"By {deadline.by}: not feasible at under {needed} a week; a week has 168."]
    if not deadline.feasible:
        usual = format_hours(deadline.usual or 0)
        return [
            f"By {deadline.by}: not feasible at under {needed} a week; now it is {usual} a week.",
            f"To be through by then in nine cases of ten: {sure} a week.",
        ]
    return [
        f"By {deadline.by}: {needed} a week, as likely as not; {sure} a week in nine cases of ten."
    ]


def _pauses(pauses: Sequence[tuple[date, date]]) -> str:
    return ", ".join(str(begin) if begin == end else f"{begin} to {end}" for begin, end in pauses)
