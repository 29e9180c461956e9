"""What a command changed, in plain lines: without Rich, so that `done` does not pay for it."""

from __future__ import annotations

from collections.abc import Sequence

from studypath.core.curriculum import Step, StepKey
from studypath.core.next import NextStep, find_next_step
from studypath.core.status import PathStatus, build_path_status
from studypath.core.text import replace_controls
from studypath.core.tracked import TrackedProgress
from studypath.views.wording import format_remaining

MOST_STEPS_NAMED = 20


def format_change(
    before: TrackedProgress,
    after: TrackedProgress,
    keys: Sequence[StepKey],
    verb: str,
    *,
    estimates: bool = True,
) -> list[str]:
    """Return what became of each step, what is left of their phases, and what is next.

    `verb` says what was done to the steps in one word, `done` or `skipped`; a step that is as it
    was is called `already` so. Steps of a path other than the active one name it, and so does
    the same work on another path. Without `estimates` no time to go is said.
    """
    lines = format_step_changes(before, after, keys, verb)
    answer = find_next_step(after, after.active, count=1)
    for path_id in dict.fromkeys(key[0] for key in keys):
        path = after.curriculum.path(path_id)
        if path is not None:
            same = path_id == answer.path.id
            status = answer.status if same else build_path_status(after, path)
            ids = {key[1] for key in keys if key[0] == path_id}
            said = _phase_lines(status, ids, estimates=estimates)
            lines += said if same else [f"{replace_controls(path.title)}, {line}" for line in said]
    lines.append(format_next(answer))
    return lines


def format_step_changes(
    before: TrackedProgress, after: TrackedProgress, keys: Sequence[StepKey], verb: str
) -> list[str]:
    """Return a line per step: the verb, the number, the id, the title, the path if not active."""
    lines: list[str] = []
    active = after.active.id
    for key in keys[:MOST_STEPS_NAMED]:
        step = after.step(key)
        if step is None:
            continue
        changed = before.entry(key) != after.entry(key)
        said = verb if changed else _as_it_was(verb, after.entry(key).state)
        elsewhere = f"  (on the path {replace_controls(key[0])})" if key[0] != active else ""
        lines.append(f"{said}  {format_step(step)}{elsewhere}")
        same = after.curriculum.others(key) if changed else ()
        lines += [
            f"  the same work as {replace_controls('/'.join(k))}: {verb} there too" for k in same
        ]
    if len(keys) > MOST_STEPS_NAMED:
        lines.append(f"and {len(keys) - MOST_STEPS_NAMED} more steps")
    return lines


def _as_it_was(verb: str, state: str) -> str:
    # A phase marks what is left of it, so a skipped step of it is named and not done.
    if state == "skipped" and verb != "skipped":
        return "still skipped"
    return f"already {verb.removesuffix(' again')}"


def format_next(answer: NextStep) -> str:
    """Return in one line what is next, or that the path is complete."""
    if answer.step is not None:
        return f"next  {format_step(answer.step.step)}"
    title = replace_controls(answer.path.title)
    if answer.deepen:
        return f"{title} is complete; studypath deepen shows where to go deep"
    return f"{title} is complete; studypath path list shows the other paths"


def format_step(step: Step) -> str:
    """Return a step by its number, id and title."""
    return f"{step.number}  {replace_controls(step.id)}  {replace_controls(step.title)}"


def _phase_lines(status: PathStatus, ids: set[str], *, estimates: bool) -> list[str]:
    lines: list[str] = []
    for phase in status.phases:
        if not any(step.step.id in ids for step in phase.steps):
            continue
        where = f"{replace_controls(phase.phase.label)}, {replace_controls(phase.phase.title)}"
        counting = phase.total - phase.skipped
        skipped = f", {phase.skipped} skipped" if phase.skipped else ""
        if phase.done == counting:
            lines.append(f"{where}: complete{skipped}")
            continue
        left = f", {format_remaining(phase.remaining)} to go" if estimates else ""
        lines.append(f"{where}: {phase.done} of {counting} done{skipped}{left}")
    return lines
