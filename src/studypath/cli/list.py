"""`list`: list steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from studypath.cli.arguments import (
    JsonOption,
    PathArgument,
    PathOption,
    PlainOption,
    StateOption,
    complete_concept,
    complete_kind,
    select_path,
)
from studypath.cli.context import Context, open_context
from studypath.cli.output import print_note, show_result
from studypath.core.listing import list_steps
from studypath.core.selection import resolve_concept
from studypath.core.status import StepStatus
from studypath.formats.json import list_to_json
from studypath.formats.records import steps_to_plain

if TYPE_CHECKING:
    from rich.console import RenderableType


def list(
    named: PathArgument = None,
    state: StateOption = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only steps of this kind, such as paper or video.",
            autocompletion=complete_kind,
        ),
    ] = None,
    concept: Annotated[
        str | None,
        typer.Option(
            "--concept",
            metavar="CONCEPT",
            help="Only steps that introduce or deepen it.",
            autocompletion=complete_concept,
        ),
    ] = None,
    path: PathOption = None,
    everything: Annotated[bool, typer.Option("--all", help="The steps of every path.")] = False,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """List the steps of a path, one a line.

    Example: studypath list --state todo --kind paper
    """
    path = select_path(named, path, everything=everything)
    context = open_context()
    curriculum = context.tracked.curriculum
    paths = curriculum.paths if everything else (context.path(path),)
    concept_id = resolve_concept(curriculum, concept).id if concept is not None else None
    steps = list_steps(context.tracked, paths, state=state, kind=kind, concept=concept_id)
    show_result(
        steps,
        view=lambda each: _view(context, each, with_path=everything),
        to_json=list_to_json,
        to_plain=steps_to_plain,
        as_json=json,
        as_plain=plain,
    )
    if not steps and not everything:
        print_note(f"only the path {paths[0].id} was searched; --all searches every path")


def _view(context: Context, steps: Sequence[StepStatus], *, with_path: bool) -> RenderableType:
    from studypath.views.listing import render_list

    return render_list(steps, with_path=with_path, estimates=context.settings.forecast)
