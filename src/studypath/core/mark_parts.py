"""Mark parts of steps as done or to do. The last part finishes its step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, tzinfo
from types import MappingProxyType
from typing import NamedTuple

from studypath.core.changes import (
    append_note,
    copy_state,
    with_details,
    with_entries,
    without_parts_elsewhere,
)
from studypath.core.curriculum import Step, StepKey
from studypath.core.done_time import settle_time
from studypath.core.errors import WrongUsage
from studypath.core.instants import to_stored_time
from studypath.core.mark import DONE, TODO, DoneDetails, MarkedSteps, mark_done
from studypath.core.parts import list_done_parts
from studypath.core.progress import Entry, Progress, Session
from studypath.core.selection import Selection
from studypath.core.timer import find_timer_for
from studypath.core.timing import StoppedTimer
from studypath.core.tracked import TrackedProgress, track_progress


class _Sorted(NamedTuple):
    """Selections by what they mean: whole steps, and parts by step with the step itself."""

    whole: tuple[Selection, ...]
    parts: Mapping[StepKey, tuple[int, ...]]
    steps: Mapping[StepKey, Step]


def mark_parts_done(
    tracked: TrackedProgress,
    selections: Sequence[Selection],
    details: DoneDetails,
    *,
    now: datetime,
    tz: tzinfo,
) -> MarkedSteps:
    """Mark parts of steps as done, and steps whose last part is among them, as `mark_done` does.

    A step with parts left is in progress, and its timer keeps running unless `minutes` replace it.
    Raises WrongUsage if `minutes` are given for several steps.
    """
    whole, parts, steps = _sort(selections)
    keys = tuple(dict.fromkeys(key for selection in selections for key in selection.keys))
    if details.minutes is not None and len(keys) > 1:
        msg = f"--time is the time for one step, not for {len(keys)}\n"
        msg += "Log each with: studypath log STEP 45m"
        raise WrongUsage(msg)
    finished = {
        key: Selection(selection.path, selection.steps)
        for selection in selections
        for key in selection.keys
        if key in parts and _is_last(tracked, key, steps[key], parts[key])
    }
    progress, (stopped, logged), is_new = _with_parts_done(
        tracked, parts, steps, frozenset(finished), details, now=now, tz=tz
    )
    if whole or finished:
        tracked = track_progress(tracked.curriculum, progress)
        marked = mark_done(tracked, (*whole, *finished.values()), details, now=now, tz=tz)
        is_new = is_new or marked.ignored_details is None
        progress, stopped = marked.progress, marked.stopped or stopped
        logged = marked.logged or logged
    ignored = None
    if not is_new:
        # The parts were done before: like a finished step, theirs gets the note and the reading.
        tracked = track_progress(tracked.curriculum, progress)
        begun = [key for key in parts if key not in finished]
        progress = with_details(tracked, begun, read=details.read, note=details.note, now=now)
        left = details._replace(read=None, note=None)
        ignored = left if any(left) else None
    return MarkedSteps(progress, keys, DONE, stopped, ignored, parts, logged)


def mark_parts_todo(
    tracked: TrackedProgress, selections: Sequence[Selection], *, now: datetime
) -> MarkedSteps:
    """Take back finished parts, and mark the whole steps among the selections as to do.

    A finished step is in progress again. A step that nothing but the parts started is to do.
    """
    from studypath.core.changes import with_reset

    whole, parts, steps = _sort(selections)
    left: dict[StepKey, tuple[int, ...]] = {}
    for key, numbers in parts.items():
        done = list_done_parts(steps[key], tracked.entry(key))
        if set(done) & set(numbers):
            left[key] = tuple(number for number in done if number not in numbers)
    effective = {key: tracked.entry(key) for key in left}
    tracked = without_parts_elsewhere(tracked, left)
    changed: dict[StepKey, Entry] = {}
    unchanged: dict[StepKey, Entry] = {}
    for key, numbers in left.items():
        entry = _with_parts_left(tracked, key, effective[key], numbers)
        (unchanged if entry.state == effective[key].state else changed)[key] = entry
    tracked = track_progress(tracked.curriculum, with_entries(tracked, unchanged, None))
    tracked = track_progress(tracked.curriculum, with_entries(tracked, changed, now))
    keys = tuple(dict.fromkeys(key for selection in selections for key in selection.keys))
    progress = with_reset(tracked, [k for s in whole for k in s.keys], now=now)
    return MarkedSteps(progress, keys, TODO, parts=parts)


def _sort(selections: Sequence[Selection]) -> _Sorted:
    """Sort selections; a step that is also named as a whole, or by its phase, has no parts."""
    whole = tuple(selection for selection in selections if not selection.parts)
    as_whole = {key for selection in whole for key in selection.keys}
    parts: dict[StepKey, tuple[int, ...]] = {}
    steps: dict[StepKey, Step] = {}
    for selection in selections:
        key = selection.keys[0] if selection.parts else None
        if key is not None and key not in as_whole:
            parts[key] = tuple(sorted({*parts.get(key, ()), *selection.parts}))
            steps[key] = selection.steps[0]
    return _Sorted(whole, MappingProxyType(parts), MappingProxyType(steps))


def _is_last(tracked: TrackedProgress, key: StepKey, step: Step, numbers: tuple[int, ...]) -> bool:
    done = {*list_done_parts(step, tracked.entry(key)), *numbers}
    return len(done) == len(step.parts)


def _with_parts_done(  # noqa: PLR0913  what `mark_parts_done` has found out
    tracked: TrackedProgress,
    parts: Mapping[StepKey, tuple[int, ...]],
    steps: Mapping[StepKey, Step],
    finished: frozenset[StepKey],
    details: DoneDetails,
    *,
    now: datetime,
    tz: tzinfo,
) -> tuple[Progress, tuple[StoppedTimer | None, tuple[StepKey, Session] | None], bool]:
    """Return progress with these parts, the timer that `minutes` replaced, and whether any is new.

    With the timer goes the session of the minutes. Details go to steps that stay in progress;
    `mark_done` adds them to `finished` ones.
    """
    new = {
        key: numbers
        for key, numbers in parts.items()
        if set(numbers) - set(list_done_parts(steps[key], tracked.entry(key)))
    }
    stopped = session = None
    open_keys = [key for key in new if key not in finished]
    if details.minutes is not None and open_keys:
        timer = find_timer_for(tracked, open_keys)
        stopped, session = settle_time(tracked, timer, details, now=now, tz=tz)
        if stopped is not None:
            tracked = track_progress(tracked.curriculum, stopped.progress)
    entries: dict[StepKey, Entry] = {}
    resumed: dict[StepKey, Entry] = {}
    for key, numbers in new.items():
        entry, effective = tracked.own_entry(key), tracked.entry(key)
        entry = entry._replace(parts_done=tuple(sorted({*entry.parts_done, *numbers})))
        if key in finished:
            entries[key] = copy_state(tracked, key, entry)
            continue
        begun = _begin(entry, effective, session, details, now)
        (resumed if effective.state == "skipped" else entries)[key] = begun
    # As with sessions, `updated` stays, except to win over a skip set on another machine.
    tracked = track_progress(tracked.curriculum, with_entries(tracked, entries, None))
    logged = (open_keys[0], session) if session is not None else None
    return with_entries(tracked, resumed, now), (stopped, logged), bool(new)


def _begin(
    entry: Entry, effective: Entry, session: Session | None, details: DoneDetails, now: datetime
) -> Entry:
    """Return the entry in progress, with the details of `done`."""
    began = to_stored_time(now)
    if details.day is not None and details.day != now.date():
        began = to_stored_time(datetime.combine(details.day, time(12), tzinfo=now.tzinfo))
    started = effective.started or (session.start if session is not None else began)
    return entry._replace(
        state="doing",
        started=started,
        reason=None,
        read=details.read or entry.read,
        note=append_note(entry.note, details.note),
        sessions=tuple(sorted((*entry.sessions, session))) if session else entry.sessions,
    )


def _with_parts_left(
    tracked: TrackedProgress, key: StepKey, effective: Entry, numbers: tuple[int, ...]
) -> Entry:
    """Return the entry with these parts done: in progress, or to do if nothing else began it."""
    entry = tracked.own_entry(key)._replace(parts_done=numbers)
    if effective.state in {"todo", "skipped"}:
        return copy_state(tracked, key, entry)
    is_begun = numbers or effective.sessions or find_timer_for(tracked, [key]) is not None
    return entry._replace(
        state="doing" if is_begun else "todo",
        started=effective.started if is_begun else None,
        finished=None,
    )
