"""Two versions of one person's progress become one, without asking.

Every function here is commutative, associative and idempotent, so that it does not matter which
machine goes first or how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from studypath.core.progress import STATES, Entry, Progress, Session, Timer

NOTE_BREAK = "\n\n* * *\n\n"
"""What stands between two notes that were kept both."""

_BEGINNING = datetime.min.replace(tzinfo=UTC)


def merge_entries(one: Entry, other: Entry) -> Entry:
    """Return the entry of both: the later `updated` decides the state, sessions unite.

    Where `updated` is equal, the state further along decides, then the text of the rest. A note
    that differs is kept twice. Unknown keys unite; of two values the greater text stays.
    """
    if one == other:
        return one
    winner = max(one, other, key=_precedence)
    return Entry(
        state=winner.state,
        started=winner.started,
        finished=winner.finished,
        updated=winner.updated,
        read=winner.read,
        reason=winner.reason,
        note=_united_notes(one.note, other.note),
        sessions=unite_sessions((one.sessions, other.sessions)),
        extra=_united(one.extra, other.extra),
    )


def unite_sessions(several: Iterable[tuple[Session, ...]]) -> tuple[Session, ...]:
    """Return all sessions in order of their start; a session that stands in several is one.

    Two equal sessions in one version are two: each stands as often as in the version that has
    it most often. The same instant under two offsets is one; both orders choose the same offset.
    """
    most: dict[Session, int] = {}
    chosen: dict[Session, Session] = {}
    for sessions in several:
        count: dict[Session, int] = {}
        for session in sessions:
            count[session] = count.get(session, 0) + 1
            told = chosen.get(session, session)
            chosen[session] = min(told, session, key=lambda s: s.start.isoformat())
        for session, times in count.items():
            most[session] = max(times, most.get(session, 0))
    return tuple(chosen[session] for session in sorted(most) for _ in range(most[session]))


def merge_progress(one: Progress, other: Progress) -> Progress:
    """Return the progress of both: entry by entry, the active path of the later choice."""
    entries = dict(one.entries)
    for key, entry in other.entries.items():
        mine = entries.get(key)
        entries[key] = entry if mine is None else merge_entries(mine, entry)
    chosen = max(one, other, key=lambda p: (p.switched or _BEGINNING, p.active or ""))
    paths = sorted({*one.path_extra, *other.path_extra})
    return Progress(
        active=chosen.active,
        switched=chosen.switched,
        entries=entries,
        timer=_later_timer(one.timer, other.timer),
        extra=_united(one.extra, other.extra),
        path_extra={
            path: _united(one.path_extra.get(path, {}), other.path_extra.get(path, {}))
            for path in paths
        },
    )


def _precedence(entry: Entry) -> tuple[object, ...]:
    rest = (entry.finished, entry.started, entry.read, entry.reason, entry.updated)
    return (
        entry.updated or _BEGINNING,
        STATES.index(entry.state),
        *("" if value is None else str(value) for value in rest),
    )


def _united_notes(one: str | None, other: str | None) -> str | None:
    if one == other or other is None:
        return one
    if one is None:
        return other
    return NOTE_BREAK.join(sorted({*_pieces(one), *_pieces(other)}))


def _pieces(note: str) -> list[str]:
    """The notes that were kept in one, without blank lines around them.

    A line of the break alone parts them whatever surrounds it: joined again, they part alike.
    """
    pieces: list[list[str]] = [[]]
    for line in note.split("\n"):
        if line == NOTE_BREAK.strip():
            pieces.append([])
        else:
            pieces[-1].append(line)
    return [text for lines in pieces if (text := "\n".join(lines).strip("\n"))]


def _united(one: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    united = dict(one)
    for key, value in other.items():
        united[key] = max(united[key], value, key=repr) if key in united else value
    return dict(sorted(united.items()))


def _later_timer(one: Timer | None, other: Timer | None) -> Timer | None:
    timers = [timer for timer in (one, other) if timer is not None]
    return max(timers, key=lambda t: (t.started, t.path, t.step, repr(t)), default=None)
