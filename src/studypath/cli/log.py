"""`log`: log a session after the fact, or edit or delete one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from studypath.cli.arguments import (
    complete_step,
    parse_past_day,
    parse_session_minutes,
    parse_time_of_day,
)
from studypath.cli.changed import show_doubts
from studypath.cli.context import Context, open_context
from studypath.cli.correction import delete_session, edit_session
from studypath.cli.current import select_step
from studypath.cli.output import show_result
from studypath.core.durations import format_duration, is_duration
from studypath.core.errors import WrongUsage
from studypath.core.placing import When
from studypath.core.selection import resolve_step
from studypath.core.sessions import with_logged
from studypath.storage.clock import LOCAL
from studypath.views.timer import format_logged


def log(
    step: Annotated[
        str | None,
        typer.Argument(
            metavar="[STEP|N]",
            help="The step; the timer's step or the next one if left out. N is the number of a "
            "session in `history --sessions`.",
            autocompletion=complete_step,
        ),
    ] = None,
    duration: Annotated[
        list[str] | None, typer.Argument(metavar="DURATION", help="How long it took: 45m.")
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
    edit: Annotated[
        bool,
        typer.Option("--edit", help="Edit session N, or the last one logged, of STEP or of all."),
    ] = False,
    delete: Annotated[bool, typer.Option("--delete", help="Delete session N.")] = False,
) -> None:
    """Log a session that is over; edit or delete one.

    Example: studypath log bert 45m --on 2026-11-20 --at 19:00
    """
    step, time = _parse_words(step, duration or ())
    when = When(on, at)
    if edit and delete:
        msg = "--edit and --delete exclude each other\nGive one of them."
        raise WrongUsage(msg)
    if delete:
        delete_session(open_context(), step, time, when)
    elif edit:
        edit_session(open_context(resolves=step is not None), step, time, when)
    else:
        _log(open_context(resolves=True), step, time, when)


def _parse_words(step: str | None, words: Sequence[str]) -> tuple[str | None, int | None]:
    """Return the step and the minutes, each None if not given; `2 hours` is one duration."""
    text = " ".join(words)
    both = f"{step or ''} {text}".strip()
    if is_duration(both) and not is_duration(text):
        return None, _parse_duration(both)
    return step, _parse_duration(text) if words else None


def _parse_duration(text: str) -> int:
    """Return the minutes; an error names the argument, which Typer passes on word by word."""
    try:
        return parse_session_minutes(text)
    except typer.BadParameter as error:
        error.param_hint = "'DURATION'"
        raise


def _log(context: Context, step: str | None, minutes: int | None, when: When) -> None:
    if minutes is None:
        if step is not None and step.isdecimal():
            _parse_duration(step)  # A number without a unit: raises with both meanings.
        msg = f"How long did it take?\nFor example: studypath log {step or 'bert'} 45m"
        raise WrongUsage(msg)
    key = resolve_step(context.tracked, select_step(context, step))
    changed = context.change(
        ("log", key[1], format_duration(minutes)),
        lambda tracked: with_logged(tracked, key, minutes, when, now=context.now, tz=LOCAL),
    )
    show_result(
        changed.outcome,
        view=lambda each: [format_logged(changed.after, each.key, each.session, LOCAL)],
    )
    show_doubts(changed.after, key, [changed.outcome.session])
