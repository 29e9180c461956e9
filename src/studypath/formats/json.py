"""Answers as JSON objects: `"format": 1` first, times in ISO 8601, whole minutes, null for unknown.

Each function builds plain values and no text; `text_of` makes the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from studypath.core.curriculum import Concept, Deferred, Estimate, Path, Phase
from studypath.core.deepen import Depth, Depths
from studypath.core.estimates import Remaining
from studypath.core.next import NextStep
from studypath.core.status import PathStatus, PhaseStatus, StepStatus, find_start
from studypath.core.text import has_control

if TYPE_CHECKING:
    from studypath.core.fitting import Fit
    from studypath.core.path_check import CheckedFile
    from studypath.core.settings import Settings

FORMAT = 1

Object = dict[str, Any]
"""A JSON object as plain values."""


def format_json(value: Mapping[str, Any], *, ascii: bool = False) -> str:
    r"""Return an object as indented JSON text with a line feed at its end.

    Text stays as it is unless `ascii` is set or it holds what could steer a terminal or cannot be
    encoded; then all beyond ASCII is written as \u escapes, which lose nothing.
    """
    text = json.dumps(value, ensure_ascii=ascii, indent=2, allow_nan=False)
    if not ascii and has_control(text, multiline=True):
        text = json.dumps(value, ensure_ascii=True, indent=2, allow_nan=False).replace(
            "\x7f", "\\u007f"
        )
    return text + "\n"


def step_to_json(status: StepStatus) -> Object:
    """Return a step as this person stands to it: the shape of a step wherever one is shown."""
    step = status.step
    return {
        "id": step.id,
        "number": step.number,
        "title": step.title,
        "kind": step.kind,
        "creators": list(step.creators),
        "year": step.year,
        "url": step.url,
        "phase": {
            "id": status.phase.id,
            "label": status.phase.label,
            "title": status.phase.title,
        },
        "state": status.entry.state,
        "reading": step.reading,
        "focus": step.focus,
        "takeaway": step.takeaway,
        "concepts": list(step.concepts),
        "covers": list(step.covers),
        "covered_by": list(step.covered_by),
        "estimate": estimate_to_json(status.estimate),
        "minutes_spent": status.entry.minutes_spent,
        "started": time_to_json(find_start(status.entry)),
        "finished": time_to_json(status.entry.finished),
        "note": status.entry.note,
    }


def next_to_json(answer: NextStep) -> Object:
    """Return what to do now, what follows and what remains of the path."""
    return {
        "format": FORMAT,
        "path": {"id": answer.path.id, "title": answer.path.title},
        "step": None if answer.step is None else step_to_json(answer.step),
        "then": [step_to_json(step) for step in answer.then],
        "remaining": remaining_to_json(answer.status.remaining),
    }


def status_to_json(status: PathStatus, forecast: Mapping[str, Any] | None = None) -> Object:
    """Return how far one is on a path; `forecast` is the forecast's own object, or null."""
    return {
        "format": FORMAT,
        "path": path_to_json(status.path),
        "done": status.done,
        "skipped": status.skipped,
        "total": status.total,
        "percent": status.percent,
        "minutes_spent": status.minutes_spent,
        "remaining": remaining_to_json(status.remaining),
        "forecast": None if forecast is None else dict(forecast),
        "phases": [phase_to_json(phase) for phase in status.phases],
        "deferred": [deferred_to_json(work) for work in status.path.deferred],
        "orphans": [
            {"id": orphan.id, "state": orphan.state, "minutes_spent": orphan.minutes_spent}
            for orphan in status.orphans
        ],
    }


def list_to_json(steps: Iterable[StepStatus]) -> Object:
    """Return steps in their order."""
    return {"format": FORMAT, "steps": [step_to_json(step) for step in steps]}


def deepen_to_json(depths: Depths) -> Object:
    """Return the topics met so far, each with what introduces it and what goes deep into it."""
    return {
        "format": FORMAT,
        "all_topics": depths.all_concepts,
        "topics": [
            {"concept": concept_to_json(depth.concept), **depth_to_json(depth)}
            for depth in depths.concepts
        ],
    }


