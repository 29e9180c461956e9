"""What a merge brought, in plain lines."""

from __future__ import annotations

from studypath.core.text import replace_controls
from studypath.core.tracked import TrackedProgress

MOST_NAMED = 30


def format_merge(before: TrackedProgress, after: TrackedProgress) -> list[str]:
    """Return a line per step that the merge changed, its state and minutes before and after.

    The active path and the timer are told where they changed.
    """
    old, new = before.progress.entries, after.progress.entries
    lines: list[str] = []
    for key, entry in new.items():
        mine = old.get(key)
        if mine == entry:
            continue
        was = f"{mine.state}, {mine.minutes_spent} min" if mine is not None else "nothing"
        name = replace_controls("/".join(key))
        lines.append(f"merged  {name}: {entry.state}, {entry.minutes_spent} min (was {was})")
    if len(lines) > MOST_NAMED:
        lines = [*lines[:MOST_NAMED], f"and {len(lines) - MOST_NAMED} more steps"]
    if before.active.id != after.active.id:
        lines.append(f"active  {after.active.id}")
    timer = after.progress.timer
    if timer is not None and timer != before.progress.timer:
        lines.append(f"timer  {replace_controls(f'{timer.path}/{timer.step}')}")
    if not lines and before.progress is not after.progress:
        lines = ["merged  only keys that belong to no step"]
    return lines or ["nothing new: everything in it is here already"]
