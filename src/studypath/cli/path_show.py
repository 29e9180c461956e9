"""`path show`: show a path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studypath.cli.arguments import JsonOption, complete_path
from studypath.cli.context import open_context
from studypath.cli.output import show_result
from studypath.core.status import PathStatus, build_path_status
from studypath.formats.show_json import show_path_to_json

if TYPE_CHECKING:
    from rich.console import RenderableType


def path_show(
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
    """Show the phases, steps, estimates and the file of a path.

    Example: studypath path show paper
    """
    context = open_context()

    def view(status: PathStatus) -> RenderableType:
        from studypath.views.show import render_path

        return render_path(status, estimates=context.settings.forecast)

    answer = build_path_status(context.tracked, context.path(path))
    show_result(answer, view=view, to_json=show_path_to_json, as_json=json)
