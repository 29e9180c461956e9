"""`plan`: the remaining steps laid over weeks, as a table or a calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.dates import any_day
from studypath.cli.desk import Desk, open_desk
from studypath.cli.terminal import ascii_only, tell
from studypath.cli.terminal import show as show_answer
from studypath.cli.words import JsonOption, PathOption
from studypath.core.errors import WrongUsage
from studypath.core.outlook import outlook
from studypath.core.plan import Plan
from studypath.core.plan import plan as plan_of
from studypath.core.status import path_status
from studypath.core.weeks import pause_of
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
    from studypath.formats.time_json import plan_json

    if hours_per_week is not None and by is not None:
        msg = "--hours-per-week and --by answer opposite questions; give one of them"
        raise WrongUsage(msg)
    desk = open_desk()
    start = any_day(begin, desk.now) if begin is not None else desk.now.date()
    answer = _plan(desk, path, start, hours_per_week, by, pause or [])
    if ics is not None:
        _write_calendar(desk, answer, ics, force=force)
    if hours_per_week is not None and hours_per_week != desk.settings.hours_per_week:
        _remember(desk, hours_per_week)

    def view(found: Plan) -> object:
        from studypath.views.plan import plan_view

        return plan_view(found, today=desk.now.date(), ascii=ascii_only())

    show_answer(answer, as_json=json, json=plan_json, view=view)  # type: ignore[arg-type]


def _plan(
    desk: Desk, path: str | None, start: date, hours: float | None, by: str | None, pause: list[str]
) -> Plan:
    status = path_status(desk.ledger, desk.path(path))
    pauses = [pause_of(text) for text in pause]
    forecast = outlook(
        desk.ledger,
        status,
        hours_per_week=desk.settings.hours_per_week,
        today=desk.now.date(),
        tz=LOCAL,
    )
    last = any_day(by, desk.now) if by is not None else None
    return plan_of(status, forecast, start=start, hours_per_week=hours, by=last, pauses=pauses)


def _remember(desk: Desk, hours: float) -> None:
    from studypath.storage.settings import change_setting

    change_setting(desk.places, "hours_per_week", f"{hours:g}", desk.now)
    tell(f"{hours:g} h a week is remembered; change it with: studypath config hours_per_week N")


def _write_calendar(desk: Desk, answer: Plan, file: FilePath, *, force: bool) -> None:
    from studypath.formats.ics import plan_ics
    from studypath.storage.exports import write_export

    write_export(file, plan_ics(answer, now=desk.now), force=force)
    tell(f"the calendar is written to {file}")
