"""Compare two versions of a path in the learner's terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from studypath.core.curriculum import Estimate, Path
from studypath.core.estimates import Remaining, sum_estimates
from studypath.core.status import StepStatus, build_path_status, compute_percent
from studypath.core.tracked import TrackedProgress

RENAMED, REMOVED, ADDED = "renamed", "removed", "added"
MOVED, ESTIMATE, STATE, TITLE = "moved", "estimate", "state", "title"


class Effect(NamedTuple):
    """Percent done and time left by the estimates."""

    percent: int | None
    remaining: Remaining


class PathChange(NamedTuple):
    """One difference between two versions, with the learner's numbers before and after it.

    `kind` is one of the constants above; `old` is None for an added step, `new` for a removed one.
    """

    kind: str
    old: StepStatus | None
    new: StepStatus | None
    before: Effect
    after: Effect


class PathDiff(NamedTuple):
    """Every difference, in an order in which each `after` is the next one's `before`."""

    old: Path
    new: Path
    changes: tuple[PathChange, ...]
    before: Effect
    after: Effect


def diff_paths(old: TrackedProgress, new: TrackedProgress, path_id: str) -> PathDiff:
    """Return what differs between a path in two curricula with the same progress.

    A step is the same in both if its id is, or if the new one names the old id as an alias. The
    changes are applied one after the other, so that they explain the percentage exactly.
    """
    old_path, new_path = _find_path(old, path_id), _find_path(new, path_id)
    befores = build_path_status(old, old_path).steps
    afters = build_path_status(new, new_path).steps
    pairs = _pair(befores, afters)
    state = _State(befores)
    start = state.measure()
    changes: list[PathChange] = []
    for kind, before, after in _list_differences(befores, afters, pairs):
        effect = state.measure()
        state.apply(kind, before, after)
        changes.append(PathChange(kind, before, after, effect, state.measure()))
    return PathDiff(old_path, new_path, tuple(changes), start, state.measure())


class _State:
    """The steps that count, by the id they had first, while changes are applied to them."""

    def __init__(self, steps: Iterable[StepStatus]) -> None:
        self._steps = {step.step.id: (step.entry.state, step.estimate) for step in steps}

    def apply(self, kind: str, old: StepStatus | None, new: StepStatus | None) -> None:
        if kind == REMOVED and old is not None:
            del self._steps[old.step.id]
        elif kind == ADDED and new is not None:
            # A NUL keeps an added step apart from a removed one whose id it takes.
            self._steps[f"\0{new.step.id}"] = (new.entry.state, new.estimate)
        elif old is not None and new is not None:
            state, estimate = self._steps[old.step.id]
            if kind == ESTIMATE:
                estimate = new.estimate
            if kind == STATE:
                state = new.entry.state
            self._steps[old.step.id] = (state, estimate)

    def measure(self) -> Effect:
        states = [state for state, _ in self._steps.values()]
        left: list[Estimate | None] = [
            estimate for state, estimate in self._steps.values() if state in {"todo", "doing"}
        ]
        percent = compute_percent(states.count("done"), states.count("skipped"), len(states))
        return Effect(percent, sum_estimates(left))


def _find_path(tracked: TrackedProgress, path_id: str) -> Path:
    path = tracked.curriculum.path(path_id)
    if path is None:
        msg = f"no path {path_id} to compare"
        raise ValueError(msg)
    return path


def _pair(
    befores: Iterable[StepStatus], afters: Iterable[StepStatus]
) -> dict[str, tuple[StepStatus, StepStatus]]:
    """Return the steps that both versions have, by their old id."""
    by_id = {step.step.id: step for step in befores}
    pairs: dict[str, tuple[StepStatus, StepStatus]] = {}
    waiting = []
    for after in afters:
        if after.step.id in by_id:
            pairs[after.step.id] = (by_id[after.step.id], after)
        else:
            waiting.append(after)
    for after in waiting:
        alias = next((a for a in after.step.aliases if a in by_id and a not in pairs), None)
        if alias is not None:
            pairs[alias] = (by_id[alias], after)
    return pairs


def _list_differences(
    befores: Iterable[StepStatus],
    afters: Iterable[StepStatus],
    pairs: dict[str, tuple[StepStatus, StepStatus]],
) -> Iterable[tuple[str, StepStatus | None, StepStatus | None]]:
    unmoved = {id(after) for _, after in pairs.values()}
    both = list(pairs.values())
    moved = _find_moved(both)
    yield from ((RENAMED, old, new) for old, new in both if old.step.id != new.step.id)
    yield from ((REMOVED, old, None) for old in befores if old.step.id not in pairs)
    yield from ((ADDED, None, new) for new in afters if id(new) not in unmoved)
    yield from ((MOVED, old, new) for old, new in both if old.step.id in moved)
    yield from ((ESTIMATE, old, new) for old, new in both if old.estimate != new.estimate)
    yield from ((STATE, old, new) for old, new in both if old.entry.state != new.entry.state)
    yield from ((TITLE, old, new) for old, new in both if old.step.title != new.step.title)


def _find_moved(both: list[tuple[StepStatus, StepStatus]]) -> set[str]:
    """Return the old ids of steps that changed phase or place among the steps of both versions.

    Of steps that only swapped places, those outside the longest common order have moved.
    """
    moved = {old.step.id for old, new in both if old.phase.id != new.phase.id}
    staying = [pair for pair in both if pair[0].step.id not in moved]
    staying.sort(key=lambda pair: _find_place(pair[1]))
    order = {id(new): place for place, (_, new) in enumerate(staying)}
    by_old = sorted(staying, key=lambda pair: _find_place(pair[0]))
    unmoved = _find_longest_increase([order[id(new)] for _, new in by_old])
    return moved | {old.step.id for place, (old, _) in enumerate(by_old) if place not in unmoved}


def _find_place(step: StepStatus) -> tuple[int, ...]:
    return tuple(int(part) for part in step.step.number.split("."))


def _find_longest_increase(values: list[int]) -> set[int]:
    """Return the positions of a longest increasing subsequence, by patience sorting."""
    from bisect import bisect_left

    tails: list[int] = []
    positions: list[int] = []
    previous: list[int] = []
    for position, value in enumerate(values):
        place = bisect_left(tails, value)
        previous.append(positions[place - 1] if place else -1)
        if place == len(tails):
            tails.append(value)
            positions.append(position)
        else:
            tails[place] = value
            positions[place] = position
    chosen: set[int] = set()
    at = positions[-1] if positions else -1
    while at >= 0:
        chosen.add(at)
        at = previous[at]
    return chosen
