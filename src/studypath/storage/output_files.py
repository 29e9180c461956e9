"""Write an export to a file that the user named; nothing is replaced without asking."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from studypath.core.errors import SaveFailed, UnusableFile, WrongUsage
from studypath.storage.atomic import remove_file, write_atomically
from studypath.storage.os_errors import describe_error, suggest_fix
from studypath.storage.places import find_bundled_paths

if TYPE_CHECKING:
    from studypath.storage.places import Places

PAGE_MARK = b'<meta name="generator" content="studypath">'
PAGE_HEAD_BYTES = 2048


def write_output(file: FilePath, content: bytes, *, force: bool, places: Places) -> None:
    """Write an export, whole or not at all.

    Raises WrongUsage if the file exists and `force` is not set, or is one of the program's own;
    SaveFailed if it cannot be written.
    """
    try:
        check_output_file(file, places)
        if file.is_symlink() or (file.exists() and not file.is_file()):
            msg = f"{file} is not a regular file; name another one"
            raise WrongUsage(msg)
        write_atomically(str(file), content, place=None if force else _place_new)
    except FileExistsError:
        msg = f"{file} exists; to replace it, add --force"
        raise WrongUsage(msg) from None
    except OSError as error:
        msg = f"{file} was not written: {describe_error(error)}. {suggest_fix(error)}"
        raise SaveFailed(msg.rstrip()) from error


def check_output_file(file: FilePath, places: Places) -> None:
    """Raise WrongUsage if the file is one of the program's own, under whatever name or link.

    These are progress, settings, journal, the records of calendars, sync and stores, locks,
    everything in the directories of backups and path files, what the program wrote into the cache,
    and the bundled paths.
    """
    named = FilePath(os.path.realpath(file))
    for own in _own_files(places):
        resolved = FilePath(os.path.realpath(own))
        if named == resolved or (named.exists() and _is_same(named, resolved)):
            msg = f"{file} is one of studypath's own files; name another one"
            raise WrongUsage(msg)
    for directory in _own_directories(places):
        if FilePath(os.path.realpath(directory)) in named.parents:
            msg = f"{file} is in a directory of studypath's own files; name another one"
            raise WrongUsage(msg)


def is_own_page(file: FilePath) -> bool:
    """Return whether a file is a page that `report` wrote."""
    try:
        with file.open("rb") as opened:
            return PAGE_MARK in opened.read(PAGE_HEAD_BYTES)
    except OSError:
        return False


def _own_files(places: Places) -> list[FilePath]:
    files: list[FilePath] = []
    if "data" in places.directories:
        aside = places.data / "undo.unreadable.json"
        files += [places.progress, places.journal, places.calendar, places.lock, aside]
        files.append(places.data / "learner")
    if "config" in places.directories:
        files += [places.config_file, places.config / "config.lock", places.config / "lrs.toml"]
    if "cache" in places.directories:
        files += [places.cache / name for name in ("library", "progress", "saved", "copies")]
        with suppress(OSError):
            files += places.cache.glob("*.answer")
            files += places.cache.glob("*.seen*.toml")
    with suppress(UnusableFile):
        files.append(find_bundled_paths())
    return files


def _own_directories(places: Places) -> list[FilePath]:
    directories: list[FilePath] = []
    if "data" in places.directories:
        directories += [places.backups, places.data / "undo"]
        directories += [places.data / "sync", places.data / "push"]
    if "config" in places.directories:
        directories += [places.paths_dir, places.config / "backups"]
    return directories


def _is_same(one: FilePath, other: FilePath) -> bool:
    try:
        return one.samefile(other)  # A hard link, or a name in another case.
    except OSError:
        return False


def _place_new(temporary: str, target: str) -> None:
    """Move a file into place unless there is one, even one that appeared a moment ago."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links.
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        os.replace(temporary, target)  # noqa: PTH105
        return
    # The file is in its place; a second name that stays is removed by the next export.
    remove_file(temporary)
