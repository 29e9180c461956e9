"""Show the outcome of `done`, `skip` and `reset`."""

from __future__ import annotations

from studypath.cli.context import Changed, Context
from studypath.cli.output import show_result
from studypath.core.mark import MarkedSteps
from studypath.storage.clock import LOCAL
from studypath.views.outcomes import format_marked


def show_marked(context: Context, changed: Changed[MarkedSteps]) -> None:
    """Print what became of each step."""
    show_result(
        changed,
        view=lambda each: format_marked(
            *each, now=context.now, tz=LOCAL, estimates=context.settings.forecast
        ),
    )
