"""The lock around every read-modify-write: a file of its own, held by one process at a time."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from studypath.core.errors import Busy, SaveFailed
from studypath.storage.atomic import create_private_dir
from studypath.storage.os_errors import describe_error, suggest_fix
from studypath.storage.reading import describe_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as FilePath

TIMEOUT_S = 5.0
"""No command waits longer than this, in seconds, for the lock."""

_POLL_S = 0.02
_LONGEST_PID = 20
_SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@contextmanager
def hold_lock(file: FilePath, timeout_s: float = TIMEOUT_S) -> Iterator[None]:
    """Hold the lock during the body; the system frees it if the process is killed.

    The file stays and holds the pid of the process that took it last. Raises Busy after
    `timeout_s` seconds, and SaveFailed if there can be no lock.
    """
    from filelock import FileLock, Timeout

    try:
        create_private_dir(str(file.parent))
        _require_lock_file(file)
        lock = FileLock(str(file), mode=0o600)
        lock.acquire(timeout=timeout_s, poll_interval=_POLL_S)
    except Timeout as error:
        pid = _read_pid(file)
        raise Busy(
            f"Busy: the lock {file} was not free within {timeout_s:g} s"
            f"{f'; process {pid} took it last' if pid else ''}. "
            f"Nothing was changed. Try again."
        ) from error
    except (OSError, NotImplementedError) as error:
        raise _build_error(file, error) from error
    try:
        _write_pid(file)
        yield
    finally:
        # A lock that cannot be released is released by the end of the process.
        with suppress(OSError):
            lock.release()


def _require_lock_file(file: FilePath) -> None:
    try:
        mode = file.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        kind = "a link" if stat.S_ISLNK(mode) else describe_kind(mode)
        raise SaveFailed(f"The lock {file} cannot be taken: it is {kind}. Remove it.")


def _write_pid(file: FilePath) -> None:
    # Windows does not let a locked file be written through a second descriptor.
    with suppress(OSError):
        fd = os.open(file, os.O_WRONLY | _SAFELY)
        try:
            os.ftruncate(fd, 0)
            os.write(fd, b"%d\n" % os.getpid())
        finally:
            os.close(fd)


def _read_pid(file: FilePath) -> int | None:
    with suppress(OSError):
        fd = os.open(file, os.O_RDONLY | _SAFELY)
        try:
            text = os.read(fd, _LONGEST_PID).strip()
        finally:
            os.close(fd)
        return int(text) if text.isdigit() else None
    return None


def _build_error(file: FilePath, error: OSError | NotImplementedError) -> SaveFailed:
    if isinstance(error, OSError):
        happened, advice = describe_error(error), suggest_fix(error)
    else:
        happened, advice = "the file system has no locks", "Keep the data on a local disk."
    return SaveFailed(
        f"The lock {file} cannot be taken: {happened}. Nothing was changed. {advice}".rstrip()
    )
