"""Read the timer: its step, its intervals, and the sessions that they become.

The timer is a start time in progress, so it survives a reboot. Its intervals are the times between
its pauses; each becomes a session of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo

from studypath.core.curriculum import StepKey
from studypath.core.errors import WrongUsage
from studypath.core.instants import (
    count_seconds,
    find_instants,
    find_local_day,
    to_local,
    to_utc,
)
from studypath.core.progress import Interval, Progress, Session, Timer
from studypath.core.text import replace_controls
from studypath.core.tracked import TrackedProgress

LONGEST_HOURS = 8
"""Hours after which the user must say when an interval ended."""

LEAST_SECONDS = 30
"""Seconds that are logged as a minute."""


class NoTimer(WrongUsage):
    """No timer is running."""

    def __init__(self) -> None:
        super().__init__("No timer is running\nStart one: studypath start STEP")


class StaleTimer(WrongUsage):
    """The timer runs too long to log it without asking when it ended; `reason` is a clause.

    `command` is the one that was typed: `stop`, `pause`, `done` or `start`.
    """

    def __init__(self, step_id: str, reason: str, command: str = "stop") -> None:
        ended, typed = ("paused", "pause") if command == "pause" else ("stopped", "stop")
        time = f",\ngive the time (studypath done {step_id} --time 1h30m)," * (command == "done")
        msg = (
            f"The timer for {step_id} was not {ended}: {reason}\n"
            f"Say when you {ended} (studypath {typed} --at 18:30){time} "
            "or discard it (studypath stop --discard)."
        )
        super().__init__(replace_controls(msg, multiline=True))
        self.reason = reason


def get_running_timer(progress: Progress) -> Timer | None:
    """Return the timer, or None if there is none or one of its sessions is logged.

    A stopped timer can come back by merging progress of another machine.
    """
    timer = progress.timer
    if timer is None:
        return None
    entry = progress.entries.get((timer.path, timer.step))
    if entry is not None and entry.sessions:
        starts = list_starts(timer)
        if any(session.start in starts for session in entry.sessions):
            return None
    return timer


def require_timer(progress: Progress) -> Timer:
    """Return the running timer; raises NoTimer."""
    timer = get_running_timer(progress)
    if timer is None:
        raise NoTimer
    return timer


def resolve_timer_key(tracked: TrackedProgress, timer: Timer) -> StepKey:
    """Return the key of the timer's step by its current id."""
    key = (timer.path, timer.step)
    if tracked.step(key) is not None:
        return tracked.renamed.get(key, key)
    path = tracked.curriculum.path(timer.path)
    for step in path.steps if path else ():
        if timer.step in step.aliases:
            return (timer.path, step.id)
    return key


def is_timer_for(tracked: TrackedProgress, timer: Timer, keys: Iterable[StepKey]) -> bool:
    """Return whether the timer is for one of these steps or for the same work."""
    key = resolve_timer_key(tracked, timer)
    same = {key, *tracked.curriculum.others(key)}
    return any(wanted in same for wanted in keys)


def find_timer_for(tracked: TrackedProgress, keys: Iterable[StepKey]) -> Timer | None:
    """Return the running timer if it is for one of these steps."""
    timer = get_running_timer(tracked.progress)
    return timer if timer is not None and is_timer_for(tracked, timer, keys) else None


def list_starts(timer: Timer) -> list[datetime]:
    """Return the moments at which the timer began to run: its start and the ends of its pauses."""
    return [timer.started, *(pause.end for pause in timer.pauses)]


def is_start_of(timer: Timer | None, session: Session) -> bool:
    """Return whether a session starts when the timer began to run.

    Such a session means that the timer was stopped.
    """
    return timer is not None and session.start in list_starts(timer)


