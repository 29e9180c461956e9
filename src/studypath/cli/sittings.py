"""`log`, `unlog`, `history`: sittings after the fact."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from studypath.cli.arguments import JsonOption, PathOption, complete_step
from studypath.cli.context import Context, open_context
from studypath.cli.dates import clock_time, day, duration
from studypath.cli.output import show_result as show_answer
from studypath.cli.output import write_lines
from studypath.core.curriculum import StepKey
from studypath.core.errors import WrongUsage
from studypath.core.progress import Progress, Session
from studypath.core.sessions import LoggedSession, When, with_edited, with_logged, with_unlogged
from studypath.core.tracked import TrackedProgress
from studypath.storage.clock import LOCAL

LONGEST_SITTING_MINUTES = 24 * 60


class By(StrEnum):
    """What sittings are taken together by."""

    DAY = "day"
    WEEK = "week"
    STEP = "step"


def log(
    step: Annotated[
        str | None,
        typer.Argument(metavar="STEP", help="The step it was for.", autocompletion=complete_step),
    ] = None,
    time: Annotated[str | None, typer.Argument(metavar="45m", help="How long it was.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day: 2026-11-20, yesterday.")
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="19:00", help="The time it began.")
    ] = None,
    edit: Annotated[
        bool, typer.Option("--edit", help="Mend the sitting that began last instead.")
    ] = False,
) -> None:
    """Book a sitting that is over, or mend the last one.

    Example: studypath log bert 45m --on 2026-11-20 --at 19:00
    """
    context = open_context()
    when = When(
        day(on, context.now) if on is not None else None,
        clock_time(at) if at is not None else None,
    )
    if edit:
        _edit(context, step, time, when)
        return
    if step is None or time is None:
        msg = "say for which step and how long: studypath log bert 45m"
        raise WrongUsage(msg)
    key = _one_key(context, step)
    minutes = _length(time)
    booked: list[Session] = []

    def make(tracked: TrackedProgress) -> Progress:
        progress, session = with_logged(tracked, key, minutes, when, now=context.now, tz=LOCAL)
        booked.append(session)
        return progress

    from studypath.views.timer import format_logged

    changed = context.change(("log", key[1], time), make)
    write_lines([format_logged(changed.after, key, booked[0], LOCAL)])


def unlog(
    step: Annotated[
        str | None,
        typer.Argument(metavar="[STEP]", help="Of this step only.", autocompletion=complete_step),
    ] = None,
    count: Annotated[
        int, typer.Option("-n", "--count", min=1, max=1000, help="How many sittings.")
    ] = 1,
) -> None:
    """Take back the sitting that began last.

    Example: studypath unlog bert
    """
    from studypath.views.timer import format_unlogged

    context = open_context()
    key = _one_key(context, step) if step is not None else None
    taken: list[LoggedSession] = []

    def make(tracked: TrackedProgress) -> Progress:
        progress, sittings = with_unlogged(tracked, key, count, now=context.now)
        taken.extend(sittings)
        return progress

    changed = context.change(("unlog", *([step] if step else [])), make)
    write_lines(format_unlogged(changed.after, taken, LOCAL))


def history(
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day on.")
    ] = None,
    by: Annotated[By, typer.Option("--by", help="What is taken together.")] = By.WEEK,
    path: PathOption = None,
    json: JsonOption = False,
) -> None:
    """Show when you studied, for how long, and how many hours a week that makes.

    Example: studypath history --since 2026-11-01 --by day
    """
    from studypath.core.history import History
    from studypath.core.history import build_history as history_of
    from studypath.formats.time_json import history_to_json

    context = open_context()
    answer = history_of(
        context.tracked,
        context.path(path) if path is not None else None,
        since=day(since, context.now) if since is not None else None,
        by=by.value,
        today=context.now.date(),
        tz=LOCAL,
    )

    def view(found: History) -> object:
        from studypath.views.history import render_history

        return render_history(found)

    show_answer(answer, as_json=json, json=history_to_json, view=view)  # type: ignore[arg-type]


def _edit(context: Context, step: str | None, time: str | None, when: When) -> None:
    from studypath.views.timer import format_edited

    if step is not None and time is None and step[:1].isdigit() and step[-1:] in "mh":
        step, time = None, step
    if time is None and when == When():
        msg = "say what to mend: a length, --on or --at; for example studypath log --edit bert 50m"
        raise WrongUsage(msg)
    key = _one_key(context, step) if step is not None else None
    minutes = _length(time) if time is not None else None
    edited: list[tuple[LoggedSession, Session]] = []

    def make(tracked: TrackedProgress) -> Progress:
        progress, before, after = with_edited(
            tracked, key, minutes=minutes, when=when, now=context.now, tz=LOCAL
        )
        edited.append((before, after))
        return progress

    changed = context.change(("log --edit", *([step] if step else [])), make)
    write_lines([format_edited(changed.after, *edited[0], LOCAL)])


def _length(time: str) -> int:
    minutes = duration(time)
    if minutes > LONGEST_SITTING_MINUTES:
        msg = f"{time} is longer than a day; log it as the sittings it was"
        raise WrongUsage(msg)
    return minutes


def _one_key(context: Context, word: str) -> StepKey:
    selection = context.select(word)
    if len(selection.steps) != 1:
        msg = f"{word!r} means {len(selection.steps)} steps; a sitting is for one"
        raise WrongUsage(msg)
    return selection.keys[0]
