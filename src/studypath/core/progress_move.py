"""Move the progress of a step, also of one that no path has any more, to another step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from studypath.core.curriculum import StepKey
from studypath.core.errors import AmbiguousStep, UnknownStep, WrongUsage
from studypath.core.merge import merge_entries
from studypath.core.progress import Entry, Progress
from studypath.core.selection import DeferredStep, format_suggestion, resolve_step
from studypath.core.text import find_nearest, has_control, replace_controls
from studypath.core.tracked import TrackedProgress


class MovedProgress(NamedTuple):
    """Progress after a move, the two steps, and what was moved: None if there was nothing."""

    progress: Progress
    old: StepKey
    new: StepKey
    moved: Entry | None


def move_progress(tracked: TrackedProgress, old: StepKey, new: StepKey) -> MovedProgress:
    """Merge the entry of one step into that of another and remove it; a timer for it moves too.

    The rules are those of `merge_entries`. Raises WrongUsage if both are the same step.
    """
    if old == new:
        msg = f"{old[1]} is the same step\nName another one to move its progress to."
        raise WrongUsage(replace_controls(msg, multiline=True))
    progress = tracked.progress
    sources = [key for key in (old, *tracked.former.get(old, ())) if key in progress.entries]
    if not sources:
        return MovedProgress(progress, old, new, None)
    moved = tracked.own_entry(old)
    entries = dict(progress.entries)
    has_entry = new in entries or new in tracked.former
    for key in (*sources, *tracked.former.get(new, ())):
        entries.pop(key, None)
    entries[new] = merge_entries(tracked.own_entry(new), moved) if has_entry else moved
    timer = progress.timer
    if timer is not None and (timer.path, timer.step) in sources:
        timer = timer._replace(path=new[0], step=new[1])
    return MovedProgress(progress._replace(entries=entries, timer=timer), old, new, moved)


def list_movable(tracked: TrackedProgress) -> tuple[str, ...]:
    """Return the words for progress that belongs to no step: `ID`, or `PATH/ID` elsewhere."""
    active = tracked.active.id
    names = (key[1] if key[0] == active else "/".join(key) for key in tracked.orphans)
    return tuple(name for name in names if not has_control(name))


def resolve_source(tracked: TrackedProgress, word: str) -> StepKey:
    """Return the key of the progress that a word names.

    Whole ids of progress without a step come first, then steps as `resolve_step` finds them, then
    parts of ids of progress without a step. Raises UnknownStep with the nearest of both kinds, and
    AmbiguousStep.
    """
    wanted = "-".join(word.lower().split())
    names = {key: "/".join(key) for key in tracked.orphans}
    exact = [key for key, name in names.items() if word in {name, key[1]}]
    exact = exact or [key for key, name in names.items() if wanted in {name, key[1]}]
    if exact:
        return _choose(tracked, word, exact)
    parts = [key for key in names if wanted and wanted in key[1].lower()]
    try:
        key = resolve_step(tracked, word)
    except (AmbiguousStep, DeferredStep):
        raise
    except UnknownStep as error:
        if parts:
            return _choose(tracked, word, parts)
        close = find_nearest(wanted, [*names.values(), *(o[1] for o in names), *error.nearest])
        advice = format_suggestion(close) if close else "To see such progress: studypath status"
        msg = f"There is no step and no progress {word!r}\n{advice}"
        raise UnknownStep(replace_controls(msg, multiline=True), close) from None
    step = tracked.step(key)
    is_whole = step is not None and wanted.rpartition("/")[2] in {key[1], step.number}
    if parts and not is_whole:
        return _choose(tracked, word, [*parts, key])
    return key


def _choose(tracked: TrackedProgress, word: str, keys: Sequence[StepKey]) -> StepKey:
    """Return the only key, or the only one on the active path; raise AmbiguousStep."""
    if len(keys) == 1:
        return keys[0]
    active = [key for key in keys if key[0] == tracked.active.id and key[1] == word]
    if len(active) == 1:
        return active[0]
    ids = tuple("/".join(key) for key in keys)
    msg = f"{word!r} matches several steps: {', '.join(ids)}\nName one of them."
    raise AmbiguousStep(replace_controls(msg, multiline=True), ids)
