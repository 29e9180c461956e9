"""`resume`: continue the timer after a pause."""

from __future__ import annotations

from studypath.cli.changed import show_timer
from studypath.cli.context import open_context
from studypath.core.timing import with_resumed


def resume() -> None:
    """Continue the timer after a pause.

    Example: studypath resume
    """
    context = open_context()
    changed = context.change(("resume",), lambda tracked: with_resumed(tracked, context.now))
    show_timer(context, changed)
