"""Log sessions after the fact, edit and remove them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from studypath.core.changes import with_entries, with_session
from studypath.core.curriculum import StepKey
from studypath.core.durations import MOST_MINUTES, format_duration
from studypath.core.errors import WrongUsage
from studypath.core.instants import find_instants, find_local_day, to_local, to_stored_time, to_utc
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import TrackedProgress, iterate_own_sessions, subtract_sessions

NOON = time(12)
# A start given to the minute can place the end within the current minute.
_SLACK = timedelta(minutes=1)
# Two days after datetime.min: no zone offset underflows.
_EARLIEST = datetime(1, 1, 3, tzinfo=UTC)


class When(NamedTuple):
    """The local day and the local start time of a session; None if not given."""

    day: date | None = None
    clock: time | None = None


NOT_GIVEN = When()


class Logged(NamedTuple):
    """Progress with one more session on a step."""

    progress: Progress
    key: StepKey
    session: Session


class LoggedSession(NamedTuple):
    """A session and the key of its step."""

    key: StepKey
    session: Session


class Unlogged(NamedTuple):
    """Progress without some sessions, and those sessions."""

    progress: Progress
    sessions: tuple[LoggedSession, ...]


class Edited(NamedTuple):
    """Progress with a changed session, that session before, and after."""

    progress: Progress
    before: LoggedSession
    after: Session


def place_session(
    minutes: int,
    when: When,
    *,
    now: datetime,
    tz: tzinfo,
    existing: Collection[Session] = (),
) -> Session:
    """Return a session of `minutes`, on a whole minute.

    With a start time alone it is today's. With neither day nor time it ends now. With a day alone
    it starts at noon, or after the last of the `existing` sessions since noon; if it would then
    end after that day or in the future, at the latest free minute of the day. Raises WrongUsage if
    the session is not over.
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


def with_logged(
    tracked: TrackedProgress,
    key: StepKey,
    minutes: int,
    when: When = NOT_GIVEN,
    *,
    now: datetime,
    tz: tzinfo,
) -> Logged:
    """Return progress with one more session on a step, placed by `place_session`."""
    session = place_session(minutes, when, now=now, tz=tz, existing=collect_sessions(tracked))
    timer = tracked.progress.timer
    if timer is not None and session.start == timer.started:
        # A session with the timer's start means that the timer was stopped.
        session = session._replace(start=session.start + timedelta(seconds=1))
    return Logged(with_session(tracked, key, session), key, session)


def find_last_sessions(
    tracked: TrackedProgress, key: StepKey | None, n: int
) -> tuple[LoggedSession, ...]:
    """Return the `n` sessions of a step or of all that started last, the last first.

    A session of a work that two paths share counts once, with the key of the path that stores it.
    """
    if key is not None:
        keys = [key, *tracked.curriculum.others(key)]
    else:
        rank: dict[str, int] = {}
        renamed = tracked.renamed
        keys = list(dict.fromkeys(renamed.get(each, each) for each in tracked.progress.entries))
        keys.sort(key=lambda each: rank.setdefault(each[0], len(rank)))
    logged = [
        LoggedSession(own, session)
        for own, sessions in iterate_own_sessions(tracked, keys)
        for session in sessions
    ]
    logged.sort(key=lambda s: (to_utc(s.session.start), s.session.minutes), reverse=True)
    return tuple(logged[:n])


def with_unlogged(
    tracked: TrackedProgress, key: StepKey | None, n: int = 1, *, now: datetime
) -> Unlogged:
    """Return progress without the `n` sessions of a step or of all that started last.

    A step in progress that only these sessions started is to do again.
    """
    last = find_last_sessions(tracked, key, n)
    removed: dict[StepKey, Counter[Session]] = {}
    for logged in last:
        removed.setdefault(logged.key, Counter())[logged.session] += 1
    entries: dict[StepKey, Entry] = {}
    for own_key, sessions in removed.items():
        for each in (own_key, *tracked.curriculum.others(own_key)):
            before = entries.get(each) or tracked.own_entry(each)
            after = _remove_sessions(before, sessions, timed=_is_timed(tracked, each))
            if after is not before:
                entries[each] = after
    return Unlogged(with_entries(tracked, entries, now), last)


def with_edited(
    tracked: TrackedProgress,
    key: StepKey | None,
    *,
    minutes: int | None = None,
    when: When = NOT_GIVEN,
    now: datetime,
    tz: tzinfo,
) -> Edited:
    """Return progress with the session of a step or of all that started last changed.

    What is None stays as it is. A longer session that would end in the future starts earlier.
    Raises WrongUsage if there is no session.
    """
    last = find_last_sessions(tracked, key, 1)
    if not last:
        msg = "There is no session to edit\nLog one: studypath log STEP 45m"
        raise WrongUsage(msg)
    logged = last[0]
    after = _edit_session(logged.session, minutes, when, now, tz)
    entries: dict[StepKey, Entry] = {}
    if after != logged.session:
        for own in _find_holders(tracked, logged):
            before = tracked.own_entry(own)
            sessions = list(before.sessions)
            sessions[sessions.index(logged.session)] = after
            is_first = before.started == logged.session.start
            entries[own] = before._replace(
                sessions=tuple(sorted(sessions)),
                started=after.start if is_first else before.started,
            )
    return Edited(with_entries(tracked, entries, None), logged, after)


