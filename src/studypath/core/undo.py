"""What a command changed, key by key, so that undo touches nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import NamedTuple

from studypath.core.curriculum import StepKey
from studypath.core.progress import Entry, Progress, Session

Key = tuple[str, ...]
Values = dict[str, object]

_TOP = ("active", "switched", "timer")
_FIELDS = tuple(name for name in Entry._fields if name not in {"sessions", "extra"})
# One decision of the user: they are reverted together or not at all.
_STATE_FIELDS = ("state", "started", "finished", "updated", "read", "reason")


class Absent:
    """The value of a key that is not in the file."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


class Change(NamedTuple):
    """One key before and after a command: `paths.paper.bert.state`, `active`, `timer`.

    Of sessions, `before` and `after` hold only those that stand there more or less often than
    before, each as often as it stood there.
    """

    key: Key
    before: object
    after: object

    def reverse(self) -> Change:
        """Return the change that reverts this one."""
        return Change(self.key, self.after, self.before)


class Applied(NamedTuple):
    """The progress after applying changes: those that took effect, and the keys left alone."""

    progress: Progress
    conflicts: tuple[Key, ...]
    applied: tuple[Change, ...]


def diff_progress(before: Progress, after: Progress) -> tuple[Change, ...]:
    """Return the changes that lead from one progress to another."""
    changes = diff_values((), _top_values(before), _top_values(after))
    for step in dict.fromkeys((*before.entries, *after.entries)):
        mine, theirs = before.entries.get(step), after.entries.get(step)
        if mine is theirs:
            continue
        key = ("paths", *step)
        changes += diff_values(key, _entry_values(mine), _entry_values(theirs))
        changes += _diff_sessions((*key, "sessions"), _sessions_of(mine), _sessions_of(theirs))
    for path in dict.fromkeys((*before.path_extra, *after.path_extra)):
        old, new = before.path_extra.get(path, {}), after.path_extra.get(path, {})
        changes += diff_values(("paths", path), old, new)
    return tuple(changes)


def diff_values(
    prefix: Key, before: Mapping[str, object], after: Mapping[str, object]
) -> list[Change]:
    """Return the changes that lead from one table to another, with keys below `prefix`."""
    changes = []
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, ABSENT), after.get(name, ABSENT)
        if not is_same_value(old, new):
            changes.append(Change((*prefix, name), old, new))
    return changes


def apply_changes(progress: Progress, changes: Iterable[Change]) -> Applied:
    """Return the progress with each key at `after` where it was at `before`.

    A key at neither was changed by something else: it stays and is listed in `conflicts`. If that
    key is a step's `updated`, the step's whole state stays. Sessions are added and removed one by
    one.
    """
    changes = tuple(changes)
    top = _top_values(progress)
    extra = {path: dict(table) for path, table in progress.path_extra.items()}
    tables: dict[StepKey, Values] = {}
    sessions: dict[StepKey, tuple[Session, ...]] = {}
    foreign = _find_foreign_states(progress, changes)
    conflicts: list[Key] = []
    applied: list[Change] = []
    for change in changes:
        *parents, name = change.key
        if len(parents) < len(("paths", "PATH", "STEP")):
            table = extra.setdefault(parents[1], {}) if parents else top
            done = apply_value(table, change)
        else:
            step = (parents[1], parents[2])
            entry = progress.entries.get(step)
            table = tables.setdefault(step, _entry_values(entry))
            present = sessions.setdefault(step, _sessions_of(entry))
            if name == "sessions":
                sessions[step], done = _apply_sessions(present, change)
            elif step in foreign and name in _STATE_FIELDS:
                done = None if is_same_value(table.get(name, ABSENT), change.after) else False
            else:
                done = apply_value(table, change)
        if done:
            applied.append(change)
        elif done is False:
            conflicts.append(change.key)
    entries = dict(progress.entries)
    for step, table in tables.items():
        entries.pop(step, None)
        if table or sessions[step]:
            entries[step] = _build_entry(table, sessions[step])
    extra = {path: table for path, table in extra.items() if table or path in progress.path_extra}
    return Applied(_build_progress(top, entries, extra), tuple(conflicts), tuple(applied))


