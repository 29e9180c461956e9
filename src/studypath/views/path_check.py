"""Show the result of `path check`. Without Rich."""

from __future__ import annotations

from collections.abc import Sequence

from studypath.core.curriculum import Path
from studypath.core.estimates import spread_estimates, sum_estimates
from studypath.core.path_check import CheckedFile
from studypath.core.text import replace_controls
from studypath.views.wording import format_count, format_remaining


def format_path_check(checked: CheckedFile) -> list[str]:
    """Return a line for each path of a valid file."""
    file = replace_controls(checked.file)
    return [
        f"{file}: {path.id}: {format_count(len(path.phases), 'phase')}, "
        f"{format_count(len(path.steps), 'step')}, {_format_time(path)}; valid"
        for path in checked.paths
    ]


def format_installed(paths: Sequence[Path], file: str) -> list[str]:
    """Return where paths were installed, and how to use each."""
    lines = [f"installed  {replace_controls(file)}"]
    return [*lines, *(f"use it     studypath use {path.id}" for path in paths)]


def _format_time(path: Path) -> str:
    total = sum_estimates(spread_estimates(path).values())
    return "no estimates" if total.low_minutes is None else format_remaining(total)
