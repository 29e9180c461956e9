"""Estimates: their sums, and the author's range spread over the steps without one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from studypath.core.curriculum import Estimate, Path, Step

SPREAD_RULE = "an even share of what the author states for all of it"


class Remaining(NamedTuple):
    """What is left by the estimates, in whole minutes; None where nothing is known of it."""

    low_minutes: int | None
    high_minutes: int | None


def sum_estimates(estimates: Iterable[Estimate | None]) -> Remaining:
    """Return the sum of the known estimates; None when there are steps and none is known."""
    low = high = known = unknown = 0
    for estimate in estimates:
        if estimate is None:
            unknown += 1
            continue
        known += 1
        low += estimate.low_minutes
        high += estimate.high_minutes
    if unknown and not known:
        return Remaining(None, None)
    return Remaining(low, high)


def spread_estimates(path: Path) -> dict[str, Estimate | None]:
    """Return the estimate of each step by its id.

    Steps without one share evenly what their phase's author states beyond the known ones, else
    what the path's author does; where nothing is stated they have none.
    """
    estimates = {step.id: step.estimate for phase in path.phases for step in phase.steps}
    without: list[Step] = []
    for phase in path.phases:
        missing = [step for step in phase.steps if step.estimate is None]
        if missing and phase.estimate is not None:
            _spread(phase.estimate, phase.steps, missing, estimates)
        else:
            without.extend(missing)
    if without and path.estimate is not None:
        _spread(path.estimate, path.steps, without, estimates)
    return estimates


def _spread(
    stated: Estimate,
    steps: Iterable[Step],
    missing: list[Step],
    estimates: dict[str, Estimate | None],
) -> None:
    known = [estimate for step in steps if (estimate := estimates[step.id]) is not None]
    low = max(0, stated.low_minutes - sum(estimate.low_minutes for estimate in known))
    high = max(low, stated.high_minutes - sum(estimate.high_minutes for estimate in known))
    if not high:
        return
    lows = _shares(low, len(missing))
    highs = _shares(high, len(missing))
    for step, low_share, high_share in zip(missing, lows, highs, strict=True):
        estimates[step.id] = Estimate(low_share, high_share, "derived", SPREAD_RULE)


def _shares(total: int, count: int) -> list[int]:
    """Even whole shares whose sum is the total, the larger ones first."""
    share, rest = divmod(total, count)
    return [share + (1 if i < rest else 0) for i in range(count)]
