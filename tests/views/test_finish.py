"""The words of the finish forecast and of the strongest lever."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.lever import EXTRA_DAY, LONGER_DAYS, Lever
from studypath.views.finish import (
    format_basis,
    format_finish,
    format_lever,
    format_own_plan,
    format_plan_end,
)

TODAY = date(2026, 11, 24)


class Dates(NamedTuple):
    """Three days, as a forecast carries them."""

    p10: date
    p50: date
    p90: date


def _in(*days: int) -> Dates:
    return Dates(*(TODAY + timedelta(days=n) for n in days))


def test_wide_interval() -> None:
    """Beyond two weeks bounds are parts of months."""
    finish = Dates(date(2026, 12, 14), date(2027, 1, 26), date(2027, 4, 3))
    assert format_finish(finish, TODAY) == (
        "around 26 January; four in five people with your rhythm finish "
        "between mid-December and early April"
    )


def test_near_interval() -> None:
    """Within two weeks bounds are days; on the 15th day they are parts of months."""
    assert format_finish(_in(2, 5, 14), TODAY) == (
        "around 29 November; four in five people with your rhythm finish "
        "between 26 November and 8 December"
    )
    assert format_finish(_in(2, 5, 15), TODAY).endswith("between 26 November and early December")


def test_one_part_of_a_month() -> None:
    """Bounds in one part of a month are named once, and a single day is that day."""
    assert format_finish(_in(58, 59, 60), TODAY).endswith("finish in late January")
    assert format_finish(_in(1, 1, 1), TODAY) == "on 25 November"


def test_prior_only() -> None:
    """Without sessions nothing is said of the reader's rhythm, and the basis is."""
    words = format_finish(_in(20, 60, 200), TODAY, prior_only=True)
    assert (
        words == "around 23 January; four in five people finish between mid-December and mid-June"
    )
    assert format_basis(5.0, prior_only=True) == (
        "No session is logged yet: this assumes your 5h a week."
    )
    assert format_basis(None, prior_only=True) == (
        "No session is logged yet: this assumes an hour and a half every other day."
    )
    assert format_basis(5.0, prior_only=False) is None


def test_years() -> None:
    """A year stands where it is not plain, once; years away only months are named."""
    assert format_finish(_in(300, 400, 500), TODAY) == (
        "around 29 December 2027; four in five people with your rhythm finish "
        "between mid-September 2027 and early April 2028"
    )
    assert format_finish(_in(250, 270, 290), TODAY).endswith(
        "between early August and early September 2027"
    )
    assert format_finish(_in(20, 400, 2000), TODAY).endswith("between mid-December and May 2032")


def test_beyond_a_century() -> None:
    """Days that are too far off to mean anything are not named."""
    assert format_finish(Dates(TODAY, date.max, date.max), TODAY) == "in more than a hundred years"
    far = Dates(TODAY, TODAY + timedelta(days=900), date.max)
    assert format_finish(far, TODAY) == "around May 2029, or much later"


@pytest.mark.parametrize(
    ("days", "by_week", "words"),
    [
        (15, False, "on Wed 9 December"),
        (15, True, "in the week of 7 December"),
        (0, True, "in the week of 23 November"),
        (365, False, "on Wed 24 November 2027"),
        (2000, True, "in May 2032"),
    ],
)
def test_end_of_a_plan(days: int, by_week: bool, words: str) -> None:
    """A plan with appointments ends on a day, one of weeks in a week, years away in a month."""
    assert format_plan_end(TODAY + timedelta(days), TODAY, by_week=by_week) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(24, "around 18 December"), (2000, "in May 2032"), (40_000, "in more than a hundred years")],
)
def test_end_of_the_own_plan(days: int, words: str) -> None:
    """`status` names the hours of the plan and about when they end."""
    end = TODAY + timedelta(days)
    sentence = f"By your plan of 3h a week you finish {words}."
    assert format_own_plan("3h", end, TODAY) == sentence


@pytest.mark.parametrize(
    ("days", "gain"),
    [
        (1, "one day"),
        (11, "eleven days"),
        (12, "two weeks"),
        (21, "three weeks"),
        (74, "eleven weeks"),
        (75, "two months"),
        (400, "thirteen months"),
    ],
)
def test_gain(days: int, gain: str) -> None:
    """A gain is said in days, weeks or months, rounded; numbers up to ten as words."""
    gain = gain.replace("eleven", "11").replace("thirteen", "13")
    assert format_lever(Lever(EXTRA_DAY, days)) == f"one more evening a week: about {gain} earlier"
    assert format_lever(Lever(LONGER_DAYS, days)) == (
        f"half an hour more on each study day: about {gain} earlier"
    )


@given(st.lists(st.integers(0, 4_000_000), min_size=3, max_size=3).map(sorted), st.booleans())
def test_one_line_for_any_days(days: list[int], prior_only: bool) -> None:
    """Any three days give one line without a full stop."""
    last = date.max.toordinal()
    finish = Dates(*(date.fromordinal(min(last, TODAY.toordinal() + n)) for n in days))
    words = format_finish(finish, TODAY, prior_only=prior_only)
    assert words == words.strip()
    assert "\n" not in words
    assert not words.endswith(".")
