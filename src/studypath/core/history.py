"""What was studied when: the answer to `history`, and the hours a week a forecast counts with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from studypath.core.curriculum import Path, StepKey
from studypath.core.instants import build_localizer, find_local_day, to_local, to_utc
from studypath.core.progress import Session
from studypath.core.tracked import TrackedProgress
from studypath.core.weeks import find_monday

DAY, WEEK, STEP = "day", "week", "step"
GROUPINGS = (DAY, WEEK, STEP)

RECENT_WEEKS = 8
LEAST_DAYS_FOR_WEEK = 2
LEAST_SITTINGS_FOR_HOUR = 10
LEAST_DAYS_FOR_HOUR = 5
# A longer one was told afterwards as a whole and says nothing about the hour of the day.
LONGEST_SITTING_MINUTES = 12 * 60


class SessionOfStep(NamedTuple):
    """One sitting with its step; `start` is aware and as local as the zone that was asked for."""

    path_id: str
    step_id: str
    title: str
    start: datetime
    minutes: int


class Group(NamedTuple):
    """Sittings taken together: of the local day or ISO week that begins on `start`, or of a step.

    `start` is None for a step, `step_id` and `title` are None for days and weeks.
    """

    start: date | None
    step_id: str | None
    title: str | None
    sessions: int
    minutes: int


class History(NamedTuple):
    """All sittings since a day, oldest first, and what they come to; minutes are whole.

    `hours_per_week` is over all weeks since the first sitting, `recent_hours_per_week` over the
    last eight; both None where there is too little. `busiest_hour` is 0 to 23, local, or None.
    """

    path: Path | None
    since: date | None
    by: str
    sessions: tuple[SessionOfStep, ...]
    groups: tuple[Group, ...]
    minutes: int
    hours_per_week: float | None
    recent_hours_per_week: float | None
    busiest_hour: int | None


def build_history(
    tracked: TrackedProgress,
    path: Path | None = None,
    *,
    since: date | None = None,
    by: str = WEEK,
    today: date,
    tz: tzinfo,
) -> History:
    """Return the sittings of a path or of all, grouped by local `day`, ISO `week` or `step`.

    A sitting belongs to the local day it began on. A work that paths share counts once.
    """
    sessions = [
        session
        for session in list_sessions(tracked, path, tz)
        if since is None or session.start.date() >= since
    ]
    return History(
        path=path,
        since=since,
        by=by,
        sessions=tuple(sessions),
        groups=_groups(sessions, by),
        minutes=sum(session.minutes for session in sessions),
        hours_per_week=compute_weekly_hours(sessions, today, most_weeks=None),
        recent_hours_per_week=compute_weekly_hours(sessions, today),
        busiest_hour=_busiest_hour(sessions, tz),
    )


def list_sessions(
    tracked: TrackedProgress, path: Path | None = None, tz: tzinfo | None = None
) -> list[SessionOfStep]:
    """Return the sittings of a path or of all paths, oldest first, in the zone `tz`.

    Of a shared work each sitting stands once, under the step that holds it, or under the path's
    own step where one path is asked for. Sittings of steps that no path has any more are in it.
    """
    found = [
        SessionOfStep(*key, title, s.start if tz is None else to_local(s.start, tz), s.minutes)
        for key, title, sessions in _told(tracked, path)
        for s in sessions
    ]
    found.sort(key=lambda s: (to_utc(s.start), s.path_id, s.step_id, s.minutes))
    return found


def compute_recent_weekly_hours(tracked: TrackedProgress, today: date, tz: tzinfo) -> float | None:
    """Return the hours a week of all sittings over the last eight weeks, as `weekly_hours` does.

    What began long before only says that there was study before: one such sitting stands for
    all, so that many years of them cost nothing here.
    """
    # Where it is written and where it is read, a moment's days lie two apart at most.
    floor = max(1, today.toordinal() - 7 * RECENT_WEEKS - 2)
    last = today.toordinal() + 2
    year = date.fromordinal(floor).year
    told = build_localizer(tz)
    recent: list[SessionOfStep] = []
    before: SessionOfStep | None = None
    for key, title, sessions in _told(tracked, None):
        late = [session for session in sessions if session[0].year >= year]
        if before is None and len(late) < len(sessions):
            early = next(session for session in sessions if session.start.year < year)
            before = SessionOfStep(*key, title, told(early.start), early.minutes)
        for start, minutes in late:
            if floor <= start.toordinal() <= last:
                recent.append(SessionOfStep(*key, title, told(start), minutes))
            elif start.toordinal() < floor:
                before = before or SessionOfStep(*key, title, told(start), minutes)
    return compute_weekly_hours(recent if before is None else [*recent, before], today)


def compute_weekly_hours(
    sessions: Sequence[SessionOfStep], today: date, *, most_weeks: int | None = RECENT_WEEKS
) -> float | None:
    """Return the hours a week of sittings in local time, over the last weeks until `today`.

    Counted are only the weeks since the first sitting, one at least. None where fewer than two
    sittings on two days fall into them.
    """
    past = [session for session in sessions if session.start.date() <= today]
    if not past:
        return None
    days = today.toordinal() - min(s.start.date() for s in past).toordinal() + 1
    if most_weeks is not None:
        days = min(days, 7 * most_weeks)
    counted = [s for s in past if today.toordinal() - s.start.date().toordinal() < days]
    if len({session.start.date() for session in counted}) < LEAST_DAYS_FOR_WEEK:
        return None
    return sum(session.minutes for session in counted) / 60 / max(days / 7, 1.0)


def _told(
    tracked: TrackedProgress, path: Path | None
) -> Iterator[tuple[StepKey, str, Sequence[Session]]]:
    """Each step's key and title with its sittings, of a path or of all; every sitting once."""
    seen: set[StepKey] = set()
    shared = tracked.curriculum.shared
    for path_ in tracked.curriculum.paths if path is None else (path,):
        entries = tracked.entries_on(path_)
        for step in path_.steps:
            entry = entries.get(step.id)
            if entry is None:
                continue
            key = (path_.id, step.id)
            sessions: Sequence[Session] = entry.sessions
            if key in shared:
                sessions = _own_sessions(tracked, key, seen, alone=path is None)
            if sessions:
                yield key, step.title, sessions
    for key in tracked.orphans:
        if path is None or key[0] == path.id:
            yield key, key[1], tracked.progress.entries[key].sessions


