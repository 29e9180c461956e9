"""The curriculum and the settings, from the bundled paths and the user's files.

Validated values are cached under the fingerprints of all files that were read or looked for, so
that unchanged files cost neither TOML nor pydantic.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from studypath.core.errors import UnusableFile
from studypath.core.settings import Settings
from studypath.storage import cache, fingerprints
from studypath.storage.places import find_bundled_paths

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from studypath.core.curriculum import Curriculum, Path
    from studypath.files.curriculum import ParsedPaths
    from studypath.storage.fingerprints import Fingerprint
    from studypath.storage.places import Places

NAME = "library"
BUNDLED_LIMIT_BYTES = 16 * 1024 * 1024
FILES_MOST = 500

# How sync clients name the second version of a file that was changed on two machines.
_CONFLICT_MARKS = (".sync-conflict-", "conflicted copy", " (conflict")


class Library(NamedTuple):
    """The curriculum and the settings, with warnings and source fingerprints.

    `left_out` holds each file of paths that cannot be used, with its faults, one per line.
    `changed` holds the ids of the paths that differ from the version that `status` showed last.
    """

    curriculum: Curriculum
    settings: Settings
    warnings: tuple[str, ...]
    fingerprints: tuple[Fingerprint, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    changed: tuple[str, ...] = ()


def load_library(places: Places) -> Library:
    """Return the curriculum and the settings; a broken file of the user's is left out and named.

    Raises UnusableFile if the bundled paths cannot be used.
    """
    bundled, own, key = _list_sources(places)
    if "cache" not in places.directories:
        return _read_library(bundled, own)
    cached = _unpack(cache.load(places.cache, NAME, key))
    if cached is not None:
        return cached
    from studypath.storage.seen_paths import list_changed_paths

    library = _read_library(bundled, own)
    library = library._replace(changed=list_changed_paths(places.cache, library.curriculum))
    _store(places.cache, key, library)
    return library


def mark_path_seen(places: Places, library: Library, path: Path) -> bool:
    """Store a changed path as seen; return whether that succeeded."""
    from studypath.storage.seen_paths import store_seen_path

    if not store_seen_path(places, path):
        return False
    changed = tuple(each for each in library.changed if each != path.id)
    _store(places.cache, _list_sources(places)[2], library._replace(changed=changed))
    return True


def is_conflict_copy(name: str) -> bool:
    """Return whether a sync client gave a file this name because two machines changed it."""
    return any(mark in name for mark in _CONFLICT_MARKS)


def find_conflict_copies(directory: FilePath) -> tuple[str, ...]:
    """Return the names of the conflict copies of the progress file, in order."""
    try:
        names = os.listdir(directory)  # noqa: PTH208 - only names are needed
    except OSError:
        return ()
    return tuple(sorted(filter(_is_progress_copy, names)))


def _is_progress_copy(name: str) -> bool:
    """Return whether a sync client gave a version of `progress.toml` this name.

    Syncthing: `progress.sync-conflict-...`; Dropbox and Nextcloud: `progress (... conflicted copy
    ...)`; OneDrive: `progress-MACHINE`; iCloud: `progress 2`; Google Drive: `progress (1)`. A copy
    of a backup, `progress-000001-...`, is none.
    """
    if not (name.startswith("progress") and name.endswith(".toml")):
        return False
    rest = name[len("progress") : -len(".toml")]
    if rest.startswith("-"):
        return len(rest) > 1 and not rest[1:5].isdigit()
    return rest.startswith((" (", ".sync-conflict-")) or (rest[:1] == " " and rest[1:].isdigit())


def _list_sources(places: Places) -> tuple[FilePath, tuple[FilePath, ...], bytes]:
    """Return the bundled file, the config file and the paths folder, and the key of the cache."""
    bundled = find_bundled_paths()
    own = (places.config_file, places.paths_dir) if "config" in places.directories else ()
    key = "\n".join(map(str, (bundled, *own))).encode("utf-8", "surrogateescape")
    return bundled, own, key


def _unpack(cached: object) -> Library | None:
    if cached is None:
        return None
    from studypath.files.packing import unpack_curriculum

    try:
        row, settings, warnings, sources, *rest = cast("tuple[Any, ...]", cached)
        if not fingerprints.is_unchanged(sources):
            return None
        return Library(unpack_curriculum(row), Settings(*settings), warnings, sources, *rest)
    except (TypeError, ValueError, IndexError):
        return None


def _store(directory: FilePath, key: bytes, library: Library) -> None:
    from studypath.files.packing import pack_curriculum

    value = (pack_curriculum(library.curriculum), tuple(library.settings), *library[2:])
    cache.store(directory, NAME, key, value)


def _read_library(bundled: FilePath, own: tuple[FilePath, ...]) -> Library:
    from studypath.files.curriculum import build_curriculum, parse_paths
    from studypath.storage.reading import read_regular

    source = read_regular(bundled, BUNDLED_LIMIT_BYTES)
    files = [parse_paths(source.content, str(bundled), BUNDLED_LIMIT_BYTES)]
    sources: list[Fingerprint] = [source.fingerprint]
    warnings: list[str] = []
    left_out: list[tuple[str, str]] = []
    settings = Settings()
    if own:
        config_file, paths_dir = own
        settings = _read_settings(config_file, sources, warnings)
        files += _read_own_paths(paths_dir, sources, warnings, left_out)
    curriculum, faults = build_curriculum(files)
    left_out += [(fault.file, str(fault)) for fault in faults]
    return Library(curriculum, settings, tuple(warnings), tuple(sources), tuple(left_out))


def _read_settings(file: FilePath, sources: list[Fingerprint], warnings: list[str]) -> Settings:
    from studypath.files.settings import CONFIG_LIMIT_BYTES, parse_settings
    from studypath.storage.reading import read_if_there

    try:
        source = read_if_there(file, CONFIG_LIMIT_BYTES)
        if source is None:
            sources.append(fingerprints.fingerprint_absent(file))
            return Settings()
        sources.append(source.fingerprint)
        parsed = parse_settings(source.content, str(file))
    except UnusableFile as error:
        _never_cache(file, sources)
        warnings.append(f"{error}\nThe default settings are used.")
        return Settings()
    warnings.extend(str(fault) for fault in parsed.warnings)
    return parsed.settings


def _read_own_paths(
    directory: FilePath,
    sources: list[Fingerprint],
    warnings: list[str],
    left_out: list[tuple[str, str]],
) -> list[ParsedPaths]:
    from studypath.files.curriculum import parse_paths
    from studypath.files.toml import PATHS_LIMIT_BYTES
    from studypath.storage.reading import read_regular

    files: list[ParsedPaths] = []
    try:
        sources.append(fingerprints.fingerprint_dir(directory))
        names = sorted(os.listdir(directory))  # noqa: PTH208 - only names are needed
    except FileNotFoundError:
        return files
    except OSError as error:
        _never_cache(directory, sources)
        left_out.append((str(directory), f"{directory}: cannot be listed: {error.strerror}"))
        return files
    names = [name for name in names if name.endswith(".toml")]
    if len(names) > FILES_MOST:
        warnings.append(f"{directory} holds {len(names)} path files; only {FILES_MOST} are read.")
    for name in names[:FILES_MOST]:
        file = directory / name
        if is_conflict_copy(name):
            warnings.append(f"{file} looks like a conflict copy of a sync client; it is not read.")
            continue
        try:
            source = read_regular(file, PATHS_LIMIT_BYTES)
            sources.append(source.fingerprint)
            files.append(parse_paths(source.content, str(file)))
        except UnusableFile as error:
            _never_cache(file, sources)
            left_out.append((str(file), str(error)))
    return files


def _never_cache(file: FilePath, sources: list[Fingerprint]) -> None:
    """Add a fingerprint that never matches for a file that could not even be read."""
    if not any(fingerprint[0] == str(file) for fingerprint in sources):
        sources.append(fingerprints.fingerprint_unknown(file))
