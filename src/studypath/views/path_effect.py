"""Format what a change of a path does to the learner's numbers, in plain lines. Without Rich."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from studypath.core.path_diff import (
    ADDED,
    ESTIMATE,
    MERGED,
    MOVED,
    PARTS,
    REMOVED,
    RENAMED,
    STATE,
    Effect,
    PathDiff,
)
from studypath.core.text import replace_controls
from studypath.views.wording import format_minutes, format_remaining


def format_effect(
    before: Effect, after: Effect, *, estimates: bool = True, is_total: bool = False
) -> str:
    """Return what differs: `36% done (was 40%), 1h–2h more`; "" if nothing does.

    With `is_total` both numbers are named even if they stay, and the remaining time is given
    before and after.
    """
    parts = []
    if before.percent != after.percent:
        parts.append(f"{_percent(after.percent)} done (was {_percent(before.percent)})")
    elif is_total and after.percent is not None:
        parts.append(f"{after.percent}% done as before")
    if not estimates:
        return ", ".join(parts) or ("no steps" if is_total else "")
    left = format_remaining(after.remaining)
    if before.remaining == after.remaining:
        parts += [f"{left} left as before"] if is_total else []
    elif is_total:
        parts.append(f"{left} left (was {format_remaining(before.remaining)})")
    else:
        parts.append(_format_difference(before, after))
    return ", ".join(parts)


def format_path_news(diff: PathDiff, *, command: str, estimates: bool = True) -> str:
    """Return in a few lines that a path has changed; `command` shows each change."""
    lines = [f"{replace_controls(diff.new.title)} has changed: {', '.join(_list_counts(diff))}"]
    lines.append(format_effect(diff.before, diff.after, estimates=estimates, is_total=True))
    lines.append(f"To see each change: {command}")
    return "\n".join(lines)


def _list_counts(diff: PathDiff) -> Iterator[str]:
    counts = Counter(change.kind for change in diff.changes)
    for kind in (ADDED, REMOVED, MERGED, RENAMED, MOVED):
        if counts[kind]:
            yield f"{counts[kind]} {kind}"
    for kind in (ESTIMATE, STATE):
        if counts[kind]:
            yield f"{counts[kind]} {kind}{'s' if counts[kind] > 1 else ''} changed"
    if counts[PARTS]:
        yield f"parts of {counts[PARTS]} changed"
    if diff.phases:
        yield f"{len(diff.phases)} in its phases"
    if diff.old.title != diff.new.title:
        yield f"it was {replace_controls(diff.old.title)}"


def _format_difference(before: Effect, after: Effect) -> str:
    if before.remaining.low_minutes is None or after.remaining.low_minutes is None:
        return f"{format_remaining(after.remaining)} left"
    low = after.remaining.low_minutes - before.remaining.low_minutes
    high = (after.remaining.high_minutes or 0) - (before.remaining.high_minutes or 0)
    if low >= 0 and high >= 0:
        return f"{format_minutes(min(low, high), max(low, high))} more"
    if low <= 0 and high <= 0:
        return f"{format_minutes(min(-low, -high), max(-low, -high))} less"
    return f"{format_remaining(after.remaining)} left (was {format_remaining(before.remaining)})"


def _percent(percent: int | None) -> str:
    return "nothing" if percent is None else f"{percent}%"
