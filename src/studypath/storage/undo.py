"""Undo and redo of the newest command, whichever file it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studypath.storage.path_files import PathFile
from studypath.storage.progress import ProgressFile
from studypath.storage.settings import SettingsFile
from studypath.storage.transaction import CONFIG, PATHS, UndoResult, revert_last

if TYPE_CHECKING:
    from datetime import datetime

    from studypath.storage.places import Places
    from studypath.storage.transaction import ManagedFile

__all__ = ["UndoResult", "revert_command"]


def revert_command(places: Places, now: datetime, *, redo: bool = False) -> UndoResult:
    """Undo the newest command, or redo the one that was undone last."""

    def open_file(name: str) -> ManagedFile[Any]:
        if name.startswith(PATHS):
            return PathFile(places, name.removeprefix(PATHS))
        return SettingsFile(places) if name == CONFIG else ProgressFile(places)

    return revert_last(places, open_file, now, redo=redo)
