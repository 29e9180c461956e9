"""Remember which calendar events were exported, so that a later export can cancel them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from studypath.core.instants import to_utc
from studypath.core.weeks import add_days, find_monday


class ExportedEvent(NamedTuple):
    """An event as it was exported last.

    `start` is an aware moment, or a day for an event that lasts up to the end of that week.
    `sequence` is its revision (RFC 5545, 3.8.7.4).
    """

    start: date
    sequence: int
    cancelled: bool = False


class CalendarRecord(NamedTuple):
    """The events of all paths that calendars may still show, by UID."""

    events: Mapping[str, ExportedEvent] = {}


def is_past(event: ExportedEvent, now: datetime) -> bool:
    """Return whether an event belongs to the past, where it stays as it is.

    A timed event does from its start on, since one may be studying; an all-day event when its week
    is over. `now` is aware; its date is the day of the user.
    """
    if isinstance(event.start, datetime):
        return to_utc(event.start) <= to_utc(now)
    return add_days(find_monday(event.start), 6) < now.date()
