"""The places of all files: the user's data, config and cache directories, the bundled paths."""

from __future__ import annotations

import os
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, NamedTuple

import studypath
from studypath.core.errors import Fault, NoPlace, UnusableFile

if TYPE_CHECKING:
    from collections.abc import Mapping

OVERRIDES: Mapping[str, str] = {
    "data": "STUDYPATH_DATA_DIR",
    "config": "STUDYPATH_CONFIG_DIR",
    "cache": "STUDYPATH_CACHE_DIR",
}
"""The environment variable that overrides each place."""


class Places(NamedTuple):
    """The user's three directories and the files in them; none needs to exist yet.

    `directories` holds the known directories by kind, `missing` the reason for each unknown
    one: only asking for that one raises NoPlace. `overridden` holds the environment variable of
    each overridden one.
    """

    directories: Mapping[str, FilePath]
    missing: Mapping[str, str]
    overridden: Mapping[str, str]

    @property
    def data(self) -> FilePath:
        """The directory of the progress file, its backups, the undo journal and the lock."""
        return self._place("data")

    @property
    def config(self) -> FilePath:
        """The directory of the config file and the user's own paths."""
        return self._place("config")

    @property
    def cache(self) -> FilePath:
        """The directory of files that can be deleted at any time."""
        return self._place("cache")

    @property
    def progress(self) -> FilePath:
        """The progress file."""
        return self.data / "progress.toml"

    @property
    def lock(self) -> FilePath:
        """The lock file of every command that changes a file."""
        return self.data / "progress.lock"

    @property
    def backups(self) -> FilePath:
        """The directory of dated backups."""
        return self.data / "backups"

    @property
    def journal(self) -> FilePath:
        """The undo journal."""
        return self.data / "undo.json"

    @property
    def calendar(self) -> FilePath:
        """The record of the exported calendar events."""
        return self.data / "calendar.json"

    @property
    def config_file(self) -> FilePath:
        """The config file."""
        return self.config / "config.toml"

    @property
    def paths_dir(self) -> FilePath:
        """The directory of the user's own paths."""
        return self.config / "paths"

    def _place(self, kind: str) -> FilePath:
        place = self.directories.get(kind)
        if place is None:
            raise NoPlace(self.missing[kind])
        return place


def find_places(env: Mapping[str, str]) -> Places:
    """Return the places named by `env`, else those of the platform.

    An empty override counts as none, `~` is expanded, a relative one is made absolute.
    """
    directories: dict[str, FilePath] = {}
    missing: dict[str, str] = {}
    overridden: dict[str, str] = {}
    for kind, variable in OVERRIDES.items():
        value = env.get(variable, "")
        if value:
            overridden[kind] = variable
        place = _expand(value) if value else _find_default(kind, env)
        if place is not None:
            directories[kind] = place
        elif value:
            missing[kind] = f"{variable} is not a directory: {value}. Set it to an absolute path."
        else:
            missing[kind] = (
                f"There is no {kind} directory: is HOME set? "
                f"Otherwise set {variable} to a directory of your own."
            )
    return Places(directories, missing, overridden)


def find_bundled_paths() -> FilePath:
    """Return the bundled curriculum: beside the package, else in the checkout.

    Raises UnusableFile if it is in neither place.
    """
    package = FilePath(studypath.__file__).parent
    for candidate in (package, package.parent.parent):
        file = candidate / "data" / "paths.toml"
        if file.is_file():
            return file
    fault = Fault(str(package / "data" / "paths.toml"), None, "", "the bundled paths are missing")
    raise UnusableFile((fault,), advice="Install studypath again.")


def _expand(value: str) -> FilePath | None:
    expanded = os.path.expanduser(value)  # noqa: PTH111 - unlike pathlib's, it never raises
    if expanded.startswith("~") or "\0" in expanded:
        return None
    try:
        return FilePath(os.path.abspath(expanded))  # noqa: PTH100 - links stay as the user wrote them
    except OSError:
        return None


def _find_default(kind: str, env: Mapping[str, str]) -> FilePath | None:
    # An empty HOME would give places at the root of the file system, a relative one anywhere.
    base = env.get(f"XDG_{kind.upper()}_HOME", "").strip()
    if os.name == "posix" and not any(map(os.path.isabs, (env.get("HOME", "/"), base))):
        return None
    import platformdirs

    of_kind = {
        "data": platformdirs.user_data_dir,
        "config": platformdirs.user_config_dir,
        "cache": platformdirs.user_cache_dir,
    }
    try:
        place = FilePath(of_kind[kind]("studypath", appauthor=False))
    except (OSError, RuntimeError, KeyError):
        return None
    return place if place.is_absolute() else None
