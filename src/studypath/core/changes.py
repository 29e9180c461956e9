"""Change the entries of steps: each function returns new progress.

A function that changes nothing returns the same object, and nothing is saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from studypath.core.curriculum import StepKey
from studypath.core.instants import move_past, to_stored_time
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import TrackedProgress, track_progress


def with_done(  # noqa: PLR0913  one parameter for each field of the entry
    tracked: TrackedProgress,
    keys: Iterable[StepKey],
    *,
    at: datetime,
    now: datetime,
    sessions: Mapping[StepKey, Session] | None = None,
    read: str | None = None,
    note: str | None = None,
) -> Progress:
    """Return progress with these steps done; one that is done already does not change.

    `at` is the time of finishing, `sessions` the session to log with a step.
    """
    entries: dict[StepKey, Entry] = {}
    for key in keys:
        if tracked.entry(key).state == "done":
            continue
        before = tracked.own_entry(key)
        entries[key] = before._replace(
            state="done",
            finished=to_stored_time(at),
            read=read or before.read,
            note=append_note(before.note, note),
            reason=None,
            sessions=_add_sessions(before.sessions, (sessions or {}).get(key)),
        )
    return with_entries(tracked, entries, now)


def with_details(
    tracked: TrackedProgress,
    keys: Iterable[StepKey],
    *,
    read: str | None,
    note: str | None,
    now: datetime,
) -> Progress:
    """Return progress with a reading and a further note on finished steps; None changes nothing."""
    for key in keys:
        progress = with_note(tracked, key, note, append=True) if note else tracked.progress
        tracked = track_progress(tracked.curriculum, progress)
        if read is not None and tracked.entry(key).read != read:
            entry = copy_state(tracked, key, tracked.own_entry(key))._replace(read=read)
            progress = with_entries(tracked, {key: entry}, now)
            tracked = track_progress(tracked.curriculum, progress)
    return tracked.progress


def with_skipped(
    tracked: TrackedProgress, keys: Iterable[StepKey], *, reason: str | None, now: datetime
) -> Progress:
    """Return progress with these steps skipped; None keeps the reason."""
    entries: dict[StepKey, Entry] = {}
    for key in keys:
        effective = tracked.entry(key)
        if effective.state == "skipped" and effective.reason == (reason or effective.reason):
            continue
        before = tracked.own_entry(key)
        why = reason or effective.reason
        entries[key] = before._replace(state="skipped", reason=why, finished=None)
    return with_entries(tracked, entries, now)


def with_reset(tracked: TrackedProgress, keys: Iterable[StepKey], *, now: datetime) -> Progress:
    """Return progress with these steps and their parts to do; sessions and notes stay."""
    entries: dict[StepKey, Entry] = {}
    for key in keys:
        effective = tracked.entry(key)
        if effective.state == "todo" and not effective.parts_done:
            continue
        before = tracked.own_entry(key)
        entries[key] = before._replace(
            state="todo", started=None, finished=None, read=None, reason=None, parts_done=()
        )
    tracked = without_parts_elsewhere(tracked, dict.fromkeys(entries, ()))
    return with_entries(tracked, entries, now)


def without_parts_elsewhere(
    tracked: TrackedProgress, parts_left: Mapping[StepKey, tuple[int, ...]]
) -> TrackedProgress:
    """Return progress in which the same works on other paths list no other finished parts.

    Parts unite, so a part that is taken back must not be listed under another path.
    """
    entries: dict[StepKey, Entry] = {}
    checked: set[tuple[StepKey, str, tuple[int, ...]]] = set()
    for key, numbers in parts_left.items():
        # Steps of one path that are one work have the same others.
        work = (tracked.curriculum.shared.get(key, (key,))[0], key[0], numbers)
        if work in checked:
            continue
        checked.add(work)
        for other in tracked.curriculum.others(key):
            entry = tracked.own_entry(other)
            remaining = tuple(number for number in entry.parts_done if number in numbers)
            if remaining != entry.parts_done:
                entries[other] = entry._replace(parts_done=remaining)
                if entry.state != tracked.entry(other).state:
                    entries[other] = copy_state(tracked, other, entries[other])
    if not entries:
        return tracked
    return track_progress(tracked.curriculum, with_entries(tracked, entries, None))


def with_session(tracked: TrackedProgress, key: StepKey, *sessions: Session) -> Progress:
    """Return progress with more sessions, the first one first; a step to do is then in progress."""
    state = tracked.entry(key).state
    before = tracked.own_entry(key)
    after = before._replace(sessions=_add_sessions(before.sessions, *sessions))
    if state == "todo":
        after = after._replace(state="doing", started=sessions[0].start)
    elif before.state != state:
        # Another path holds the state of this work: the newer entry must not change it.
        after = copy_state(tracked, key, after)
    return with_entries(tracked, {key: after}, None)


def with_note(
    tracked: TrackedProgress, key: StepKey, note: str | None, *, append: bool = False
) -> Progress:
    """Return progress with this note on a step; an empty one removes it.

    Replacing a note also replaces the notes on the same work on other paths.
    """
    before = tracked.own_entry(key)
    wanted = append_note(before.note, note) if append else (note or None)
    if not append and wanted == tracked.entry(key).note:
        return tracked.progress
    notes = {key: wanted}
    if not append:
        notes |= dict.fromkeys(tracked.curriculum.others(key))
    entries: dict[StepKey, Entry] = {}
    for own, text in notes.items():
        entry = tracked.own_entry(own)
        if entry.note == text:
            continue
        entries[own] = entry._replace(note=text)
        if entry.state != tracked.entry(own).state:
            entries[own] = copy_state(tracked, own, entries[own])
    return with_entries(tracked, entries, None)


def with_imported(progress: Progress, entries: Mapping[StepKey, Entry]) -> Progress:
    """Return the progress with entries for steps that have none yet; no other entry changes."""
    missing = {key: entry for key, entry in entries.items() if key not in progress.entries}
    if not missing:
        return progress
    return progress._replace(entries={**progress.entries, **missing})


def with_active(progress: Progress, path_id: str, *, now: datetime) -> Progress:
    """Return progress with another active path."""
    if progress.active == path_id:
        return progress
    return progress._replace(
        active=path_id, switched=move_past(to_stored_time(now), progress.switched)
    )


def with_entries(
    tracked: TrackedProgress, entries: Mapping[StepKey, Entry], now: datetime | None
) -> Progress:
    """Return progress with these entries; those under former ids of the steps are dropped.

    `updated`, which decides a merge of two states, becomes `now`. None keeps it: a note or a
    session must not win over a state that was set on another machine.
    """
    if not entries:
        return tracked.progress
    after = dict(tracked.progress.entries)
    for key, entry in entries.items():
        updated = tracked.entry(key).updated
        if now is not None:
            updated = move_past(to_stored_time(now), updated)
        after[key] = entry._replace(updated=updated)
        for old in tracked.former.get(key, ()):
            after.pop(old, None)
    return tracked.progress._replace(entries=after)


def copy_state(tracked: TrackedProgress, key: StepKey, entry: Entry) -> Entry:
    """Return the entry with the state of its work, which another path may hold."""
    effective = tracked.entry(key)
    return entry._replace(
        state=effective.state,
        started=effective.started,
        finished=effective.finished,
        read=effective.read,
        reason=effective.reason,
    )


def _add_sessions(before: tuple[Session, ...], *sessions: Session | None) -> tuple[Session, ...]:
    added = [session for session in sessions if session is not None]
    return tuple(sorted((*before, *added))) if added else before


def append_note(before: str | None, note: str | None) -> str | None:
    """Return a note with a text below it; the same text is not repeated."""
    if not note or f"\n{note}\n" in f"\n{before}\n":
        return before
    return f"{before}\n{note}" if before else note
