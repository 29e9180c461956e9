"""Start, pause and stop the timer, which is a start time in progress: it survives a reboot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

from studypath.core.changes import with_entries, with_note, with_session
from studypath.core.curriculum import StepKey
from studypath.core.durations import MOST_MINUTES, format_duration
from studypath.core.errors import WrongUsage
from studypath.core.instants import (
    count_seconds,
    find_instants,
    find_local_day,
    to_local,
    to_stored_time,
    to_utc,
)
from studypath.core.progress import Progress, Session, Timer
from studypath.core.text import replace_controls
from studypath.core.tracked import TrackedProgress, track_progress

LONGEST_HOURS = 8
"""Hours after which the user must say when a timer ended."""

LEAST_SECONDS = 30
"""Seconds that are logged as a minute."""


class TimerRunning(WrongUsage):
    """The timer is running for another step."""

    def __init__(self, timer: Timer) -> None:
        msg = f"The timer is running for {timer.step}\nStop it first: studypath stop"
        super().__init__(replace_controls(msg, multiline=True))
        self.timer = timer


class NoTimer(WrongUsage):
    """No timer is running."""

    def __init__(self) -> None:
        super().__init__("No timer is running\nStart one: studypath start STEP")


class StaleTimer(WrongUsage):
    """The timer is too old to log without asking when it ended; `reason` is a clause."""

    def __init__(self, step_id: str, reason: str) -> None:
        msg = f"The timer for {step_id} was not stopped: {reason}\nSay when you stopped "
        msg += "(studypath stop --at 18:30) or discard it (studypath stop --discard)."
        super().__init__(replace_controls(msg, multiline=True))
        self.reason = reason


class StoppedTimer(NamedTuple):
    """Progress without the timer, and the session logged; None if it was discarded or too short.

    `discarded` tells the two apart.
    """

    progress: Progress
    key: StepKey
    session: Session | None
    discarded: bool = False


def get_running_timer(progress: Progress) -> Timer | None:
    """Return the timer, or None if there is none or its session is logged.

    A stopped timer can come back by merging progress of another machine.
    """
    timer = progress.timer
    if timer is None:
        return None
    entry = progress.entries.get((timer.path, timer.step))
    if entry is not None and any(session.start == timer.started for session in entry.sessions):
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


def count_seconds_running(timer: Timer, now: datetime) -> int:
    """Return the seconds without pauses; 0 if the clock was set back."""
    end = now if timer.paused is None else min(to_utc(now), to_utc(timer.paused))
    return max(0, count_seconds(timer.started, end) - 60 * timer.rested_minutes)


def count_minutes_running(timer: Timer, now: datetime) -> int:
    """Return the whole minutes without pauses."""
    return count_seconds_running(timer, now) // 60


def find_stale_reason(timer: Timer, now: datetime, tz: tzinfo) -> str | None:
    """Return why the user must say when the timer ended, as a clause, or None.

    It started more than 8 hours ago or on another day in the zone `tz`. A paused timer ended when
    it was paused.
    """
    end = now if timer.paused is None else timer.paused
    seconds = count_seconds(timer.started, end)
    if seconds > LONGEST_HOURS * 3600:
        return f"it started {_format_hours(seconds // 3600)} ago"
    first, last = find_local_day(timer.started, tz), find_local_day(end, tz)
    if seconds and first != last:
        return f"it started at {to_local(timer.started, tz):%H:%M} on {first}, before midnight"
    return None


def require_fresh(tracked: TrackedProgress, timer: Timer, now: datetime, tz: tzinfo) -> None:
    """Raise StaleTimer if the user must say when the timer ended."""
    reason = find_stale_reason(timer, now, tz)
    if reason is not None:
        raise StaleTimer(resolve_timer_key(tracked, timer)[1], reason)


def resolve_stop_time(timer: Timer, clock: time, *, now: datetime, tz: tzinfo) -> datetime:
    """Return the first moment after the timer's start with this time of day.

    Raises WrongUsage if there was none until `now`.
    """
    first = find_local_day(timer.started, tz)
    # A clock change may skip the time on one day; the next day has it.
    ordinals = range(first.toordinal(), min(first.toordinal() + 3, date.max.toordinal() + 1))
    for ordinal in ordinals:
        for moment in find_instants(date.fromordinal(ordinal), clock, tz):
            if to_utc(timer.started) < to_utc(moment) <= to_utc(now):
                return moment
    start = to_local(timer.started, tz)
    msg = (
        f"It has not been {clock:%H:%M} since the timer started at {start:%H:%M on %Y-%m-%d}\n"
        "Give a time between that start and now."
    )
    raise WrongUsage(msg)


def with_started(tracked: TrackedProgress, key: StepKey, now: datetime) -> Progress:
    """Return progress with the step in progress and the timer running for it.

    A done step stays done. A timer for this step continues, also from a pause. Raises TimerRunning
    if it is for another step.
    """
    timer = get_running_timer(tracked.progress)
    if timer is not None:
        if not is_timer_for(tracked, timer, [key]):
            raise TimerRunning(timer)
        return with_resumed(tracked, now)
    start = to_stored_time(now)
    progress = tracked.progress
    state = tracked.entry(key).state
    if state in {"todo", "skipped"}:
        before = tracked.own_entry(key)
        entry = before._replace(
            state="doing", started=before.started or start, finished=None, reason=None
        )
        # Only taking back a skip must win over a state that was set on another machine.
        progress = with_entries(tracked, {key: entry}, now if state == "skipped" else None)
    return progress._replace(timer=Timer(key[0], key[1], start))


def with_paused(tracked: TrackedProgress, now: datetime) -> Progress:
    """Return progress with the timer paused; raises NoTimer."""
    timer = require_timer(tracked.progress)
    if timer.paused is not None:
        return tracked.progress
    paused = max(to_stored_time(now), timer.started, key=to_utc)
    return tracked.progress._replace(timer=timer._replace(paused=paused))


def with_resumed(tracked: TrackedProgress, now: datetime) -> Progress:
    """Return progress with the timer running again; raises NoTimer.

    A pause is rounded to the nearest minute.
    """
    timer = require_timer(tracked.progress)
    if timer.paused is None:
        return tracked.progress
    rested = timer.rested_minutes + (count_seconds(timer.paused, now) + 30) // 60
    resumed = timer._replace(paused=None, rested_minutes=min(rested, MOST_MINUTES))
    return tracked.progress._replace(timer=resumed)


def stop_timer(
    tracked: TrackedProgress,
    clock: time | None,
    *,
    now: datetime,
    tz: tzinfo,
    note: str | None = None,
) -> StoppedTimer:
    """Stop the timer at a time of day, or now if `clock` is None, and log the session.

    Raises NoTimer, StaleTimer if `clock` is needed, and what `with_stopped` raises.
    """
    timer = require_timer(tracked.progress)
    if clock is not None:
        at = resolve_stop_time(timer, clock, now=now, tz=tz)
    else:
        require_fresh(tracked, timer, now, tz)
        at = now
    return with_stopped(tracked, at=at, now=now, note=note)


def discard_timer(tracked: TrackedProgress) -> StoppedTimer:
    """Remove the timer and log nothing; raises NoTimer."""
    timer = require_timer(tracked.progress)
    progress = tracked.progress._replace(timer=None)
    return StoppedTimer(progress, resolve_timer_key(tracked, timer), None, discarded=True)


def with_stopped(
    tracked: TrackedProgress, *, at: datetime, now: datetime, note: str | None = None
) -> StoppedTimer:
    """Stop the timer and log whole minutes without pauses: 30 seconds are one, less is none.

    Raises NoTimer, and WrongUsage if `at` is in the future, before the end of a pause or too late
    for a duration.
    """
    timer = require_timer(tracked.progress)
    if to_utc(at) > to_utc(now):
        msg = f"{at:%H:%M on %Y-%m-%d} is in the future"
        raise WrongUsage(msg)
    seconds = count_seconds_running(timer, at)
    minutes = seconds // 60 or int(seconds >= LEAST_SECONDS)
    if minutes > MOST_MINUTES:
        msg = "The timer started too long ago for one session\nSay when you stopped with --at."
        raise WrongUsage(msg)
    if timer.rested_minutes and to_utc(at) < to_utc(now):
        msg = (
            f"The timer was paused for {format_duration(timer.rested_minutes)}, at an unknown time"
            "\nDiscard it (studypath stop --discard) and log the sessions (studypath log)."
        )
        raise WrongUsage(msg)
    key = resolve_timer_key(tracked, timer)
    session = Session(timer.started, minutes) if minutes else None
    progress = tracked.progress
    if session is not None:
        progress = with_session(tracked, key, session)
    if note:
        after = track_progress(tracked.curriculum, progress)
        progress = with_note(after, key, note, append=True)
    return StoppedTimer(progress._replace(timer=None), key, session)


def _format_hours(hours: int) -> str:
    days = hours // 24
    return f"{days} days" if days > 1 else f"{hours} hours"