def path_list_to_json(statuses: Sequence[PathStatus], active: str) -> Object:
    """Return every path with how far one is on it; `active` is the id of the active one."""
    return {
        "format": FORMAT,
        "paths": [
            {
                **path_to_json(status.path),
                "summary": status.path.summary,
                "span": status.path.span,
                "active": status.path.id == active,
                "done": status.done,
                "skipped": status.skipped,
                "total": status.total,
                "percent": status.percent,
                "file": status.path.file,
            }
            for status in statuses
        ],
    }


def where_to_json(places: Mapping[str, Any]) -> Object:
    """Return the places of the files as they were found."""
    return {"format": FORMAT, **places}


def phase_to_json(status: PhaseStatus) -> Object:
    """Return a phase as this person stands to it; an open-ended one has no percentage."""
    phase = status.phase
    return {
        "id": phase.id,
        "label": phase.label,
        "title": phase.title,
        "reading": phase.reading,
        "open_ended": phase.open_ended,
        "done": status.done,
        "skipped": status.skipped,
        "total": status.total,
        "percent": status.percent,
        "minutes_spent": status.minutes_spent,
        "remaining": remaining_to_json(status.remaining),
        "steps": [step_to_json(step) for step in status.steps],
    }


def path_to_json(path: Path) -> Object:
    """Return a path by id, title and what its author states."""
    return {"id": path.id, "title": path.title, "estimate": estimate_to_json(path.estimate)}


def concept_to_json(concept: Concept) -> Object:
    """Return a concept."""
    return {"id": concept.id, "title": concept.title, "note": concept.note}


def depth_to_json(depth: Depth) -> Object:
    """Return what introduces a topic and what goes deep into it, each with the id of its path."""
    return {
        "introduced": depth.introduced,
        "introduced_by": [_on_path(step) for step in depth.introduced_by],
        "deepened_by": [_on_path(step) for step in depth.steps],
        "deferred": [{"path": path.id, **deferred_to_json(work)} for path, work in depth.deferred],
    }


def deferred_to_json(work: Deferred) -> Object:
    """Return a work that the author advises to leave for later."""
    return {
        "id": work.id,
        "title": work.title,
        "url": work.url,
        "reason": work.reason,
        "revisit": work.revisit,
    }


def estimate_to_json(estimate: Estimate | None) -> Object | None:
    """Return an estimate in whole minutes with its source, or null."""
    if estimate is None:
        return None
    return {
        "low_minutes": estimate.low_minutes,
        "high_minutes": estimate.high_minutes,
        "source": estimate.source,
    }


def remaining_to_json(remaining: Remaining) -> Object:
    """Return what is left by the estimates, in whole minutes; null where nothing is known."""
    return {"low_minutes": remaining.low_minutes, "high_minutes": remaining.high_minutes}


def phase_details_to_json(phase: Phase) -> Object:
    """Return what is known of a phase beyond its shape."""
    return {
        "advice": phase.advice,
        "estimate": estimate_to_json(phase.estimate),
        "draws_on": list(phase.draws_on),
    }


def time_to_json(moment: datetime | None) -> str | None:
    """Return an aware moment in ISO 8601 with its offset, or null."""
    return None if moment is None else moment.isoformat()


def _on_path(step: StepStatus) -> Object:
    return {"path": step.path_id, "step": step_to_json(step)}


def settings_to_json(settings: Settings, names: Iterable[str]) -> Object:
    """Return the answer to `config`."""
    return {"format": FORMAT, "settings": {name: getattr(settings, name) for name in names}}


def path_check_to_json(checked: CheckedFile) -> Object:
    """Return the answer to `path check`."""
    return {
        "format": FORMAT,
        "file": checked.file,
        "paths": [
            {"id": path.id, "phases": len(path.phases), "steps": len(path.steps)}
            for path in checked.paths
        ],
        "warnings": [str(warning) for warning in checked.warnings],
    }


def fit_to_json(answer: NextStep, fit: Fit | None, minutes: int) -> Object:
    """Return the answer to `next --time`: that to `next` with the step that fits, and `fit`."""
    fields = {
        "minutes": minutes,
        "how": fit.how if fit is not None else None,
        "low_minutes": fit.low_minutes if fit is not None else None,
        "high_minutes": fit.high_minutes if fit is not None else None,
    }
    chosen = answer._replace(step=fit.step if fit is not None else None)
    return {**next_to_json(chosen), "fit": fields}
