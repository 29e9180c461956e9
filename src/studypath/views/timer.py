"""The timer and sittings in plain lines: without Rich, so that `start` does not pay for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from studypath.core.curriculum import StepKey
from studypath.core.instants import instant, local_time
from studypath.core.ledger import Ledger
from studypath.core.progress import Session, Timer
from studypath.core.sittings import Sitting
from studypath.core.text import visible
from studypath.core.timer import minutes_running, timer_key
from studypath.views.changes import step_words
from studypath.views.words import minutes_words, signs


def running_words(ledger: Ledger, timer: Timer, now: datetime, tz: tzinfo) -> str:
    """Return in one line what runs since when: for `next`, `status`, `start`, `pause`, `resume`."""
    step = named(ledger, timer_key(ledger, timer))
    studied = minutes_words(minutes_running(timer, now))
    if timer.paused is not None:
        since = _moment(timer.paused, now, tz)
        return f"timer resting since {since}, {studied} so far: {step}"
    return f"timer running since {_moment(timer.started, now, tz)}, {studied}: {step}"


def stale_words(ledger: Ledger, timer: Timer, reason: str) -> str:
    """Return why a timer is not booked as it is, and how to say until when it was studied."""
    return (
        f"the timer for {visible(timer_key(ledger, timer)[1])} is not booked as it is: {reason}; "
        "say when you stopped, as in studypath stop --at 18:30"
    )


def stopped_line(
    ledger: Ledger, key: StepKey, session: Session | None, tz: tzinfo, *, ascii: bool = False
) -> str:
    """Return in one line what was booked when a timer stopped, or that nothing was."""
    if session is None:
        return f"stopped  {named(ledger, key)}: nothing booked, it ran for less than half a minute"
    return f"booked {sitting_words(session, tz, ascii=ascii)}  {named(ledger, key)}"


def logged_line(
    ledger: Ledger, key: StepKey, session: Session, tz: tzinfo, *, ascii: bool = False
) -> str:
    """Return in one line the sitting that was logged."""
    return f"logged {sitting_words(session, tz, ascii=ascii)}  {named(ledger, key)}"


def unlogged_lines(
    ledger: Ledger, sittings: Sequence[Sitting], tz: tzinfo, *, ascii: bool = False
) -> list[str]:
    """Return a line for each sitting taken away; one that says so where there was none."""
    if not sittings:
        return ["there is no sitting to take away"]
    return [
        f"removed {sitting_words(s.session, tz, ascii=ascii)}  {named(ledger, s.key)}"
        for s in sittings
    ]


def edited_line(
    ledger: Ledger, before: Sitting, after: Session, tz: tzinfo, *, ascii: bool = False
) -> str:
    """Return in one line what a sitting was and is."""
    if before.session == after:
        return f"already {sitting_words(after, tz, ascii=ascii)}  {named(ledger, before.key)}"
    was = sitting_words(before.session, tz, ascii=ascii)
    return f"edited {was} to {sitting_words(after, tz, ascii=ascii)}  {named(ledger, before.key)}"


def sitting_words(session: Session, tz: tzinfo, *, ascii: bool = False) -> str:
    """Return a sitting as one says it: `50 min on 2026-11-20, 19:05–19:55`, in local time."""
    start = local_time(session.start, tz)
    try:
        end = local_time(instant(session.start) + timedelta(minutes=session.minutes), tz)
    except OverflowError:
        end = start
    length = minutes_words(session.minutes)
    later = "" if end.date() == start.date() else f"{_iso(end.date())} "
    dash = signs(ascii=ascii).dash
    return f"{length} on {_iso(start.date())}, {start:%H:%M}{dash}{later}{end:%H:%M}"


def named(ledger: Ledger, key: StepKey) -> str:
    """Return a step by number, id and title, with its path where that is not the active one."""
    step = ledger.step(key)
    if step is None:
        return visible("/".join(key))
    elsewhere = "" if key[0] == ledger.active.id else f"  (on the path {visible(key[0])})"
    return step_words(step) + elsewhere


def _moment(moment: datetime, now: datetime, tz: tzinfo) -> str:
    local = local_time(moment, tz)
    today = local.date() == local_time(now, tz).date()
    return f"{local:%H:%M}" if today else f"{_iso(local.date())} {local:%H:%M}"


def _iso(day: date) -> str:
    return day.isoformat()
