"""What an undo or a redo did, in plain lines."""

from __future__ import annotations

from collections.abc import Sequence

from studypath.core.text import replace_controls


def format_undo(
    command: str | None, kept: Sequence[tuple[str, ...]], *, changed: bool, redo: bool
) -> list[str]:
    """Return which command was taken back or done again, and what was kept as it is."""
    verb, other = ("redone", "redo") if redo else ("undone", "undo")
    if command is None:
        return [f"there is nothing to {other}"]
    words = replace_controls(command)
    keys = [replace_controls(".".join(key)) for key in kept]
    lines: list[str] = []
    if changed:
        lines.append(f"{verb}  {words}")
    elif not keys:
        lines.append(f"{words}: the file says so already, nothing changed")
    else:
        lines.append(f"{words}: nothing changed")
    lines += [f"kept  {key}: it was changed since by something else" for key in keys]
    return lines
