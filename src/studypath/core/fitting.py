"""What fits into the minutes one has now: the answer to `next --time`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studypath.core.errors import WrongUsage
from studypath.core.path_forecast import estimate_hours_left
from studypath.core.status import StepStatus

SURELY, PERHAPS, IN_PART = "surely", "perhaps", "in part"


@dataclass(frozen=True, slots=True)
class Fit:
    """A step for the minutes at hand.

    `how` is `surely` where the step as a whole fits even at its high estimate, `perhaps` where it
    does at its low one, `in part` for a first sitting of it. `low_minutes` and `high_minutes` are
    what is left of it at the learner's pace, None where nothing is known. `passed_over` counts the
    steps that would come before it in order.
    """

    step: StepStatus
    minutes: int
    how: str
    low_minutes: int | None
    high_minutes: int | None
    passed_over: int = 0


def find_fit(steps: Sequence[StepStatus], minutes: int, factor: float) -> Fit | None:
    """Return what to do in `minutes`; None where nothing is left.

    `steps` are the steps left in the order of `next`, `factor` the learner's pace. The first that
    surely fits comes before the first that perhaps does; where none does, it is a sitting of the
    first one.
    """
    if minutes < 1:
        msg = "a minute at least is needed"
        raise WrongUsage(msg)
    if not steps:
        return None
    lengths = [_minutes_left(step, factor) for step in steps]
    for how, end in ((SURELY, 1), (PERHAPS, 0)):
        for i, length in enumerate(lengths):
            if length is not None and length[end] <= minutes:
                return Fit(steps[i], minutes, how, *length, passed_over=i)
    low, high = lengths[0] or (None, None)
    return Fit(steps[0], minutes, IN_PART, low, high)


def _minutes_left(step: StepStatus, factor: float) -> tuple[int, int] | None:
    hours = estimate_hours_left(step, factor)
    if hours is None:
        return None
    low, high = (max(1, round(60 * factor * end)) for end in hours)
    return low, high
