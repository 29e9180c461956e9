"""Whether files are still what they were when they were last read, told without reading them.

Nothing but `os` and `zlib` is imported here, since the quickest commands pass through.
"""

# pathlib costs as much as starting the interpreter does, and quick commands pass through here.
# ruff: noqa: PTH100, PTH116, PTH123, PTH208

from __future__ import annotations

import os
import stat
import time
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

Identity = tuple[str, int, int, int, int]
"""What the file system says of a file: absolute path, size, mtime_ns, inode, ctime_ns.

The path is the one that was asked for, the numbers are those of the file it leads to, so a link
that is turned to another file is another identity.
"""

Fingerprint = tuple[str, Identity | None, int, int]
"""What a file was when it was read: path, identity (None: absent), digest, time of reading in ns.

It consists of plain values, so that it can be kept in the compiled cache.
"""

SETTLED_NS = 2_000_000_000
"""A file must have been left alone for this long before it was read. FAT counts in two seconds."""


def build_identity(path: str, status: os.stat_result) -> Identity:
    """The identity of the file at `path` of which `status` is known."""
    return (path, status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns)


def read_identity(path: str | os.PathLike[str]) -> Identity | None:
    """The identity of what is at `path`, links followed; None where nothing is, not even a link.

    Raises OSError where the answer cannot be had: a dangling link, a loop, no permission.
    """
    absolute = os.path.abspath(path)
    try:
        return build_identity(absolute, os.stat(absolute))
    except (FileNotFoundError, NotADirectoryError):
        if os.path.lexists(absolute):
            raise
        return None


def compute_crc(content: bytes) -> int:
    """A checksum of `content`, which tells accidents apart and is no proof against intent."""
    return crc32(content)


def build_fingerprint(identity: Identity, content: bytes, read_ns: int) -> Fingerprint:
    """The stamp of a file that was read: `content` must have been read after `identity` was taken.

    `read_ns` is the time in nanoseconds of the moment before the identity was taken.
    """
    return (identity[0], identity, compute_crc(content), read_ns)


def fingerprint_absent(path: str | os.PathLike[str]) -> Fingerprint:
    """The stamp of a file that was not there."""
    return (os.path.abspath(path), None, 0, 0)


def fingerprint_unknown(path: str | os.PathLike[str]) -> Fingerprint:
    """The stamp of what could not be looked at; it never holds."""
    absolute = os.path.abspath(path)
    return (absolute, (absolute, -1, 0, 0, 0), 0, 0)


def fingerprint_dir(path: str | os.PathLike[str]) -> Fingerprint:
    """The stamp of the names in a directory, not of what the files in it hold.

    A directory that is not there has a stamp too. Raises OSError where it cannot be listed.
    """
    read_ns = time.time_ns()
    identity = read_identity(path)
    if identity is None:
        return fingerprint_absent(path)
    return (identity[0], identity, compute_crc(_names_in(identity[0])), read_ns)


def fingerprint_names(path: str | os.PathLike[str]) -> Fingerprint:
    """As `stamp_of_directory`, but where it cannot be listed a stamp that never holds."""
    try:
        return fingerprint_dir(path)
    except OSError:
        return fingerprint_unknown(path)


def is_unchanged(stamps: Iterable[Fingerprint]) -> bool:
    """Whether every file is what it was when its stamp was taken; False whenever in doubt.

    The rule: another identity is another file. The same identity is the same file if its last
    change (mtime and ctime) lay at least two seconds before it was read. Otherwise a later edit
    of the same size may have been given the same times, for file systems count in ticks of up to
    two seconds (git calls such a file racy): then it is read again and the digests decide.
    """
    try:
        return all(_same(each) for each in stamps)
    except OSError:
        return False


def _same(before: Fingerprint) -> bool:
    path, identity, digest, read_ns = before
    if read_identity(path) != identity:
        return False
    if identity is None or max(identity[2], identity[4]) + SETTLED_NS <= read_ns:
        return True
    content = _read_again(path, identity[1])
    return content is not None and compute_crc(content) == digest


def _names_in(path: str) -> bytes:
    return b"\0".join(sorted(os.fsencode(name) for name in os.listdir(path)))


def _read_again(path: str, size: int) -> bytes | None:
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        return _names_in(path)
    if not stat.S_ISREG(mode):
        return None
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    # One byte more than there was: a file that has grown since must not pass for its beginning.
    with open(fd, "rb", closefd=True) as file:
        return file.read(size + 1)
