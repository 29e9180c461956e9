"""`next`: show the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studypath.cli.answer_cache import store_shown_answer
from studypath.cli.arguments import (
    JsonOption,
    NoForecastOption,
    PathArgument,
    PathOption,
    PlainOption,
    parse_count,
    parse_minutes,
    select_path,
)
from studypath.cli.context import Context, open_context
from studypath.cli.forecasts import format_running_timer, format_undated_forecast
from studypath.cli.output import show_result
from studypath.core.next import NextStep, find_next_step
from studypath.storage.wiki import find_existing_page

if TYPE_CHECKING:
    from rich.console import RenderableType

    from studypath.core.completion import PathSummary
    from studypath.core.fitting import Fit
    from studypath.formats.json import Object
    from studypath.formats.records import Rows


def next(
    named: PathArgument = None,
    count: Annotated[
        int,
        typer.Option(
            "-n", "--count", metavar="N", help="How many steps to show.", parser=parse_count
        ),
    ] = 3,
    path: PathOption = None,
    time: Annotated[
        int | None,
        typer.Option(
            "--time", metavar="45m", help="Show what fits into this time.", parser=parse_minutes
        ),
    ] = None,
    no_forecast: NoForecastOption = False,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Show the next step, how to read it, and what comes after.

    Example: studypath next -n 5
    """
    path = select_path(named, path)
    context = open_context()
    estimates = context.settings.forecast and not no_forecast
    answer = find_next_step(context.tracked, context.path(path), count=count)
    if time is not None:
        _show_fit(context, answer, time, as_json=json, as_plain=plain, estimates=estimates)
        return
    text = show_result(
        answer,
        view=lambda each: _view(context, each, estimates=estimates),
        to_json=lambda each: _to_json(each, _summarise(context, each)),
        to_plain=_to_plain,
        as_json=json,
        as_plain=plain,
    )
    store_shown_answer(context, text, answer.step.step.id if answer.step is not None else None)


def _view(context: Context, answer: NextStep, *, estimates: bool) -> RenderableType:
    from studypath.views.next import render_next

    return render_next(
        answer,
        wiki=_find_page(context, answer),
        sentence=format_undated_forecast(context, answer.status) if estimates else None,
        timer=format_running_timer(context),
        summary=_summarise(context, answer),
        estimates=estimates,
    )


def _summarise(context: Context, answer: NextStep) -> PathSummary | None:
    if answer.step is not None:
        return None
    from studypath.core.completion import build_summary
    from studypath.storage.clock import LOCAL

    return build_summary(context.tracked, answer.status, LOCAL)


def _show_fit(
    context: Context,
    answer: NextStep,
    minutes: int,
    *,
    as_json: bool,
    as_plain: bool,
    estimates: bool,
) -> None:
    from studypath.core.fitting import find_fit
    from studypath.core.forecast import estimate_pace
    from studypath.core.path_forecast import list_observations
    from studypath.core.status import list_steps_ahead

    pace = estimate_pace(list_observations(context.tracked)).factor
    fit = find_fit(list_steps_ahead(answer.status), minutes, pace)
    answer = answer._replace(then=())
    show_result(
        fit,
        view=lambda each: _view_fit(context, answer, each, estimates=estimates),
        to_json=lambda each: _fit_to_json(answer, each, minutes, _summarise(context, answer)),
        to_plain=_fit_to_plain,
        as_json=as_json,
        as_plain=as_plain,
    )


def _view_fit(
    context: Context, answer: NextStep, fit: Fit | None, *, estimates: bool
) -> RenderableType | list[str]:
    if fit is None:
        from studypath.views.changes import format_next

        return [format_next(answer)]
    from studypath.views.fitting import format_fit
    from studypath.views.next import render_next

    answer = answer._replace(step=fit.step)
    sentence = format_fit(fit, estimates=estimates)
    return render_next(
        answer, wiki=_find_page(context, answer), sentence=sentence, estimates=estimates
    )


def _find_page(context: Context, answer: NextStep) -> str | None:
    if answer.step is None:
        return None
    return find_existing_page(context.settings.wiki, answer.step.step.id)


def _to_json(answer: NextStep, summary: PathSummary | None) -> Object:
    from studypath.formats.next_json import next_to_json

    return next_to_json(answer, summary)


def _to_plain(answer: NextStep) -> Rows:
    from studypath.formats.records import next_to_plain

    return next_to_plain(answer)


def _fit_to_plain(fit: Fit | None) -> Rows:
    from studypath.formats.records import fit_to_plain

    return fit_to_plain(fit)


def _fit_to_json(
    answer: NextStep, fit: Fit | None, minutes: int, summary: PathSummary | None
) -> Object:
    from studypath.formats.next_json import fit_to_json

    return fit_to_json(answer, fit, minutes, summary)
