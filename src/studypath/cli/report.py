"""`report`: write the progress as a page to look at."""

from __future__ import annotations

import time
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import (
    ForceOption,
    PathArgument,
    PathOption,
    select_path,
)
from studypath.cli.context import Context, open_context
from studypath.cli.forecasts import build_forecast
from studypath.cli.output import print_note
from studypath.core.report import Report, build_report
from studypath.core.status import build_path_status
from studypath.storage.clock import LOCAL
from studypath.storage.fingerprints import is_unchanged

DEFAULT_FILE = FilePath("studypath.html")
POLL_SECONDS = 1.0


def report(
    named: PathArgument = None,
    output: Annotated[
        FilePath,
        typer.Option("--output", "-o", metavar="FILE", help="The page; an older page is replaced."),
    ] = DEFAULT_FILE,
    show: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    path: PathOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every path.")] = False,
    no_notes: Annotated[
        bool, typer.Option("--no-notes", help="Leave out your notes and reasons.")
    ] = False,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="The title of the page.")
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Write the page again when progress changes.")
    ] = False,
    force: ForceOption = False,
) -> None:
    """Write your progress as one HTML page: charts, journal, all steps.

    Example: studypath report --open
    """
    path = select_path(named, path, everything=everything)
    context = open_context()

    def write_page(context: Context) -> None:
        value = _build(context, path, title, everything=everything, has_notes=not no_notes)
        _write(context, output, value, force=force)

    write_page(context)
    if show:
        import webbrowser

        webbrowser.open(output.resolve().as_uri())
    while watch:
        time.sleep(POLL_SECONDS)
        if not is_unchanged(context.fingerprints):
            context = open_context()
            write_page(context)


def _build(
    context: Context, path: str | None, title: str | None, *, everything: bool, has_notes: bool
) -> Report:
    tracked = context.tracked
    paths = tracked.curriculum.paths if everything else (context.path(path),)
    shows_time = context.settings.forecast
    forecasts = [
        build_forecast(context, build_path_status(tracked, each)) if shows_time else None
        for each in paths
    ]
    return build_report(
        tracked,
        list(zip(paths, forecasts, strict=True)),
        title=title,
        today=context.now.date(),
        tz=LOCAL,
        has_notes=has_notes,
    )


def _write(context: Context, file: FilePath, value: Report, *, force: bool) -> None:
    from studypath.report.page import render_page
    from studypath.storage.output_files import is_own_page, write_output

    replaces = force or is_own_page(file)
    write_output(file, render_page(value).encode(), force=replaces, places=context.places)
    print_note(f"wrote {file}")
