"""Reading a file whole: a regular one, within a size, together with its identity."""

from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.errors import Fault, UnusableFile
from studypath.storage.fingerprints import (
    Fingerprint,
    Identity,
    build_fingerprint,
    build_identity,
    read_identity,
)
from studypath.storage.os_errors import describe_error, suggest_fix

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Identity", "Source", "file_contains", "read_identity", "read_if_there", "read_regular"]

_ATTEMPTS = 3

_KINDS: tuple[tuple[int, str], ...] = (
    (stat.S_IFDIR, "a directory"),
    (stat.S_IFIFO, "a named pipe"),
    (stat.S_IFSOCK, "a socket"),
    (stat.S_IFCHR, "a device"),
    (stat.S_IFBLK, "a device"),
)


class Source(NamedTuple):
    """What a file held when it was read: `read_ns` is the time of reading in nanoseconds."""

    path: Path
    content: bytes
    identity: Identity
    read_ns: int

    @property
    def stamp(self) -> Fingerprint:
        """What tells later whether the file is still the same."""
        return build_fingerprint(self.identity, self.content, self.read_ns)


def read_regular(path: Path, limit_bytes: int) -> Source:
    """The file at `path`, links followed; it must be regular and hold at most `limit_bytes`.

    Never waits for a pipe or a device. Raises UnusableFile with what stands in the way.
    """
    try:
        return _read(path, limit_bytes)
    except OSError as error:
        message = describe_error(error)
        if isinstance(error, FileNotFoundError) and path.is_symlink():
            message = "it is a link to a file that is not there"
        raise _unusable(path, f"cannot be read: {message}", suggest_fix(error)) from error
    except ValueError as error:
        raise _unusable(path, "cannot be read: no file has such a name") from error


def read_if_there(path: Path, limit_bytes: int) -> Source | None:
    """As `read_regular`, but None where nothing is at `path`, not even a dangling link."""
    try:
        if read_identity(path) is None:
            return None
    except (OSError, ValueError):
        pass  # Whatever is wrong, reading names it.
    return read_regular(path, limit_bytes)


def file_contains(path: Path, content: bytes) -> bool:
    """Whether the file at `path` holds these bytes; False where it cannot be looked at."""
    try:
        source = read_if_there(path, len(content))
    except UnusableFile:
        return False
    return source is not None and source.content == content


def describe_kind(mode: int) -> str:
    """What a file of this mode is, for a person: "a directory", "a named pipe"."""
    return next((name for kind, name in _KINDS if stat.S_IFMT(mode) == kind), "no regular file")


def _read(path: Path, limit_bytes: int) -> Source:
    for attempt in range(_ATTEMPTS):
        # Looked at before it is opened, for opening a device may already do something.
        _require_regular(path, path.stat().st_mode)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        fd = os.open(path, flags | getattr(os, "O_BINARY", 0))
        with open(fd, "rb", closefd=True) as file:  # noqa: PTH123 - a descriptor, no path
            read_ns = time.time_ns()
            before = os.fstat(fd)
            _require_regular(path, before.st_mode)
            content = file.read(limit_bytes + 1) if before.st_size <= limit_bytes else None
            after = os.fstat(fd)
        if content is None or len(content) > limit_bytes:
            raise _unusable(path, f"is larger than {limit_bytes // 1024} KiB")
        absolute = os.path.abspath(path)  # noqa: PTH100 - links stay as the user wrote them
        identity = build_identity(absolute, before)
        # Somebody wrote while it was read: once more. The identity from before the reading is
        # kept in any case, so that what was read can never pass for a later version.
        if identity == build_identity(absolute, after) or attempt == _ATTEMPTS - 1:
            return Source(path, content, identity, read_ns)
    raise AssertionError


def _require_regular(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise _unusable(path, f"is {describe_kind(mode)}, and must be a regular file")


def _unusable(path: Path, message: str, advice: str = "") -> UnusableFile:
    return UnusableFile((Fault(str(path), None, "", message),), advice=advice)
