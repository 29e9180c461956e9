"""Mark steps as done, skipped or to do: decide which steps and what becomes of the timer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.changes import with_details, with_done, with_note, with_reset, with_skipped
from studypath.core.curriculum import StepKey
from studypath.core.errors import WrongUsage
from studypath.core.instants import to_stored_time
from studypath.core.progress import Progress, Session
from studypath.core.selection import Selection
from studypath.core.text import replace_controls
from studypath.core.timer import find_timer_for
from studypath.core.tracked import TrackedProgress, track_progress

if TYPE_CHECKING:
    from studypath.core.timing import StoppedTimer

DONE, SKIPPED, TODO = "done", "skipped", "todo"


class DoneDetails(NamedTuple):
    """The options of `done`: None if not given; `day` is None for now."""

    minutes: int | None = None
    day: date | None = None
    read: str | None = None
    note: str | None = None


class MarkedSteps(NamedTuple):
    """Progress after marking steps, all steps that were named, and what was done to them.

    `stopped` is the timer that was stopped for one of them, `logged` the session of the minutes
    that were given, by its step. `ignored_details` are those that were not stored, since the steps
    were done before. `parts` holds the numbers of the parts that were named, by step.
    """

    progress: Progress
    keys: tuple[StepKey, ...]
    verb: str
    stopped: StoppedTimer | None = None
    ignored_details: DoneDetails | None = None
    parts: Mapping[StepKey, tuple[int, ...]] = MappingProxyType({})
    logged: tuple[StepKey, Session] | None = None


class NotedStep(NamedTuple):
    """Progress with a changed note, and the notes before and after."""

    progress: Progress
    key: StepKey
    before: str | None
    after: str | None


def mark_done(
    tracked: TrackedProgress,
    selections: Sequence[Selection],
    details: DoneDetails,
    *,
    now: datetime,
    tz: tzinfo,
) -> MarkedSteps:
    """Mark steps as done and stop the timer if it is for one of them.

    A phase leaves out skipped steps. A step that is done and named itself gets the note, below the
    one that it has, and the reading. With `minutes` the timer is not logged, but tells when they
    began. Raises WrongUsage if `minutes` are given for several steps, and StaleTimer. Parts are
    marked by `mark_parts_done`.
    """
    if any(selection.parts for selection in selections):
        from studypath.core.mark_parts import mark_parts_done

        return mark_parts_done(tracked, selections, details, now=now, tz=tz)
    keys, named = _collect_keys(selections), _collect_named(selections)
    states = {key: tracked.entry(key).state for key in keys}
    marked = [key for key in keys if key in named or states[key] != "skipped"]
    if details.minutes is not None:
        _require_one([key for key in marked if key in named or states[key] != "done"])
    open_keys = [key for key in marked if states[key] != "done"]
    # A time for steps that are done already is not logged and does not replace the timer.
    timed = marked if details.minutes is None else open_keys
    timer = find_timer_for(tracked, timed)
    stopped = session = None
    if timer is not None or (details.minutes is not None and open_keys):
        from studypath.core.done_time import settle_time

        stopped, session = settle_time(tracked, timer, details, now=now, tz=tz)
    if stopped is not None:
        tracked = track_progress(tracked.curriculum, stopped.progress)
    day = details.day if details.day != now.date() else None
    logged = (open_keys[0], session) if session is not None else None
    at = now if day is None else datetime.combine(day, time(12), tzinfo=tz)
    progress = with_done(
        tracked,
        marked,
        at=to_stored_time(at),
        now=now,
        sessions=dict([logged] if logged else ()),
        read=details.read,
        note=details.note,
    )
    finished = [key for key in marked if key in named and states[key] == "done"]
    if finished and (details.read or details.note):
        tracked = track_progress(tracked.curriculum, progress)
        progress = with_details(tracked, finished, read=details.read, note=details.note, now=now)
    ignored = None if open_keys else _list_ignored(details, is_stored=bool(finished))
    return MarkedSteps(progress, keys, DONE, stopped, ignored, logged=logged)


def mark_skipped(
    tracked: TrackedProgress, selections: Sequence[Selection], reason: str | None, *, now: datetime
) -> MarkedSteps:
    """Mark steps as skipped; a phase leaves out done steps.

    Raises WrongUsage if a step that is named itself is done.
    """
    parts = next((selection for selection in selections if selection.parts), None)
    if parts is not None:
        number = parts.steps[0].number
        msg = f"A part cannot be skipped\nMark it as done (studypath done {number}#"
        msg += f"{parts.parts[0]}), or skip the step: studypath skip {number}"
        raise WrongUsage(msg)
    named = _collect_named(selections)
    done = {key for key in _collect_keys(selections) if tracked.entry(key).state == "done"}
    keys = tuple(key for key in _collect_keys(selections) if key in named or key not in done)
    refused = [key[1] for key in keys if key in done]
    if refused:
        msg = f"{', '.join(refused)}: already done\nReset first: studypath reset {refused[0]}"
        raise WrongUsage(replace_controls(msg, multiline=True))
    progress = with_skipped(tracked, keys, reason=reason or None, now=now)
    return MarkedSteps(progress, keys, SKIPPED)


def mark_todo(
    tracked: TrackedProgress, selections: Sequence[Selection], *, now: datetime
) -> MarkedSteps:
    """Mark steps, or parts of steps, as to do."""
    if any(selection.parts for selection in selections):
        from studypath.core.mark_parts import mark_parts_todo

        return mark_parts_todo(tracked, selections, now=now)
    keys = _collect_keys(selections)
    return MarkedSteps(with_reset(tracked, keys, now=now), keys, TODO)


def write_note(tracked: TrackedProgress, key: StepKey, text: str, *, append: bool) -> NotedStep:
    """Replace the note on a step, or append to it; an empty text removes it."""
    before = tracked.entry(key).note
    progress = with_note(tracked, key, text, append=append)
    after = track_progress(tracked.curriculum, progress).entry(key).note
    return NotedStep(progress, key, before, after)


def _require_one(keys: Sequence[StepKey]) -> None:
    """Raise WrongUsage if a time is given for several steps."""
    if len(keys) > 1:
        msg = f"--time is the time for one step, not for {len(keys)}\n"
        msg += "Log each with: studypath log STEP 45m"
        raise WrongUsage(msg)


def _list_ignored(details: DoneDetails, *, is_stored: bool) -> DoneDetails | None:
    """Return the details that steps which are all done do not get; None if there are none."""
    ignored = details._replace(read=None, note=None) if is_stored else details
    return ignored if any(ignored) else None


def _collect_keys(selections: Sequence[Selection]) -> tuple[StepKey, ...]:
    """Return the keys of all selections, each once."""
    return tuple(dict.fromkeys(key for selection in selections for key in selection.keys))


def _collect_named(selections: Sequence[Selection]) -> set[StepKey]:
    """Return the keys of the steps that were named themselves, not by their phase."""
    return {key for selection in selections if not selection.phase for key in selection.keys}
