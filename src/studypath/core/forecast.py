"""Hours still to go for this learner: a median and an 80 % interval, in closed form.

The model in one line: hours = midpoint x pace x scatter, where the pace belongs to the learner and
the scatter to each step, both lognormal. What is known about the pace before any step is done is
the prior below; every timed step pulls the forecast away from it. `docs/forecast.md` derives the
formulas, names the sources and shows how often the interval was right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

Done: TypeAlias = Sequence[Sequence[float | None]]
Remaining: TypeAlias = Sequence[Sequence[float | None]]

# What is believed before any step is done, in logs of hours spent over hours estimated.
PRIOR_PACE = 1.2  # the median learner's factor
PRIOR_SPREAD = 0.6  # sd of the pace between learners
PRIOR_SCATTER = 0.7  # sd of one step around its learner's pace
PRIOR_SCATTER_WEIGHT = 6  # steps that this scatter counts for
PRIOR_FREEDOM = 10  # degrees of freedom of the interval with nothing done
UNSTEADINESS = 0.1  # sd between the pace of the past and that of the future
CLIP = 2.5  # scatters from the bulk beyond which a step is pulled in

Z90 = 1.2815515655446004
MEAN_TO_SD = math.sqrt(math.pi / 2)
MEDIAN_TO_SD = 1.482602218505602
PRIOR_VOTES = 2
MOST_LOG_RATIO = math.log(1000.0)
LEAST_HOURS = 1e-200
MOST_HOURS = 1e200


class Pace(NamedTuple):
    """Hours spent over hours estimated, as believed after the steps observed so far.

    `factor` is the median multiplier on the midpoint of an estimate: 1.5 means half as long again.
    `steps_observed` counts the done steps that had both an estimate and logged time.
    """

    factor: float
    steps_observed: int


class Posterior(NamedTuple):
    """The learner's log pace (mean, variance) and the scatter of single steps around it."""

    log_pace: float
    variance: float
    scatter: float
    steps_observed: int


def forecast_hours(done: Done, remaining: Remaining) -> tuple[float, float, float]:
    """Say how many hours all of `remaining` will take together, as (p10, p50, p90).

    `done` holds (low, high, actual) in hours, oldest first; `remaining` holds (low, high) in hours.
    A done entry without a positive finite estimate and actual says nothing about pace and is left
    out; so is a remaining entry without a positive finite estimate. Nothing remaining is (0, 0, 0).
    The answer is deterministic, finite and ordered. Only the midpoint of a range is used: see
    `docs/forecast.md` for why a wide range does not widen the interval.
    """
    return predict_hours(fit_posterior(done), remaining)


def predict_hours(belief: Posterior, remaining: Remaining) -> tuple[float, float, float]:
    """Say what `forecast_hours` says, where what the done steps tell is known already."""
    midpoints = [e for low, high in remaining if (e := _midpoint(low, high)) > 0]
    if not midpoints:
        return 0.0, 0.0, 0.0
    hours = math.fsum(midpoints)
    # Fenton-Wilkinson: a sum of lognormals taken as one lognormal with the same two moments.
    variance = math.log1p(belief.scatter**2 * _concentration(midpoints))
    median = hours * math.exp(belief.log_pace - variance / 2)
    spread = math.exp(
        _quantile(belief.steps_observed) * math.sqrt(variance + belief.variance + UNSTEADINESS**2)
    )
    return median / spread, median, median * spread


def estimate_pace(done: Done) -> Pace:
    """Give the learner's pace as `forecast_hours` believes it: the prior's 1.2 with nothing done.

    `done` is as in `forecast_hours`. The median forecast is the midpoints' sum times this factor,
    less a little where few steps remain (the median of a skewed sum lies below its mean).
    """
    return compute_pace(fit_posterior(done))


def compute_pace(belief: Posterior) -> Pace:
    """Give what `pace` gives, where what the done steps tell is known already."""
    return Pace(math.exp(belief.log_pace), belief.steps_observed)


def fit_posterior(done: Done) -> Posterior:
    """Shrink what was observed towards the prior, by how much evidence there is."""
    midpoints, ratios = _observed(done)
    k = len(ratios)
    prior = math.log(PRIOR_PACE)
    if not k:
        return Posterior(prior, PRIOR_SPREAD**2, PRIOR_SCATTER, 0)
    ratios = _clipped(ratios)
    scatter = _scatter(ratios)
    # A large step says more than a small one, but less than its hours: large steps scatter too.
    votes = [math.sqrt(e) for e in midpoints]
    share = 1 / math.fsum(votes)
    seen = math.fsum(v * share * math.exp(y) for v, y in zip(votes, ratios, strict=True))
    noise = scatter**2 * _concentration(votes) + UNSTEADINESS**2
    weight = PRIOR_SPREAD**2 / (PRIOR_SPREAD**2 + noise)
    log_pace = prior + weight * (math.log(seen) - prior)
    return Posterior(log_pace, PRIOR_SPREAD**2 * (1 - weight), scatter, k)


def _observed(done: Done) -> tuple[list[float], list[float]]:
    """Keep what says something about pace: midpoints, and logs of actual over midpoint."""
    midpoints, ratios = [], []
    for low, high, actual in done:
        e = _midpoint(low, high)
        if e > 0 and actual is not None and LEAST_HOURS <= actual <= MOST_HOURS:
            ratio = math.log(actual) - math.log(e)
            midpoints.append(e)
            ratios.append(max(-MOST_LOG_RATIO, min(MOST_LOG_RATIO, ratio)))
    return midpoints, ratios


def _clipped(ratios: list[float]) -> list[float]:
    """Pull log ratios that lie far from the bulk to its edge, so that no one step can rule.

    The prior votes in the median and in the spread, so that a lone first step cannot be the bulk.
    """
    centre = _median([*ratios, *[math.log(PRIOR_PACE)] * PRIOR_VOTES])
    usual = PRIOR_SCATTER / MEDIAN_TO_SD
    distances = [*(abs(y - centre) for y in ratios), *[usual] * PRIOR_VOTES]
    reach = CLIP * max(PRIOR_SCATTER, MEDIAN_TO_SD * _median(distances))
    return [max(centre - reach, min(centre + reach, y)) for y in ratios]


def _scatter(ratios: list[float]) -> float:
    """Estimate the scatter of single steps from mean absolute deviation, shrunk to the prior's."""
    k = len(ratios)
    if k == 1:
        return PRIOR_SCATTER
    mean = math.fsum(ratios) / k
    deviation = math.fsum(abs(y - mean) for y in ratios) / k
    sd = MEAN_TO_SD * math.sqrt(k / (k - 1)) * deviation
    return (PRIOR_SCATTER_WEIGHT * PRIOR_SCATTER + k * sd) / (PRIOR_SCATTER_WEIGHT + k)


def _quantile(steps_observed: int) -> float:
    """Give Student's 90 % quantile to first order: the scatter itself is only estimated."""
    return Z90 * (1 + (Z90**2 + 1) / (4 * (PRIOR_FREEDOM + steps_observed)))


def _concentration(weights: list[float]) -> float:
    """Give the sum of squared shares: 1 for a single weight, 1/n for n equal ones."""
    total = math.fsum(weights)
    return math.fsum((weight / total) ** 2 for weight in weights)


def _midpoint(low: float | None, high: float | None) -> float:
    """Give the middle of an estimate in hours, 0 where there is no usable one."""
    if low is None or high is None:
        return 0.0
    middle = low / 2 + high / 2
    return middle if LEAST_HOURS <= middle <= MOST_HOURS else 0.0


def _median(values: Iterable[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
