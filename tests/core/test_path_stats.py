"""Which estimates of a path do not fit the user's time."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from studypath.core.curriculum import Curriculum, Estimate
from studypath.core.durations import parse_range
from studypath.core.path_stats import (
    LEAST_DIFFERENCE_MINUTES,
    LEAST_TIMED_STEPS,
    EstimateLine,
    PathStats,
    build_path_stats,
)
from studypath.core.progress import Entry, Progress, Session
from studypath.core.tracked import track_progress
from tests.core.sample import NOW, path, step

HOUR = Estimate(60, 60, "stated")


def stats_of(times: list[tuple[Estimate | None, int]], state: str = "done") -> PathStats:
    """Return the statistics of a path of steps with these estimates and minutes spent."""
    own = path("p", [step(f"s{n}", estimate=estimate) for n, (estimate, _) in enumerate(times)])
    entries = {
        ("p", f"s{n}"): Entry(
            state=state,
            sessions=(Session(NOW + timedelta(days=n), minutes),) if minutes else (),
        )
        for n, (_, minutes) in enumerate(times)
    }
    tracked = track_progress(Curriculum((own,)), Progress(entries=entries))
    return build_path_stats(tracked, own, {"s0": EstimateLine(7, "1h")})


def test_a_time_far_from_its_estimate_is_off() -> None:
    """Four steps take what is stated and one takes four times that: a range around it fits."""
    stats = stats_of([(Estimate(45, 75, "stated"), 240), *[(HOUR, 60)] * 4])
    assert stats.pace == 1
    (off,) = stats.off
    assert (off.step.id, off.suggested, off.line) == ("s0", "3h-5h", EstimateLine(7, "1h"))


def test_a_pace_is_no_fault_of_an_estimate() -> None:
    """Whoever takes three times as long everywhere has a pace of 3 and no estimate that is off."""
    stats = stats_of([(HOUR, 180)] * 6)
    assert (stats.pace, stats.off) == (3, ())
    slow = stats_of([(HOUR, 60), *[(HOUR, 180)] * 5])
    assert [(each.step.id, each.minutes_at_pace, each.suggested) for each in slow.off] == [
        ("s0", 20, "20m")
    ]


def test_too_few_timed_steps_judge_nothing() -> None:
    """Below five done steps with time and an estimate there is no pace and no suggestion."""
    stats = stats_of([(HOUR, 600), *[(HOUR, 60)] * (LEAST_TIMED_STEPS - 2)])
    assert (stats.pace, stats.off, len(stats.steps)) == (None, (), LEAST_TIMED_STEPS - 1)
    others = [(None, 60), (HOUR, 0), (Estimate(0, 0, "stated"), 60)]
    mixed = stats_of([*[(HOUR, 60)] * (LEAST_TIMED_STEPS - 1), *others])
    assert (mixed.pace, mixed.without_estimate) == (None, 2)


def test_only_done_steps_count() -> None:
    """The time of a step in progress is not all of its time."""
    assert stats_of([(HOUR, 240)] * 6, state="doing").steps == ()


def test_small_differences_are_not_off() -> None:
    """Twice of five minutes is still nothing to change."""
    assert stats_of([(Estimate(5, 5, "stated"), 12), *[(HOUR, 60)] * 5]).off == ()


estimates = st.tuples(st.integers(1, 6000), st.integers(0, 6000)).map(
    lambda pair: Estimate(pair[0], pair[0] + pair[1], "stated")
)


@given(st.lists(st.tuples(estimates, st.integers(1, 20_000)), min_size=5, max_size=12))
def test_a_suggestion_fits_and_differs(times: list[tuple[Estimate, int]]) -> None:
    """A suggested range is valid in a file, contains the time to the rounding, and is new."""
    for each in stats_of(list(times)).off:
        assert each.suggested is not None
        assert each.minutes_at_pace is not None
        low, high = parse_range(each.suggested)
        assert low - 30 <= each.minutes_at_pace <= high + 30
        old = (each.estimate.low_minutes, each.estimate.high_minutes)
        assert (low, high) != old
        assert max(old[0] - each.minutes_at_pace, each.minutes_at_pace - old[1]) >= (
            LEAST_DIFFERENCE_MINUTES - 1
        )
