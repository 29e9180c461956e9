"""Sessions as lines of the progress file, and back."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.progress import Session
from studypath.core.session_lines import session_from_line, session_to_line
from tests.core.sample import moments


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
