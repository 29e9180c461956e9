"""Convert the differences between versions of paths to JSON."""

from __future__ import annotations

from collections.abc import Sequence

from studypath.core.curriculum import Path, Phase
from studypath.core.path_diff import Effect, PathDiff
from studypath.formats.json import (
    FORMAT,
    Object,
    estimate_to_json,
    remaining_to_json,
    step_to_json,
)


def path_diffs_to_json(diffs: Sequence[PathDiff]) -> Object:
    """Return the answer to `path diff`: an object per path."""
    return {"format": FORMAT, "paths": [_diff_to_json(diff) for diff in diffs]}


def _diff_to_json(diff: PathDiff) -> Object:
    return {
        "old": _path_to_json(diff.old),
        "new": _path_to_json(diff.new),
        "before": _effect_to_json(diff.before),
        "after": _effect_to_json(diff.after),
        "changes": [
            {
                "kind": change.kind,
                "old": None if change.old is None else step_to_json(change.old),
                "new": None if change.new is None else step_to_json(change.new),
                "before": _effect_to_json(change.before),
                "after": _effect_to_json(change.after),
            }
            for change in diff.changes
        ],
        "phases": [
            {"kind": kind, "old": _phase_to_json(old), "new": _phase_to_json(new)}
            for kind, old, new in diff.phases
        ],
        "orphans": [
            {
                "id": orphan.id,
                "state": orphan.state,
                "minutes_spent": orphan.minutes_spent,
                "successor": None if successor is None else successor.step.id,
            }
            for orphan, successor in diff.left
        ],
    }


def _path_to_json(path: Path) -> Object:
    estimate = estimate_to_json(path.estimate)
    return {"id": path.id, "title": path.title, "estimate": estimate, "file": path.file}


def _phase_to_json(phase: Phase | None) -> Object | None:
    if phase is None:
        return None
    estimate = estimate_to_json(phase.estimate)
    return {"id": phase.id, "label": phase.label, "title": phase.title, "estimate": estimate}


def _effect_to_json(effect: Effect) -> Object:
    return {
        "done": effect.done,
        "skipped": effect.skipped,
        "total": effect.total,
        "percent": effect.percent,
        "remaining": remaining_to_json(effect.remaining),
    }
