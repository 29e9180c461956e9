"""List the logged sessions by start, by number, and by when they were logged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.curriculum import StepKey
from studypath.core.errors import UnknownReference
from studypath.core.instants import to_utc
from studypath.core.progress import Session
from studypath.core.tracked import TrackedProgress, iterate_own_sessions

if TYPE_CHECKING:
    from studypath.core.undo import Change

LOGGING_COMMANDS = frozenset({"log", "stop", "done", "start"})
"""The first words of commands that log sessions; others bring those of another file."""

EDIT = "log --edit"

LoggedTime = tuple[datetime, int]
"""The time of the command that logged a session, and its position among all commands."""


class LoggedSession(NamedTuple):
    """A session and the key of its step."""

    key: StepKey
    session: Session


class UnknownSession(UnknownReference):
    """No session has this number."""

    def __init__(self, number: int, count: int) -> None:
        last = f"The numbers go up to {count}" if count else "No session is logged"
        super().__init__(f"There is no session {number}\n{last}; see: studypath history --sessions")


class LoggingCommand(NamedTuple):
    """A command of the undo journal: its words, its time, and what it changed."""

    words: str
    at: datetime
    changes: tuple[Change, ...]


NO_TIMES: Mapping[LoggedSession, LoggedTime] = MappingProxyType({})


def find_end(session: Session) -> datetime:
    """Return when a session ended, in UTC."""
    try:
        return to_utc(session.start) + timedelta(minutes=session.minutes)
    except OverflowError:
        return to_utc(session.start)


def has_overlap(one: Session, other: Session) -> bool:
    """Return whether two sessions have at least a whole minute in common."""
    start = max(to_utc(one.start), to_utc(other.start))
    return min(find_end(one), find_end(other)) - start >= timedelta(minutes=1)


def list_logged(tracked: TrackedProgress, key: StepKey | None = None) -> list[LoggedSession]:
    """Return the sessions of a step or of all, in the order of their starts.

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
    logged.sort(key=lambda each: (to_utc(each.session.start), each.session.minutes, each.key))
    return logged


def find_numbered(tracked: TrackedProgress, number: int) -> LoggedSession:
    """Return the session with this number; 1 is the one that started last.

    Raises UnknownSession.
    """
    logged = list_logged(tracked)
    if not 1 <= number <= len(logged):
        raise UnknownSession(number, len(logged))
    return logged[-number]


def find_last_sessions(
    tracked: TrackedProgress,
    key: StepKey | None,
    n: int,
    times: Mapping[LoggedSession, LoggedTime] = NO_TIMES,
) -> tuple[LoggedSession, ...]:
    """Return the `n` sessions of a step or of all that were logged last, the last first.

    One without a time counts as logged when it ended.
    """
    shared = tracked.curriculum.shared

    def find_work(key: StepKey) -> StepKey:
        # The first step stands for the work, so that a session is looked up once.
        return shared.get(key, (key,))[0]

    current: dict[LoggedSession, LoggedTime] = {}
    for (step, session), at in times.items():
        own = LoggedSession(find_work(tracked.renamed.get(step, step)), session)
        current[own] = max(at, current.get(own, at))

    def find_time(logged: LoggedSession) -> LoggedTime:
        own = LoggedSession(find_work(logged.key), logged.session)
        return current.get(own) or (find_end(logged.session), -1)

    # The sort is stable: of those logged together the one that started last comes first.
    logged = list_logged(tracked, key)[::-1]
    logged.sort(key=find_time, reverse=True)
    return tuple(logged[:n])


def collect_logged_times(commands: Iterable[LoggingCommand]) -> dict[LoggedSession, LoggedTime]:
    """Return when each session was logged, by the commands in their order.

    An edited session keeps its time. Sessions that a merge brought have none.
    """
    times: dict[LoggedSession, LoggedTime] = {}
    for position, (words, at, changes) in enumerate(commands):
        if words.partition(" ")[0] not in LOGGING_COMMANDS:
            continue
        for key, before, after in changes:
            if key[-1] != "sessions" or len(key) != len(("paths", "PATH", "STEP", "sessions")):
                continue
            step = (key[1], key[2])
            added = [LoggedSession(step, session) for session in _list_sessions(after)]
            time: LoggedTime | None = (to_utc(at), position)
            if words.startswith(EDIT):
                old = (times.get(LoggedSession(step, each)) for each in _list_sessions(before))
                time = next((each for each in old if each is not None), None)
            if time is not None:
                times.update(dict.fromkeys(added, time))
    return times


def _list_sessions(value: object) -> tuple[Session, ...]:
    return value if isinstance(value, tuple) else ()
