"""Log sessions after the fact, edit and remove them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from studypath.core.changes import with_entries, with_session
from studypath.core.curriculum import StepKey
from studypath.core.errors import WrongUsage
from studypath.core.instants import to_local, to_utc
from studypath.core.placing import (
    NOT_GIVEN,
    SLACK,
    When,
    collect_sessions,
    place_session,
)
from studypath.core.progress import Entry, Progress, Session
from studypath.core.session_list import LoggedSession
from studypath.core.timer import is_start_of
from studypath.core.tracked import TrackedProgress, subtract_sessions


class Logged(NamedTuple):
    """Progress with one more session on a step."""

    progress: Progress
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
    while is_start_of(tracked.progress.timer, session):
        session = session._replace(start=session.start + timedelta(seconds=1))
    return Logged(with_session(tracked, key, session), key, session)


def with_unlogged(
    tracked: TrackedProgress, sessions: Sequence[LoggedSession], *, now: datetime
) -> Unlogged:
    """Return progress without these sessions.

    A step in progress that only these sessions started is to do again.
    """
    removed: dict[StepKey, Counter[Session]] = {}
    for logged in sessions:
        removed.setdefault(logged.key, Counter())[logged.session] += 1
    entries: dict[StepKey, Entry] = {}
    for own_key, counts in removed.items():
        for each in (own_key, *tracked.curriculum.others(own_key)):
            before = entries.get(each) or tracked.own_entry(each)
            after = _remove_sessions(before, counts, timed=_is_timed(tracked, each))
            if after is not before:
                entries[each] = after
    return Unlogged(with_entries(tracked, entries, now), tuple(sessions))


def with_edited(
    tracked: TrackedProgress,
    logged: LoggedSession | None,
    *,
    minutes: int | None = None,
    when: When = NOT_GIVEN,
    now: datetime,
    tz: tzinfo,
) -> Edited:
    """Return progress with a session changed.

    What is None stays as it is. A longer session that would end in the future starts earlier.
    Raises WrongUsage if there is no session.
    """
    if logged is None:
        msg = "There is no session to edit\nLog one: studypath log STEP 45m"
        raise WrongUsage(msg)
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
    latest = to_utc(ended_now.start) + SLACK
    return ended_now if to_utc(before.start) > latest else Session(before.start, length)


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
