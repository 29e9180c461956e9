"""`show`: show a step, a phase, a path or a concept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studypath.cli.arguments import JsonOption, PlainOption, complete_any
from studypath.cli.context import Context, open_context
from studypath.cli.output import show_result
from studypath.core.curriculum import Concept, Path
from studypath.core.deepen import Depth, build_depth
from studypath.core.selection import Selection, resolve_any
from studypath.core.status import (
    PathStatus,
    PhaseStatus,
    StepStatus,
    build_path_status,
    build_step_status,
)
from studypath.storage.wiki import find_existing_page

if TYPE_CHECKING:
    from rich.console import RenderableType

    from studypath.formats.json import Object
    from studypath.formats.records import Rows

Answer = StepStatus | PhaseStatus | PathStatus | Depth


def show(
    what: Annotated[
        str,
        typer.Argument(
            metavar="STEP|PHASE|PATH|CONCEPT",
            help="An id, a part of it, or a number.",
            autocompletion=complete_any,
        ),
    ],
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Show all details of a step, a phase, a path or a concept.

    Example: studypath show attention-is-all-you-need
    """
    context = open_context()
    answer = _build_answer(context, resolve_any(context.tracked, what))
    show_result(
        answer,
        view=lambda each: _view(context, each),
        to_json=lambda each: _to_json(context, each),
        to_plain=_to_plain,
        as_json=json,
        as_plain=plain,
    )


def _build_answer(context: Context, subject: Selection | Path | Concept) -> Answer:
    if isinstance(subject, Path):
        return build_path_status(context.tracked, subject)
    if isinstance(subject, Concept):
        return build_depth(context.tracked, subject)
    if subject.phase is None:
        return build_step_status(context.tracked, subject.path, subject.steps[0])
    phases = build_path_status(context.tracked, subject.path).phases
    return next(status for status in phases if status.phase is subject.phase)


def _view(context: Context, answer: Answer) -> RenderableType:
    from studypath.views import show as views

    estimates = context.settings.forecast
    if isinstance(answer, StepStatus):
        page = find_existing_page(context.settings.wiki, answer.step.id)
        return views.render_step(answer, wiki=page, estimates=estimates)
    if isinstance(answer, PhaseStatus):
        return views.render_phase(answer, estimates=estimates)
    if isinstance(answer, PathStatus):
        return views.render_path(answer, estimates=estimates)
    page = find_existing_page(context.settings.wiki, answer.concept.id)
    return views.render_concept(answer, wiki=page, estimates=estimates)


def _to_json(context: Context, answer: Answer) -> Object:
    from studypath.formats import show_json as formats

    if isinstance(answer, StepStatus):
        page = find_existing_page(context.settings.wiki, answer.step.id)
        return formats.show_step_to_json(answer, wiki=page)
    if isinstance(answer, PhaseStatus):
        return formats.show_phase_to_json(answer)
    if isinstance(answer, PathStatus):
        return formats.show_path_to_json(answer)
    page = find_existing_page(context.settings.wiki, answer.concept.id)
    return formats.show_concept_to_json(answer, wiki=page)


def _to_plain(answer: Answer) -> Rows:
    from studypath.formats import records as formats

    if isinstance(answer, StepStatus):
        return formats.steps_to_plain((answer,))
    if isinstance(answer, PhaseStatus | PathStatus):
        return formats.steps_to_plain(answer.steps)
    return formats.steps_to_plain((*answer.introduced_by, *answer.steps))
