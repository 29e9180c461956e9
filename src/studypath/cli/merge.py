"""`merge`: merge another version of progress."""

from __future__ import annotations

from functools import reduce
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.context import open_context
from studypath.cli.output import show_result
from studypath.core.merge import merge_progress
from studypath.storage.progress import load_other_progress
from studypath.views.merge import format_merge


def merge(
    file: Annotated[
        list[FilePath],
        typer.Argument(metavar="FILE...", help="Other versions of your progress.toml."),
    ],
) -> None:
    """Merge other versions of your progress: of a second machine, a backup, a conflict copy.

    Example: studypath merge "progress (conflicted copy).toml"
    """
    context = open_context()
    others = [load_other_progress(each, context.places) for each in file]
    changed = context.change(
        ("merge", *(each.name for each in file)),
        lambda tracked: reduce(merge_progress, others, tracked.progress),
    )
    show_result(changed, view=lambda each: format_merge(each.before, each.after))
