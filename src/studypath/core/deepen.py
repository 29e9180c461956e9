"""Find the papers that deepen the concepts introduced so far."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from studypath.core.curriculum import Concept, Deferred, Path, StepKey
from studypath.core.status import StepStatus, build_path_status
from studypath.core.tracked import TrackedProgress


class Depth(NamedTuple):
    """A concept with the steps that introduce it and the steps and works that deepen it."""

    concept: Concept
    introduced_by: tuple[StepStatus, ...]
    steps: tuple[StepStatus, ...]
    deferred: tuple[tuple[Path, Deferred], ...]

    @property
    def introduced(self) -> bool:
        """Return whether a step that introduces the concept is done."""
        return any(step.entry.state == "done" for step in self.introduced_by)

    @property
    def met(self) -> bool:
        """Return whether a step that introduces or deepens the concept is done."""
        return self.introduced or any(step.entry.state == "done" for step in self.steps)


class Paper(NamedTuple):
    """A step or a deferred work, and the concepts that it deepens."""

    path: Path
    work: StepStatus | Deferred
    concepts: tuple[Concept, ...]


class Depths(NamedTuple):
    """Concepts in the order of the paths' steps, those of the active path first.

    Those that a done step introduces or deepens, or with `all_concepts` every one, since there is
    none.
    `papers` are the works that deepen them in the same order, each once; deferred ones at the end.
    """

    concepts: tuple[Depth, ...]
    all_concepts: bool = False
    papers: tuple[Paper, ...] = ()


def build_depth(tracked: TrackedProgress, concept: Concept) -> Depth:
    """Return what introduces and what deepens a concept, on all paths."""
    return _build_all(tracked, (concept,))[0]


def build_single_depth(tracked: TrackedProgress, concept: Concept) -> Depths:
    """Return one concept and the papers that deepen it."""
    depth = build_depth(tracked, concept)
    return Depths((depth,), papers=_collect_papers(tracked, (depth,)))


def build_depths(tracked: TrackedProgress) -> Depths:
    """Return the concepts met on done steps, or all introduced ones if there is none."""
    concepts = {concept.id: concept for concept in tracked.curriculum.concepts}
    paths = _list_paths(tracked)
    introduced = {i for path in paths for step in path.steps for i in step.introduces}
    own = [i for step in tracked.active.steps for i in step.concepts if i in introduced]
    others = [i for path in paths for step in path.steps for i in step.introduces]
    ordered = dict.fromkeys([*own, *others])
    depths = _build_all(tracked, (concepts[i] for i in ordered if i in concepts))
    met = tuple(depth for depth in depths if depth.met)
    chosen = met or depths
    return Depths(chosen, all_concepts=not met, papers=_collect_papers(tracked, chosen))


def _list_paths(tracked: TrackedProgress) -> list[Path]:
    """Return the paths, the active one first."""
    return sorted(tracked.curriculum.paths, key=lambda path: path.id != tracked.active.id)


def _collect_papers(tracked: TrackedProgress, depths: Iterable[Depth]) -> tuple[Paper, ...]:
    """Return each work once, as a step of the active path if it is one."""
    paths = {path.id: path for path in tracked.curriculum.paths}
    shared = tracked.curriculum.shared
    steps: dict[StepKey, Paper] = {}
    deferred: dict[StepKey, Paper] = {}
    for depth in depths:
        concept = (depth.concept,)
        for step in depth.steps:
            key = (step.path_id, step.step.id)
            work = shared.get(key, (key,))[0]
            paper = steps.get(work, Paper(paths[step.path_id], step, ()))
            if concept[0] not in paper.concepts:
                steps[work] = paper._replace(concepts=paper.concepts + concept)
        for path, each in depth.deferred:
            paper = deferred.get((path.id, each.id), Paper(path, each, ()))
            deferred[path.id, each.id] = paper._replace(concepts=paper.concepts + concept)
    return (*steps.values(), *deferred.values())


def _build_all(tracked: TrackedProgress, concepts: Iterable[Concept]) -> tuple[Depth, ...]:
    """Build the depths of many concepts in one pass over the paths."""
    introduced_by: dict[str, list[StepStatus]] = {}
    steps: dict[str, list[StepStatus]] = {}
    deferred: dict[str, list[tuple[Path, Deferred]]] = {}
    for path in _list_paths(tracked):
        for status in build_path_status(tracked, path).steps:
            for concept_id in dict.fromkeys(status.step.introduces):
                introduced_by.setdefault(concept_id, []).append(status)
            for concept_id in dict.fromkeys(status.step.deepens):
                steps.setdefault(concept_id, []).append(status)
        for work in path.deferred:
            for concept_id in dict.fromkeys(work.deepens):
                deferred.setdefault(concept_id, []).append((path, work))
    return tuple(
        Depth(
            concept,
            tuple(introduced_by.get(concept.id, ())),
            tuple(steps.get(concept.id, ())),
            tuple(deferred.get(concept.id, ())),
        )
        for concept in concepts
    )
