"""`plan`: the remaining steps laid over weeks, as a table or a calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import JsonOption, PathOption
from studypath.cli.context import Context, open_context
from studypath.cli.dates import any_day
from studypath.cli.output import print_note
from studypath.cli.output import show_result as show_answer
from studypath.core.errors import WrongUsage
from studypath.core.path_forecast import forecast_path
from studypath.core.plan import Plan
from studypath.core.plan import build_plan as plan_of
from studypath.core.status import build_path_status
from studypath.core.weeks import parse_pause
from studypath.storage.clock import LOCAL


def plan(
    hours_per_week: Annotated[
        float | None,
        typer.Option("--hours-per-week", metavar="5", help="How much you study; remembered."),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="DATE", help="The day to be through.")
    ] = None,
    begin: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day; today.")
    ] = None,
    pause: Annotated[
        list[str] | None,
        typer.Option("--pause", metavar="DATE..DATE", help="Days without study; may be repeated."),
    ] = None,
    ics: Annotated[
        FilePath | None,
        typer.Option("--ics", metavar="FILE", help="Also write a calendar (iCalendar)."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the calendar file if it is there.")
    ] = False,
    path: PathOption = None,
    json: JsonOption = False,
) -> None:
    """Lay the remaining steps over weeks, with the day you will be through.

    Example: studypath plan --hours-per-week 5 --pause 2026-12-20..2027-01-04
    """
    from studypath.formats.time_json import plan_to_json

    if hours_per_week is not None and by is not None:
        msg = "--hours-per-week and --by answer opposite questions; give one of them"
        raise WrongUsage(msg)
    context = open_context()
    start = any_day(begin, context.now) if begin is not None else context.now.date()
    answer = _plan(context, path, start, hours_per_week, by, pause or [])
    if ics is not None:
        _write_calendar(context, answer, ics, force=force)
    if hours_per_week is not None and hours_per_week != context.settings.hours_per_week:
        _remember(context, hours_per_week)

    def view(found: Plan) -> object:
        from studypath.views.plan import render_plan

        return render_plan(found, today=context.now.date())

    show_answer(answer, as_json=json, json=plan_to_json, view=view)  # type: ignore[arg-type]


def _plan(
    context: Context,
    path: str | None,
    start: date,
    hours: float | None,
    by: str | None,
    pause: list[str],
) -> Plan:
    status = build_path_status(context.tracked, context.path(path))
    pauses = [parse_pause(text) for text in pause]
    forecast = forecast_path(
        context.tracked,
        status,
        hours_per_week=context.settings.hours_per_week,
        today=context.now.date(),
        tz=LOCAL,
    )
    last = any_day(by, context.now) if by is not None else None
    return plan_of(status, forecast, start=start, hours_per_week=hours, by=last, pauses=pauses)


def _remember(context: Context, hours: float) -> None:
    from studypath.storage.settings import change_setting

    change_setting(context.places, "hours_per_week", f"{hours:g}", context.now)
    print_note(
        f"{hours:g} h a week is remembered; change it with: studypath config hours_per_week N"
    )


def _write_calendar(context: Context, answer: Plan, file: FilePath, *, force: bool) -> None:
    from studypath.formats.ics import format_calendar
    from studypath.storage.output_files import write_output

    write_output(file, format_calendar(answer, now=context.now).content, force=force)
    print_note(f"the calendar is written to {file}")
