"""Where the learners of a class are on one path: the answer to `class`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from studypath.core.curriculum import Curriculum, Estimate, Path, Phase, Step
from studypath.core.estimates import spread_estimates
from studypath.core.forecast import estimate_pace
from studypath.core.instants import count_seconds, to_utc
from studypath.core.progress import Entry, Progress
from studypath.core.status import PathStatus, build_path_status, list_steps_ahead
from studypath.core.tracked import track_progress

STUCK_DAYS = 14
"""A learner without a sign of work for so many days is stuck."""

_DAY_SECONDS = 86_400


class Learner(NamedTuple):
    """One learner's progress under the id that the teacher knows them by."""

    id: str
    progress: Progress


class Stuck(NamedTuple):
    """The step that comes next for a learner, and the whole days without a sign of work."""

    step: Step
    days: int


class LearnerStatus(NamedTuple):
    """How far one learner is on the path.

    `phase` is that of the step that comes next, None when nothing is left; `pace` is hours spent
    over hours estimated as the forecast believes it, None where no finished step tells.
    """

    id: str
    done: int
    skipped: int
    percent: int | None
    minutes_spent: int
    phase: Phase | None
    pace: float | None
    stuck: Stuck | None


class PhaseSummary(NamedTuple):
    """How many learners have finished a phase and how many are in it; the median percent."""

    phase: Phase
    finished: int
    current: int
    median_percent: int | None


class StepSummary(NamedTuple):
    """What a step took: the median minutes of the `learners` who finished it and logged time."""

    step: Step
    estimate: Estimate | None
    median_minutes: int | None
    learners: int


class Cohort(NamedTuple):
    """A class on one path; `median_pace` is over the learners who have a pace."""

    path: Path
    learners: tuple[LearnerStatus, ...]
    phases: tuple[PhaseSummary, ...]
    steps: tuple[StepSummary, ...]
    median_pace: float | None


def build_cohort(
    curriculum: Curriculum,
    path: Path,
    learners: Iterable[Learner],
    *,
    now: datetime,
    stuck_days: int = STUCK_DAYS,
) -> Cohort:
    """Return where the learners of a class are; takes one learner at a time.

    A learner is stuck when the last sign of work on the path (the end of a session, a step begun,
    finished or skipped) is `stuck_days` days ago or longer. Who has not begun is not stuck.
    """
    rows: list[LearnerStatus] = []
    percents: list[list[int]] = [[] for _ in path.phases]
    finished = [0] * len(path.phases)
    minutes: dict[str, list[int]] = {step.id: [] for step in path.steps}
    for learner in learners:
        status = build_path_status(track_progress(curriculum, learner.progress), path)
        rows.append(_build_learner(learner.id, status, now, stuck_days))
        for position, phase in enumerate(status.phases):
            if phase.percent is not None:
                percents[position].append(phase.percent)
                finished[position] += phase.done + phase.skipped == phase.total
        for step in status.steps:
            if step.entry.state == "done" and (spent := step.entry.minutes_spent):
                minutes[step.step.id].append(spent)
    current = Counter(row.phase.id for row in rows if row.phase is not None)
    paces = [row.pace for row in rows if row.pace is not None]
    return Cohort(
        path=path,
        learners=tuple(rows),
        phases=tuple(
            PhaseSummary(
                phase=phase,
                finished=finished[position],
                current=current[phase.id],
                median_percent=_median(percents[position]),
            )
            for position, phase in enumerate(path.phases)
        ),
        steps=_summarize_steps(path, minutes),
        median_pace=median(paces) if paces else None,
    )


def _summarize_steps(path: Path, minutes: dict[str, list[int]]) -> tuple[StepSummary, ...]:
    estimates = spread_estimates(path)
    return tuple(
        StepSummary(
            step=step,
            estimate=estimates[step.id],
            median_minutes=_median(minutes[step.id]),
            learners=len(minutes[step.id]),
        )
        for step in path.steps
    )


def _build_learner(
    learner_id: str, status: PathStatus, now: datetime, stuck_days: int
) -> LearnerStatus:
    ahead = list_steps_ahead(status)
    days = _count_idle_days(status, now)
    stuck = None
    if ahead and days is not None and days >= stuck_days:
        stuck = Stuck(ahead[0].step, days)
    return LearnerStatus(
        id=learner_id,
        done=status.done,
        skipped=status.skipped,
        percent=status.percent,
        minutes_spent=status.minutes_spent,
        phase=ahead[0].phase if ahead else None,
        pace=_estimate_pace(status),
        stuck=stuck,
    )


def _estimate_pace(status: PathStatus) -> float | None:
    observations = [
        (step.estimate.low_minutes / 60, step.estimate.high_minutes / 60, spent / 60)
        for step in status.steps
        if step.entry.state == "done"
        and step.estimate is not None
        and (spent := step.entry.minutes_spent)
    ]
    pace = estimate_pace(observations)
    return pace.factor if pace.steps_observed else None


def _count_idle_days(status: PathStatus, now: datetime) -> int | None:
    signs = [sign for step in status.steps if (sign := _find_last_sign(step.entry)) is not None]
    return count_seconds(max(signs), now) // _DAY_SECONDS if signs else None


def _find_last_sign(entry: Entry) -> datetime | None:
    """Return the last moment that an entry shows work at; a note is no sign."""
    moments = [entry.started, entry.finished]
    if entry.state == "skipped":
        moments.append(entry.updated)
    signs = [to_utc(moment) for moment in moments if moment is not None]
    signs += [_find_end(to_utc(each.start), each.minutes) for each in entry.sessions]
    return max(signs, default=None)


def _find_end(start: datetime, minutes: int) -> datetime:
    try:
        return start + timedelta(minutes=minutes)
    except OverflowError:
        return start


def _median(values: list[int]) -> int | None:
    """Return the median, rounded down to a whole number."""
    return int(median(values)) if values else None
