"""Show what a command changed, as plain lines. Without Rich, to keep `done` fast."""

from __future__ import annotations

from datetime import datetime, tzinfo

from studypath.core.mark import MarkedSteps, NotedStep
from studypath.core.next import find_next_step
from studypath.core.text import replace_controls
from studypath.core.timer import StoppedTimer, find_timer_for, get_running_timer
from studypath.core.tracked import TrackedProgress
from studypath.views.changes import format_change, format_next
from studypath.views.timer import format_named_step, format_running, format_stopped


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
        lines.append(format_timer_end(after, marked.stopped, tz, instead="used --time"))
    lines += format_change(
        before, after, marked.keys, marked.verb, parts=marked.parts, estimates=estimates
    )
    running = find_timer_for(after, marked.keys)
    if running is not None:
        lines.append(format_running(after, running, now, tz))
        lines.append("studypath stop logs it; studypath stop --discard does not")
    if marked.ignored_details:
        lines.append("nothing was logged or noted; use studypath log or studypath note")
    return lines


def format_timer_end(
    tracked: TrackedProgress, stopped: StoppedTimer, tz: tzinfo, instead: str = "nothing logged"
) -> str:
    """Return the session that was logged, or that the timer was discarded and why."""
    if not stopped.discarded:
        return format_stopped(tracked, stopped.key, stopped.session, tz)
    return f"timer discarded, {instead}: {format_named_step(tracked, stopped.key)}"


def format_timer(tracked: TrackedProgress, now: datetime, tz: tzinfo) -> list[str]:
    """Return a line on the running timer; [] if there is none."""
    timer = get_running_timer(tracked.progress)
    return [] if timer is None else [format_running(tracked, timer, now, tz)]


def format_note(note: str | None, step_id: str) -> list[str]:
    """Return the lines of a note, or how to write one."""
    if note:
        return replace_controls(note, multiline=True).split("\n")
    return [f"no note; write one with: studypath note {step_id} TEXT"]


def format_noted(noted: NotedStep, *, appended: bool) -> list[str]:
    """Return the new note on one line, and the one that it replaced."""
    step_id = noted.key[1]
    if noted.before == noted.after:
        return [f"no change  {step_id}"]
    new = f"noted  {step_id}: {_join_lines(noted.after)}" if noted.after else None
    lines = [new or f"note removed  {step_id}"]
    if noted.before and not appended:
        lines.append(f"it was: {_join_lines(noted.before)}")
    return lines


def format_active(before: TrackedProgress, after: TrackedProgress) -> list[str]:
    """Return the active path and its next step."""
    path = after.active
    verb = "no change, active" if before.progress.active == after.progress.active else "active"
    title = replace_controls(path.title)
    return [f"{verb}  {path.id}  {title}", format_next(find_next_step(after, path, count=1))]


def _join_lines(text: str) -> str:
    return " / ".join(replace_controls(line) for line in text.splitlines())
