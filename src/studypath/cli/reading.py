"""`next`, `status`, `list`, `show`, `deepen`: they answer and change nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from studypath import lane
from studypath.cli.desk import Desk, open_desk, shown_page
from studypath.cli.keeping import keep_answer
from studypath.cli.outlooks import forecast_of, sentence_of, timer_line, undated_sentence
from studypath.cli.terminal import ascii_only, tell
from studypath.cli.terminal import show as show_answer
from studypath.cli.words import (
    JsonOption,
    NoForecastOption,
    PathOption,
    complete_anything,
    complete_concept,
)
from studypath.core.errors import WrongUsage
from studypath.core.next import NextStep, next_step
from studypath.core.status import StepStatus, path_status

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
    desk = open_desk()
    estimates = desk.settings.forecast and not no_forecast
    if time is not None:
        from studypath.cli.fitting import show_fitting

        show_fitting(desk, path, time, as_json=json, estimates=estimates)
        return
    from studypath.formats.json import next_json

    answer = next_step(desk.ledger, desk.path(path), count=count)
    view = partial(_next_view, desk, estimates=estimates)
    output = show_answer(answer, as_json=json, json=next_json, view=view)
    if sys.argv[1:] == lane.ARGUMENTS:
        keep_answer(desk, answer, output)


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
    desk = open_desk()
    answer = path_status(desk.ledger, desk.path(path))
    estimates = desk.settings.forecast and not no_forecast
    forecast = forecast_of(desk, answer) if estimates else None
    if json:
        from studypath.cli.terminal import write_json
        from studypath.formats.json import status_json
        from studypath.formats.time_json import forecast_json

        write_json(status_json(answer, forecast_json(forecast)))
        return
    from studypath.cli.terminal import draw
    from studypath.views.status import status_view

    view = status_view(
        answer,
        show_all=everything,
        ascii=ascii_only(),
        sentence=sentence_of(desk, forecast),
        timer=timer_line(desk),
        estimates=estimates,
    )
    draw(view)


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
    from studypath.core.listing import listed_steps
    from studypath.core.progress import STATES
    from studypath.formats.json import list_json

    if state is not None and state not in STATES:
        msg = f"there is no state {state!r}; there is {', '.join(STATES)}"
        raise WrongUsage(msg)
    desk = open_desk()
    paths = desk.ledger.curriculum.paths if everything else (desk.path(path),)
    topic = _concept_id(desk, concept) if concept is not None else None
    steps = listed_steps(desk.ledger, paths, state=state, kind=kind, concept=topic)

    def view(found: Sequence[StepStatus]) -> RenderableType:
        from studypath.views.listing import list_view

        estimates = desk.settings.forecast
        return list_view(found, ascii=ascii_only(), with_path=everything, estimates=estimates)

    show_answer(steps, as_json=json, json=list_json, view=view)
    if not steps and not everything:
        tell(f"looked on the path {paths[0].id} only; --all looks on every path")


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

    show_anything(open_desk(), what, as_json=json)


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
    from studypath.cli.terminal import draw, write_json
    from studypath.core.deepen import Depths, depth_of, depths
    from studypath.core.selection import concept_named
    from studypath.formats.json import deepen_json

    desk = open_desk()
    if concept is None:
        answer = depths(desk.ledger)
    else:
        found = concept_named(desk.ledger.curriculum, concept)
        answer = Depths((depth_of(desk.ledger, found),))
    if json:
        write_json(deepen_json(answer))
        return
    from studypath.views.deepen import deepen_view

    draw(deepen_view(answer, ascii=ascii_only(), estimates=desk.settings.forecast))


def _next_view(desk: Desk, answer: NextStep, *, estimates: bool) -> RenderableType:
    from studypath.views.next import next_view

    step = answer.step
    wiki = shown_page(desk.settings, step.step.id) if step is not None else None
    return next_view(
        answer,
        ascii=ascii_only(),
        wiki=wiki,
        sentence=undated_sentence(desk, answer.status) if estimates else None,
        timer=timer_line(desk),
        estimates=estimates,
    )


def _concept_id(desk: Desk, word: str) -> str:
    from studypath.core.selection import concept_named

    return concept_named(desk.ledger.curriculum, word).id
