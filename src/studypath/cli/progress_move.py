"""`progress move`: move the progress of a step to another one."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from studypath.cli.arguments import complete_step
from studypath.cli.context import open_context
from studypath.cli.output import show_result
from studypath.core.errors import StudypathError
from studypath.core.progress_move import list_movable, move_progress, resolve_source
from studypath.core.selection import resolve_step
from studypath.core.tracked import track_progress
from studypath.storage.library import load_library
from studypath.storage.places import find_places
from studypath.storage.progress import load_progress
from studypath.views.progress_move import format_moved


def complete_old(incomplete: str) -> list[str]:
    """Complete progress that belongs to no step, then the ids of steps."""
    names: tuple[str, ...] = ()
    try:
        places = find_places(os.environ)
        curriculum = load_library(places).curriculum
        names = list_movable(track_progress(curriculum, load_progress(places).progress))
    except (StudypathError, OSError):
        pass
    words = [name for name in names if name.startswith(incomplete)]
    return [*words, *complete_step(incomplete)]


def progress_move(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="A step that is no longer on a path, as status names it, or any other step.",
            autocompletion=complete_old,
        ),
    ],
    new: Annotated[
        str,
        typer.Argument(
            metavar="NEW", help="The step that takes over.", autocompletion=complete_step
        ),
    ],
) -> None:
    """Move state, sessions and note of a step to another one, and merge them there.

    Example: studypath progress move paper/old-bert bert
    """
    context = open_context(resolves=True)
    source, target = resolve_source(context.tracked, old), resolve_step(context.tracked, new)
    changed = context.change(
        ("progress", "move", old, new), lambda tracked: move_progress(tracked, source, target)
    )
    show_result(changed, view=lambda each: format_moved(each.after, each.outcome))
