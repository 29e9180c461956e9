"""Geometry of the charts of a class, in percent of a row: core values in, widths out."""

from __future__ import annotations

from typing import NamedTuple

from studypath.core.cohort import Cohort, LearnerStatus, PhaseSummary, StepSummary
from studypath.core.curriculum import Step


class PhaseBar(NamedTuple):
    """The learners in a phase and those who finished it, each as a share of all, 0 to 100."""

    phase: PhaseSummary
    current: float
    finished: float


class StuckBar(NamedTuple):
    """The learners stuck before a step, the longest first, as a share of the largest group."""

    step: Step
    learners: tuple[LearnerStatus, ...]
    share: float


class TimeBar(NamedTuple):
    """Median time and estimate of a step as shares of the longest; `relation` is a word or ""."""

    summary: StepSummary
    median: float
    low: float
    high: float
    relation: str


def lay_out_phases(cohort: Cohort) -> tuple[PhaseBar, ...]:
    """Return a bar for each phase that has steps of its own."""
    count = len(cohort.learners)
    return tuple(
        PhaseBar(phase, _share(phase.current, count), _share(phase.finished, count))
        for phase in cohort.phases
        if phase.median_percent is not None
    )


def lay_out_stuck(cohort: Cohort) -> tuple[StuckBar, ...]:
    """Return a bar for each step before which learners are stuck, in the order of the path."""
    groups: dict[str, list[LearnerStatus]] = {}
    for learner in cohort.learners:
        if learner.stuck is not None:
            groups.setdefault(learner.stuck.step.id, []).append(learner)
    most = max(map(len, groups.values()), default=0)
    return tuple(
        StuckBar(
            step, tuple(sorted(groups[step.id], key=_order)), _share(len(groups[step.id]), most)
        )
        for step in cohort.path.steps
        if step.id in groups
    )


def lay_out_times(cohort: Cohort) -> tuple[TimeBar, ...]:
    """Return a bar for each step that a learner finished with logged time."""
    timed = [step for step in cohort.steps if step.median_minutes]
    highest = [step.estimate.high_minutes for step in timed if step.estimate is not None]
    longest = max([*(step.median_minutes or 0 for step in timed), *highest, 1])
    return tuple(
        TimeBar(
            step,
            _share(step.median_minutes or 0, longest),
            _share(step.estimate.low_minutes if step.estimate else 0, longest),
            _share(step.estimate.high_minutes if step.estimate else 0, longest),
            compare_with_estimate(step),
        )
        for step in timed
    )


def compare_with_estimate(step: StepSummary) -> str:
    """Return "longer" or "shorter" if the median is outside of the estimate, else ""."""
    if step.estimate is None or step.median_minutes is None:
        return ""
    if step.median_minutes > step.estimate.high_minutes:
        return "longer"
    return "shorter" if step.median_minutes < step.estimate.low_minutes else ""


def _order(learner: LearnerStatus) -> tuple[int, str]:
    return (-learner.stuck.days if learner.stuck is not None else 0, learner.id)


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0
