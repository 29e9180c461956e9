"""What fits into the minutes at hand, in one plain line. Without Rich."""

from __future__ import annotations

from studypath.core.fitting import PERHAPS, SURELY, Fit
from studypath.views.changes import step_words
from studypath.views.words import counted, minutes_words, range_words


def fit_line(fit: Fit, *, ascii: bool = False) -> str:
    """Return whether a step fits as a whole, or that it is a first or further sitting of it."""
    minutes = minutes_words(fit.minutes)
    step = step_words(fit.step.step)
    if fit.low_minutes is None:
        return f"in {minutes}: a sitting of {step}; nothing is known of its length"
    left = range_words(fit.low_minutes, fit.high_minutes, ascii=ascii)
    if fit.how in {SURELY, PERHAPS}:
        perhaps = "perhaps " if fit.how == PERHAPS else ""
        passed = f"; it passes over {counted(fit.passed_over, 'step')}" if fit.passed_over else ""
        return f"in {minutes}: {perhaps}all of {step} ({left}){passed}"
    which = "another sitting" if fit.step.entry.sessions else "the first sitting"
    return f"in {minutes}: {which} of {step} ({left} in all to go)"
