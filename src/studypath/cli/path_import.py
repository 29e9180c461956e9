"""`path import`: make a path of a Markdown curriculum, a reading list or an export."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.context import open_context
from studypath.cli.output import print_notes, show_result, show_share
from studypath.core.changes import with_imported
from studypath.core.errors import WrongUsage
from studypath.files.importing.curriculum import format_imported, import_curriculum
from studypath.storage.output_files import write_output
from studypath.storage.path_files import install_paths, read_import
from studypath.views.importing import format_import
from studypath.views.path_check import format_installed
from studypath.views.path_edits import format_written


def path_import(
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="Markdown, text, JSON or BibTeX; - is stdin.")
    ],
    path_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="The id of the path.")
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="The title of the path.")
    ] = None,
    output: Annotated[
        FilePath | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write this file; install nothing."),
    ] = None,
    with_progress: Annotated[
        bool, typer.Option("--with-progress", help="Take ticked boxes as done.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it becomes.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace FILE, or your path of the same id.")
    ] = False,
) -> None:
    """Make a path of a Markdown curriculum and install it.

    Example: studypath path import course.md --id course
    """
    if with_progress and output is not None:
        msg = "progress is imported only with an installed path\nLeave out -o or --with-progress."
        raise WrongUsage(msg)
    context = open_context()
    with show_share("reading") as report:
        result = import_curriculum(
            read_import(file), file, path_id=path_id, title=title, report_share=report
        )
    states = [entry.state for entry in result.progress.values()] if with_progress else []
    show_result(
        result,
        view=lambda each: format_import(each.paths, each.unplaced, each.notes, states=states),
    )
    if dry_run:
        return
    text = format_imported(result, file)
    if output is not None:
        write_output(output, text, force=force, places=context.places)
        show_result(output, view=lambda each: ["", *format_written(str(each))])
    else:
        words = f"path import {file}"
        ids = [path.id for path in result.paths]
        installed = install_paths(context.places, text, words, context.now, ids=ids, replace=force)
        print_notes(installed.notices)
        show_result(
            result, view=lambda each: ["", *format_installed(each.paths, str(installed.file))]
        )
    if with_progress:
        context.change(
            ("path", "import", result.paths[0].id),
            lambda tracked: with_imported(tracked.progress, result.progress),
        )
