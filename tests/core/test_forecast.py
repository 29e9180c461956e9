"""The forecast: properties, edge cases, formula, coverage."""

from __future__ import annotations

import importlib.util
import json
import math
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core import forecast
from studypath.core.forecast import Pace, estimate_pace, forecast_hours

SOURCE = Path(forecast.__file__).parents[2]
BACKTEST = Path(__file__).parents[2] / "bench" / "forecast" / "backtest.py"

Timed = tuple[float, float, float]
Estimate = tuple[float, float]

hours = st.floats(0.02, 200)
estimates = st.tuples(hours, hours).map(lambda pair: (min(pair), max(pair)))
timed = st.tuples(estimates, hours).map(lambda both: (*both[0], both[1]))
dones = st.lists(timed, max_size=30)
remainings = st.lists(estimates, min_size=1, max_size=30)
anything = st.none() | st.floats()
junk_dones = st.lists(st.tuples(anything, anything, anything), max_size=12)
junk_remainings = st.lists(st.tuples(anything, anything), max_size=12)


@given(dones, remainings)
def test_ordered_and_finite(done: list[Timed], remaining: list[Estimate]) -> None:
    """A forecast of real hours is finite, positive and strictly ordered."""
    p10, p50, p90 = forecast_hours(done, remaining)
    assert 0 < p10 < p50 < p90 < math.inf


@given(junk_dones, junk_remainings)
def test_junk_never_breaks_it(
    done: list[tuple[float | None, ...]], remaining: list[tuple[float | None, ...]]
) -> None:
    """Any numbers give three finite ordered hours."""
    p10, p50, p90 = forecast_hours(done, remaining)
    assert 0 <= p10 <= p50 <= p90 < math.inf
    assert 0 < estimate_pace(done).factor < math.inf


@given(dones, remainings, st.floats(0.01, 100))
def test_scale(done: list[Timed], remaining: list[Estimate], by: float) -> None:
    """Scaling all hours scales the forecast."""
    scaled = forecast_hours(
        [(low * by, high * by, actual * by) for low, high, actual in done],
        [(low * by, high * by) for low, high in remaining],
    )
    plain = forecast_hours(done, remaining)
    assert scaled == pytest.approx([p * by for p in plain], rel=1e-9)


@given(dones, remainings)
def test_deterministic(done: list[Timed], remaining: list[Estimate]) -> None:
    """Equal arguments give equal results and are not modified."""
    before = ([*done], [*remaining])
    assert forecast_hours(done, remaining) == forecast_hours(done, remaining)
    assert (done, remaining) == before


@given(st.floats(0.1, 8), estimates, remainings, st.integers(0, 25))
def test_evidence_narrows(
    ratio: float, estimate: Estimate, remaining: list[Estimate], k: int
) -> None:
    """One more step at the same ratio narrows the interval, in proportion to its median."""
    step = (*estimate, ratio * sum(estimate) / 2)
    fewer = forecast_hours([step] * k, remaining)
    more = forecast_hours([step] * (k + 1), remaining)
    if k == 0 or k > 2 or 0.3 < ratio < 5:  # a far pace is first taken for an absurd session
        assert more[2] / more[1] < fewer[2] / fewer[1]


@given(st.floats(0.1, 8), st.integers(20, 40))
def test_pace_is_learned(ratio: float, k: int) -> None:
    """Many steps at one ratio make it the pace, however far from the prior."""
    factor = estimate_pace([(1.0, 1.0, ratio)] * k).factor
    assert factor == pytest.approx(ratio, rel=0.25)


@given(st.lists(st.floats(0.7, 1.6), min_size=4, max_size=20), st.integers(0, 19))
def test_absurd_session_is_bounded(ratios: list[float], at: int) -> None:
    """A step a thousand times too long counts as much as one thirty times too long."""
    at %= len(ratios)
    done = [(0.5, 1.5, ratio) for ratio in ratios]
    usual = forecast_hours(done, [(1, 2)] * 10)
    answers = []
    for times in (30.0, 1000.0):
        done[at] = (0.5, 1.5, ratios[at] * times)
        answers.append(forecast_hours(done, [(1, 2)] * 10))
    assert answers[0] == pytest.approx(answers[1])
    assert answers[0][1] < 2.2 * usual[1]


