"""Export everything as one JSON object: the paths with progress and the whole progress file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

from studypath.core.status import PathStatus
from studypath.formats.json import FORMAT, Object, path_to_json, phase_to_json, time_to_json

# The times that every progress file may have, as parts of a pointer; None is any part.
_USUAL_TIMES: tuple[tuple[str | None, ...], ...] = (
    ("switched",),
    ("timer", "started"),
    ("timer", "paused"),
    ("paths", None, None, "started"),
    ("paths", None, None, "finished"),
    ("paths", None, None, "updated"),
)


def export_to_json(
    statuses: Sequence[PathStatus],
    *,
    active: str,
    exported: datetime,
    progress: Mapping[str, object],
) -> Object:
    """Return all paths with the user's progress, and the content of the progress file.

    `progress` is that content as tables. It includes sessions, steps that are no longer on a
    path, and unknown keys, so that nothing is lost. `types` has the TOML type of each value that
    JSON holds as text, by its JSON Pointer (RFC 6901) in `progress`, except for the usual times.
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
        "types": {
            "".join(f"/{_escape(part)}" for part in place): name
            for place, name in _iterate_types((), progress)
        },
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


def _iterate_types(place: tuple[str, ...], value: object) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _iterate_types((*place, str(key)), item)
    elif isinstance(value, list | tuple):
        for position, item in enumerate(value):
            yield from _iterate_types((*place, str(position)), item)
    elif isinstance(value, float) and not math.isfinite(value):
        yield place, "float"
    elif isinstance(value, datetime | date | time) and not _is_usual_time(place, value):
        # Of the three classes a datetime is also a date.
        yield place, type(value).__name__


def _is_usual_time(place: tuple[str, ...], value: object) -> bool:
    return isinstance(value, datetime) and any(
        len(usual) == len(place)
        and all(part is None or part == own for part, own in zip(usual, place, strict=True))
        for usual in _USUAL_TIMES
    )


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
