"""Format warnings about sessions that may be wrong, in plain lines."""

from __future__ import annotations

from datetime import tzinfo

from studypath.core.doubts import Doubt
from studypath.core.durations import format_duration
from studypath.core.tracked import TrackedProgress
from studypath.views.timer import format_named_step, format_session

MOST_OVERLAPS = 3


def format_doubt(tracked: TrackedProgress, doubt: Doubt, tz: tzinfo) -> str:
    """Return what may be wrong with a session, and how to correct it."""
    session = doubt.logged.session
    parts = ["is longer than 8 hours"] if doubt.is_long else []
    parts += ["lasts through the night"] if doubt.is_at_night else []
    lines = []
    if doubt.overlaps:
        parts.append("overlaps")
        lines = [
            f"  {format_session(each.session, tz)}  {format_named_step(tracked, each.key)}"
            for each in doubt.overlaps[:MOST_OVERLAPS]
        ]
        more = len(doubt.overlaps) - MOST_OVERLAPS
        lines += [f"  and {more} more"] if more > 0 else []
    *first, last = parts
    clauses = f"{', '.join(first)} and {last}" if first else last
    what = f"the session of {format_duration(session.minutes)} {clauses}{':' if lines else ''}"
    advice = "To correct it: studypath undo"
    if doubt.number is not None:
        change = "--at 19:00" if doubt.overlaps else "45m"
        advice += f", or as in: studypath log --edit {doubt.number} {change}"
    return "\n".join([what, *lines, advice])
