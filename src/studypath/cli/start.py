"""`start`: start the timer."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import CURRENT_HELP, complete_step
from studypath.cli.changed import show_doubts
from studypath.cli.context import open_context
from studypath.cli.ending import ask_ending
from studypath.cli.output import show_result
from studypath.core.current import find_current_step
from studypath.core.selection import resolve_step
from studypath.core.timing import start_timer
from studypath.storage.clock import LOCAL
from studypath.views.outcomes import format_started


def start(
    step: Annotated[
        str | None,
        typer.Argument(
            metavar="[STEP]",
            help=CURRENT_HELP,
            autocompletion=complete_step,
        ),
    ] = None,
) -> None:
    """Start the timer for a step; one for another step is stopped and logged.

    Example: studypath start bert
    """
    context = open_context(resolves=True)
    tracked = context.tracked
    key = resolve_step(tracked, step) if step is not None else find_current_step(tracked).key
    ending = ask_ending(context, unless_for=key)
    changed = context.change(
        ("start", key[1]),
        lambda tracked: start_timer(tracked, key, ending, now=context.now, tz=LOCAL),
    )
    show_result(changed, view=lambda each: format_started(*each, now=context.now, tz=LOCAL))
    stopped = changed.outcome.stopped
    if stopped is not None:
        show_doubts(changed.after, stopped.key, stopped.sessions)