def list_intervals(timer: Timer, now: datetime) -> list[Interval]:
    """Return the times without pauses until `now`, in order; none is empty."""
    end = now if timer.paused is None else min(now, timer.paused, key=to_utc)
    start = timer.started
    intervals: list[Interval] = []
    # A file edited by hand may have the pauses in any order.
    for pause in sorted(timer.pauses, key=lambda pause: to_utc(pause.start)):
        if to_utc(pause.start) >= to_utc(end):
            break
        if to_utc(start) < to_utc(pause.start):
            intervals.append(Interval(start, pause.start))
        start = max(start, pause.end, key=to_utc)
    if to_utc(start) < to_utc(end):
        intervals.append(Interval(start, end))
    return intervals


def list_timed_sessions(timer: Timer, now: datetime) -> tuple[Session, ...]:
    """Return a session of whole minutes for each interval until `now`, in order.

    Seconds beyond whole minutes count for the next interval, so that pauses lose none. In all,
    30 seconds are a minute, less is none.
    """
    intervals = list_intervals(timer, now)
    # Pauses at unknown times, as earlier versions stored them, shorten the first intervals.
    seconds = -60 * timer.rested_minutes
    sessions: list[Session] = []
    for interval in intervals:
        seconds += count_seconds(*interval)
        minutes = max(0, seconds // 60)
        if minutes:
            sessions.append(Session(interval.start, minutes))
            seconds -= 60 * minutes
    if not sessions and seconds >= LEAST_SECONDS:
        sessions.append(Session(intervals[-1].start, 1))
    return tuple(sessions)


def count_minutes_running(timer: Timer, now: datetime) -> int:
    """Return the whole minutes without pauses; 0 if the clock was set back."""
    seconds = sum(count_seconds(*interval) for interval in list_intervals(timer, now))
    return max(0, seconds - 60 * timer.rested_minutes) // 60


def find_stale_reason(timer: Timer, now: datetime, tz: tzinfo) -> str | None:
    """Return why the user must say when the timer ended, as a clause, or None.

    It has been running for more than 8 hours or since another day in the zone `tz`. Only the time
    since the last pause counts; a paused timer ended when it was paused.
    """
    if timer.paused is not None:
        return None
    start = max(list_starts(timer), key=to_utc)
    began = "was resumed" if timer.pauses else "started"
    seconds = count_seconds(start, now)
    if seconds > LONGEST_HOURS * 3600:
        return f"it {began} {_format_hours(seconds // 3600)} ago"
    first, last = find_local_day(start, tz), find_local_day(now, tz)
    if seconds and first != last:
        return f"it {began} at {to_local(start, tz):%H:%M} on {first}, before midnight"
    return None


def require_fresh(
    tracked: TrackedProgress, timer: Timer, now: datetime, tz: tzinfo, command: str = "stop"
) -> None:
    """Raise StaleTimer if the user must say when the timer ended."""
    reason = find_stale_reason(timer, now, tz)
    if reason is not None:
        raise StaleTimer(resolve_timer_key(tracked, timer)[1], reason, command)


def resolve_stop_time(timer: Timer, clock: time, *, now: datetime, tz: tzinfo) -> datetime:
    """Return the first moment with this time of day since the last pause, else since the start.

    Raises WrongUsage if there was none until `now`.
    """
    for start in dict.fromkeys((max(list_starts(timer), key=to_utc), timer.started)):
        first = find_local_day(start, tz)
        # A clock change may skip the time on one day; the next day has it.
        ordinals = range(first.toordinal(), min(first.toordinal() + 3, date.max.toordinal() + 1))
        for ordinal in ordinals:
            for moment in find_instants(date.fromordinal(ordinal), clock, tz):
                if to_utc(start) < to_utc(moment) <= to_utc(now):
                    return moment
    local = to_local(timer.started, tz)
    msg = (
        f"It has not been {clock:%H:%M} since the timer started at {local:%H:%M on %Y-%m-%d}\n"
        "Give a time between that start and now."
    )
    raise WrongUsage(msg)


def _format_hours(hours: int) -> str:
    days = hours // 24
    return f"{days} days" if days > 1 else f"{hours} hours"
