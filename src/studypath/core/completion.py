"""Summarise a finished path: hours against the estimate, days, and what to do next."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import NamedTuple

from studypath.core.curriculum import Estimate, Path
from studypath.core.estimates import sum_estimates
from studypath.core.instants import find_local_day
from studypath.core.status import PathStatus, build_path_status, find_start
from studypath.core.tracked import TrackedProgress


class PathSummary(NamedTuple):
    """What a finished path took, and the path to follow next.

    `first_day` and `last_day` are the local days of the first sign of work and of finishing, None
    if no time is known. `timed` counts the done steps with logged time, `study_days` the local days
    with a session. `estimate` is the author's for the whole path, else the sum of the done steps',
    None if none has one. `next_path` has steps left; None if no other path has.
    """

    status: PathStatus
    first_day: date | None
    last_day: date | None
    timed: int
    study_days: int
    estimate: Estimate | None
    next_path: PathStatus | None

    @property
    def days(self) -> int | None:
        """The days from the first to the last, both included."""
        if self.first_day is None or self.last_day is None:
            return None
        return self.last_day.toordinal() - self.first_day.toordinal() + 1


def build_summary(
    tracked: TrackedProgress, status: PathStatus, tz: tzinfo | None = None
) -> PathSummary:
    """Return the summary of a finished path, with the days in a zone or as they were stored."""
    done = [step.entry for step in status.steps if step.entry.state == "done"]
    starts = [start for entry in done if (start := find_start(entry)) is not None]
    ends = [entry.finished for entry in done if entry.finished is not None]
    sessions = [session.start for entry in done for session in entry.sessions]
    first, last = _find_days([*starts, *ends, *sessions], tz), _find_days([*ends, *sessions], tz)
    return PathSummary(
        status=status,
        first_day=min(first, default=None),
        last_day=max(last, default=None),
        timed=sum(bool(entry.sessions) for entry in done),
        study_days=len(_find_days(sessions, tz)),
        estimate=_find_estimate(status),
        next_path=_find_next_path(tracked, status.path),
    )


def has_become_complete(
    before: TrackedProgress, after: TrackedProgress, status: PathStatus
) -> bool:
    """Return whether a command finished the path of a status, which holds its progress after it."""
    if not status.complete or not status.done or before.progress is after.progress:
        return False
    return not build_path_status(before, status.path).complete


def _find_days(moments: list[datetime], tz: tzinfo | None) -> set[date]:
    return {moment.date() if tz is None else find_local_day(moment, tz) for moment in moments}


def _find_estimate(status: PathStatus) -> Estimate | None:
    """Return the author's estimate of the whole path; without the skipped steps, of the others."""
    if status.path.estimate is not None and not status.skipped:
        return status.path.estimate
    done = [step.estimate for step in status.steps if step.entry.state == "done"]
    low, high = sum_estimates(done)
    if not high or low is None:
        return None
    return Estimate(low, high, "derived")


def _find_next_path(tracked: TrackedProgress, path: Path) -> PathStatus | None:
    """Return a path with steps left.

    The paths that an open-ended phase draws on come first, then those in progress, then the order
    of the files.
    """
    drawn = [path_id for phase in path.phases for path_id in phase.draws_on]
    candidates = [
        status
        for other in tracked.curriculum.paths
        if other.id != path.id and not (status := build_path_status(tracked, other)).complete
    ]
    return min(
        candidates,
        key=lambda each: (
            each.path.id not in drawn,
            all(step.entry.state == "todo" for step in each.steps),
        ),
        default=None,
    )
