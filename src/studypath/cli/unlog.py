"""`unlog`: remove the last sessions."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import complete_step, parse_count
from studypath.cli.context import open_context
from studypath.cli.output import show_result
from studypath.core.selection import resolve_step
from studypath.core.sessions import with_unlogged
from studypath.storage.clock import LOCAL
from studypath.views.timer import format_unlogged


def unlog(
    step: Annotated[
        str | None,
        typer.Argument(metavar="[STEP]", help="Only of this step.", autocompletion=complete_step),
    ] = None,
    count: Annotated[
        int,
        typer.Option("-n", "--count", metavar="N", help="How many sessions.", parser=parse_count),
    ] = 1,
) -> None:
    """Remove the session that started last.

    Example: studypath unlog bert
    """
    context = open_context(resolves=step is not None)
    key = resolve_step(context.tracked, step) if step is not None else None
    changed = context.change(
        ("unlog", *([step] if step else [])),
        lambda tracked: with_unlogged(tracked, key, count, now=context.now),
    )
    show_result(
        changed.outcome, view=lambda each: format_unlogged(changed.after, each.sessions, LOCAL)
    )
