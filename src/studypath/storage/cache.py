"""The compiled cache: plain values kept between commands, safe to delete at any time.

It is marshal, not pickle, behind a header that names the program's version and the interpreter.
Nothing but `os`, `marshal` and `zlib` is imported, since the quickest commands pass through.
"""

# pathlib costs as much as starting the interpreter does, and quick commands pass through here.
# ruff: noqa: PTH103, PTH105, PTH116, PTH118, PTH123

from __future__ import annotations

import marshal
import os
import stat
import sys
from zlib import crc32

from studypath import __version__
from studypath.storage.atomic import (
    build_temporary_name,
    create_temporary,
    is_own_file,
    remove_temporary,
    sweep_temporaries,
    write_all,
)

LARGEST_BYTES = 256 * 1024 * 1024
"""A larger cache file is ignored."""

_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_CRC_BYTES = 4


def load(cache_dir: str | os.PathLike[str], name: str, key: bytes) -> object | None:
    """What was stored under `name` and `key`; None whenever anything about it is in doubt.

    It is trusted if directory and file belong to this user and nobody else may write to them, if
    it was stored by this version of program and interpreter under the same key, and if its
    checksum holds. It never raises.
    """
    try:
        content = _read_ours(os.fspath(cache_dir), name)
        header = _header(key)
        start = len(header) + _CRC_BYTES
        if content is None or content[: len(header)] != header:
            return None
        payload = memoryview(content)[start:]
        if content[len(header) : start] != _checksum(payload):
            return None
        return marshal.loads(payload)  # type: ignore[no-any-return]  # noqa: S302 - see the rule
    except (OSError, ValueError, EOFError, TypeError, MemoryError):
        return None


def store(cache_dir: str | os.PathLike[str], name: str, key: bytes, value: object) -> None:
    """Keeps `value` under `name` and `key`; a cache that cannot be written is none, not a fault.

    `value` is made of None, bool, int, float, str, bytes, tuple, list, dict, set and frozenset.
    The file is replaced in one piece. It is not synced to disk: a torn one fails its checksum.
    Raises ValueError for any other value.
    """
    payload = marshal.dumps(value)  # type: ignore[arg-type]
    directory = os.fspath(cache_dir)
    try:
        os.makedirs(directory, mode=0o700, exist_ok=True)
        if not _only_ours(os.stat(directory)):
            return
        target = os.path.join(directory, name)
        sweep_temporaries(target)
        temporary = build_temporary_name(target)
        fd = create_temporary(temporary)
    except OSError:
        return
    try:
        try:
            write_all(fd, _header(key) + _checksum(payload))
            write_all(fd, payload)
        finally:
            os.close(fd)
        os.replace(temporary, target)
    except OSError:
        remove_temporary(temporary)
    except BaseException:
        remove_temporary(temporary)
        raise


def _header(key: bytes) -> bytes:
    # A program installed again under the same version may lay values out in another order.
    installed = os.stat(__file__).st_mtime_ns
    tag = f"{__version__} {installed} {sys.hexversion:x} {marshal.version}"
    return b"studypath cache 1\n%s\n%d\n%s\n" % (tag.encode(), len(key), key)


def _checksum(payload: bytes | memoryview) -> bytes:
    return crc32(payload).to_bytes(_CRC_BYTES, "big")


def _only_ours(status: os.stat_result) -> bool:
    if not is_own_file(status):
        return False
    # Windows keeps access elsewhere; its mode bits say nothing about other users.
    return os.name != "posix" or not status.st_mode & _OTHERS_MAY_WRITE


def _read_ours(directory: str, name: str) -> bytes | None:
    if not _only_ours(os.stat(directory)):
        return None
    path = os.path.join(directory, name)
    if not stat.S_ISREG(os.lstat(path).st_mode):
        return None
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        if not (stat.S_ISREG(status.st_mode) and _only_ours(status)):
            return None
        if status.st_size > LARGEST_BYTES:
            return None
        return file.read()
