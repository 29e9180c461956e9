"""`done`: mark steps as done."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from studypath.cli.arguments import (
    CURRENT_HELP,
    STEP_HELP,
    ReadOption,
    complete_step,
    parse_minutes,
    parse_note,
    parse_past_day,
)
from studypath.cli.changed import show_marked
from studypath.cli.context import open_context
from studypath.cli.output import print_note
from studypath.core.mark import DoneDetails, mark_done
from studypath.core.selection import resolve_steps
from studypath.storage.clock import LOCAL


def done(
    step: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[STEP...]", help=f"{STEP_HELP} {CURRENT_HELP}", autocompletion=complete_step
        ),
    ] = None,
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
    words = step or []
    current = None
    if not words:
        from studypath.core.current import find_current_step

        current = find_current_step(context.tracked)
        words = [current.word]
    selections = resolve_steps(context.tracked, words)
    details = DoneDetails(time, on, read, note)
    changed = context.change(
        ("done", *words),
        lambda tracked: mark_done(tracked, selections, details, now=context.now, tz=LOCAL),
    )
    if current is not None:
        from studypath.cli.current import print_current

        print_current(context, current, "marking")
    show_marked(context, changed)
    if current is not None:
        print_note("to revert it: studypath undo")
