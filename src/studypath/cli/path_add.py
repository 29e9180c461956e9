"""`path add`: install a file of paths."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.context import open_context
from studypath.cli.output import print_some_notes, show_result
from studypath.storage.path_check import check_paths_file
from studypath.storage.path_files import install_paths, read_import
from studypath.views.path_check import format_installed


def path_add(
    file: Annotated[
        FilePath, typer.Argument(metavar="FILE", help="A file of paths (docs/format.md).")
    ],
) -> None:
    """Check a file of paths and install it.

    Example: studypath path add my-path.toml
    """
    context = open_context()
    checked = check_paths_file(file)
    print_some_notes("warning", checked.warnings, "warnings")
    installed = install_paths(context.places, read_import(str(file)), file.stem, context.now)
    show_result(checked, view=lambda each: format_installed(each.paths, str(installed)))
