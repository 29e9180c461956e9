"""Pair two versions of paths, their phases and steps, and find which steps moved."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
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
    chosen: dict[str, Phase] = {}
    shared = Counter((pair.old.phase.id, pair.new.phase.id) for pair in steps)

    def has_same_steps(one: Phase, other: Phase) -> bool:
        common = shared[one.id, other.id]
        return bool(common) and 2 * common >= max(len(one.steps), len(other.steps))

    for is_same in (
        lambda one, other: one.id == other.id,
        lambda one, other: one.id in other.aliases,
        lambda one, other: one.title == other.title,
        has_same_steps,
    ):
        for phase in new.phases:
            if phase.id in chosen:
                continue
            match = next((one for one in left.values() if is_same(one, phase)), None)
            if match is not None:
                chosen[phase.id] = left.pop(match.id)
    return [
        *(PhasePair(chosen.get(phase.id), phase) for phase in new.phases),
        *(PhasePair(phase, None) for phase in left.values()),
    ]


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
