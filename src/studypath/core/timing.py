"""Start, pause, stop and discard the timer."""

from __future__ import annotations

from datetime import datetime, time, tzinfo
from typing import NamedTuple

from studypath.core.changes import copy_state, with_entries, with_note, with_session
from studypath.core.curriculum import StepKey
from studypath.core.durations import MOST_MINUTES, format_duration
from studypath.core.errors import WrongUsage
from studypath.core.instants import to_stored_time, to_utc
from studypath.core.progress import Interval, Progress, Session, Timer
from studypath.core.timer import (
    get_running_timer,
    is_timer_for,
    list_timed_sessions,
    require_fresh,
    require_timer,
    resolve_stop_time,
    resolve_timer_key,
)
from studypath.core.tracked import TrackedProgress, track_progress


class StoppedTimer(NamedTuple):
    """Progress without the timer, and the sessions logged; () if it was discarded or too short.

    `discarded` tells the two apart.
    """

    progress: Progress
    key: StepKey
    sessions: tuple[Session, ...] = ()
    discarded: bool = False


class StartedTimer(NamedTuple):
    """Progress with the timer running, and the timer of another step that was stopped for it."""

    progress: Progress
    key: StepKey
    stopped: StoppedTimer | None = None


class Ending(NamedTuple):
    """How a timer ends: at a time of day (None for now), or discarded."""

    clock: time | None = None
    discard: bool = False


ENDS_NOW = Ending()


def start_timer(
    tracked: TrackedProgress, key: StepKey, ending: Ending = ENDS_NOW, *, now: datetime, tz: tzinfo
) -> StartedTimer:
    """Start the timer for a step; one for another step is ended first and logged.

    A timer for this step continues, also from a pause. Raises what `end_timer` raises.
    """
    timer = get_running_timer(tracked.progress)
    stopped = None
    if timer is not None:
        if is_timer_for(tracked, timer, [key]):
            return StartedTimer(with_resumed(tracked, now), key)
        stopped = end_timer(tracked, ending, now=now, tz=tz)
        tracked = track_progress(tracked.curriculum, stopped.progress)
    return StartedTimer(with_started(tracked, key, now), key, stopped)


def with_started(tracked: TrackedProgress, key: StepKey, now: datetime) -> Progress:
    """Return progress with the step in progress and a new timer for it; a done step stays done."""
    start = to_stored_time(now)
    progress = tracked.progress
    state = tracked.entry(key).state
    former = None
    if state in {"todo", "skipped"}:
        before = tracked.own_entry(key)
        former = copy_state(tracked, key, before)._replace(note=None, extra={}, updated=None)
        entry = before._replace(
            state="doing", started=before.started or start, finished=None, reason=None
        )
        # Only taking back a skip must win over a state that was set on another machine.
        progress = with_entries(tracked, {key: entry}, now if state == "skipped" else None)
    return progress._replace(timer=Timer(key[0], key[1], start, former=former))


def pause_timer(
    tracked: TrackedProgress, clock: time | None, *, now: datetime, tz: tzinfo
) -> Progress:
    """Return progress with the timer paused at a time of day, or now if `clock` is None.

    Raises NoTimer, and StaleTimer if `clock` is needed.
    """
    timer = require_timer(tracked.progress)
    if clock is not None:
        resumed = tracked.progress._replace(timer=timer._replace(paused=None))
        at = resolve_stop_time(timer, clock, now=now, tz=tz)
        return with_paused(track_progress(tracked.curriculum, resumed), at)
    require_fresh(tracked, timer, now, tz, "pause")
    return with_paused(tracked, now)


def with_paused(tracked: TrackedProgress, at: datetime) -> Progress:
    """Return progress with the timer paused; raises NoTimer."""
    timer = require_timer(tracked.progress)
    if timer.paused is not None:
        return tracked.progress
    paused = max(to_stored_time(at), timer.started, key=to_utc)
    return tracked.progress._replace(timer=timer._replace(paused=paused))


