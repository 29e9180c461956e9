"""The timer and sittings in plain lines: without Rich, so that `start` does not pay for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from studypath.core.curriculum import StepKey
from studypath.core.instants import to_local, to_utc
from studypath.core.progress import Session, Timer
from studypath.core.sessions import LoggedSession
from studypath.core.text import replace_controls
from studypath.core.timer import count_minutes_running, resolve_timer_key
from studypath.core.tracked import TrackedProgress
from studypath.views.changes import format_step
from studypath.views.wording import get_signs, minutes_words


def format_running(tracked: TrackedProgress, timer: Timer, now: datetime, tz: tzinfo) -> str:
    """Return in one line what runs since when: for `next`, `status`, `start`, `pause`, `resume`."""
    step = format_named_step(tracked, resolve_timer_key(tracked, timer))
    studied = minutes_words(count_minutes_running(timer, now))
    if timer.paused is not None:
        since = _moment(timer.paused, now, tz)
        return f"timer resting since {since}, {studied} so far: {step}"
    return f"timer running since {_moment(timer.started, now, tz)}, {studied}: {step}"


def format_stale(tracked: TrackedProgress, timer: Timer, reason: str) -> str:
    """Return why a timer is not booked as it is, and how to say until when it was studied."""
    return (
        f"the timer for {replace_controls(resolve_timer_key(tracked, timer)[1])} is not booked as it is: {reason}; "
        "say when you stopped, as in studypath stop --at 18:30"
    )


def format_stopped(
    tracked: TrackedProgress,
    key: StepKey,
    session: Session | None,
    tz: tzinfo,
) -> str:
    """Return in one line what was booked when a timer stopped, or that nothing was."""
    if session is None:
        return f"stopped  {format_named_step(tracked, key)}: nothing booked, it ran for less than half a minute"
    return f"booked {format_session(session, tz)}  {format_named_step(tracked, key)}"


def format_logged(
    tracked: TrackedProgress,
    key: StepKey,
    session: Session,
    tz: tzinfo,
) -> str:
    """Return in one line the sitting that was logged."""
    return f"logged {format_session(session, tz)}  {format_named_step(tracked, key)}"


def format_unlogged(
    tracked: TrackedProgress,
    sittings: Sequence[LoggedSession],
    tz: tzinfo,
) -> list[str]:
    """Return a line for each sitting taken away; one that says so where there was none."""
    if not sittings:
        return ["there is no sitting to take away"]
    return [
        f"removed {format_session(s.session, tz)}  {format_named_step(tracked, s.key)}"
        for s in sittings
    ]


def format_edited(
    tracked: TrackedProgress,
    before: LoggedSession,
    after: Session,
    tz: tzinfo,
) -> str:
    """Return in one line what a sitting was and is."""
    if before.session == after:
        return f"already {format_session(after, tz)}  {format_named_step(tracked, before.key)}"
    was = format_session(before.session, tz)
    return f"edited {was} to {format_session(after, tz)}  {format_named_step(tracked, before.key)}"


def format_session(
    session: Session,
    tz: tzinfo,
) -> str:
    """Return a sitting as one says it: `50 min on 2026-11-20, 19:05–19:55`, in local time."""
    start = to_local(session.start, tz)
    try:
        end = to_local(to_utc(session.start) + timedelta(minutes=session.minutes), tz)
    except OverflowError:
        end = start
    length = minutes_words(session.minutes)
    later = "" if end.date() == start.date() else f"{_iso(end.date())} "
    dash = get_signs().dash
    return f"{length} on {_iso(start.date())}, {start:%H:%M}{dash}{later}{end:%H:%M}"


def format_named_step(tracked: TrackedProgress, key: StepKey) -> str:
    """Return a step by number, id and title, with its path where that is not the active one."""
    step = tracked.step(key)
    if step is None:
        return replace_controls("/".join(key))
    elsewhere = "" if key[0] == tracked.active.id else f"  (on the path {replace_controls(key[0])})"
    return format_step(step) + elsewhere


def _moment(moment: datetime, now: datetime, tz: tzinfo) -> str:
    local = to_local(moment, tz)
    today = local.date() == to_local(now, tz).date()
    return f"{local:%H:%M}" if today else f"{_iso(local.date())} {local:%H:%M}"


def _iso(day: date) -> str:
    return day.isoformat()
