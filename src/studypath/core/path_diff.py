"""Compare two versions of a path in the learner's terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from studypath.core.curriculum import Estimate, Path, Phase
from studypath.core.estimates import Remaining
from studypath.core.parts import compute_estimate_left
from studypath.core.path_pairs import PhasePair, StepPair, find_moved, pair_phases, pair_steps
from studypath.core.progress import Entry
from studypath.core.status import Orphan, StepStatus, build_path_status, compute_percent
from studypath.core.tracked import TrackedProgress

RENAMED, MERGED, REMOVED, ADDED = "renamed", "merged", "removed", "added"
MOVED, ESTIMATE, SHARE, PARTS, STATE = "moved", "estimate", "share", "parts", "state"
KINDS = (RENAMED, MERGED, REMOVED, ADDED, MOVED, ESTIMATE, SHARE, PARTS, STATE)


class Effect(NamedTuple):
    """The learner's numbers: counted steps, percent done, remaining minutes by the estimates."""

    done: int
    skipped: int
    total: int
    percent: int | None
    remaining: Remaining


class StepChange(NamedTuple):
    """One difference between two versions, with the learner's numbers before and after it.

    `kind` is one of `KINDS`; `old` is None for an added step, `new` for a removed one. `share` is
    a changed share of the author's estimate for the phase or path; `state` a step that is, or no
    longer is, the same work as one of another path.
    """

    kind: str
    old: StepStatus | None
    new: StepStatus | None
    before: Effect
    after: Effect


class PhaseChange(NamedTuple):
    """A phase that is `added`, `removed` or `renamed`, or whose stated `estimate` changed."""

    kind: str
    old: Phase | None
    new: Phase | None


class LeftProgress(NamedTuple):
    """Progress that counts in the old version and belongs to no step of the new one.

    `successor` is the step of the new version that seems to replace the old one.
    """

    orphan: Orphan
    successor: StepStatus | None


class PathDiff(NamedTuple):
    """Every difference, in an order in which each `after` is the next one's `before`."""

    old: Path
    new: Path
    changes: tuple[StepChange, ...]
    phases: tuple[PhaseChange, ...]
    left: tuple[LeftProgress, ...]
    before: Effect
    after: Effect

    @property
    def is_empty(self) -> bool:
        """Whether the versions are the same to the learner."""
        has_changes = self.changes or self.phases or self.left
        return not has_changes and self.old.title == self.new.title


Difference = tuple[str, StepStatus | None, StepStatus | None]


def diff_paths(
    old: TrackedProgress, old_path: Path, new: TrackedProgress, new_path: Path
) -> PathDiff:
    """Return what differs between a path of one curriculum and a path of another.

    Both hold the same progress. The changes are applied one after the other, so that they explain
    the percentage and the remaining time exactly. Ids of both paths are usually equal.
    """
    befores = build_path_status(old, old_path).steps
    afters = build_path_status(new, new_path).steps
    pairs = pair_steps(befores, afters)
    phases = pair_phases(old_path, new_path, pairs)
    tally = _Tally(befores, {pair.new.step.id: pair.old.step.id for pair in pairs})
    start = effect = tally.measure()
    changes: list[StepChange] = []
    for kind, before, after in _list_differences(befores, afters, pairs, phases):
        previous = effect
        tally.apply(kind, before, after)
        effect = tally.measure()
        changes.append(StepChange(kind, before, after, previous, effect))
    return PathDiff(
        old_path,
        new_path,
        tuple(changes),
        tuple(_list_phase_changes(phases)),
        tuple(_list_left_progress(old, new, befores, afters, pairs)),
        start,
        effect,
    )


class _Tally:
    """The steps that count while changes are applied to them: sums, and the steps by old id.

    `old_ids` maps the id of a step in the new version to its id in the old one.
    """

    def __init__(self, steps: Iterable[StepStatus], old_ids: Mapping[str, str]) -> None:
        self._old_ids = old_ids
        self._olds = {step.step.id: step for step in steps}
        self._steps: dict[str, tuple[str, Estimate | None]] = {}
        self._states = dict.fromkeys(("todo", "doing", "done", "skipped"), 0)
        self._low = self._high = self._estimated = self._missing = 0
        for step in self._olds.values():
            self._put(step.step.id, step.entry.state, _compute_left(step, step.entry))

    def apply(self, kind: str, old: StepStatus | None, new: StepStatus | None) -> None:
        if old is None:
            if new is not None:
                # A NUL keeps an added step apart from a removed one whose id it takes.
                self._put(f"\0{new.step.id}", new.entry.state, _compute_left(new, new.entry))
            return
        if new is None:
            self._take(old.step.id)
            return
        if kind == MERGED:
            self._take(old.step.id)
        name = self._old_ids[new.step.id]
        state, left = self._steps[name]
        if kind in {MERGED, STATE}:
            state, left = new.entry.state, _compute_left(self._olds[name], new.entry)
        elif kind in {ESTIMATE, SHARE, PARTS}:
            left = _compute_left(new, new.entry)
        self._take(name)
        self._put(name, state, left)

    def measure(self) -> Effect:
        done, skipped = self._states["done"], self._states["skipped"]
        total = sum(self._states.values())
        is_unknown = self._missing and not self._estimated
        remaining = Remaining(None, None) if is_unknown else Remaining(self._low, self._high)
        return Effect(done, skipped, total, compute_percent(done, skipped, total), remaining)

    def _put(self, name: str, state: str, left: Estimate | None) -> None:
        self._steps[name] = (state, left)
        self._count(state, left, 1)

    def _take(self, name: str) -> None:
        self._count(*self._steps.pop(name), -1)

    def _count(self, state: str, left: Estimate | None, sign: int) -> None:
        self._states[state] += sign
        if state not in {"todo", "doing"}:
            return
        if left is None:
            self._missing += sign
            return
        self._estimated += sign
        self._low += sign * left.low_minutes
        self._high += sign * left.high_minutes


