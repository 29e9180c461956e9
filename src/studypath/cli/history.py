"""`history`: show the sessions."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from studypath.cli.arguments import (
    JsonOption,
    PathArgument,
    PathOption,
    PlainOption,
    parse_past_day,
    select_path,
)
from studypath.cli.context import open_context
from studypath.cli.output import show_result
from studypath.core.history import History, build_history
from studypath.formats.records import history_to_plain, sessions_to_plain
from studypath.formats.time_json import history_to_json
from studypath.storage.clock import LOCAL

if TYPE_CHECKING:
    from rich.console import RenderableType


class By(StrEnum):
    """What sessions are grouped by."""

    DAY = "day"
    WEEK = "week"
    STEP = "step"


def history(
    named: PathArgument = None,
    since: Annotated[
        date | None,
        typer.Option(
            "--since", metavar="DATE", help="Only from this day on.", parser=parse_past_day
        ),
    ] = None,
    by: Annotated[By, typer.Option("--by", help="What sessions are grouped by.")] = By.WEEK,
    sessions: Annotated[
        bool,
        typer.Option(
            "--sessions",
            help="List the sessions; `log --edit N` and `log --delete N` take a number.",
        ),
    ] = False,
    path: PathOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Show when and how long you studied, and how many hours a week that is.

    Example: studypath history --since 2026-11-01 --by day
    """
    path = select_path(named, path)
    context = open_context()
    answer = build_history(
        context.tracked,
        context.path(path) if path is not None else None,
        since=since,
        by=by.value,
        today=context.now.date(),
        tz=LOCAL,
    )
    show_result(
        answer,
        view=_view_sessions if sessions else _view,
        to_json=history_to_json,
        to_plain=sessions_to_plain if sessions else history_to_plain,
        as_json=json,
        as_plain=plain,
    )


def _view(answer: History) -> RenderableType:
    from studypath.views.history import render_history

    return render_history(answer)


def _view_sessions(answer: History) -> RenderableType:
    from studypath.views.history import render_sessions

    return render_sessions(answer)
