"""Replace a user's file so that at every moment the old version or the new one is there, whole."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.errors import SaveFailed
from studypath.storage import atomic
from studypath.storage.backups import is_sharp_shrink, rotate_backups, write_backup
from studypath.storage.fingerprints import Fingerprint, build_fingerprint, build_identity
from studypath.storage.os_errors import describe_error, suggest_fix
from studypath.storage.reading import describe_kind

if TYPE_CHECKING:
    from datetime import datetime


class SavedFile(NamedTuple):
    """The new file's fingerprint, and the backup of a version more than twice as large."""

    fingerprint: Fingerprint
    larger_version: FilePath | None


def save_file(
    path: FilePath, content: bytes, *, backup_dir: FilePath | None, now: datetime
) -> SavedFile:
    """Replace the file at `path`, or the one a link there leads to, by `content`, mode 0600.

    The previous version goes to `backup_dir` (None: no backup). Raises SaveFailed with the reason
    and advice; the old file is then unchanged. The caller holds the lock and has parsed the bytes.
    """
    target = _resolve_target(path)
    larger_version: FilePath | None = None
    written_ns = 0

    def place(temporary: str, _: str) -> None:
        nonlocal larger_version, written_ns
        larger_version = _back_up(target, path.name, len(content), backup_dir, now)
        # Before the file is in place: whoever edits it there later is detected.
        written_ns = time.time_ns()
        os.replace(temporary, target)  # noqa: PTH105 - the temporary's path is text

    try:
        atomic.create_private_dir(str(target.parent))
        atomic.write_atomically(str(target), content, place=place)
    except OSError as error:
        raise _build_error(path, error) from error
    _sync_directory(target, f"{path} is written", "be gone")
    if backup_dir is not None:
        rotate_backups(backup_dir, path.stem)
    absolute = os.path.abspath(path)  # noqa: PTH100 - links stay as the user wrote them
    try:
        identity = build_identity(absolute, path.stat())
    except OSError as error:
        raise _build_error(path, error) from error
    return SavedFile(build_fingerprint(identity, content, written_ns), larger_version)


def delete_file(path: FilePath, *, backup_dir: FilePath, now: datetime) -> None:
    """Remove a file, or the link there, after a backup; one that is gone already is no fault.

    Raises SaveFailed with the reason and advice; the file is then unchanged.
    """
    try:
        store_version(path, path.read_bytes(), backup_dir, now)
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise _build_error(path, error, "removed") from error
    _sync_directory(path, f"{path} is removed", "be back")


def store_version(path: FilePath, content: bytes, backup_dir: FilePath, now: datetime) -> None:
    """Write a version of a file to its backups. Raises SaveFailed."""
    try:
        write_backup(backup_dir, path.name, content, large=False, now=now)
    except OSError as error:
        error.filename = str(backup_dir)  # The message names what could not be written.
        raise _build_error(path, error) from error
    rotate_backups(backup_dir, path.stem)


def _sync_directory(path: FilePath, change: str, risk: str) -> None:
    try:
        atomic.sync_dir(str(path.parent))
    except OSError as error:
        raise SaveFailed(
            f"{change}, but {describe_error(error)}: it may {risk} after a power cut. "
            f"{suggest_fix(error)}".rstrip()
        ) from error


def _resolve_target(path: FilePath) -> FilePath:
    try:
        resolved = FilePath(os.path.realpath(path, strict=True)) if path.is_symlink() else path
        mode = resolved.stat().st_mode
    except FileNotFoundError as error:
        if path.is_symlink():
            raise SaveFailed(
                f"{path} was not saved: it is a link to a file that is not there. "
                f"Create that file or remove the link."
            ) from error
        # The file is not there yet, so only its directory is resolved.
        return FilePath(os.path.realpath(path.parent), path.name)
    except (OSError, RuntimeError, ValueError) as error:
        raise _build_error(path, error) from error
    if not stat.S_ISREG(mode):
        raise SaveFailed(f"{path} was not saved: it is {describe_kind(mode)}. Move it away.")
    return resolved


def _back_up(
    target: FilePath, name: str, new_bytes: int, backup_dir: FilePath | None, now: datetime
) -> FilePath | None:
    """Keep the previous version; return its backup if the save loses more than half of it."""
    if backup_dir is None:
        return None
    try:
        previous = target.read_bytes()
    except FileNotFoundError:
        return None
    large = is_sharp_shrink(len(previous), new_bytes)
    try:
        backup = write_backup(backup_dir, name, previous, large=large, now=now)
    except OSError as error:
        error.filename = str(backup_dir)  # The message names what could not be written.
        raise
    return backup if large else None


def _build_error(path: FilePath, error: Exception, done: str = "saved") -> SaveFailed:
    if not isinstance(error, OSError):
        return SaveFailed(f"{path} was not saved: no file can have this name.")
    where = ""
    if error.filename and str(error.filename) != str(path) and ".tmp" not in str(error.filename):
        where = f" ({os.fsdecode(error.filename)})"
    return SaveFailed(
        f"{path} was not {done}: {describe_error(error)}{where}. "
        f"What was there before is unchanged. {suggest_fix(error)}".rstrip()
    )
