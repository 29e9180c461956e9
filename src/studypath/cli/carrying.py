"""`export` and `merge`: progress on its way elsewhere, and another machine's coming in."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.desk import Desk, open_desk
from studypath.cli.terminal import tell, write, write_lines


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
    desk = open_desk()
    text = _text(desk, form, raw=raw)
    if output is not None:
        from studypath.storage.exports import write_export

        write_export(output, text.encode(), force=force)
        tell(f"exported to {output}")
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
    from studypath.core.merge import merged
    from studypath.storage.record import read_other
    from studypath.views.merge import merged_lines

    desk = open_desk()
    others = [read_other(each, desk.places) for each in file]

    def make(ledger: object) -> object:
        progress = ledger.progress  # type: ignore[attr-defined]
        for other in others:
            progress = merged(progress, other)
        return progress

    changed = desk.change(("merge", *(each.name for each in file)), make)  # type: ignore[arg-type]
    write_lines(merged_lines(changed.before, changed.after))


def _text(desk: Desk, form: ExportFormat, *, raw: bool) -> str:
    from studypath.core.status import path_status

    statuses = [path_status(desk.ledger, path) for path in desk.ledger.curriculum.paths]
    if form is ExportFormat.CSV:
        from studypath.formats.csv import csv_text

        return csv_text(statuses, raw=raw)
    if form is ExportFormat.MARKDOWN:
        from studypath.formats.markdown import markdown_text

        return markdown_text(statuses)
    from studypath.formats.export import export_json
    from studypath.formats.json import text_of
    from studypath.schema.progress import document

    progress = document(desk.ledger.progress)
    active = desk.ledger.active.id
    return text_of(export_json(statuses, active=active, exported=desk.now, progress=progress))
