"""`skip`: leave steps out of the path."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import StepsArgument, parse_note
from studypath.cli.changed import show_marked
from studypath.cli.context import open_context
from studypath.core.errors import UnknownReference
from studypath.core.mark import mark_skipped
from studypath.core.selection import Selection, resolve_steps
from studypath.core.tracked import TrackedProgress


def skip(
    step: StepsArgument,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help="Why you skip it.", parser=parse_note),
    ] = None,
) -> None:
    """Skip steps; they leave the total and never count as done.

    Example: studypath skip chinchilla --reason "know it from work"
    """
    context = open_context(resolves=True)
    selections = _resolve(context.tracked, step, reason)
    changed = context.change(
        ("skip", *step), lambda tracked: mark_skipped(tracked, selections, reason, now=context.now)
    )
    show_marked(context, changed)


def _resolve(
    tracked: TrackedProgress, words: list[str], reason: str | None
) -> tuple[Selection, ...]:
    try:
        return resolve_steps(tracked, words)
    except UnknownReference as error:
        from studypath.core.suggestion import find_unknown, with_hint

        position = find_unknown(tracked, words)
        steps, text = " ".join(words[:position]), " ".join(words[position:])
        if reason or not steps or (error.nearest and " " not in text):
            raise
        hint = f'To give a reason: studypath skip {steps} --reason "{text}"'
        raise with_hint(error, hint) from None
