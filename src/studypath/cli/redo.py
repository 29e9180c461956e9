"""`redo`: redo what was undone last."""

from __future__ import annotations

from studypath.cli.undo import revert


def redo() -> None:
    """Redo the command that was undone last.

    Example: studypath redo
    """
    revert(redo=True)
