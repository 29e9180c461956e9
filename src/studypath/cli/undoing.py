"""`undo` and `redo`: one command is one step back or forth."""

from __future__ import annotations

import os

from studypath.cli.context import open_context
from studypath.cli.output import print_note, write_lines
from studypath.storage.undo import UndoResult, revert_command


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
    from studypath.views.undo import format_undo

    context = open_context()
    result = revert_command(context.places, context.now, redo=redo)
    for notice in result.notices:
        print_note(notice)
    _tell_hand_edits(result, context.places.progress)
    command = result.command.words if result.command is not None else None
    write_lines(format_undo(command, result.kept, changed=result.is_saved, redo=redo))


def _tell_hand_edits(result: UndoResult, file: os.PathLike[str]) -> None:
    if result.edited_steps is None:
        return
    named = ", ".join("/".join(key) for key in result.edited_steps[:10])
    which = f" ({named})" if named else ""
    print_note(f"{file} was edited since the last command{which}; those edits stay")
