"""Ranges, names and bars are formatted the same everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.durations import MOST_MINUTES, parse_range
from studypath.core.progress import STATES
from studypath.views.wording import (
    MARKS,
    draw_bar,
    format_count,
    format_creators,
    format_minutes,
    format_state,
)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (50, 75, "50m–1h15m"),
        (600, 900, "10h–15h"),
        (165, 240, "2h45m–4h"),
        (45, 45, "45m"),
        (0, 60, "0m–1h"),
        (None, None, "unknown"),
    ],
)
def test_ranges_have_an_en_dash(low: int | None, high: int | None, words: str) -> None:
    """A range is written with both units and an en dash; without minutes it is unknown."""
    assert format_minutes(low, high) == words


@given(st.integers(0, MOST_MINUTES), st.integers(0, MOST_MINUTES))
def test_displayed_ranges_can_be_typed(one: int, other: int) -> None:
    """A range that is shown is read back as the same minutes."""
    low, high = sorted((one, other))
    assert parse_range(format_minutes(low, high)) == (low, high)


@pytest.mark.parametrize(
    ("creators", "words"),
    [
        ((), ""),
        (("A",), "A"),
        (("A", "B"), "A and B"),
        (("A", "B", "C"), "A, B and C"),
        (("A", "B", "C", "D"), "A, B and 2 more"),
        (("A", "et al."), "A and others"),
    ],
)
def test_many_creators_are_counted(creators: tuple[str, ...], words: str) -> None:
    """Up to three creators are named, of more the first two."""
    assert format_creators(creators) == words


def test_nouns_agree_with_their_number() -> None:
    """A noun is singular after 1 only."""
    assert [format_count(n, "step") for n in (0, 1, 2)] == ["0 steps", "1 step", "2 steps"]


def test_states_differ_without_colour() -> None:
    """Each state has a mark and words of its own."""
    assert set(MARKS) == set(STATES)
    assert len(set(MARKS.values())) == len({format_state(s) for s in STATES}) == len(STATES)
    assert format_state("doing") == "in progress"


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(2, 80))
def test_bar_is_full_only_if_all_is_done(one: int, other: int, width: int) -> None:
    """A bar fills its width, is full only if all is done, and empty only if nothing is."""
    done, total = sorted((one, other))
    bar = draw_bar(done, total, width=width)
    assert len(bar) == width
    assert set(bar) <= {"█", "░"}
    if total:
        assert (bar == "█" * width) == (done == total)
        assert (bar == "░" * width) == (done == 0)
