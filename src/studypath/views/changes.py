"""Format what a command changed in plain lines. Without Rich, so that `done` stays fast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from studypath.core.curriculum import Step, StepKey
from studypath.core.next import NextStep, find_next_step
from studypath.core.status import PathStatus, build_path_status
from studypath.core.text import replace_controls
from studypath.core.tracked import TrackedProgress
from studypath.views.wording import format_progress, format_time_left, is_all_skipped

MOST_STEPS_NAMED = 20


def format_change(  # noqa: PLR0913  what happened, and how to say it
    before: TrackedProgress,
    after: TrackedProgress,
    keys: Sequence[StepKey],
    verb: str,
    *,
    parts: Mapping[StepKey, tuple[int, ...]] | None = None,
    tz: tzinfo | None = None,
    estimates: bool = True,
) -> list[str]:
    """Return the change of each step, the progress in their phases, and the next step.

    A path that the command finished is summarised, with its days in the zone `tz`. `verb` is the
    change in a word, `done` or `skipped`; an unchanged step is "already" that. Steps of other paths
    than the active one name their path, and changed steps the same work elsewhere. `parts` are the
    numbers of the parts that were named, by step. Without `estimates` no estimate is shown.
    """
    if parts:
        from studypath.views.parts import format_part_changes

        lines = format_part_changes(before, after, keys, verb, parts)
    else:
        lines = format_step_changes(before, after, keys, verb)
    answer = find_next_step(after, after.active, count=1)
    summaries: list[str] = []
    for path_id in dict.fromkeys(key[0] for key in keys):
        path = after.curriculum.path(path_id)
        if path is not None:
            is_active = path_id == answer.path.id
            status = answer.status if is_active else build_path_status(after, path)
            ids = {key[1] for key in keys if key[0] == path_id}
            prefix = "" if is_active else f"{replace_controls(path.title)}, "
            lines += [prefix + line for line in _phase_lines(status, ids, estimates=estimates)]
            if status.complete:
                summaries += _format_completion(before, after, status, tz, estimates=estimates)
    if answer.step is not None or not summaries:
        summaries.append(format_next(answer))
    return lines + summaries


def _format_completion(
    before: TrackedProgress,
    after: TrackedProgress,
    status: PathStatus,
    tz: tzinfo | None,
    *,
    estimates: bool,
) -> list[str]:
    """Return the summary of a path that the command finished; nothing for another path."""
    from studypath.core.completion import build_summary, has_become_complete
    from studypath.views.completion import format_summary, format_ways_on

    if not has_become_complete(before, after, status):
        return []
    summary = build_summary(after, status, tz)
    return format_summary(summary, estimates=estimates) + format_ways_on(summary)


def format_step_changes(
    before: TrackedProgress, after: TrackedProgress, keys: Sequence[StepKey], verb: str
) -> list[str]:
    """Return a line per step: the verb, the step, its path if that is not the active one."""
    lines: list[str] = []
    for key in keys[:MOST_STEPS_NAMED]:
        step = after.step(key)
        if step is None:
            continue
        changed = before.entry(key) != after.entry(key)
        # A step that was done before may have got a note.
        changed = changed and not (verb == before.entry(key).state == after.entry(key).state)
        word = verb if changed else _format_unchanged(verb, after.entry(key).state)
        elsewhere = (
            f"  (on the path {replace_controls(key[0])})" if key[0] != after.active.id else ""
        )
        lines.append(f"{word}  {format_step(step)}{elsewhere}")
        shared = after.curriculum.others(key) if changed else ()
        lines += [
            f"  the same work as {replace_controls('/'.join(other))}: {verb} there too"
            for other in shared
        ]
    if len(keys) > MOST_STEPS_NAMED:
        lines.append(f"and {len(keys) - MOST_STEPS_NAMED} more")
    return lines


def format_next(answer: NextStep) -> str:
    """Return the next step in one line, or that the path is complete."""
    if answer.step is not None:
        if answer.step.entry.parts_done:
            from studypath.views.parts import format_next_part

            return f"next  {format_next_part(answer.step)}"
        return f"next  {format_step(answer.step.step)}"
    title = replace_controls(answer.path.title)
    if answer.deepen:
        return f"{title} is complete; to go deeper: studypath deepen"
    return f"{title} is complete; for the other paths: studypath path list"


def format_step(step: Step) -> str:
    """Return the number, id and title of a step."""
    return f"{step.number}  {replace_controls(step.id)}  {replace_controls(step.title)}"


def _format_unchanged(verb: str, state: str) -> str:
    # Marking a phase leaves its skipped steps as they are.
    if state == "skipped" and verb != "skipped":
        return "still skipped"
    return f"already {verb}"


def _phase_lines(status: PathStatus, ids: set[str], *, estimates: bool) -> list[str]:
    lines: list[str] = []
    for phase in status.phases:
        if not any(step.step.id in ids for step in phase.steps):
            continue
        label = f"{replace_controls(phase.phase.label)}, {replace_controls(phase.phase.title)}"
        is_complete = phase.done + phase.skipped == phase.total
        if is_complete and not is_all_skipped(phase):
            skipped = f", {phase.skipped} skipped" if phase.skipped else ""
            lines.append(f"{label}: complete{skipped}")
            continue
        show_left = estimates and not is_complete
        left = f", {format_time_left(phase)}" if show_left else ""
        lines.append(f"{label}: {format_progress(phase)}{left}")
    return lines
