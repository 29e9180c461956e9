"""`export`: export progress."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from enum import StrEnum
from importlib import import_module
from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import (
    ForceOption,
    PathArgument,
    PathOption,
    complete_words,
    parse_past_day,
    select_path,
)
from studypath.cli.context import Context, open_context
from studypath.cli.output import print_note, print_notes, write
from studypath.core.errors import WrongUsage
from studypath.core.status import PathStatus, build_path_status
from studypath.storage.clock import LOCAL
from studypath.storage.output_files import write_output


class ExportFormat(StrEnum):
    """A format of the export."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"
    ANKI = "anki"
    OBSIDIAN = "obsidian"
    XAPI = "xapi"


SUFFIXES = {
    ".json": (ExportFormat.JSON, ExportFormat.CSL_JSON),
    ".csv": (ExportFormat.CSV,),
    ".md": (ExportFormat.MARKDOWN,),
    ".markdown": (ExportFormat.MARKDOWN,),
    ".bib": (ExportFormat.BIBTEX,),
    ".jsonl": (ExportFormat.XAPI,),
}


def export(
    named: PathArgument = None,
    form: Annotated[
        ExportFormat | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORM",
            help=f"{', '.join(ExportFormat)}; only json is complete.",
            autocompletion=complete_words(ExportFormat),
        ),
    ] = None,
    output: Annotated[
        FilePath | None,
        typer.Option("--output", "-o", metavar="FILE|DIR", help="Write a file, not stdout."),
    ] = None,
    path: PathOption = None,
    everything: Annotated[bool, typer.Option("--all", help="All paths, as if left out.")] = False,
    since: Annotated[
        date | None,
        typer.Option(
            "--since",
            metavar="DATE",
            help="anki, xapi: only what is from this day on.",
            parser=parse_past_day,
        ),
    ] = None,
    force: ForceOption = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="csv for programs: keep cells that look like formulas.")
    ] = False,
) -> None:
    """Export your progress for other programs, or as a reading list.

    Example: studypath export --path paper -o papers.bib
    """
    path = select_path(named, path, everything=everything)
    form = _choose_format(form, output)
    _refuse_unused(form, since, raw=raw)
    context = open_context()
    if form is ExportFormat.OBSIDIAN:
        _write_vault(context, path, output, force=force)
        return
    text = _format(context, form, path, since, raw=raw)
    if output is not None:
        write_output(output, text.encode(), force=force, places=context.places)
        print_note(f"exported to {output}")
        return
    if form is ExportFormat.CSV and sys.stdout is not None:
        # Rows end with CRLF on every system (RFC 4180).
        sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]  # stdout is a text file
    write(text)


def _choose_format(form: ExportFormat | None, output: FilePath | None) -> ExportFormat:
    """Return the format that is named, else that of the file's suffix; they must not differ."""
    formats = SUFFIXES.get(output.suffix.lower(), ()) if output is not None else ()
    if form is None:
        return formats[0] if formats else ExportFormat.JSON
    if formats and form not in formats:
        msg = f"{output} and --format {form} differ\nLeave one of them out."
        raise WrongUsage(msg)
    return form


def _refuse_unused(form: ExportFormat, since: date | None, *, raw: bool) -> None:
    """Raise WrongUsage for an option that the format has no use for."""
    if since is not None and form not in {ExportFormat.ANKI, ExportFormat.XAPI}:
        msg = f"--since does not apply to {form}\nIt is for --format anki and xapi."
        raise WrongUsage(msg)
    if raw and form is not ExportFormat.CSV:
        msg = f"--raw does not apply to {form}\nIt is for --format csv."
        raise WrongUsage(msg)


def _list_statuses(context: Context, path: str | None) -> list[PathStatus]:
    tracked = context.tracked
    paths = tracked.curriculum.paths if path is None else (context.path(path),)
    return [build_path_status(tracked, each) for each in paths]


def _format(
    context: Context, form: ExportFormat, path: str | None, since: date | None, *, raw: bool
) -> str:
    statuses = _list_statuses(context, path)
    if form is ExportFormat.JSON:
        return _format_json(context, statuses)
    if form is ExportFormat.XAPI:
        return _format_xapi(context, path, since)
    # A format is the function format_NAME of the module formats.NAME.
    name = form.value.replace("-", "_")
    function = getattr(import_module(f"studypath.formats.{name}"), f"format_{name}")
    options: dict[str, object] = {}
    if form is ExportFormat.CSV:
        options["raw"] = raw
    if form is ExportFormat.ANKI:
        options["since"] = since
    return str(function(statuses, **options))


def _format_json(context: Context, statuses: list[PathStatus]) -> str:
    from studypath.core.versions import sort_unknown_keys
    from studypath.files.progress import progress_to_tables
    from studypath.formats.export import export_to_json
    from studypath.formats.json import format_json

    progress = progress_to_tables(sort_unknown_keys(context.tracked.progress))
    active = context.tracked.active.id
    return format_json(
        export_to_json(statuses, active=active, exported=context.now, progress=progress)
    )


def _format_xapi(context: Context, path: str | None, since: date | None) -> str:
    from studypath.formats.xapi import Actor, build_statements, format_statements
    from studypath.storage.learner import load_learner_name

    actor = Actor(load_learner_name(context.places, context.now))
    path_id = None if path is None else context.path(path).id
    begin = datetime.combine(since, time(), LOCAL) if since is not None else None
    statements = build_statements(context.tracked, actor, path_id=path_id, since=begin)
    return "".join(f"{line}\n" for line in format_statements(statements))


def _write_vault(
    context: Context, path: str | None, output: FilePath | None, *, force: bool
) -> None:
    from studypath.formats.obsidian import build_vault
    from studypath.storage.vault import write_vault

    if output is None:
        msg = "an Obsidian export is a folder of notes\nName it with -o DIR."
        raise WrongUsage(msg)
    statuses = _list_statuses(context, path)
    notes = build_vault(statuses, context.tracked.curriculum.concepts)
    result = write_vault(output, notes, context.places, context.now, force=force)
    print_note(f"exported to {output}: {result.written} notes written")
    print_notes(f"left as you changed it: {name}" for name in result.left)
