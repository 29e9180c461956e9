"""Sessions and intervals as lines of text.

A session is a start and a duration, `2026-11-20T19:05+01:00 50m`; an interval is two moments in the
notation of ISO 8601, `2026-11-20T20:10+01:00/2026-11-21T09:00+01:00`.
"""

from __future__ import annotations

from datetime import datetime

from studypath.core.durations import format_duration, parse_duration
from studypath.core.instants import to_stored_time
from studypath.core.progress import Interval, Session


def session_to_line(session: Session) -> str:
    """Return the line of a session; seconds are left out if they are zero."""
    return f"{_format_moment(session.start)} {format_duration(session.minutes)}"


def session_from_line(text: str) -> Session:
    """Return the session of a line; raise ValueError if the text is not one."""
    start_text, space, length = text.strip().partition(" ")
    if not space or "T" not in start_text.upper():
        msg = "a session is a start and a duration, such as 2026-11-20T19:05+01:00 50m"
        raise ValueError(msg)
    return Session(_parse_moment("start", start_text), parse_duration(length))


def interval_to_line(interval: Interval) -> str:
    """Return the line of an interval; seconds are left out if they are zero."""
    return "/".join(map(_format_moment, interval))


def interval_from_line(text: str) -> Interval:
    """Return the interval of a line; raise ValueError if the text is not one."""
    start, slash, end = text.strip().partition("/")
    if not slash or "T" not in start.upper() or "T" not in end.upper():
        msg = "a pause is a start and an end, such as 2026-11-20T20:10+01:00/2026-11-20T20:30+01:00"
        raise ValueError(msg)
    return Interval(_parse_moment("start", start), _parse_moment("end", end))


def _format_moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def _parse_moment(what: str, text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        msg = f"the {what} {text} has no offset from UTC, such as +01:00"
        raise ValueError(msg)
    return to_stored_time(moment)
