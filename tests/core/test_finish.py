"""The finish forecast: its properties, its defined answers, its formula and its cost."""

from __future__ import annotations

import ast
import math
import sys
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core import finish
from studypath.core.finish import (
    FinishDays,
    finish_at_rhythm,
    forecast_finish_days,
    measure_rhythm,
    merge_ranges,
)

History = list[tuple[int, float]]
Remaining = float | tuple[float, float, float]

TODAY = 400

minutes = st.floats(1, 600)
histories = st.lists(st.tuples(st.integers(0, TODAY), minutes), max_size=60)
triples = st.tuples(minutes, minutes, minutes).map(lambda m: tuple(sorted(m)))
remainings: st.SearchStrategy[Remaining] = st.floats(1, 20_000) | triples.map(
    lambda t: (30 * t[0], 30 * t[1], 30 * t[2])
)
anything = st.floats() | st.integers()
ranges = st.lists(
    st.tuples(st.integers(0, 800), st.integers(0, 90)).map(lambda r: (r[0], r[0] + r[1])),
    max_size=5,
)
weekly = st.none() | st.floats(30, 3000)


def _scaled(remaining: Remaining, by: float) -> Remaining:
    if isinstance(remaining, tuple):
        return remaining[0] * by, remaining[1] * by, remaining[2] * by
    return remaining * by


@given(histories, remainings, weekly, ranges)
def test_ordered_whole_and_positive(
    history: History, remaining: Remaining, prior: float | None, pauses: list[tuple[int, int]]
) -> None:
    """Work that is left ends on an ordered triple of whole days, tomorrow at the earliest."""
    days = forecast_finish_days(
        history, remaining, TODAY, prior_weekly_minutes=prior, pauses=pauses
    )
    assert all(isinstance(day, int) for day in days)
    assert 1 <= days.p10 <= days.p50 <= days.p90


@given(
    st.lists(st.tuples(st.integers(-(10**6), 10**6), anything), max_size=12),
    anything | st.tuples(anything, anything, anything),
    st.none() | anything,
    st.none() | anything,
    st.lists(st.tuples(st.integers(), st.integers()), max_size=3),
)
def test_junk_never_breaks_it(
    history: History,
    remaining: Remaining,
    prior: float | None,
    days_per_week: float | None,
    pauses: list[tuple[int, int]],
) -> None:
    """Whatever numbers come in, the answer is three ordered whole numbers of days."""
    p10, p50, p90 = forecast_finish_days(
        history,
        remaining,
        TODAY,
        prior_weekly_minutes=prior,
        study_days_per_week=days_per_week,
        pauses=pauses,
    )
    assert 0 <= p10 <= p50 <= p90
    assert all(isinstance(day, int) for day in (p10, p50, p90))


@given(histories, remainings)
def test_deterministic(history: History, remaining: Remaining) -> None:
    """The same question gets the same answer, and asking changes nothing."""
    before = [*history]
    first = forecast_finish_days(history, remaining, TODAY)
    assert first == forecast_finish_days(history, remaining, TODAY)
    assert history == before


@given(histories, remainings)
def test_order_of_sessions_is_free(history: History, remaining: Remaining) -> None:
    """Sessions may come in any order, and several on one day count as one day."""
    by_day: dict[int, float] = {}
    for day, amount in sorted(history):
        by_day[day] = by_day.get(day, 0.0) + amount
    assert forecast_finish_days(sorted(history), remaining, TODAY) == forecast_finish_days(
        list(by_day.items())[::-1], remaining, TODAY
    )


@given(histories, remainings, st.floats(1, 20), weekly, ranges)
def test_more_remaining_never_ends_earlier(
    history: History,
    remaining: Remaining,
    by: float,
    prior: float | None,
    pauses: list[tuple[int, int]],
) -> None:
    """More remaining work moves no quantile forward."""
    less, more = (
        forecast_finish_days(history, left, TODAY, prior_weekly_minutes=prior, pauses=pauses)
        for left in (remaining, _scaled(remaining, by))
    )
    assert all(a <= b for a, b in zip(less, more, strict=True))


@given(histories, triples, st.floats(0, 500), st.integers(0, 2))
def test_one_quantile_more_never_ends_earlier(
    history: History, remaining: tuple[float, float, float], more: float, which: int
) -> None:
    """A higher p10, p50 or p90 of the minutes alone moves no quantile of the days forward."""
    low, middle, high = (60 * m for m in remaining)
    raised = (
        (min(middle, low + more), middle, high),
        (low, min(high, middle + more), high),
        (low, middle, high + more),
    )[which]
    before = forecast_finish_days(history, (low, middle, high), TODAY)
    after = forecast_finish_days(history, raised, TODAY)
    assert all(a <= b for a, b in zip(before, after, strict=True))


