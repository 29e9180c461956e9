"""Geometry of the charts, in SVG user units: core values in, coordinates out.

The templates draw these values; nothing here knows HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from studypath.core.path_forecast import Finish
from studypath.core.report import BurnUp, Calendar
from studypath.core.status import StepStatus
from studypath.views.dates import MONTHS

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 16, 32
MOST_TICKS = 5
MOST_POINTS = 400
LEVELS = 4
CELL, GAP, LABELS = 10, 2, 20


class Tick(NamedTuple):
    """A place on an axis with its label."""

    at: float
    label: str


class Bar(NamedTuple):
    """A step's time against its estimate, each as a share of the longest, 0 to 100."""

    step: StepStatus
    spent: float
    low: float
    high: float


class BurnUpChart(NamedTuple):
    """The line of hours so far and the fan to the finish; points are `x,y` pairs as SVG text."""

    line: str
    area: str
    fan: str
    median: str
    today: float
    total: float | None
    hours: tuple[Tick, ...]
    days: tuple[Tick, ...]


class Cell(NamedTuple):
    """One day of the calendar: its corner, its level from 0 to 4, and its minutes."""

    x: int
    y: int
    level: int
    day: date
    minutes: int


class CalendarChart(NamedTuple):
    """A column per week, a row per weekday."""

    width: int
    height: int
    cells: tuple[Cell, ...]
    months: tuple[Tick, ...]


def lay_out_hours(steps: Sequence[StepStatus]) -> tuple[Bar, ...]:
    """Return a bar for each step with logged time or, without any, for none."""
    studied = [step for step in steps if step.entry.minutes_spent]
    highest = [step.estimate.high_minutes for step in studied if step.estimate is not None]
    longest = max([*(step.entry.minutes_spent for step in studied), *highest, 1])
    return tuple(
        Bar(
            step,
            _share(step.entry.minutes_spent, longest),
            _share(step.estimate.low_minutes if step.estimate else 0, longest),
            _share(step.estimate.high_minutes if step.estimate else 0, longest),
        )
        for step in studied
    )


def _share(minutes: int, longest: int) -> float:
    return round(100 * minutes / longest, 2)


def lay_out_burn_up(
    burn_up: BurnUp, today: date, remaining_minutes: int | None, finish: Finish | None
) -> BurnUpChart | None:
    """Return the chart, or None where no time is logged.

    The fan opens from today to the days on which the rest is done: early, median and late. It ends
    at the hours logged so far plus the median of what remains.
    """
    points = [point for point in burn_up.points if point[0] <= today]
    if not points:
        return None
    spent = points[-1][1]
    total = spent + remaining_minutes if remaining_minutes and finish is not None else None
    first = points[0][0].toordinal() - 1
    last = max(today.toordinal(), finish.p90.toordinal() if finish and total else 0, first + 2)
    top = _round_up(max(total or 0, spent) / 60)

    def x(day: date) -> float:
        share = (day.toordinal() - first) / (last - first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(minutes: float) -> float:
        return round(HEIGHT - BOTTOM - minutes / 60 / top * (HEIGHT - TOP - BOTTOM), 1)

    start = date.fromordinal(first)
    steps = [(start, 0), *_thin_out(points), (today, spent)]
    line = _join((x(day), y(minutes)) for day, minutes in steps)
    base = y(0)
    fan = median = ""
    if finish is not None and total is not None:
        now = (x(today), y(spent))
        fan = _join([now, (x(finish.p10), y(total)), (x(finish.p90), y(total))])
        median = _join([now, (x(finish.p50), y(total))])
    return BurnUpChart(
        line=line,
        area=f"{x(start)},{base} {line} {x(today)},{base}",
        fan=fan,
        median=median,
        today=x(today),
        total=y(total) if total is not None else None,
        hours=tuple(Tick(y(60 * hour), f"{hour}h") for hour in _choose_hours(top)),
        days=_choose_days(first, last, x),
    )


def _thin_out(points: Sequence[tuple[date, int]]) -> list[tuple[date, int]]:
    """Return at most about MOST_POINTS of many points, the last one always."""
    every = -(-len(points) // MOST_POINTS)
    return [point for i, point in enumerate(points) if not (len(points) - 1 - i) % every]


def _join(points: object) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)  # type: ignore[attr-defined]


def _round_up(hours: float) -> int:
    """Return the next round number of hours at or above, so that the axis ends on a tick."""
    step = _choose_step(hours)
    return max(step, -(-int(hours * 1000) // (step * 1000)) * step)


def _choose_step(hours: float) -> int:
    step = 1
    while hours / step > MOST_TICKS:
        step = {"1": 2, "2": 5, "5": 10}[str(step)[0]] * 10 ** (len(str(step)) - 1)
    return step


def _choose_hours(top: int) -> range:
    return range(0, top + 1, _choose_step(top))


def _choose_days(first: int, last: int, x: object) -> tuple[Tick, ...]:
    """Return ticks on the first of a month, or on days where the chart is short."""
    days = [date.fromordinal(day) for day in range(first + 1, last + 1)]
    firsts = [day for day in days if day.day == 1]
    chosen = firsts if len(firsts) > 1 else days
    every = -(-len(chosen) // MOST_TICKS)
    return tuple(
        Tick(x(day), _label(day, is_month=chosen is firsts))  # type: ignore[operator]
        for day in chosen[::every]
    )


def _label(day: date, *, is_month: bool) -> str:
    month = MONTHS[day.month - 1][:3]
    return f"{month} {day.year}" if is_month else f"{day.day} {month}"


def lay_out_calendar(calendar: Calendar) -> CalendarChart:
    """Return a cell for each day; the level counts quarters of the longest day's minutes."""
    most = max(calendar.minutes.values(), default=0)
    first = calendar.first.toordinal()
    cells: list[Cell] = []
    months: list[Tick] = []
    for ordinal in range(first, calendar.today.toordinal() + 1):
        day = date.fromordinal(ordinal)
        week, weekday = divmod(ordinal - first, 7)
        minutes = calendar.minutes.get(day, 0)
        level = -(-minutes * LEVELS // most) if minutes else 0
        x = week * (CELL + GAP)
        cells.append(Cell(x, LABELS + weekday * (CELL + GAP), level, day, minutes))
        if day.day == 1:
            months.append(Tick(x, MONTHS[day.month - 1][:3]))
    weeks = cells[-1].x // (CELL + GAP) + 1
    return CalendarChart(
        weeks * (CELL + GAP), LABELS + 7 * (CELL + GAP), tuple(cells), tuple(months)
    )
