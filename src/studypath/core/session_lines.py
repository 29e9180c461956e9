"""A session as one line of text: `2026-11-20T19:05+01:00 50m`."""

from __future__ import annotations

from datetime import datetime

from studypath.core.durations import format_duration, parse_duration
from studypath.core.instants import to_stored_time
from studypath.core.progress import Session


def session_to_line(session: Session) -> str:
    """Return the line of a session; seconds are left out if they are zero."""
    start = session.start
    timespec = "seconds" if start.second else "minutes"
    return f"{start.isoformat(timespec=timespec)} {format_duration(session.minutes)}"


def session_from_line(text: str) -> Session:
    """Return the session of a line; raise ValueError if the text is not one."""
    start_text, space, length = text.strip().partition(" ")
    if not space or "T" not in start_text.upper():
        msg = "a session is a start and a duration, such as 2026-11-20T19:05+01:00 50m"
        raise ValueError(msg)
    start = datetime.fromisoformat(start_text)
    if start.tzinfo is None:
        msg = f"the start {start_text} has no offset from UTC, such as +01:00"
        raise ValueError(msg)
    return Session(to_stored_time(start), parse_duration(length))
