"""`plan`: schedule the remaining steps week by week."""

from __future__ import annotations

from datetime import date
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated

import typer

from studypath.cli.arguments import (
    ForceOption,
    JsonOption,
    PathArgument,
    PathOption,
    PlainOption,
    parse_day,
    parse_minutes,
    parse_pause,
    parse_weekly_hours,
    select_path,
)
from studypath.cli.context import Context, open_context
from studypath.cli.output import print_note, print_notes, show_result
from studypath.core.errors import WrongUsage
from studypath.core.plan import Plan, PlanRequest, plan_path
from studypath.core.status import build_path_status
from studypath.core.study_days import parse_study_days, parse_study_time
from studypath.formats.records import plan_to_plain
from studypath.formats.time_json import plan_to_json
from studypath.storage.clock import LOCAL

if TYPE_CHECKING:
    from rich.console import RenderableType


def plan(
    named: PathArgument = None,
    hours_per_week: Annotated[
        float | None,
        typer.Option(
            "--hours-per-week",
            metavar="5h",
            help="How much you study; saved.",
            parser=parse_weekly_hours,
        ),
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
    days: Annotated[
        str | None,
        typer.Option("--days", metavar="DAYS", help="Study days: mon,wed,sat."),
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="TIME", help="When you begin: 19:00.")
    ] = None,
    alarm: Annotated[
        int | None,
        typer.Option(
            "--alarm", metavar="10m", help="With --ics: a reminder before.", parser=parse_minutes
        ),
    ] = None,
    ics: Annotated[
        FilePath | None,
        typer.Option("--ics", metavar="FILE", help="Also write a calendar (iCalendar)."),
    ] = None,
    force: ForceOption = False,
    path: PathOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Schedule the remaining steps week by week, with the day you will finish.

    Example: studypath plan --hours-per-week 5 --pause 2026-12-20..2027-01-04
    """
    path = select_path(named, path)
    if alarm is not None and ics is None:
        msg = "an alarm is part of a calendar\nAdd --ics FILE."
        raise WrongUsage(msg)
    request = PlanRequest(
        begin,
        hours_per_week,
        by,
        tuple(parse_pause(text) for text in pause or []),
        parse_study_days(days) if days is not None else None,
        parse_study_time(at) if at is not None else None,
    )
    saves = ics is not None or hours_per_week is not None
    context = open_context(resolves=saves and path is None)
    status = build_path_status(context.tracked, context.path(path))
    answer = plan_path(context.tracked, status, request, context.settings, context.now, LOCAL)
    if ics is not None:
        _write_calendar(context, answer, ics, alarm, force=force)
    if hours_per_week is not None and hours_per_week != context.settings.hours_per_week:
        _save_hours(context, hours_per_week)
    show_result(
        answer,
        view=lambda each: _view(context, each),
        to_json=plan_to_json,
        to_plain=plan_to_plain,
        as_json=json,
        as_plain=plain,
    )


def _view(context: Context, answer: Plan) -> RenderableType:
    from studypath.views.plan import render_plan

    return render_plan(answer, today=context.now.date())


def _save_hours(context: Context, hours: float) -> None:
    from studypath.storage.settings import change_setting

    change_setting(context.places, "hours_per_week", f"{hours:g}", context.now)
    print_note(f"saved {hours:g}h a week; to change it: studypath config hours_per_week N")


def _write_calendar(
    context: Context, answer: Plan, file: FilePath, alarm: int | None, *, force: bool
) -> None:
    from studypath.core.errors import SaveFailed
    from studypath.formats.ics import format_calendar
    from studypath.storage.calendar import load_calendar_record, save_calendar_record
    from studypath.storage.output_files import write_output

    record, warnings = load_calendar_record(context.places)
    print_notes(warnings)
    export = format_calendar(answer, now=context.now, record=record, alarm_minutes=alarm)
    write_output(file, export.content, force=force, places=context.places)
    try:
        save_calendar_record(context.places, export.record, context.now)
    except SaveFailed as error:
        raise SaveFailed(f"{file} is written, but {error}") from error
    print_note(f"wrote the calendar to {file}")
