"""`path stats`: compare the estimates of a path with the time spent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studypath.cli.arguments import JsonOption, complete_path
from studypath.cli.context import open_context
from studypath.cli.output import show_result
from studypath.core.path_stats import PathStats, build_path_stats
from studypath.formats.path_json import path_stats_to_json
from studypath.storage.own_paths import find_own_file, load_estimate_lines

if TYPE_CHECKING:
    from rich.console import RenderableType


def path_stats(
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATH]",
            help="The id of a path; the active one if left out.",
            autocompletion=complete_path,
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show which estimates do not fit the time you logged, and the lines to change.

    Example: studypath path stats paper
    """
    context = open_context()
    chosen = context.path(path)

    def view(stats: PathStats) -> RenderableType:
        from studypath.views.path_stats import render_path_stats

        is_bundled = find_own_file(context.places, chosen) is None
        return render_path_stats(stats, is_bundled=is_bundled)

    answer = build_path_stats(context.tracked, chosen, load_estimate_lines(chosen))
    show_result(answer, view=view, to_json=path_stats_to_json, as_json=json)
