"""`backup restore`: restore a backup."""

from __future__ import annotations

from typing import Annotated

import typer

from studypath.cli.backup import BackupArgument, open_backups
from studypath.cli.output import ask, is_interactive, print_notes, show_result
from studypath.core.backup import ComparedBackup, compare_backup, require_choice, require_readable
from studypath.storage.clock import LOCAL
from studypath.storage.last_command import find_last_command
from studypath.storage.lost import is_lost
from studypath.storage.restore import restore_backup
from studypath.views.backup import format_restored, format_summary

YES = {"y", "yes"}


def backup_restore(
    backup: BackupArgument = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Replace your progress by a backup; the replaced version is kept, and undo brings it back.

    If the file was lost, the last command, which no backup holds, is repeated.

    Example: studypath backup restore
    """
    context = open_backups()
    chosen = context.select(backup, useful=True)
    last = None
    if is_lost(context.places, context.present):
        last = find_last_command(context.places, chosen.backup)
    is_repeated = backup is None and last is not None and last.progress is not None
    if is_repeated and last is not None:
        whole = chosen.backup._replace(progress=last.progress)
        chosen = compare_backup(whole, context.present.progress)
    progress = require_readable(chosen.backup)
    if not yes:
        if not is_interactive():
            require_choice(chosen, backup)
        elif not _confirm(chosen):
            raise typer.Abort
    words = f"backup restore {chosen.backup.number or chosen.backup.name}"
    restored = restore_backup(context.places, progress, words, context.now)
    print_notes(restored.notices)
    show_result(
        restored,
        view=lambda each: format_restored(
            chosen,
            LOCAL,
            changed=each.after is not each.before,
            replaced_version=each.replaced_version,
            unreadable=each.unreadable,
            last_command=(last.words, is_repeated) if last is not None else None,
        ),
    )


def _confirm(chosen: ComparedBackup) -> bool:
    question = "\n".join((*format_summary(chosen, LOCAL), "Restore it? [y/N] "))
    return ask(question).strip().lower() in YES
