"""`path check`: check a file of paths."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from studypath.cli.arguments import JsonOption, complete_path
from studypath.cli.output import print_path_warnings, show_result
from studypath.core.path_check import require_valid
from studypath.formats.path_json import path_check_to_json
from studypath.storage.own_paths import find_paths_file
from studypath.storage.path_check import check_paths_file
from studypath.storage.places import find_places
from studypath.views.path_check import format_path_check


def path_check(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|PATH",
            help="A file of paths (docs/format.md), or the id of a path.",
            autocompletion=complete_path,
        ),
    ],
    json: JsonOption = False,
) -> None:
    """Check a path of your own: print each fault with file, line, column and key.

    Example: studypath path check my-path.toml
    """
    places = find_places(os.environ)
    checked = check_paths_file(find_paths_file(places, file), places)
    print_path_warnings(checked)
    if not json:
        require_valid(checked)
    show_result(checked, view=format_path_check, to_json=path_check_to_json, as_json=json)
    if checked.faults:
        raise typer.Exit(4)