@given(histories, remainings, st.integers(1, 300))
def test_announced_pause_moves_each_quantile(
    history: History, remaining: Remaining, length: int
) -> None:
    """A pause of n days from tomorrow moves each quantile by n days."""
    plain = forecast_finish_days(history, remaining, TODAY)
    paused = forecast_finish_days(history, remaining, TODAY, pauses=[(TODAY + 1, TODAY + length)])
    assert paused == tuple(day + length for day in plain)


@given(histories, remainings, st.integers(1, 100), st.integers(1, 60))
def test_later_pause_moves_what_ends_after_it(
    history: History, remaining: Remaining, after: int, length: int
) -> None:
    """A pause moves the quantiles that lie on or after its first day, and no other."""
    plain = forecast_finish_days(history, remaining, TODAY)
    pause = (TODAY + after, TODAY + after + length - 1)
    paused = forecast_finish_days(history, remaining, TODAY, pauses=[pause])
    assert paused == tuple(day + length if day >= after else day for day in plain)


@given(histories, remainings, st.integers(1, TODAY), st.integers(1, 60))
def test_past_pause_is_cut_out(
    history: History, remaining: Remaining, first: int, length: int
) -> None:
    """A past announced pause counts as if its days had never been."""
    pause = (first, first + length - 1)
    late = [(day + length if day >= first else day, amount) for day, amount in history]
    cut = forecast_finish_days(history, remaining, TODAY)
    assert cut == forecast_finish_days(late, remaining, TODAY + length, pauses=[pause])


@given(histories.filter(bool), remainings, st.floats(0.01, 100))
def test_scale(history: History, remaining: Remaining, by: float) -> None:
    """Minutes and remaining in another unit give the same days."""
    scaled = [(day, amount * by) for day, amount in history]
    assert forecast_finish_days(scaled, _scaled(remaining, by), TODAY) == forecast_finish_days(
        history, remaining, TODAY
    )


@given(histories, remainings, st.integers(-1000, 1000))
def test_only_differences_of_days_count(history: History, remaining: Remaining, by: int) -> None:
    """Shifting all days by one number changes nothing."""
    shifted = [(day + by, amount) for day, amount in history]
    assert forecast_finish_days(shifted, remaining, TODAY + by) == forecast_finish_days(
        history, remaining, TODAY
    )


@pytest.mark.parametrize("nothing", [0, 0.0, -5, math.nan, (0, 0, 0), (0.0, 0.0, 60.0)])
def test_nothing_remaining(nothing: Remaining) -> None:
    """With nothing remaining the work is over today."""
    assert forecast_finish_days([(3, 60)], nothing, 5) == (0, 0, 0)
    assert forecast_finish_days([], nothing, 5) == (0, 0, 0)


def test_empty_history_is_the_prior() -> None:
    """Without sessions 90 minutes every other day are assumed, within a factor of about five."""
    assert measure_rhythm([], 10) == (0.5, 90, 0, 0, 0)
    days = forecast_finish_days([], 900, 10)
    assert days == (4, 20, 104)


def test_plan_without_history() -> None:
    """Without sessions the median is what the user's own weekly hours give, pauses skipped."""
    days = forecast_finish_days([], 900, 10, prior_weekly_minutes=300)
    assert days.p50 == 21
    assert days.p90 < forecast_finish_days([], 900, 10).p90
    paused = forecast_finish_days([], 900, 10, prior_weekly_minutes=300, pauses=[(12, 18)])
    assert paused == tuple(day + 7 for day in days)
    fewer_days = forecast_finish_days([], 900, 10, prior_weekly_minutes=300, study_days_per_week=2)
    assert fewer_days == days


def test_kept_plan_keeps_the_median() -> None:
    """Who studies as planned gets the planned day; a plan that is not kept moves away."""
    kept = [(7 * week + day, 60.0) for week in range(12) for day in (0, 2, 4)]
    half = [(day, 30.0) for day, _ in kept]
    planned = partial(forecast_finish_days, prior_weekly_minutes=180, study_days_per_week=3)
    expected = 1800 / 180 * 7
    assert planned(kept, 1800, 82).p50 == pytest.approx(expected, rel=0.1)
    medians = [
        planned([s for s in half if s[0] <= today], 1800, today).p50 for today in (5, 26, 82)
    ]
    assert expected < medians[0] < medians[1] < medians[2] < 2.1 * expected


