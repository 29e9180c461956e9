"""Compare versions of a path with the user's progress, and report a change once."""

from __future__ import annotations

from studypath.cli.context import Context
from studypath.cli.output import print_note
from studypath.core.curriculum import Path
from studypath.core.path_diff import PathDiff, diff_paths
from studypath.core.tracked import track_progress
from studypath.core.works import with_path
from studypath.storage.library import mark_path_seen
from studypath.storage.seen_paths import load_seen_path
from studypath.views.path_effect import format_path_news


def build_diff(context: Context, old: Path, new: Path) -> PathDiff:
    """Return what differs between two versions of a path for this user."""
    before, after = (
        track_progress(with_path(context.tracked.curriculum, path), context.tracked.progress)
        for path in (old, new)
    )
    return diff_paths(before, old, after, new)


def report_path_change(context: Context, path: Path) -> None:
    """Say what changed since the path was shown last, and store it as shown.

    Nothing is said if it cannot be stored: it would be said every time.
    """
    seen = load_seen_path(context.places, path.id)
    if not mark_path_seen(context.places, context.library, path) or seen is None:
        return
    diff = build_diff(context, seen, path)
    if diff.is_empty:
        return
    is_active = path.id == context.tracked.active.id
    command = "studypath path diff" if is_active else f"studypath path diff {path.id}"
    print_note(format_path_news(diff, command=command, estimates=context.settings.forecast))
