"""`next`, `status`, `list`, `show`, `deepen`: they answer and change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from studypath.cli.arguments import (
    JsonOption,
    NoForecastOption,
    PathOption,
    complete_anything,
    complete_concept,
)
from studypath.cli.context import Context, find_existing_page, open_context
from studypath.cli.keeping import keep_answer
from studypath.cli.outlooks import forecast_of, sentence_of, timer_line, undated_sentence
from studypath.cli.output import print_note
from studypath.cli.output import show_result as show_answer
from studypath.core.errors import WrongUsage
from studypath.core.next import NextStep, find_next_step
from studypath.core.status import StepStatus, build_path_status

if TYPE_CHECKING:
    from rich.console import RenderableType


def next_(
    count: Annotated[
        int, typer.Option("-n", "--count", min=1, max=1000, help="How many steps to show.")
    ] = 3,
    path: PathOption = None,
    time: Annotated[
        str | None,
        typer.Option("--time", metavar="45m", help="What fits into this much time now."),
    ] = None,
    no_forecast: NoForecastOption = False,
    json: JsonOption = False,
) -> None:
    """Show the next step, how to read it, and what comes after.

    Example: studypath next -n 5
    """
    context = open_context()
    estimates = context.settings.forecast and not no_forecast
    if time is not None:
        from studypath.cli.fitting import show_fitting

        show_fitting(context, path, time, as_json=json, estimates=estimates)
        return
    from studypath.formats.json import next_to_json

    answer = find_next_step(context.tracked, context.path(path), count=count)
    view = partial(_next_view, context, estimates=estimates)
    output = show_answer(answer, as_json=json, json=next_to_json, view=view)
    keep_answer(context, output, answer.step.step if answer.step is not None else None)


def status(
    everything: Annotated[
        bool, typer.Option("--all", help="Also what the author advises to leave for later.")
    ] = False,
    path: PathOption = None,
    no_forecast: NoForecastOption = False,
    json: JsonOption = False,
) -> None:
    """Show how far you are, phase by phase, and how long the rest will take you.

    Example: studypath status --path paper
    """
    context = open_context()
    answer = build_path_status(context.tracked, context.path(path))
    estimates = context.settings.forecast and not no_forecast
    forecast = forecast_of(context, answer) if estimates else None
    if json:
        from studypath.cli.output import write_json
        from studypath.formats.json import status_to_json
        from studypath.formats.time_json import forecast_to_json

        write_json(status_to_json(answer, forecast_to_json(forecast)))
        return
    from studypath.cli.output import print_view
    from studypath.views.status import render_status

    view = render_status(
        answer,
        show_all=everything,
        sentence=sentence_of(context, forecast),
        timer=timer_line(context),
        estimates=estimates,
    )
    keep_answer(context, print_view(view))


def list_(
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="todo, doing, done or skipped.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Such as paper or video.")
    ] = None,
    concept: Annotated[
        str | None,
        typer.Option(
            "--concept",
            metavar="CONCEPT",
            help="Steps that introduce it or go deep into it.",
            autocompletion=complete_concept,
        ),
    ] = None,
    path: PathOption = None,
    everything: Annotated[bool, typer.Option("--all", help="The steps of every path.")] = False,
    json: JsonOption = False,
) -> None:
    """List the steps of a path, one a line.

    Example: studypath list --state todo --kind paper
    """
    from studypath.core.listing import list_steps
    from studypath.core.progress import STATES
    from studypath.formats.json import list_to_json

    if state is not None and state not in STATES:
        msg = f"there is no state {state!r}; there is {', '.join(STATES)}"
        raise WrongUsage(msg)
    context = open_context()
    paths = context.tracked.curriculum.paths if everything else (context.path(path),)
    topic = _concept_id(context, concept) if concept is not None else None
    steps = list_steps(context.tracked, paths, state=state, kind=kind, concept=topic)

    def view(found: Sequence[StepStatus]) -> RenderableType:
        from studypath.views.listing import render_list

        estimates = context.settings.forecast
        return render_list(found, with_path=everything, estimates=estimates)

    show_answer(steps, as_json=json, json=list_to_json, view=view)
    if not steps and not everything:
        print_note(f"looked on the path {paths[0].id} only; --all looks on every path")


def show(
    what: Annotated[
        str,
        typer.Argument(
            metavar="STEP|PHASE|PATH|CONCEPT",
            help="An id, a part of it, or a number.",
            autocompletion=complete_anything,
        ),
    ],
    json: JsonOption = False,
) -> None:
    """Show everything known about a step, a phase, a path or a concept.

    Example: studypath show attention-is-all-you-need
    """
    from studypath.cli.showing import show_anything

    show_anything(open_context(), what, as_json=json)


def deepen(
    concept: Annotated[
        str | None,
        typer.Argument(metavar="[CONCEPT]", help="One topic.", autocompletion=complete_concept),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show which papers go deep into the topics you have met so far.

    Example: studypath deepen rlhf
    """
    from studypath.cli.output import print_view, write_json
    from studypath.core.deepen import Depths, build_depth, build_depths
    from studypath.core.selection import resolve_concept
    from studypath.formats.json import deepen_to_json

    context = open_context()
    if concept is None:
        answer = build_depths(context.tracked)
    else:
        found = resolve_concept(context.tracked.curriculum, concept)
        answer = Depths((build_depth(context.tracked, found),))
    if json:
        write_json(deepen_to_json(answer))
        return
    from studypath.views.deepen import render_deepen

    print_view(render_deepen(answer, estimates=context.settings.forecast))


def _next_view(context: Context, answer: NextStep, *, estimates: bool) -> RenderableType:
    from studypath.views.next import render_next

    step = answer.step
    wiki = find_existing_page(context.settings, step.step.id) if step is not None else None
    return render_next(
        answer,
        wiki=wiki,
        sentence=undated_sentence(context, answer.status) if estimates else None,
        timer=timer_line(context),
        estimates=estimates,
    )


def _concept_id(context: Context, word: str) -> str:
    from studypath.core.selection import resolve_concept

    return resolve_concept(context.tracked.curriculum, word).id
