"""Find the start of a session whose length the user gives, perhaps with its day or time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from studypath.core.durations import MOST_MINUTES, format_duration
from studypath.core.errors import WrongUsage
from studypath.core.instants import find_instants, find_local_day, to_local, to_stored_time, to_utc
from studypath.core.progress import Session
from studypath.core.session_list import find_end
from studypath.core.tracked import TrackedProgress

NOON = time(12)
# A start given to the minute can place the end within the current minute.
SLACK = timedelta(minutes=1)
# Two days after datetime.min: no zone offset underflows.
_EARLIEST = datetime(1, 1, 3, tzinfo=UTC)


class When(NamedTuple):
    """The local day and the local start time of a session; None if not given."""

    day: date | None = None
    clock: time | None = None


NOT_GIVEN = When()


def place_session(
    minutes: int,
    when: When,
    *,
    now: datetime,
    tz: tzinfo,
    existing: Collection[Session] = (),
) -> Session:
    """Return a session of `minutes`, on a whole minute.

    With a start time alone it is today's. Without a time it overlaps none of the `existing`
    sessions: with neither day nor time it takes the latest free place that ends by now. With a day
    alone it starts at noon, or after the last of the sessions since noon; if it would then start
    after that day or end in the future, it takes the latest free place of the day. Raises
    WrongUsage if the session is not over or the day has no free place.
    """
    if not 1 <= minutes <= MOST_MINUTES:
        msg = f"A session takes at least a minute and at most {MOST_MINUTES // 60} hours"
        raise WrongUsage(msg)
    today = find_local_day(now, tz)
    day, clock = when.day, when.clock
    if day is not None and day > today:
        msg = f"{day} is in the future"
        raise WrongUsage(msg)
    if clock is not None:
        start = _start_at(day or today, clock, minutes, now, tz)
    elif day is None:
        start = _start_ending_now(minutes, now, tz, existing)
    else:
        start = _find_free_start(day, minutes, now, tz, existing)
    return Session(to_stored_time(start), minutes)


def collect_sessions(tracked: TrackedProgress) -> list[Session]:
    """Return every session of the progress, as `existing` for `place_session`."""
    return [s for entry in tracked.progress.entries.values() for s in entry.sessions]


def is_over(start: datetime, minutes: int, now: datetime) -> bool:
    """Return whether a session that starts then is over; its start is given to the minute."""
    return to_utc(start) + timedelta(minutes=minutes) <= to_utc(now) + SLACK


def _start_at(day: date, clock: time, minutes: int, now: datetime, tz: tzinfo) -> datetime:
    moments = find_instants(day, clock, tz)
    if not moments:
        msg = f"The clock change on {day} skipped {clock:%H:%M}\nGive another time."
        raise WrongUsage(msg)
    if not is_over(moments[0], minutes, now):
        msg = f"{format_duration(minutes)} from {clock:%H:%M} on {day} are not over"
        raise WrongUsage(f"{msg}\nGive an earlier time or a shorter session.")
    return moments[0]


def _start_ending_now(
    minutes: int, now: datetime, tz: tzinfo, existing: Collection[Session]
) -> datetime:
    latest = _round_down(to_utc(now)) - timedelta(minutes=minutes)
    return to_local(_find_free_before(max(latest, _EARLIEST), minutes, existing), tz)


def _find_free_start(
    day: date, minutes: int, now: datetime, tz: tzinfo, existing: Collection[Session]
) -> datetime:
    noons = find_instants(day, NOON, tz)
    noon = to_utc(noons[0] if noons else datetime.combine(day, NOON, tz))
    ends = [
        find_end(session)
        for session in existing
        if find_end(session) > noon and find_local_day(session.start, tz) <= day
    ]
    start = _round_up(max((noon, *ends)))
    is_free = _find_free_before(start, minutes, existing) == start
    if is_free and find_local_day(start, tz) == day and is_over(start, minutes, now):
        return to_local(start, tz)
    return _find_latest_start(day, minutes, now, tz, existing)


def _find_latest_start(
    day: date, minutes: int, now: datetime, tz: tzinfo, existing: Collection[Session]
) -> datetime:
    last = find_instants(day, time(23, 59), tz)
    latest = to_utc(last[-1] if last else datetime.combine(day, time(23, 59), tz))
    ended_now = _round_down(to_utc(now)) - timedelta(minutes=minutes)
    start = _find_free_before(min(latest, ended_now), minutes, existing)
    if find_local_day(start, tz) != day:
        length = format_duration(minutes)
        msg = (
            f"{day} has no free place for {length} before now\n"
            f"Give the start: studypath log STEP {length} --on {day} --at 09:00"
        )
        raise WrongUsage(msg)
    return to_local(start, tz)


def _find_free_before(latest: datetime, minutes: int, existing: Collection[Session]) -> datetime:
    """Return the latest start, up to `latest`, of a session that overlaps no other."""
    start = latest
    for other in sorted(existing, key=lambda each: to_utc(each.start), reverse=True):
        begin = to_utc(other.start)
        if begin < start + timedelta(minutes=minutes) and find_end(other) > start:
            if begin < _EARLIEST + timedelta(minutes=minutes):
                break
            start = _round_down(begin) - timedelta(minutes=minutes)
    return start


def _round_down(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _round_up(moment: datetime) -> datetime:
    whole = _round_down(moment)
    return whole if whole == moment else whole + timedelta(minutes=1)
