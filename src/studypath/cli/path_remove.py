"""`path remove`: remove paths of your own."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import complete_path
from studypath.cli.context import open_context
from studypath.cli.output import ask, is_interactive, print_notes, show_result
from studypath.core.errors import WrongUsage
from studypath.core.path_removal import require_unused
from studypath.storage.own_paths import find_removable_file
from studypath.storage.path_files import remove_file
from studypath.views.path_edits import format_removal, format_removed


def path_remove(
    path: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="The id of a path of yours, or every id of its file.",
            autocompletion=complete_path,
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove the file of a path of your own; your progress on it stays.

    Example: studypath path remove mine --yes
    """
    context = open_context()
    removed = find_removable_file(context.places, context.tracked, path)
    require_unused(context.tracked, removed.paths)
    if not yes:
        if not is_interactive():
            msg = f"this removes {removed.file}\nConfirm it with --yes."
            raise WrongUsage(msg)
        question = "\n".join(format_removal(context.tracked, removed.paths, str(removed.file)))
        if ask(f"{question} [y/N] ").strip().lower() not in {"y", "yes"}:
            show_result(removed, view=lambda _: ["nothing was removed"])
            return
    words = f"path remove {' '.join(path)}"
    print_notes(remove_file(context.places, removed.file, words, context.now))
    show_result(
        removed,
        view=lambda each: format_removed(context.tracked, each.paths, str(each.file)),
    )
