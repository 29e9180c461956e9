"""`unlog`: remove the sessions that were logged last."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import complete_step, parse_count
from studypath.cli.context import open_context
from studypath.cli.output import show_result
from studypath.core.selection import resolve_step
from studypath.core.session_list import find_last_sessions
from studypath.core.sessions import with_unlogged
from studypath.storage.clock import LOCAL
from studypath.storage.logged_times import load_logged_times
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
    """Remove the session that was logged last.

    Example: studypath unlog bert
    """
    context = open_context(resolves=step is not None)
    key = resolve_step(context.tracked, step) if step is not None else None
    times = load_logged_times(context.places)
    changed = context.change(
        ("unlog", *([step] if step else [])),
        lambda tracked: with_unlogged(
            tracked, find_last_sessions(tracked, key, count, times), now=context.now
        ),
    )
    show_result(
        changed.outcome, view=lambda each: format_unlogged(changed.after, each.sessions, LOCAL)
    )
