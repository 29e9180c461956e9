"""Core values as plain tuples that marshal can hold, and back without any check.

Only what this program validated itself is ever written in this form; see storage.cache for when
it is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from itertools import islice, repeat
from typing import Any, overload

from studypath.core.curriculum import (
    Concept,
    Curriculum,
    Deferred,
    Estimate,
    Part,
    Path,
    Phase,
    Step,
)
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tables import timer_from_table, timer_to_table

Row = tuple[Any, ...]


def pack_curriculum(curriculum: Curriculum) -> Row:
    """Return a curriculum as nested tuples."""
    return (
        tuple(_path_row(path) for path in curriculum.paths),
        tuple((c.id, c.title, c.note) for c in curriculum.concepts),
        tuple({keys[0]: keys for keys in curriculum.shared.values()}.values()),
    )


def unpack_curriculum(row: Row) -> Curriculum:
    """Return the curriculum of such tuples."""
    paths, concepts, shared = row
    return Curriculum(
        tuple(_path(path) for path in paths),
        tuple(Concept(*concept) for concept in concepts),
        {key: keys for keys in shared for key in keys},
    )


def pack_progress(progress: Progress) -> Row:
    """Return progress as nested tuples; times as texts, tagged where their place is free."""
    return (
        progress.active,
        _moment_row(progress.switched),
        tuple(_entry_row(key, entry) for key, entry in progress.entries.items()),
        encode_toml_value(timer_to_table(progress.timer)) if progress.timer else None,
        encode_toml_value(dict(progress.extra)),
        encode_toml_value({path: dict(extra) for path, extra in progress.path_extra.items()}),
        _session_columns(progress.entries.values()),
    )


def unpack_progress(row: Row) -> Progress:
    """Return the progress of such tuples."""
    active, switched, entries, timer, extra, path_extra, columns = row
    sessions = _sessions(columns)
    return Progress(
        active=active,
        switched=_moment(switched),
        entries={(path, step): _entry(sessions, *rest) for path, step, *rest in entries},
        timer=timer_from_table(decode_toml_value(timer)) if timer else None,
        extra=decode_toml_value(extra),
        path_extra=decode_toml_value(path_extra),
    )


def encode_toml_value(value: Any) -> Any:  # noqa: ANN401  whatever a TOML file holds
    """Return a value of a TOML file with its dates and times as tagged texts: fit for JSON too."""
    if isinstance(value, datetime):
        return {"\0moment": value.isoformat()}
    if isinstance(value, date):
        return {"\0date": value.isoformat()}
    if isinstance(value, time):
        return {"\0time": value.isoformat()}
    if isinstance(value, Mapping):
        return {_unlike_tag(key): encode_toml_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [encode_toml_value(inner) for inner in value]
    return value


def decode_toml_value(value: Any) -> Any:  # noqa: ANN401  whatever a TOML file holds
    """Return the value that `plain` was given."""
    if isinstance(value, dict):
        if len(value) == 1:
            ((tag, text),) = value.items()
            if tag in _TAGS:
                return _TAGS[tag](text)
        return {key.removeprefix(_ESCAPE): decode_toml_value(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [decode_toml_value(inner) for inner in value]
    return value


# A key of a user's file may begin with an escaped NUL, too: it is marked, so that it is no tag.
_ESCAPE = "\0key"
_TAGS = {
    "\0moment": datetime.fromisoformat,
    "\0date": date.fromisoformat,
    "\0time": time.fromisoformat,
}


def _unlike_tag(key: str) -> str:
    return _ESCAPE + key if key.startswith("\0") else key


def _path_row(path: Path) -> Row:
    return (
        path.id,
        path.title,
        tuple(_phase_row(phase) for phase in path.phases),
        path.file,
        path.summary,
        path.prerequisites,
        path.not_needed,
        _estimate_row(path.estimate),
        path.span,
        tuple(_deferred_row(work) for work in path.deferred),
    )


def _path(row: Row) -> Path:
    id_, title, phases, file, summary, prerequisites, not_needed, estimate, span, deferred = row
    return Path(
        id_,
        title,
        tuple(_phase(phase) for phase in phases),
        file,
        summary,
        prerequisites,
        not_needed,
        _estimate(estimate),
        span,
        tuple(Deferred(*work) for work in deferred),
    )


def _phase_row(phase: Phase) -> Row:
    return (
        phase.id,
        phase.label,
        phase.title,
        phase.position,
        tuple(_step_row(step) for step in phase.steps),
        phase.reading,
        phase.advice,
        _estimate_row(phase.estimate),
        phase.open_ended,
        phase.draws_on,
    )


def _phase(row: Row) -> Phase:
    id_, label, title, position, steps, reading, advice, estimate, open_ended, draws_on = row
    return Phase(
        id_,
        label,
        title,
        position,
        tuple(_step(step) for step in steps),
        reading,
        advice,
        _estimate(estimate),
        open_ended,
        draws_on,
    )


_ESTIMATE = Step._fields.index("estimate")
_PARTS = Step._fields.index("parts")
_NEEDED = object()
_USUAL = tuple(Step._field_defaults.get(name, _NEEDED) for name in Step._fields)
"""What each field of a step is where nothing is said; no value equals that of a needed one."""


def _step_row(step: Step) -> Row:
    fields: list[Any] = list(step)
    fields[_ESTIMATE] = _estimate_row(step.estimate)
    fields[_PARTS] = tuple(tuple(part) for part in step.parts)
    # Most steps say little: what is left out at the end is not read ten thousand times.
    while fields[-1] == _USUAL[len(fields) - 1]:
        fields.pop()
    return tuple(fields)


def _step(row: Row) -> Step:
    fields = [*row, *_USUAL[len(row) :]]
    if fields[_ESTIMATE] is not None:
        fields[_ESTIMATE] = _estimate(fields[_ESTIMATE])
    if fields[_PARTS]:
        fields[_PARTS] = tuple(Part._make(part) for part in fields[_PARTS])
    return tuple.__new__(Step, fields)


def _deferred_row(work: Deferred) -> Row:
    return tuple(work)


def _estimate_row(estimate: Estimate | None) -> Row | None:
    return None if estimate is None else tuple(estimate)


@cache
def _estimate(row: Row | None) -> Estimate | None:
    return None if row is None else Estimate._make(row)


def _entry_row(key: tuple[str, str], entry: Entry) -> Row:
    return (
        *key,
        entry.state,
        _moment_row(entry.started),
        _moment_row(entry.finished),
        _moment_row(entry.updated),
        entry.read,
        entry.reason,
        entry.note,
        len(entry.sessions),
        encode_toml_value(dict(entry.extra)),
    )


def _entry(sessions: Iterator[Session], state: str, *row: Any) -> Entry:  # noqa: ANN401  the rest of a row
    started, finished, updated, read, reason, note, count, extra = row
    return Entry(
        state,
        _moment(started),
        _moment(finished),
        _moment(updated),
        read,
        reason,
        note,
        tuple(islice(sessions, count)) if count else (),
        decode_toml_value(extra) if extra else extra,
    )


# Ten years of sittings are tens of thousands of moments: as bytes, in the form in which datetime
# pickles itself, they are back in a fifth of the time that reading ISO 8601 takes.
_AT: Any = datetime


def _session_columns(entries: Iterable[Entry]) -> Row:
    """All sessions of all entries, by columns, so that one pass in C makes them again."""
    sessions = [session for entry in entries for session in entry.sessions]
    moments = [_moment_row(session.start) for session in sessions]
    return (
        tuple([clock for clock, _ in moments]),
        tuple([offset for _, offset in moments]),
        tuple([session.minutes for session in sessions]),
    )


def _sessions(columns: Row) -> Iterator[Session]:
    clocks, offsets, minutes = columns
    zones = {offset: _zone(offset) for offset in set(offsets)}
    starts = map(_AT, clocks, map(zones.__getitem__, offsets))
    return map(tuple.__new__, repeat(Session), zip(starts, minutes, strict=True))


@cache
def _zone(offset: int) -> timezone:
    return timezone(timedelta(seconds=offset))


@overload
def _moment_row(moment: None) -> None: ...
@overload
def _moment_row(moment: datetime) -> tuple[bytes, int]: ...
def _moment_row(moment: datetime | None) -> tuple[bytes, int] | None:
    """A moment as its local clock and its offset from UTC in seconds."""
    if moment is None:
        return None
    made_of: Any = moment.__reduce__()
    offset = moment.utcoffset()
    if offset is None or offset.microseconds:
        msg = f"a stored time has an offset of whole seconds: {moment!r}"
        raise ValueError(msg)
    return made_of[1][0], offset.days * 86_400 + offset.seconds


@cache
def _moment(row: tuple[bytes, int] | None) -> datetime | None:
    # Most steps are updated when they are finished: the same moment twice.
    return None if row is None else _AT(row[0], _zone(row[1]))
