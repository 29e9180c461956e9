"""Curriculum values: paths, phases, steps, concepts.

`files` validates what builds them; nothing here checks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

READINGS = ("closely", "selectively", "ideas", "skim")


class Estimate(NamedTuple):
    """A range of whole minutes; `source` is `stated` (by the author) or `derived` (by `rule`)."""

    low_minutes: int
    high_minutes: int
    source: str
    rule: str | None = None


class Part(NamedTuple):
    """A chapter of a step; `url` and `minutes` are None if unknown."""

    title: str
    url: str | None = None
    minutes: int | None = None
    note: str | None = None


class Step(NamedTuple):
    """The smallest unit to finish: one video, post, course, exercise or paper.

    `number` is `PHASE.POSITION`; `reading` is the step's own or its phase's; `covered_by` holds
    the ids of the steps whose `covers` name this one; steps with a common key in `works` are one
    work (see `core.works`); `caution` says where the source differs from the path's description.
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
        """Return the concepts the step introduces, then those it deepens, without duplicates."""
        return self.introduces + tuple(c for c in self.deepens if c not in self.introduces)

    @property
    def address(self) -> str | None:
        """Return the address to open: `url`, else that of the arXiv id or the DOI."""
        if self.url is not None or (self.arxiv is None and self.doi is None):
            return self.url
        from studypath.core.works import build_address

        return build_address(self.url, self.arxiv, self.doi)


class Phase(NamedTuple):
    """An ordered part of a path; an open-ended phase has no steps and draws on other paths.

    `aliases` are its former ids.
    """

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
    aliases: tuple[str, ...] = ()


class Deferred(NamedTuple):
    """A work the author advises to leave for later; `revisit` says when to come back."""

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

    @property
    def address(self) -> str | None:
        """Return the address to open: `url`, else that of the arXiv id or the DOI."""
        if self.url is not None or (self.arxiv is None and self.doi is None):
            return self.url
        from studypath.core.works import build_address

        return build_address(self.url, self.arxiv, self.doi)


class Path(NamedTuple):
    """An ordered curriculum; `file` is the file that defines it, for messages."""

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
        """Return all steps in order."""
        return tuple(step for phase in self.phases for step in phase.steps)


class Concept(NamedTuple):
    """A concept that steps introduce and papers deepen."""

    id: str
    title: str
    note: str | None = None


StepKey = tuple[str, str]
"""(path id, step id)."""


class Curriculum(NamedTuple):
    """All paths and concepts.

    `shared` maps each step of a work that is on several paths to all steps of that work, sorted:
    one tuple per work, shared by its steps. The first key of the tuple identifies the work.
    """

    paths: tuple[Path, ...]
    concepts: tuple[Concept, ...] = ()
    shared: Mapping[StepKey, tuple[StepKey, ...]] = MappingProxyType({})

    def path(self, path_id: str) -> Path | None:
        """Return the path with this id, or None."""
        return next((path for path in self.paths if path.id == path_id), None)

    def concept(self, concept_id: str) -> Concept | None:
        """Return the concept with this id, or None."""
        return next((concept for concept in self.concepts if concept.id == concept_id), None)

    def is_bundled(self, path: Path) -> bool:
        """Tell whether a path is bundled; the bundled file comes before the user's."""
        return path.file == self.paths[0].file

    def others(self, key: StepKey) -> list[StepKey]:
        """Return the steps of other paths that are the same work. Linear in the work's steps."""
        return [other for other in self.shared.get(key, ()) if other[0] != key[0]]
