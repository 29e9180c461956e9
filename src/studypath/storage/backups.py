"""Dated backups: what the progress file held before each save, and which of them stay."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from studypath.storage.atomic import (
    build_temporary_name,
    create_temporary,
    remove_temporary,
    sweep_temporaries,
    write_all,
)

if TYPE_CHECKING:
    from pathlib import Path

NEWEST = 20
"""So many of the newest backups stay, whatever their age."""

DAYS = 14
"""Of so many of the latest days that have a backup, the newest stays."""

MONTHS = 12
"""Of so many of the latest months that have a backup, the newest stays."""

APART = 10
"""So many of the larger versions that were kept apart stay."""

SMALL_BYTES = 1024
"""A version up to this size may shrink as it likes."""

_LARGE = "-large"
_STAMP_LENGTH = len("2026-11-21T184000.123456Z")


class Backup(NamedTuple):
    """One backup: its file, the time of the save that replaced it, whether it was kept apart.

    `stamp` reads `2026-11-21T184000.123456Z`, in UTC, and sorts as time does. `number` counts
    from 1 the backups of one stamp.
    """

    path: Path
    stamp: str
    number: int
    large: bool


def is_sharp_shrink(before_bytes: int, after_bytes: int) -> bool:
    """Whether a save loses so much that the version before it is worth keeping apart."""
    return before_bytes > SMALL_BYTES and after_bytes * 2 < before_bytes


def list_backups(directory: Path, stem: str = "progress") -> tuple[Backup, ...]:
    """The backups of `stem` in a directory, the newest first; other files are passed over.

    A directory that is not there, or cannot be read, holds none.
    """
    try:
        names = os.listdir(directory)  # noqa: PTH208 - names are what is wanted
    except OSError:
        return ()
    found = (_backup_named(directory, name, stem) for name in names)
    return tuple(
        sorted((each for each in found if each), key=lambda b: (b.stamp, b.number), reverse=True)
    )


def write_backup(directory: Path, name: str, content: bytes, *, apart: bool, now: datetime) -> Path:
    """Keeps `content`, the version of the file `name` that a save is about to replace.

    The file is on disk when this returns; it is in place whole or not at all. Raises OSError.
    """
    create_private_dir(directory)
    path = _free_path(directory, name, _stamp(now), _LARGE if apart else "")
    # Named for the file, not for the backup: the next save must find what a killed one left.
    family = str(directory / name)
    sweep_temporaries(family)
    temporary = build_temporary_name(family)
    fd = create_temporary(temporary)
    try:
        try:
            restrict_file(fd)
            write_all(fd, content)
            os.fsync(fd)
        finally:
            os.close(fd)
        os.replace(temporary, path)  # noqa: PTH105 - the temporary's path is text
    except BaseException:
        remove_temporary(temporary)
        raise
    sync_dir(directory)
    return path


def rotate_backups(directory: Path, stem: str, now: datetime) -> None:
    """Removes the backups that no rule keeps.

    The newest 20 stay, the newest of each of the last 14 days and of each of the last 12 months
    that have any. Days and months are those of UTC. Backups from the future, which a clock that
    was set back leaves, are counted on their own, so that they cannot push out new ones. Of the
    versions kept apart the newest 10 stay.
    """
    present = list_backups(directory, stem)
    ordinary = [each for each in present if not each.large]
    limit = _stamp(now)
    past = [each for each in ordinary if each.stamp <= limit]
    future = [each for each in ordinary if each.stamp > limit]
    staying = {each.path for each in (*past[:NEWEST], *future[:NEWEST])}
    staying |= _newest_of_each(past, len("2026-11-21"), DAYS)
    staying |= _newest_of_each(past, len("2026-11"), MONTHS)
    staying |= {each.path for each in [each for each in present if each.large][:APART]}
    for each in present:
        if each.path not in staying:
            remove_temporary(str(each.path))


def create_private_dir(directory: Path) -> None:
    """Creates a directory for this user alone (0700); one that exists is left as it is."""
    try:
        directory.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        if not directory.is_dir():
            raise
    else:
        directory.chmod(0o700)  # A umask may have taken the user's own bits.


def restrict_file(fd: int) -> None:
    """Gives an open file to this user alone (0600), whatever the umask has made of it."""
    if hasattr(os, "fchmod"):
        os.fchmod(fd, 0o600)


def sync_dir(directory: Path) -> None:
    """Brings the names in a directory to disk; where directories cannot be synced, does nothing.

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


def _stamp(now: datetime) -> str:
    try:
        utc = now.astimezone(UTC)
    except OverflowError:
        utc = now
    return (
        f"{utc.year:04d}-{utc.month:02d}-{utc.day:02d}"
        f"T{utc.hour:02d}{utc.minute:02d}{utc.second:02d}.{utc.microsecond:06d}Z"
    )


def _free_path(directory: Path, name: str, stamp: str, mark: str) -> Path:
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a name, no path
    number = 1
    while True:
        count = "" if number == 1 else f"-{number}"
        path = directory / f"{stem}-{stamp}{count}{mark}{suffix}"
        if not os.path.lexists(path):
            return path
        number += 1


def _backup_named(directory: Path, name: str, stem: str) -> Backup | None:
    body, _ = os.path.splitext(name)  # noqa: PTH122 - a name, no path
    if not body.startswith(f"{stem}-"):
        return None
    rest = body[len(stem) + 1 :]
    stamp, rest = rest[:_STAMP_LENGTH], rest[_STAMP_LENGTH:]
    large = rest.endswith(_LARGE)
    count = rest.removesuffix(_LARGE)
    if not _is_stamp(stamp) or not (count == "" or (count[0] == "-" and count[1:].isdecimal())):
        return None
    return Backup(directory / name, stamp, int(count[1:] or 1), large)


def _is_stamp(text: str) -> bool:
    pattern = "0000-00-00T000000.000000Z"
    return len(text) == len(pattern) and all(
        is_digit.isdecimal() and is_digit.isascii() if expected == "0" else is_digit == expected
        for is_digit, expected in zip(text, pattern, strict=True)
    )


def _newest_of_each(backups: list[Backup], length: int, limit: int) -> set[Path]:
    newest: dict[str, Path] = {}
    for each in backups:
        period = each.stamp[:length]
        if period not in newest and len(newest) == limit:
            break
        newest.setdefault(period, each.path)
    return set(newest.values())
