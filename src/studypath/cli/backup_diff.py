"""`backup diff`: compare a backup with the progress of now."""

from __future__ import annotations

from studypath.cli.arguments import JsonOption
from studypath.cli.backup import BackupArgument, open_backups
from studypath.cli.output import show_result
from studypath.core.backup import list_restored_changes
from studypath.formats.backup import difference_to_json
from studypath.storage.clock import LOCAL
from studypath.views.backup import format_difference


def backup_diff(backup: BackupArgument = None, json: JsonOption = False) -> None:
    """Show each change that restoring a backup would make.

    Example: studypath backup diff
    """
    context = open_backups()
    compared = context.select(backup)
    changes = list_restored_changes(context.present.progress, compared.backup)
    show_result(
        compared,
        view=lambda each: format_difference(each, changes, context.active, LOCAL),
        to_json=lambda each: difference_to_json(each, changes),
        as_json=json,
    )
