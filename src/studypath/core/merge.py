"""Merge two versions of one person's progress without asking.

Every function is commutative, associative and idempotent: the order of merges does not matter.
Values that Python calls equal (`1`, `true` and `1.0`; one instant under two offsets) differ here:
`_rank` orders them by type and text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from studypath.core.progress import STATES, Entry, Progress, Session, Timer

NOTE_BREAK = "\n\n* * *\n\n"
"""Separates two notes that were merged."""

_BEGINNING = datetime.min.replace(tzinfo=UTC)


def merge_entries(one: Entry, other: Entry) -> Entry:
    """Return the merge of two entries of a step.

    The state and what goes with it come from the entry with the later `updated`, else the state
    further along, else the greater `_rank`. Sessions and finished parts unite, a note or reason
    that differs is kept twice, of two values of an unknown key the greater is kept.
    """
    if one is other or (one[:-1] == other[:-1] and repr(one) == repr(other)):
        return one
    winner = max(one, other, key=_precedence)
    return Entry(
        state=winner.state,
        started=winner.started,
        finished=winner.finished,
        updated=winner.updated,
        read=winner.read,
        reason=_merge_notes(one.reason, other.reason),
        note=_merge_notes(one.note, other.note),
        parts_done=tuple(sorted({*one.parts_done, *other.parts_done})),
        sessions=unite_sessions((one.sessions, other.sessions)),
        extra=_merge_tables(one.extra, other.extra),
    )


def unite_sessions(versions: Iterable[tuple[Session, ...]]) -> tuple[Session, ...]:
    """Return the multiset union in order of start: each session with its highest count.

    The same instant under two offsets is one session; the offset that sorts first is kept.
    """
    highest: dict[Session, int] = {}
    chosen: dict[Session, Session] = {}
    for sessions in versions:
        for session in sessions:
            other = chosen.setdefault(session, session)
            if other.start.utcoffset() != session.start.utcoffset():
                chosen[session] = min(other, session, key=lambda s: s.start.isoformat())
        for session, count in Counter(sessions).items():
            highest[session] = max(count, highest.get(session, 0))
    return tuple(chosen[session] for session in sorted(highest) for _ in range(highest[session]))


def merge_progress(one: Progress, other: Progress) -> Progress:
    """Return the merge of two versions: entry by entry, the active path chosen last."""
    entries = dict(one.entries)
    for key, entry in other.entries.items():
        entries[key] = merge_entries(entries[key], entry) if key in entries else entry
    winner = max(one, other, key=_choice_precedence)
    timers = [timer for timer in (one.timer, other.timer) if timer is not None]
    return Progress(
        active=winner.active,
        switched=winner.switched,
        entries=entries,
        timer=max(timers, key=_timer_precedence, default=None),
        extra=_merge_tables(one.extra, other.extra),
        path_extra={
            path: _merge_tables(one.path_extra.get(path, {}), other.path_extra.get(path, {}))
            for path in sorted({*one.path_extra, *other.path_extra})
        },
    )


def _precedence(entry: Entry) -> tuple[object, ...]:
    rest = (entry.finished, entry.started, entry.read, entry.updated)
    return (entry.updated or _BEGINNING, STATES.index(entry.state), *map(_rank, rest))


def _choice_precedence(progress: Progress) -> tuple[object, ...]:
    return (progress.switched or _BEGINNING, _rank(progress.active), _rank(progress.switched))


def _timer_precedence(timer: Timer) -> tuple[object, ...]:
    moments = [timer.paused, *(pause.end for pause in timer.pauses)]
    latest = max((moment for moment in moments if moment is not None), default=timer.started)
    return (timer.started, latest, _rank(timer))


def _rank(value: object) -> tuple[str, str]:
    """Return a total order on values of a TOML file: equal only for the same type and content."""
    return type(value).__name__, repr(_normalize(value))


def _normalize(value: object) -> object:
    """Return a value with tables in the order of their keys and times as ISO 8601."""
    if isinstance(value, Mapping):
        return {key: _normalize(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_normalize(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _merge_notes(one: str | None, other: str | None) -> str | None:
    if one == other or other is None:
        return one
    if one is None:
        return other
    return NOTE_BREAK.join(sorted({*_split_note(one), *_split_note(other)}))


def _split_note(note: str) -> list[str]:
    """Return the notes merged into one, without blank lines around them.

    A line with nothing but the break separates, whatever surrounds it: notes that are joined
    again split the same way.
    """
    notes: list[list[str]] = [[]]
    for line in note.split("\n"):
        if line == NOTE_BREAK.strip():
            notes.append([])
        else:
            notes[-1].append(line)
    return [text for lines in notes if (text := "\n".join(lines).strip("\n"))]


def _merge_tables(one: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    merged = dict(one)
    for key, value in other.items():
        merged[key] = max(merged[key], value, key=_rank) if key in merged else value
    return dict(sorted(merged.items()))
