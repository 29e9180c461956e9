"""Forecast remaining hours in closed form: a median and an 80 % interval.

Model: hours = midpoint x pace x scatter, both factors lognormal; the pace is the user's, the
scatter each step's. Timed steps update the prior of the pace. `docs/forecast.md` derives the
formulas, names the sources and reports the coverage of the interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

Done: TypeAlias = Sequence[Sequence[float | None]]
Remaining: TypeAlias = Sequence[Sequence[float | None]]

# The prior, in logs of hours spent over hours estimated.
PRIOR_PACE = 1.2  # the median user's factor
PRIOR_SPREAD = 0.6  # sd of the pace between users
PRIOR_SCATTER = 0.7  # sd of one step around the user's pace
PRIOR_SCATTER_WEIGHT = 6  # steps that this scatter counts for
PRIOR_FREEDOM = 10  # degrees of freedom of the interval with nothing done
UNSTEADINESS = 0.1  # sd between the pace of the past and that of the future
CLIP = 2.5  # scatters from the median at which a log ratio is clipped

Z90 = 1.2815515655446004
MEAN_TO_SD = math.sqrt(math.pi / 2)
MEDIAN_TO_SD = 1.482602218505602
PRIOR_VOTES = 2
MOST_LOG_RATIO = math.log(1000.0)
LEAST_HOURS = 1e-200
MOST_HOURS = 1e200


class Pace(NamedTuple):
    """The ratio of hours spent to hours estimated.

    `factor` is the median multiplier on the midpoint of an estimate: 1.5 means half as long again.
    `steps_observed` counts the done steps with an estimate and logged time.
    """

    factor: float
    steps_observed: int


class Posterior(NamedTuple):
    """The mean and variance of the user's log pace, and the scatter of steps around it."""

    log_pace: float
    variance: float
    scatter: float
    steps_observed: int


def forecast_hours(done: Done, remaining: Remaining) -> tuple[float, float, float]:
    """Return the hours that all of `remaining` take together, as (p10, p50, p90).

    `done` holds (low, high, actual) in hours, oldest first; `remaining` holds (low, high) in hours.
    Items without a positive finite estimate (and actual, if done) are left out; without any
    remaining item the result is (0, 0, 0). It is deterministic, finite and ordered. Only the
    midpoint of a range counts; `docs/forecast.md` says why its width does not.
    """
    return predict_hours(fit_posterior(done), remaining)


def predict_hours(posterior: Posterior, remaining: Remaining) -> tuple[float, float, float]:
    """Return the result of `forecast_hours` for the posterior of the done steps."""
    midpoints = [e for low, high in remaining if (e := _compute_midpoint(low, high)) > 0]
    if not midpoints:
        return 0.0, 0.0, 0.0
    hours = math.fsum(midpoints)
    # Fenton-Wilkinson: approximate a sum of lognormals by one with the same two moments.
    variance = math.log1p(posterior.scatter**2 * _sum_squared_shares(midpoints))
    median = hours * math.exp(posterior.log_pace - variance / 2)
    spread = math.exp(
        _compute_quantile(posterior.steps_observed)
        * math.sqrt(variance + posterior.variance + UNSTEADINESS**2)
    )
    return median / spread, median, median * spread


def estimate_pace(done: Done) -> Pace:
    """Return the user's pace as `forecast_hours` uses it: the prior's 1.2 with nothing done.

    The median forecast is the sum of midpoints times this factor, a little less for few steps
    (the median of a skewed sum is below its mean).
    """
    return compute_pace(fit_posterior(done))


def compute_pace(posterior: Posterior) -> Pace:
    """Return the pace of a posterior."""
    return Pace(math.exp(posterior.log_pace), posterior.steps_observed)


def fit_posterior(done: Done) -> Posterior:
    """Return the posterior of the done steps: observations shrunk towards the prior."""
    midpoints, ratios = _collect_ratios(done)
    k = len(ratios)
    prior = math.log(PRIOR_PACE)
    if not k:
        return Posterior(prior, PRIOR_SPREAD**2, PRIOR_SCATTER, 0)
    ratios = _clip(ratios)
    scatter = _estimate_scatter(ratios)
    # A large step weighs more than a small one, but less than its hours: large steps scatter too.
    votes = [math.sqrt(e) for e in midpoints]
    share = 1 / math.fsum(votes)
    observed = math.fsum(v * share * math.exp(y) for v, y in zip(votes, ratios, strict=True))
    noise = scatter**2 * _sum_squared_shares(votes) + UNSTEADINESS**2
    weight = PRIOR_SPREAD**2 / (PRIOR_SPREAD**2 + noise)
    log_pace = prior + weight * (math.log(observed) - prior)
    return Posterior(log_pace, PRIOR_SPREAD**2 * (1 - weight), scatter, k)


def _collect_ratios(done: Done) -> tuple[list[float], list[float]]:
    """Return the midpoints and the logs of actual over midpoint of the usable items."""
    midpoints, ratios = [], []
    for low, high, actual in done:
        e = _compute_midpoint(low, high)
        if e > 0 and actual is not None and LEAST_HOURS <= actual <= MOST_HOURS:
            ratio = math.log(actual) - math.log(e)
            midpoints.append(e)
            ratios.append(max(-MOST_LOG_RATIO, min(MOST_LOG_RATIO, ratio)))
    return midpoints, ratios


def _clip(ratios: list[float]) -> list[float]:
    """Clip log ratios far from the median, so that no single step dominates.

    The prior counts in the median and in the spread: a first step alone cannot set them.
    """
    centre = _compute_median([*ratios, *[math.log(PRIOR_PACE)] * PRIOR_VOTES])
    usual = PRIOR_SCATTER / MEDIAN_TO_SD
    distances = [*(abs(y - centre) for y in ratios), *[usual] * PRIOR_VOTES]
    reach = CLIP * max(PRIOR_SCATTER, MEDIAN_TO_SD * _compute_median(distances))
    return [max(centre - reach, min(centre + reach, y)) for y in ratios]


def _estimate_scatter(ratios: list[float]) -> float:
    """Return the scatter of steps from the mean absolute deviation, shrunk towards the prior."""
    k = len(ratios)
    if k == 1:
        return PRIOR_SCATTER
    mean = math.fsum(ratios) / k
    deviation = math.fsum(abs(y - mean) for y in ratios) / k
    sd = MEAN_TO_SD * math.sqrt(k / (k - 1)) * deviation
    return (PRIOR_SCATTER_WEIGHT * PRIOR_SCATTER + k * sd) / (PRIOR_SCATTER_WEIGHT + k)


def _compute_quantile(steps_observed: int) -> float:
    """Return Student's 90 % quantile to first order, since the scatter is an estimate."""
    return Z90 * (1 + (Z90**2 + 1) / (4 * (PRIOR_FREEDOM + steps_observed)))


def _sum_squared_shares(weights: list[float]) -> float:
    """Return the sum of squared shares: 1 for a single weight, 1/n for n equal ones."""
    total = math.fsum(weights)
    return math.fsum((weight / total) ** 2 for weight in weights)


def _compute_midpoint(low: float | None, high: float | None) -> float:
    """Return the midpoint of an estimate in hours, or 0 if it is unusable."""
    if low is None or high is None:
        return 0.0
    middle = low / 2 + high / 2
    return middle if LEAST_HOURS <= middle <= MOST_HOURS else 0.0


def _compute_median(values: Iterable[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
