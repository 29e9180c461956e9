"""Show the outcome of commands that mark steps, run the timer or log sessions."""

from __future__ import annotations

from collections.abc import Sequence

from studypath.cli.context import Changed, Context
from studypath.cli.output import print_note, show_result
from studypath.core.curriculum import StepKey
from studypath.core.mark import MarkedSteps
from studypath.core.progress import Progress, Session
from studypath.core.tracked import TrackedProgress
from studypath.storage.clock import LOCAL
from studypath.views.outcomes import format_marked, format_timer


def show_marked(context: Context, changed: Changed[MarkedSteps]) -> None:
    """Print what became of each step, and what may be wrong with the sessions logged."""
    show_result(
        changed,
        view=lambda each: format_marked(
            *each, now=context.now, tz=LOCAL, estimates=context.settings.forecast
        ),
    )
    stopped, logged = changed.outcome.stopped, changed.outcome.logged
    if stopped is not None:
        show_doubts(changed.after, stopped.key, stopped.sessions)
    if logged is not None:
        show_doubts(changed.after, logged[0], logged[1:])


def show_timer(context: Context, changed: Changed[Progress]) -> None:
    """Print the running or paused timer, and whether it was so already."""
    show_result(
        changed, view=lambda each: format_timer(each.after, context.now, LOCAL, each.before)
    )


def show_doubts(tracked: TrackedProgress, key: StepKey, sessions: Sequence[Session]) -> None:
    """Warn on stderr of sessions just logged that are very long or overlap others."""
    if not sessions:
        return
    from studypath.core.doubts import find_doubts
    from studypath.views.doubts import format_doubt

    for doubt in find_doubts(tracked, key, sessions, LOCAL):
        print_note(format_doubt(tracked, doubt, LOCAL))
