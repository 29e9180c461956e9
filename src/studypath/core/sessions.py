"""Sittings told afterwards: where one is placed in time, and how the last ones are mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from studypath.core.changes import with_entries, with_session
from studypath.core.curriculum import StepKey
from studypath.core.durations import MOST_MINUTES, format_duration
from studypath.core.errors import WrongUsage
from studypath.core.instants import find_instants, find_local_day, to_local, to_utc
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tables import to_stored_time
from studypath.core.tracked import TrackedProgress, iterate_own_sessions, subtract_sessions

NOON = time(12)
# A sitting told to the minute may seem to end within the minute that runs.
_SLACK = timedelta(minutes=1)
# A day's distance from the first year leaves room for every zone.
_EARLIEST = datetime(1, 1, 3, tzinfo=UTC)


class When(NamedTuple):
    """What was told of a sitting's time: the local day, the local time it began; None is untold."""

    day: date | None = None
    clock: time | None = None


UNTOLD = When()


class LoggedSession(NamedTuple):
    """A session and the step it is booked to."""

    key: StepKey
    session: Session


def place_session(
    minutes: int,
    when: When,
    *,
    now: datetime,
    tz: tzinfo,
    existing: Collection[Session] = (),
) -> Session:
    """Return the sitting of `minutes` at the time that was told.

    Without both it has ended in this minute. With a time alone it was today. With a day alone it
    began at noon, or where the last of the `existing` sittings that began from noon on ended, so
    that two are never taken for one; where that would run beyond the day or into what is to come,
    it is the latest free time of that day. Every one begins on a whole minute. Raises WrongUsage
    for a sitting that has not ended yet.
    """
    if not 1 <= minutes <= MOST_MINUTES:
        msg = f"a sitting lasts a minute at least and {MOST_MINUTES // 60} hours at most"
        raise WrongUsage(msg)
    today = find_local_day(now, tz)
    day, clock = when.day, when.clock
    if day is not None and day > today:
        msg = f"{day} is still to come"
        raise WrongUsage(msg)
    if clock is not None:
        start = _clocked(day or today, clock, minutes, now, tz)
    elif day is None:
        start = _ended_now(minutes, now, tz, existing)
    else:
        start = _placed(day, minutes, now, tz, existing)
    return Session(to_stored_time(start), minutes)


def collect_sessions(tracked: TrackedProgress) -> list[Session]:
    """Return every session of the progress, as `existing` for `session_at`."""
    return [s for entry in tracked.progress.entries.values() for s in entry.sessions]


def with_logged(
    tracked: TrackedProgress,
    key: StepKey,
    minutes: int,
    when: When = UNTOLD,
    *,
    now: datetime,
    tz: tzinfo,
) -> tuple[Progress, Session]:
    """Return the progress with one more sitting, placed by `session_at`, and the sitting."""
    session = place_session(minutes, when, now=now, tz=tz, existing=collect_sessions(tracked))
    timer = tracked.progress.timer
    if timer is not None and session.start == timer.started:
        # A sitting with a timer's start is taken for the one that the timer was stopped with.
        session = session._replace(start=session.start + timedelta(seconds=1))
    return with_session(tracked, key, session), session


def find_last_sessions(
    tracked: TrackedProgress, key: StepKey | None, n: int
) -> tuple[LoggedSession, ...]:
    """Return the `n` sittings that began last, of a step or of all, the last first.

    A sitting of a work that two paths share is one, by the key of the path that holds it.
    """
    if key is not None:
        keys = [key, *tracked.curriculum.others(key)]
    else:
        rank: dict[str, int] = {}
        keys = list(dict.fromkeys(_today(tracked, each) for each in tracked.progress.entries))
        keys.sort(key=lambda each: rank.setdefault(each[0], len(rank)))
    sittings = [
        LoggedSession(own, session)
        for own, sessions in iterate_own_sessions(tracked, keys)
        for session in sessions
    ]
    sittings.sort(key=lambda s: (to_utc(s.session.start), s.session.minutes), reverse=True)
    return tuple(sittings[:n])


def with_unlogged(
    tracked: TrackedProgress, key: StepKey | None, n: int = 1, *, now: datetime
) -> tuple[Progress, tuple[LoggedSession, ...]]:
    """Return the progress without the `n` sittings that began last, and those sittings.

    They are taken from a step, or from all. A step that only they had begun is to do again. The
    very same progress comes back where there is none.
    """
    if n < 1:
        msg = "at least one sitting is taken away"
        raise WrongUsage(msg)
    sittings = find_last_sessions(tracked, key, n)
    removed: dict[StepKey, Counter[Session]] = {}
    for sitting in sittings:
        removed.setdefault(sitting.key, Counter())[sitting.session] += 1
    entries: dict[StepKey, Entry] = {}
    for own_key, sessions in removed.items():
        for each in (own_key, *tracked.curriculum.others(own_key)):
            before = entries.get(each) or tracked.own_entry(each)
            after = _without(before, sessions, timed=_is_timed(tracked, each))
            if after is not before:
                entries[each] = after
    return with_entries(tracked, entries, now), sittings


