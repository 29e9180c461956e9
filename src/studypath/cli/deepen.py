"""`deepen`: show the papers that deepen concepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studypath.cli.arguments import JsonOption, PlainOption, complete_concept
from studypath.cli.context import open_context
from studypath.cli.output import show_result
from studypath.core.deepen import Depths, build_depths, build_single_depth
from studypath.core.selection import resolve_concept
from studypath.formats.json import deepen_to_json
from studypath.formats.records import deepen_to_plain

if TYPE_CHECKING:
    from rich.console import RenderableType


def deepen(
    concept: Annotated[
        str | None,
        typer.Argument(
            metavar="[CONCEPT]", help="Only this concept.", autocompletion=complete_concept
        ),
    ] = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Show the papers that deepen the concepts you have met.

    Example: studypath deepen rlhf
    """
    context = open_context()
    if concept is None:
        answer = build_depths(context.tracked)
    else:
        one = resolve_concept(context.tracked.curriculum, concept)
        answer = build_single_depth(context.tracked, one)

    def view(depths: Depths) -> RenderableType:
        from studypath.views import deepen as views

        render = views.render_deepen if concept is None else views.render_one_concept
        return render(depths, estimates=context.settings.forecast)

    show_result(
        answer,
        view=view,
        to_json=deepen_to_json,
        to_plain=deepen_to_plain,
        as_json=json,
        as_plain=plain,
    )
