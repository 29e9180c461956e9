"""`backup show`: show what a backup holds."""

from __future__ import annotations

from studypath.cli.arguments import JsonOption
from studypath.cli.backup import BackupArgument, open_backups
from studypath.cli.output import show_result
from studypath.formats.backup import backup_to_json
from studypath.storage.clock import LOCAL
from studypath.views.backup import format_backup


def backup_show(backup: BackupArgument = None, json: JsonOption = False) -> None:
    """Show the steps in a backup, and what it would bring back and remove.

    Example: studypath backup show
    """
    show_result(
        open_backups().select(backup),
        view=lambda each: format_backup(each, LOCAL),
        to_json=backup_to_json,
        as_json=json,
    )
