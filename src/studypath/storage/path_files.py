"""Install files of paths into the paths folder of the config directory."""

from __future__ import annotations

import sys
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from studypath.core.errors import Fault, UnusableFile, WrongUsage
from studypath.storage.library import load_library
from studypath.storage.lock import hold_lock
from studypath.storage.path_check import check_paths_content
from studypath.storage.reading import read_regular
from studypath.storage.save import save_file
from studypath.storage.transaction import find_lock_file

if TYPE_CHECKING:
    from datetime import datetime

    from studypath.core.path_check import CheckedFile
    from studypath.storage.places import Places

IMPORT_LIMIT_BYTES = 2 << 20


def read_import(file: str) -> bytes:
    """Return the bytes of a file to import, of stdin for `-`; UnusableFile beyond 2 MiB."""
    if file != "-":
        return read_regular(FilePath(file), IMPORT_LIMIT_BYTES).content
    content = sys.stdin.buffer.read(IMPORT_LIMIT_BYTES + 1)
    if len(content) > IMPORT_LIMIT_BYTES:
        message = f"is larger than {IMPORT_LIMIT_BYTES >> 20} MiB"
        raise UnusableFile((Fault("stdin", None, "", message),))
    return content


def install_paths(places: Places, content: bytes, name: str, now: datetime) -> FilePath:
    """Check a file of paths and save it as `NAME.toml` in the paths folder; return its place.

    Raises UnusableFile with every fault, and WrongUsage if another file has one of its paths, or
    if there is a file of this name already; nothing is then changed.
    """
    file = places.paths_dir / f"{name}.toml"
    checked = check_paths_content(content, str(file))
    with hold_lock(find_lock_file(places)):
        _refuse_taken(places, checked)
        if file.exists():
            msg = f"{file} exists\nRemove it first, or use another id."
            raise WrongUsage(msg)
        save_file(file, content, backup_dir=None, now=now)
    return file


def _refuse_taken(places: Places, checked: CheckedFile) -> None:
    curriculum = load_library(places).curriculum
    taken = [own for own in checked.paths if curriculum.path(own.id) is not None]
    if taken:
        msg = f"there is a path {taken[0].id!r} already\nGive yours another id."
        raise WrongUsage(msg)
