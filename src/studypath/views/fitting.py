"""What fits into the minutes at hand, in one plain line. Without Rich."""

from __future__ import annotations

from studypath.core.fitting import PERHAPS, SURELY, Fit
from studypath.views.changes import format_step
from studypath.views.wording import format_count, minutes_words, range_words


def format_fit(fit: Fit, *, estimates: bool = True) -> str:
    """Return whether a step fits as a whole, or that it is a first or further sitting of it.

    Without `estimates` it does not say how long the step takes.
    """
    minutes = minutes_words(fit.minutes)
    step = format_step(fit.step.step)
    if fit.low_minutes is None:
        unknown = "; nothing is known of its length" if estimates else ""
        return f"in {minutes}: a sitting of {step}{unknown}"
    left = range_words(fit.low_minutes, fit.high_minutes)
    if fit.how in {SURELY, PERHAPS}:
        perhaps = "perhaps " if fit.how == PERHAPS else ""
        passed = (
            f"; it passes over {format_count(fit.passed_over, 'step')}" if fit.passed_over else ""
        )
        length = f" ({left})" if estimates else ""
        return f"in {minutes}: {perhaps}all of {step}{length}{passed}"
    which = "another sitting" if fit.step.entry.sessions else "the first sitting"
    length = f" ({left} in all to go)" if estimates else ""
    return f"in {minutes}: {which} of {step}{length}"
