"""Check a file of paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studypath.core.errors import UnusableFile
from studypath.core.path_check import CheckedFile
from studypath.storage.library import BUNDLED_LIMIT_BYTES
from studypath.storage.places import find_bundled_paths
from studypath.storage.reading import read_regular

if TYPE_CHECKING:
    from pathlib import Path as FilePath


def check_paths_file(file: FilePath) -> CheckedFile:
    """Return the paths of a file that are valid beside the bundled ones.

    Raises UnusableFile with all faults.
    """
    from studypath.files.curriculum import (
        build_curriculum,
        find_unknown_references,
        parse_paths,
    )
    from studypath.files.toml import PATHS_LIMIT_BYTES

    own = parse_paths(read_regular(file, PATHS_LIMIT_BYTES).content, str(file))
    bundled_file = find_bundled_paths()
    content = read_regular(bundled_file, BUNDLED_LIMIT_BYTES).content
    bundled = parse_paths(content, str(bundled_file), BUNDLED_LIMIT_BYTES)
    if file.resolve() != bundled_file.resolve():
        _, faults = build_curriculum([bundled, own])
        if faults:
            raise UnusableFile(faults)
    warnings = (*own.warnings, *find_unknown_references(own.paths, bundled.paths))
    return CheckedFile(str(file), tuple(own.paths), warnings)
