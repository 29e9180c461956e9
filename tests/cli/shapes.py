"""The shapes of the JSON answers, as the design gives them, and one strict check of a value.

A dict is an object with exactly these keys, a list holds values of one shape, a tuple names the
shapes a value may have, a type is the type itself, a function says whether the value is right.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeAlias

Shape: TypeAlias = (
    "dict[str, Shape] | list[Shape] | tuple[Shape, ...] | type | Callable[[object], bool] | None"
)


def problems(value: object, shape: Shape, where: str = "$") -> list[str]:
    """Return each place where a value does not have its shape."""
    if isinstance(shape, tuple):
        each = [problems(value, one, where) for one in shape]
        return [] if [] in each else max(each, key=lambda faults: faults[0].count("."))
    if isinstance(shape, dict):
        return _object_problems(value, shape, where)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{where}: {value!r} is no list"]
        return [p for i, v in enumerate(value) for p in problems(v, shape[0], f"{where}[{i}]")]
    if shape is None:
        right = value is None
    elif isinstance(shape, type):
        right = type(value) is shape
    else:
        right = shape(value)
    return [] if right else [f"{where}: {value!r} is not right"]


def _object_problems(value: object, shape: dict[str, Shape], where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where}: {value!r} is no object"]
    faults = [f"{where}.{key}: missing" for key in shape if key not in value]
    faults += [f"{where}.{key}: not in the design" for key in value if key not in shape]
    for key, inner in shape.items():
        if key in value:
            faults += problems(value[key], inner, f"{where}.{key}")
    return faults


def _format_1(value: object) -> bool:
    return type(value) is int and value == 1


def _time(value: object) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


def _day(value: object) -> bool:
    return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))


def _minutes(value: object) -> bool:
    return type(value) is int and value >= 0


def _percent(value: object) -> bool:
    return type(value) is int and 0 <= value <= 100


def _state(value: object) -> bool:
    return value in {"todo", "doing", "done", "skipped"}


def _reading(value: object) -> bool:
    return value in {None, "closely", "selectively", "ideas", "skim"}


def _source(value: object) -> bool:
    return value in {"stated", "derived"}


TEXT: Shape = (str, None)
NUMBER: Shape = (int, float)
ESTIMATE: Shape = (
    {"low_minutes": _minutes, "high_minutes": _minutes, "source": _source},
    None,
)
REMAINING: Shape = {"low_minutes": (_minutes, None), "high_minutes": (_minutes, None)}
PATH: Shape = {"id": str, "title": str}
PATH_WITH_ESTIMATE: dict[str, Shape] = {"id": str, "title": str, "estimate": ESTIMATE}
PART: Shape = {
    "number": _minutes,
    "title": str,
    "url": TEXT,
    "minutes": (_minutes, None),
    "note": TEXT,
    "done": bool,
}
STEP: Shape = {
    "id": str,
    "number": str,
    "title": str,
    "kind": str,
    "creators": [str],
    "more_creators": bool,
    "year": (int, None),
    "url": TEXT,
    "phase": {"id": str, "label": str, "title": str},
    "state": _state,
    "reading": _reading,
    "focus": TEXT,
    "takeaway": TEXT,
    "concepts": [str],
    "covers": [str],
    "covered_by": [str],
    "estimate": ESTIMATE,
    "minutes_spent": _minutes,
    "started": (_time, None),
    "finished": (_time, None),
    "note": TEXT,
    "parts": [PART],
}
NEXT: dict[str, Shape] = {
    "format": _format_1,
    "path": PATH,
    "step": (STEP, None),
    "part": (PART, None),
    "then": [STEP],
    "remaining": REMAINING,
    "summary": (
        {
            "done": _minutes,
            "skipped": _minutes,
            "first_day": (_day, None),
            "last_day": (_day, None),
            "days": (_minutes, None),
            "study_days": _minutes,
            "minutes_spent": _minutes,
            "steps_with_time": _minutes,
            "estimate": ESTIMATE,
            "next_path": TEXT,
        },
        None,
    ),
}
NEXT_IN_TIME: Shape = NEXT | {
    "fit": {
        "minutes": _minutes,
        "how": TEXT,
        "low_minutes": (_minutes, None),
        "high_minutes": (_minutes, None),
        "parts": [_minutes],
        "following": [str],
        "others": [str],
    }
}
FORECAST: Shape = (
    {
        "remaining": {"p10_minutes": _minutes, "p50_minutes": _minutes, "p90_minutes": _minutes},
        "pace": {"factor": NUMBER, "steps_observed": _minutes},
        "hours_per_week": (int, float, None),
        "finish": ({"p10": _day, "p50": _day, "p90": _day}, None),
    },
    None,
)
PHASE: dict[str, Shape] = {
    "id": str,
    "label": str,
    "title": str,
    "reading": _reading,
    "open_ended": bool,
    "done": _minutes,
    "skipped": _minutes,
    "total": _minutes,
    "percent": (_percent, None),
    "minutes_spent": _minutes,
    "remaining": REMAINING,
    "steps": [STEP],
}
DEFERRED: dict[str, Shape] = {
    "id": str,
    "title": str,
    "url": TEXT,
    "reason": TEXT,
    "revisit": TEXT,
}
STATUS: Shape = {
    "format": _format_1,
    "path": PATH_WITH_ESTIMATE,
    "done": _minutes,
    "skipped": _minutes,
    "total": _minutes,
    "percent": (_percent, None),
    "minutes_spent": _minutes,
    "remaining": REMAINING,
    "forecast": FORECAST,
    "phases": [PHASE],
    "deferred": [DEFERRED],
    "orphans": [{"id": str, "state": _state, "minutes_spent": _minutes}],
}
LIST: Shape = {"format": _format_1, "steps": [STEP]}
PLAN: Shape = {
    "format": _format_1,
    "path": PATH_WITH_ESTIMATE,
    "hours_per_week": NUMBER,
    "weeks": [{"start": _day, "steps": [{"id": str, "minutes": _minutes}]}],
    "forecast": FORECAST,
    "deadline": (
        {
            "by": _day,
            "needed_hours_per_week": NUMBER,
            "sure_hours_per_week": NUMBER,
            "usual_hours_per_week": (int, float, None),
            "feasible": bool,
        },
        None,
    ),
    "unplanned": [str],
    "pauses": [{"from": _day, "to": _day}],
    "appointments": [
        {"start": _time, "minutes": _minutes, "steps": [{"id": str, "minutes": _minutes}]}
    ],
    "planned_end": (_day, None),
}
HISTORY: Shape = {
    "format": _format_1,
    "sessions": [
        {
            "path": str,
            "step": str,
            "start": _time,
            "minutes": _minutes,
            "number": _minutes,
            "end": _time,
        }
    ],
}
SHOW_STEP: Shape = {"format": _format_1, "step": STEP, "details": dict}
SHOW_PHASE: Shape = {"format": _format_1, "phase": PHASE, "details": dict}
SHOW_PATH: Shape = {"format": _format_1, "path": PATH_WITH_ESTIMATE, "details": dict}
SHOW_CONCEPT: Shape = {
    "format": _format_1,
    "concept": {"id": str, "title": str, "note": TEXT},
    "details": dict,
}
_ON_PATH: Shape = {"path": str, "step": STEP}
DEEPEN: Shape = {
    "format": _format_1,
    "all_topics": bool,
    "topics": [
        {
            "concept": {"id": str, "title": str, "note": TEXT},
            "introduced": bool,
            "introduced_by": [_ON_PATH],
            "deepened_by": [_ON_PATH],
            "deferred": [DEFERRED | {"path": str}],
        }
    ],
}
PATHS: Shape = {
    "format": _format_1,
    "paths": [
        PATH_WITH_ESTIMATE
        | {
            "summary": TEXT,
            "span": TEXT,
            "active": bool,
            "done": _minutes,
            "skipped": _minutes,
            "total": _minutes,
            "percent": (_percent, None),
            "file": TEXT,
        }
    ],
}
_EFFECT: Shape = {
    "done": _minutes,
    "skipped": _minutes,
    "total": _minutes,
    "percent": (_percent, None),
    "remaining": REMAINING,
}
_VERSION: Shape = PATH_WITH_ESTIMATE | {"file": str}
_PHASE_VERSION: Shape = ({"id": str, "label": str, "title": str, "estimate": ESTIMATE}, None)
DIFF: Shape = {
    "format": _format_1,
    "paths": [
        {
            "old": _VERSION,
            "new": _VERSION,
            "before": _EFFECT,
            "after": _EFFECT,
            "changes": [
                {
                    "kind": str,
                    "old": (STEP, None),
                    "new": (STEP, None),
                    "before": _EFFECT,
                    "after": _EFFECT,
                }
            ],
            "phases": [{"kind": str, "old": _PHASE_VERSION, "new": _PHASE_VERSION}],
            "orphans": [{"id": str, "state": _state, "minutes_spent": _minutes, "successor": TEXT}],
        }
    ],
}
_PLACED: Shape = {"line": (int, None), "column": (int, None), "key": str, "message": str}
CHECKED: Shape = {
    "format": _format_1,
    "file": str,
    "valid": bool,
    "paths": [{"id": str, "phases": int, "steps": int}],
    "faults": [_PLACED],
    "warnings": [str],
    "located_warnings": [_PLACED],
    "more_faults": int,
    "more_warnings": int,
}
STATS: Shape = {
    "format": _format_1,
    "path": PATH_WITH_ESTIMATE,
    "file": str,
    "pace": ({"factor": float, "steps_observed": int}, None),
    "steps": [
        {
            "id": str,
            "number": str,
            "title": str,
            "estimate": ESTIMATE,
            "minutes_spent": _minutes,
            "minutes_at_pace": (_minutes, None),
            "off": bool,
            "line": (int, None),
            "old": TEXT,
            "new": TEXT,
        }
    ],
    "without_estimate": _minutes,
}
SETTINGS: Shape = {
    "format": _format_1,
    "settings": {
        "wiki": TEXT,
        "hours_per_week": (int, float, None),
        "forecast": bool,
        "study_days": TEXT,
        "study_time": TEXT,
    },
}
_PLACE: Shape = {"path": TEXT, "override": str, "overridden": bool}
WHERE: Shape = {
    "format": _format_1,
    "data": _PLACE,
    "config": _PLACE,
    "cache": _PLACE,
    "files": {"bundled": str, "progress": str, "backups": str, "settings": str, "paths": str},
}

_AMOUNT: Shape = {"steps": _minutes, "minutes": _minutes, "other_steps": _minutes}
_BACKUP: Shape = {
    "number": (_minutes, None),
    "name": str,
    "file": str,
    "replaced": _time,
    "fault": (str, None),
    "holds": (_AMOUNT, None),
    "brings_back": (_AMOUNT, None),
    "removes": (_AMOUNT, None),
}
BACKUPS: Shape = {"format": _format_1, "backups": [_BACKUP]}
BACKUP_SHOW: Shape = {
    "format": _format_1,
    "backup": _BACKUP,
    "steps": [
        {
            "path": str,
            "step": str,
            "state": str,
            "started": (_time, None),
            "finished": (_time, None),
            "minutes_spent": _minutes,
            "note": (str, None),
        }
    ],
}
BACKUP_DIFF: Shape = {
    "format": _format_1,
    "backup": _BACKUP,
    "changes": [{"key": [str], "before": lambda _: True, "after": lambda _: True}],
}
