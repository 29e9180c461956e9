"""Replacing a file so that at every moment either the old version or the new one is there, whole.

The order of the operations is what makes it safe: whatever ends the process, and whenever, the
file is one of the two, and all that may be left over is a temporary file, swept by the next save.
"""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.errors import SaveFailed
from studypath.storage import backups
from studypath.storage.files import kind_of
from studypath.storage.reasons import what_happened, what_to_do
from studypath.storage.stamps import Stamp, identity_from, stamp
from studypath.storage.temporaries import create, remove, sweep, temporary_beside, write_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

__all__ = ["Saved", "save"]


class Saved(NamedTuple):
    """What a save has left behind: the new file's stamp, and where a larger version was kept.

    `kept_apart` is None unless the save made the file shrink to less than half.
    """

    stamp: Stamp
    kept_apart: Path | None


def save(
    path: Path,
    content: bytes,
    *,
    check: Callable[[bytes], None],
    backup_dir: Path | None,
    now: datetime,
) -> Saved:
    """Replaces the file at `path`, or what a link there leads to, by `content`.

    `check` reads the bytes back and raises if they do not say what they should; then nothing is
    touched. The version before goes to `backup_dir` (None: to nowhere). The file is private to
    the user (0600). Raises SaveFailed with what happened, where, and what to do; then the old
    file is still there. The caller holds the lock.
    """
    check(content)
    target = _target_of(path)
    try:
        backups.make_private(target.parent)
        sweep(str(target))
        temporary = _written_beside(target, content)
    except OSError as error:
        raise _failed(path, error) from error
    try:
        kept_apart = _keep_previous(target, path.name, len(content), backup_dir, now)
        # Taken before the file is in its place: whoever edits it there later is found out.
        written_ns = time.time_ns()
        os.replace(temporary, target)  # noqa: PTH105 - the temporary's path is text
    except OSError as error:
        remove(temporary)
        raise _failed(path, error) from error
    except BaseException:
        remove(temporary)
        raise
    _settle(path, target.parent)
    if backup_dir is not None:
        backups.rotate(backup_dir, path.stem, now)
    return Saved(_stamp_of(path, content, written_ns), kept_apart)


def _target_of(path: Path) -> Path:
    try:
        resolved = Path(os.path.realpath(path, strict=True)) if path.is_symlink() else path
        mode = resolved.stat().st_mode
    except FileNotFoundError as error:
        if path.is_symlink():
            raise SaveFailed(
                f"{path} was not saved: it is a link to a file that is not there. "
                f"Create that file or remove the link."
            ) from error
        # Only the file's own directory is resolved, for the file is not there yet.
        return Path(os.path.realpath(path.parent), path.name)
    except (OSError, RuntimeError, ValueError) as error:
        raise _failed(path, error) from error
    if not stat.S_ISREG(mode):
        raise SaveFailed(
            f"{path} was not saved: {kind_of(mode)} stands in its place. Move it away."
        )
    return resolved


def _written_beside(target: Path, content: bytes) -> str:
    temporary = temporary_beside(str(target))
    fd = create(temporary)
    try:
        try:
            backups.make_file_private(fd)
            write_all(fd, content)
            os.fsync(fd)
        finally:
            os.close(fd)
    except BaseException:
        remove(temporary)
        raise
    return temporary


def _keep_previous(
    target: Path, name: str, new_bytes: int, backup_dir: Path | None, now: datetime
) -> Path | None:
    if backup_dir is None:
        return None
    try:
        previous = target.read_bytes()
    except FileNotFoundError:
        return None
    apart = backups.shrinks_sharply(len(previous), new_bytes)
    try:
        kept = backups.keep(backup_dir, name, previous, apart=apart, now=now)
    except OSError as error:
        # The file that could not be written is in the backups, not the one being saved.
        error.filename = str(backup_dir)
        raise
    return kept if apart else None


def _settle(path: Path, directory: Path) -> None:
    try:
        backups.sync_directory(directory)
    except OSError as error:
        raise SaveFailed(
            f"{path} is written, but {what_happened(error)}: it may be gone after a power cut. "
            f"{what_to_do(error)}".rstrip()
        ) from error


def _stamp_of(path: Path, content: bytes, written_ns: int) -> Stamp:
    absolute = os.path.abspath(path)  # noqa: PTH100 - links stay as the user wrote them
    try:
        return stamp(identity_from(absolute, path.stat()), content, written_ns)
    except OSError as error:
        raise _failed(path, error) from error


def _failed(path: Path, error: Exception) -> SaveFailed:
    if not isinstance(error, OSError):
        return SaveFailed(f"{path} was not saved: no file has such a name.")
    where = ""
    if error.filename and str(error.filename) != str(path) and ".tmp" not in str(error.filename):
        where = f" ({os.fsdecode(error.filename)})"
    return SaveFailed(
        f"{path} was not saved: {what_happened(error)}{where}. "
        f"What was there before is unchanged. {what_to_do(error)}".rstrip()
    )
