"""Other versions of the progress file: files that the user names, and copies of sync clients."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.errors import UnusableFile
from studypath.core.undo import diff_progress
from studypath.files.export_file import LIMIT_BYTES
from studypath.files.progress_version import parse_progress_version
from studypath.storage import cache
from studypath.storage.library import find_conflict_copies
from studypath.storage.reading import read_regular, read_stdin

if TYPE_CHECKING:
    from studypath.core.progress import Progress
    from studypath.storage.places import Places

NAME = "copies"
"""The cache of the conflict copies that need not be mentioned again."""

STDIN = "-"
_COMPARED_BYTES = 4 << 20


class ProgressVersion(NamedTuple):
    """A version of the progress and the file that holds it."""

    file: FilePath
    progress: Progress


def load_version(file: FilePath, places: Places) -> ProgressVersion:
    """Return the version in a file, in stdin for `-`; a bare name may also lie beside progress.

    Raises UnusableFile if the file holds no progress or cannot be used.
    """
    if str(file) == STDIN:
        return ProgressVersion(file, parse_progress_version(read_stdin(LIMIT_BYTES), "stdin"))
    beside = places.data / file
    # os.path does not raise for a name that no file can have; reading names that fault.
    is_here = os.path.exists(file) or not os.path.exists(beside)  # noqa: PTH110
    chosen = file if is_here or file.name != str(file) else beside
    content = read_regular(chosen, LIMIT_BYTES).content
    return ProgressVersion(chosen, parse_progress_version(content, str(chosen)))


def list_conflict_copies(places: Places) -> tuple[FilePath, ...]:
    """Return the conflict copies beside the progress file; only regular files are any."""
    copies = (places.data / name for name in find_conflict_copies(places.data))
    return tuple(copy for copy in copies if copy.is_file())


def find_new_copies(places: Places, own: Progress) -> tuple[FilePath, ...]:
    """Return the conflict copies that were neither mentioned nor imported, and hold news.

    They are remembered, so that the next call leaves them out until they change.
    """
    copies = list_conflict_copies(places)
    marks = _load_marks(places)
    unseen = [copy for copy in copies if _mark(copy) not in marks]
    if unseen:
        remember_copies(places, unseen)
    return tuple(copy for copy in unseen if _has_news(copy, own))


def remember_copies(places: Places, files: Iterable[FilePath]) -> None:
    """Remember conflict copies that need not be mentioned; other files are left out."""
    copies = list_conflict_copies(places)
    directory = os.path.realpath(places.data)
    names = {file.name for file in files if os.path.realpath(file.parent) == directory}
    remembered = _load_marks(places)
    marks = [mark for copy in copies if (mark := _mark(copy)) in remembered or copy.name in names]
    if "cache" in places.directories and set(marks) != remembered:
        cache.store(places.cache, NAME, os.fsencode(places.data), tuple(marks))


def _load_marks(places: Places) -> set[object]:
    if "cache" not in places.directories:
        return set()
    marks = cache.load(places.cache, NAME, os.fsencode(places.data))
    return set(marks) if isinstance(marks, tuple) else set()


def _mark(copy: FilePath) -> tuple[str, int, int]:
    """Return what tells whether a copy is still the one that was mentioned."""
    try:
        status = copy.stat()
    except OSError:
        return copy.name, 0, 0
    return copy.name, status.st_mtime_ns, status.st_size


def _has_news(copy: FilePath, own: Progress) -> bool:
    """Return whether a merge would change something; also True if the copy cannot be read."""
    from studypath.core.merge import merge_progress

    try:
        content = read_regular(copy, _COMPARED_BYTES).content
        version = parse_progress_version(content, str(copy))
    except UnusableFile:
        return True
    return bool(diff_progress(own, merge_progress(own, version)))
