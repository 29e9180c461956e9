"""Convert the answers of `show` to JSON: the usual shape, and the rest under `details`."""

from __future__ import annotations

from studypath.core.deepen import Depth
from studypath.core.session_lines import session_to_line
from studypath.core.status import PathStatus, PhaseStatus, StepStatus
from studypath.formats.json import (
    FORMAT,
    Object,
    concept_to_json,
    deferred_to_json,
    depth_to_json,
    path_to_json,
    phase_details_to_json,
    phase_to_json,
    remaining_to_json,
    step_to_json,
    time_to_json,
)


def show_step_to_json(status: StepStatus, *, wiki: str | None = None) -> Object:
    """Return a step and its details; `wiki` is its wiki page."""
    step = status.step
    entry = status.entry
    details: Object = {
        "path": status.path_id,
        "introduces": list(step.introduces),
        "deepens": list(step.deepens),
        "covered": list(status.covered),
        "alternatives": list(step.alternatives),
        "arxiv": step.arxiv,
        "doi": step.doi,
        "venue": step.venue,
        "pages": step.pages,
        "pages_to_read": step.pages_to_read,
        "parts": [
            {"title": part.title, "url": part.url, "minutes": part.minutes, "note": part.note}
            for part in step.parts
        ],
        "caution": step.caution,
        "aliases": list(step.aliases),
        "advice": status.phase.advice,
        "estimate_rule": status.estimate.rule if status.estimate is not None else None,
        "read": entry.read,
        "reason": entry.skip_reason,
        "updated": time_to_json(entry.updated),
        "sessions": [session_to_line(session) for session in entry.sessions],
        "wiki": wiki,
    }
    return {"format": FORMAT, "step": step_to_json(status), "details": details}


def show_phase_to_json(status: PhaseStatus) -> Object:
    """Return a phase with its steps and its details."""
    return {
        "format": FORMAT,
        "phase": phase_to_json(status),
        "details": phase_details_to_json(status.phase),
    }


def show_path_to_json(status: PathStatus) -> Object:
    """Return a path and its details, progress and phases included."""
    path = status.path
    details: Object = {
        "summary": path.summary,
        "prerequisites": list(path.prerequisites),
        "not_needed": list(path.not_needed),
        "span": path.span,
        "estimate_rule": path.estimate.rule if path.estimate is not None else None,
        "file": path.file,
        "done": status.done,
        "skipped": status.skipped,
        "total": status.total,
        "percent": status.percent,
        "minutes_spent": status.minutes_spent,
        "remaining": remaining_to_json(status.remaining),
        "phases": [phase_to_json(phase) for phase in status.phases],
        "deferred": [deferred_to_json(work) for work in path.deferred],
    }
    return {"format": FORMAT, "path": path_to_json(path), "details": details}


def show_concept_to_json(depth: Depth, *, wiki: str | None = None) -> Object:
    """Return a concept, what introduces it and what goes deep into it; `wiki` is its page."""
    return {
        "format": FORMAT,
        "concept": concept_to_json(depth.concept),
        "details": {**depth_to_json(depth), "wiki": wiki},
    }
