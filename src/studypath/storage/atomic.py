"""Temporary files beside the file they will replace: how they are named, and who sweeps them."""

# pathlib costs as much as starting the interpreter does, and quick commands pass through here.
# ruff: noqa: PTH108, PTH118, PTH208

from __future__ import annotations

import os
import stat
import time

STALE_S = 60
"""A temporary file older than this, in seconds, was left behind by a process that was killed."""

_LONGEST_NAME = 40
_POSIX = os.name == "posix"


def build_temporary_name(target: str) -> str:
    """A path for a temporary file in the directory of `target`: `.NAME.PID-RANDOM.tmp`."""
    directory, name = os.path.split(target)
    return os.path.join(directory, f"{_beginning(name)}{os.getpid()}-{os.urandom(4).hex()}.tmp")


def create_temporary(path: str) -> int:
    """The descriptor of a new file at `path`, private to the user; it must not exist yet."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.open(path, flags, 0o600)


def write_all(fd: int, content: bytes) -> None:
    """Writes all of `content`; a disk that takes only a part of it is asked again."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(fd, rest) :]


def remove_temporary(path: str) -> None:
    """Removes a temporary file of ours; one that cannot be removed is left for the next sweep."""
    try:  # noqa: SIM105 - contextlib costs a third of a start-up
        os.unlink(path)
    except OSError:
        pass


def sweep_temporaries(target: str) -> None:
    """Removes the temporaries that killed processes left beside `target`.

    Only regular files of this user with a name that `temporary_beside` gives are touched, and
    only when their process is gone or they are older than `STALE_S`.
    """
    directory, name = os.path.split(target)
    try:
        names = os.listdir(directory or os.curdir)
    except OSError:
        return
    beginning = _beginning(name)
    for each in names:
        if each.startswith(beginning) and each.endswith(".tmp"):
            _sweep_one(os.path.join(directory, each), each[len(beginning) : -len(".tmp")])


def _beginning(name: str) -> str:
    # Cut, so that a target with a name of the greatest length still has room for its temporary.
    return f".{name[:_LONGEST_NAME]}."


def _sweep_one(path: str, mark: str) -> None:
    pid, dash, random = mark.partition("-")
    if not (dash and pid.isdecimal() and len(random) == 8):  # noqa: PLR2004 - four bytes in hex
        return
    try:
        status = os.lstat(path)
    except OSError:
        return
    if not stat.S_ISREG(status.st_mode) or not is_own_file(status):
        return
    # A stamp far in the future comes from a clock that was set back; it is as stale.
    if abs(time.time() - status.st_mtime) > STALE_S or not _is_running(int(pid)):
        remove_temporary(path)


def is_own_file(status: os.stat_result) -> bool:
    """Whether a file is owned by the user of this process; always so where owners are unknown."""
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


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
