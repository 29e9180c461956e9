"""`note`: write or show the note on a step."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import complete_step, parse_note
from studypath.cli.context import open_context
from studypath.cli.current import select_step
from studypath.cli.output import show_result
from studypath.core.current import is_text_only
from studypath.core.mark import write_note
from studypath.core.selection import resolve_step
from studypath.views.outcomes import format_note, format_noted


def note(
    step: Annotated[
        str | None,
        typer.Argument(
            metavar="[STEP]",
            help="The step; the timer's step or the next one if left out.",
            autocompletion=complete_step,
        ),
    ] = None,
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEXT]",
            help="The note; without it, the note is shown. Without STEP it needs several words.",
            parser=parse_note,
        ),
    ] = None,
    append: Annotated[
        bool, typer.Option("--append", help="Add to the note instead of replacing it.")
    ] = False,
) -> None:
    """Write or show the note on a step; an empty text removes it.

    Example: studypath note bert "masked LM: predict what was hidden"
    """
    context = open_context()
    if text is None and step is not None and is_text_only(context.tracked, step):
        text, step = parse_note(step), None
    if text is not None:
        context.require_active_path()
    word = select_step(context, step)
    key = resolve_step(context.tracked, word)
    if text is None:
        show_result(context.tracked.entry(key).note, view=lambda each: format_note(each, key[1]))
        return
    changed = context.change(
        ("note", word), lambda tracked: write_note(tracked, key, text, append=append)
    )
    show_result(changed.outcome, view=lambda each: format_noted(each, appended=append))
