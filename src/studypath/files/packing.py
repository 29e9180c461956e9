"""Core values as plain tuples that marshal can write, and back without any check.

Only values that this program has validated are packed; `storage.cache` decides whether to trust a
stored one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cache, partial
from itertools import islice, repeat
from typing import Any

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
from studypath.core.progress import Entry, Interval, Progress, Session, Timer

Row = tuple[Any, ...]


def pack(value: Any) -> Any:  # noqa: ANN401 - any core value
    """Return a core value with named tuples as tuples and moments as (bytes, offset)."""
    if isinstance(value, datetime):
        return _pack_moment(value)
    if isinstance(value, tuple):
        return tuple([pack(inner) for inner in value])
    # Keys are text or tuples of text, except in tables of a TOML file.
    return encode_toml_value(value) if isinstance(value, Mapping) else value


def unpack(cls: Any, row: Row) -> Any:  # noqa: ANN401 - any core value
    """Return the named tuple of class `cls` from its row."""
    fields = list(row)
    for index, decode in _decoders(cls):
        # None and empty collections stand for themselves.
        if fields[index]:
            fields[index] = decode(fields[index])
    return tuple.__new__(cls, fields)


def pack_curriculum(curriculum: Curriculum) -> Row:
    """Return a curriculum as nested tuples."""
    groups = {keys[0]: keys for keys in curriculum.shared.values()}
    return (*pack(curriculum[:-1]), list(groups.values()))


def unpack_curriculum(row: Row) -> Curriculum:
    """Return the curriculum of such tuples."""
    *fields, groups = row
    shared = {key: keys for keys in groups for key in keys}
    curriculum: Curriculum = unpack(Curriculum, (*fields, shared))
    return curriculum


def pack_progress(progress: Progress) -> Row:
    """Return progress as nested tuples: the sessions of all entries by column."""
    entries = progress.entries.values()
    columns = _pack_sessions(session for entry in entries for session in entry.sessions)
    rows = [pack(entry._replace(sessions=())) for entry in entries]
    counts = [len(entry.sessions) for entry in entries]
    return (pack(progress._replace(entries={})), list(progress.entries), rows, counts, columns)


def unpack_progress(row: Row) -> Progress:
    """Return the progress of such tuples."""
    top, keys, rows, counts, columns = row
    sessions = _unpack_sessions(columns)
    entries = {}
    for key, fields, count in zip(keys, rows, counts, strict=True):
        entry = unpack(Entry, fields)
        entries[key] = entry._replace(sessions=tuple(islice(sessions, count))) if count else entry
    progress: Progress = unpack(Progress, top)
    return progress._replace(entries=entries)


def encode_toml_value(value: Any) -> Any:  # noqa: ANN401 - whatever a TOML file holds
    """Return a value of a TOML file with dates and times as tagged texts, fit for JSON too."""
    if isinstance(value, datetime | date | time):
        return {_TAG_OF[type(value)]: value.isoformat()}
    if isinstance(value, Mapping):
        return {_escape(key): encode_toml_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [encode_toml_value(inner) for inner in value]
    return value


def decode_toml_value(value: Any) -> Any:  # noqa: ANN401 - whatever a TOML file holds
    """Return the value that `encode_toml_value` was given."""
    if isinstance(value, dict):
        if len(value) == 1:
            ((tag, text),) = value.items()
            if tag in _TAGS:
                return _TAGS[tag].fromisoformat(text)
        return {key.removeprefix(_ESCAPE): decode_toml_value(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [decode_toml_value(inner) for inner in value]
    return value


# A key of a user's file may begin with NUL as the tags do: it is escaped.
_ESCAPE = "\0key"
_TAGS: dict[str, Any] = {"\0moment": datetime, "\0date": date, "\0time": time}
_TAG_OF = {kind: tag for tag, kind in _TAGS.items()}


def _escape(key: str) -> str:
    return _ESCAPE + key if key.startswith("\0") else key


# Sessions of ten years are tens of thousands of moments. As bytes, in the form in which datetime
# pickles itself, reading them costs a fifth of reading ISO 8601.
_datetime: Any = datetime


def _pack_moment(moment: datetime) -> tuple[bytes, int]:
    """Return a moment as its local clock and its offset from UTC in seconds."""
    state: Any = moment.__reduce__()
    offset = moment.utcoffset()
    if offset is None or offset.microseconds:
        msg = f"a stored time has an offset of whole seconds: {moment!r}"
        raise ValueError(msg)
    return state[1][0], offset.days * 86_400 + offset.seconds


@cache
def _unpack_moment(row: tuple[bytes, int]) -> datetime:
    # Most steps are updated when they are finished: the same moment twice.
    moment: datetime = _datetime(row[0], _zone(row[1]))
    return moment


@cache
def _zone(offset: int) -> timezone:
    return timezone(timedelta(seconds=offset))


def _pack_sessions(sessions: Iterable[Session]) -> Row:
    rows = [(*_pack_moment(session.start), session.minutes) for session in sessions]
    return tuple(zip(*rows, strict=True)) or ((), (), ())


def _unpack_sessions(columns: Row) -> Iterator[Session]:
    clocks, offsets, minutes = columns
    zones = {offset: _zone(offset) for offset in set(offsets)}
    starts = map(_datetime, clocks, map(zones.__getitem__, offsets))
    return map(tuple.__new__, repeat(Session), zip(starts, minutes, strict=True))


def _many(cls: type) -> Callable[[Row], Row]:
    return lambda rows: tuple([unpack(cls, row) for row in rows])


def _unpack_former(row: Row) -> Entry:
    entry: Entry = unpack(Entry, row)
    return entry._replace(sessions=_many(Session)(entry.sessions))


# The fields of each class that are not plain values.
_NESTED: dict[type, dict[str, Callable[[Any], Any]]] = {
    Curriculum: {"paths": _many(Path), "concepts": _many(Concept)},
    Path: {
        "phases": _many(Phase),
        "estimate": partial(unpack, Estimate),
        "deferred": _many(Deferred),
    },
    Phase: {"steps": _many(Step), "estimate": partial(unpack, Estimate)},
    Step: {"estimate": partial(unpack, Estimate), "parts": _many(Part)},
    Progress: {
        "switched": _unpack_moment,
        "timer": partial(unpack, Timer),
        "extra": decode_toml_value,
        "path_extra": decode_toml_value,
    },
    Timer: {
        "started": _unpack_moment,
        "paused": _unpack_moment,
        "pauses": _many(Interval),
        "former": _unpack_former,
        "extra": decode_toml_value,
    },
    Interval: {"start": _unpack_moment, "end": _unpack_moment},
    Session: {"start": _unpack_moment},
    Entry: {
        "started": _unpack_moment,
        "finished": _unpack_moment,
        "updated": _unpack_moment,
        "extra": decode_toml_value,
    },
}


@cache
def _decoders(cls: Any) -> tuple[tuple[int, Callable[[Any], Any]], ...]:  # noqa: ANN401
    nested = _NESTED.get(cls, {})
    return tuple((cls._fields.index(name), decode) for name, decode in nested.items())
