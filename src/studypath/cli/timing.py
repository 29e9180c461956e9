"""`start`, `stop`, `pause`, `resume`: measuring a sitting while it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from studypath.cli.dates import clock_time
from studypath.cli.desk import Desk, open_desk
from studypath.cli.marking import check_text
from studypath.cli.terminal import ascii_only, ask, is_interactive, write_lines
from studypath.cli.words import complete_step
from studypath.core.curriculum import StepKey
from studypath.core.errors import UnknownStep, WrongUsage
from studypath.core.ledger import Ledger, ledger_of
from studypath.core.next import next_step
from studypath.core.progress import Progress, Session, Timer
from studypath.core.text import visible
from studypath.core.timer import (
    NoTimer,
    is_for,
    running,
    stale,
    stopped_at,
    timer_key,
    with_paused,
    with_resumed,
    with_started,
    with_stopped,
    with_timer_booked_for,
    without_timer,
)
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
    desk = open_desk()
    key = _key_to_start(desk, step)
    changed = desk.change(("start", key[1]), lambda ledger: with_started(ledger, key, desk.now))
    _say_running(changed.after, desk.now)


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
    from studypath.views.timer import named, stopped_line

    desk = open_desk()
    check_text(note, "the note")
    timer = running(desk.ledger.progress)
    if timer is None:
        raise NoTimer
    ended = None if discard else _ended_at(desk, timer, at)
    booked: list[Session | None] = []

    def make(ledger: Ledger) -> Progress:
        if ended is None:
            return without_timer(ledger.progress)
        progress, session = with_stopped(ledger, at=ended, now=desk.now, note=note)
        booked.append(session)
        return progress

    key = timer_key(desk.ledger, timer)
    changed = desk.change(("stop",), make)
    if booked:
        write_lines([stopped_line(changed.after, key, booked[0], LOCAL, ascii=ascii_only())])
    else:
        write_lines([f"stopped  {named(changed.after, key)}: nothing booked"])


def pause() -> None:
    """Let the timer rest; what follows does not count until resume.

    Example: studypath pause
    """
    desk = open_desk()
    changed = desk.change(("pause",), lambda ledger: with_paused(ledger, desk.now))
    _say_running(changed.after, desk.now)


def resume() -> None:
    """Let the timer run on after a pause.

    Example: studypath resume
    """
    desk = open_desk()
    changed = desk.change(("resume",), lambda ledger: with_resumed(ledger, desk.now))
    _say_running(changed.after, desk.now)


def ledger_with_timer_booked(
    ledger: Ledger, keys: Sequence[StepKey], now: datetime, *, book: bool
) -> Ledger:
    """Return the ledger with a timer for one of these steps stopped, and booked where `book` is.

    Raises WrongUsage for a timer that must not be booked without asking.
    """
    timer = running(ledger.progress)
    if timer is None or not is_for(ledger, timer, keys):
        return ledger
    if not book:
        return ledger_of(ledger.curriculum, without_timer(ledger.progress))
    reason = stale(timer, now, LOCAL)
    if reason is not None:
        raise WrongUsage(_stale_words(ledger, timer, reason))
    progress, _ = with_timer_booked_for(ledger, keys, now)
    return ledger_of(ledger.curriculum, progress)


def _key_to_start(desk: Desk, word: str | None) -> StepKey:
    if word is None:
        answer = next_step(desk.ledger, desk.ledger.active, count=1)
        if answer.step is None:
            msg = "the path is complete; name the step to start"
            raise UnknownStep(msg)
        return (answer.step.path_id, answer.step.step.id)
    selection = desk.select(word)
    if len(selection.steps) != 1:
        msg = f"{word!r} means {len(selection.steps)} steps; a sitting is for one"
        raise WrongUsage(msg)
    return selection.keys[0]


def _ended_at(desk: Desk, timer: Timer, at: str | None) -> datetime | None:
    """When the sitting ended: as said, else now; a stale timer is asked about, never guessed."""
    if at is not None:
        return stopped_at(timer, clock_time(at), now=desk.now, tz=LOCAL)
    reason = stale(timer, desk.now, LOCAL)
    if reason is None:
        return desk.now
    if not is_interactive():
        raise WrongUsage(_stale_words(desk.ledger, timer, reason))
    question = f"The timer for {timer.step}: {reason}. When did you stop (18:30, or {_DISCARD})? "
    answer = ask(visible(question))
    if answer.strip().lower() == _DISCARD:
        return None
    return stopped_at(timer, clock_time(answer), now=desk.now, tz=LOCAL)


def _stale_words(ledger: Ledger, timer: Timer, reason: str) -> str:
    from studypath.views.timer import stale_words

    return f"{stale_words(ledger, timer, reason)}, or book nothing: studypath stop --discard"


def _say_running(ledger: Ledger, now: datetime) -> None:
    from studypath.views.timer import running_words

    timer = running(ledger.progress)
    if timer is not None:
        write_lines([running_words(ledger, timer, now, LOCAL)])
