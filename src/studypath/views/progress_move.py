"""Format what `progress move` did, in plain lines."""

from __future__ import annotations

from studypath.core.durations import format_duration
from studypath.core.next import find_next_step
from studypath.core.progress import Entry
from studypath.core.progress_move import MovedProgress
from studypath.core.status import build_path_status
from studypath.core.text import replace_controls
from studypath.core.tracked import TrackedProgress
from studypath.views.changes import format_next, format_step
from studypath.views.wording import format_progress, format_state


def format_moved(after: TrackedProgress, moved: MovedProgress) -> list[str]:
    """Return what was moved and where, the progress on that path, and the next step."""
    old = replace_controls("/".join(moved.old))
    if moved.moved is None:
        return [f"no change  {old} has no progress of its own"]
    step = after.step(moved.new)
    target = format_step(step) if step is not None else replace_controls("/".join(moved.new))
    lines = [
        f"moved  {old}: {_format_entry(moved.moved)}",
        f"to  {target}: {_format_entry(after.entry(moved.new))}",
    ]
    path = after.curriculum.path(moved.new[0])
    if path is not None:
        status = build_path_status(after, path)
        lines.append(f"{replace_controls(path.title)}: {format_progress(status)}")
    return [*lines, format_next(find_next_step(after, after.active, count=1))]


def _format_entry(entry: Entry) -> str:
    spent = f", {format_duration(entry.minutes_spent)}" if entry.minutes_spent else ""
    return f"{format_state(entry.state)}{spent}"
