"""Show what a command changed, as plain lines. Without Rich, to keep `done` fast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from studypath.core.curriculum import StepKey
from studypath.core.durations import format_duration
from studypath.core.mark import DONE, SKIPPED, DoneDetails, MarkedSteps, NotedStep
from studypath.core.next import find_next_step
from studypath.core.text import replace_controls
from studypath.core.timer import find_timer_for, get_running_timer
from studypath.core.tracked import TrackedProgress
from studypath.views.changes import format_change, format_next
from studypath.views.timer import (
    format_logged,
    format_named_step,
    format_running,
    format_stopped,
)

if TYPE_CHECKING:
    from studypath.core.timing import StartedTimer, StoppedTimer


def format_marked(
    before: TrackedProgress,
    after: TrackedProgress,
    marked: MarkedSteps,
    *,
    now: datetime,
    tz: tzinfo,
    estimates: bool,
) -> list[str]:
    """Return what became of the timer and of each step, what is left, and what is next."""
    lines = []
    if marked.stopped is not None:
        lines += format_timer_end(after, marked.stopped, tz, instead="used --time")
    if marked.logged is not None:
        lines.append(format_logged(after, *marked.logged, tz))
    lines += format_change(
        before, after, marked.keys, marked.verb, parts=marked.parts, tz=tz, estimates=estimates
    )
    running = find_timer_for(after, marked.keys)
    if running is not None:
        lines.append(format_running(after, running, now, tz))
        lines.append("studypath stop logs it; studypath stop --discard does not")
    lines += _format_added(before, after, marked.keys)
    if marked.ignored_details is not None:
        lines += _format_ignored(marked.ignored_details, marked.keys)
    return lines


def format_timer_end(
    tracked: TrackedProgress, stopped: StoppedTimer, tz: tzinfo, instead: str = "nothing logged"
) -> list[str]:
    """Return the sessions that were logged, or that the timer was discarded and why."""
    if not stopped.discarded:
        return format_stopped(tracked, stopped.key, stopped.sessions, tz)
    return [f"timer discarded, {instead}: {format_named_step(tracked, stopped.key)}"]


def format_started(
    before: TrackedProgress,
    after: TrackedProgress,
    started: StartedTimer,
    *,
    now: datetime,
    tz: tzinfo,
) -> list[str]:
    """Return what became of the timer of another step, and the timer that is running."""
    stopped = started.stopped
    ended = [] if stopped is None else format_timer_end(after, stopped, tz)
    return ended + format_timer(after, now, tz, before)


def format_timer(
    tracked: TrackedProgress, now: datetime, tz: tzinfo, before: TrackedProgress | None = None
) -> list[str]:
    """Return a line on the running timer; [] if there is none.

    It says "already" if the timer is the same as `before` a command that changes it.
    """
    timer = get_running_timer(tracked.progress)
    if timer is None:
        return []
    unchanged = before is not None and before.progress.timer == timer
    return [format_running(tracked, timer, now, tz, unchanged=unchanged)]


def format_note(note: str | None, step_id: str) -> list[str]:
    """Return the lines of a note, or how to write one."""
    if note:
        return replace_controls(note, multiline=True).split("\n")
    return [f"no note; write one with: studypath note {step_id} TEXT"]


def format_noted(tracked: TrackedProgress, noted: NotedStep, *, appended: bool) -> list[str]:
    """Return the new note on one line, and the one that it replaced."""
    step = format_named_step(tracked, noted.key)
    if noted.before == noted.after:
        return [f"no change  {step}"]
    new = f"noted  {step}: {_join_lines(noted.after)}" if noted.after else None
    lines = [new or f"note removed  {step}"]
    if noted.before and not appended:
        lines.append(f"it was: {_join_lines(noted.before)}")
    return lines


def format_active(before: TrackedProgress, after: TrackedProgress) -> list[str]:
    """Return the active path and its next step."""
    path = after.active
    verb = "already active" if before.progress.active == after.progress.active else "active"
    title = replace_controls(path.title)
    return [f"{verb}  {path.id}  {title}", format_next(find_next_step(after, path, count=1))]


def _format_added(
    before: TrackedProgress, after: TrackedProgress, keys: Sequence[StepKey]
) -> list[str]:
    """Return a line per note, reading or reason that a finished or skipped step has got."""
    lines: list[str] = []
    for key in keys:
        old, new = before.entry(key), after.entry(key)
        if old is new or old.state != new.state or new.state not in {DONE, SKIPPED}:
            continue
        step = format_named_step(after, key)
        if new.note and new.note != old.note:
            lines.append(f"noted  {step}: {_join_lines(new.note)}")
        if new.read and new.read != old.read:
            lines.append(f"read  {step}: {new.read}")
        if new.reason and new.reason != old.reason:
            verb = "changed" if old.reason else "noted"
            lines.append(f"reason {verb}  {step}: {_join_lines(new.reason)}")
            lines += [f"it was: {_join_lines(old.reason)}"] if old.reason else []
    return lines


def _format_ignored(ignored: DoneDetails, keys: Sequence[StepKey]) -> list[str]:
    """Return what a step that was done before did not get, and how to store it."""
    step = replace_controls(keys[0][1]) if len(keys) == 1 else "STEP"
    lines: list[str] = []
    if ignored.minutes is not None:
        command = f"studypath log {step} {format_duration(ignored.minutes)}"
        lines.append(f"nothing was logged, as it was done before; to log it: {command}")
    if ignored.day is not None:
        command = f"studypath reset {step}, then studypath done {step} --on {ignored.day}"
        lines.append(f"the day was not changed, as it was done before; to change it: {command}")
    if ignored.note or ignored.read:
        lines.append("nothing was noted, as all was done before; name the step to note it")
    return lines


def _join_lines(text: str) -> str:
    return " / ".join(replace_controls(line) for line in text.splitlines())
