"""The arguments and options that several commands share, and what they complete to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from studypath.storage.places import Places

MOST_COMPLETIONS = 200


def _complete(kind: str, incomplete: str) -> list[str]:
    """Ids that begin with what is typed; nothing where files fail."""
    from studypath.core.errors import StudypathError

    try:
        ids = _ids(kind)
    except (StudypathError, OSError):
        return []
    wanted = incomplete.lower()
    return [i for i in ids if i.startswith(wanted)][:MOST_COMPLETIONS]


def _ids(kind: str) -> list[str]:
    import os

    from studypath.storage.library import load_library
    from studypath.storage.places import find_places

    found = find_places(os.environ)
    curriculum = load_library(found).curriculum
    if kind == "path":
        return [path.id for path in curriculum.paths]
    concepts = [concept.id for concept in curriculum.concepts]
    if kind == "concept":
        return concepts
    active = _active(found)
    paths = sorted(curriculum.paths, key=lambda path: path.id != active)
    steps = list(dict.fromkeys(step.id for path in paths for step in path.steps))
    if kind == "step":
        return steps
    phases = [phase.id for path in paths[:1] for phase in path.phases]
    return [*steps, *phases, *(path.id for path in paths), *concepts]


def _active(found: Places) -> str:
    """The active path; a progress file that cannot be used changes only the order of ids."""
    from studypath.core.errors import StudypathError
    from studypath.storage.progress import load_progress

    try:
        return load_progress(found).progress.active or "lightweight"
    except (StudypathError, OSError):
        return "lightweight"


def complete_step(incomplete: str) -> list[str]:
    """Complete the id of a step."""
    return _complete("step", incomplete)


def complete_path(incomplete: str) -> list[str]:
    """Complete the id of a path."""
    return _complete("path", incomplete)


def complete_concept(incomplete: str) -> list[str]:
    """Complete the id of a concept."""
    return _complete("concept", incomplete)


def complete_anything(incomplete: str) -> list[str]:
    """Complete the id of a step, phase, path or concept."""
    return _complete("anything", incomplete)


STEP_HELP = "A step: its id, a part of it, its number (2.3), or a phase (2, phase-2)."

StepWord = Annotated[
    str, typer.Argument(metavar="STEP", help=STEP_HELP, autocompletion=complete_step)
]
StepWords = Annotated[
    list[str], typer.Argument(metavar="STEP...", help=STEP_HELP, autocompletion=complete_step)
]
PathOption = Annotated[
    str | None,
    typer.Option(
        "--path", metavar="PATH", help="Another path than the active.", autocompletion=complete_path
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
NoForecastOption = Annotated[
    bool, typer.Option("--no-forecast", help="Without any time still to go.")
]
