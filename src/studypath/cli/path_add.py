"""`path add`: install a file of paths."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.context import open_context
from studypath.cli.output import print_notes, print_path_warnings, show_result
from studypath.storage.path_files import install_paths, read_import
from studypath.views.path_check import format_installed


def path_add(
    file: Annotated[
        FilePath, typer.Argument(metavar="FILE", help="A file of paths (docs/format.md).")
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Replace your path of the same id; progress stays.")
    ] = False,
) -> None:
    """Check a file of paths and install it.

    Example: studypath path add my-path.toml
    """
    context = open_context()
    words = f"path add {file}"
    content = read_import(str(file))
    installed = install_paths(
        context.places, content, words, context.now, name=str(file), replace=force
    )
    print_notes(installed.notices)
    print_path_warnings(installed.checked)
    show_result(installed, view=lambda each: format_installed(each.checked.paths, str(each.file)))
