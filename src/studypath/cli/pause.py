"""`pause`: pause the timer."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from studypath.cli.arguments import parse_time_of_day
from studypath.cli.changed import show_timer
from studypath.cli.context import open_context
from studypath.core.timing import pause_timer
from studypath.storage.clock import LOCAL


def pause(
    at: Annotated[
        dt.time | None,
        typer.Option("--at", metavar="18:30", help="When you paused.", parser=parse_time_of_day),
    ] = None,
) -> None:
    """Pause the timer until `resume`; a pause is not logged.

    Example: studypath pause
    """
    context = open_context()
    changed = context.change(
        ("pause",), lambda tracked: pause_timer(tracked, at, now=context.now, tz=LOCAL)
    )
    show_timer(context, changed)
