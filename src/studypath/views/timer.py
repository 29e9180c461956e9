"""Format the timer and sessions in plain lines. Without Rich, so that `start` stays fast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from studypath.core.curriculum import StepKey
from studypath.core.durations import format_duration
from studypath.core.instants import count_seconds, to_local, to_utc
from studypath.core.progress import Session, Timer
from studypath.core.text import replace_controls
from studypath.core.timer import count_minutes_running, find_stale_reason, resolve_timer_key
from studypath.core.tracked import TrackedProgress
from studypath.views.changes import format_step
from studypath.views.wording import DASH

if TYPE_CHECKING:
    from studypath.core.current import CurrentStep
    from studypath.core.session_list import LoggedSession


def format_running(
    tracked: TrackedProgress, timer: Timer, now: datetime, tz: tzinfo, *, unchanged: bool = False
) -> str:
    """Return whether the timer is running or paused, since when, its minutes and its step.

    `unchanged`: a command would have started or paused it, but it was running or paused already.
    """
    state, moment = "running", timer.started
    if timer.paused is not None:
        state, moment = "paused", timer.paused
    since = _format_moment(moment, now, tz)
    minutes = count_minutes_running(timer, now)
    has_pauses = timer.paused is None and (timer.pauses or timer.rested_minutes)
    paused = count_seconds(moment, now) // 60 - minutes if has_pauses else 0
    pauses = f", paused {format_duration(paused)}" if paused > 0 else ""
    step = format_named_step(tracked, resolve_timer_key(tracked, timer))
    already = "already " if unchanged else ""
    length = format_duration(minutes)
    return f"timer {already}{state} since {since}{pauses}, {length} so far: {step}"


def format_forgotten(timer: Timer, now: datetime, tz: tzinfo) -> list[str]:
    """Return how to end a timer that ran too long to be logged as it is; [] for another."""
    if find_stale_reason(timer, now, tz) is None:
        return []
    return ["Say when you stopped: studypath stop --at 22:30, or studypath stop --discard"]


def format_current(tracked: TrackedProgress, current: CurrentStep, verb: str) -> str:
    """Return which step a command without a step is about, and what it does with it."""
    which = "the timer's step" if current.is_timed else "the next step"
    return f"no step was given; {verb} {which}: {format_named_step(tracked, current.key)}"


def format_stopped(
    tracked: TrackedProgress, key: StepKey, sessions: Sequence[Session], tz: tzinfo
) -> list[str]:
    """Return a line per session that was logged when a timer stopped, or that there is none."""
    if not sessions:
        step = format_named_step(tracked, key)
        return [f"timer stopped, nothing logged (less than 30 seconds): {step}"]
    lines = [format_logged(tracked, key, session, tz) for session in sessions]
    if len(sessions) > 1:
        minutes = sum(session.minutes for session in sessions)
        lines.append(f"{format_duration(minutes)} in {len(sessions)} sessions")
    return lines


def format_logged(tracked: TrackedProgress, key: StepKey, session: Session, tz: tzinfo) -> str:
    """Return the session that was logged."""
    return f"logged {format_session(session, tz)}  {format_named_step(tracked, key)}"


def format_unlogged(
    tracked: TrackedProgress, sessions: Sequence[LoggedSession], tz: tzinfo
) -> list[str]:
    """Return a line per removed session, or one that there was none."""
    if not sessions:
        return ["no session to remove"]
    return [
        f"removed {format_session(each.session, tz)}  {format_named_step(tracked, each.key)}"
        for each in sessions
    ]


def format_edited(
    tracked: TrackedProgress, before: LoggedSession, after: Session, tz: tzinfo
) -> str:
    """Return a session before and after it was edited."""
    step = format_named_step(tracked, before.key)
    if before.session == after:
        return f"no change: {format_session(after, tz)}  {step}"
    old = format_session(before.session, tz)
    return f"edited {old} to {format_session(after, tz)}  {step}"


def format_session(session: Session, tz: tzinfo) -> str:
    """Return a session in local time: `50m on 2026-11-20, 19:05–19:55`."""
    start = to_local(session.start, tz)
    try:
        end = to_local(to_utc(session.start) + timedelta(minutes=session.minutes), tz)
    except OverflowError:
        end = start
    end_day = "" if end.date() == start.date() else f"{end.date()} "
    times = f"{start:%H:%M}{DASH}{end_day}{end:%H:%M}"
    return f"{format_duration(session.minutes)} on {start.date()}, {times}"


def format_named_step(tracked: TrackedProgress, key: StepKey) -> str:
    """Return number, id and title of a step, and its path if that is not the active one."""
    step = tracked.step(key)
    if step is None:
        return replace_controls("/".join(key))
    elsewhere = "" if key[0] == tracked.active.id else f"  (on the path {replace_controls(key[0])})"
    return format_step(step) + elsewhere


def _format_moment(moment: datetime, now: datetime, tz: tzinfo) -> str:
    local = to_local(moment, tz)
    is_today = local.date() == to_local(now, tz).date()
    return f"{local:%H:%M}" if is_today else f"{local.date()} {local:%H:%M}"