def with_resumed(tracked: TrackedProgress, now: datetime) -> Progress:
    """Return progress with the timer running again; raises NoTimer."""
    timer = require_timer(tracked.progress)
    if timer.paused is None:
        return tracked.progress
    pause = Interval(timer.paused, to_stored_time(now))
    is_pause = to_utc(pause.start) < to_utc(pause.end)
    pauses = (*timer.pauses, pause) if is_pause else timer.pauses
    return tracked.progress._replace(timer=timer._replace(paused=None, pauses=pauses))


def end_timer(
    tracked: TrackedProgress,
    ending: Ending = ENDS_NOW,
    *,
    now: datetime,
    tz: tzinfo,
    note: str | None = None,
) -> StoppedTimer:
    """Stop the timer and log its sessions, or discard it.

    Raises NoTimer, StaleTimer if a time of day is needed, and what `with_stopped` raises.
    """
    if ending.discard:
        return discard_timer(tracked)
    timer = require_timer(tracked.progress)
    if ending.clock is not None:
        at = resolve_stop_time(timer, ending.clock, now=now, tz=tz)
    else:
        require_fresh(tracked, timer, now, tz)
        at = now
    return with_stopped(tracked, at=at, now=now, note=note)


def discard_timer(tracked: TrackedProgress) -> StoppedTimer:
    """Remove the timer, log nothing, and restore the former state of its step; raises NoTimer."""
    timer = require_timer(tracked.progress)
    key = resolve_timer_key(tracked, timer)
    return StoppedTimer(_without_timer(tracked, key, timer), key, discarded=True)


def with_stopped(
    tracked: TrackedProgress, *, at: datetime, now: datetime, note: str | None = None
) -> StoppedTimer:
    """Stop the timer and log its sessions; without one, the former state of its step returns.

    Raises NoTimer, and WrongUsage if `at` is in the future, before the end of a pause at an unknown
    time, or too late for a duration.
    """
    timer = require_timer(tracked.progress)
    if to_utc(at) > to_utc(now):
        msg = f"{at:%H:%M on %Y-%m-%d} is in the future"
        raise WrongUsage(msg)
    sessions = list_timed_sessions(timer, at)
    if any(session.minutes > MOST_MINUTES for session in sessions):
        msg = "The timer started too long ago for one session\nSay when you stopped with --at."
        raise WrongUsage(msg)
    if timer.rested_minutes and to_utc(at) < to_utc(now):
        msg = (
            f"The timer was paused for {format_duration(timer.rested_minutes)}, at an unknown time"
            "\nDiscard it (studypath stop --discard) and log the sessions (studypath log)."
        )
        raise WrongUsage(msg)
    key = resolve_timer_key(tracked, timer)
    if sessions:
        progress = with_session(tracked, key, *sessions)._replace(timer=None)
    else:
        progress = _without_timer(tracked, key, timer)
    if note:
        after = track_progress(tracked.curriculum, progress)
        progress = with_note(after, key, note, append=True)
    return StoppedTimer(progress, key, sessions)


def _without_timer(tracked: TrackedProgress, key: StepKey, timer: Timer) -> Progress:
    """Return progress without the timer and with the state that its step had before.

    The state stays if it changed again, or if a session or a part was added meanwhile. The change
    counts as made when the timer started: a state set elsewhere since then wins over it.
    """
    former, entry = timer.former, tracked.own_entry(key)
    if (
        former is None
        or entry.state != "doing"
        or (entry.sessions, entry.parts_done) != (former.sessions, former.parts_done)
    ):
        return tracked.progress._replace(timer=None)
    entry = entry._replace(
        state=former.state,
        started=former.started,
        finished=former.finished,
        read=former.read,
        reason=former.reason,
    )
    return with_entries(tracked, {key: entry}, timer.started)._replace(timer=None)
