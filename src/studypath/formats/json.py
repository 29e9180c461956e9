"""Convert core values to JSON objects: times in ISO 8601, whole minutes, null for unknown.

`"format": 1` comes first. `format_json` turns an object into text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from studypath.core.curriculum import Concept, Deferred, Estimate, Path, Phase
from studypath.core.deepen import Depth, Depths
from studypath.core.estimates import Remaining
from studypath.core.names import list_creators
from studypath.core.status import PathStatus, PhaseStatus, StepStatus, find_start
from studypath.core.text import has_control

if TYPE_CHECKING:
    from studypath.core.settings import Settings

FORMAT = 1

Object = dict[str, Any]
"""A JSON object."""


def format_json(value: Mapping[str, Any], *, ascii: bool = False) -> str:
    r"""Return an object as indented JSON text that ends with a line feed.

    Characters beyond ASCII become \u escapes if `ascii` is set, or if the text has control
    characters or lone surrogates.
    """
    text = json.dumps(value, ensure_ascii=ascii, indent=2, allow_nan=False)
    if not ascii and has_control(text, multiline=True):
        text = json.dumps(value, ensure_ascii=True, indent=2, allow_nan=False).replace(
            "\x7f", "\\u007f"
        )
    return text + "\n"


def step_to_json(status: StepStatus) -> Object:
    """Return a step with the user's progress; a step has this shape everywhere."""
    step = status.step
    creators, has_more = list_creators(step.creators)
    return {
        "id": step.id,
        "number": step.number,
        "title": step.title,
        "kind": step.kind,
        "creators": list(creators),
        "more_creators": has_more,
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
        "parts": parts_to_json(status) if step.parts else [],
    }


def parts_to_json(status: StepStatus) -> list[Object]:
    """Return the parts of a step in order, each with its number and whether it is done."""
    from studypath.core.parts import list_done_parts

    done = list_done_parts(status.step, status.entry)
    return [
        {
            "number": number,
            "title": part.title,
            "url": part.url,
            "minutes": part.minutes,
            "note": part.note,
            "done": number in done,
        }
        for number, part in enumerate(status.step.parts, 1)
    ]


def status_to_json(status: PathStatus, forecast: Mapping[str, Any] | None = None) -> Object:
    """Return the progress on a path; `forecast` is the object of `forecast_to_json`, or None."""
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
    """Return concepts, each with what introduces it and what goes deep into it."""
    return {
        "format": FORMAT,
        "all_topics": depths.all_concepts,
        "topics": [
            {"concept": concept_to_json(depth.concept), **depth_to_json(depth)}
            for depth in depths.concepts
        ],
    }


def path_list_to_json(statuses: Sequence[PathStatus], active: str) -> Object:
    """Return the progress on every path; `active` is the id of the active path."""
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
    """Return the locations of the files."""
    return {"format": FORMAT, **places}


def phase_to_json(status: PhaseStatus) -> Object:
    """Return a phase with the user's progress; an open-ended phase has no percentage."""
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
    """Return the id, title and stated estimate of a path."""
    return {"id": path.id, "title": path.title, "estimate": estimate_to_json(path.estimate)}


def concept_to_json(concept: Concept) -> Object:
    """Return a concept."""
    return {"id": concept.id, "title": concept.title, "note": concept.note}


def depth_to_json(depth: Depth) -> Object:
    """Return what introduces a concept and what goes deep into it, each with its path's id."""
    return {
        "introduced": depth.introduced,
        "introduced_by": [_step_on_path(step) for step in depth.introduced_by],
        "deepened_by": [_step_on_path(step) for step in depth.steps],
        "deferred": [{"path": path.id, **deferred_to_json(work)} for path, work in depth.deferred],
    }


def deferred_to_json(work: Deferred) -> Object:
    """Return a work that the author advises to defer."""
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
    """Return the remaining time by the estimates, or nulls if it is unknown."""
    return {"low_minutes": remaining.low_minutes, "high_minutes": remaining.high_minutes}


def phase_details_to_json(phase: Phase) -> Object:
    """Return what `phase_to_json` leaves out of a phase."""
    return {
        "advice": phase.advice,
        "estimate": estimate_to_json(phase.estimate),
        "draws_on": list(phase.draws_on),
    }


def time_to_json(moment: datetime | None) -> str | None:
    """Return an aware time in ISO 8601 with its offset, or None."""
    return None if moment is None else moment.isoformat()


def _step_on_path(step: StepStatus) -> Object:
    return {"path": step.path_id, "step": step_to_json(step)}


def settings_to_json(settings: Settings, names: Iterable[str]) -> Object:
    """Return the answer to `config`."""
    return {"format": FORMAT, "settings": {name: getattr(settings, name) for name in names}}
