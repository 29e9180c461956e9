"""Entries, sessions and timers as tables and lines of the file, and back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.instants import move_past, to_stored_time
from studypath.core.progress import Entry, Session, Timer
from studypath.core.session_lines import session_from_line, session_to_line
from studypath.files.tables import (
    entry_from_table,
    entry_to_table,
    timer_from_table,
    timer_to_table,
)
from tests.core.sample import NOW, entries, moments, timers

ODD = timezone(timedelta(minutes=53, seconds=28))


@given(entries)
def test_an_entry_is_read_back_as_written(entry: Entry) -> None:
    """The table of an entry says all of it, unknown keys included."""
    assert entry_from_table(entry_to_table(entry)) == entry


@given(timers)
def test_a_timer_is_read_back_as_written(timer: Timer) -> None:
    """The table of a timer says all of it."""
    assert timer_from_table(timer_to_table(timer)) == timer


@given(moments, st.integers(1, 5000))
def test_a_session_is_read_back_as_written(start: datetime, minutes: int) -> None:
    """The line of a session means the same instant, offset and minutes."""
    session = session_from_line(session_to_line(Session(start, minutes)))
    assert session == Session(start, minutes)
    assert session.start.utcoffset() == start.utcoffset()


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2026-11-20T19:05+01:00 50m", "2026-11-20T19:05:00+01:00"),
        (" 2026-11-20T19:05:30Z  50m ", "2026-11-20T19:05:30+00:00"),
        ("2026-11-20T19:05:00.75+01:00 50m", "2026-11-20T19:05:00+01:00"),
        ("1890-01-01T12:00+00:53:28 50m", "1890-01-01T11:06:32+00:00"),
        ("0001-01-01T00:00+23:59:30 50m", "0001-01-01T00:00:00+00:00"),
    ],
)
def test_a_session_of_the_file_is_understood(text: str, start: str) -> None:
    """Any ISO start with an offset is read; odd offsets become UTC, fractions go."""
    session = session_from_line(text)
    assert (session.start.isoformat(), session.minutes) == (start, 50)


@pytest.mark.parametrize(
    "text",
    [
        *("", "50m", "2026-11-20T19:05+01:00", "2026-11-20T19:05 50m", "2026-11-20 50m"),
        *("2026-13-20T19:05Z 50m", "T 50m", "2026-11-20T19:05Z soon", "2026-11-20T19:05Z -5m"),
    ],
)
def test_a_line_that_is_no_session_is_refused(text: str) -> None:
    """A start without an offset or a time, or another length, is a ValueError."""
    with pytest.raises(ValueError, match=r"."):
        session_from_line(text)


def test_a_time_is_stored_as_the_file_can_hold_it() -> None:
    """Whole seconds; an offset of whole minutes stays, an odd one becomes UTC."""
    assert to_stored_time(NOW.replace(microsecond=5)).isoformat() == NOW.isoformat()
    odd = datetime(1890, 1, 1, 12, tzinfo=ODD)
    assert to_stored_time(odd) == odd
    assert to_stored_time(odd).tzinfo is UTC
    assert to_stored_time(NOW.astimezone(UTC)).tzinfo is UTC
    first = datetime.min.replace(tzinfo=ODD)
    assert to_stored_time(first).year == 1


def test_a_later_time_is_a_second_after_the_latest() -> None:
    """A moment after all others stands; one that is not is moved behind them."""
    second = timedelta(seconds=1)
    assert move_past(NOW, None) == NOW
    assert move_past(NOW, NOW - second, None) == NOW
    assert move_past(NOW, NOW) == NOW + second
    assert move_past(NOW, NOW + second, NOW - second) == NOW + 2 * second
