"""All that the user's files define besides progress: the curriculum and the settings.

What was validated once is kept compiled, under the stamps of all files that were read or looked
for, so that unchanged files cost neither TOML nor pydantic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from studypath.core.errors import Fault, NoPlace, UnusableFile
from studypath.core.settings import Settings
from studypath.storage import cache, fingerprints
from studypath.storage.places import find_bundled_paths
from studypath.storage.reading import read_if_there, read_regular

if TYPE_CHECKING:
    from pathlib import Path

    from studypath.core.curriculum import Curriculum
    from studypath.files.curriculum import ParsedPaths
    from studypath.storage.fingerprints import Fingerprint
    from studypath.storage.places import Places

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
    stamps: tuple[Fingerprint, ...]


def load_library(places: Places) -> Library:
    """Return what the files define; a broken file of the user's own is left out and named.

    Raises UnusableFile where the bundled paths cannot be used.
    """
    directory = _cache_dir(places)
    bundled = find_bundled_paths()
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


def find_conflict_copies(directory: Path) -> tuple[str, ...]:
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


Kept = tuple[tuple[fingerprints.Fingerprint, ...], Any, tuple[Any, ...], tuple[str, ...]]


def _of_kept(kept: object) -> Library | None:
    if kept is None:
        return None
    from studypath.files.packing import unpack_curriculum

    try:
        known, row, settings, warnings = cast("Kept", kept)
        if not fingerprints.is_unchanged(known):
            return None
        return Library(unpack_curriculum(row), Settings(*settings), warnings, known)
    except (TypeError, ValueError, IndexError):
        return None


def _store(directory: Path, key: bytes, fresh: Library) -> None:
    from studypath.files.packing import pack_curriculum

    row = pack_curriculum(fresh.curriculum)
    value = (fresh.stamps, row, tuple(fresh.settings), fresh.warnings)
    cache.store(directory, NAME, key, value)


def _read(places: Places, bundled: Path) -> Library:
    from studypath.files.curriculum import build_curriculum, parse_paths

    source = read_regular(bundled, BUNDLED_LIMIT_BYTES)
    files = [parse_paths(source.content, str(bundled), BUNDLED_LIMIT_BYTES)]
    known: list[Fingerprint] = [source.stamp]
    warnings: list[str] = []
    settings = Settings()
    own = _own_places(places)
    if own:
        config_file, paths_dir = own
        settings = _settings(config_file, known, warnings)
        files += _own_paths(paths_dir, known, warnings)
    curriculum, faults = build_curriculum(files)
    warnings += [_left_out(fault) for fault in faults]
    return Library(curriculum, settings, tuple(warnings), tuple(known))


def _settings(file: Path, known: list[Fingerprint], warnings: list[str]) -> Settings:
    from studypath.files.settings import CONFIG_LIMIT_BYTES, parse_settings

    try:
        source = read_if_there(file, CONFIG_LIMIT_BYTES)
        if source is None:
            known.append(fingerprints.fingerprint_absent(file))
            return Settings()
        known.append(source.stamp)
        found = parse_settings(source.content, str(file))
        warnings.extend(str(fault) for fault in found.warnings)
    except UnusableFile as error:
        _never_keep(file, known)
        warnings.append(f"{error}\nThe settings are taken as if that file were not there.")
        return Settings()
    return found.settings


def _own_paths(directory: Path, known: list[Fingerprint], warnings: list[str]) -> list[ParsedPaths]:
    from studypath.files.curriculum import parse_paths
    from studypath.files.toml import PATHS_LIMIT_BYTES

    found: list[ParsedPaths] = []
    try:
        known.append(fingerprints.fingerprint_dir(directory))
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
            found.append(parse_paths(source.content, str(file)))
        except UnusableFile as error:
            _never_keep(file, known)
            warnings.append(f"{error}\nThis file is left out; the other paths are there.")
    return found


def _never_keep(file: Path, known: list[Fingerprint]) -> None:
    """A file that could not even be read has no stamp: only its absence would be one."""
    if not any(stamp[0] == str(file) for stamp in known):
        known.append(fingerprints.fingerprint_unknown(file))


def _left_out(fault: Fault) -> str:
    return f"{fault}. This file is left out; the other paths are there."