@pytest.mark.parametrize("times", [30.0, 1000.0])
def test_absurd_first_session(times: float) -> None:
    """An absurd first step about doubles the forecast at most."""
    usual = forecast_hours([(1, 1, 1.2)], [(1, 2)] * 10)
    absurd = forecast_hours([(1, 1, 1.2 * times)], [(1, 2)] * 10)
    assert absurd[1] < 2.1 * usual[1]


def test_nothing_done() -> None:
    """The prior gives 1.2 times the midpoints and a wide interval."""
    p10, p50, p90 = forecast_hours([], [(0.8, 1.2)] * 20)
    assert p50 == pytest.approx(1.2 * 20, rel=0.02)
    assert p10 == pytest.approx(p50 / 2.36, rel=0.01)
    assert p90 == pytest.approx(p50 * 2.36, rel=0.01)
    assert estimate_pace([]) == Pace(math.exp(math.log(1.2)), 0)


@pytest.mark.parametrize("done", [[], [(1, 2, 3)]])
def test_nothing_remaining(done: list[Timed]) -> None:
    """Without remaining steps all quantiles are 0."""
    assert forecast_hours(done, []) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    "unusable",
    [
        (1, 2, 0),
        (1, 2, None),
        (1, 2, -1),
        (1, 2, math.nan),
        (1, 2, math.inf),
        (0, 0, 1),
        (None, None, 1),
        (-2, -1, 1),
        (math.nan, 2, 1),
    ],
)
def test_steps_without_time_or_estimate_are_left_out(unusable: tuple[float | None, ...]) -> None:
    """A done step without a usable time or estimate does not change the pace."""
    done: list[tuple[float | None, ...]] = [(1, 2, 2.5), (2, 3, 2)]
    with_unusable = [done[0], unusable, done[1]]
    assert forecast_hours(with_unusable, [(1, 3)]) == forecast_hours(done, [(1, 3)])
    assert estimate_pace(with_unusable) == estimate_pace(done)
    assert estimate_pace(with_unusable).steps_observed == 2


def test_remaining_without_estimate() -> None:
    """A remaining step without an estimate adds no hours."""
    assert forecast_hours([], [(1, 3), (None, None), (0, 0)]) == forecast_hours([], [(1, 3)])


def test_point_estimates() -> None:
    """A single number is forecast like any range around it: the width does not count."""
    done = [(1.0, 3.0, 2.5), (2.0, 4.0, 2.0)]
    points = [(2.0, 2.0, 2.5), (3.0, 3.0, 2.0)]
    ranged = forecast_hours(done, [(1, 3), (4, 8)])
    assert forecast_hours(points, [(2, 2), (6, 6)]) == pytest.approx(ranged)
    assert ranged[0] < ranged[1] < ranged[2]


@pytest.mark.parametrize("size", [1e-9, 0.02, 1e6, 1e150])
def test_any_size(size: float) -> None:
    """Estimates of nanoseconds and of 1e150 hours neither overflow nor vanish."""
    p10, p50, p90 = forecast_hours([(size, size, size * 1.2)] * 3, [(size, size)] * 5)
    assert p50 == pytest.approx(size * 5 * 1.2, rel=0.06)
    assert 0 < p10 < p50 < p90 < math.inf


def test_order_of_evidence_does_not_matter() -> None:
    """Older steps weigh as much as newer ones."""
    done = [(1.0, 2.0, 1.0), (2.0, 3.0, 5.0), (0.5, 1.0, 0.7)]
    assert forecast_hours(done[::-1], [(1, 2)]) == pytest.approx(forecast_hours(done, [(1, 2)]))