def _edit_session(
    before: Session, minutes: int | None, when: When, now: datetime, tz: tzinfo
) -> Session:
    length = before.minutes if minutes is None else minutes
    local = to_local(before.start, tz)
    if when != NOT_GIVEN:
        start = When(when.day or local.date(), when.clock or local.time())
        return place_session(length, start, now=now, tz=tz)
    ended_now = place_session(length, NOT_GIVEN, now=now, tz=tz)
    latest = to_utc(ended_now.start) + _SLACK
    return ended_now if to_utc(before.start) > latest else Session(before.start, length)


def _start_at(day: date, clock: time, minutes: int, now: datetime, tz: tzinfo) -> datetime:
    moments = find_instants(day, clock, tz)
    if not moments:
        msg = f"The clock change on {day} skipped {clock:%H:%M}\nGive another time."
        raise WrongUsage(msg)
    if not _is_over(moments[0], minutes, now):
        msg = f"{format_duration(minutes)} from {clock:%H:%M} on {day} are not over"
        raise WrongUsage(f"{msg}\nGive an earlier time or a shorter session.")
    return moments[0]


def _start_ending_now(
    minutes: int, now: datetime, tz: tzinfo, existing: Collection[Session]
) -> datetime:
    taken = {to_utc(session.start) for session in existing}
    ended = to_utc(now).replace(second=0, microsecond=0)
    start = max(ended - timedelta(minutes=minutes), _EARLIEST)
    while start in taken:
        start -= timedelta(minutes=1)
    return to_local(start, tz)


def _find_free_start(
    day: date, minutes: int, now: datetime, tz: tzinfo, existing: Collection[Session]
) -> datetime:
    taken = {to_utc(s.start): s for s in existing if find_local_day(s.start, tz) == day}
    noons = find_instants(day, NOON, tz)
    noon = to_utc(noons[0] if noons else datetime.combine(day, NOON, tz))
    ends = [
        to_utc(session.start) + timedelta(minutes=session.minutes)
        for session in taken.values()
        if to_utc(session.start) >= noon
    ]
    start = _round_up(max((noon, *ends)))
    if find_local_day(start, tz) == day and _is_over(start, minutes, now):
        return to_local(start, tz)
    return _find_latest_start(day, minutes, now, tz, set(taken))


def _find_latest_start(
    day: date, minutes: int, now: datetime, tz: tzinfo, taken: Collection[datetime]
) -> datetime:
    last = find_instants(day, time(23, 59), tz)
    start = to_utc(last[-1] if last else datetime.combine(day, time(23, 59), tz))
    ended_now = to_utc(now).replace(second=0, microsecond=0) - timedelta(minutes=minutes)
    start = min(start, ended_now)
    while start in taken:
        start -= timedelta(minutes=1)
    if find_local_day(start, tz) != day:
        msg = (
            f"{day} has no room for {format_duration(minutes)} before now\n"
            "Give the start with --at, or leave out the day for a session that ends now."
        )
        raise WrongUsage(msg)
    return to_local(start, tz)


def _round_up(moment: datetime) -> datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def _is_over(start: datetime, minutes: int, now: datetime) -> bool:
    return to_utc(start) + timedelta(minutes=minutes) <= to_utc(now) + _SLACK


def _find_holders(tracked: TrackedProgress, logged: LoggedSession) -> list[StepKey]:
    """Return the keys of the steps that store this session: the work may be on several paths."""
    keys = (logged.key, *tracked.curriculum.others(logged.key))
    return [key for key in keys if logged.session in tracked.own_entry(key).sessions]


def _is_timed(tracked: TrackedProgress, key: StepKey) -> bool:
    timer = tracked.progress.timer
    return timer is not None and (timer.path, timer.step) == key


def _remove_sessions(entry: Entry, removed: Mapping[Session, int], *, timed: bool) -> Entry:
    """Return the entry without these sessions; work that only they had started is to do again."""
    sessions = subtract_sessions(entry.sessions, removed)
    if len(sessions) == len(entry.sessions):
        return entry
    starts = {session.start for session in entry.sessions if session in removed}
    if entry.state == "doing" and entry.started in starts:
        if sessions:
            return entry._replace(sessions=sessions, started=sessions[0].start)
        if not timed:
            return entry._replace(sessions=(), state="todo", started=None)
    return entry._replace(sessions=sessions)
