"""Format what an undo or a redo did, in plain lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from studypath.core.text import replace_controls
from studypath.core.undo import Change
from studypath.views.field_changes import format_field_changes

MOST_CHANGES = 12


def format_undo(  # noqa: PLR0913 - what the undo returned, and how to show it
    command: str | None,
    conflicts: Sequence[tuple[str, ...]],
    changes: Sequence[Change],
    *,
    active: str,
    tz: tzinfo,
    redo: bool,
    is_gone: bool = False,
) -> list[str]:
    """Return the command that was undone or redone, what changed, and the keys left alone.

    `is_gone` tells that its file was removed meanwhile.
    """
    if command is None:
        return [f"nothing to {'redo' if redo else 'undo'}"]
    words = replace_controls(command)
    lines: list[str] = []
    if changes:
        lines.append(f"{'redone' if redo else 'undone'}  {words}")
        shown = format_field_changes(changes, active, tz, most=MOST_CHANGES)
        lines += [f"  {line}" for line in shown]
    else:
        reason = "" if conflicts or is_gone else "; the file already matches"
        lines.append(f"no change  {words}{reason}")
    return lines + [
        f"not {'redone' if redo else 'undone'}  {replace_controls('.'.join(key))}: changed since"
        for key in conflicts
    ]