def test_one_session() -> None:
    """One session today gives its own minutes, about every other day, within a factor of 3.5."""
    assert measure_rhythm([(8, 60)], 8) == pytest.approx((15 / 29, 60, 0, 1, 1))
    assert forecast_finish_days([(8, 60)], 600, 8) == (6, 20, 69)


def test_session_in_the_future_is_left_out() -> None:
    """A session after today (a wrong clock) says nothing; if all are, only the prior speaks."""
    assert forecast_finish_days([(3, 60), (90, 500)], 600, 5) == forecast_finish_days(
        [(3, 60)], 600, 5
    )
    assert forecast_finish_days([(90, 500)], 600, 5) == forecast_finish_days([], 600, 5)


def test_ten_steady_years_need_no_prior() -> None:
    """After ten years of one evening a week the forecast counts with one evening a week."""
    history = [(7 * week, 60.0) for week in range(520)]
    assert forecast_finish_days(history, 600, 7 * 519).p50 == pytest.approx(70, rel=0.05)


def test_break_slows_and_a_session_restores() -> None:
    """The longer a break lasts, the later it ends; a year off is forgotten after a session."""
    history = [(day, 60.0) for day in range(0, 56, 2)]
    medians = [forecast_finish_days(history, 1200, today).p50 for today in (54, 58, 68, 96, 400)]
    assert medians == sorted(set(medians))
    returned = forecast_finish_days([*history, (400, 60.0)], 1200, 400).p50
    assert returned < medians[2]


def test_formula() -> None:
    """The example of docs/forecast.md, computed by hand."""
    history = [(0, 60), (2, 90), (3, 30), (7, 60)]
    usual = (3 + 28 * 0.5) / (9 - 1 + 28)
    decay = 0.5 ** (1 / 28)
    recent = decay**8 + decay**6 + decay**5 + decay
    share = (recent + 28 * usual) / (sum(decay**i for i in range(9)) + 28)
    rhythm = measure_rhythm(history, 8)
    assert rhythm == pytest.approx((share, 60, 1, 4, 4))
    median = 600 / 60 / share * (1 + share) ** 0.25
    spread = math.sqrt(0.8**2 + 1 / 9)
    z = 1.2815515655446004
    expected = [median * math.exp(sign * z * spread) for sign in (-1, 0, 1)]
    days = finish_at_rhythm(rhythm, 600)
    assert days == tuple(math.ceil(day) for day in expected)
    hours = finish_at_rhythm(rhythm, (300, 600, 1200))
    wide = math.hypot(z * spread, math.log(2))
    assert hours == tuple(math.ceil(median * math.exp(s * wide)) for s in (-1, 0, 1))


@given(ranges)
def test_merged_ranges_are_apart_and_complete(pauses: list[tuple[int, int]]) -> None:
    """Merged ranges hold the same days, in order, with a day between two of them."""
    merged = merge_ranges(pauses)
    days = {day for first, last in pauses for day in range(first, last + 1)}
    assert [day for first, last in merged for day in range(first, last + 1)] == sorted(days)
    assert all(a[1] + 1 < b[0] for a, b in pairwise(merged))


def _calls(run: Callable[[], object]) -> int:
    """Count the calls that a function makes, of Python and of C functions."""
    count = 0

    def note(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


def test_ten_years_are_cheap() -> None:
    """The work grows in proportion to the sessions: at most 20 calls for each."""
    one, ten = ([(day, 30.0 + day % 7) for day in range(365 * years)] for years in (1, 10))
    pauses = [(100 * i, 100 * i + 6) for i in range(36)]
    few = _calls(lambda: forecast_finish_days(one, 3000, 365, pauses=pauses))
    many = _calls(lambda: forecast_finish_days(ten, 3000, 3650, pauses=pauses))
    assert many < 20 * len(ten)
    assert many < 11 * few


def test_answer_is_a_plain_triple() -> None:
    """The answer unpacks, compares and reads as (p10, p50, p90)."""
    days = forecast_finish_days([(0, 60)], 60, 0)
    assert isinstance(days, FinishDays)
    assert days == (days.p10, days.p50, days.p90)


def test_standard_library_only() -> None:
    """The module imports nothing but small parts of the standard library."""
    tree = ast.parse(Path(finish.__file__).read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert names <= {
        "__future__", "math", "bisect", "itertools", "collections.abc", "typing",
    }  # fmt: skip
