"""`status`: show the progress on a path."""

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
    select_path,
)
from studypath.cli.context import Context, open_context
from studypath.cli.forecasts import build_forecast, format_running_timer
from studypath.cli.output import MOST_NOTES, print_note, show_result
from studypath.core.status import PathStatus, build_path_status
from studypath.storage.library import find_conflict_copies

if TYPE_CHECKING:
    from rich.console import RenderableType

    from studypath.core.path_forecast import Forecast
    from studypath.formats.json import Object
    from studypath.formats.records import Rows

Answer = tuple[PathStatus, "Forecast | None"]


def status(
    named: PathArgument = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also show the works that the author defers.")
    ] = False,
    path: PathOption = None,
    no_forecast: NoForecastOption = False,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Show your progress on each phase, and how long the rest takes you.

    Example: studypath status --path paper
    """
    path = select_path(named, path)
    context = open_context()
    estimates = context.settings.forecast and not no_forecast
    on_path = build_path_status(context.tracked, context.path(path))
    if on_path.path.id in context.library.changed and not (json or plain):
        from studypath.cli.path_changes import report_path_change

        report_path_change(context, on_path.path)
    answer = (on_path, build_forecast(context, on_path) if estimates else None)
    text = show_result(
        answer,
        view=lambda each: _view(context, each, show_all=everything, estimates=estimates),
        to_json=_to_json,
        to_plain=_to_plain,
        as_json=json,
        as_plain=plain,
    )
    if not _mention_copies(context):
        store_shown_answer(context, text)


def _mention_copies(context: Context) -> bool:
    """Name conflict copies of sync clients that were not named before; return whether any were."""
    if not find_conflict_copies(context.places.data):
        return False
    from studypath.storage.progress_versions import find_new_copies

    copies = find_new_copies(context.places, context.tracked.progress)
    if copies:
        names = ", ".join(repr(copy.name) for copy in copies[:MOST_NOTES])
        more = f" and {len(copies) - MOST_NOTES} more" if len(copies) > MOST_NOTES else ""
        print_note(
            f"a sync client left other versions in {context.places.data}: {names}{more}\n"
            "Merge them with: studypath import (--dry-run shows what would change)"
        )
    return bool(copies)


def _view(context: Context, answer: Answer, *, show_all: bool, estimates: bool) -> RenderableType:
    from studypath.views.forecast import format_forecast
    from studypath.views.status import render_status

    on_path, forecast = answer
    today = context.now.date()
    planned_end = None
    if forecast is not None and context.settings.hours_per_week is not None:
        from studypath.core.planned_end import find_differing_end

        planned_end = find_differing_end(forecast, context.settings, today)
    return render_status(
        on_path,
        show_all=show_all,
        sentence=format_forecast(forecast, today, planned_end=planned_end, with_lever=True)
        if forecast
        else None,
        timer=format_running_timer(context),
        estimates=estimates,
    )


def _to_json(answer: Answer) -> Object:
    from studypath.formats.json import status_to_json
    from studypath.formats.time_json import forecast_to_json

    return status_to_json(answer[0], forecast_to_json(answer[1]))


def _to_plain(answer: Answer) -> Rows:
    from studypath.formats.records import status_to_plain

    return status_to_plain(answer[0])
