"""What an import gave, in the few words that tests compare."""

from __future__ import annotations

from studypath.core.curriculum import Path, Step
from studypath.core.durations import format_range
from studypath.files.importing.curriculum import import_curriculum
from studypath.files.importing.values import ImportResult


def imported(text: str, file_name: str = "course.md", **options: str) -> ImportResult:
    """Import a text as a file of that name."""
    return import_curriculum(
        text.encode(), file_name, path_id=options.get("path_id"), title=options.get("title")
    )


def one_path(text: str, file_name: str = "course.md") -> Path:
    """Import a text that gives exactly one path."""
    (path,) = imported(text, file_name).paths
    return path


def time_of(step: Step) -> str | None:
    """Return the estimate of a step as files write it."""
    if step.estimate is None:
        return None
    assert step.estimate.source == "stated"
    return format_range(step.estimate.low_minutes, step.estimate.high_minutes)


def outline(path: Path) -> list[tuple[str, str, list[tuple[str, str | None]]]]:
    """Each phase with its label, and the title and time of each step."""
    return [
        (phase.label, phase.title, [(step.title, time_of(step)) for step in phase.steps])
        for phase in path.phases
    ]
