"""Convert the answers of commands on path files to JSON."""

from __future__ import annotations

from studypath.core.errors import Fault
from studypath.core.path_check import CheckedFile
from studypath.core.path_stats import PathStats, StepStats
from studypath.formats.json import FORMAT, Object, estimate_to_json, path_to_json


def path_check_to_json(checked: CheckedFile) -> Object:
    """Return the answer to `path check`; a file with faults has no paths."""
    return {
        "format": FORMAT,
        "file": checked.file,
        "valid": not checked.faults,
        "paths": [
            {"id": path.id, "phases": len(path.phases), "steps": len(path.steps)}
            for path in checked.paths
        ],
        "faults": [fault_to_json(fault) for fault in checked.faults],
        "warnings": [str(warning) for warning in checked.warnings],
        "located_warnings": [fault_to_json(warning) for warning in checked.warnings],
        "more_faults": checked.more_faults,
        "more_warnings": checked.more_warnings,
    }


def fault_to_json(fault: Fault) -> Object:
    """Return a fault or a warning with its place; line and column count from 1."""
    return {
        "line": fault.line,
        "column": fault.column,
        "key": fault.key,
        "message": fault.message,
    }


def path_stats_to_json(stats: PathStats) -> Object:
    """Return the answer to `path stats`; `pace` is null without enough timed steps."""
    pace = None
    if stats.pace is not None:
        pace = {"factor": stats.pace, "steps_observed": len(stats.steps)}
    return {
        "format": FORMAT,
        "path": path_to_json(stats.path),
        "file": stats.path.file,
        "pace": pace,
        "steps": [_step_stats_to_json(each) for each in stats.steps],
        "without_estimate": stats.without_estimate,
    }


def _step_stats_to_json(stats: StepStats) -> Object:
    return {
        "id": stats.step.id,
        "number": stats.step.number,
        "title": stats.step.title,
        "estimate": estimate_to_json(stats.estimate),
        "minutes_spent": stats.minutes_spent,
        "minutes_at_pace": stats.minutes_at_pace,
        "off": stats.suggested is not None,
        "line": stats.line.line if stats.line is not None else None,
        "old": stats.line.text if stats.line is not None else None,
        "new": stats.suggested,
    }
