"""Install, edit and remove the files in the paths folder; each change is one undo."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.errors import WrongUsage
from studypath.core.path_check import require_valid
from studypath.files.paths_text import SCHEMA_FILE_NAME
from studypath.storage.library import load_library
from studypath.storage.own_paths import find_own_file, list_paths_of
from studypath.storage.path_check import check_paths_content
from studypath.storage.reading import read_if_there, read_regular, read_stdin
from studypath.storage.save import SavedFile, save_file
from studypath.storage.transaction import PATHS, record_change, run_transaction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from studypath.core.curriculum import Curriculum, StepKey
    from studypath.core.path_check import CheckedFile
    from studypath.core.undo import Change, Key
    from studypath.storage.places import Places

IMPORT_LIMIT_BYTES = 2 << 20
_IF_LARGER = "Split it into several files, one path each."
# Larger files are left out of the curriculum; they can still be edited and removed.
_FILE_LIMIT_BYTES = 4 << 20


class InstalledFile(NamedTuple):
    """A file of paths in the paths folder; `replaced` tells that there was one before."""

    file: FilePath
    checked: CheckedFile
    replaced: bool
    notices: tuple[str, ...] = ()


def read_import(file: str) -> bytes:
    """Return the bytes of a file to import, of stdin for `-`; UnusableFile beyond 2 MiB."""
    if file == "-":
        return read_stdin(IMPORT_LIMIT_BYTES, if_larger=_IF_LARGER)
    return read_regular(FilePath(file), IMPORT_LIMIT_BYTES, if_larger=_IF_LARGER).content


def install_paths(  # noqa: PLR0913 - the words and the time are those of the undo
    places: Places,
    content: bytes,
    words: str,
    now: datetime,
    *,
    name: str = "the new file",
    ids: Sequence[str] = (),
    replace: bool = False,
) -> InstalledFile:
    """Check a file of paths and save it in the paths folder, named for its first path.

    `name` is what the faults name the file. `ids` are those of content that the program wrote:
    they are checked first. With `replace` an own file with these paths is replaced. Raises
    UnusableFile with every fault, and WrongUsage if a path with one of the ids exists otherwise;
    nothing is then changed.
    """
    curriculum = load_library(places).curriculum
    if ids:
        _find_target(places, curriculum, ids, replace=replace)
    checked = check_paths_content(content, name)
    require_valid(checked)
    own = [path.id for path in checked.paths]
    target = _find_target(places, curriculum, own, replace=replace)

    def change(before: str | None) -> str:
        if before is not None and not replace:
            msg = f"{target} exists\nRemove it first, or use another id."
            raise WrongUsage(msg)
        return _to_text(content)

    file = PathFile(places, target.name)
    _save_schema(places, now)
    before, _, notices = run_transaction(places, file, words, now, change)
    return InstalledFile(target, checked, before is not None, notices)


def remove_file(places: Places, file: FilePath, words: str, now: datetime) -> tuple[str, ...]:
    """Remove a file of the paths folder after a backup; return notices."""
    return run_transaction(places, PathFile(places, file.name), words, now, lambda _: None)[2]


def load_text(places: Places, file: FilePath) -> str | None:
    """Return the text of a file of the paths folder; None if it is not there."""
    return PathFile(places, file.name).load()[0]


def record_edit(
    places: Places, file: FilePath, words: str, now: datetime, before: str | None
) -> tuple[str, ...]:
    """Record what an editor made of a file of the paths folder as one undo; return notices."""
    return record_change(places, PathFile(places, file.name), words, now, before)


class PathFile:
    """A file of the paths folder in a transaction; its value is its text, None without a file."""

    def __init__(self, places: Places, name: str) -> None:
        self.name = f"{PATHS}{name}"
        self.path = places.paths_dir / name
        self.backup_dir = places.config / "backups" / "paths"

    def load(self) -> tuple[str | None, str]:
        """Return the text and the digest of the file."""
        from studypath.storage.fingerprints import compute_digest

        source = read_if_there(self.path, _FILE_LIMIT_BYTES)
        if source is None:
            return None, ""
        return _to_text(source.content), compute_digest(source.content)

    def diff(self, before: str | None, after: str | None) -> tuple[Change, ...]:
        """Return the change of the whole text."""
        from studypath.core.undo import diff_values

        return tuple(diff_values((), self._table(before), self._table(after)))

    def apply(
        self, value: str | None, changes: tuple[Change, ...]
    ) -> tuple[str | None, tuple[Key, ...], tuple[Change, ...]]:
        """Return the changed text, the name of the file if it is another one, and the changes."""
        from studypath.core.undo import apply_value

        table = self._table(value)
        results = [(change, apply_value(table, change)) for change in changes]
        conflicts = tuple(change.key for change, is_done in results if is_done is False)
        text = table.get(self.name)
        applied = tuple(change for change, is_done in results if is_done)
        return None if text is None else str(text), conflicts, applied

    def format(self, value: str | None) -> bytes | None:
        """Return the bytes of the file; None removes it."""
        return None if value is None else value.encode("utf-8", "surrogateescape")

    def find_edits(self, _value: str | None, _saved_digest: str) -> tuple[StepKey, ...]:
        """Return (): the file holds no progress."""
        return ()

    def store(self, _value: str | None, _content: bytes, _saved: SavedFile) -> None:
        """Do nothing: the library reads a changed file once and caches it then."""

    def _table(self, value: str | None) -> dict[str, object]:
        return {} if value is None else {self.name: value}


def _find_target(
    places: Places, curriculum: Curriculum, ids: Sequence[str], *, replace: bool
) -> FilePath:
    """Return the file to write; raise WrongUsage if a path has one of the ids and may not go."""
    present = [path for path_id in ids if (path := curriculum.path(path_id)) is not None]
    if not present:
        return places.paths_dir / f"{ids[0]}.toml"
    files = {find_own_file(places, path) for path in present}
    file = files.pop()
    if files or file is None or not replace:
        advice = "." if file is None else ", or replace it with --force."
        kind = "bundled path" if file is None else "path"
        msg = f"there is a {kind} {present[0].id!r} already\nGive yours another id"
        raise WrongUsage(f"{msg}, such as my-{present[0].id}{advice}")
    lost = [path.id for path in list_paths_of(places, curriculum, file) if path.id not in ids]
    if lost:
        msg = f"{file} also has the path {lost[0]!r}, which would be lost\nAdd it to the new file."
        raise WrongUsage(msg)
    return file


def _save_schema(places: Places, now: datetime) -> None:
    """Write the JSON Schema into the paths folder unless it is there, for editors."""
    from studypath.files.paths_schema import format_paths_schema

    content = format_paths_schema()
    file = places.paths_dir / SCHEMA_FILE_NAME
    present = read_if_there(file, _FILE_LIMIT_BYTES)
    if present is None or present.content != content:
        save_file(file, content, backup_dir=None, now=now)


def _to_text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")
