"""Dates as people type them, with one meaning each."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.dates import WEEKDAYS, InvalidDate, parse_date

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("2026/11/20", date(2026, 11, 20)),
        ("20.11.2026", date(2026, 11, 20)),
        ("13/2/2026", date(2026, 2, 13)),
        ("2/13/2026", date(2026, 2, 13)),
        ("3/3/2026", date(2026, 3, 3)),
        ("today", SATURDAY),
        ("Yesterday", date(2026, 11, 20)),
        ("tomorrow", date(2026, 11, 22)),
        ("sunday", date(2026, 11, 15)),
        ("fri", date(2026, 11, 20)),
        ("Thurs.", date(2026, 11, 19)),
        ("last friday", date(2026, 11, 20)),
        ("last saturday", date(2026, 11, 14)),
        ("next friday", date(2026, 11, 27)),
        ("3 days ago", date(2026, 11, 18)),
        ("1 week ago", date(2026, 11, 14)),
        ("in 2 weeks", date(2026, 12, 5)),
        ("20 Nov", date(2026, 11, 20)),
        ("Nov 20th", date(2026, 11, 20)),
        ("November 20, 2025", date(2025, 11, 20)),
        ("21 nov", SATURDAY),
        ("22 nov", date(2025, 11, 22)),
        ("29 feb", date(2024, 2, 29)),
        ("  LAST   Friday ", date(2026, 11, 20)),
    ],
)
def test_a_date_has_one_meaning(text: str, day: date) -> None:
    """Where a past day is asked for, a day without its year is the last one."""
    assert parse_date(text, SATURDAY, forward=False) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("sunday", date(2026, 11, 22)),
        ("friday", date(2026, 11, 27)),
        ("next saturday", date(2026, 11, 28)),
        ("last friday", date(2026, 11, 20)),
        ("20 Nov", date(2027, 11, 20)),
        ("21 Nov", SATURDAY),
        ("29 feb", date(2028, 2, 29)),
    ],
)
def test_a_coming_date_is_the_next_one(text: str, day: date) -> None:
    """Where a coming day is asked for, a day without its year is the next one."""
    assert parse_date(text, SATURDAY, forward=True) == day


@pytest.mark.parametrize(
    ("text", "forward", "message"),
    [
        ("1/2/2026", False, "may mean 2026-01-02 or 2026-02-01; write one of them"),
        (
            "saturday",
            False,
            "may mean today or 2026-11-14; write today or last saturday",
        ),
        ("sat", True, "may mean today or 2026-11-28; write today or next saturday"),
    ],
)
def test_two_meanings_are_refused(text: str, forward: bool, message: str) -> None:
    """A text that may mean two days is never guessed; the message names both."""
    with pytest.raises(InvalidDate, match=message):
        parse_date(text, SATURDAY, forward=forward)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "soon", "20", "11-20", "20.11", "s", "su", "jun", "j 3", "ma 3", "31 feb"),
        *("2026-02-30", "0 nov", "32/13/2026", "last", "last week", "this friday", "friday next"),
        *("9999 days ago", "in 9999 weeks", "a week ago", "10pm", "٣ days ago", "\x1b[31m"),
        *("9" * 5000, "20 nov 99999", "last 20 nov", "0000-01-01"),
    ],
)
@pytest.mark.parametrize("forward", [False, True])
def test_what_is_not_a_date_is_refused(text: str, forward: bool) -> None:
    """Anything else raises a short printable error with examples."""
    with pytest.raises(InvalidDate, match="is not a date; write it like 202") as caught:
        parse_date(text, SATURDAY, forward=forward)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 160


@given(st.dates(date(1971, 1, 1), date(9990, 12, 31)), st.sampled_from(WEEKDAYS), st.booleans())
def test_a_weekday_is_within_a_week(today: date, name: str, forward: bool) -> None:
    """`last` and `next` are one to seven days away; the bare name is one of them, or is refused."""
    last = parse_date(f"last {name}", today, forward=forward)
    following = parse_date(f"next {name}", today, forward=forward)
    assert timedelta(1) <= today - last <= timedelta(7)
    assert timedelta(1) <= following - today <= timedelta(7)
    assert WEEKDAYS[last.weekday()] == WEEKDAYS[following.weekday()] == name
    if WEEKDAYS[today.weekday()] != name:
        assert parse_date(name, today, forward=forward) == (following if forward else last)


@given(st.dates(), st.dates(), st.booleans())
def test_a_complete_date_does_not_depend_on_today(day: date, today: date, forward: bool) -> None:
    """What the program prints can be typed back on any day."""
    assert parse_date(day.isoformat(), today, forward=forward) == day


@given(st.text(max_size=30), st.dates(), st.booleans())
def test_any_text_is_a_date_or_an_error(text: str, today: date, forward: bool) -> None:
    """No text and no day make the parser fail otherwise."""
    with suppress(InvalidDate):
        assert isinstance(parse_date(text, today, forward=forward), date)
