"""Fit the next step into the time at hand, for `next --time`.

The order of a path matters, so the answer is about the next step: all of it, some of its parts, or
a session of it. Later steps that would fit as a whole are named separately.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studypath.core.errors import WrongUsage
from studypath.core.parts import NumberedPart, estimate_parts, list_parts_left
from studypath.core.path_forecast import estimate_hours_left
from studypath.core.status import StepStatus

SURELY, PERHAPS, IN_PART = "surely", "perhaps", "in part"

MOST_NAMED = 3
"""The most steps that `following` and `others` name."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The next step in the time at hand.

    `how` is `surely` if the step fits at the high end of what remains of it, `perhaps` if it fits
    at the low end, else `in part`. `low_minutes` and `high_minutes` remain at the user's pace,
    None without an estimate. `parts` are the next parts that fit if the step does not, and take
    `parts_minutes`. `following` are the steps that fit after the whole step, in order; `others`
    later steps that would fit as a whole if the next one does not.
    """

    step: StepStatus
    minutes: int
    how: str
    low_minutes: int | None
    high_minutes: int | None
    parts: tuple[NumberedPart, ...] = ()
    parts_minutes: int = 0
    following: tuple[StepStatus, ...] = ()
    others: tuple[StepStatus, ...] = ()


def find_fit(steps: Sequence[StepStatus], minutes: int, factor: float) -> Fit | None:
    """Return how the first of `steps` fits into `minutes`, or None without steps.

    `steps` are the remaining steps in the order of `next`, `factor` is the user's pace.
    """
    if minutes < 1:
        msg = "the time must be at least 1m"
        raise WrongUsage(msg)
    if not steps:
        return None
    step = steps[0]
    low, high = _compute_minutes_left(step, factor) or (None, None)
    if high is not None and high <= minutes:
        following = _list_following(steps[1:], minutes - high, factor)
        return Fit(step, minutes, SURELY, low, high, following=following)
    if low is not None and low <= minutes:
        return Fit(step, minutes, PERHAPS, low, high)
    parts, taken = _list_fitting_parts(step, minutes, factor)
    others = [
        other
        for other in steps[1:]
        if (length := _compute_minutes_left(other, factor)) is not None and length[1] <= minutes
    ]
    return Fit(step, minutes, IN_PART, low, high, parts, taken, others=tuple(others[:MOST_NAMED]))


def _list_following(
    steps: Sequence[StepStatus], minutes: int, factor: float
) -> tuple[StepStatus, ...]:
    """Return the steps that surely fit one after the other, up to the first that does not."""
    following: list[StepStatus] = []
    for step in steps[:MOST_NAMED]:
        length = _compute_minutes_left(step, factor)
        if length is None or length[1] > minutes:
            break
        following.append(step)
        minutes -= length[1]
    return tuple(following)


def _list_fitting_parts(
    step: StepStatus, minutes: int, factor: float
) -> tuple[tuple[NumberedPart, ...], int]:
    """Return the next parts that fit one after the other, and their minutes at the high end."""
    lengths = _list_part_minutes(step, factor)
    parts: list[NumberedPart] = []
    taken = 0
    for part in list_parts_left(step.step, step.entry):
        length = lengths[part.number - 1]
        if length is None or taken + length[1] > minutes:
            break
        parts.append(part)
        taken += length[1]
    return tuple(parts), taken


def _list_part_minutes(step: StepStatus, factor: float) -> list[tuple[int, int] | None]:
    """Return the minutes of each part: its duration, else its share of the step at the pace."""
    lengths: list[tuple[int, int] | None] = []
    for part, estimate in zip(
        step.step.parts, estimate_parts(step.step, step.estimate), strict=True
    ):
        if part.minutes is not None:
            lengths.append((part.minutes, part.minutes))
        elif estimate is None:
            lengths.append(None)
        else:
            low, high = (max(1, round(factor * end)) for end in estimate[:2])
            lengths.append((low, high))
    return lengths


def _compute_minutes_left(step: StepStatus, factor: float) -> tuple[int, int] | None:
    """Return what remains of a step at the user's pace: at least the durations of its parts."""
    hours = estimate_hours_left(step, factor)
    if hours is None:
        return None
    low, high = (max(1, round(60 * factor * end)) for end in hours)
    if step.step.parts:
        left = list_parts_left(step.step, step.entry)
        least = sum(part.part.minutes or 0 for part in left)
        low, high = max(low, least), max(high, least)
    return low, high
