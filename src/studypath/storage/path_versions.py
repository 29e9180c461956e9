"""Find the two versions of a path that `path diff` compares."""

from __future__ import annotations

import os
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.path_pairs import pair_paths
from studypath.core.selection import resolve_path
from studypath.storage.reading import read_regular
from studypath.storage.seen_paths import load_path_before, load_seen_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studypath.core.curriculum import Curriculum, Path
    from studypath.storage.library import Library
    from studypath.storage.places import Places


class Version(NamedTuple):
    """The old and the new version of a path.

    `is_remembered` is False if no earlier version is stored: both are then the same.
    """

    old: Path
    new: Path
    is_remembered: bool = True


def load_versions(
    places: Places, library: Library, active: Path, words: Sequence[str]
) -> list[Version]:
    """Return the versions that up to two words name, each a file or the id of a path.

    One file is compared with the installed paths, one id with the version of that path that the
    user has seen before; without a word that is the active path. Raises UnknownPath and
    UnusableFile.
    """
    curriculum = library.curriculum
    if len(words) > 1:
        olds, news = (_load_side(word, curriculum) for word in words)
    elif words and _is_file(words[0], curriculum):
        olds, news = curriculum.paths, _load_side(words[0], curriculum)
    else:
        path = resolve_path(curriculum, words[0]) if words else active
        load = load_seen_path if path.id in library.changed else load_path_before
        earlier = load(places, path.id)
        return [Version(earlier or path, path, earlier is not None)]
    return [Version(old, new) for old, new in pair_paths(olds, news)]


def _load_side(word: str, curriculum: Curriculum) -> tuple[Path, ...]:
    from studypath.files.curriculum import parse_paths
    from studypath.files.toml import PATHS_LIMIT_BYTES

    if not _is_file(word, curriculum):
        return (resolve_path(curriculum, word),)
    content = read_regular(FilePath(word), PATHS_LIMIT_BYTES).content
    return parse_paths(content, word).paths


def _is_file(word: str, curriculum: Curriculum) -> bool:
    if curriculum.path(word) is not None:
        return False
    # os.path does not raise for a name that no file can have; reading names that fault.
    return any(sign in word for sign in "./\\") or os.path.exists(word)  # noqa: PTH110
