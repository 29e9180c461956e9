"""Read a regular file whole, up to a size, together with its identity."""

from __future__ import annotations

import os
import stat
import sys
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
    from pathlib import Path as FilePath

__all__ = ["Identity", "Source", "read_identity", "read_if_there", "read_regular", "read_stdin"]

_ATTEMPTS = 3

_KINDS: tuple[tuple[int, str], ...] = (
    (stat.S_IFDIR, "a directory"),
    (stat.S_IFIFO, "a named pipe"),
    (stat.S_IFSOCK, "a socket"),
    (stat.S_IFCHR, "a device"),
    (stat.S_IFBLK, "a device"),
)


class Source(NamedTuple):
    """The content of a file, and the time in nanoseconds when it was read."""

    path: FilePath
    content: bytes
    identity: Identity
    read_ns: int

    @property
    def fingerprint(self) -> Fingerprint:
        """The fingerprint that tells later whether the file is still the same."""
        return build_fingerprint(self.identity, self.content, self.read_ns)


def read_regular(path: FilePath, limit_bytes: int, *, if_larger: str = "") -> Source:
    """Return the regular file at `path`, following links, of at most `limit_bytes`.

    Never waits for a pipe or a device. Raises UnusableFile with the reason; `if_larger` is the
    advice for a file that is too large.
    """
    try:
        return _read(path, limit_bytes, if_larger)
    except OSError as error:
        message = describe_error(error)
        if isinstance(error, FileNotFoundError) and path.is_symlink():
            message = "it is a link to a file that is not there"
        raise _unusable(path, f"cannot be read: {message}", suggest_fix(error)) from error
    except ValueError as error:
        raise _unusable(path, "cannot be read: no file can have this name") from error


def read_if_there(path: FilePath, limit_bytes: int) -> Source | None:
    """Return `read_regular`, or None if there is nothing at `path`, not even a dangling link."""
    try:
        if read_identity(path) is None:
            return None
    except (OSError, ValueError):
        pass  # Reading names the reason.
    return read_regular(path, limit_bytes)


def read_stdin(limit_bytes: int, *, if_larger: str = "") -> bytes:
    """Return what stdin gives; raise UnusableFile as `read_regular` if it is too much."""
    content = sys.stdin.buffer.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        raise _unusable("stdin", _describe_excess(limit_bytes), if_larger)
    return content


def describe_kind(mode: int) -> str:
    """Return the kind of a file with this mode: "a directory", "a named pipe"."""
    return next((name for kind, name in _KINDS if stat.S_IFMT(mode) == kind), "not a regular file")


def _read(path: FilePath, limit_bytes: int, if_larger: str) -> Source:
    for attempt in range(_ATTEMPTS):
        # Checked before opening: opening a device may already do something.
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
            raise _unusable(path, _describe_excess(limit_bytes), if_larger)
        absolute = os.path.abspath(path)  # noqa: PTH100 - links stay as the user wrote them
        identity = build_identity(absolute, before)
        # Changed while it was read: read again. The identity is always the one from before reading,
        # so that the content never passes for a later version.
        if identity == build_identity(absolute, after) or attempt == _ATTEMPTS - 1:
            return Source(path, content, identity, read_ns)
    raise AssertionError


def _require_regular(path: FilePath, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise _unusable(path, f"is {describe_kind(mode)}, but must be a regular file")


def _describe_excess(limit_bytes: int) -> str:
    whole, rest = divmod(limit_bytes, 1 << 20)
    return f"is larger than {limit_bytes >> 10} KiB" if rest else f"is larger than {whole} MiB"


def _unusable(path: FilePath | str, message: str, advice: str = "") -> UnusableFile:
    return UnusableFile((Fault(str(path), None, "", message),), advice=advice)
