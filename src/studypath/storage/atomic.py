"""Write a file whole or not at all: a temporary file beside the target takes its place."""

# The answer cache imports this module: pathlib and contextlib cost too much there.
# ruff: noqa: PTH101, PTH103, PTH108, PTH112, PTH118, PTH208

from __future__ import annotations

import os
import stat
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

STALE_S = 60
"""A temporary file older than this, in seconds, was left behind by a killed process."""

_LONGEST_NAME = 40
_POSIX = os.name == "posix"


def write_atomically(
    target: str,
    *parts: bytes,
    sync: bool = True,
    place: Callable[[str, str], None] | None = None,
) -> None:
    """Replace the file at `target` by `parts`, private to the user (0600).

    `place(temporary, target)` moves the finished temporary file; `os.replace` by default. `sync`
    brings the content to the disk before that. Raises OSError; then no temporary file is left.
    """
    sweep_temporaries(target)
    temporary = build_temporary_name(target)
    fd = _create(temporary)
    try:
        try:
            if hasattr(os, "fchmod"):
                os.fchmod(fd, 0o600)  # Whatever the umask made of it.
            for part in parts:
                write_all(fd, part)
            if sync:
                os.fsync(fd)
        finally:
            os.close(fd)
        (place or os.replace)(temporary, target)
    except BaseException:
        remove_file(temporary)
        raise


def create_private_dir(directory: str) -> None:
    """Create a directory with mode 0700; an existing one stays as it is. Raises OSError."""
    try:
        os.makedirs(directory, 0o700)
    except FileExistsError:
        if not os.path.isdir(directory):
            raise
    else:
        os.chmod(directory, 0o700)  # The umask may have taken the user's own bits.


def sync_dir(directory: str) -> None:
    """Bring the names in a directory to the disk; do nothing where directories cannot be synced.

    Raises OSError only if the disk reports an error.
    """
    import errno

    fd = -1
    try:
        fd = os.open(directory, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        os.fsync(fd)
    except OSError as error:
        if error.errno in (errno.EIO, errno.ENOSPC, getattr(errno, "EDQUOT", errno.EIO)):
            raise
    finally:
        if fd >= 0:
            os.close(fd)


def remove_file(path: str) -> None:
    """Remove a file of the program; one that cannot be removed is left for the next time."""
    try:  # noqa: SIM105 - contextlib costs a third of a start-up
        os.unlink(path)
    except OSError:
        pass


def build_temporary_name(target: str) -> str:
    """Return a name for a temporary file in the directory of `target`: `.NAME.PID-RANDOM.tmp`."""
    directory, name = os.path.split(target)
    return os.path.join(directory, f"{_prefix(name)}{os.getpid()}-{os.urandom(4).hex()}.tmp")


def sweep_temporaries(target: str) -> None:
    """Remove the temporary files that killed processes left beside `target`.

    Only regular files of this user with a name of `build_temporary_name` are removed, and only if
    their process is gone or they are older than `STALE_S`.
    """
    directory, name = os.path.split(target)
    try:
        names = os.listdir(directory or os.curdir)
    except OSError:
        return
    prefix = _prefix(name)
    for each in names:
        if each.startswith(prefix) and each.endswith(".tmp"):
            _sweep(os.path.join(directory, each), each[len(prefix) : -len(".tmp")])


def is_own_file(status: os.stat_result) -> bool:
    """Return whether a file belongs to this user; always True where files have no owners."""
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def _create(path: str) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.open(path, flags, 0o600)


def write_all(fd: int, content: bytes) -> None:
    """Write all bytes to an open file."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(fd, rest) :]  # A disk may take only a part at a time.


def _prefix(name: str) -> str:
    # Cut, so that the temporary of a target with the longest possible name is not too long.
    return f".{name[:_LONGEST_NAME]}."


def _sweep(path: str, suffix: str) -> None:
    pid, dash, random = suffix.partition("-")
    if not (dash and pid.isdecimal() and len(random) == 8):  # noqa: PLR2004 - four bytes in hex
        return
    try:
        status = os.lstat(path)
    except OSError:
        return
    if not stat.S_ISREG(status.st_mode) or not is_own_file(status):
        return
    # A time far in the future comes from a clock that was set back since: stale as well.
    if abs(time.time() - status.st_mtime) > STALE_S or not _is_running(int(pid)):
        remove_file(path)


def _is_running(pid: int) -> bool:
    # On Windows os.kill(pid, 0) ends the process; there only the age decides.
    if not _POSIX:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
