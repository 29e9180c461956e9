"""`path check`: check a file of paths."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import JsonOption
from studypath.cli.output import print_some_notes, show_result
from studypath.formats.json import path_check_to_json
from studypath.storage.path_check import check_paths_file
from studypath.views.path_check import format_path_check


def path_check(
    file: Annotated[
        FilePath, typer.Argument(metavar="FILE", help="A file of paths (docs/format.md).")
    ],
    json: JsonOption = False,
) -> None:
    """Check a path of your own: print each fault with file, line and key.

    Example: studypath path check my-path.toml
    """
    checked = check_paths_file(file)
    print_some_notes("warning", checked.warnings, "warnings")
    show_result(checked, view=format_path_check, to_json=path_check_to_json, as_json=json)
