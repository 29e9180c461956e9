"""One transaction for every file that commands change: lock, load, change, journal, save, caches.

The journal is written ahead of the file. Whatever ends the process in between, the next
transaction sees from the file's digest that the journal's last step did not happen, and drops it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from studypath.core.errors import NoPlace, UnusableFile
from studypath.core.undo import Change, Key
from studypath.files.journal import (
    LIMIT_BYTES,
    Command,
    Journal,
    format_journal,
    is_large,
    parse_journal,
)
from studypath.files.toml import PROGRESS_LIMIT_BYTES
from studypath.storage.fingerprints import compute_digest
from studypath.storage.lock import hold_lock
from studypath.storage.reading import read_if_there
from studypath.storage.save import SavedFile, delete_file, save_file, store_version

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path as FilePath

    from studypath.core.curriculum import StepKey
    from studypath.storage.places import Places

Value = TypeVar("Value")

CONFIG = "config"
"""The name of the config file in the journal; path files begin with PATHS, else `progress`."""

PATHS = "paths/"


class ManagedFile(Protocol[Value]):
    """A file that commands change; `name` stands for it in the journal."""

    name: str
    path: FilePath
    backup_dir: FilePath

    def load(self) -> tuple[Value, str]:
        """Return the value and the digest of the file; raise UnusableFile."""

    def diff(self, before: Value, after: Value) -> tuple[Change, ...]:
        """Return the changes between two values."""

    def apply(
        self, value: Value, changes: tuple[Change, ...]
    ) -> tuple[Value, tuple[Key, ...], tuple[Change, ...]]:
        """Return the changed value, the keys left alone, and the changes that took effect."""

    def format(self, value: Value) -> bytes | None:
        """Return the bytes of the file, proved to read back as the value; None removes it."""

    def find_edits(self, value: Value, saved_digest: str, /) -> tuple[StepKey, ...]:
        """Return the steps that differ from the file saved under a digest, as far as known."""

    def store(self, value: Value, content: bytes, saved: SavedFile, /) -> None:
        """Leave the caches fresh after a save."""


class UndoResult(NamedTuple):
    """The result of an undo or redo; `command` is None if there was none.

    `conflicts` are the keys that something else has changed since; `is_saved` tells whether the
    file was changed. `edited_steps` is None unless `file` was edited by hand since the program
    saved it, and names the steps as far as known. `is_gone` tells that it was removed instead.
    `changes` are those that took effect.
    """

    command: Command | None
    conflicts: tuple[Key, ...] = ()
    is_saved: bool = False
    edited_steps: tuple[StepKey, ...] | None = None
    notices: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    file: FilePath | None = None
    is_gone: bool = False


def find_lock_file(places: Places) -> FilePath:
    """Return the lock that every command that changes something holds."""
    return places.lock if "data" in places.directories else places.config / "config.lock"


def run_transaction(
    places: Places,
    file: ManagedFile[Value],
    words: str,
    now: datetime,
    change: Callable[[Value], Value],
) -> tuple[Value, Value, tuple[str, ...]]:
    """Change a file as one save and one undo; return the values before and after, and notices.

    `words` is the command as it was typed. If nothing changes, nothing is saved. Raises Busy,
    SaveFailed and UnusableFile; the file is then unchanged.
    """
    with hold_lock(find_lock_file(places)):
        before, digest = file.load()
        after = change(before)
        changes = file.diff(before, after)
        if not changes:
            return before, before, ()
        content = file.format(after)
        notices: tuple[str, ...] = ()
        if "data" in places.directories:
            notices = _journal(places, file.name, words, now, changes, (digest, _digest(content)))
        return before, after, (*notices, *_save(file, after, content, now))


def record_change(
    places: Places, file: ManagedFile[Value], words: str, now: datetime, before: Value
) -> tuple[str, ...]:
    """Journal what another program made of a file as one undo, with a backup of `before`."""
    with hold_lock(find_lock_file(places)):
        after, digest = file.load()
        changes = file.diff(before, after)
        if not changes:
            return ()
        previous = file.format(before)
        if previous is not None:
            store_version(file.path, previous, file.backup_dir, now)
        if "data" not in places.directories:
            return ()
        return _journal(places, file.name, words, now, changes, (_digest(previous), digest))


def revert_last(
    places: Places, open_file: Callable[[str], ManagedFile[Any]], now: datetime, *, redo: bool
) -> UndoResult:
    """Undo the newest command, or redo the one that was undone last.

    Only the keys that the command changed are touched, and none that something else has changed
    since. `open_file` returns the file of a name in the journal. Raises as `run_transaction`.
    """
    with hold_lock(places.lock):
        previous, notices = _load_journal(places)
        journal = _settle(places, previous)
        command = journal.to_redo if redo else journal.to_undo
        if command is None:
            return UndoResult(None, notices=notices)
        if command.detached:
            from studypath.storage.large_changes import load_changes

            command = load_changes(places, command)
        file = open_file(command.file)
        before, digest = file.load()
        saved_digest = journal.digests.get(file.name, digest)
        is_gone = not digest and bool(saved_digest)
        is_edited = saved_digest != digest and not is_gone
        edited = file.find_edits(before, saved_digest) if is_edited else None
        changes = command.changes if redo else tuple(c.reverse() for c in command.changes[::-1])
        after, conflicts, applied = file.apply(before, changes)
        if not redo:
            # A redo repeats what this undo reverts, not what was removed by hand before it.
            effective = tuple(change.reverse() for change in applied[::-1])
            command = command._replace(changes=effective)
        content = file.format(after) if applied else b""
        after_digest = _digest(content) if applied else digest
        command = _detach_if_large(places, command, now)
        journal = journal.with_moved(command, digest, after_digest, redo=redo)
        notices += _save_journal(places, journal, now, previous=previous)
        if applied:
            # That an undo makes the file smaller is no surprise.
            _save(file, after, content, now)
        return UndoResult(
            command, conflicts, bool(applied), edited, notices, applied, file.path, is_gone
        )


def find_managed_file(places: Places, name: str) -> FilePath:
    """Return the file of a name in the journal."""
    if name.startswith(PATHS):
        return places.paths_dir / os.path.basename(name)  # noqa: PTH119 - a name, not a path
    return places.config_file if name == CONFIG else places.progress


def _digest(content: bytes | None) -> str:
    return "" if content is None else compute_digest(content)


def _journal(
    places: Places,
    name: str,
    words: str,
    now: datetime,
    changes: tuple[Change, ...],
    digests: tuple[str, str],
) -> tuple[str, ...]:
    """Add a command to the journal; `digests` are those of the file before and after it."""
    previous, notices = _load_journal(places)
    journal = _settle(places, previous)
    command = Command(words, now.isoformat(timespec="seconds"), name, changes)
    command = _detach_if_large(places, command, now)
    journal = journal.with_command(command, *digests)
    return notices + _save_journal(places, journal, now, previous=previous)


def _detach_if_large(places: Places, command: Command, now: datetime) -> Command:
    if not is_large(command.changes):
        return command
    from studypath.storage.large_changes import store_changes

    return store_changes(places, command, now)


def _save(
    file: ManagedFile[Value], value: Value, content: bytes | None, now: datetime
) -> tuple[str, ...]:
    if content is None:
        delete_file(file.path, backup_dir=file.backup_dir, now=now)
        return ()
    saved = save_file(file.path, content, backup_dir=file.backup_dir, now=now)
    file.store(value, content, saved)
    if saved.larger_version is None:
        return ()
    return (f"{file.path} became much smaller; the previous version is {saved.larger_version}",)


def _load_journal(places: Places) -> tuple[Journal, tuple[str, ...]]:
    """Return the journal; an unreadable one is moved away, since it must not stop a command."""
    try:
        source = read_if_there(places.journal, LIMIT_BYTES)
        return (Journal() if source is None else parse_journal(source.content)), ()
    except (UnusableFile, ValueError):
        aside = places.journal.with_name("undo.unreadable.json")
        try:
            places.journal.replace(aside)
        except OSError:
            return Journal(), ("the undo journal cannot be read; undo starts anew",)
        return Journal(), (f"the undo journal could not be read and was moved to {aside}",)


def _settle(places: Places, journal: Journal) -> Journal:
    if journal.last is None:
        return journal
    try:
        path = find_managed_file(places, journal.last.file)
        source = read_if_there(path, PROGRESS_LIMIT_BYTES)
    except (UnusableFile, NoPlace):
        return journal
    return journal.settle(compute_digest(source.content) if source else "")


def _save_journal(
    places: Places, journal: Journal, now: datetime, *, previous: Journal
) -> tuple[str, ...]:
    content, dropped = format_journal(journal)
    save_file(places.journal, content, backup_dir=None, now=now)
    if journal.detached != previous.detached:
        from studypath.storage.large_changes import sweep_changes

        sweep_changes(places, journal)
    if not dropped:
        return ()
    reached = f"the undo journal reached {LIMIT_BYTES >> 20} MiB"
    return (f"{reached}: its {dropped} oldest commands can no longer be undone",)
