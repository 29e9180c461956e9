"""The version of each path that `status` showed last, in the cache directory as path files.

`ID.seen.toml` is the version that the user has seen, or the first one that was read;
`ID.seen-before.toml` is the one before it. Unlike the compiled cache they outlive an update of the
program. Without them no change is reported.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from studypath.core.errors import UnusableFile
from studypath.storage import cache
from studypath.storage.atomic import create_private_dir, write_atomically

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from studypath.core.curriculum import Curriculum, Path
    from studypath.storage.places import Places

LIMIT_BYTES = 16 * 1024 * 1024
FILES_MOST = 2000
"""No more versions are stored than this: the files of paths that are gone stay."""

_SEEN, _BEFORE = ".seen.toml", ".seen-before.toml"


def list_changed_paths(directory: FilePath, curriculum: Curriculum) -> tuple[str, ...]:
    """Return the ids of the paths that differ from the version seen last.

    A path that was not seen yet is stored as seen.
    """
    changed = []
    room = _count_room(directory)
    for path in curriculum.paths:
        seen = _read(directory, path.id + _SEEN)
        if seen is None:
            if room > 0:
                _write(directory, path.id + _SEEN, _format(path))
                room -= 1
        elif seen != _format(path):
            changed.append(path.id)
    return tuple(changed)


def load_seen_path(places: Places, path_id: str) -> Path | None:
    """Return the version of a path that was seen last, or None."""
    return _load(places, path_id, _SEEN)


def load_path_before(places: Places, path_id: str) -> Path | None:
    """Return the version of a path before the one that was seen last, or None."""
    return _load(places, path_id, _BEFORE)


def store_seen_path(places: Places, path: Path) -> bool:
    """Store a path as seen, and the version seen before it; return whether that succeeded."""
    seen = _read(places.cache, path.id + _SEEN)
    if _count_room(places.cache) <= 0:
        return False
    if seen is not None and not _write(places.cache, path.id + _BEFORE, seen):
        return False
    return _write(places.cache, path.id + _SEEN, _format(path))


def _format(path: Path) -> bytes:
    from studypath.files.paths_text import format_paths

    return format_paths([path]).encode()


def _load(places: Places, path_id: str, suffix: str) -> Path | None:
    from studypath.files.curriculum import parse_paths

    if "cache" not in places.directories:
        return None
    name = path_id + suffix
    content = _read(places.cache, name)
    if content is None:
        return None
    try:
        paths = parse_paths(content, str(places.cache / name), LIMIT_BYTES).paths
    except UnusableFile:
        return None
    return next((path for path in paths if path.id == path_id), None)


def _read(directory: FilePath, name: str) -> bytes | None:
    from studypath.storage.reading import read_regular

    try:
        file = directory / name
        if not (cache.is_private_dir(str(directory)) and cache.is_private_file(str(file))):
            return None
        return read_regular(file, LIMIT_BYTES).content
    except (OSError, UnusableFile):
        return None


def _count_room(directory: FilePath) -> int:
    """Return how many more files may be stored."""
    try:
        return FILES_MOST - len(os.listdir(directory))  # noqa: PTH208 - only their number is needed
    except OSError:
        return FILES_MOST


def _write(directory: FilePath, name: str, content: bytes) -> bool:
    try:
        create_private_dir(str(directory))
        if not cache.is_private_dir(str(directory)):
            return False
        write_atomically(str(directory / name), content, sync=False)
    except OSError:
        return False
    return True
