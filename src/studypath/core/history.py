"""List and sum sessions, for `history` and for the weekly hours of a forecast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from studypath.core.curriculum import Path, StepKey
from studypath.core.instants import build_localizer, to_local, to_utc
from studypath.core.progress import Session
from studypath.core.tracked import TrackedProgress, iterate_own_sessions
from studypath.core.weeks import find_monday

DAY, WEEK, STEP = "day", "week", "step"
GROUPINGS = (DAY, WEEK, STEP)

RECENT_WEEKS = 8
DAYS_OF_RHYTHM = 730
LEAST_DAYS_FOR_WEEK = 2
DAYS_OF_WEEK = 7
LEAST_SESSIONS_FOR_HOUR = 10
LEAST_DAYS_FOR_HOUR = 5
# A longer session was logged afterwards as a whole: its hours of the day are unknown.
LONGEST_SESSION_MINUTES = 12 * 60


class SessionOfStep(NamedTuple):
    """A session with its step; `start` and `end` are aware.

    `number` counts the sessions on all paths from the one that started last, which is 1; it is 0
    where sessions are not numbered.
    """

    path_id: str
    step_id: str
    title: str
    start: datetime
    minutes: int
    number: int = 0

    @property
    def end(self) -> datetime:
        """When the session ended, in the zone of its start."""
        from studypath.core.session_list import find_end

        return to_local(find_end(Session(self.start, self.minutes)), self.start.tzinfo or UTC)


class Group(NamedTuple):
    """The sessions of a local day, of an ISO week (both begin on `start`), or of a step.

    `start` is None for a step; `step_id`, `title` and `path_id` are None for days and weeks.
    """

    start: date | None
    step_id: str | None
    title: str | None
    sessions: int
    minutes: int
    path_id: str | None = None


class History(NamedTuple):
    """All sessions since a day, oldest first, with their sums in whole minutes.

    `hours_per_week` covers all weeks since the first session, None before the seventh day;
    `recent_hours_per_week` the last eight; None if there are too few sessions. `busiest_hour` is
    local, 0 to 23, or None.
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
    """Return the sessions of a path or of all paths, grouped by local `day`, `week` or `step`.

    A session belongs to the local day it began on. A session of a shared work counts once.
    """
    sessions = _number_sessions(tracked, list_sessions(tracked, path, tz))
    if since is not None:
        sessions = [session for session in sessions if session.start.date() >= since]
    minutes_of_day: dict[int, int] = {}
    for session in sessions:
        day = session.start.toordinal()
        minutes_of_day[day] = minutes_of_day.get(day, 0) + session.minutes
    first = min(minutes_of_day, default=today.toordinal())
    # Two days of study say nothing about a week.
    is_week_known = today.toordinal() - first + 1 >= DAYS_OF_WEEK
    weekly = compute_weekly_hours(minutes_of_day, today, most_weeks=None) if is_week_known else None
    return History(
        path=path,
        since=since,
        by=by,
        sessions=tuple(sessions),
        groups=_group_by_step(sessions) if by == STEP else _group_by_time(sessions, by),
        minutes=sum(session.minutes for session in sessions),
        hours_per_week=weekly,
        recent_hours_per_week=compute_weekly_hours(minutes_of_day, today),
        busiest_hour=_find_busiest_hour(sessions, tz),
    )


def list_sessions(
    tracked: TrackedProgress, path: Path | None = None, tz: tzinfo | None = None
) -> list[SessionOfStep]:
    """Return the sessions of a path or of all paths, oldest first, in the zone `tz`.

    A session of a shared work appears once: under the first step that has it, or under the step
    of `path`. Sessions of orphans are included.
    """
    rows = [
        (start, key, minutes, title)
        for key, title, sessions in _iterate_sessions(tracked, path)
        for start, minutes in sessions
    ]
    rows.sort()
    localize = (lambda start: start) if tz is None else build_localizer(tz)
    return [
        SessionOfStep(*key, title, localize(start), minutes) for start, key, minutes, title in rows
    ]


def _number_sessions(
    tracked: TrackedProgress, sessions: Sequence[SessionOfStep]
) -> list[SessionOfStep]:
    """Return the sessions with their numbers, the highest first.

    The numbers do not depend on which sessions are listed.
    """
    from studypath.core.session_list import list_logged

    shared = tracked.curriculum.shared
    # In UTC: a local time in the hour that is repeated equals no time under a fixed offset.
    numbers: dict[tuple[StepKey, datetime, int], list[int]] = {}
    logged = list_logged(tracked)
    for position, (key, session) in enumerate(logged):
        work = shared.get(key, (key,))[0]
        place = (work, to_utc(session.start), session.minutes)
        numbers.setdefault(place, []).append(len(logged) - position)
    numbered = []
    for each in sessions:
        key = (each.path_id, each.step_id)
        work = shared.get(key, (key,))[0]
        number = numbers[(work, to_utc(each.start), each.minutes)].pop(0)
        numbered.append(each._replace(number=number))
    return sorted(numbered, key=lambda each: -each.number)


