"""Format what a merge changed, in plain lines."""

from __future__ import annotations

from studypath.core.durations import format_duration
from studypath.core.progress import Entry
from studypath.core.text import replace_controls
from studypath.core.tracked import TrackedProgress
from studypath.views.wording import format_state

MOST_NAMED = 30


def format_merge(before: TrackedProgress, after: TrackedProgress) -> list[str]:
    """Return a line per changed step with its state and time, then path and timer if changed."""
    old = before.progress.entries
    lines = [
        f"merged  {replace_controls('/'.join(key))}: {_format_entry(entry)}"
        f" (was {_format_entry(old.get(key))})"
        for key, entry in after.progress.entries.items()
        if old.get(key) != entry
    ]
    if len(lines) > MOST_NAMED:
        lines = [*lines[:MOST_NAMED], f"and {len(lines) - MOST_NAMED} more"]
    if before.active.id != after.active.id:
        lines.append(f"active path  {after.active.id}")
    timer = after.progress.timer
    if timer is not None and timer != before.progress.timer:
        lines.append(f"timer  {replace_controls(f'{timer.path}/{timer.step}')}")
    if not lines and before.progress is not after.progress:
        lines = ["merged  only values that belong to no step"]
    return lines or ["nothing to merge: everything in it is already here"]


def _format_entry(entry: Entry | None) -> str:
    if entry is None:
        return "absent"
    return f"{format_state(entry.state)}, {format_duration(entry.minutes_spent)}"
