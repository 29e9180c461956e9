"""`export` and `merge`: progress on its way elsewhere, and another machine's coming in."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.context import Context, open_context
from studypath.cli.output import print_note, write, write_lines


class ExportFormat(StrEnum):
    """What progress can be exported as."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def export(
    form: Annotated[
        ExportFormat,
        typer.Option(
            "--format", "-f", metavar="FORM", help="json, csv or markdown; json keeps everything."
        ),
    ] = ExportFormat.JSON,
    output: Annotated[
        FilePath | None,
        typer.Option("--output", "-o", metavar="FILE", help="A file instead of stdout."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="csv for machines: formula cells are not defused.")
    ] = False,
) -> None:
    """Export all paths with your progress as JSON, CSV or a Markdown task list.

    Example: studypath export --format markdown -o progress.md
    """
    context = open_context()
    text = _text(context, form, raw=raw)
    if output is not None:
        from studypath.storage.output_files import write_output

        write_output(output, text.encode(), force=force, places=context.places)
        print_note(f"exported to {output}")
        return
    if form is ExportFormat.CSV and sys.stdout is not None:
        # The rows end as RFC 4180 says, whatever the system makes of a line's end.
        sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]  # stdout is a text file
    write(text)


def merge(
    file: Annotated[
        list[FilePath],
        typer.Argument(metavar="FILE...", help="Other versions of your progress.toml."),
    ],
) -> None:
    """Take in another version of your progress: from a second machine, a backup, a conflict copy.

    Example: studypath merge "progress (conflicted copy).toml"
    """
    from studypath.core.merge import merge_progress
    from studypath.storage.progress import load_other_progress
    from studypath.views.merge import format_merge

    context = open_context()
    others = [load_other_progress(each, context.places) for each in file]

    def make(tracked: object) -> object:
        progress = tracked.progress  # type: ignore[attr-defined]
        for other in others:
            progress = merge_progress(progress, other)
        return progress

    changed = context.change(("merge", *(each.name for each in file)), make)  # type: ignore[arg-type]
    write_lines(format_merge(changed.before, changed.after))


def _text(context: Context, form: ExportFormat, *, raw: bool) -> str:
    from studypath.core.status import build_path_status

    statuses = [
        build_path_status(context.tracked, path) for path in context.tracked.curriculum.paths
    ]
    if form is ExportFormat.CSV:
        from studypath.formats.csv import format_csv

        return format_csv(statuses, raw=raw)
    if form is ExportFormat.MARKDOWN:
        from studypath.formats.markdown import format_markdown

        return format_markdown(statuses)
    from studypath.files.progress import progress_to_tables
    from studypath.formats.export import export_to_json
    from studypath.formats.json import format_json

    progress = progress_to_tables(context.tracked.progress)
    active = context.tracked.active.id
    return format_json(
        export_to_json(statuses, active=active, exported=context.now, progress=progress)
    )
