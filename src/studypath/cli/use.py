"""`use`: change the active path."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import complete_path
from studypath.cli.context import Context, open_context
from studypath.cli.output import show_result
from studypath.core.changes import with_active
from studypath.core.curriculum import Path
from studypath.core.errors import UnknownPath
from studypath.core.text import replace_controls
from studypath.views.outcomes import format_active


def use(
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="The id of a path.", autocompletion=complete_path)
    ],
) -> None:
    """Make a path the active one.

    Example: studypath use paper
    """
    context = open_context()
    path_id = _resolve(context, path).id
    changed = context.change(
        ("use", path_id), lambda tracked: with_active(tracked.progress, path_id, now=context.now)
    )
    show_result(changed, view=lambda each: format_active(each.before, each.after))


def _resolve(context: Context, word: str) -> Path:
    """Return the path that a word names; say how to install one if there is none."""
    try:
        return context.path(word)
    except UnknownPath as error:
        name = word if word.endswith(".toml") else "FILE"
        install = f"; to install your own: studypath path add {name}"
        raise UnknownPath(f"{error}{replace_controls(install)}", error.nearest) from None
