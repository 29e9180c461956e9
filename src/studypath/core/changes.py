"""Changes of progress: each takes a ledger and gives the progress that follows from it.

Nothing is ever taken away but by `reset`, which keeps sessions and notes. A change that would say
what is already so returns the very same progress, so that nothing is saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from studypath.core.curriculum import StepKey
from studypath.core.instants import move_past, to_stored_time
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import TrackedProgress


def with_done(  # noqa: PLR0913  one parameter for each thing that can be said with it
    tracked: TrackedProgress,
    keys: Iterable[StepKey],
    *,
    at: datetime,
    now: datetime,
    sessions: Mapping[StepKey, Session] | None = None,
    read: str | None = None,
    note: str | None = None,
) -> Progress:
    """Return the progress in which every step of `keys` is done.

    A step that is done already, here or as the same work on another path, is left as it is.
    `at` is when it was finished, `sessions` the sitting to book with a step.
    """
    booked = sessions or {}
    entries: dict[StepKey, Entry] = {}
    for key in keys:
        if tracked.entry(key).state == "done":
            continue
        before = tracked.own_entry(key)
        session = booked.get(key)
        entries[key] = before._replace(
            state="done",
            finished=to_stored_time(at),
            read=read or before.read,
            note=_added_note(before.note, note),
            reason=None,
            sessions=_with_session(before.sessions, session),
        )
    return with_entries(tracked, entries, now)


def with_skipped(
    tracked: TrackedProgress, keys: Iterable[StepKey], *, reason: str | None, now: datetime
) -> Progress:
    """Return the progress in which every step of `keys` is skipped, for this reason."""
    entries: dict[StepKey, Entry] = {}
    for key in keys:
        effective = tracked.entry(key)
        if effective.state == "skipped" and effective.reason == (reason or effective.reason):
            continue
        before = tracked.own_entry(key)
        kept = reason or effective.reason
        entries[key] = before._replace(state="skipped", reason=kept, finished=None)
    return with_entries(tracked, entries, now)


def with_reset(tracked: TrackedProgress, keys: Iterable[StepKey], *, now: datetime) -> Progress:
    """Return the progress in which every step of `keys` is to do again; sessions and notes stay."""
    entries: dict[StepKey, Entry] = {}
    for key in keys:
        if tracked.entry(key).state == "todo":
            continue
        before = tracked.own_entry(key)
        entries[key] = before._replace(
            state="todo", started=None, finished=None, read=None, reason=None
        )
    return with_entries(tracked, entries, now)


def with_session(tracked: TrackedProgress, key: StepKey, session: Session) -> Progress:
    """Return the progress with one more sitting; a step to do is then being done."""
    state = tracked.entry(key).state
    before = tracked.own_entry(key)
    after = before._replace(sessions=_with_session(before.sessions, session))
    if state == "todo":
        after = after._replace(state="doing", started=session.start)
    elif before.state != state:
        # The state of a shared work was said on another path; this later entry must say the same.
        after = _as_elsewhere(tracked, key, after)
    return with_entries(tracked, {key: after}, None)


def with_note(
    tracked: TrackedProgress, key: StepKey, note: str | None, *, append: bool = False
) -> Progress:
    """Return the progress in which the step's note is `note`; an empty one takes it away.

    A note that stands with the same work on another path is a part of it and is replaced too.
    """
    before = tracked.own_entry(key)
    wanted = _added_note(before.note, note) if append else (note or None)
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
            entries[own] = _as_elsewhere(tracked, own, entries[own])
    return with_entries(tracked, entries, None)


def with_active(progress: Progress, path_id: str, *, now: datetime) -> Progress:
    """Return the progress whose active path is `path_id`."""
    if progress.active == path_id:
        return progress
    return progress._replace(
        active=path_id, switched=move_past(to_stored_time(now), progress.switched)
    )


def with_entries(
    tracked: TrackedProgress, entries: Mapping[StepKey, Entry], now: datetime | None
) -> Progress:
    """Return the progress with these entries in place of what stood for their steps.

    They are stamped with `now`, for `updated` decides between the states of two versions. None
    leaves the latest stamp of the work: a note or a sitting says nothing of the state, and must
    not win over what another machine says of it. What stood under a former id of a step moves to
    its id of today.
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


def _as_elsewhere(tracked: TrackedProgress, key: StepKey, entry: Entry) -> Entry:
    effective = tracked.entry(key)
    return entry._replace(
        state=effective.state,
        started=effective.started,
        finished=effective.finished,
        read=effective.read,
        reason=effective.reason,
    )


def _with_session(sessions: tuple[Session, ...], session: Session | None) -> tuple[Session, ...]:
    return sessions if session is None else tuple(sorted((*sessions, session)))


def _added_note(before: str | None, note: str | None) -> str | None:
    if not note or note == before:
        return before
    return f"{before}\n{note}" if before else note
