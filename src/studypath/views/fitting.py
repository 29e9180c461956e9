"""Format what fits into the time at hand. Without Rich."""

from __future__ import annotations

from studypath.core.durations import format_duration
from studypath.core.fitting import PERHAPS, SURELY, Fit
from studypath.views.changes import format_step
from studypath.views.wording import format_estimate, format_minutes


def format_fit(fit: Fit, *, estimates: bool = True) -> str:
    """Return in one line whether a step fits as a whole or needs several sessions.

    With `estimates` the author's or derived estimate and the user's own are named as such.
    """
    time = format_duration(fit.minutes)
    step = format_step(fit.step.step)
    length = f" ({_format_lengths(fit)})" if estimates else ""
    if fit.how in {SURELY, PERHAPS}:
        perhaps = "perhaps " if fit.how == PERHAPS else ""
        passed = f"; out of order: {fit.passed_over} come before it" if fit.passed_over else ""
        return f"in {time}: {perhaps}all of {step}{length}{passed}"
    which = "another" if fit.step.entry.sessions else "a first"
    return f"in {time}: {which} session of {step}{length}"


def _format_lengths(fit: Fit) -> str:
    estimate = fit.step.estimate
    if estimate is None or fit.low_minutes is None:
        return "no estimate"
    source = "author" if estimate.source == "stated" else "derived"
    remaining = " still" if fit.step.entry.state == "doing" else ""
    return (
        f"{source} {format_estimate(estimate, with_source=False)}, "
        f"you{remaining} {format_minutes(fit.low_minutes, fit.high_minutes)}"
    )