def apply_value(table: Values, change: Change) -> bool | None:
    """Apply a change to the table that holds its key.

    Return whether it took effect; None if the key already had the new value.
    """
    name = change.key[-1]
    value = table.get(name, ABSENT)
    if is_same_value(value, change.after):
        return None
    if not is_same_value(value, change.before):
        return False
    if change.after is ABSENT:
        del table[name]
    else:
        table[name] = change.after
    return True


def is_same_value(one: object, other: object) -> bool:
    """Return whether two values of a TOML file are the same.

    Unlike in Python, `nan` is the same as `nan`, and `1`, `1.0` and `true` are different, as are
    one instant under two offsets.
    """
    if one is other:
        return True
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(is_same_value(one[k], other[k]) for k in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(is_same_value, one, other))
    if type(one) is not type(other):
        return False
    if isinstance(one, float | datetime | time):
        return str(one) == str(other)
    return one == other


def _top_values(progress: Progress) -> Values:
    values = {name: getattr(progress, name) for name in _TOP}
    return {**{k: v for k, v in values.items() if v is not None}, **progress.extra}


def _entry_values(entry: Entry | None) -> Values:
    if entry is None:
        return {}
    values = {name: getattr(entry, name) for name in _FIELDS}
    return {**{k: v for k, v in values.items() if v not in (None, ())}, **entry.extra}


def _sessions_of(entry: Entry | None) -> tuple[Session, ...]:
    return () if entry is None else entry.sessions


def _build_entry(table: Values, sessions: tuple[Session, ...]) -> Entry:
    fields = {name: table.pop(name) for name in _FIELDS if name in table}
    if "parts_done" in fields:
        # The journal returns a list.
        fields["parts_done"] = tuple(fields["parts_done"])  # type: ignore[arg-type]
    return Entry(**fields, sessions=sessions, extra=table)  # type: ignore[arg-type]


def _build_progress(
    top: Values, entries: Mapping[StepKey, Entry], path_extra: Mapping[str, Values]
) -> Progress:
    fields = {name: top.pop(name) for name in _TOP if name in top}
    return Progress(**fields, entries=entries, extra=top, path_extra=path_extra)  # type: ignore[arg-type]


def _find_foreign_states(progress: Progress, changes: Iterable[Change]) -> set[StepKey]:
    """Return the steps whose `updated` is neither what it was nor what the command set."""
    foreign: set[StepKey] = set()
    for change in changes:
        if change.key[-1] == "updated" and len(change.key) > len(("paths", "PATH", "updated")):
            step = (change.key[1], change.key[2])
            value = _entry_values(progress.entries.get(step)).get("updated", ABSENT)
            if not any(is_same_value(value, end) for end in (change.before, change.after)):
                foreign.add(step)
    return foreign


def _diff_sessions(
    key: Key, before: Sequence[Session], after: Sequence[Session]
) -> tuple[Change, ...]:
    old, new = _count(before), _count(after)
    differing = {session for session in (*old, *new) if old[session] != new[session]}
    if not differing:
        return ()
    return (Change(key, _pick(old, differing), _pick(new, differing)),)


def _apply_sessions(
    sessions: tuple[Session, ...], change: Change
) -> tuple[tuple[Session, ...], bool | None]:
    present, before, after = map(_count, (sessions, change.before, change.after))  # type: ignore[arg-type]
    wanted = Counter(present)
    for session in before | after:
        if present[session] != after[session]:
            wanted[session] = max(0, present[session] + after[session] - before[session])
    if wanted != present:
        return _pick(wanted, wanted), True
    is_reached = all(present[session] == after[session] for session in before | after)
    return sessions, None if is_reached else False


Counted = tuple[Session, str]


def _count(sessions: Iterable[Session]) -> Counter[Counted]:
    # Two sessions at one instant are equal in Python even if their offsets differ.
    return Counter((session, str(session.start.utcoffset())) for session in sessions)


def _pick(counts: Counter[Counted], among: Iterable[Counted]) -> tuple[Session, ...]:
    return tuple(pair[0] for pair in sorted(among) for _ in range(counts[pair]))
