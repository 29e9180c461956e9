"""Show the outcome of commands that mark steps or run the timer."""

from __future__ import annotations

from studypath.cli.context import Changed, Context
from studypath.cli.output import show_result
from studypath.core.mark import MarkedSteps
from studypath.core.progress import Progress
from studypath.storage.clock import LOCAL
from studypath.views.outcomes import format_marked, format_timer


def show_marked(context: Context, changed: Changed[MarkedSteps]) -> None:
    """Print what became of each step."""
    show_result(
        changed,
        view=lambda each: format_marked(
            *each, now=context.now, tz=LOCAL, estimates=context.settings.forecast
        ),
    )


def show_timer(context: Context, changed: Changed[Progress]) -> None:
    """Print the running or paused timer."""
    show_result(changed.after, view=lambda tracked: format_timer(tracked, context.now, LOCAL))
