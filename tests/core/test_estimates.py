"""Sums of estimates, and totals spread over the steps without one."""

from hypothesis import given
from hypothesis import strategies as st

from studypath.core.curriculum import Estimate, Path
from studypath.core.estimates import SPREAD_RULE, Remaining, spread_estimates, sum_estimates
from tests.core.sample import path, step

HOUR = Estimate(60, 90, "stated")


def spread(one: Path) -> dict[str, tuple[int, int] | None]:
    """Return both ends of each step's estimate."""
    estimates = spread_estimates(one)
    return {k: (e.low_minutes, e.high_minutes) if e else None for k, e in estimates.items()}


def test_missing_estimates_are_left_out_of_the_sum() -> None:
    """The sum is None if all are missing, and 0 of none."""
    assert sum_estimates([HOUR, None, HOUR]) == Remaining(120, 180)
    assert sum_estimates([None]) == Remaining(None, None)
    assert sum_estimates([]) == Remaining(0, 0)


def test_steps_without_an_estimate_share_the_rest_of_the_path() -> None:
    """The shares are even, the larger ones first."""
    one = path(
        "p",
        [step("a", estimate=HOUR), step("b")],
        [step("c")],
        estimate=Estimate(161, 290, "stated"),
    )
    assert spread(one) == {"a": (60, 90), "b": (51, 100), "c": (50, 100)}
    assert spread_estimates(one)["b"] == Estimate(51, 100, "derived", SPREAD_RULE)


def test_the_estimate_of_a_phase_comes_first() -> None:
    """Steps share the estimate of their phase, the others that of the path."""
    one = path("p", [step("a")], [step("b")], estimate=Estimate(100, 200, "stated"))
    phases = (one.phases[0]._replace(estimate=Estimate(30, 40, "stated")), one.phases[1])
    assert spread(one._replace(phases=phases)) == {"a": (30, 40), "b": (70, 160)}


def test_without_a_rest_there_is_no_estimate() -> None:
    """A step stays without an estimate if no total is stated or nothing of it remains."""
    assert spread(path("p", [step("a")])) == {"a": None}
    one = path("p", [step("a", estimate=HOUR), step("b")], estimate=HOUR)
    assert spread(one)["b"] is None


@given(st.integers(1, 10**5), st.integers(0, 10**5), st.integers(1, 40))
def test_the_shares_add_up(low: int, more: int, count: int) -> None:
    """The sum of the shares is the stated total to the minute."""
    steps = [step(f"s{n}") for n in range(count)]
    estimates = spread_estimates(path("p", steps, estimate=Estimate(low, low + more, "stated")))
    assert sum_estimates(estimates.values()) == Remaining(low, low + more)
