"""The tables of a paths file (`format = 1`); docs/format.md describes every field."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from studypath.core.parts import MOST_PARTS
from studypath.files.types import (
    Arxiv,
    Doi,
    Id,
    Line,
    Minutes,
    Pages,
    Range,
    Text,
    Url,
    Year,
)

FORMAT = 1

Reading = Literal["closely", "selectively", "ideas", "skim"]
Source = Literal["stated", "derived"]

Ids = Annotated[list[Id], Field(max_length=200)]
Lines = Annotated[list[Line], Field(max_length=200)]


class _Table(BaseModel):
    # Strict: neither `true` nor "30" is a number. Unknown keys are reported, not refused.
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class PartTable(_Table):
    """`[[path.phase.step.part]]`: a chapter."""

    title: Line
    url: Url | None = None
    duration: Minutes | None = None
    note: Text | None = None


class StepTable(_Table):
    """`[[path.phase.step]]`; required: `id`, `title`, `kind`."""

    id: Id
    title: Line
    kind: Id
    creators: Lines = Field(default_factory=list)
    year: Year | None = None
    url: Url | None = None
    alternatives: Annotated[list[Url], Field(max_length=50)] = Field(default_factory=list)
    estimate: Range | None = None
    estimate_source: Source | None = None
    estimate_rule: Text | None = None
    reading: Reading | None = None
    focus: Text | None = None
    takeaway: Text | None = None
    introduces: Ids = Field(default_factory=list)
    deepens: Ids = Field(default_factory=list)
    concepts: Ids = Field(default_factory=list)
    covers: Ids = Field(default_factory=list)
    aliases: Ids = Field(default_factory=list)
    arxiv: Arxiv | None = None
    doi: Doi | None = None
    venue: Line | None = None
    pages: Pages | None = None
    pages_to_read: Pages | None = None
    note: Text | None = None
    part: Annotated[list[PartTable], Field(max_length=MOST_PARTS)] = Field(default_factory=list)


class PhaseTable(_Table):
    """`[[path.phase]]`; required: `id` and `title`."""

    id: Id
    title: Line
    label: Line | None = None
    reading: Reading | None = None
    advice: Text | None = None
    estimate: Range | None = None
    open_ended: bool = False
    draws_on: Ids = Field(default_factory=list)
    aliases: Ids = Field(default_factory=list)
    step: list[StepTable] = Field(default_factory=list)


class DeferredTable(_Table):
    """`[[path.deferred]]`; required: `id`, `title`, `reason`."""

    id: Id
    title: Line
    reason: Text
    revisit: Text | None = None
    kind: Id | None = None
    creators: Lines = Field(default_factory=list)
    year: Year | None = None
    url: Url | None = None
    arxiv: Arxiv | None = None
    doi: Doi | None = None
    venue: Line | None = None
    deepens: Ids = Field(default_factory=list)
    note: Text | None = None


class PathTable(_Table):
    """`[[path]]`; required: `id`, `title` and one phase."""

    id: Id
    title: Line
    summary: Text | None = None
    prerequisites: Lines = Field(default_factory=list)
    not_needed: Lines = Field(default_factory=list)
    estimate: Range | None = None
    span: Line | None = None
    phase: Annotated[list[PhaseTable], Field(min_length=1)]
    deferred: list[DeferredTable] = Field(default_factory=list)


class ConceptTable(_Table):
    """`[[concept]]`; required: `id`."""

    id: Id
    title: Line | None = None
    note: Text | None = None


class PathsFile(_Table):
    """A whole paths file."""

    format: Annotated[int, Field(ge=1)]
    path: Annotated[list[PathTable], Field(min_length=1)]
    concept: list[ConceptTable] = Field(default_factory=list)
