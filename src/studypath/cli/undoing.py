"""`undo` and `redo`: one command is one step back or forth."""

from __future__ import annotations

import os

from studypath.cli.desk import open_desk
from studypath.cli.terminal import tell, write_lines
from studypath.storage.reverting import Reverted, revert


def undo() -> None:
    """Take the last command back; what was edited by hand since stays.

    Example: studypath undo
    """
    _revert(redo=False)


def redo() -> None:
    """Do again what was undone last.

    Example: studypath redo
    """
    _revert(redo=True)


def _revert(*, redo: bool) -> None:
    from studypath.views.undo import reverted_lines

    desk = open_desk()
    result = revert(desk.places, desk.ledger.curriculum, desk.now, redo=redo)
    for notice in result.changed.notices:
        tell(notice)
    _tell_hand_edits(result, desk.places.progress)
    command = result.command.words if result.command is not None else None
    write_lines(reverted_lines(command, result.kept, changed=result.anything, redo=redo))


def _tell_hand_edits(result: Reverted, file: os.PathLike[str]) -> None:
    if result.by_hand is None:
        return
    named = ", ".join("/".join(key) for key in result.by_hand[:10])
    which = f" ({named})" if named else ""
    tell(f"{file} was edited since the last command{which}; those edits stay")
