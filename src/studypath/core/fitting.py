"""Choose a step for the time at hand, for `next --time`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studypath.core.errors import WrongUsage
from studypath.core.path_forecast import estimate_hours_left
from studypath.core.status import StepStatus

SURELY, PERHAPS, IN_PART = "surely", "perhaps", "in part"


@dataclass(frozen=True, slots=True)
class Fit:
    """A step for the time at hand.

    `how` is `surely` if the step fits at the high end of its estimate, `perhaps` if it fits at
    the low end, `in part` if it needs several sessions. `low_minutes` and `high_minutes` remain
    at the user's pace, None without an estimate. `passed_over` counts the steps before it.
    """

    step: StepStatus
    minutes: int
    how: str
    low_minutes: int | None
    high_minutes: int | None
    passed_over: int = 0


def find_fit(steps: Sequence[StepStatus], minutes: int, factor: float) -> Fit | None:
    """Return the step for `minutes`, or None without steps.

    The first step that surely fits, else the first that perhaps fits, else a part of the first.
    `steps` are the remaining steps in the order of `next`, `factor` is the user's pace.
    """
    if minutes < 1:
        msg = "the time must be at least 1m"
        raise WrongUsage(msg)
    if not steps:
        return None
    lengths = [_compute_minutes_left(step, factor) for step in steps]
    for how, end in ((SURELY, 1), (PERHAPS, 0)):
        for i, length in enumerate(lengths):
            if length is not None and length[end] <= minutes:
                return Fit(steps[i], minutes, how, *length, passed_over=i)
    low, high = lengths[0] or (None, None)
    return Fit(steps[0], minutes, IN_PART, low, high)


def _compute_minutes_left(step: StepStatus, factor: float) -> tuple[int, int] | None:
    hours = estimate_hours_left(step, factor)
    if hours is None:
        return None
    low, high = (max(1, round(60 * factor * end)) for end in hours)
    return low, high
