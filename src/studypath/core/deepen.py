"""Where to go deep: the papers that treat a topic which the steps so far introduced."""

from __future__ import annotations

from typing import NamedTuple

from studypath.core.curriculum import Concept, Deferred, Path
from studypath.core.status import StepStatus, build_step_status
from studypath.core.tracked import TrackedProgress


class Depth(NamedTuple):
    """One topic: where it was introduced, and what goes deep into it (nothing, where so).

    `introduced` tells whether a step that introduces it is done.
    """

    concept: Concept
    introduced_by: tuple[StepStatus, ...]
    steps: tuple[StepStatus, ...]
    deferred: tuple[tuple[Path, Deferred], ...]

    @property
    def introduced(self) -> bool:
        """Whether this person has done a step that introduces the topic."""
        return any(step.entry.state == "done" for step in self.introduced_by)


class Depths(NamedTuple):
    """The topics met so far, in the order in which the steps introduce them.

    `all_topics` tells that no step is done yet and every topic is shown instead.
    """

    topics: tuple[Depth, ...]
    all_topics: bool = False


def build_depth(tracked: TrackedProgress, concept: Concept) -> Depth:
    """Return what introduces a topic and what goes deep into it, over all paths."""
    introduced: list[StepStatus] = []
    deep: list[StepStatus] = []
    later: list[tuple[Path, Deferred]] = []
    for path in tracked.curriculum.paths:
        for step in path.steps:
            if concept.id in step.introduces:
                introduced.append(build_step_status(tracked, path, step))
            if concept.id in step.deepens:
                deep.append(build_step_status(tracked, path, step))
        later.extend((path, work) for work in path.deferred if concept.id in work.deepens)
    return Depth(concept, tuple(introduced), tuple(deep), tuple(later))


def build_depths(tracked: TrackedProgress) -> Depths:
    """Return every topic that a done step introduced; all introduced topics while none is done."""
    order: dict[str, bool] = {}
    for path in tracked.curriculum.paths:
        for step in path.steps:
            if not step.introduces:
                continue
            done = tracked.entry((path.id, step.id)).state == "done"
            for concept_id in step.introduces:
                order[concept_id] = order.get(concept_id, False) or done
    met = [concept_id for concept_id, done in order.items() if done]
    shown = met or list(order)
    concepts = {concept.id: concept for concept in tracked.curriculum.concepts}
    topics = tuple(build_depth(tracked, concepts[i]) for i in shown if i in concepts)
    return Depths(topics, all_topics=not met)
