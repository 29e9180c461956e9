"""Format the parts of a step in plain lines. Without Rich, so that `done` stays fast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studypath.core.curriculum import Step, StepKey
from studypath.core.durations import format_duration
from studypath.core.parts import NumberedPart, find_next_part, list_done_parts
from studypath.core.progress import Entry
from studypath.core.status import StepStatus
from studypath.core.text import replace_controls
from studypath.core.tracked import TrackedProgress
from studypath.views.changes import MOST_STEPS_NAMED, format_step, format_step_changes


def format_part_count(step: Step, entry: Entry) -> str:
    """Return how many parts of a step are done: `3 of 8 parts`."""
    return f"{len(list_done_parts(step, entry))} of {len(step.parts)} parts"


def format_begun_steps(steps: Sequence[StepStatus]) -> str:
    """Return how far steps with finished parts are: `In progress: 1.1, 3 of 8 parts.`."""
    named = [
        f"{each.step.number}, {format_part_count(each.step, each.entry)}"
        for each in steps[:MOST_STEPS_NAMED]
        if each.step.parts
    ]
    more = f" and {len(steps) - MOST_STEPS_NAMED} more" if len(steps) > MOST_STEPS_NAMED else ""
    return f"In progress: {'; '.join(named)}{more}."


def format_part(part: NumberedPart) -> str:
    """Return a part with its number and length: `3 of 8: Backpropagation (10m)`."""
    length = f" ({format_duration(part.part.minutes)})" if part.part.minutes else ""
    return f"{part.number} of {part.total}: {replace_controls(part.part.title)}{length}"


def format_next_part(status: StepStatus) -> str:
    """Return the number, id and title of the next part of a step: `1.1#3  series  Chapter 3`."""
    part = find_next_part(status.step, status.entry)
    if part is None:
        return f"{format_step(status.step)}; all parts are done: studypath done {status.step.id}"
    return _format_named_part(status.step, part.number)


def format_part_changes(
    before: TrackedProgress,
    after: TrackedProgress,
    keys: Sequence[StepKey],
    verb: str,
    parts: Mapping[StepKey, tuple[int, ...]],
) -> list[str]:
    """Return a line per part and per whole step that a command marked.

    A step whose parts were named has a line of its own: how many of them are done, or that the step
    is finished.
    """
    lines: list[str] = []
    for key in keys:
        step = after.step(key)
        if step is None or key not in parts:
            lines += format_step_changes(before, after, [key], verb)
            continue
        old = list_done_parts(step, before.entry(key))
        new = list_done_parts(step, after.entry(key))
        for number in parts[key][:MOST_STEPS_NAMED]:
            changed = (number in old) != (number in new)
            word = verb if changed else f"already {verb}"
            lines.append(f"{word}  {_format_named_part(step, number)}")
        if len(parts[key]) > MOST_STEPS_NAMED:
            lines.append(f"and {len(parts[key]) - MOST_STEPS_NAMED} more")
        if after.entry(key).state == "done":
            lines += format_step_changes(before, after, [key], verb)
        else:
            count = format_part_count(step, after.entry(key))
            lines.append(f"{step.number}  {replace_controls(step.title)}: {count} done")
    return lines


def _format_named_part(step: Step, number: int) -> str:
    title = replace_controls(step.parts[number - 1].title)
    return f"{step.number}#{number}  {replace_controls(step.id)}  {title}"
