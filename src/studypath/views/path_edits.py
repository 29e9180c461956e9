"""Show what commands on path files did. Without Rich."""

from __future__ import annotations

from collections.abc import Sequence

from studypath.core.curriculum import Path
from studypath.core.durations import format_duration
from studypath.core.path_removal import count_kept_progress
from studypath.core.text import replace_controls
from studypath.core.tracked import TrackedProgress
from studypath.views.wording import format_count


def format_new(path_id: str, file: str) -> list[str]:
    """Return where a new path was written, and what to do next."""
    return [
        f"wrote     {replace_controls(file)}",
        f"edit it   studypath path edit {path_id}",
        f"check it  studypath path check {path_id}",
        f"use it    studypath use {path_id}",
    ]


def format_written(file: str) -> list[str]:
    """Return where a file of paths was written, and how to check and install it."""
    shown = replace_controls(file)
    return [
        f"wrote       {shown}",
        f"check it    studypath path check {shown}",
        f"install it  studypath path add {shown}",
    ]


def format_removal(tracked: TrackedProgress, paths: Sequence[Path], file: str) -> list[str]:
    """Return the question before a removal: what goes and what stays."""
    lines = [
        f"{path.id}: {replace_controls(path.title)}, {format_count(len(path.steps), 'step')}"
        for path in paths
    ]
    return [*lines, *_format_kept(tracked, paths), f"Remove {replace_controls(file)}?"]


def format_removed(tracked: TrackedProgress, paths: Sequence[Path], file: str) -> list[str]:
    """Return what was removed and what stays."""
    return [
        f"removed  {replace_controls(file)}",
        *_format_kept(tracked, paths),
        "to bring it back: studypath undo",
    ]


def _format_kept(tracked: TrackedProgress, paths: Sequence[Path]) -> list[str]:
    lines = []
    for path in paths:
        progress = count_kept_progress(tracked, path)
        if progress.entries:
            spent = f" ({format_duration(progress.minutes)})" if progress.minutes else ""
            steps = format_count(progress.entries, "step")
            lines.append(f"progress on {steps} of {path.id}{spent} stays")
    return lines
