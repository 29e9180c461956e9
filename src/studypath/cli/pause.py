"""`pause`: pause the timer."""

from __future__ import annotations

from studypath.cli.context import open_context
from studypath.cli.timer import show_timer
from studypath.core.timer import with_paused


def pause() -> None:
    """Pause the timer until `resume`; a pause is not logged.

    Example: studypath pause
    """
    context = open_context()
    changed = context.change(("pause",), lambda tracked: with_paused(tracked, context.now))
    show_timer(context, changed)
