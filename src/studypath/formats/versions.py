"""What an import changed as a JSON object."""

from __future__ import annotations

from typing import Any

from studypath.core.difference import ProgressDifference, StepDifference
from studypath.core.progress import Session, Timer
from studypath.core.versions import ImportResult
from studypath.formats.json import FORMAT, time_to_json

Object = dict[str, Any]


def import_to_json(result: ImportResult) -> Object:
    """Return the files, whether they were saved and how, and every change."""
    return {
        "format": FORMAT,
        "files": list(result.files),
        "mode": "replace" if result.replaces else "merge",
        "saved": not result.is_dry_run and not result.difference.is_empty,
        "backup": result.backup,
        **difference_to_json(result.difference),
    }


def difference_to_json(difference: ProgressDifference) -> Object:
    """Return the steps that differ, the active path, the timer and other keys."""
    active, timer = difference.active, difference.timer
    return {
        "steps": [_step_to_json(step) for step in difference.steps],
        "active": None if active is None else {"before": active[0], "after": active[1]},
        "timer": None
        if timer is None
        else {"before": _timer_to_json(timer[0]), "after": _timer_to_json(timer[1])},
        "others": [list(key) for key in difference.others],
    }


def _step_to_json(step: StepDifference) -> Object:
    before, after = step.before, step.after
    return {
        "path": step.key[0],
        "step": step.key[1],
        "state": {
            "before": None if before is None else before.state,
            "after": None if after is None else after.state,
        },
        "note": {"before": step.notes[0], "after": step.notes[1]},
        "sessions_added": [_session_to_json(session) for session in step.sessions_added],
        "sessions_removed": [_session_to_json(session) for session in step.sessions_removed],
        "fields": list(step.fields),
    }


def _session_to_json(session: Session) -> Object:
    return {"start": time_to_json(session.start), "minutes": session.minutes}


def _timer_to_json(timer: Timer | None) -> Object | None:
    if timer is None:
        return None
    return {"path": timer.path, "step": timer.step, "started": time_to_json(timer.started)}
