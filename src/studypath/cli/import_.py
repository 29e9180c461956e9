"""`import`: take over another version of progress."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

import typer

from studypath.cli.arguments import JsonOption
from studypath.cli.context import Context, open_context
from studypath.cli.output import show_result
from studypath.core.difference import compare_progress
from studypath.core.errors import WrongUsage
from studypath.core.progress import Progress
from studypath.core.versions import ImportResult, take_versions
from studypath.formats.versions import import_to_json
from studypath.storage.backups import list_backups
from studypath.storage.progress_versions import (
    list_conflict_copies,
    load_version,
    remember_copies,
)
from studypath.views.versions import format_import

MOST_FILES_NAMED = 3


def import_(
    files: Annotated[
        list[FilePath] | None,
        typer.Argument(
            metavar="[FILE...]",
            help="Exports in JSON or versions of progress.toml; - is stdin. "
            "Without FILE: the conflict copies beside yours.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would change; save nothing.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace your progress instead of merging.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Merge other versions of your progress: an export, a second machine, a conflict copy.

    Example: studypath import "progress (conflicted copy).toml"
    """
    context = open_context()
    chosen = files or _choose_copies(context, replace=replace)
    versions = [load_version(each, context.places) for each in chosen]
    names = tuple(str(version.file) for version in versions)

    def make(own: Progress) -> Progress:
        return take_versions(own, [each.progress for each in versions], replaces=replace)

    own = context.tracked.progress
    if dry_run:
        result = ImportResult(names, compare_progress(own, make(own)), replace, is_dry_run=True)
    else:
        named = names if len(names) <= MOST_FILES_NAMED else (f"{len(names)} files",)
        changed = context.change(("import", *named), lambda tracked: make(tracked.progress))
        difference = compare_progress(changed.before.progress, changed.after.progress)
        remember_copies(context.places, [version.file for version in versions])
        result = ImportResult(names, difference, replace, is_dry_run=False)
        if replace and not difference.is_empty:
            backups = list_backups(context.places.backups)
            result = result._replace(backup=str(backups[0].path) if backups else None)
    show_result(result, view=format_import, to_json=import_to_json, as_json=json)


def _choose_copies(context: Context, *, replace: bool) -> list[FilePath]:
    copies = list(list_conflict_copies(context.places))
    if replace:
        msg = (
            "--replace needs the file to replace your progress with\nName it: import FILE --replace"
        )
        raise WrongUsage(msg)
    if not copies:
        msg = (
            f"There are no conflict copies in {context.places.data}\n"
            "Name a file: an export in JSON or another progress.toml."
        )
        raise WrongUsage(msg)
    return copies
