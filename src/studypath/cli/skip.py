"""`skip`: leave steps out of the path."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import StepsArgument, parse_note
from studypath.cli.changed import show_marked
from studypath.cli.context import open_context
from studypath.core.mark import mark_skipped
from studypath.core.selection import resolve_steps


def skip(
    step: StepsArgument,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help="Why you skip it.", parser=parse_note),
    ] = None,
) -> None:
    """Skip steps; they leave the total and never count as done.

    Example: studypath skip chinchilla --reason "know it from work"
    """
    context = open_context(resolves=True)
    selections = resolve_steps(context.tracked, step)
    changed = context.change(
        ("skip", *step), lambda tracked: mark_skipped(tracked, selections, reason, now=context.now)
    )
    show_marked(context, changed)
