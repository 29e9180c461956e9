"""`note`: write or show the note on a step."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import complete_step, parse_note
from studypath.cli.context import open_context
from studypath.cli.current import select_step
from studypath.cli.output import show_result
from studypath.core.current import is_text_only
from studypath.core.curriculum import StepKey
from studypath.core.errors import UnknownReference
from studypath.core.mark import write_note
from studypath.core.selection import resolve_step
from studypath.core.tracked import TrackedProgress
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
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TEXT]",
            help="The note; without it, the note is shown. Without STEP it needs several words.",
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
    text = parse_note(" ".join(words)) if words else None
    if text is None and step is not None and is_text_only(context.tracked, step):
        text, step = parse_note(step), None
    if text is not None:
        context.require_active_path()
    word = select_step(context, step)
    key = _resolve(context.tracked, word, text)
    if text is None:
        show_result(context.tracked.entry(key).note, view=lambda each: format_note(each, key[1]))
        return
    changed = context.change(
        ("note", word), lambda tracked: write_note(tracked, key, text, append=append)
    )
    show_result(
        changed.outcome, view=lambda each: format_noted(changed.after, each, appended=append)
    )


def _resolve(tracked: TrackedProgress, word: str, text: str | None) -> StepKey:
    try:
        return resolve_step(tracked, word)
    except UnknownReference as error:
        if not text:
            raise
        from studypath.core.suggestion import with_hint

        hint = f'For a note on the next step, quote the text: studypath note "{word} {text}"'
        raise with_hint(error, hint) from None
