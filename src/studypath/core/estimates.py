"""Sum estimates, and spread an author's total over the steps without one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from studypath.core.curriculum import Estimate, Path, Step

SPREAD_RULE = "an even share of the author's estimate for the whole"


class Remaining(NamedTuple):
    """Remaining whole minutes by the estimates; None if no step has one."""

    low_minutes: int | None
    high_minutes: int | None


def sum_estimates(estimates: Iterable[Estimate | None]) -> Remaining:
    """Return the sum of the estimates that are not None; None if all are."""
    low = high = estimated = missing = 0
    for estimate in estimates:
        if estimate is None:
            missing += 1
            continue
        estimated += 1
        low += estimate.low_minutes
        high += estimate.high_minutes
    if missing and not estimated:
        return Remaining(None, None)
    return Remaining(low, high)


def spread_estimates(path: Path) -> dict[str, Estimate | None]:
    """Return the estimate of each step by id.

    Steps without one share evenly what the estimate of their phase, else of their path, exceeds
    the sum of the other steps by. Without either they stay None.
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
    others = [estimate for step in steps if (estimate := estimates[step.id]) is not None]
    low = max(0, stated.low_minutes - sum(estimate.low_minutes for estimate in others))
    high = max(low, stated.high_minutes - sum(estimate.high_minutes for estimate in others))
    if not high:
        return
    lows = _divide(low, len(missing))
    highs = _divide(high, len(missing))
    for step, low_share, high_share in zip(missing, lows, highs, strict=True):
        estimates[step.id] = Estimate(low_share, high_share, "derived", SPREAD_RULE)


def _divide(total: int, count: int) -> list[int]:
    """Return even whole shares that sum to the total, the larger ones first."""
    share, rest = divmod(total, count)
    return [share + (1 if i < rest else 0) for i in range(count)]
