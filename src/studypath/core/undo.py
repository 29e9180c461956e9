"""What a command changed, key by key, so that it is taken back without touching anything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from studypath.core.progress import Progress
from studypath.core.tables import entry_from_table, entry_to_table, timer_from_table, timer_to_table

Key = tuple[str, ...]

_TOP = ("active", "switched")
_DECIDED_TOGETHER = ("state", "started", "finished", "updated", "read", "reason")
_OF_PATH = 3
_OF_STEP = 4


class Absent:
    """The value of a key that is not there."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


class Change(NamedTuple):
    """One key before and after: `paths.paper.bert.state`, `active`, `timer`."""

    key: Key
    before: object
    after: object

    def reversed(self) -> Change:
        """Return the change that takes this one back."""
        return Change(self.key, self.after, self.before)


class Applied(NamedTuple):
    """The progress with changes applied; `kept` names the keys that something else had changed."""

    progress: Progress
    kept: tuple[Key, ...]
    applied: int


def diff_progress(before: Progress, after: Progress) -> tuple[Change, ...]:
    """Return the changes that lead from one progress to another, key by key of the file."""
    changes: list[Change] = []
    old, new = _top(before), _top(after)
    for key in dict.fromkeys((*old, *new)):
        _note(changes, (key,), old.get(key, ABSENT), new.get(key, ABSENT))
    for step_key in dict.fromkeys((*before.entries, *after.entries)):
        mine, theirs = before.entries.get(step_key), after.entries.get(step_key)
        if mine is theirs:
            continue
        old = entry_to_table(mine) if mine is not None else {}
        new = entry_to_table(theirs) if theirs is not None else {}
        for key in dict.fromkeys((*old, *new)):
            _note(changes, ("paths", *step_key, key), old.get(key, ABSENT), new.get(key, ABSENT))
    for path in dict.fromkeys((*before.path_extra, *after.path_extra)):
        old = dict(before.path_extra.get(path, {}))
        new = dict(after.path_extra.get(path, {}))
        for key in dict.fromkeys((*old, *new)):
            _note(changes, ("paths", path, key), old.get(key, ABSENT), new.get(key, ABSENT))
    return tuple(changes)


def apply_changes(progress: Progress, changes: Iterable[Change]) -> Applied:
    """Return the progress with each key at `after` where it stood at `before`.

    A key that stands at neither was changed by something else since: it is kept and named. Where
    that key is `updated`, the whole state is another command's and stays. Of sessions, those that
    the change took away go and those that it brought come.
    """
    changes = tuple(changes)
    elsewhere = _changed_elsewhere(progress, changes)
    top = _top(progress)
    tables: dict[tuple[str, str], dict[str, object]] = {}
    loose = {path: dict(table) for path, table in progress.path_extra.items()}
    kept: list[Key] = []
    count = 0
    for change in changes:
        table = _table_of(change.key, top, tables, loose, progress)
        name = change.key[-1]
        now = table.get(name, ABSENT)
        others = name in _DECIDED_TOGETHER and change.key[1:-1] in elsewhere
        wanted = now if others else _wanted(name, now, change)
        if wanted is now:
            if not _same(now, change.after):
                kept.append(change.key)
            continue
        count += 1
        if wanted is ABSENT:
            del table[name]
        else:
            table[name] = wanted
    return Applied(_rebuilt(progress, top, tables, loose), tuple(kept), count)


def _changed_elsewhere(progress: Progress, changes: Iterable[Change]) -> set[Key]:
    """The keys of the steps whose `updated` is neither what it was nor what the change made it."""
    found: set[Key] = set()
    for change in changes:
        if len(change.key) == _OF_STEP and change.key[-1] == "updated":
            step_key = (change.key[1], change.key[2])
            entry = progress.entries.get(step_key)
            now = ABSENT if entry is None or entry.updated is None else entry.updated
            if not _same(now, change.before) and not _same(now, change.after):
                found.add(step_key)
    return found


def _note(changes: list[Change], key: Key, before: object, after: object) -> None:
    if not _same(before, after):
        changes.append(Change(key, before, after))


def _wanted(name: str, now: object, change: Change) -> object:
    """The value the key should take; `now` itself where it must stay."""
    if _same(now, change.after):
        return now
    if _same(now, change.before):
        return change.after
    if name == "sessions":
        return _united_lines(now, change)
    return now


def _united_lines(now: object, change: Change) -> object:
    lines, before, after = (Counter(_lines(v)) for v in (now, change.before, change.after))
    united = lines - (before - after) + (after - before)
    if united == lines:
        return now
    return sorted(united.elements()) if united else ABSENT


def _lines(value: object) -> list[str]:
    return [str(line) for line in value] if isinstance(value, list | tuple) else []


def _same(one: object, other: object) -> bool:
    # 1 == True and 1 == 1.0 in Python; in a file they are different values.
    return one is other or (type(one) is type(other) and one == other)


def _top(progress: Progress) -> dict[str, object]:
    top: dict[str, object] = dict(progress.extra)
    for key in _TOP:
        value = getattr(progress, key)
        if value is not None:
            top[key] = value
    if progress.timer is not None:
        top["timer"] = timer_to_table(progress.timer)
    return top


def _table_of(
    key: Key,
    top: dict[str, object],
    tables: dict[tuple[str, str], dict[str, object]],
    loose: dict[str, dict[str, object]],
    progress: Progress,
) -> dict[str, object]:
    if len(key) == 1:
        return top
    if len(key) == _OF_PATH:
        return loose.setdefault(key[1], {})
    step_key = (key[1], key[2])
    if step_key not in tables:
        entry = progress.entries.get(step_key)
        tables[step_key] = entry_to_table(entry) if entry is not None else {}
    return tables[step_key]


def _rebuilt(
    progress: Progress,
    top: dict[str, object],
    tables: Mapping[tuple[str, str], dict[str, object]],
    loose: Mapping[str, dict[str, object]],
) -> Progress:
    entries = dict(progress.entries)
    for step_key, table in tables.items():
        if table:
            table.setdefault("state", "todo")
            entries[step_key] = entry_from_table(table)
        else:
            entries.pop(step_key, None)
    timer = top.pop("timer", None)
    active, switched = (top.pop(key, None) for key in _TOP)
    return progress._replace(
        active=active,  # type: ignore[arg-type]  # the values came from a valid progress
        switched=switched,  # type: ignore[arg-type]
        timer=timer_from_table(timer) if isinstance(timer, dict) else None,
        entries=entries,
        extra=top,
        path_extra={p: table for p, table in loose.items() if table or p in progress.path_extra},
    )