def sum_study_days(tracked: TrackedProgress, today: date, tz: tzinfo) -> dict[int, int]:
    """Return the minutes of each local day with study, by its ordinal, over the last two years.

    Sessions on all paths count. Earlier ones say too little about a rhythm to be worth their time.
    """
    first = today.toordinal() - DAYS_OF_RHYTHM
    year = date.fromordinal(max(1, first)).year
    localize = build_localizer(tz)
    days: dict[int, int] = {}
    for _, _, sessions in _iterate_sessions(tracked, None):
        for start, minutes in sessions:
            if start.year >= year and (day := localize(start).toordinal()) >= first:
                days[day] = days.get(day, 0) + minutes
    return days


def compute_weekly_hours(
    minutes_of_day: Mapping[int, int], today: date, *, most_weeks: int | None = RECENT_WEEKS
) -> float | None:
    """Return the hours per week of study, by the ordinal of its day, over the last weeks.

    Only the weeks since the first day until `today` count, at least one. None if they hold study
    on fewer than two days.
    """
    last = today.toordinal()
    past = {day: minutes for day, minutes in minutes_of_day.items() if day <= last}
    if not past:
        return None
    days = last - min(past) + 1
    if most_weeks is not None:
        days = min(days, 7 * most_weeks)
    counted = [minutes for day, minutes in past.items() if last - day < days]
    if len(counted) < LEAST_DAYS_FOR_WEEK:
        return None
    return sum(counted) / 60 / max(days / 7, 1.0)


def _iterate_sessions(
    tracked: TrackedProgress, path: Path | None
) -> Iterator[tuple[StepKey, str, Sequence[Session]]]:
    """Yield the key, title and sessions of each step of a path or of all; each session once."""
    curriculum = tracked.curriculum
    titles: dict[StepKey, str] = {}
    for each in curriculum.paths if path is None else (path,):
        entries = tracked.entries_on(each)
        titles.update(((each.id, s.id), s.title) for s in each.steps if s.id in entries)
    keys = list(titles)
    own: dict[StepKey, StepKey] = {}
    if path is not None:
        # Sessions logged on another path count for the first step of the work on this one.
        for key in titles:
            if key in curriculum.shared:
                own.setdefault(curriculum.shared[key][0], key)
        keys += sorted(other for key in own.values() for other in curriculum.others(key))
    for key, sessions in iterate_own_sessions(tracked, keys):
        if sessions:
            step_key = key if key in titles else own[curriculum.shared[key][0]]
            yield step_key, titles[step_key], sessions
    for key in tracked.orphans:
        if path is None or key[0] == path.id:
            yield key, key[1], tracked.progress.entries[key].sessions


def _group_by_time(sessions: Sequence[SessionOfStep], by: str) -> tuple[Group, ...]:
    """Return a group per day or week with sessions, in order."""
    days: dict[date, list[int]] = {}
    for session in sessions:
        day = session.start.date()
        days.setdefault(find_monday(day) if by == WEEK else day, []).append(session.minutes)
    return tuple(
        Group(day, None, None, len(minutes), sum(minutes)) for day, minutes in sorted(days.items())
    )


def _group_by_step(sessions: Sequence[SessionOfStep]) -> tuple[Group, ...]:
    """Return a group per step, the one with the most minutes first."""
    steps: dict[StepKey, list[SessionOfStep]] = {}
    for session in sessions:
        steps.setdefault((session.path_id, session.step_id), []).append(session)
    groups = [
        Group(None, key[1], each[0].title, len(each), sum(s.minutes for s in each), key[0])
        for key, each in steps.items()
    ]
    return tuple(sorted(groups, key=lambda group: -group.minutes))


def _find_busiest_hour(sessions: Sequence[SessionOfStep], tz: tzinfo) -> int | None:
    """Return the local hour of the day with the most minutes, or None with too few sessions.

    A session counts for each hour it covers. One that begins at noon exactly is left out: noon
    stands for an unknown time of the day.
    """
    timed = [
        session
        for session in sessions
        if session.minutes <= LONGEST_SESSION_MINUTES
        and (session.start.hour, session.start.minute, session.start.second) != (12, 0, 0)
    ]
    days = {session.start.toordinal() for session in timed}
    if len(timed) < LEAST_SESSIONS_FOR_HOUR or len(days) < LEAST_DAYS_FOR_HOUR:
        return None
    localize = build_localizer(tz)
    minutes_of_hour = [0] * 24
    for session in timed:
        local, left = session.start, session.minutes
        while True:
            part = min(left, 60 - local.minute)
            minutes_of_hour[local.hour] += part
            left -= part
            if not left:
                break
            local = localize(to_utc(local) + timedelta(minutes=part))
    return max(range(24), key=minutes_of_hour.__getitem__)
