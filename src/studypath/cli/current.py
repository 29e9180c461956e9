"""The step that a command without a step is about, and the line that names it."""

from __future__ import annotations

from studypath.cli.context import Context
from studypath.cli.output import print_note
from studypath.core.current import CurrentStep, find_current_step
from studypath.views.timer import format_current


def select_step(context: Context, word: str | None) -> str:
    """Return the word of a step; None stands for the timer's step, else the next one.

    That step is named on stderr.
    """
    if word is not None:
        return word
    current = find_current_step(context.tracked)
    print_current(context, current)
    return current.word


def print_current(context: Context, current: CurrentStep, verb: str = "using") -> None:
    """Print on stderr which step a command without a step is about; `verb` is what it does."""
    print_note(format_current(context.tracked, current, verb))
