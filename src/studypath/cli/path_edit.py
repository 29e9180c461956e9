"""`path edit`: edit a path of your own."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import complete_path
from studypath.cli.context import Context, open_context
from studypath.cli.editor import edit_file, has_terminal
from studypath.cli.output import ask, print_note, print_notes, print_path_warnings, show_result
from studypath.core.errors import UnusableFile, WrongUsage
from studypath.core.path_check import CheckedFile, require_valid
from studypath.storage.own_paths import find_editable_file
from studypath.storage.path_check import check_paths_file
from studypath.storage.path_files import load_text, record_edit
from studypath.views.path_check import format_path_check


def path_edit(
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATH]",
            help="A path of your own; the active one if left out.",
            autocompletion=complete_path,
        ),
    ] = None,
) -> None:
    """Open the file of a path in your editor (VISUAL, EDITOR), then check it.

    Example: studypath path edit mine
    """
    context = open_context()
    file = find_editable_file(context.places, context.tracked, path)
    if not has_terminal():
        msg = f"there is no terminal for an editor\nEdit {file}, then: studypath path check {file}"
        raise WrongUsage(msg)
    edit_and_check(context, file)


def edit_and_check(context: Context, file: FilePath) -> None:
    """Edit a file of the paths folder until it is valid or the user stops; one undo reverts it.

    Raises UnusableFile if faults are left.
    """
    before = load_text(context.places, file)
    try:
        checked = _edit_until_valid(context, file)
    finally:
        words = f"path edit {file.stem}"
        print_notes(record_edit(context.places, file, words, context.now, before))
    print_path_warnings(checked)
    if load_text(context.places, file) == before:
        print_note(f"{file} is as it was")
    show_result(checked, view=format_path_check)


def _edit_until_valid(context: Context, file: FilePath) -> CheckedFile:
    while True:
        edit_file(file)
        try:
            checked = check_paths_file(file, context.places)
            require_valid(checked)
        except UnusableFile as error:
            print_note(str(error))
        else:
            return checked
        answer = ask("Edit it again? [Y/n] ")
        # An empty text, without a line end, is the end of the input.
        if not answer or answer.strip().lower() not in {"", "y", "yes"}:
            advice = f"{file} is left out until it is valid. To revert the edit: studypath undo"
            raise UnusableFile((), advice=advice)
