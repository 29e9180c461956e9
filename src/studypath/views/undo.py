"""Format what an undo or a redo did, in plain lines."""

from __future__ import annotations

from collections.abc import Sequence

from studypath.core.text import replace_controls


def format_undo(
    command: str | None, conflicts: Sequence[tuple[str, ...]], *, changed: bool, redo: bool
) -> list[str]:
    """Return the command that was undone or redone, and the keys changed since by other means."""
    if command is None:
        return [f"nothing to {'redo' if redo else 'undo'}"]
    words = replace_controls(command)
    lines: list[str] = []
    if changed:
        lines.append(f"{'redone' if redo else 'undone'}  {words}")
    else:
        reason = "" if conflicts else "; the file already matches"
        lines.append(f"no change  {words}{reason}")
    return lines + [
        f"not {'redone' if redo else 'undone'}  {replace_controls('.'.join(key))}: changed since"
        for key in conflicts
    ]
