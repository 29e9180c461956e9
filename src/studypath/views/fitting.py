"""Format what fits into the time at hand. Without Rich."""

from __future__ import annotations

from collections.abc import Sequence

from studypath.core.durations import format_duration
from studypath.core.fitting import PERHAPS, SURELY, Fit
from studypath.core.parts import NumberedPart, find_next_part, list_parts_left
from studypath.core.status import StepStatus
from studypath.views.changes import format_step
from studypath.views.wording import DASH, format_estimate, format_minutes

_ROUNDED_MINUTES = 5


def format_fit(fit: Fit, *, estimates: bool = True) -> str:
    """Return what of the next step fits; on a second line the later steps that fit as a whole.

    With `estimates` the author's or derived estimate and the user's own are named as such.
    """
    time = format_duration(fit.minutes)
    step = format_step(fit.step.step)
    length = f" ({_format_lengths(fit)})" if estimates else ""
    if fit.how in {SURELY, PERHAPS}:
        perhaps = "perhaps " if fit.how == PERHAPS else ""
        then = f", then {_join_numbers(fit.following)}" if fit.following else ""
        return f"in {time}: {perhaps}all of {step}{length}{then}"
    if fit.parts:
        taken = f", {format_duration(fit.parts_minutes)}" if estimates else ""
        line = f"in {time}: {_format_parts(fit.parts)} of {step}{taken}"
    else:
        part = find_next_part(fit.step.step, fit.step.entry)
        which = "another session" if fit.step.entry.sessions else "a first session"
        on_part = f" on part {part.number}" if part is not None else ""
        line = f"in {time}: {which}{on_part} of {step}{length}"
    if not fit.others:
        return line
    return f"{line}\nwould fit as a whole, but comes later: {_join_numbers(fit.others)}"


def _format_parts(parts: Sequence[NumberedPart]) -> str:
    """Return the numbers of parts, which need not be adjacent: `parts 1–3`, `parts 2, 4`."""
    numbers = [part.number for part in parts]
    if len(numbers) == 1:
        return f"part {numbers[0]}"
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"parts {numbers[0]}{DASH}{numbers[-1]}"
    return f"parts {', '.join(map(str, numbers))}"


def _join_numbers(steps: Sequence[StepStatus]) -> str:
    *first, last = [step.step.number for step in steps]
    return f"{', '.join(first)} and {last}" if first else last


def _format_lengths(fit: Fit) -> str:
    estimate = fit.step.estimate
    if estimate is None or fit.low_minutes is None or fit.high_minutes is None:
        return "no estimate"
    source = "author" if estimate.source == "stated" else "derived"
    parts = list_parts_left(fit.step.step, fit.step.entry)
    length = sum(part.part.minutes or 0 for part in parts)
    remaining = " still" if fit.step.entry.state == "doing" else ""
    if length and length == fit.high_minutes:
        # The videos take longer than the estimate of the step says.
        its = f"its parts{remaining} {format_duration(length)}"
        return f"{source} {format_estimate(estimate, with_source=False)}, {its}"
    return (
        f"{source} {format_estimate(estimate, with_source=False)}, "
        f"you{remaining} {format_minutes(_round(fit.low_minutes), _round(fit.high_minutes))}"
    )


def _round(minutes: int) -> int:
    """Round to five minutes: the pace is not known better."""
    return max(_ROUNDED_MINUTES, _ROUNDED_MINUTES * round(minutes / _ROUNDED_MINUTES))
