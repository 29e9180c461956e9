"""`stop`: stop the timer and log the sessions."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from studypath.cli.arguments import parse_note, parse_time_of_day
from studypath.cli.changed import show_doubts
from studypath.cli.context import open_context
from studypath.cli.ending import ask_ending
from studypath.cli.output import show_result
from studypath.core.timing import ENDS_NOW, Ending, end_timer
from studypath.storage.clock import LOCAL
from studypath.views.outcomes import format_timer_end


def stop(
    at: Annotated[
        dt.time | None,
        typer.Option("--at", metavar="18:30", help="When you stopped.", parser=parse_time_of_day),
    ] = None,
    note: Annotated[
        str | None,
        typer.Option("--note", metavar="TEXT", help="A note on the step.", parser=parse_note),
    ] = None,
    discard: Annotated[
        bool, typer.Option("--discard", help="Log nothing; the step is as before the start.")
    ] = False,
) -> None:
    """Stop the timer and log a session for each time between its pauses.

    Example: studypath stop --at 18:30
    """
    context = open_context()
    ending = Ending(at, discard)
    if ending == ENDS_NOW:
        ending = ask_ending(context)
    changed = context.change(
        ("stop",),
        lambda tracked: end_timer(tracked, ending, now=context.now, tz=LOCAL, note=note),
    )
    show_result(changed, view=lambda each: format_timer_end(each.after, each.outcome, LOCAL))
    show_doubts(changed.after, changed.outcome.key, changed.outcome.sessions)
