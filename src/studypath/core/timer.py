"""The running timer: a start in the progress, so that a crash or a closed laptop loses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo

from studypath.core.changes import with_entries, with_note, with_session
from studypath.core.curriculum import StepKey
from studypath.core.durations import MOST_MINUTES
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
from studypath.core.tracked import TrackedProgress, track_progress

MOST_SILENT_HOURS = 8
"""A timer that ran longer than this is booked only when the learner has said until when."""

LEAST_BOOKED_SECONDS = 30


class TimerRunning(WrongUsage):
    """A timer runs for another step; `timer` is that one."""

    def __init__(self, timer: Timer) -> None:
        super().__init__(f"a timer runs for {timer.step}; stop it first")
        self.timer = timer


class NoTimer(WrongUsage):
    """No timer runs."""

    def __init__(self) -> None:
        super().__init__("no timer runs")


def get_running_timer(progress: Progress) -> Timer | None:
    """Return the timer, or None: one whose sitting is booked already runs no more.

    Such a one comes back when another machine's progress, from before it was stopped, is merged.
    """
    timer = progress.timer
    if timer is None:
        return None
    entry = progress.entries.get((timer.path, timer.step))
    if entry is not None and any(session.start == timer.started for session in entry.sessions):
        return None
    return timer


def resolve_timer_key(tracked: TrackedProgress, timer: Timer) -> StepKey:
    """Return the key of the step a timer is for, by its id of today."""
    key = (timer.path, timer.step)
    if tracked.step(key) is not None:
        return tracked.renamed.get(key, key)
    path = tracked.curriculum.path(timer.path)
    for step in path.steps if path else ():
        if timer.step in step.aliases:
            return (timer.path, step.id)
    return key


def is_timer_for(tracked: TrackedProgress, timer: Timer, keys: Iterable[StepKey]) -> bool:
    """Whether a timer is for one of these steps, or for the same work on another path."""
    key = resolve_timer_key(tracked, timer)
    same = {key, *tracked.curriculum.others(key)}
    return any(wanted in same for wanted in keys)


def count_seconds_running(timer: Timer, now: datetime) -> int:
    """Return the seconds studied so far: without rests, and 0 where the clock was set back."""
    end = now if timer.paused is None else min(to_utc(now), to_utc(timer.paused))
    return max(0, count_seconds(timer.started, end) - 60 * timer.rested_minutes)


def count_minutes_running(timer: Timer, now: datetime) -> int:
    """Return the whole minutes studied so far; a rest does not count."""
    return count_seconds_running(timer, now) // 60


def find_stale_reason(timer: Timer, now: datetime, tz: tzinfo) -> str | None:
    """Return why a timer must not be booked without asking, or None.

    It is so when it began more than 8 hours ago or on another day in the zone `tz`. A resting
    timer ended when its rest began. The reason is a clause: "it has run for 9 h".
    """
    end = now if timer.paused is None else timer.paused
    seconds = count_seconds(timer.started, end)
    if seconds > MOST_SILENT_HOURS * 3600:
        return f"it began {_length(seconds // 3600)} ago"
    began, ended = find_local_day(timer.started, tz), find_local_day(end, tz)
    if seconds and began != ended:
        return f"it began at {to_local(timer.started, tz):%H:%M} on {began}, before midnight"
    return None


def resolve_stop_time(timer: Timer, clock: time, *, now: datetime, tz: tzinfo) -> datetime:
    """Return the first moment after a timer's start at which the clocks show `clock`.

    A sitting of more than a day is nobody's, so that of several days' 18:30 the first is meant.
    Raises WrongUsage where that time has not come since the start.
    """
    first = find_local_day(timer.started, tz)
    # The clocks may jump over the time on a day: the day after has it.
    ordinals = range(first.toordinal(), min(first.toordinal() + 3, date.max.toordinal() + 1))
    for ordinal in ordinals:
        for moment in find_instants(date.fromordinal(ordinal), clock, tz):
            if to_utc(timer.started) < to_utc(moment) <= to_utc(now):
                return moment
    began = to_local(timer.started, tz)
    msg = f"it has not been {clock:%H:%M} since the timer was started at {began:%H:%M on %Y-%m-%d}"
    raise WrongUsage(msg)


def with_started(tracked: TrackedProgress, key: StepKey, now: datetime) -> Progress:
    """Return the progress in which the step is being done and a timer runs for it.

    A step that is done stays done: going over it again takes nothing away. A timer that runs for
    the step already runs on, out of its rest if it is in one. Raises TimerRuns for another's.
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
        begun = before._replace(
            state="doing", started=before.started or start, finished=None, reason=None
        )
        # Beginning a step is no word against what another machine says of it; taking back
        # that it was skipped is.
        progress = with_entries(tracked, {key: begun}, now if state == "skipped" else None)
    return progress._replace(timer=Timer(key[0], key[1], start))


