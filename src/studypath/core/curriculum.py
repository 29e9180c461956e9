"""What there is to learn: paths of phases of steps, and the concepts they share.

Values only. The schema room makes them from a file and has checked them; nothing here checks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

READINGS = ("closely", "selectively", "ideas", "skim")
OPEN_ENDED_KIND = "open-ended"


class Estimate(NamedTuple):
    """A range of whole minutes with its source: `stated` by the path's author or `derived`."""

    low_minutes: int
    high_minutes: int
    source: str
    rule: str | None = None


class Part(NamedTuple):
    """A chapter of a step: its title, and where it is known its address and minutes."""

    title: str
    url: str | None = None
    minutes: int | None = None
    note: str | None = None


class Step(NamedTuple):
    """The smallest thing one finishes.

    `number` is `PHASE.POSITION`; `reading` is the step's own mode or its phase's; `covered_by`
    holds the ids of steps that give the intuition of this one; `works` are the keys under which
    two steps are one piece of work (see `core.works`); `caution` is the author's note on where
    what one finds differs from what the path says.
    """

    id: str
    number: str
    title: str
    kind: str
    creators: tuple[str, ...] = ()
    year: int | None = None
    url: str | None = None
    estimate: Estimate | None = None
    reading: str | None = None
    focus: str | None = None
    takeaway: str | None = None
    introduces: tuple[str, ...] = ()
    deepens: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    covered_by: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    arxiv: str | None = None
    doi: str | None = None
    venue: str | None = None
    pages: int | None = None
    pages_to_read: int | None = None
    caution: str | None = None

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts the step introduces, then those it goes deep into."""
        return self.introduces + tuple(c for c in self.deepens if c not in self.introduces)


class Phase(NamedTuple):
    """An ordered part of a path; an open-ended one has no steps and draws on other paths."""

    id: str
    label: str
    title: str
    position: int
    steps: tuple[Step, ...] = ()
    reading: str | None = None
    advice: str | None = None
    estimate: Estimate | None = None
    open_ended: bool = False
    draws_on: tuple[str, ...] = ()


class Deferred(NamedTuple):
    """A work the author advises to leave for later, with the reason and when to come back."""

    id: str
    title: str
    reason: str
    revisit: str | None = None
    kind: str | None = None
    creators: tuple[str, ...] = ()
    year: int | None = None
    url: str | None = None
    arxiv: str | None = None
    doi: str | None = None
    venue: str | None = None
    deepens: tuple[str, ...] = ()
    caution: str | None = None


class Path(NamedTuple):
    """An ordered curriculum. `file` names where it was defined, for messages."""

    id: str
    title: str
    phases: tuple[Phase, ...]
    file: str
    summary: str | None = None
    prerequisites: tuple[str, ...] = ()
    not_needed: tuple[str, ...] = ()
    estimate: Estimate | None = None
    span: str | None = None
    deferred: tuple[Deferred, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in the order one takes them."""
        return tuple(step for phase in self.phases for step in phase.steps)


class Concept(NamedTuple):
    """A topic that steps introduce and papers go deep into."""

    id: str
    title: str
    note: str | None = None


StepKey = tuple[str, str]
"""A step's place in progress: (path id, step id)."""


class Curriculum(NamedTuple):
    """Every path and concept that is known.

    `shared` maps the key of a step to the keys of the steps of other paths that are the same
    piece of work; steps that stand alone are not in it.
    """

    paths: tuple[Path, ...]
    concepts: tuple[Concept, ...] = ()
    shared: Mapping[StepKey, tuple[StepKey, ...]] = MappingProxyType({})

    def path(self, path_id: str) -> Path | None:
        """Return the path of that id, or None."""
        for path in self.paths:
            if path.id == path_id:
                return path
        return None

    def concept(self, concept_id: str) -> Concept | None:
        """Return the concept of that id, or None."""
        for concept in self.concepts:
            if concept.id == concept_id:
                return concept
        return None
