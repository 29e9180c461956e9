"""Read the backups of the progress file, and restore one of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.backup import Backup, with_restored
from studypath.core.errors import SaveFailed, UnusableFile
from studypath.core.progress import Progress
from studypath.files.progress import parse_progress
from studypath.files.toml import PROGRESS_LIMIT_BYTES
from studypath.storage import backups
from studypath.storage.atomic import create_private_dir, sync_dir, write_atomically
from studypath.storage.fingerprints import compute_digest
from studypath.storage.os_errors import describe_error, suggest_fix
from studypath.storage.progress import ProgressFile, load_progress
from studypath.storage.reading import read_regular
from studypath.storage.transaction import run_transaction

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from studypath.storage.places import Places


class Present(NamedTuple):
    """The progress of now; empty with the reason in `fault` if its file cannot be read."""

    progress: Progress
    warnings: tuple[str, ...] = ()
    fault: UnusableFile | None = None


class Restored(NamedTuple):
    """The progress before and after, notices for the user, and where files were kept.

    `replaced_version` is the backup of the version before, `unreadable` the copy of a file that
    could not be read; each is None if there is none.
    """

    before: Progress
    after: Progress
    notices: tuple[str, ...]
    replaced_version: str | None
    unreadable: str | None


def load_present(places: Places) -> Present:
    """Return the progress of now, also if its file cannot be read."""
    try:
        stored = load_progress(places)
    except UnusableFile as error:
        return Present(Progress(), fault=error)
    return Present(stored.progress, stored.warnings)


def iterate_backups(places: Places) -> Iterator[Backup]:
    """Yield the backups of the progress file, the newest first; each is read when it is asked for.

    One that cannot be read has a fault.
    """
    for each in backups.list_backups(places.backups):
        number = each.order[0] or None
        replaced = datetime.fromisoformat(each.time).astimezone(UTC)
        name, file = each.path.name, str(each.path)
        try:
            content = read_regular(each.path, PROGRESS_LIMIT_BYTES).content
            progress = parse_progress(content, file).progress
        except UnusableFile as error:
            fault = str(error).splitlines()[0]
            yield Backup(number, name, file, replaced, None, fault)
        else:
            yield Backup(number, name, file, replaced, progress)


def restore_backup(places: Places, backup: Progress, words: str, now: datetime) -> Restored:
    """Replace the progress by that of a backup, as one save and one undo.

    The replaced version becomes a backup; a file that cannot be read is also kept apart, where no
    later save removes it. Raises UnusableFile for a file of a newer format, Busy and SaveFailed.
    """
    file = _RestoredFile(places, now)
    newest = _find_newest(places)
    before, after, notices = run_transaction(
        places, file, words, now, lambda present: with_restored(present, backup)
    )
    if after is before and file.fault is not None:
        raise file.fault
    newest_after = _find_newest(places)
    return Restored(
        before, after, notices, newest_after if newest_after != newest else None, file.unreadable
    )


class _RestoredFile(ProgressFile):
    """The progress file in a transaction that replaces it even if it cannot be read."""

    def __init__(self, places: Places, now: datetime) -> None:
        super().__init__(places)
        self.unreadable: str | None = None
        self.fault: UnusableFile | None = None
        self._now = now

    def load(self) -> tuple[Progress, str]:
        """Return the progress and the digest of the file; keep a copy if it cannot be read."""
        try:
            return super().load()
        except UnusableFile as error:
            if any(fault.key == "format" for fault in error.faults):
                raise  # Of a newer version, which reads more than this one.
            self.fault = error
        try:
            content = self.path.read_bytes()
            self.unreadable = str(_keep_apart(self.backup_dir, content, self._now))
        except OSError as error:
            msg = f"{self.path} was not replaced: it cannot be copied: {describe_error(error)}. "
            raise SaveFailed(f"{msg}{suggest_fix(error)}".rstrip()) from error
        return Progress(), compute_digest(content)


def _keep_apart(directory: FilePath, content: bytes, now: datetime) -> FilePath:
    """Write a copy under a new name that is not the name of a backup, so that none is removed."""
    create_private_dir(str(directory))
    stem = f"unreadable-progress-{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    names = (f"{stem}{f'-{n}' if n else ''}.toml" for n in range(1000))
    file = next(directory / name for name in names if not (directory / name).exists())
    write_atomically(str(file), content)
    sync_dir(str(directory))
    return file


def _find_newest(places: Places) -> str | None:
    newest = next(iter(backups.list_backups(places.backups)), None)
    return None if newest is None else str(newest.path)
