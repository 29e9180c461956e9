"""The strongest lever: which change of the rhythm gains the most days, and how many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studypath.core.finish import Rhythm, finish_at_rhythm, measure_rhythm
from studypath.core.lever import EXTRA_DAY, LONGER_DAYS, Lever, find_strongest_lever

rhythms = st.builds(
    Rhythm,
    share=st.floats(0.02, 1),
    day_minutes=st.floats(5, 400),
    break_days=st.integers(0, 90),
    study_days=st.integers(1, 50),
    evidence=st.integers(1, 50),
)


def test_long_evenings_gain_from_one_more() -> None:
    """Two evenings of two hours: a third one saves a third of the days."""
    rhythm = Rhythm(2 / 7, 120, 0, 20, 20)
    assert finish_at_rhythm(rhythm, 1200).p50 == 35
    assert find_strongest_lever(rhythm, 1200) == Lever(EXTRA_DAY, 11)


def test_daily_short_days_gain_from_longer_ones() -> None:
    """Half an hour every day: no day is left to add, twice as long takes half of the days."""
    assert find_strongest_lever(Rhythm(1, 30, 0, 20, 20), 1200) == Lever(LONGER_DAYS, 20)


def test_nothing_to_gain() -> None:
    """With nothing left, or little enough for tomorrow, there is no lever."""
    rhythm = Rhythm(0.5, 60, 0, 20, 20)
    assert find_strongest_lever(rhythm, 0) is None
    assert find_strongest_lever(Rhythm(1, 60, 0, 20, 20), 30) is None


def test_pause_is_not_gained() -> None:
    """A change that ends the work before an announced pause gains the days of the pause too."""
    rhythm = Rhythm(2 / 7, 120, 0, 20, 20)
    assert find_strongest_lever(rhythm, 1200, 0, [(30, 39)]) == Lever(EXTRA_DAY, 21)
    assert find_strongest_lever(rhythm, 1200, 0, [(1, 10)]) == Lever(EXTRA_DAY, 11)


@given(rhythms, st.floats(1, 50_000))
def test_a_lever_gains_at_least_a_day(rhythm: Rhythm, remaining: float) -> None:
    """A lever gains a day or more and never more than there are."""
    lever = find_strongest_lever(rhythm, remaining)
    usual = finish_at_rhythm(rhythm, remaining).p50
    assert lever is None or 1 <= lever.days_gained < usual


@given(rhythms, st.floats(1, 50_000))
def test_no_other_change_gains_more(rhythm: Rhythm, remaining: float) -> None:
    """Neither an extra day nor half an hour a day gains more than the lever that is named."""
    lever = find_strongest_lever(rhythm, remaining)
    gained = lever.days_gained if lever else 0
    usual = finish_at_rhythm(rhythm, remaining).p50
    longer = rhythm._replace(day_minutes=rhythm.day_minutes + 30)
    assert usual - finish_at_rhythm(longer, remaining).p50 <= gained
    if rhythm.break_days == 0:
        more = rhythm._replace(share=min(1.0, rhythm.share + 1 / 7))
        assert usual - finish_at_rhythm(more, remaining).p50 <= gained


def test_from_sessions() -> None:
    """Measured on sessions: one more evening a week is weeks earlier."""
    rhythm = measure_rhythm([(7 * week, 90.0) for week in range(12)], 77)
    lever = find_strongest_lever(rhythm, 1800)
    assert lever is not None
    assert lever.change == EXTRA_DAY
    assert 28 <= lever.days_gained <= 70
