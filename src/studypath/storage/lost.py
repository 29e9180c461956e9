"""Detect progress that was lost outside the program, and name the backup that brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studypath.core.backup import count_progress
from studypath.core.durations import format_duration
from studypath.core.errors import UnusableFile
from studypath.core.instants import to_local
from studypath.files.journal import LIMIT_BYTES, parse_journal
from studypath.storage.clock import LOCAL
from studypath.storage.reading import read_if_there
from studypath.storage.restore import iterate_backups

if TYPE_CHECKING:
    from studypath.storage.places import Places


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


def _is_saved(places: Places, digest: str) -> bool:
    try:
        source = read_if_there(places.journal, LIMIT_BYTES)
        journal = parse_journal(source.content) if source is not None else None
    except (UnusableFile, ValueError):
        return False
    return journal is not None and journal.settle(digest).digests.get("progress") == digest


def _describe_backup(places: Places) -> str | None:
    """Say what the newest backup with a step holds; None if there is none."""
    for backup in iterate_backups(places):
        if backup.progress is not None and backup.progress.entries:
            holds = count_progress(backup.progress)
            at = f"{to_local(backup.replaced, LOCAL):%Y-%m-%d %H:%M}"
            steps = f"{holds.steps} finished {'step' if holds.steps == 1 else 'steps'}"
            length = format_duration(holds.minutes)
            return f"the backup of {at} ({steps}, {length})"
    return None
