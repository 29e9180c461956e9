"""Find the files of the user's own paths."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.errors import UnknownPath, WrongUsage
from studypath.core.selection import resolve_path
from studypath.storage.library import BUNDLED_LIMIT_BYTES, load_library
from studypath.storage.places import find_bundled_paths
from studypath.storage.reading import read_regular

if TYPE_CHECKING:
    from studypath.core.curriculum import Curriculum, Path
    from studypath.core.path_stats import EstimateLine
    from studypath.core.tracked import TrackedProgress
    from studypath.storage.places import Places


class OwnFile(NamedTuple):
    """A file of the paths folder and its paths; none if the file is left out."""

    file: FilePath
    paths: tuple[Path, ...]


def find_own_file(places: Places, path: Path) -> FilePath | None:
    """Return the file of a path in the paths folder; None for a bundled path."""
    if path.file == str(find_bundled_paths()):
        return None
    return places.paths_dir / FilePath(path.file).name


def list_paths_of(places: Places, curriculum: Curriculum, file: FilePath) -> tuple[Path, ...]:
    """Return the paths of a file of the paths folder."""
    return tuple(path for path in curriculum.paths if find_own_file(places, path) == file)


def find_paths_file(places: Places, word: str) -> FilePath:
    """Return the file that a word names, else that of the path with this id, else the name.

    Raises UnknownPath for a word that looks like an id.
    """
    file = FilePath(word)
    # os.path does not raise for a name that no file can have.
    if os.path.lexists(word) or "config" not in places.directories:
        return file
    named = _find_file_named(places, word)
    if named is not None:
        return named
    curriculum = load_library(places).curriculum
    looks_like_id = not any(sign in word for sign in "./\\")
    path = resolve_path(curriculum, word) if looks_like_id else curriculum.path(word)
    return file if path is None else FilePath(path.file)


def find_editable_file(places: Places, tracked: TrackedProgress, word: str | None) -> FilePath:
    """Return the file of an own path, of the active one for None, or a file that is left out.

    Raises WrongUsage for a bundled path, and UnknownPath.
    """
    if word is None:
        word = tracked.progress.active or tracked.active.id
    try:
        path = resolve_path(tracked.curriculum, word)
    except UnknownPath:
        named = _find_file_named(places, word)
        if named is None:
            raise
        return named
    return _require_own(places, path)


def find_removable_file(places: Places, tracked: TrackedProgress, words: Sequence[str]) -> OwnFile:
    """Return the one file whose paths are all named; a file that is left out goes by its name.

    Raises WrongUsage for a bundled path, for paths of several files, and if the file has another
    path; UnknownPath for any other word. Ids are not completed.
    """
    curriculum = tracked.curriculum
    files: set[FilePath] = set()
    is_whole = False
    for word in words:
        named = None if curriculum.path(word) is not None else _find_file_named(places, word)
        is_whole |= named is not None
        files.add(named or _find_removable(places, resolve_path(curriculum, word, whole=True)))
    file = files.pop()
    if files:
        msg = "these paths are in several files\nRemove them one after the other."
        raise WrongUsage(msg)
    paths = list_paths_of(places, curriculum, file)
    others = [path.id for path in paths if path.id not in words]
    if others and not is_whole:
        ids = " ".join(path.id for path in paths)
        msg = f"{file} also has the path {others[0]!r}\n"
        raise WrongUsage(
            f"{msg}To remove the file with all of its paths: studypath path remove {ids}"
        )
    return OwnFile(file, paths)


def _require_own(places: Places, path: Path) -> FilePath:
    file = find_own_file(places, path)
    if file is None:
        msg = f"{path.id} is a bundled path and cannot be changed\nCopy it under another id: "
        raise WrongUsage(f"{msg}studypath path new my-{path.id} --from {path.id}")
    return file


def _find_removable(places: Places, path: Path) -> FilePath:
    file = find_own_file(places, path)
    if file is None:
        msg = f"{path.id} is a bundled path; only paths of your own can be removed\n"
        raise WrongUsage(f"{msg}To see which are yours: studypath path list")
    return file


def _find_file_named(places: Places, word: str) -> FilePath | None:
    """Return the file `WORD.toml` of the paths folder; one that is left out has no path."""
    name = word if word.endswith(".toml") else f"{word}.toml"
    file = places.paths_dir / name
    return file if FilePath(name).name == name and os.path.isfile(file) else None  # noqa: PTH113


def load_estimate_lines(path: Path) -> dict[str, EstimateLine]:
    """Return the lines of the estimates in the file of a path by step id; raises UnusableFile."""
    from studypath.files.estimate_lines import find_estimate_lines

    content = read_regular(FilePath(path.file), BUNDLED_LIMIT_BYTES).content
    return find_estimate_lines(content, path.file, path.id, BUNDLED_LIMIT_BYTES)
