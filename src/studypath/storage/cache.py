"""The compiled cache: plain values between commands, safe to delete at any time.

It uses marshal, which unlike pickle runs no code, behind a header with the version of the program
and the interpreter. The answer cache imports this module, so it imports nothing heavy.
"""

# ruff: noqa: PTH116, PTH118, PTH123

from __future__ import annotations

import marshal
import os
import stat
import sys
from zlib import crc32

from studypath import __version__
from studypath.storage.atomic import create_private_dir, is_own_file, write_atomically

LARGEST_BYTES = 256 * 1024 * 1024
"""A larger cache file is ignored."""

_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_CRC_BYTES = 4


def load(cache_dir: str | os.PathLike[str], name: str, key: bytes) -> object | None:
    """Return what was stored under `name` and `key`; None in doubt. Never raises.

    A value is trusted if its directory and file belong to this user, are no links and not writable
    by others, if this version of program and interpreter stored it under the same key, and if its
    checksum is right.
    """
    try:
        content = _read(os.fspath(cache_dir), name)
        header = _build_header(key)
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
    """Store `value` under `name` and `key`; do nothing if the cache cannot be written.

    `value` consists of None, bool, int, float, str, bytes, tuple, list, dict, set and frozenset;
    ValueError for any other. It is not synced to the disk: a torn file fails its checksum.
    """
    payload = marshal.dumps(value)  # type: ignore[arg-type]
    directory = os.fspath(cache_dir)
    try:
        create_private_dir(directory)
        if is_private_dir(directory):
            header = _build_header(key) + _checksum(payload)
            write_atomically(os.path.join(directory, name), header, payload, sync=False)
    except OSError:
        pass


def is_private_dir(directory: str) -> bool:
    """Return whether a directory is no link, belongs to this user and is closed to others' writes.

    A link could lead into a folder of other files. Raises OSError if there is nothing.
    """
    status = os.lstat(directory)
    return stat.S_ISDIR(status.st_mode) and _is_private(status)


def is_private_file(path: str) -> bool:
    """Return whether a file is regular, no link, this user's and closed to others' writes.

    Raises OSError if there is nothing.
    """
    status = os.lstat(path)
    return stat.S_ISREG(status.st_mode) and _is_private(status)


def _build_header(key: bytes) -> bytes:
    # A program installed again under the same version may order fields differently.
    installed = os.stat(__file__).st_mtime_ns
    tag = f"{__version__} {installed} {sys.hexversion:x} {marshal.version}"
    return b"studypath cache 1\n%s\n%d\n%s\n" % (tag.encode(), len(key), key)


def _checksum(payload: bytes | memoryview) -> bytes:
    return crc32(payload).to_bytes(_CRC_BYTES, "big")


def _is_private(status: os.stat_result) -> bool:
    if not is_own_file(status):
        return False
    # Windows keeps access elsewhere; its mode bits say nothing about other users.
    return os.name != "posix" or not status.st_mode & _OTHERS_MAY_WRITE


def _read(directory: str, name: str) -> bytes | None:
    if not is_private_dir(directory):
        return None
    path = os.path.join(directory, name)
    if not stat.S_ISREG(os.lstat(path).st_mode):
        return None
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        if not (stat.S_ISREG(status.st_mode) and _is_private(status)):
            return None
        if status.st_size > LARGEST_BYTES:
            return None
        return file.read()