def _compute_left(step: StepStatus, entry: Entry) -> Estimate | None:
    """Return what an entry leaves of the estimate of a step."""
    if not entry.parts_done:
        return step.estimate
    return compute_estimate_left(step.estimate, step.step, entry)


def _list_differences(
    befores: Iterable[StepStatus],
    afters: Iterable[StepStatus],
    pairs: Sequence[StepPair],
    phases: Sequence[PhasePair],
) -> Iterator[Difference]:
    staying = {pair.old.step.id for pair in pairs}
    merged = {step.step.id for pair in pairs for step in pair.merged}
    paired = {pair.new.step.id for pair in pairs}
    moved = find_moved(pairs, phases)
    yield from ((RENAMED, p.old, p.new) for p in pairs if _name(p.old) != _name(p.new))
    for pair in pairs:
        yield from ((MERGED, old, pair.new) for old in pair.merged)
        if not pair.merged and _state(pair.old) != _state(pair.new):
            yield STATE, pair.old, pair.new
    gone = staying | merged
    yield from ((REMOVED, old, None) for old in befores if old.step.id not in gone)
    yield from ((ADDED, None, new) for new in afters if new.step.id not in paired)
    yield from ((MOVED, p.old, p.new) for p in pairs if p.old.step.id in moved)
    for kind in (ESTIMATE, SHARE):
        for old, new, _ in pairs:
            is_share = old.step.estimate is None and new.step.estimate is None
            if _minutes(old.estimate) != _minutes(new.estimate) and is_share == (kind == SHARE):
                yield kind, old, new
    yield from ((PARTS, p.old, p.new) for p in pairs if _parts(p.old) != _parts(p.new))


def _state(step: StepStatus) -> tuple[str, tuple[int, ...]]:
    return step.entry.state, step.entry.parts_done if step.left else ()


def _parts(step: StepStatus) -> list[tuple[str, int | None]]:
    return [(part.title, part.minutes) for part in step.step.parts]


def _name(step: StepStatus) -> tuple[str, str]:
    return step.step.id, step.step.title


def _minutes(estimate: Estimate | None) -> tuple[int, int] | None:
    return None if estimate is None else (estimate.low_minutes, estimate.high_minutes)


def _list_left_progress(
    old: TrackedProgress,
    new: TrackedProgress,
    befores: Iterable[StepStatus],
    afters: Iterable[StepStatus],
    pairs: Sequence[StepPair],
) -> Iterator[LeftProgress]:
    steps = {(step.path_id, step.step.id): step for step in befores}
    successors = {each.step.id: pair.new for pair in pairs for each in (pair.old, *pair.merged)}
    paired = {pair.new.step.id for pair in pairs}
    added = [step for step in afters if step.step.id not in paired]
    for key in new.orphans:
        step = steps.get(old.renamed.get(key, key))
        if step is None:
            continue
        entry = new.progress.entries[key]
        similar = next((each for each in added if _is_similar(step, each)), None)
        successor = successors.get(step.step.id, similar)
        yield LeftProgress(Orphan(*key, entry.state, entry.minutes_spent), successor)


def _is_similar(old: StepStatus, new: StepStatus) -> bool:
    """Return whether two steps are the same work or have the same title."""
    if set(old.step.works) & set(new.step.works):
        return True
    return old.step.title.casefold().split() == new.step.title.casefold().split()


def _list_phase_changes(phases: Iterable[PhasePair]) -> Iterator[PhaseChange]:
    for old, new in phases:
        if old is None or new is None:
            yield PhaseChange(ADDED if old is None else REMOVED, old, new)
            continue
        if (old.id, old.title) != (new.id, new.title):
            yield PhaseChange(RENAMED, old, new)
        if _minutes(old.estimate) != _minutes(new.estimate):
            yield PhaseChange(ESTIMATE, old, new)