def test_worked_example() -> None:
    """The worked example of docs/forecast.md holds line by line."""
    done = [(1.0, 1.0, 2.0), (3.0, 5.0, 4.0)]
    scatter = (6 * 0.7 + 2 * math.sqrt(math.pi / 2) * math.sqrt(2) * math.log(2) / 2) / 8
    observed = (1 * 2 + 2 * 1) / (1 + 2)
    noise = scatter**2 * (1 + 4) / 9 + 0.1**2
    weight = 0.36 / (0.36 + noise)
    log_pace = math.log(1.2) + weight * (math.log(observed) - math.log(1.2))
    v = math.log(1 + scatter**2 * (4 + 4) / 16)
    z = 1.2815515655446004
    t = z * (1 + (z * z + 1) / (4 * 12))
    median = 4 * math.exp(log_pace - v / 2)
    spread = math.exp(t * math.sqrt(v + 0.36 * (1 - weight) + 0.1**2))
    got = forecast_hours(done, [(1, 3), (2, 2)])
    assert got == pytest.approx((median / spread, median, median * spread))
    assert got == pytest.approx((2.02, 4.60, 10.47), abs=0.005)
    assert estimate_pace(done).factor == pytest.approx(math.exp(log_pace))
    assert estimate_pace(done).factor == pytest.approx(1.275, abs=0.0005)


@given(dones)
def test_pace_agrees_with_the_forecast(done: list[Timed]) -> None:
    """The median of many equal steps is the sum of their midpoints times the pace."""
    p50 = forecast_hours(done, [(0.5, 1.5)] * 2000)[1]
    assert p50 == pytest.approx(2000 * estimate_pace(done).factor, rel=0.01)


def test_it_needs_the_standard_library_only() -> None:
    """Importing the forecast loads its own package and the standard library."""
    code = (
        "import sys, studypath.core.forecast; print(*{name.split('.')[0] for name in sys.modules})"
    )
    ran = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(SOURCE)!r}); {code}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(ran.stdout.split()) - sys.stdlib_module_names - {"__main__"} == {"studypath"}


@pytest.fixture(scope="module")
def backtest() -> ModuleType:
    """Return the script of the benchmark as a module."""
    spec = importlib.util.spec_from_file_location("forecast_backtest", BACKTEST)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("point", [False, True], ids=["range", "point"])
def test_right_as_often_as_it_says(backtest: ModuleType, point: bool) -> None:
    """On the logs of 77 students the 80 % interval covers about 80 %, at a low loss."""
    people = backtest.persons()
    cases = backtest.replays(backtest.as_points(people) if point else people, 4, seed=1)
    by_count = {
        k: backtest.score(forecast_hours, [c for c in cases if len(c.done) == k])
        for k in backtest.DONE_COUNTS
    }
    assert all(0.68 <= it.cover <= 0.93 for it in by_count.values()), by_count
    late = [c for c in cases if len(c.done) >= 3]
    ours = backtest.score(forecast_hours, late)
    assert 0.75 <= ours.cover <= 0.88
    assert ours.pinball < 0.75 * backtest.score(backtest.naive, late).pinball
    assert ours.pinball < backtest.score(backtest.ratio, late).pinball


def test_better_than_evidence_based_scheduling(backtest: ModuleType) -> None:
    """Sampling a user's few ratios gives too narrow an interval; shrinkage does not."""
    late = [c for c in backtest.replays(backtest.persons(), 1, seed=2) if len(c.done) >= 3]
    ours, theirs = (backtest.score(f, late) for f in (forecast_hours, backtest.evidence_based))
    assert ours.pinball < 0.85 * theirs.pinball
    assert abs(ours.cover - 0.8) < abs(theirs.cover - 0.8)


def test_backtest_is_one_command(tmp_path: Path) -> None:
    """One command prints the table, for a log of one's own too."""
    log = tmp_path / "mine.json"
    log.write_text(json.dumps({"persons": [[[1, 2, 1.5 + i % 3] for i in range(20)]]}))
    ran = subprocess.run(
        [sys.executable, str(BACKTEST), "--log", str(log), "--runs", "2"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "evidence-based" in ran.stdout
    assert ran.stderr == ""
