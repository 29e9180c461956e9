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
from studypath.storage.atomic import (
    build_temporary_name,
    create_temporary,
    remove_temporary,
    sweep_temporaries,
    write_all,
)
from studypath.storage.fingerprints import Fingerprint, build_fingerprint, build_identity
from studypath.storage.os_errors import describe_error, suggest_fix
from studypath.storage.reading import describe_kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

__all__ = ["SavedFile", "save_file"]


class SavedFile(NamedTuple):
    """What a save has left behind: the new file's stamp, and where a larger version was kept.

    `kept_apart` is None unless the save made the file shrink to less than half.
    """

    stamp: Fingerprint
    kept_apart: Path | None


def save_file(
    path: Path,
    content: bytes,
    *,
    check: Callable[[bytes], None],
    backup_dir: Path | None,
    now: datetime,
) -> SavedFile:
    """Replaces the file at `path`, or what a link there leads to, by `content`.

    `check` reads the bytes back and raises if they do not say what they should; then nothing is
    touched. The version before goes to `backup_dir` (None: to nowhere). The file is private to
    the user (0600). Raises SaveFailed with what happened, where, and what to do; then the old
    file is still there. The caller holds the lock.
    """
    check(content)
    target = _target_of(path)
    try:
        backups.create_private_dir(target.parent)
        sweep_temporaries(str(target))
        temporary = _written_beside(target, content)
    except OSError as error:
        raise _failed(path, error) from error
    try:
        kept_apart = _keep_previous(target, path.name, len(content), backup_dir, now)
        # Taken before the file is in its place: whoever edits it there later is found out.
        written_ns = time.time_ns()
        os.replace(temporary, target)  # noqa: PTH105 - the temporary's path is text
    except OSError as error:
        remove_temporary(temporary)
        raise _failed(path, error) from error
    except BaseException:
        remove_temporary(temporary)
        raise
    _settle(path, target.parent)
    if backup_dir is not None:
        backups.rotate_backups(backup_dir, path.stem, now)
    return SavedFile(_stamp_of(path, content, written_ns), kept_apart)


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
            f"{path} was not saved: {describe_kind(mode)} stands in its place. Move it away."
        )
    return resolved


def _written_beside(target: Path, content: bytes) -> str:
    temporary = build_temporary_name(str(target))
    fd = create_temporary(temporary)
    try:
        try:
            backups.restrict_file(fd)
            write_all(fd, content)
            os.fsync(fd)
        finally:
            os.close(fd)
    except BaseException:
        remove_temporary(temporary)
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
    apart = backups.is_sharp_shrink(len(previous), new_bytes)
    try:
        kept = backups.write_backup(backup_dir, name, previous, apart=apart, now=now)
    except OSError as error:
        # The file that could not be written is in the backups, not the one being saved.
        error.filename = str(backup_dir)
        raise
    return kept if apart else None


def _settle(path: Path, directory: Path) -> None:
    try:
        backups.sync_dir(directory)
    except OSError as error:
        raise SaveFailed(
            f"{path} is written, but {describe_error(error)}: it may be gone after a power cut. "
            f"{suggest_fix(error)}".rstrip()
        ) from error


def _stamp_of(path: Path, content: bytes, written_ns: int) -> Fingerprint:
    absolute = os.path.abspath(path)  # noqa: PTH100 - links stay as the user wrote them
    try:
        return build_fingerprint(build_identity(absolute, path.stat()), content, written_ns)
    except OSError as error:
        raise _failed(path, error) from error


def _failed(path: Path, error: Exception) -> SaveFailed:
    if not isinstance(error, OSError):
        return SaveFailed(f"{path} was not saved: no file has such a name.")
    where = ""
    if error.filename and str(error.filename) != str(path) and ".tmp" not in str(error.filename):
        where = f" ({os.fsdecode(error.filename)})"
    return SaveFailed(
        f"{path} was not saved: {describe_error(error)}{where}. "
        f"What was there before is unchanged. {suggest_fix(error)}".rstrip()
    )
