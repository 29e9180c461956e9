"""Study days and the study time, as they are typed."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.errors import WrongUsage
from studypath.core.study_days import (
    DAY_NAMES,
    format_study_days,
    format_study_time,
    parse_study_days,
    parse_study_time,
)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon,wed,sat", (0, 2, 5)),
        ("sat, mon", (0, 5)),
        ("Monday Thursday", (0, 3)),
        ("tu;th", (1, 3)),
        ("weds", (2,)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sat - mon", (0, 5, 6)),
        ("mon,mon", (0,)),
    ],
)
def test_days_parse(text: str, days: tuple[int, ...]) -> None:
    """Names may be shortened, be in any order, and be a range."""
    assert parse_study_days(text) == days


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("t", "tue or thu"),
        ("mon,s", "sat or sun"),
        ("1", "mon or sun"),
        ("7", "sun or sat"),
        ("8", "mon,wed,sat"),
        ("", "mon,wed,sat"),
        ("mon-", "mon,wed,sat"),
        ("someday", "mon,wed,sat"),
        ("mon\x1b", "mon,wed,sat"),
        ("²", "mon,wed,sat"),
    ],
)
def test_other_days_raise_with_what_they_may_mean(text: str, words: str) -> None:
    """An ambiguous day names both meanings, any other text the notation; both are printable."""
    with pytest.raises(WrongUsage) as caught:
        parse_study_days(text)
    assert words in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("19:00", time(19)),
        ("9:05", time(9, 5)),
        ("7pm", time(19)),
        ("7:30 PM", time(19, 30)),
        ("12am", time(0)),
        ("12 p.m.", time(12)),
        ("19", time(19)),
        ("0", time(0)),
    ],
)
def test_times_parse(text: str, at: time) -> None:
    """Hours and minutes of 24 hours, or hours with am or pm."""
    assert parse_study_time(text) == at


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("7", "07:00 or 19:00"),
        ("12", "12:00 or 00:00"),
        ("24:00", "19:00"),
        ("19:60", "19:00"),
        ("13pm", "19:00"),
        ("19:00+01:00", "19:00"),
        ("evening", "19:00"),
        ("١٩:٠٠", "19:00"),
        ("", "19:00"),
    ],
)
def test_other_times_raise_with_what_they_may_mean(text: str, words: str) -> None:
    """A bare hour names morning and evening, any other text the notation."""
    with pytest.raises(WrongUsage) as caught:
        parse_study_time(text)
    assert words in str(caught.value)


@given(st.sets(st.integers(0, 6), min_size=1), st.times())
def test_what_is_formatted_parses_back(days: set[int], at: time) -> None:
    """The form of the settings file is one of the accepted forms."""
    assert parse_study_days(format_study_days(sorted(days))) == tuple(sorted(days))
    assert parse_study_time(format_study_time(at)) == at.replace(second=0, microsecond=0)


@given(st.text(max_size=60))
def test_any_text_parses_or_raises_wrong_usage(text: str) -> None:
    """No other error leaves, and no message has an unprintable character."""
    for parse in (parse_study_days, parse_study_time):
        try:
            parse(text)
        except WrongUsage as error:
            assert str(error).isprintable()  # noqa: PT017  most texts raise, not all


def test_names_are_in_the_order_of_the_week() -> None:
    """0 is Monday, as in the standard library."""
    assert (DAY_NAMES[0], DAY_NAMES[6]) == ("mon", "sun")
