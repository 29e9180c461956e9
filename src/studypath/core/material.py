"""Find what to open: the address of a step, part or deferred work, or the id of a wiki page."""

from __future__ import annotations

from typing import NamedTuple

from studypath.core.curriculum import Part
from studypath.core.errors import UnknownReference
from studypath.core.parts import find_next_part
from studypath.core.selection import (
    DeferredStep,
    resolve_concept,
    resolve_step,
    resolve_steps,
)
from studypath.core.tracked import TrackedProgress


class Material(NamedTuple):
    """A step or a deferred work with its address."""

    id: str
    url: str | None


def resolve_material(tracked: TrackedProgress, word: str | None) -> Material:
    """Return the step or deferred work that a word names; None stands for the next step.

    A part, and the next part of the next step, have their own address if the path gives one.
    """
    try:
        selection = resolve_steps(tracked, [word])[0] if word is not None and "#" in word else None
        key = selection.keys[0] if selection is not None else resolve_step(tracked, word)
    except DeferredStep as error:
        return Material(error.work.id, error.work.address)
    step = tracked.step(key)
    if step is None:
        return Material(key[1], None)
    part: Part | None = None
    if selection is not None and selection.parts:
        part = step.parts[selection.parts[0] - 1]
    elif word is None and step.parts:
        numbered = find_next_part(step, tracked.entry(key))
        part = numbered.part if numbered is not None else None
    return Material(key[1], (part.url if part is not None else None) or step.address)


def resolve_page_id(tracked: TrackedProgress, word: str | None) -> str:
    """Return the id of the step, deferred work or concept whose wiki page a word names."""
    if word is None or not _is_concept_only(tracked, word):
        try:
            return resolve_material(tracked, word).id
        except UnknownReference:
            if word is None:
                raise
    return resolve_concept(tracked.curriculum, word).id


def _is_concept_only(tracked: TrackedProgress, word: str) -> bool:
    wanted = "-".join(word.lower().split())
    steps = (step for path in tracked.curriculum.paths for step in path.steps)
    return tracked.curriculum.concept(wanted) is not None and all(s.id != wanted for s in steps)
