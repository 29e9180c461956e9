"""Format what a command changed key by key, in plain lines. Without Rich, as `undo` prints it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from studypath.core.instants import to_local
from studypath.core.progress import Session, Timer
from studypath.core.text import replace_controls
from studypath.core.tracked import DEFAULT_PATH, subtract_sessions
from studypath.core.undo import ABSENT, Change, Key
from studypath.views.timer import format_session
from studypath.views.wording import format_state

MOST_LINES = 40
_MOST_CHARACTERS = 60
_STEP_KEY_LENGTH = len(("paths", "PATH", "STEP", "state"))
_PATH_FILES = "paths/"
_NAMES: dict[Key, str] = {("active",): "active path"}
_ABSENT_WORDS: dict[Key, str] = {("active",): DEFAULT_PATH, ("timer",): "none"}
# Times that follow from the state; they are named if nothing else of the step changed.
_TIMES = ("started", "finished", "updated")


def format_field_changes(
    changes: Sequence[Change], active: str, tz: tzinfo, most: int = MOST_LINES
) -> list[str]:
    """Return a line per change: the step, and what became of its state, sessions or note.

    A step of the path `active` is named by its id, another one by `PATH/STEP`.
    """
    by_step: dict[Key, list[Change]] = {}
    others: list[Change] = []
    for change in changes:
        if len(change.key) == _STEP_KEY_LENGTH and change.key[0] == "paths":
            by_step.setdefault(change.key[1:3], []).append(change)
        elif change.key != ("switched",):
            others.append(change)
    lines: list[str] = []
    for (path, step), fields in by_step.items():
        name = replace_controls(step if path == active else f"{path}/{step}")
        lines += [f"{name}  {line}" for line in _format_step(fields, tz)]
    lines += [_format_other(change, tz) for change in others]
    if len(lines) > most:
        lines = [*lines[:most], f"and {len(lines) - most} more"]
    return lines


def _format_step(changes: Iterable[Change], tz: tzinfo) -> list[str]:
    lines: list[str] = []
    times: list[str] = []
    for key, before, after in changes:
        name = key[-1]
        if name == "state":
            old, new = _format_state(before), _format_state(after)
            lines[:0] = [f"{old} → {new}"] if old != new else []
        elif name == "sessions":
            lines += _format_sessions(before, after, tz)
        else:
            shown = _format_field(name, before, after, tz)
            (times if name in _TIMES else lines).append(shown)
    return lines or times[:1]


def _format_state(value: object) -> str:
    # A step without an entry is todo.
    return "todo" if value is ABSENT else format_state(str(value))


def _format_sessions(before: object, after: object, tz: tzinfo) -> list[str]:
    old = before if isinstance(before, tuple) else ()
    new = after if isinstance(after, tuple) else ()
    return [
        f"{word} {format_session(session, tz)}"
        for word, sessions in (
            ("removed", _without(old, new)),
            ("logged", _without(new, old)),
        )
        for session in sessions
    ]


def _without(one: tuple[Session, ...], other: tuple[Session, ...]) -> tuple[Session, ...]:
    from collections import Counter

    return subtract_sessions(one, Counter(other))


def _format_field(name: str, before: object, after: object, tz: tzinfo) -> str:
    if before is ABSENT:
        return f"{name}: {_format_value(after, tz)}"
    if after is ABSENT:
        return f"{name} removed: {_format_value(before, tz)}"
    return f"{name}: {_format_value(before, tz)} → {_format_value(after, tz)}"


def _format_other(change: Change, tz: tzinfo) -> str:
    name = replace_controls(".".join(change.key))
    if name.startswith(_PATH_FILES):
        return f"{name}: {_format_file(change)}"
    absent = _ABSENT_WORDS.get(change.key, "not set")
    before, after = (
        absent if value is ABSENT else _format_value(value, tz)
        for value in (change.before, change.after)
    )
    return f"{_NAMES.get(change.key, name)}: {before} → {after}"


def _format_file(change: Change) -> str:
    if change.before is ABSENT:
        return "written"
    return "removed" if change.after is ABSENT else "changed"


def _format_value(value: object, tz: tzinfo) -> str:
    if isinstance(value, Timer):
        state = "paused" if value.paused is not None else "running"
        since = value.paused or value.started
        return f"{state} since {_format_time(since, tz)} for {replace_controls(value.step)}"
    if isinstance(value, datetime) and value.tzinfo is not None:
        return _format_time(value, tz)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        text = " / ".join(replace_controls(line) for line in value.splitlines())
        return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"
    return replace_controls(str(value))


def _format_time(moment: datetime, tz: tzinfo) -> str:
    return f"{to_local(moment, tz):%Y-%m-%d %H:%M}"