def with_paused(tracked: TrackedProgress, now: datetime) -> Progress:
    """Return the progress whose timer rests; NoTimer where none runs."""
    timer = _running(tracked)
    if timer.paused is not None:
        return tracked.progress
    paused = max(to_stored_time(now), timer.started, key=to_utc)
    return tracked.progress._replace(timer=timer._replace(paused=paused))


def with_resumed(tracked: TrackedProgress, now: datetime) -> Progress:
    """Return the progress whose timer runs on after its rest; NoTimer where none runs.

    A rest is kept in whole minutes, to the nearest.
    """
    timer = _running(tracked)
    if timer.paused is None:
        return tracked.progress
    rested = timer.rested_minutes + (count_seconds(timer.paused, now) + 30) // 60
    resumed = timer._replace(paused=None, rested_minutes=min(rested, MOST_MINUTES))
    return tracked.progress._replace(timer=resumed)


def with_stopped(
    tracked: TrackedProgress, *, at: datetime, now: datetime, note: str | None = None
) -> tuple[Progress, Session | None]:
    """Return the progress without its timer, and the sitting booked to the step.

    Booked are the whole minutes from the start until `at`, without rests; half a minute and more
    is one; of less nothing is booked (None). Raises NoTimer, and WrongUsage for a moment to come
    or a sitting longer than any duration can be.
    """
    timer = _running(tracked)
    if to_utc(at) > to_utc(now):
        msg = f"{at:%H:%M on %Y-%m-%d} has not come yet"
        raise WrongUsage(msg)
    seconds = count_seconds_running(timer, at)
    minutes = seconds // 60 or int(seconds >= LEAST_BOOKED_SECONDS)
    if minutes > MOST_MINUTES:
        msg = "the timer was started too long ago to be one sitting; say until when with --at"
        raise WrongUsage(msg)
    if timer.rested_minutes and to_utc(at) < to_utc(now):
        msg = (
            f"it rested for {timer.rested_minutes} min, and when is not known; book it as "
            "sittings with studypath log, after studypath stop --discard"
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
    return progress._replace(timer=None), session


def without_timer(progress: Progress) -> Progress:
    """Return the progress without its timer, nothing booked."""
    return progress if progress.timer is None else progress._replace(timer=None)


def with_timer_stopped_for(
    tracked: TrackedProgress, keys: Iterable[StepKey], now: datetime
) -> tuple[Progress, Session | None]:
    """Return the progress in which a timer for one of these steps is stopped and booked.

    The very same progress comes back where no timer runs for any of them. Whether it is `stale`
    is to be asked before.
    """
    timer = get_running_timer(tracked.progress)
    if timer is None or not is_timer_for(tracked, timer, keys):
        return tracked.progress, None
    return with_stopped(tracked, at=now, now=now)


def _length(hours: int) -> str:
    days = hours // 24
    return f"{days} days" if days > 1 else f"{hours} hours"


def _running(tracked: TrackedProgress) -> Timer:
    timer = get_running_timer(tracked.progress)
    if timer is None:
        raise NoTimer
    return timer
