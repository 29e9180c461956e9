"""Show the timer after `start`, `pause` and `resume`."""

from __future__ import annotations

from studypath.cli.context import Changed, Context
from studypath.cli.output import show_result
from studypath.core.progress import Progress
from studypath.storage.clock import LOCAL
from studypath.views.outcomes import format_timer


def show_timer(context: Context, changed: Changed[Progress]) -> None:
    """Print the running or paused timer."""
    show_result(changed.after, view=lambda tracked: format_timer(tracked, context.now, LOCAL))
