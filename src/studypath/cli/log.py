"""`log`: log a session after the fact, or edit the last one."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from studypath.cli.arguments import (
    complete_step,
    parse_past_day,
    parse_session_minutes,
    parse_time_of_day,
)
from studypath.cli.context import Context, open_context
from studypath.cli.output import show_result
from studypath.core.durations import format_duration
from studypath.core.errors import WrongUsage
from studypath.core.selection import resolve_step
from studypath.core.sessions import NOT_GIVEN, When, with_edited, with_logged
from studypath.storage.clock import LOCAL
from studypath.views.timer import format_edited, format_logged


def log(
    step: Annotated[
        str | None,
        typer.Argument(metavar="STEP", help="The step.", autocompletion=complete_step),
    ] = None,
    time: Annotated[
        int | None,
        typer.Argument(
            metavar="DURATION", help="How long it took: 45m.", parser=parse_session_minutes
        ),
    ] = None,
    on: Annotated[
        dt.date | None,
        typer.Option(
            "--on", metavar="DATE", help="The day: 2026-11-20, yesterday.", parser=parse_past_day
        ),
    ] = None,
    at: Annotated[
        dt.time | None,
        typer.Option("--at", metavar="19:00", help="When it started.", parser=parse_time_of_day),
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help="Edit the last session instead.")] = False,
) -> None:
    """Log a session that is over, or edit the last one.

    Example: studypath log bert 45m --on 2026-11-20 --at 19:00
    """
    context = open_context(resolves=True)
    when = When(on, at)
    if edit:
        _edit(context, step, time, when)
        return
    if step is None or time is None:
        msg = "Which step, and how long?\nFor example: studypath log bert 45m"
        raise WrongUsage(msg)
    key = resolve_step(context.tracked, step)
    changed = context.change(
        ("log", key[1], format_duration(time)),
        lambda tracked: with_logged(tracked, key, time, when, now=context.now, tz=LOCAL),
    )
    show_result(
        changed.outcome,
        view=lambda each: [format_logged(changed.after, each.key, each.session, LOCAL)],
    )


def _edit(context: Context, step: str | None, time: int | None, when: When) -> None:
    if step is not None and time is None and step[:1].isdigit() and step[-1:] in "mh":
        time = parse_session_minutes(step)
        step = None
    if time is None and when == NOT_GIVEN:
        msg = "Which change?\nGive a duration, --on or --at, as in: studypath log --edit bert 50m"
        raise WrongUsage(msg)
    key = resolve_step(context.tracked, step) if step is not None else None
    changed = context.change(
        ("log --edit", *([step] if step else [])),
        lambda tracked: with_edited(
            tracked, key, minutes=time, when=when, now=context.now, tz=LOCAL
        ),
    )
    show_result(
        changed.outcome,
        view=lambda each: [format_edited(changed.after, each.before, each.after, LOCAL)],
    )
