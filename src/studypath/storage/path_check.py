"""Check a file of paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studypath.core.errors import Fault, UnusableFile
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
    from studypath.files.toml import PATHS_LIMIT_BYTES

    content = read_regular(file, PATHS_LIMIT_BYTES).content
    return check_paths_content(content, str(file), is_bundled=_is_bundled(file))


def _is_bundled(file: FilePath) -> bool:
    return file.resolve() == find_bundled_paths().resolve()


def check_paths_content(content: bytes, name: str, *, is_bundled: bool = False) -> CheckedFile:
    """Return what `check_paths_file` does for the bytes of a file that has this name."""
    from studypath.core.path_review import review_path
    from studypath.files.curriculum import (
        build_curriculum,
        find_unknown_references,
        parse_paths,
    )

    own = parse_paths(content, name)
    bundled_file = find_bundled_paths()
    bundled_content = read_regular(bundled_file, BUNDLED_LIMIT_BYTES).content
    bundled = parse_paths(bundled_content, str(bundled_file), BUNDLED_LIMIT_BYTES)
    if not is_bundled:
        _, faults = build_curriculum([bundled, own])
        if faults:
            raise UnusableFile(faults)
    remarks = [
        Fault(name, None, remark.step_id or remark.path_id, remark.message)
        for path in own.paths
        for remark in review_path(path)
    ]
    warnings = (*own.warnings, *find_unknown_references(own.paths, bundled.paths), *remarks)
    return CheckedFile(name, tuple(own.paths), warnings)
