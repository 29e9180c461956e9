"""Check a file of paths beside those that are installed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from studypath.storage.library import BUNDLED_LIMIT_BYTES, load_library
from studypath.storage.places import find_bundled_paths
from studypath.storage.reading import read_regular

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from studypath.core.curriculum import Path
    from studypath.core.path_check import CheckedFile
    from studypath.storage.places import Places


def check_paths_file(file: FilePath, places: Places) -> CheckedFile:
    """Return the paths of a file, its faults, and warnings.

    It is checked beside the bundled paths; one in the paths folder also beside the other files
    there. Raises UnusableFile if the file cannot be read.
    """
    from studypath.files.path_check import check_paths
    from studypath.files.toml import PATHS_LIMIT_BYTES

    if _is_same_place(file, find_bundled_paths()):
        content = read_regular(file, BUNDLED_LIMIT_BYTES).content
        return check_paths(content, str(file), [], limit_bytes=BUNDLED_LIMIT_BYTES)
    content = read_regular(file, PATHS_LIMIT_BYTES).content
    return check_paths(content, str(file), _read_bundled(), _list_others(file, places))


def check_paths_content(content: bytes, name: str) -> CheckedFile:
    """Return what `check_paths_file` does for the bytes of a file that is not installed."""
    from studypath.files.path_check import check_paths

    return check_paths(content, name, _read_bundled())


def _list_others(file: FilePath, places: Places) -> list[Path]:
    """Return the paths of the other files, if the file is in the paths folder."""
    if "config" not in places.directories or not _is_same_place(file.parent, places.paths_dir):
        return []
    bundled, installed = str(find_bundled_paths()), str(places.paths_dir / file.name)
    paths = load_library(places).curriculum.paths
    return [path for path in paths if path.file not in {bundled, installed}]


def _is_same_place(one: FilePath, other: FilePath) -> bool:
    # Unlike pathlib's, it does not raise for a loop of links; reading names that fault.
    return os.path.realpath(one) == os.path.realpath(other)


def _read_bundled() -> tuple[Path, ...]:
    from studypath.files.curriculum import parse_paths

    file = find_bundled_paths()
    content = read_regular(file, BUNDLED_LIMIT_BYTES).content
    return parse_paths(content, str(file), BUNDLED_LIMIT_BYTES).paths
