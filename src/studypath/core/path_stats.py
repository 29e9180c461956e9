"""Compare the estimates of a path with the time its steps took the user.

A step whose time does not fit its estimate tells about the estimate only beside the other steps: a
learner who takes twice the stated time everywhere has a pace of 2, which the forecast knows, and a
path on which only the done estimates were raised would hide it. So a time is divided by the pace on
the path before it is compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from studypath.core.curriculum import Estimate, Path, Step
from studypath.core.durations import format_range
from studypath.core.tracked import TrackedProgress

LEAST_TIMED_STEPS = 5
"""With fewer timed steps the pace is a guess, and no estimate is called off."""

MOST_RATIO = 1.5
"""A time beyond the estimate's ends by this factor is off; one step alone scatters that much."""

LEAST_DIFFERENCE_MINUTES = 10

# The unit to which a suggestion is rounded, up to this many minutes.
_UNITS = ((120, 5), (600, 15))
_LARGEST_UNIT = 60


class EstimateLine(NamedTuple):
    """The line of a step's estimate in the file, counted from 1, and the text of its value."""

    line: int
    text: str


class StepStats(NamedTuple):
    """A done step with an estimate and logged time.

    `minutes_at_pace` is the time divided by the pace, None without enough timed steps. `suggested`
    is the range that fits the time, as a file holds it; None unless the estimate is off.
    """

    step: Step
    estimate: Estimate
    minutes_spent: int
    minutes_at_pace: int | None
    suggested: str | None
    line: EstimateLine | None


class PathStats(NamedTuple):
    """The timed steps of a path; `pace` is the median of time over estimate, None if unknown.

    `without_estimate` counts the done steps with logged time that have no estimate.
    """

    path: Path
    pace: float | None
    steps: tuple[StepStats, ...]
    without_estimate: int

    @property
    def off(self) -> tuple[StepStats, ...]:
        """The steps whose estimate is off."""
        return tuple(each for each in self.steps if each.suggested is not None)


def build_path_stats(
    tracked: TrackedProgress, path: Path, lines: Mapping[str, EstimateLine]
) -> PathStats:
    """Return how the estimates of a path fit the user's time; `lines` are those of the file."""
    entries = tracked.entries_on(path)
    timed: list[tuple[Step, Estimate, int]] = []
    without_estimate = 0
    for step in path.steps:
        entry = entries.get(step.id)
        if entry is None or entry.state != "done" or not entry.minutes_spent:
            continue
        if step.estimate is None or not step.estimate.high_minutes:
            without_estimate += 1
        else:
            timed.append((step, step.estimate, entry.minutes_spent))
    pace = _compute_pace(timed)
    steps = tuple(
        _judge(step, estimate, minutes, pace, lines.get(step.id))
        for step, estimate, minutes in timed
    )
    return PathStats(path, pace, steps, without_estimate)


def _compute_pace(timed: Sequence[tuple[Step, Estimate, int]]) -> float | None:
    if len(timed) < LEAST_TIMED_STEPS:
        return None
    return median(minutes / _get_middle(estimate) for _, estimate, minutes in timed)


def _get_middle(estimate: Estimate) -> float:
    return (estimate.low_minutes + estimate.high_minutes) / 2


def _judge(
    step: Step, estimate: Estimate, minutes: int, pace: float | None, line: EstimateLine | None
) -> StepStats:
    if pace is None:
        return StepStats(step, estimate, minutes, None, None, line)
    at_pace = minutes / pace
    low, high = estimate.low_minutes, estimate.high_minutes
    beyond = max(low - at_pace, at_pace - high)
    is_off = at_pace > high * MOST_RATIO or at_pace * MOST_RATIO < low
    suggested = None
    if is_off and beyond >= LEAST_DIFFERENCE_MINUTES:
        factor = at_pace / _get_middle(estimate)
        suggested = format_range(_round_minutes(low * factor), _round_minutes(high * factor))
    return StepStats(step, estimate, minutes, round(at_pace), suggested, line)


def _round_minutes(minutes: float) -> int:
    unit = next((unit for most, unit in _UNITS if minutes <= most), _LARGEST_UNIT)
    return max(unit, round(minutes / unit) * unit)
