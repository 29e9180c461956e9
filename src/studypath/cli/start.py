"""`start`: start the timer."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import complete_step
from studypath.cli.changed import show_timer
from studypath.cli.context import open_context
from studypath.core.selection import resolve_step
from studypath.core.timer import with_started


def start(
    step: Annotated[
        str | None,
        typer.Argument(
            metavar="[STEP]", help="The next step if left out.", autocompletion=complete_step
        ),
    ] = None,
) -> None:
    """Start the timer for a step; it survives a reboot or a closed laptop.

    Example: studypath start bert
    """
    context = open_context(resolves=True)
    key = resolve_step(context.tracked, step)
    show_timer(
        context,
        context.change(("start", key[1]), lambda tracked: with_started(tracked, key, context.now)),
    )
