"""Find what is legal in a path but probably wrong, for its author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from studypath.core.curriculum import Estimate, Path, Phase, Step
from studypath.core.durations import format_range
from studypath.core.text import find_nearest

MOST_DEVIATION = 0.1
"""Sums that lie outside a stated estimate by more than this share are reported."""


MOST_NUMBERS = 20
"""So many steps without an address are named."""

_WITHOUT_ADDRESS = {"task", "exercise"}

MOST_SUGGESTIONS = 20
MOST_COMPARISONS = 50_000
"""So many unknown ids of a file get the nearest one, and so many ids are compared for that."""


class Remark(NamedTuple):
    """A remark on a key of a path, of one of its phases, or of a step; all counted from 0."""

    message: str
    key: str | None = None
    phase: int | None = None
    step: int | None = None
    path: int = 0


def review_paths(paths: Sequence[Path], others: Iterable[Path] = ()) -> Iterator[Remark]:
    """Yield what the author of a file of paths should look at.

    `others` are the paths beside them, whose steps and ids they may refer to.
    """
    everything = [*paths, *others]
    steps = _Names("step", (step.id for each in everything for step in each.steps))
    path_ids = _Names("path", (each.id for each in everything))
    for p, path in enumerate(paths):
        yield from (each._replace(path=p) for each in _review_estimates(path))
        yield from (each._replace(path=p) for each in _review_steps(path))
        yield from (each._replace(path=p) for each in _review_references(path, steps, path_ids))


def _review_estimates(path: Path) -> Iterator[Remark]:
    if not any(_list_estimates(path)):
        yield Remark("has no estimate anywhere: no time left and no forecast can be shown")
        return
    for f, phase in enumerate(path.phases):
        message = _compare(f"the steps of phase {phase.id}", phase.estimate, _estimates_of([phase]))
        if message:
            yield Remark(message, "estimate", f)
    message = _compare("the steps of the path", path.estimate, _estimates_of(path.phases))
    if not message and any(phase.estimate for phase in path.phases):
        phases = [phase.estimate or _sum(_estimates_of([phase])) for phase in path.phases]
        closed = [each for each, phase in zip(phases, path.phases, strict=True) if phase.steps]
        message = _compare("the phases of the path", path.estimate, closed)
    if message:
        yield Remark(message, "estimate")


def _list_estimates(path: Path) -> Iterable[Estimate | None]:
    yield path.estimate
    for phase in path.phases:
        yield phase.estimate
        yield from (step.estimate for step in phase.steps)


def _estimates_of(phases: Iterable[Phase]) -> list[Estimate | None]:
    return [step.estimate for phase in phases for step in phase.steps]


def _sum(estimates: Sequence[Estimate | None]) -> Estimate | None:
    """Return the sum of estimates; None unless all are known."""
    if not estimates or None in estimates:
        return None
    low = sum(each.low_minutes for each in estimates if each is not None)
    high = sum(each.high_minutes for each in estimates if each is not None)
    return Estimate(low, high, "stated")


def _compare(
    parts: str, stated: Estimate | None, estimates: Sequence[Estimate | None]
) -> str | None:
    """Return a message if estimates do not sum to a stated one, or a part of them exceeds it."""
    estimated = [each for each in estimates if each is not None]
    total = _sum(estimated)
    if stated is None or total is None:
        return None
    is_complete = len(estimated) == len(estimates)
    is_above = total.low_minutes > stated.high_minutes * (1 + MOST_DEVIATION)
    is_below = is_complete and total.high_minutes < stated.low_minutes * (1 - MOST_DEVIATION)
    if not is_above and not is_below:
        return None
    which = parts if is_complete else f"those of {parts} that have one"
    shown = format_range(total.low_minutes, total.high_minutes)
    return f"is {format_range(stated.low_minutes, stated.high_minutes)}, but {which} sum to {shown}"


def _review_steps(path: Path) -> Iterator[Remark]:
    seen: dict[str, str] = {}
    for f, s, step in _iterate_steps(path):
        title = " ".join(step.title.casefold().split())
        if title in seen:
            yield Remark(f"is the title of {seen[title]} too", "title", f, s)
        seen.setdefault(title, step.id)
    yield from _review_addresses(path)


def _review_addresses(path: Path) -> Iterator[Remark]:
    """Yield one remark about all steps without an address; a task or exercise needs none."""
    missing = [
        (f, s, step)
        for f, s, step in _iterate_steps(path)
        if not (step.url or step.arxiv or step.doi or step.kind in _WITHOUT_ADDRESS)
    ]
    if len(missing) == 1:
        f, s, step = missing[0]
        yield Remark(f"{step.id} has no address; give it a url, arxiv or doi", None, f, s)
    elif missing:
        numbers = ", ".join(step.number for _, _, step in missing[:MOST_NUMBERS])
        more = f" and {len(missing) - MOST_NUMBERS} more" if len(missing) > MOST_NUMBERS else ""
        message = f"{len(missing)} steps have no address: {numbers}{more}"
        yield Remark(f"{message}; give each a url, arxiv or doi")


def _review_references(path: Path, steps: _Names, path_ids: _Names) -> Iterator[Remark]:
    for f, phase in enumerate(path.phases):
        for name in phase.draws_on:
            if name not in path_ids.names:
                yield Remark(path_ids.describe_missing(name), "draws_on", f)
        for s, step in enumerate(phase.steps):
            for name in step.covers:
                if name not in steps.names:
                    yield Remark(steps.describe_missing(name), "covers", f, s)


class _Names:
    """Ids, and the messages about other ones: the first get the nearest id, which costs time."""

    def __init__(self, noun: str, names: Iterable[str]) -> None:
        self.names = dict.fromkeys(names)
        self._noun = noun
        self._suggestions = min(MOST_SUGGESTIONS, MOST_COMPARISONS // max(1, len(self.names)))

    def describe_missing(self, name: str) -> str:
        close = find_nearest(name, self.names, 1) if self._suggestions else ()
        self._suggestions -= bool(self._suggestions)
        hint = f"; did you mean {close[0]}?" if close else ""
        return f"no {self._noun} has the id {name}{hint}"


def _iterate_steps(path: Path) -> Iterator[tuple[int, int, Step]]:
    for f, phase in enumerate(path.phases):
        for s, step in enumerate(phase.steps):
            yield f, s, step
