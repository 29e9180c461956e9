"""Find what is legal in a path but probably wrong, for its author."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from studypath.core.curriculum import Estimate, Path, Step
from studypath.core.durations import format_range

MOST_DEVIATION = 0.1
"""Sums that lie outside a stated estimate by more than this share are reported."""


class Remark(NamedTuple):
    """A remark on a path, or on the step with this id."""

    path_id: str
    step_id: str | None
    message: str


def review_path(path: Path) -> list[Remark]:
    """Return what the author of a path should look at, in the order of the path."""
    remarks = [Remark(path.id, None, message) for message in _review_estimates(path)]
    remarks += _review_titles(path)
    remarks += [
        Remark(path.id, step.id, "has no address (url)")
        for step in path.steps
        if step.url is None and step.arxiv is None and step.doi is None
    ]
    return remarks


def _review_estimates(path: Path) -> Iterable[str]:
    if not any(_list_estimates(path)):
        yield "has no estimate anywhere: no time left and no forecast can be shown"
        return
    for phase in path.phases:
        yield from _compare(f"phase {phase.id}", phase.estimate, phase.steps)
    yield from _compare("the path", path.estimate, path.steps)


def _list_estimates(path: Path) -> Iterable[Estimate | None]:
    yield path.estimate
    for phase in path.phases:
        yield phase.estimate
        yield from (step.estimate for step in phase.steps)


def _compare(name: str, stated: Estimate | None, steps: Iterable[Step]) -> Iterable[str]:
    estimates = [step.estimate for step in steps]
    estimated = [estimate for estimate in estimates if estimate is not None]
    if stated is None or not estimated or len(estimated) < len(estimates):
        return
    low = sum(estimate.low_minutes for estimate in estimated)
    high = sum(estimate.high_minutes for estimate in estimated)
    if low > stated.high_minutes * (1 + MOST_DEVIATION) or high < stated.low_minutes * (
        1 - MOST_DEVIATION
    ):
        yield (
            f"the steps of {name} sum to {format_range(low, high)}, the estimate is "
            f"{format_range(stated.low_minutes, stated.high_minutes)}"
        )


def _review_titles(path: Path) -> Iterable[Remark]:
    seen: dict[str, str] = {}
    for step in path.steps:
        title = " ".join(step.title.casefold().split())
        if title in seen:
            yield Remark(path.id, step.id, f"has the same title as {seen[title]}")
        seen.setdefault(title, step.id)
