"""The sentences beside the charts of a class: each says what its chart shows."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from studypath.core.cohort import STUCK_DAYS, Cohort
from studypath.core.durations import format_duration
from studypath.report.class_charts import PhaseBar, StuckBar, TimeBar
from studypath.views.wording import format_count


def describe_standing(cohort: Cohort) -> str:
    """Return how many learners there are, are through the path, and have finished no step."""
    learners = cohort.learners
    if not learners:
        return "No learner yet."
    percents = [learner.percent for learner in learners if learner.percent is not None]
    through = count_through(cohort)
    fresh = sum(not (learner.done or learner.skipped) for learner in learners)
    words = format_count(len(learners), "learner")
    if percents and len(learners) > 1:
        words += f", half of them at {int(median(percents))}% or further"
    words += f". {through} through the path"
    return f"{words}, {fresh} without a finished step." if fresh else f"{words}."


def count_through(cohort: Cohort) -> int:
    """Return how many learners have nothing left."""
    return sum(learner.phase is None for learner in cohort.learners)


def describe_pace(cohort: Cohort) -> str | None:
    """Return how the median pace compares with the estimates; None where no pace is known."""
    if cohort.median_pace is None:
        return None
    return f"The median pace is {cohort.median_pace:.1f}× the estimates."


def describe_phases(cohort: Cohort, bars: Sequence[PhaseBar]) -> str:
    """Return in which phase most learners are."""
    if not bars:
        return "This path has no steps of its own."
    most = max(bars, key=lambda bar: bar.phase.current)
    if not most.phase.current:
        return "Nobody is on the way."
    phase, count = most.phase.phase, most.phase.current
    verb = "is" if count == 1 else "are"
    return f"{count} of {len(cohort.learners)} {verb} in {phase.label}, {phase.title}."


def describe_stuck(bars: Sequence[StuckBar]) -> str:
    """Return how many learners are stuck, and before which step most of them are."""
    total = sum(len(bar.learners) for bar in bars)
    if not total:
        return f"Nobody has paused for {STUCK_DAYS} days or longer."
    verb = "shows" if total == 1 else "show"
    words = f"{format_count(total, 'learner')} {verb} no work for {STUCK_DAYS} days or longer"
    most = max(bars, key=lambda bar: len(bar.learners))
    if len(bars) == 1:
        return f"{words}, before {most.step.number} {most.step.title}."
    count = len(most.learners)
    return f"{words}; the largest group, {count}, before {most.step.number} {most.step.title}."


def describe_times(bars: Sequence[TimeBar]) -> str:
    """Return how many steps took longer or shorter than estimated, and which is farthest off."""
    if not bars:
        return "Nobody has finished a step with logged time."
    estimated = [bar for bar in bars if bar.summary.estimate is not None]
    longer = [bar for bar in estimated if bar.relation == "longer"]
    shorter = sum(bar.relation == "shorter" for bar in estimated)
    words = f"Of {format_count(len(estimated), 'step')} with times and estimates, "
    words += (
        f"{len(longer) or 'none'} took longer than estimated and {shorter or 'none'} took less."
    )
    if not longer:
        return words
    farthest = max(longer, key=_compute_excess)
    minutes = farthest.summary.median_minutes or 0
    step = farthest.summary.step
    expected = ""
    if (estimate := farthest.summary.estimate) is not None:
        low, high = format_duration(estimate.low_minutes), format_duration(estimate.high_minutes)
        expected = f" against {low}–{high}"
    return (
        f"{words} Farthest off is {step.number} {step.title}: {format_duration(minutes)}{expected}."
    )


def _compute_excess(bar: TimeBar) -> float:
    """Return the median time over the high end of the estimate."""
    estimate = bar.summary.estimate
    high = estimate.high_minutes if estimate is not None else 0
    return (bar.summary.median_minutes or 0) / max(high, 1)
