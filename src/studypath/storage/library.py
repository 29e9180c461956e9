"""All that the user's files define besides progress: the curriculum and the settings.

What was validated once is kept compiled, under the stamps of all files that were read or looked
for, so that unchanged files cost neither TOML nor pydantic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from studypath.core.errors import Fault, NoPlace, UnusableFile
from studypath.core.settings import Settings
from studypath.storage import cache, stamps
from studypath.storage.files import read_if_there, read_regular
from studypath.storage.places import bundled_paths

if TYPE_CHECKING:
    from pathlib import Path

    from studypath.core.curriculum import Curriculum
    from studypath.schema.curriculum import PathsOfFile
    from studypath.storage.places import Places
    from studypath.storage.stamps import Stamp

NAME = "library"
BUNDLED_LIMIT_BYTES = 16 * 1024 * 1024
FILES_MOST = 500

# How synchronising programs name the second version of a file that was changed on two machines.
_CONFLICT_MARKS = (".sync-conflict-", "conflicted copy", " (conflict")


class Library(NamedTuple):
    """The curriculum and the settings, what their owner should hear of, and what they stand on."""

    curriculum: Curriculum
    settings: Settings
    warnings: tuple[str, ...]
    stamps: tuple[Stamp, ...]


def library(places: Places) -> Library:
    """Return what the files define; a broken file of the user's own is left out and named.

    Raises UnusableFile where the bundled paths cannot be used.
    """
    directory = _cache_dir(places)
    bundled = bundled_paths()
    key = "\n".join(map(str, (bundled, *_own_places(places)))).encode("utf-8", "surrogateescape")
    if directory is not None:
        kept = _of_kept(cache.load(directory, NAME, key))
        if kept is not None:
            return kept
    fresh = _read(places, bundled)
    if directory is not None:
        _store(directory, key, fresh)
    return fresh


def is_conflict_copy(name: str) -> bool:
    """Whether a synchronising program made this file of a name that two machines wrote."""
    return any(mark in name for mark in _CONFLICT_MARKS)


def conflict_copies(directory: Path) -> tuple[str, ...]:
    """Return a sentence for each conflict copy beside the progress file."""
    try:
        names = sorted(file.name for file in directory.iterdir())
    except OSError:
        return ()
    return tuple(
        f"{directory / name} is a conflict copy of a synchronised folder; "
        f"take it in with: studypath merge {name!r}"
        for name in names
        if name.endswith(".toml") and is_conflict_copy(name)
    )


def _own_places(places: Places) -> tuple[Path, ...]:
    try:
        return (places.config_file, places.paths_dir)
    except NoPlace:
        return ()


def _cache_dir(places: Places) -> Path | None:
    try:
        return places.cache
    except NoPlace:
        return None


Kept = tuple[tuple[stamps.Stamp, ...], Any, tuple[Any, ...], tuple[str, ...]]


def _of_kept(kept: object) -> Library | None:
    if kept is None:
        return None
    from studypath.schema.compiled import curriculum_of_row

    try:
        known, row, settings, warnings = cast("Kept", kept)
        if not stamps.unchanged(known):
            return None
        return Library(curriculum_of_row(row), Settings(*settings), warnings, known)
    except (TypeError, ValueError, IndexError):
        return None


def _store(directory: Path, key: bytes, fresh: Library) -> None:
    from studypath.schema.compiled import curriculum_row

    row = curriculum_row(fresh.curriculum)
    value = (fresh.stamps, row, tuple(fresh.settings), fresh.warnings)
    cache.store(directory, NAME, key, value)


def _read(places: Places, bundled: Path) -> Library:
    from studypath.schema.curriculum import curriculum_of, paths_of

    source = read_regular(bundled, BUNDLED_LIMIT_BYTES)
    files = [paths_of(source.content, str(bundled), BUNDLED_LIMIT_BYTES)]
    known: list[Stamp] = [source.stamp]
    warnings: list[str] = []
    settings = Settings()
    own = _own_places(places)
    if own:
        config_file, paths_dir = own
        settings = _settings(config_file, known, warnings)
        files += _own_paths(paths_dir, known, warnings)
    curriculum, faults = curriculum_of(files)
    warnings += [_left_out(fault) for fault in faults]
    return Library(curriculum, settings, tuple(warnings), tuple(known))


def _settings(file: Path, known: list[Stamp], warnings: list[str]) -> Settings:
    from studypath.schema.config import CONFIG_LIMIT_BYTES, config_of

    try:
        source = read_if_there(file, CONFIG_LIMIT_BYTES)
        if source is None:
            known.append(stamps.stamp_of_absent(file))
            return Settings()
        known.append(source.stamp)
        found = config_of(source.content, str(file))
        warnings.extend(str(fault) for fault in found.warnings)
    except UnusableFile as error:
        _never_keep(file, known)
        warnings.append(f"{error}\nThe settings are taken as if that file were not there.")
        return Settings()
    return found.settings


def _own_paths(directory: Path, known: list[Stamp], warnings: list[str]) -> list[PathsOfFile]:
    from studypath.schema.curriculum import paths_of
    from studypath.schema.toml import PATHS_LIMIT_BYTES

    found: list[PathsOfFile] = []
    try:
        known.append(stamps.stamp_of_directory(directory))
        names = sorted(file.name for file in directory.iterdir())
    except FileNotFoundError:
        return found
    except OSError as error:
        _never_keep(directory, known)
        warnings.append(f"{directory}: cannot be listed: {error.strerror}. Its paths are left out.")
        return found
    names = [name for name in names if name.endswith(".toml")]
    if len(names) > FILES_MOST:
        warnings.append(
            f"{directory} holds {len(names)} files of paths; the first {FILES_MOST} are read."
        )
    for name in names[:FILES_MOST]:
        file = directory / name
        if is_conflict_copy(name):
            warnings.append(
                f"{file} looks like a conflict copy of a synchronised folder; not read."
            )
            continue
        try:
            source = read_regular(file, PATHS_LIMIT_BYTES)
            known.append(source.stamp)
            found.append(paths_of(source.content, str(file)))
        except UnusableFile as error:
            _never_keep(file, known)
            warnings.append(f"{error}\nThis file is left out; the other paths are there.")
    return found


def _never_keep(file: Path, known: list[Stamp]) -> None:
    """A file that could not even be read has no stamp: only its absence would be one."""
    if not any(stamp[0] == str(file) for stamp in known):
        known.append(stamps.stamp_of_unknown(file))


def _left_out(fault: Fault) -> str:
    return f"{fault}. This file is left out; the other paths are there."
