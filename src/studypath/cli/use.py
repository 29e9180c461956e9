"""`use`: change the active path."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import complete_path
from studypath.cli.context import open_context
from studypath.cli.output import show_result
from studypath.core.changes import with_active
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
    path_id = context.path(path).id
    changed = context.change(
        ("use", path_id), lambda tracked: with_active(tracked.progress, path_id, now=context.now)
    )
    show_result(changed, view=lambda each: format_active(each.before, each.after))
