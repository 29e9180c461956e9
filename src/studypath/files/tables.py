"""Entries and timers as tables of the progress file, and back.

Tables hold what TOML holds: text, whole numbers, aware datetimes, lists, tables. Reading back
expects a table that has been validated.
"""

from __future__ import annotations

from collections.abc import Mapping

from studypath.core.durations import format_duration, parse_duration
from studypath.core.progress import Entry, Timer
from studypath.core.session_lines import (
    interval_from_line,
    interval_to_line,
    session_from_line,
    session_to_line,
)

ENTRY_KEYS = (
    "state", "started", "finished", "updated", "read", "reason", "note", "parts_done", "sessions"
)  # fmt: skip
_SINGLE_KEYS = ENTRY_KEYS[1:-2]
TIMER_KEYS = ("path", "step", "started", "paused", "rested", "pauses", "former")


def entry_to_table(entry: Entry) -> dict[str, object]:
    """Return the table of an entry: known keys in their fixed order, then the unknown ones."""
    table: dict[str, object] = {"state": entry.state}
    for key in _SINGLE_KEYS:
        value = getattr(entry, key)
        if value is not None:
            table[key] = value
    if entry.parts_done:
        table["parts_done"] = list(entry.parts_done)
    if entry.sessions:
        table["sessions"] = [session_to_line(session) for session in entry.sessions]
    table.update(entry.extra)
    return table


def entry_from_table(table: Mapping[str, object]) -> Entry:
    """Return the entry of a valid table."""
    fields = {key: table[key] for key in ENTRY_KEYS[:-2] if key in table}
    parts, sessions = table.get("parts_done", ()), table.get("sessions", ())
    return Entry(
        **fields,  # type: ignore[arg-type]  # the model has checked the types
        parts_done=tuple(sorted(set(parts))),  # type: ignore[call-overload]
        sessions=tuple(session_from_line(str(line)) for line in sessions),  # type: ignore[attr-defined]
        extra={key: value for key, value in table.items() if key not in ENTRY_KEYS},
    )


def timer_to_table(timer: Timer) -> dict[str, object]:
    """Return the table of a timer; what is empty is left out."""
    table: dict[str, object] = {"path": timer.path, "step": timer.step, "started": timer.started}
    if timer.paused is not None:
        table["paused"] = timer.paused
    if timer.rested_minutes:
        table["rested"] = format_duration(timer.rested_minutes)
    if timer.pauses:
        table["pauses"] = [interval_to_line(pause) for pause in timer.pauses]
    if timer.former is not None:
        table["former"] = entry_to_table(timer.former)
    table.update(timer.extra)
    return table


def timer_from_table(table: Mapping[str, object]) -> Timer:
    """Return the timer of a valid table."""
    pauses, former = table.get("pauses", ()), table.get("former")
    return Timer(
        path=str(table["path"]),
        step=str(table["step"]),
        started=table["started"],  # type: ignore[arg-type]  # the model has checked the types
        paused=table.get("paused"),  # type: ignore[arg-type]
        rested_minutes=parse_duration(str(table.get("rested", "0m"))),
        pauses=tuple(interval_from_line(str(line)) for line in pauses),  # type: ignore[attr-defined]
        former=entry_from_table(former) if isinstance(former, Mapping) else None,
        extra={key: value for key, value in table.items() if key not in TIMER_KEYS},
    )
