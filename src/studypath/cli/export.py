"""`export`: export progress."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import ForceOption
from studypath.cli.context import Context, open_context
from studypath.cli.output import print_note, write
from studypath.core.status import build_path_status
from studypath.storage.output_files import write_output


class ExportFormat(StrEnum):
    """A format of the export."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def export(
    form: Annotated[
        ExportFormat,
        typer.Option(
            "--format", "-f", metavar="FORM", help="json, csv or markdown; only json is complete."
        ),
    ] = ExportFormat.JSON,
    output: Annotated[
        FilePath | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write a file instead of stdout."),
    ] = None,
    force: ForceOption = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="csv for programs: keep cells that look like formulas.")
    ] = False,
) -> None:
    """Export all paths with your progress as JSON, CSV or a Markdown task list.

    Example: studypath export --format markdown -o progress.md
    """
    context = open_context()
    text = _format(context, form, raw=raw)
    if output is not None:
        write_output(output, text.encode(), force=force, places=context.places)
        print_note(f"exported to {output}")
        return
    if form is ExportFormat.CSV and sys.stdout is not None:
        # Rows end with CRLF on every system (RFC 4180).
        sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]  # stdout is a text file
    write(text)


def _format(context: Context, form: ExportFormat, *, raw: bool) -> str:
    tracked = context.tracked
    statuses = [build_path_status(tracked, path) for path in tracked.curriculum.paths]
    if form is ExportFormat.CSV:
        from studypath.formats.csv import format_csv

        return format_csv(statuses, raw=raw)
    if form is ExportFormat.MARKDOWN:
        from studypath.formats.markdown import format_markdown

        return format_markdown(statuses)
    from studypath.files.progress import progress_to_tables
    from studypath.formats.export import export_to_json
    from studypath.formats.json import format_json

    progress = progress_to_tables(tracked.progress)
    active = tracked.active.id
    return format_json(
        export_to_json(statuses, active=active, exported=context.now, progress=progress)
    )
