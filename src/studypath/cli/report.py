"""`report`: write the progress as a page to look at."""

from __future__ import annotations

import time
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import PathOption
from studypath.cli.context import Context, open_context
from studypath.cli.forecasts import build_forecast
from studypath.cli.output import print_note
from studypath.core.report import build_report
from studypath.core.status import build_path_status
from studypath.storage.clock import LOCAL

DEFAULT_FILE = FilePath("studypath.html")
POLL_SECONDS = 1.0


def report(
    output: Annotated[
        FilePath,
        typer.Option("--output", "-o", metavar="FILE", help="The page; replaced if it exists."),
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
) -> None:
    """Write your progress as one HTML page: charts, journal, all steps.

    Example: studypath report --open
    """
    context = open_context()
    _write(context, output, path, title, everything=everything, has_notes=not no_notes)
    print_note(f"wrote {output}")
    if show:
        import webbrowser

        webbrowser.open(output.resolve().as_uri())
    while watch:
        from studypath.storage.fingerprints import is_unchanged

        time.sleep(POLL_SECONDS)
        if not is_unchanged(context.fingerprints):
            context = open_context()
            _write(context, output, path, title, everything=everything, has_notes=not no_notes)
            print_note(f"wrote {output}")


def _write(
    context: Context,
    file: FilePath,
    path: str | None,
    title: str | None,
    *,
    everything: bool,
    has_notes: bool,
) -> None:
    from studypath.report.page import render_page
    from studypath.storage.output_files import write_output

    tracked = context.tracked
    paths = tracked.curriculum.paths if everything else (context.path(path),)
    shows_time = context.settings.forecast
    forecasts = [
        build_forecast(context, build_path_status(tracked, each)) if shows_time else None
        for each in paths
    ]
    value = build_report(
        tracked,
        list(zip(paths, forecasts, strict=True)),
        title=title,
        today=context.now.date(),
        tz=LOCAL,
        has_notes=has_notes,
    )
    write_output(file, render_page(value).encode(), force=True, places=context.places)
