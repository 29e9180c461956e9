"""Export everything as one JSON object: the paths with progress and the whole progress file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from studypath.core.status import PathStatus
from studypath.formats.json import FORMAT, Object, path_to_json, phase_to_json, time_to_json


def export_to_json(
    statuses: Sequence[PathStatus],
    *,
    active: str,
    exported: datetime,
    progress: Mapping[str, object],
) -> Object:
    """Return all paths with the user's progress, and the content of the progress file.

    `progress` is that content as tables. It includes sessions, steps that are no longer on a
    path, and unknown keys, so that nothing is lost.
    """
    return {
        "format": FORMAT,
        "exported": time_to_json(exported),
        "active": active,
        "paths": [
            {
                **path_to_json(status.path),
                "done": status.done,
                "skipped": status.skipped,
                "total": status.total,
                "percent": status.percent,
                "minutes_spent": status.minutes_spent,
                "phases": [phase_to_json(phase) for phase in status.phases],
            }
            for status in statuses
        ],
        "progress": to_json_value(progress),
    }


def to_json_value(value: object) -> object:
    """Return a TOML value as a JSON value: times in ISO 8601, inf and nan as text."""
    if isinstance(value, Mapping):
        return {str(key): to_json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json_value(item) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
