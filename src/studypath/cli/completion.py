"""Complete the words of a command line: ids of steps, phases, paths and concepts, and kinds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from studypath.core.curriculum import Curriculum
from studypath.core.errors import StudypathError

MOST_COMPLETIONS = 200


def complete_step(incomplete: str) -> list[str]:
    """Complete the id of a step, those of the active path first; after `STEP#` its parts."""
    if "#" in incomplete:
        return _complete(
            incomplete, lambda curriculum, active: _part_words(curriculum, active, incomplete)
        )
    return _complete(incomplete, _step_ids)


def complete_path(incomplete: str) -> list[str]:
    """Complete the id of a path."""
    return _complete(incomplete, lambda curriculum, _: [path.id for path in curriculum.paths])


def complete_concept(incomplete: str) -> list[str]:
    """Complete the id of a concept."""
    return _complete(incomplete, lambda curriculum, _: [each.id for each in curriculum.concepts])


def complete_kind(incomplete: str) -> list[str]:
    """Complete the kind of a step."""
    return _complete(
        incomplete,
        lambda curriculum, _: sorted({s.kind for path in curriculum.paths for s in path.steps}),
    )


def complete_any(incomplete: str) -> list[str]:
    """Complete the id of a step, a phase of the active path, a path or a concept."""

    def collect(curriculum: Curriculum, active: str) -> list[str]:
        path = curriculum.path(active) or curriculum.paths[0]
        ids = _step_ids(curriculum, active) + [phase.id for phase in path.phases]
        ids += [path.id for path in curriculum.paths]
        return ids + [concept.id for concept in curriculum.concepts]

    return _complete(incomplete, collect)


def _complete(incomplete: str, collect: Callable[[Curriculum, str], Iterable[str]]) -> list[str]:
    """Complete ids of the curriculum; none if its files cannot be read."""
    from studypath.storage.library import load_library
    from studypath.storage.places import find_places
    from studypath.storage.progress import load_progress

    try:
        places = find_places(os.environ)
        curriculum = load_library(places).curriculum
    except (StudypathError, OSError):
        return []
    try:
        active = load_progress(places).progress.active
    except (StudypathError, OSError):
        active = None
    return _filter(collect(curriculum, active or curriculum.paths[0].id), incomplete)


def _filter(words: Iterable[str], incomplete: str) -> list[str]:
    typed = incomplete.lower()
    return [word for word in words if word.startswith(typed)][:MOST_COMPLETIONS]


def _part_words(curriculum: Curriculum, active: str, incomplete: str) -> list[str]:
    """Return `STEP#1`, `STEP#2`, ... for each part of the step that is typed before the `#`."""
    from studypath.core.errors import UnknownReference
    from studypath.core.selection import resolve_word

    head = incomplete.lower().partition("#")[0]
    try:
        selection = resolve_word(curriculum, curriculum.path(active) or curriculum.paths[0], head)
    except UnknownReference:
        return []
    if selection.phase is not None:
        return []
    return [f"{head}#{number + 1}" for number in range(len(selection.steps[0].parts))]


def _step_ids(curriculum: Curriculum, active: str) -> list[str]:
    paths = sorted(curriculum.paths, key=lambda path: path.id != active)
    return list(dict.fromkeys(step.id for path in paths for step in path.steps))
