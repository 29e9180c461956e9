"""Dated backups: the versions of a file before each save, and which of them stay."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path as FilePath
from typing import NamedTuple

from studypath.storage.atomic import create_private_dir, remove_file, sync_dir, write_atomically

NEWEST = 20
"""The newest backups stay, whatever their age."""

DAYS = 14
"""The newest backup of each of this many latest days stays."""

MONTHS = 12
"""The newest backup of each of this many latest months stays."""

LARGE = 10
"""This many of the versions that a save shrank sharply stay."""

SMALL_BYTES = 1024
"""A version up to this size may shrink freely."""

# Before the number came first, a name was STEM-TIME[-COUNT]; those are older than any number.
_NAME = re.compile(
    r"(?P<number>\d{6,}-)?(?P<time>\d{4}-\d\d-\d\dT\d{6}(?:\.\d{6})?Z)(?P<count>-\d+)?"
    r"(?P<large>-large)?",
    re.ASCII,
)


class Backup(NamedTuple):
    """One backup; `order` sorts backups by save, `time` (`2026-11-21T184000Z`) is that of the save.

    `large` marks a version that the save after it shrank sharply.
    """

    path: FilePath
    order: tuple[int, str, int]
    time: str
    large: bool


def is_sharp_shrink(before_bytes: int, after_bytes: int) -> bool:
    """Return whether a save loses so much that the version before it is kept longer."""
    return before_bytes > SMALL_BYTES and after_bytes * 2 < before_bytes


def list_backups(directory: FilePath, stem: str = "progress") -> tuple[Backup, ...]:
    """Return the backups of `STEM.toml` in a directory, the newest first; ignore other files.

    A directory that is missing or cannot be read has none.
    """
    try:
        names = os.listdir(directory)  # noqa: PTH208 - only names are needed
    except OSError:
        return ()
    backups = (_parse_name(directory, name, stem) for name in names)
    return tuple(sorted(filter(None, backups), key=lambda backup: backup.order, reverse=True))


def write_backup(
    directory: FilePath, name: str, content: bytes, *, large: bool, now: datetime
) -> FilePath:
    """Write `content`, the version of the file `name` that a save is about to replace.

    Its name begins with a number higher than all present ones, so that names sort by save,
    whatever the clock says. The file is on disk, whole, when this returns. Raises OSError.
    """
    create_private_dir(str(directory))
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a name, not a path
    number = max((backup.order[0] for backup in list_backups(directory, stem)), default=0) + 1
    mark = "-large" if large else ""
    path = directory / f"{stem}-{number:06}-{_format_time(now)}{mark}{suffix}"
    # The temporary is named for the file, so that the next save finds what a killed one left.
    write_atomically(
        str(directory / name),
        content,
        place=lambda temporary, _: os.replace(temporary, path),  # noqa: PTH105 - text
    )
    sync_dir(str(directory))
    return path


def rotate_backups(directory: FilePath, stem: str) -> None:
    """Remove the backups that no rule keeps.

    The newest 20 stay, the newest of each of the latest 14 days and of each of the latest 12
    months that have any (in UTC), and the newest 10 of the large ones.
    """
    backups = list_backups(directory, stem)
    ordinary = [backup for backup in backups if not backup.large]
    staying = {backup.path for backup in ordinary[:NEWEST]}
    staying |= _newest_per_period(ordinary, len("2026-11-21"), DAYS)
    staying |= _newest_per_period(ordinary, len("2026-11"), MONTHS)
    staying |= {backup.path for backup in [b for b in backups if b.large][:LARGE]}
    for backup in backups:
        if backup.path not in staying:
            remove_file(str(backup.path))


def _format_time(now: datetime) -> str:
    try:
        utc = now.astimezone(UTC)
    except OverflowError:
        utc = now
    return f"{utc.year:04}-{utc:%m-%dT%H%M%S}Z"


def _parse_name(directory: FilePath, name: str, stem: str) -> Backup | None:
    body, _ = os.path.splitext(name)  # noqa: PTH122 - a name, not a path
    match = _NAME.fullmatch(body.removeprefix(f"{stem}-"))
    if match is None or not body.startswith(f"{stem}-"):
        return None
    number, count = int((match["number"] or "0").strip("-")), int((match["count"] or "0")[1:] or 1)
    return Backup(
        directory / name, (number, match["time"], count), match["time"], bool(match["large"])
    )


def _newest_per_period(backups: list[Backup], length: int, limit: int) -> set[FilePath]:
    newest: dict[str, FilePath] = {}
    for backup in backups:
        newest.setdefault(backup.time[:length], backup.path)
    return {newest[period] for period in sorted(newest, reverse=True)[:limit]}
