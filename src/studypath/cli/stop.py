"""`stop`: stop the timer and log the session."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from studypath.cli.arguments import parse_note, parse_time_of_day
from studypath.cli.context import Context, open_context
from studypath.cli.output import ask, is_interactive, show_result
from studypath.core.errors import WrongUsage
from studypath.core.timer import (
    discard_timer,
    find_stale_reason,
    get_running_timer,
    stop_timer,
)
from studypath.storage.clock import LOCAL
from studypath.views.outcomes import format_timer_end

_DISCARD = "discard"


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
        bool, typer.Option("--discard", help="Log nothing; undo brings the timer back.")
    ] = False,
) -> None:
    """Stop the timer and log the session.

    Example: studypath stop --at 18:30
    """
    context = open_context()
    if at is None and not discard:
        at, discard = _ask_when_stopped(context)
    changed = context.change(
        ("stop",),
        lambda tracked: (
            discard_timer(tracked)
            if discard
            else stop_timer(tracked, at, now=context.now, tz=LOCAL, note=note)
        ),
    )
    show_result(changed, view=lambda each: [format_timer_end(each.after, each.outcome, LOCAL)])


def _ask_when_stopped(context: Context) -> tuple[dt.time | None, bool]:
    """Ask on a terminal when a stale timer ended; return the time, and whether to discard it."""
    timer = get_running_timer(context.tracked.progress)
    if timer is None or not is_interactive():
        return None, False
    reason = find_stale_reason(timer, context.now, LOCAL)
    if reason is None:
        return None, False
    question = f"The timer for {timer.step}: {reason}. When did you stop (18:30, or {_DISCARD})? "
    answer = ask(question).strip()
    if answer.lower() == _DISCARD:
        return None, True
    try:
        return parse_time_of_day(answer), False
    except typer.BadParameter as error:
        raise WrongUsage(error.message) from None
