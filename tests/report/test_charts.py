"""The geometry of the charts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studypath.core.path_forecast import Finish
from studypath.core.report import BurnUp, Calendar
from studypath.core.weeks import find_monday
from studypath.report.charts import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    lay_out_burn_up,
    lay_out_calendar,
    lay_out_hours,
)
from tests.report.samples import middle

DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))


def points_of(text: str) -> list[tuple[float, float]]:
    """Return the points of an SVG list of points."""
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


@st.composite
def burn_ups(draw: st.DrawFn) -> tuple[BurnUp, date, int, Finish]:
    """Draw sessions, a day after them, minutes left and days of finish in order."""
    days = sorted(draw(st.sets(DAYS, min_size=1, max_size=50)))
    total, points = 0, []
    for day in days:
        total += draw(st.integers(1, 600))
        points.append((day, total))
    today = days[-1] + timedelta(days=draw(st.integers(0, 60)))
    ends = sorted(draw(st.lists(st.integers(1, 900), min_size=3, max_size=3)))
    finish = Finish(*(today + timedelta(days=end) for end in ends))
    return BurnUp(tuple(points)), today, draw(st.integers(1, 10_000)), finish


@given(burn_ups())
def test_every_point_of_the_burn_up_lies_inside_the_axes(
    sample: tuple[BurnUp, date, int, Finish],
) -> None:
    """Line, area, fan and ticks stay within the frame, and the line never falls or goes back."""
    chart = lay_out_burn_up(*sample)
    assert chart is not None
    for text in (chart.line, chart.area, chart.fan, chart.median):
        for x, y in points_of(text):
            assert LEFT <= x <= WIDTH - RIGHT
            assert TOP <= y <= HEIGHT - BOTTOM
    line = points_of(chart.line)
    assert line == sorted(line, key=lambda point: (point[0], -point[1]))
    assert all(a[1] >= b[1] for a, b in pairwise(line))
    assert 2 <= len(chart.hours) <= 7
    assert 1 <= len(chart.days) <= 6


@given(burn_ups())
def test_the_fan_opens_from_today_to_the_days_of_finish(
    sample: tuple[BurnUp, date, int, Finish],
) -> None:
    """It begins where the line ends, and early, median and late days come in this order."""
    chart = lay_out_burn_up(*sample)
    assert chart is not None
    now, early, late = points_of(chart.fan)
    (begin, median) = points_of(chart.median)
    assert now == begin == points_of(chart.line)[-1]
    assert now[0] <= early[0] <= median[0] <= late[0]
    assert early[1] == median[1] == late[1] == chart.total


def test_nothing_logged_is_no_chart() -> None:
    """Without a session there is nothing to draw."""
    assert lay_out_burn_up(BurnUp(()), date(2026, 1, 1), 60, None) is None


def test_without_a_finish_there_is_no_fan() -> None:
    """A path without estimates or weekly hours shows the line alone."""
    chart = lay_out_burn_up(BurnUp(((date(2026, 1, 1), 90),)), date(2026, 1, 5), None, None)
    assert chart is not None
    assert chart.fan == ""
    assert chart.total is None


@given(DAYS, st.dictionaries(st.integers(0, 371), st.integers(1, 1440), max_size=60))
def test_the_calendar_has_a_cell_for_every_day(today: date, studied: dict[int, int]) -> None:
    """Weeks are columns from Monday to Sunday; only days without study have level 0."""
    first = find_monday(today) - timedelta(weeks=52)
    minutes = {first + timedelta(days=n): m for n, m in studied.items()}
    minutes = {day: m for day, m in minutes.items() if day <= today}
    chart = lay_out_calendar(Calendar(first, today, minutes))
    assert [cell.day for cell in chart.cells] == [
        first + timedelta(days=n) for n in range((today - first).days + 1)
    ]
    assert len({(cell.x, cell.y) for cell in chart.cells}) == len(chart.cells)
    for cell in chart.cells:
        assert 0 <= cell.level <= 4
        assert (cell.level == 0) == (cell.day not in minutes)
        assert 0 <= cell.x < chart.width
        assert 0 < cell.y < chart.height


def test_bars_are_shares_of_the_longest() -> None:
    """No bar is longer than the chart, and one of them is as long as it."""
    bars = lay_out_hours(middle().paths[0].status.steps)
    assert bars
    assert max(max(bar.spent, bar.high) for bar in bars) == 100
    assert all(0 <= bar.low <= bar.high <= 100 and 0 <= bar.spent <= 100 for bar in bars)
