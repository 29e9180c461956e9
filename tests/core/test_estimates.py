"""Estimates: sums, and the author's range spread over steps without one."""

from hypothesis import given
from hypothesis import strategies as st

from studypath.core.curriculum import Estimate, Path
from studypath.core.estimates import SPREAD_RULE, Remaining, spread_estimates, sum_estimates
from tests.core.sample import path, step

HOUR = Estimate(60, 90, "stated")


def spread(one: Path) -> dict[str, tuple[int, int] | None]:
    """The ends of each step's estimate."""
    found = spread_estimates(one)
    return {k: (e.low_minutes, e.high_minutes) if e else None for k, e in found.items()}


def test_what_is_left_is_the_sum_of_what_is_known() -> None:
    """Unknown estimates are left out, unless none is known; nothing left is nothing."""
    assert sum_estimates([HOUR, None, HOUR]) == Remaining(120, 180)
    assert sum_estimates([None]) == Remaining(None, None)
    assert sum_estimates([]) == Remaining(0, 0)


def test_steps_without_an_estimate_share_what_the_author_states() -> None:
    """The rest of the path's range is shared evenly, the larger shares first."""
    one = path(
        "p",
        [step("a", estimate=HOUR), step("b")],
        [step("c")],
        estimate=Estimate(161, 290, "stated"),
    )
    assert spread(one) == {"a": (60, 90), "b": (51, 100), "c": (50, 100)}
    assert spread_estimates(one)["b"] == Estimate(51, 100, "derived", SPREAD_RULE)


def test_a_phase_shares_its_own_range_first() -> None:
    """Where the phase states a range its steps share that, and the path's is for the others."""
    one = path("p", [step("a")], [step("b")], estimate=Estimate(100, 200, "stated"))
    phases = (one.phases[0]._replace(estimate=Estimate(30, 40, "stated")), one.phases[1])
    assert spread(one._replace(phases=phases)) == {"a": (30, 40), "b": (70, 160)}


def test_nothing_is_made_up() -> None:
    """Without a stated range, or with none of it left, a step has no estimate."""
    assert spread(path("p", [step("a")])) == {"a": None}
    one = path("p", [step("a", estimate=HOUR), step("b")], estimate=HOUR)
    assert spread(one)["b"] is None


@given(st.integers(1, 10**5), st.integers(0, 10**5), st.integers(1, 40))
def test_the_shares_add_up(low: int, more: int, count: int) -> None:
    """The sum of the shares is the stated range to the minute."""
    steps = [step(f"s{n}") for n in range(count)]
    found = spread_estimates(path("p", steps, estimate=Estimate(low, low + more, "stated")))
    assert sum_estimates(found.values()) == Remaining(low, low + more)