def _own_sessions(
    tracked: TrackedProgress, key: StepKey, seen: set[StepKey], *, alone: bool
) -> Sequence[Session]:
    """The sittings of a step that were not told under an earlier step of the same work."""
    shared = tracked.curriculum.shared[key]
    sessions = list((tracked.own_entry(key) if alone else tracked.entry(key)).sessions)
    known = [s for other in shared if other in seen for s in tracked.own_entry(other).sessions]
    seen.update((key,) if alone else (key, *shared))
    for session in known:
        if session in sessions:
            sessions.remove(session)
    return sessions


def _groups(sessions: Sequence[SessionOfStep], by: str) -> tuple[Group, ...]:
    """Days and weeks in order; steps by their minutes, most first."""
    if by == STEP:
        return _groups_by_step(sessions)
    days: dict[date, list[int]] = {}
    for session in sessions:
        day = session.start.date()
        days.setdefault(find_monday(day) if by == WEEK else day, []).append(session.minutes)
    return tuple(
        Group(day, None, None, len(minutes), sum(minutes)) for day, minutes in sorted(days.items())
    )


def _groups_by_step(sessions: Sequence[SessionOfStep]) -> tuple[Group, ...]:
    steps: dict[StepKey, list[SessionOfStep]] = {}
    for session in sessions:
        steps.setdefault((session.path_id, session.step_id), []).append(session)
    groups = [
        Group(None, key[1], of_step[0].title, len(of_step), sum(s.minutes for s in of_step))
        for key, of_step in steps.items()
    ]
    return tuple(sorted(groups, key=lambda group: -group.minutes))


def _busiest_hour(sessions: Sequence[SessionOfStep], tz: tzinfo) -> int | None:
    """The local hour of the clock that holds the most minutes; None where there is too little.

    A sitting is spread over the hours it covers. One that begins at noon sharp is left out: so
    does one of which only the day was told.
    """
    told = [
        session
        for session in sessions
        if session.minutes <= LONGEST_SITTING_MINUTES
        and (session.start.hour, session.start.minute, session.start.second) != (12, 0, 0)
    ]
    days = {find_local_day(session.start, tz) for session in told}
    if len(told) < LEAST_SITTINGS_FOR_HOUR or len(days) < LEAST_DAYS_FOR_HOUR:
        return None
    minutes_of_hour = [0] * 24
    for session in told:
        begin, left = to_utc(session.start), session.minutes
        while left > 0:
            local = to_local(begin, tz)
            part = min(left, 60 - local.minute)
            minutes_of_hour[local.hour] += part
            left -= part
            begin += timedelta(minutes=part)
    return max(range(24), key=minutes_of_hour.__getitem__)
