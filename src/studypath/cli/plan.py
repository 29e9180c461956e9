"""`plan`: schedule the remaining steps week by week."""

from __future__ import annotations

from datetime import date
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated

import typer

from studypath.cli.arguments import ForceOption, JsonOption, PathOption, parse_day
from studypath.cli.context import Context, open_context
from studypath.cli.forecasts import build_forecast
from studypath.cli.output import print_note, show_result
from studypath.core.errors import WrongUsage
from studypath.core.plan import Plan, build_plan
from studypath.core.status import build_path_status
from studypath.core.weeks import Pause, parse_pause
from studypath.formats.time_json import plan_to_json

if TYPE_CHECKING:
    from rich.console import RenderableType


def plan(
    hours_per_week: Annotated[
        float | None,
        typer.Option("--hours-per-week", metavar="5", help="How much you study; saved."),
    ] = None,
    by: Annotated[
        date | None,
        typer.Option("--by", metavar="DATE", help="The day to finish by.", parser=parse_day),
    ] = None,
    begin: Annotated[
        date | None,
        typer.Option("--from", metavar="DATE", help="The first day; today.", parser=parse_day),
    ] = None,
    pause: Annotated[
        list[str] | None,
        typer.Option("--pause", metavar="DATE..DATE", help="Days without study; repeatable."),
    ] = None,
    ics: Annotated[
        FilePath | None,
        typer.Option("--ics", metavar="FILE", help="Also write a calendar (iCalendar)."),
    ] = None,
    force: ForceOption = False,
    path: PathOption = None,
    json: JsonOption = False,
) -> None:
    """Schedule the remaining steps week by week, with the day you will finish.

    Example: studypath plan --hours-per-week 5 --pause 2026-12-20..2027-01-04
    """
    if hours_per_week is not None and by is not None:
        msg = "--hours-per-week and --by answer opposite questions\nGive one of them."
        raise WrongUsage(msg)
    pauses = [parse_pause(text) for text in pause or []]
    context = open_context()
    answer = _build(context, path, begin or context.now.date(), hours_per_week, by, pauses)
    if ics is not None:
        _write_calendar(context, answer, ics, force=force)
    if hours_per_week is not None and hours_per_week != context.settings.hours_per_week:
        _save_hours(context, hours_per_week)
    show_result(answer, view=lambda each: _view(context, each), to_json=plan_to_json, as_json=json)


def _build(
    context: Context,
    path: str | None,
    start: date,
    hours: float | None,
    by: date | None,
    pauses: list[Pause],
) -> Plan:
    status = build_path_status(context.tracked, context.path(path))
    forecast = build_forecast(context, status)
    return build_plan(status, forecast, start=start, hours_per_week=hours, by=by, pauses=pauses)


def _view(context: Context, answer: Plan) -> RenderableType:
    from studypath.views.plan import render_plan

    return render_plan(answer, today=context.now.date())


def _save_hours(context: Context, hours: float) -> None:
    from studypath.storage.settings import change_setting

    change_setting(context.places, "hours_per_week", f"{hours:g}", context.now)
    print_note(f"saved {hours:g}h a week; to change it: studypath config hours_per_week N")


def _write_calendar(context: Context, answer: Plan, file: FilePath, *, force: bool) -> None:
    from studypath.formats.ics import format_calendar
    from studypath.storage.output_files import write_output

    content = format_calendar(answer, now=context.now).content
    write_output(file, content, force=force, places=context.places)
    print_note(f"wrote the calendar to {file}")
