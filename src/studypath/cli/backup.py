"""`backup`: the group of commands on backups of the progress file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, ClassVar, NamedTuple

import typer

from studypath.cli.app import LazyGroup, show_help
from studypath.cli.output import print_note, print_notes
from studypath.core.backup import ComparedBackup, compare_backup, select_backup
from studypath.core.errors import StudypathError
from studypath.core.tracked import DEFAULT_PATH
from studypath.storage import clock
from studypath.storage.places import Places, find_places
from studypath.storage.restore import Present, iterate_backups, load_present


class BackupCommands(LazyGroup):
    """The commands `backup NAME`, each in its module `backup_NAME`."""

    prefix = "backup_"
    headings: ClassVar = {
        "list": "Commands",
        "show": "Commands",
        "diff": "Commands",
        "restore": "Commands",
    }


class BackupContext(NamedTuple):
    """What the commands on backups work with; they work while no other command can."""

    places: Places
    now: datetime
    present: Present

    def iterate(self) -> Iterator[ComparedBackup]:
        """Yield the backups, the newest first, each compared with the progress of now."""
        for backup in iterate_backups(self.places):
            yield compare_backup(backup, self.present.progress)

    def select(self, word: str | None, *, useful: bool = False) -> ComparedBackup:
        """Return the backup with this number or name, or the newest useful one."""
        return select_backup(self.iterate(), word, useful=useful)

    @property
    def active(self) -> str:
        """The id of the active path."""
        return self.present.progress.active or DEFAULT_PATH


def open_backups() -> BackupContext:
    """Read the progress of now, and print why if it cannot be read."""
    places = find_places(os.environ)
    present = load_present(places)
    if present.fault is not None:
        fault = present.fault.faults[0] if present.fault.faults else present.fault
        print_note(f"the progress file cannot be read: {fault}")
    print_notes(present.warnings)
    return BackupContext(places, clock.now(), present)


def complete_backup(incomplete: str) -> list[str]:
    """Complete the number of a backup."""
    from studypath.storage.backups import list_backups

    try:
        backups = list_backups(find_places(os.environ).backups)
    except StudypathError:
        return []
    numbers = [str(each.order[0]) for each in backups if each.order[0]]
    return [number for number in numbers if number.startswith(incomplete)]


BackupArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[BACKUP]",
        help="Its number or name; the newest that brings something back if left out.",
        autocompletion=complete_backup,
    ),
]

backup = typer.Typer(
    cls=BackupCommands,
    help="List, show and compare backups of your progress; restore one.",
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
)
backup.callback()(show_help)
