"""Detect progress that was lost outside the program, and name the backup that brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studypath.core.backup import count_progress
from studypath.core.durations import format_duration
from studypath.core.errors import UnusableFile
from studypath.core.instants import to_local
from studypath.files.toml import PROGRESS_LIMIT_BYTES
from studypath.storage.clock import LOCAL
from studypath.storage.fingerprints import compute_digest
from studypath.storage.last_command import find_last_command, load_journal
from studypath.storage.reading import read_if_there
from studypath.storage.restore import iterate_backups

if TYPE_CHECKING:
    from studypath.core.backup import Backup
    from studypath.storage.places import Places
    from studypath.storage.restore import Present


def list_losses(places: Places, digest: str) -> tuple[str, ...]:
    """Return a sentence if a progress file without steps is not what the program saved last.

    `digest` names the bytes of the file, "" if there is none. Nothing is lost if `undo` emptied it,
    or if no backup holds a step.
    """
    if _is_saved(places, digest):
        return ()
    backup = _describe_backup(places)
    if backup is None:
        return ()
    what = "has no steps" if digest else "is gone"
    return (f"{places.progress} {what}. To restore {backup}: studypath backup restore",)


def with_backup_advice(error: UnusableFile, places: Places) -> UnusableFile:
    """Return the error of a progress file with the advice to restore its newest backup.

    A file of a newer format keeps its own advice.
    """
    if any(fault.key == "format" for fault in error.faults):
        return error
    backup = _describe_backup(places)
    advice = "Nothing was changed. Correct the file by hand"
    advice += "." if backup is None else f", or restore {backup}: studypath backup restore"
    return UnusableFile(error.faults, error.more, advice)


def is_lost(places: Places, present: Present) -> bool:
    """Return whether the progress file cannot be read, or is empty and not what was saved last."""
    if present.fault is not None or present.progress.entries:
        return present.fault is not None
    source = read_if_there(places.progress, PROGRESS_LIMIT_BYTES)
    return not _is_saved(places, "" if source is None else compute_digest(source.content))


def _is_saved(places: Places, digest: str) -> bool:
    journal = load_journal(places)
    return journal is not None and journal.settle(digest).digests.get("progress") == digest


def _describe_backup(places: Places) -> str | None:
    """Say what the newest backup with a step holds; None if there is none."""
    for backup in iterate_backups(places):
        if backup.progress is not None and backup.progress.entries:
            holds = count_progress(backup.progress)
            at = f"{to_local(backup.replaced, LOCAL):%Y-%m-%d %H:%M}"
            steps = f"{holds.steps} finished {'step' if holds.steps == 1 else 'steps'}"
            length = format_duration(holds.minutes)
            what = f"the backup of {at} ({steps}, {length})"
            return what + _describe_last_command(places, backup)
    return None


def _describe_last_command(places: Places, backup: Backup) -> str:
    """Say that the last command is repeated, or that the backup does not hold it."""
    last = find_last_command(places, backup)
    if last is None:
        return ""
    if last.progress is None:
        return f", from before {last.words!r}"
    return f" and repeat {last.words!r}"
