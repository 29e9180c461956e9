"""The lock around every read-modify-write: a file of its own, held by one process at a time."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from studypath.core.errors import Busy, SaveFailed
from studypath.storage.backups import create_private_dir
from studypath.storage.os_errors import describe_error, suggest_fix
from studypath.storage.reading import describe_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIMEOUT_S = 5.0
"""Nobody waits longer than this, in seconds, for another process to finish."""

_POLL_S = 0.02
_LONGEST_PID = 20


@contextmanager
def hold_lock(lock_path: Path, timeout_s: float = TIMEOUT_S) -> Iterator[None]:
    """Holds the lock while the body runs; the system frees it if the process is killed.

    The file stays when the lock is given back, and holds the pid of who took it last. Raises
    Busy after `timeout_s` seconds, naming that pid, and SaveFailed where no lock can be had.
    """
    from filelock import FileLock, Timeout

    try:
        create_private_dir(lock_path.parent)
        _require_lock_file(lock_path)
        lock = FileLock(str(lock_path), mode=0o600)
        lock.acquire(timeout=timeout_s, poll_interval=_POLL_S)
    except Timeout as error:
        raise Busy(_busy(lock_path, timeout_s)) from error
    except (OSError, NotImplementedError) as error:
        raise _unlockable(lock_path, error) from error
    try:
        _write_holder(lock_path)
        yield
    finally:
        # A lock that cannot be given back is given back by the end of the process.
        with suppress(OSError):
            lock.release()


def _require_lock_file(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        what = "a link" if stat.S_ISLNK(mode) else describe_kind(mode)
        raise SaveFailed(f"The lock {path} cannot be taken: {what} stands in its place. Remove it.")


def _write_holder(path: Path) -> None:
    # Windows does not let a locked file be written through a second descriptor.
    with suppress(OSError):
        flags = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        fd = os.open(path, flags)
        try:
            os.ftruncate(fd, 0)
            os.write(fd, b"%d\n" % os.getpid())
        finally:
            os.close(fd)


def _busy(path: Path, timeout_s: float) -> str:
    holder = _holder(path)
    who = f"process {holder}" if holder else "another process"
    return (
        f"Busy: {who} has held {path} for over {timeout_s:g} s. "
        f"Nothing was changed. Try again when it is done."
    )


def _holder(path: Path) -> int | None:
    with suppress(OSError):
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        fd = os.open(path, flags)
        try:
            text = os.read(fd, _LONGEST_PID).strip()
        finally:
            os.close(fd)
        return int(text) if text.isdigit() else None
    return None


def _unlockable(path: Path, error: OSError | NotImplementedError) -> SaveFailed:
    if isinstance(error, OSError):
        happened, advice = describe_error(error), suggest_fix(error)
    else:
        happened, advice = "the file system has no locks", "Keep the data on a local disk."
    return SaveFailed(
        f"The lock {path} cannot be taken: {happened}. Nothing was changed. {advice}".rstrip()
    )