def with_edited(
    tracked: TrackedProgress,
    key: StepKey | None,
    *,
    minutes: int | None = None,
    when: When = UNTOLD,
    now: datetime,
    tz: tzinfo,
) -> tuple[Progress, LoggedSession, Session]:
    """Return the progress with the sitting that began last changed, that sitting, and the new one.

    What is not said stays: the length, the local day, the local time. A sitting made longer that
    would end in what is to come begins earlier instead. WrongUsage where there is none.
    """
    found = find_last_sessions(tracked, key, 1)
    if not found:
        msg = "there is no sitting to edit"
        raise WrongUsage(msg)
    sitting = found[0]
    after = _edited(sitting.session, minutes, when, now, tz)
    entries: dict[StepKey, Entry] = {}
    if after != sitting.session:
        for own in _holders(tracked, sitting):
            before = tracked.own_entry(own)
            sessions = list(before.sessions)
            sessions[sessions.index(sitting.session)] = after
            begun = before.started == sitting.session.start
            entries[own] = before._replace(
                sessions=tuple(sorted(sessions)),
                started=after.start if begun else before.started,
            )
    return with_entries(tracked, entries, None), sitting, after


def _edited(before: Session, minutes: int | None, when: When, now: datetime, tz: tzinfo) -> Session:
    length = before.minutes if minutes is None else minutes
    local = to_local(before.start, tz)
    if when != UNTOLD:
        told = When(when.day or local.date(), when.clock or local.time())
        return place_session(length, told, now=now, tz=tz)
    ended_now = place_session(length, UNTOLD, now=now, tz=tz)
    latest = to_utc(ended_now.start) + _SLACK
    return ended_now if to_utc(before.start) > latest else Session(before.start, length)


def _clocked(day: date, clock: time, minutes: int, now: datetime, tz: tzinfo) -> datetime:
    moments = find_instants(day, clock, tz)
    if not moments:
        msg = f"the clocks never showed {clock:%H:%M} on {day}: they were set forward over it"
        raise WrongUsage(msg)
    if not _over(moments[0], minutes, now):
        msg = (
            f"{format_duration(minutes)} from {clock:%H:%M} on {day} are not over yet; "
            "a sitting is logged when it has ended"
        )
        raise WrongUsage(msg)
    return moments[0]


def _ended_now(minutes: int, now: datetime, tz: tzinfo, existing: Collection[Session]) -> datetime:
    taken = {to_utc(session.start) for session in existing}
    ended = to_utc(now).replace(second=0, microsecond=0)
    start = max(ended - timedelta(minutes=minutes), _EARLIEST)
    while start in taken:
        start -= timedelta(minutes=1)
    return to_local(start, tz)


def _placed(
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
    start = _minute_up(max((noon, *ends)))
    if find_local_day(start, tz) == day and _over(start, minutes, now):
        return to_local(start, tz)
    return _latest_free(day, minutes, now, tz, set(taken))


def _latest_free(
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
            f"{format_duration(minutes)} on {day} are not over yet or find no room there; "
            "give the time with --at, or leave the date out for a sitting that ended just now"
        )
        raise WrongUsage(msg)
    return to_local(start, tz)


def _minute_up(moment: datetime) -> datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def _over(start: datetime, minutes: int, now: datetime) -> bool:
    return to_utc(start) + timedelta(minutes=minutes) <= to_utc(now) + _SLACK


def _today(tracked: TrackedProgress, key: StepKey) -> StepKey:
    return tracked.renamed.get(key, key)


def _holders(tracked: TrackedProgress, sitting: LoggedSession) -> list[StepKey]:
    """The keys whose own entry holds this sitting: the work may stand on several paths."""
    keys = (sitting.key, *tracked.curriculum.others(sitting.key))
    return [key for key in keys if sitting.session in tracked.own_entry(key).sessions]


def _is_timed(tracked: TrackedProgress, key: StepKey) -> bool:
    timer = tracked.progress.timer
    return timer is not None and (timer.path, timer.step) == key


def _without(entry: Entry, removed: Mapping[Session, int], *, timed: bool) -> Entry:
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
