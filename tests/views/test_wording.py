"""How durations, names and bars are said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.views.wording import (
    draw_bar,
    format_count,
    format_creators,
    minutes_short,
    minutes_words,
    range_short,
    range_words,
)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (1, "1 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (600, "10 h")],
)
def test_minutes_are_said_in_hours_from_an_hour_on(minutes: int, words: str) -> None:
    """Whole hours drop the minutes, less than an hour drops the hours."""
    assert minutes_words(minutes) == words


@pytest.mark.parametrize(
    ("low", "high", "words", "short"),
    [
        (50, 75, "50–75 min", "50–75 min"),
        (600, 900, "10–15 h", "10–15 h"),
        (60, 120, "1–2 h", "1–2 h"),
        (80, 120, "80–120 min", "80–120 min"),
        (100, 150, "1 h 40 min – 2 h 30 min", "1 h 40–2 h 30"),
        (45, 45, "45 min", "45 min"),
        (0, 0, "0 min", "0 min"),
        (0, 60, "0–60 min", "0–60 min"),
        (0, 180, "0–3 h", "0–3 h"),
        (59, 121, "59 min – 2 h 1 min", "59 min–2 h 01"),
        (None, None, "unknown", "unknown"),
    ],
)
def test_ranges_are_said_short_and_exactly(
    low: int | None, high: int | None, words: str, short: str
) -> None:
    """A range keeps every minute and names a unit once where both ends share it."""
    assert range_words(low, high) == words
    assert range_short(low, high) == short


@given(st.integers(0, 600_000), st.integers(0, 600_000))
def test_ranges_in_ascii_are_ascii(one: int, other: int) -> None:
    """The fallback for poor terminals holds ASCII alone and says the same."""
    low, high = sorted((one, other))
    for say in (range_words, range_short):
        assert say(low, high).isascii()
        assert say(low, high) == say(low, high).replace("–", "-")


def test_short_minutes_line_up() -> None:
    """In a column the minutes after an hour have two digits."""
    assert [minutes_short(m) for m in (5, 60, 65, 90)] == ["5 min", "1 h", "1 h 05", "1 h 30"]


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
def test_creators_are_named_until_they_are_many(creators: tuple[str, ...], words: str) -> None:
    """Three names are said in full, of more the first two."""
    assert format_creators(creators) == words


def test_nouns_agree_with_their_number() -> None:
    """One step, two steps, no steps."""
    assert [format_count(n, "step") for n in (0, 1, 2)] == ["0 steps", "1 step", "2 steps"]


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 80), st.booleans())
def test_bar_is_honest(one: int, other: int, width: int, poor: bool) -> None:
    """A bar has its width, is full only when all is done, and begun as soon as anything is."""
    done, counting = sorted((one, other))
    drawn = draw_bar(done, counting, width=width)
    assert len(drawn) == width
    full, empty = ("#", "-") if poor else ("█", "░")
    assert set(drawn) <= {full, empty}
    if counting and width > 1:
        assert (drawn == full * width) == (done == counting)
        assert (drawn == empty * width) == (done == 0)
