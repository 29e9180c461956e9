"""Pair two versions of paths, their phases and steps, and find which steps moved."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from studypath.core.curriculum import Path, Phase
from studypath.core.errors import UnknownPath
from studypath.core.status import StepStatus
from studypath.core.text import replace_controls


class StepPair(NamedTuple):
    """One step in both versions; `merged` are other old steps that it replaces too."""

    old: StepStatus
    new: StepStatus
    merged: tuple[StepStatus, ...] = ()


class PhasePair(NamedTuple):
    """One phase in both versions; `old` is None for an added phase, `new` for a removed one."""

    old: Phase | None
    new: Phase | None


def pair_paths(olds: Sequence[Path], news: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Return the paths that both sides have, in the new order; two single paths are a pair.

    Raises UnknownPath if there is no pair.
    """
    by_id = {path.id: path for path in olds}
    pairs = [(by_id[path.id], path) for path in news if path.id in by_id]
    if not pairs and len(olds) == len(news) == 1:
        return [(olds[0], news[0])]
    if not pairs:
        old_ids, new_ids = (", ".join(path.id for path in side) for side in (olds, news))
        msg = f"No path is on both sides: {old_ids} and {new_ids}\n"
        msg += "Compare two versions of the same path, or two files of one path each."
        raise UnknownPath(replace_controls(msg, multiline=True))
    return pairs


def pair_steps(olds: Iterable[StepStatus], news: Iterable[StepStatus]) -> list[StepPair]:
    """Return the steps of both versions in the new order.

    A step is the same if its id is, else if the new one names the old id as an alias. Of several
    aliases that are steps of the old version the first is its former self, the others are merged
    into it.
    """
    news = list(news)
    by_id = {step.step.id: step for step in olds}
    staying = {step.step.id for step in news} & by_id.keys()
    pairs: list[StepPair] = []
    for new in news:
        aliases = [by_id[a] for a in new.step.aliases if a in by_id and a not in staying]
        if new.step.id in staying:
            pairs.append(StepPair(by_id[new.step.id], new, tuple(aliases)))
        elif aliases:
            pairs.append(StepPair(aliases[0], new, tuple(aliases[1:])))
        staying.update(step.step.id for step in aliases)
    return pairs


def pair_phases(old: Path, new: Path, steps: Iterable[StepPair]) -> list[PhasePair]:
    """Return the phases of both versions: the new ones in order, then the removed ones.

    A phase is the same if its id is, else if the new one names the old id as an alias, else if its
    title is, else if at least half of the steps of both are the same.
    """
    left = {phase.id: phase for phase in old.phases}
    titles = _index((phase.title, phase.id) for phase in old.phases)
    same_steps = _index(_list_alike(old, new, steps))
    chosen: dict[str, Phase] = {}
    candidates: tuple[Callable[[Phase], Iterable[str]], ...] = (
        lambda phase: (phase.id,),
        lambda phase: phase.aliases,
        lambda phase: titles.get(phase.title, ()),
        lambda phase: same_steps.get(phase.id, ()),
    )
    for list_candidates in candidates:
        for phase in new.phases:
            if phase.id in chosen:
                continue
            match = next((each for each in list_candidates(phase) if each in left), None)
            if match is not None:
                chosen[phase.id] = left.pop(match)
    return [
        *(PhasePair(chosen.get(phase.id), phase) for phase in new.phases),
        *(PhasePair(phase, None) for phase in left.values()),
    ]


def _index(items: Iterable[tuple[str, str]]) -> dict[str, Iterator[str]]:
    """Return the ids by key, as iterators: one that was taken is not looked at again."""
    ids: dict[str, list[str]] = {}
    for key, phase_id in items:
        ids.setdefault(key, []).append(phase_id)
    return {key: iter(each) for key, each in ids.items()}


def _list_alike(old: Path, new: Path, steps: Iterable[StepPair]) -> Iterator[tuple[str, str]]:
    """Yield the new and the old id of phases that share at least half of the steps of both."""
    old_sizes, new_sizes = ({p.id: len(p.steps) for p in path.phases} for path in (old, new))
    shared = Counter((pair.old.phase.id, pair.new.phase.id) for pair in steps)
    for (old_id, new_id), common in shared.items():
        if 2 * common >= max(old_sizes[old_id], new_sizes[new_id]):
            yield new_id, old_id


def find_moved(pairs: Sequence[StepPair], phases: Iterable[PhasePair]) -> set[str]:
    """Return the old ids of steps that changed phase or place among the steps of both versions.

    Of steps that swapped places, those outside the longest common order have moved.
    """
    same = {(each.old.id, each.new.id) for each in phases if each.old and each.new}
    moved = {
        pair.old.step.id for pair in pairs if (pair.old.phase.id, pair.new.phase.id) not in same
    }
    staying = [pair for pair in pairs if pair.old.step.id not in moved]
    places = [_find_place(pair.old) for pair in staying]
    unmoved = _find_longest_increase(places)
    return moved | {
        pair.old.step.id for position, pair in enumerate(staying) if position not in unmoved
    }


def _find_place(step: StepStatus) -> tuple[int, ...]:
    return tuple(int(part) for part in step.step.number.split("."))


def _find_longest_increase(values: Sequence[tuple[int, ...]]) -> set[int]:
    """Return the positions of a longest increasing subsequence, by patience sorting."""
    tails: list[tuple[int, ...]] = []
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
