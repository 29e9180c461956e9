"""Build core values from the tables of a paths file."""

from __future__ import annotations

from studypath.core.curriculum import Concept, Deferred, Estimate, Part, Path, Phase, Step
from studypath.core.durations import parse_duration, parse_range
from studypath.core.works import build_work_keys
from studypath.files.paths_model import (
    ConceptTable,
    DeferredTable,
    PartTable,
    PathTable,
    PhaseTable,
    StepTable,
)


def build_path(table: PathTable, file: str) -> Path:
    """Return the path of a valid table; phases without a label are "Phase N"."""
    return Path(
        id=table.id,
        title=table.title,
        phases=tuple(_phase(phase, n) for n, phase in enumerate(table.phase, start=1)),
        file=file,
        summary=table.summary,
        prerequisites=tuple(table.prerequisites),
        not_needed=tuple(table.not_needed),
        estimate=_estimate(table.estimate, "stated"),
        span=table.span,
        deferred=tuple(_deferred(work) for work in table.deferred),
    )


def build_concept(table: ConceptTable) -> Concept:
    """Return the concept of a valid table; its id replaces a missing title."""
    return Concept(table.id, table.title or table.id.replace("-", " ").capitalize(), table.note)


def _phase(table: PhaseTable, position: int) -> Phase:
    return Phase(
        id=table.id,
        label=table.label or f"Phase {position}",
        title=table.title,
        position=position,
        steps=tuple(_step(step, table, position, n) for n, step in enumerate(table.step, start=1)),
        reading=table.reading,
        advice=table.advice,
        estimate=_estimate(table.estimate, "stated"),
        open_ended=table.open_ended,
        draws_on=tuple(table.draws_on),
        aliases=tuple(table.aliases),
    )


def _step(table: StepTable, phase: PhaseTable, position: int, n: int) -> Step:
    introduces = dict.fromkeys((*table.introduces, *table.concepts))
    return Step(
        id=table.id,
        number=f"{position}.{n}",
        title=table.title,
        kind=table.kind,
        creators=tuple(table.creators),
        year=table.year,
        url=table.url,
        estimate=_estimate(table.estimate, table.estimate_source or "stated", table.estimate_rule),
        reading=table.reading or phase.reading,
        focus=table.focus,
        takeaway=table.takeaway,
        introduces=tuple(introduces),
        deepens=tuple(dict.fromkeys(table.deepens)),
        covers=tuple(dict.fromkeys(table.covers)),
        aliases=tuple(table.aliases),
        works=build_work_keys(table.url, table.arxiv, table.doi),
        alternatives=tuple(table.alternatives),
        parts=tuple(_part(part) for part in table.part),
        arxiv=table.arxiv,
        doi=table.doi,
        venue=table.venue,
        pages=table.pages,
        pages_to_read=table.pages_to_read,
        caution=table.note,
    )


def _part(table: PartTable) -> Part:
    minutes = parse_duration(table.duration) if table.duration else None
    return Part(table.title, table.url, minutes, table.note)


def _deferred(table: DeferredTable) -> Deferred:
    return Deferred(
        id=table.id,
        title=table.title,
        reason=table.reason,
        revisit=table.revisit,
        kind=table.kind,
        creators=tuple(table.creators),
        year=table.year,
        url=table.url,
        arxiv=table.arxiv,
        doi=table.doi,
        venue=table.venue,
        deepens=tuple(dict.fromkeys(table.deepens)),
        caution=table.note,
    )


def _estimate(text: str | None, source: str, rule: str | None = None) -> Estimate | None:
    if text is None:
        return None
    low, high = parse_range(text)
    return Estimate(low, high, source, rule)
