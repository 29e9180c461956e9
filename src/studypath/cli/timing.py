"""`start`, `stop`, `pause`, `resume`: measuring a sitting while it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from studypath.cli.arguments import complete_step
from studypath.cli.context import Context, open_context
from studypath.cli.dates import clock_time
from studypath.cli.marking import check_text
from studypath.cli.output import ask, is_interactive, write_lines
from studypath.core.curriculum import StepKey
from studypath.core.errors import UnknownStep, WrongUsage
from studypath.core.next import find_next_step
from studypath.core.progress import Progress, Session, Timer
from studypath.core.text import replace_controls
from studypath.core.timer import (
    NoTimer,
    find_stale_reason,
    get_running_timer,
    is_timer_for,
    resolve_stop_time,
    resolve_timer_key,
    with_paused,
    with_resumed,
    with_started,
    with_stopped,
    with_timer_stopped_for,
    without_timer,
)
from studypath.core.tracked import TrackedProgress, track_progress
from studypath.storage.clock import LOCAL

_DISCARD = "discard"


def start(
    step: Annotated[
        str | None,
        typer.Argument(
            metavar="[STEP]", help="The next one if left out.", autocompletion=complete_step
        ),
    ] = None,
) -> None:
    """Start the timer for a step; it runs on through a reboot or a closed laptop.

    Example: studypath start bert
    """
    context = open_context()
    key = _key_to_start(context, step)
    changed = context.change(
        ("start", key[1]), lambda tracked: with_started(tracked, key, context.now)
    )
    _say_running(changed.after, context.now)


def stop(
    at: Annotated[
        str | None, typer.Option("--at", metavar="18:30", help="When you stopped.")
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="A remark to keep with the step.")
    ] = None,
    discard: Annotated[
        bool, typer.Option("--discard", help="Book nothing; undo brings the timer back.")
    ] = False,
) -> None:
    """Stop the timer and book the sitting.

    Example: studypath stop --at 18:30
    """
    from studypath.views.timer import format_named_step, format_stopped

    context = open_context()
    check_text(note, "the note")
    timer = get_running_timer(context.tracked.progress)
    if timer is None:
        raise NoTimer
    ended = None if discard else _ended_at(context, timer, at)
    booked: list[Session | None] = []

    def make(tracked: TrackedProgress) -> Progress:
        if ended is None:
            return without_timer(tracked.progress)
        progress, session = with_stopped(tracked, at=ended, now=context.now, note=note)
        booked.append(session)
        return progress

    key = resolve_timer_key(context.tracked, timer)
    changed = context.change(("stop",), make)
    if booked:
        write_lines([format_stopped(changed.after, key, booked[0], LOCAL)])
    else:
        write_lines([f"stopped  {format_named_step(changed.after, key)}: nothing booked"])


def pause() -> None:
    """Let the timer rest; what follows does not count until resume.

    Example: studypath pause
    """
    context = open_context()
    changed = context.change(("pause",), lambda tracked: with_paused(tracked, context.now))
    _say_running(changed.after, context.now)


def resume() -> None:
    """Let the timer run on after a pause.

    Example: studypath resume
    """
    context = open_context()
    changed = context.change(("resume",), lambda tracked: with_resumed(tracked, context.now))
    _say_running(changed.after, context.now)


def ledger_with_timer_booked(
    tracked: TrackedProgress, keys: Sequence[StepKey], now: datetime, *, book: bool
) -> TrackedProgress:
    """Return the ledger with a timer for one of these steps stopped, and booked where `book` is.

    Raises WrongUsage for a timer that must not be booked without asking.
    """
    timer = get_running_timer(tracked.progress)
    if timer is None or not is_timer_for(tracked, timer, keys):
        return tracked
    if not book:
        return track_progress(tracked.curriculum, without_timer(tracked.progress))
    reason = find_stale_reason(timer, now, LOCAL)
    if reason is not None:
        raise WrongUsage(_stale_words(tracked, timer, reason))
    progress, _ = with_timer_stopped_for(tracked, keys, now)
    return track_progress(tracked.curriculum, progress)


def _key_to_start(context: Context, word: str | None) -> StepKey:
    if word is None:
        answer = find_next_step(context.tracked, context.tracked.active, count=1)
        if answer.step is None:
            msg = "the path is complete; name the step to start"
            raise UnknownStep(msg)
        return (answer.step.path_id, answer.step.step.id)
    selection = context.select(word)
    if len(selection.steps) != 1:
        msg = f"{word!r} means {len(selection.steps)} steps; a sitting is for one"
        raise WrongUsage(msg)
    return selection.keys[0]


def _ended_at(context: Context, timer: Timer, at: str | None) -> datetime | None:
    """When the sitting ended: as said, else now; a stale timer is asked about, never guessed."""
    if at is not None:
        return resolve_stop_time(timer, clock_time(at), now=context.now, tz=LOCAL)
    reason = find_stale_reason(timer, context.now, LOCAL)
    if reason is None:
        return context.now
    if not is_interactive():
        raise WrongUsage(_stale_words(context.tracked, timer, reason))
    question = f"The timer for {timer.step}: {reason}. When did you stop (18:30, or {_DISCARD})? "
    answer = ask(replace_controls(question))
    if answer.strip().lower() == _DISCARD:
        return None
    return resolve_stop_time(timer, clock_time(answer), now=context.now, tz=LOCAL)


def _stale_words(tracked: TrackedProgress, timer: Timer, reason: str) -> str:
    from studypath.views.timer import format_stale

    return f"{format_stale(tracked, timer, reason)}, or book nothing: studypath stop --discard"


def _say_running(tracked: TrackedProgress, now: datetime) -> None:
    from studypath.views.timer import format_running

    timer = get_running_timer(tracked.progress)
    if timer is not None:
        write_lines([format_running(tracked, timer, now, LOCAL)])
