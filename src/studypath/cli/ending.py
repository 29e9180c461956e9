"""Ask on a terminal when a timer ended that ran too long."""

from __future__ import annotations

import typer

from studypath.cli.arguments import parse_time_of_day
from studypath.cli.context import Context
from studypath.cli.output import ask, is_interactive
from studypath.core.curriculum import StepKey
from studypath.core.errors import WrongUsage
from studypath.core.timer import find_stale_reason, get_running_timer, is_timer_for
from studypath.core.timing import ENDS_NOW, Ending
from studypath.storage.clock import LOCAL

_DISCARD = "discard"


def ask_ending(context: Context, unless_for: StepKey | None = None) -> Ending:
    """Return how the timer ends: now, unless a user at a terminal says otherwise.

    Only a stale timer is asked about, and none for the step `unless_for`.
    """
    timer = get_running_timer(context.tracked.progress)
    if timer is None or not is_interactive():
        return ENDS_NOW
    reason = find_stale_reason(timer, context.now, LOCAL)
    if reason is None or (unless_for and is_timer_for(context.tracked, timer, [unless_for])):
        return ENDS_NOW
    question = f"The timer for {timer.step}: {reason}. When did you stop (18:30, or {_DISCARD})? "
    answer = ask(question).strip()
    if answer.lower() == _DISCARD:
        return Ending(discard=True)
    try:
        return Ending(parse_time_of_day(answer))
    except typer.BadParameter as error:
        raise WrongUsage(error.message) from None
