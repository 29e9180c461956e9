"""`reset`: set steps back to todo."""

from __future__ import annotations

from studypath.cli.arguments import StepsArgument
from studypath.cli.changed import show_marked
from studypath.cli.context import open_context
from studypath.core.mark import mark_todo
from studypath.core.selection import resolve_steps


def reset(step: StepsArgument) -> None:
    """Set steps back to todo; sessions and notes stay.

    Example: studypath reset bert
    """
    context = open_context(resolves=True)
    selections = resolve_steps(context.tracked, step)
    changed = context.change(
        ("reset", *step), lambda tracked: mark_todo(tracked, selections, now=context.now)
    )
    show_marked(context, changed)
