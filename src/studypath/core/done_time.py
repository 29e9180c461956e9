"""The time of a step that is done: the timer's sessions, or the minutes that the user gives."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.instants import find_local_day
from studypath.core.placing import When, collect_sessions, is_over, place_session
from studypath.core.progress import Session, Timer
from studypath.core.session_list import has_overlap
from studypath.core.timer import require_fresh, resolve_timer_key
from studypath.core.timing import StoppedTimer, with_stopped
from studypath.core.tracked import TrackedProgress

if TYPE_CHECKING:
    from studypath.core.mark import DoneDetails


class SettledTime(NamedTuple):
    """The timer that ended, if any, and the session of the minutes given, if any."""

    stopped: StoppedTimer | None
    session: Session | None


def settle_time(
    tracked: TrackedProgress,
    timer: Timer | None,
    details: DoneDetails,
    *,
    now: datetime,
    tz: tzinfo,
) -> SettledTime:
    """End the timer of a step that is done, and place the minutes given for it.

    With minutes nothing of the timer is logged, but they began when it started, unless that is too
    late for them, on another day than the one given, or makes them overlap another session. Raises
    StaleTimer.
    """
    if details.minutes is None:
        if timer is None:
            return SettledTime(None, None)
        require_fresh(tracked, timer, now, tz, "done")
        return SettledTime(with_stopped(tracked, at=now, now=now), None)
    minutes, day = details.minutes, details.day
    existing = collect_sessions(tracked)
    if timer is not None:
        without = tracked.progress._replace(timer=None)
        key = resolve_timer_key(tracked, timer)
        stopped = StoppedTimer(without, key, discarded=True)
        is_its_day = day in {None, find_local_day(timer.started, tz)}
        session = Session(timer.started, minutes)
        is_free = not any(has_overlap(session, other) for other in existing)
        if is_its_day and is_free and is_over(timer.started, minutes, now):
            return SettledTime(stopped, session)
    else:
        stopped = None
    when = When(day if day != now.date() else None)
    session = place_session(minutes, when, now=now, tz=tz, existing=existing)
    return SettledTime(stopped, session)
