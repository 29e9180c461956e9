"""`done`: mark steps as done."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from studypath.cli.arguments import (
    ReadOption,
    StepsArgument,
    parse_minutes,
    parse_note,
    parse_past_day,
)
from studypath.cli.changed import show_marked
from studypath.cli.context import open_context
from studypath.core.mark import DoneDetails, mark_done
from studypath.core.selection import resolve_steps
from studypath.storage.clock import LOCAL


def done(
    step: StepsArgument,
    time: Annotated[
        int | None,
        typer.Option("--time", metavar="1h30m", help="How long it took.", parser=parse_minutes),
    ] = None,
    on: Annotated[
        date | None,
        typer.Option(
            "--on", metavar="DATE", help="When you finished: 2026-11-20.", parser=parse_past_day
        ),
    ] = None,
    read: ReadOption = None,
    note: Annotated[
        str | None,
        typer.Option("--note", metavar="TEXT", help="A note on the step.", parser=parse_note),
    ] = None,
) -> None:
    """Mark steps as done; a phase marks its remaining steps.

    Example: studypath done bert --time 1h30m --note "masked LM"
    """
    context = open_context(resolves=True)
    selections = resolve_steps(context.tracked, step)
    details = DoneDetails(time, on, read, note)
    changed = context.change(
        ("done", *step),
        lambda tracked: mark_done(tracked, selections, details, now=context.now, tz=LOCAL),
    )
    show_marked(context, changed)
