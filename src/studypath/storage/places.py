"""Where the files live: the user's data, config and cache directories, and the bundled paths."""

from __future__ import annotations

import os
from pathlib import Path
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
    """The three directories of one user, and the files in them; none needs to exist yet.

    `found` holds those that are known, `missing` says why the others are not: asking for one of
    those raises NoPlace, so that a place which is not needed keeps nobody from an answer.
    `overridden` holds the environment variable of each place that is overridden.
    """

    found: Mapping[str, Path]
    missing: Mapping[str, str]
    overridden: Mapping[str, str]

    @property
    def data(self) -> Path:
        """The directory of progress, its backups, the undo journal and the lock."""
        return self._place("data")

    @property
    def config(self) -> Path:
        """The directory of the configuration and the user's own paths."""
        return self._place("config")

    @property
    def cache(self) -> Path:
        """The directory of what can be deleted at any time."""
        return self._place("cache")

    @property
    def progress(self) -> Path:
        """The progress file."""
        return self.data / "progress.toml"

    @property
    def lock(self) -> Path:
        """The lock file around every read-modify-write of progress."""
        return self.data / "progress.lock"

    @property
    def backups(self) -> Path:
        """The directory of dated backups."""
        return self.data / "backups"

    @property
    def journal(self) -> Path:
        """The file that undo and redo go by."""
        return self.data / "undo.json"

    @property
    def calendar(self) -> Path:
        """The record of the exported calendar events."""
        return self.data / "calendar.json"

    @property
    def config_file(self) -> Path:
        """The user's configuration."""
        return self.config / "config.toml"

    @property
    def paths_dir(self) -> Path:
        """The directory of the user's own paths."""
        return self.config / "paths"

    def _place(self, kind: str) -> Path:
        place = self.found.get(kind)
        if place is None:
            raise NoPlace(self.missing[kind])
        return place


def find_places(env: Mapping[str, str]) -> Places:
    """The places as `env` overrides them, else as the platform has them.

    An empty override counts as none, `~` is expanded, a relative one is made absolute.
    """
    found: dict[str, Path] = {}
    missing: dict[str, str] = {}
    overridden: dict[str, str] = {}
    for kind, variable in OVERRIDES.items():
        value = env.get(variable, "")
        if value:
            overridden[kind] = variable
        place = _overriding(value) if value else _of_platform(kind, env)
        if place is not None:
            found[kind] = place
        elif value:
            missing[kind] = f"{variable} names no directory: {value}. Set it to an absolute path."
        else:
            missing[kind] = (
                f"This system names no {kind} directory (is HOME set?). "
                f"Set {variable} to a directory of your own."
            )
    return Places(found, missing, overridden)


def find_bundled_paths() -> Path:
    """The curriculum that comes with the program: beside the package, else in the checkout.

    Raises UnusableFile if it is in neither place.
    """
    package = Path(studypath.__file__).parent
    for candidate in (package, package.parent.parent):
        file = candidate / "data" / "paths.toml"
        if file.is_file():
            return file
    fault = Fault(str(package / "data" / "paths.toml"), None, "", "the bundled paths are missing")
    raise UnusableFile((fault,), advice="Install studypath again.")


def _overriding(value: str) -> Path | None:
    expanded = os.path.expanduser(value)  # noqa: PTH111 - Path.expanduser raises where this does not
    if expanded.startswith("~") or "\0" in expanded:
        return None
    try:
        return Path(os.path.abspath(expanded))  # noqa: PTH100 - links stay as the user wrote them
    except OSError:
        return None


def _of_platform(kind: str, env: Mapping[str, str]) -> Path | None:
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
        place = Path(of_kind[kind]("studypath", appauthor=False))
    except (OSError, RuntimeError, KeyError):
        return None
    return place if place.is_absolute() else None
