"""Tell without reading whether files are still what they were when they were read.

The answer cache imports this module, so it imports only `os`, `stat`, `time` and `zlib`.
"""

# ruff: noqa: PTH100, PTH116, PTH117, PTH123, PTH208

from __future__ import annotations

import os
import stat
import time
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

Identity = tuple[str, int, int, int, int]
"""Absolute path, size, mtime_ns, inode, ctime_ns.

The path is the one asked for, the numbers are those of the file that links lead to: a link that is
turned to another file gets another identity.
"""

Fingerprint = tuple[str, Identity | None, int, int]
"""A file when it was read: path, identity (None: absent), checksum, time of reading in ns.

Made of plain values, so that the compiled cache can hold it.
"""

SETTLED_NS = 2_000_000_000
"""A file must have been unchanged for this long before it was read. FAT counts in two seconds."""


def build_identity(path: str, status: os.stat_result) -> Identity:
    """Return the identity of the file at `path` that has this status."""
    return (path, status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns)


def read_identity(path: str | os.PathLike[str]) -> Identity | None:
    """Return the identity of the file at `path`, following links; None if there is nothing.

    Raises OSError for a dangling link, a loop, or missing permission.
    """
    absolute = os.path.abspath(path)
    try:
        return build_identity(absolute, os.stat(absolute))
    except (FileNotFoundError, NotADirectoryError):
        if os.path.lexists(absolute):
            raise
        return None


def compute_digest(content: bytes) -> str:
    """Return a short name for these bytes."""
    return f"{crc32(content):08x}-{len(content)}"


def build_fingerprint(identity: Identity, content: bytes, read_ns: int) -> Fingerprint:
    """Return the fingerprint of a file whose `content` was read after its `identity`.

    `read_ns` is the time in nanoseconds before the identity was read.
    """
    return (identity[0], identity, crc32(content), read_ns)


def fingerprint_absent(path: str | os.PathLike[str]) -> Fingerprint:
    """Return the fingerprint of a file that is not there."""
    return (os.path.abspath(path), None, 0, 0)


def fingerprint_unknown(path: str | os.PathLike[str]) -> Fingerprint:
    """Return a fingerprint that never matches, for what cannot be read."""
    absolute = os.path.abspath(path)
    return (absolute, (absolute, -1, 0, 0, 0), 0, 0)


def fingerprint_dir(path: str | os.PathLike[str]) -> Fingerprint:
    """Return the fingerprint of the names in a directory, which may be absent.

    Raises OSError if it cannot be listed.
    """
    read_ns = time.time_ns()
    identity = read_identity(path)
    if identity is None:
        return fingerprint_absent(path)
    return (identity[0], identity, crc32(_names_in(identity[0])), read_ns)


def fingerprint_names(path: str | os.PathLike[str]) -> Fingerprint:
    """Return `fingerprint_dir`, or a fingerprint that never matches if that fails."""
    try:
        return fingerprint_dir(path)
    except OSError:
        return fingerprint_unknown(path)


def fingerprint_existence(path: str) -> Fingerprint:
    """Return the fingerprint of a file that is looked for and not read."""
    read_ns = time.time_ns()
    try:
        # A relative path is another file in every directory.
        identity = read_identity(path) if os.path.isabs(path) else fingerprint_unknown(path)[1]
    except OSError:
        return fingerprint_unknown(path)
    return (os.path.abspath(path), identity, 0, read_ns)


def is_unchanged(fingerprints: Iterable[Fingerprint]) -> bool:
    """Return whether every file is what it was; False in doubt.

    Another identity is another file. The same identity is the same file if its last change (mtime
    and ctime) was at least two seconds before it was read. Otherwise an edit of the same size may
    have got the same times, since file systems count in ticks of up to two seconds (git calls such
    a file racy): then it is read again and the checksums decide.
    """
    try:
        return all(_is_same(each) for each in fingerprints)
    except OSError:
        return False


def _is_same(before: Fingerprint) -> bool:
    path, identity, checksum, read_ns = before
    if read_identity(path) != identity:
        return False
    if identity is None or max(identity[2], identity[4]) + SETTLED_NS <= read_ns:
        return True
    content = _read_again(path, identity[1])
    return content is not None and crc32(content) == checksum


def _names_in(path: str) -> bytes:
    return b"\0".join(sorted(os.fsencode(name) for name in os.listdir(path)))


def _read_again(path: str, size: int) -> bytes | None:
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        return _names_in(path)
    if not stat.S_ISREG(mode):
        return None
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    # One byte more than before: a file that has grown must not pass for its beginning.
    with open(fd, "rb", closefd=True) as file:
        return file.read(size + 1)
