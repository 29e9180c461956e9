"""The result of checking a file of paths."""

from __future__ import annotations

from typing import NamedTuple

from studypath.core.curriculum import Path
from studypath.core.errors import Fault


class CheckedFile(NamedTuple):
    """A valid file, its paths, and warnings for its author."""

    file: str
    paths: tuple[Path, ...]
    warnings: tuple[Fault, ...]
