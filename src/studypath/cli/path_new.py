"""`path new`: begin a path of your own."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.arguments import complete_path, parse_id, parse_title
from studypath.cli.context import open_context
from studypath.cli.editor import NoEditor, has_terminal
from studypath.cli.output import print_note, print_notes, show_result
from studypath.cli.path_edit import edit_and_check
from studypath.core.errors import WrongUsage
from studypath.files.path_start import format_copy, format_start
from studypath.storage.own_paths import find_own_file
from studypath.storage.path_files import install_paths
from studypath.views.path_edits import format_new


def path_new(
    path_id: Annotated[
        str, typer.Argument(metavar="ID", help="The id of the new path.", parser=parse_id)
    ],
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help="Its title.", parser=parse_title),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="PATH", help="Copy this path.", autocompletion=complete_path
        ),
    ] = None,
    no_edit: Annotated[bool, typer.Option("--no-edit", help="Do not open an editor.")] = False,
) -> None:
    """Write the file of a new path, and open it in your editor (VISUAL, EDITOR).

    Example: studypath path new mine --title "My path"
    """
    context = open_context()
    taken = context.tracked.curriculum.path(path_id)
    if taken is not None and find_own_file(context.places, taken) is not None:
        msg = f"there is a path {path_id!r} already\nEdit it: studypath path edit {path_id}"
        raise WrongUsage(msg)
    if source is None:
        text = format_start(path_id, title)
    else:
        text = format_copy(context.path(source), path_id, title)
    words = f"path new {path_id}"
    installed = install_paths(context.places, text.encode(), words, context.now, ids=[path_id])
    print_notes(installed.notices)
    show_result(installed, view=lambda each: format_new(path_id, str(each.file)))
    if has_terminal() and not no_edit:
        try:
            edit_and_check(context, installed.file)
        except NoEditor as error:
            print_note(str(error))
