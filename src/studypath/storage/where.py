"""Describe where the files are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studypath.storage.places import OVERRIDES, find_bundled_paths, find_places

if TYPE_CHECKING:
    from collections.abc import Mapping


def describe_places(env: Mapping[str, str]) -> dict[str, Any]:
    """Return each directory with the variable that overrides it, and `files` by name."""
    places = find_places(env)
    rows: dict[str, Any] = {}
    for kind, variable in OVERRIDES.items():
        directory = places.directories.get(kind)
        rows[kind] = {
            "path": str(directory) if directory is not None else None,
            "override": variable,
            "overridden": kind in places.overridden,
        }
    files = {"bundled": str(find_bundled_paths())}
    if "data" in places.directories:
        files |= {"progress": str(places.progress), "backups": str(places.backups)}
    if "config" in places.directories:
        files |= {"settings": str(places.config_file), "paths": str(places.paths_dir)}
    return {**rows, "files": files}
