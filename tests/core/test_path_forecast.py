"""The forecast of a path: observations, remaining hours, finish days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from studypath.core.curriculum import Curriculum, Estimate, Path, Phase, Step
from studypath.core.forecast import forecast_hours
from studypath.core.path_forecast import (
    Forecast,
    estimate_hours_left,
    forecast_path,
    forecast_remaining,
    list_observations,
)
from studypath.core.progress import Entry, Progress, Session
from studypath.core.status import build_path_status, list_steps_ahead
from studypath.core.tracked import TrackedProgress, track_progress
from tests.progress_samples import bundled, keys_of, path_of, progress_with

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 22)
START = datetime(2026, 11, 1, 19, 5, tzinfo=UTC)
PAPERS = keys_of("paper")


def path_with(*steps: Step, stated: Estimate | None = None) -> Curriculum:
    """Return a curriculum of one path with these steps."""
    phase = Phase("one", "Phase 1", "One", 1, steps)
    return Curriculum((Path("p", "Own", (phase,), "own.toml", estimate=stated),))


def forecast(
    tracked: TrackedProgress, path_id: str = "paper", hours: float | None = 5.0
) -> Forecast:
    """Return the forecast of a path."""
    path = tracked.curriculum.path(path_id)
    assert path is not None
    found = forecast_path(
        tracked, build_path_status(tracked, path), hours_per_week=hours, today=TODAY, tz=BERLIN
    )
    assert found is not None
    return found


def done_entry(day: int, minutes: int) -> Entry:
    """Return an entry done on this day of November with one session, or none if 0 minutes."""
    at = START + timedelta(days=day)
    return Entry(state="done", finished=at, sessions=(Session(at, minutes),) if minutes else ())


def tracked(entries: dict[tuple[str, str], Entry]) -> TrackedProgress:
    """Return the bundled paths with these entries."""
    return track_progress(bundled(), Progress(entries=entries))


def test_with_nothing_done_the_pace_is_the_prior() -> None:
    """The forecast covers the whole path at the median pace of the prior."""
    answer = forecast(tracked({}))
    hours = [
        estimate_hours_left(s, 1.2) for s in build_path_status(tracked({}), path_of("paper")).steps
    ]
    p50 = forecast_hours([], [h for h in hours if h is not None])[1]
    assert answer.pace.steps_observed == 0
    assert answer.p50_minutes == round(60 * p50)
    assert answer.p10_minutes < answer.p50_minutes < answer.p90_minutes


def test_done_steps_without_sessions_are_no_observations() -> None:
    """They leave the remaining time and do not change the pace."""
    answer = forecast(tracked({key: done_entry(i, 0) for i, key in enumerate(PAPERS[:5])}))
    assert answer.pace.steps_observed == 0
    assert answer.p50_minutes < forecast(tracked({})).p50_minutes


def test_observations_are_in_the_order_of_finishing() -> None:
    """The first finished step is first, in any order of the path."""
    entries = {PAPERS[0]: done_entry(9, 60), PAPERS[1]: done_entry(3, 120)}
    assert [actual for _, _, actual in list_observations(tracked(entries))] == [2.0, 1.0]


def test_steps_of_every_path_are_observations() -> None:
    """A work on two paths is one observation."""
    video = keys_of("lightweight", 1)[0]
    joined = tracked({video: done_entry(1, 90), PAPERS[0]: done_entry(2, 90)})
    assert len(list_observations(joined)) == 2
    work = (video, PAPERS[0])
    shared = bundled()._replace(shared=dict.fromkeys(work, work))
    assert len(list_observations(track_progress(shared, joined.progress))) == 1


def test_one_absurd_session_has_a_bounded_effect() -> None:
    """A month on one step of six does not triple the forecast."""
    usual = {key: done_entry(i, 240) for i, key in enumerate(PAPERS[:5])}
    absurd = usual | {PAPERS[5]: done_entry(6, 43_200)}
    plain = usual | {PAPERS[5]: done_entry(6, 240)}
    assert forecast(tracked(absurd)).p50_minutes < 3 * forecast(tracked(plain)).p50_minutes


def test_a_complete_path_has_no_remaining_time() -> None:
    """Its forecast is 0 minutes without a finish."""
    answer = forecast(tracked({key: done_entry(i, 60) for i, key in enumerate(PAPERS)}))
    assert (answer.p10_minutes, answer.p50_minutes, answer.p90_minutes) == (0, 0, 0)
    assert answer.finish is None


def test_a_skipped_step_leaves_the_forecast() -> None:
    """It has no remaining time and is no observation."""
    joined = progress_with(skipped=PAPERS[:3], active="paper")
    answer = forecast(joined)
    assert answer.p50_minutes < forecast(tracked({})).p50_minutes
    assert answer.pace.steps_observed == 0


def test_steps_without_an_estimate_use_their_share_of_the_path() -> None:
    """Without a total of the path there is no forecast."""
    steps = tuple(Step(f"s{i}", f"1.{i}", "Step", "video") for i in range(4))
    stated = path_with(*steps, stated=Estimate(240, 480, "stated"))
    answer = forecast(track_progress(stated, Progress()), "p")
    assert answer.p50_minutes > 240
    assert answer.without_estimate == 0
    unknown = path_with(*steps)
    joined = track_progress(unknown, Progress())
    status = build_path_status(joined, unknown.paths[0])
    assert forecast_path(joined, status, hours_per_week=5, today=TODAY, tz=BERLIN) is None


def test_steps_without_an_estimate_are_counted() -> None:
    """If some steps have estimates, `without_estimate` counts the others."""
    known = Step("a", "1.1", "A", "video", estimate=Estimate(60, 60, "stated"))
    joined = track_progress(path_with(known, Step("b", "1.2", "B", "video")), Progress())
    assert forecast(joined, "p").without_estimate == 1


def test_time_spent_on_a_step_is_subtracted() -> None:
    """At a factor of 1.5, 90 minutes are one hour of the estimate; a tenth always remains."""
    step = Step("a", "1.1", "A", "video", estimate=Estimate(120, 120, "stated"))
    curriculum = path_with(step)

    def left(minutes: int, state: str = "doing") -> tuple[float, float] | None:
        entry = Entry(state=state, sessions=(Session(START, minutes),))
        joined = track_progress(curriculum, Progress(entries={("p", "a"): entry}))
        return estimate_hours_left(build_path_status(joined, curriculum.paths[0]).steps[0], 1.5)

    assert left(90) == pytest.approx((1.0, 1.0))
    assert left(6000) == pytest.approx((0.2, 0.2))
    assert left(90, "todo") == (2.0, 2.0)


def test_weekly_hours_are_set_or_from_history_or_unknown() -> None:
    """Hours that are set come first, then those of the last eight weeks."""
    joined = tracked({PAPERS[0]: done_entry(14, 120), PAPERS[1]: done_entry(20, 120)})
    assert forecast(joined, hours=5).weekly_source == "set"
    answer = forecast(joined, hours=None)
    assert answer.weekly_source == "history"
    assert answer.hours_per_week == pytest.approx(4 / (8 / 7))
    assert answer.finish is not None
    answer = forecast(tracked({}), hours=None)
    assert (answer.hours_per_week, answer.weekly_source) == (None, None)
    assert answer.finish is not None
    assert answer.prior_only


def test_without_sessions_the_plan_alone_gives_the_finish() -> None:
    """At 5 hours per week, n minutes end after about n * 7 / 300 days."""
    answer = forecast(tracked({}))
    assert answer.finish is not None
    assert answer.prior_only
    days = answer.p50_minutes * 7 / 300
    assert abs((answer.finish.p50 - TODAY).days + 1 - days) <= 2
    assert answer.finish.p10 < answer.finish.p50 < answer.finish.p90


def test_a_plan_that_is_not_kept_ends_later() -> None:
    """An hour a week over two months pulls the finish away from the planned ten."""
    sessions = tuple(Session(START + timedelta(days=7 * n), 60) for n in range(8))
    today = (START + timedelta(days=56)).date()
    path = path_of("paper")

    def finish_of(entries: dict[tuple[str, str], Entry]) -> date:
        joined = tracked(entries)
        answer = forecast_path(
            joined, build_path_status(joined, path), hours_per_week=10, today=today, tz=UTC
        )
        assert answer is not None
        assert answer.finish is not None
        return answer.finish.p50

    kept = finish_of({})
    missed = finish_of({PAPERS[0]: Entry(state="doing", sessions=sessions)})
    assert (missed - today).days > 2 * (kept - today).days


def test_an_announced_pause_moves_the_finish_by_its_days() -> None:
    """Ten days without study from tomorrow on move each end by ten days."""
    joined = tracked({})
    status = build_path_status(joined, path_of("paper"))
    pause = (TODAY + timedelta(days=1), TODAY + timedelta(days=10))
    ends = []
    for pauses in ((), (pause,)):
        answer = forecast_path(joined, status, hours_per_week=5, today=TODAY, tz=UTC, pauses=pauses)
        assert answer is not None
        assert answer.finish is not None
        ends.append(answer.finish)
    assert [b - a for a, b in zip(*ends, strict=True)] == [timedelta(days=10)] * 3


def test_study_today_counts_as_done_for_today() -> None:
    """Without a session today the path can still end today."""
    joined = tracked({key: Entry(state="done") for key in keys_of("paper")[:-1]})
    status = build_path_status(joined, path_of("paper"))
    answer = forecast_path(joined, status, hours_per_week=100, today=TODAY, tz=UTC)
    assert answer is not None
    assert answer.finish is not None
    assert answer.finish.p10 == TODAY


def test_a_finish_is_at_most_the_last_day_of_the_calendar() -> None:
    """A quarter of an hour per week from date.max on does not overflow."""
    joined = tracked({})
    status = build_path_status(joined, path_of("paper"))
    answer = forecast_path(joined, status, hours_per_week=0.25, today=date.max, tz=UTC)
    assert answer is not None
    assert answer.finish is not None
    assert answer.finish.p90 == date.max


def test_the_step_in_progress_comes_first() -> None:
    """The steps ahead begin with it, and no step is lost."""
    joined = tracked({PAPERS[2]: Entry(state="doing")})
    ahead = list_steps_ahead(build_path_status(joined, path_of("paper")))
    assert [s.step.id for s in ahead[:2]] == [PAPERS[2][1], PAPERS[3][1]]
    assert len(ahead) == len(PAPERS)


def test_a_done_step_without_finished_is_placed_by_its_last_session() -> None:
    """An entry edited by hand may lack `finished`."""
    entry = done_entry(1, 60)._replace(finished=None)
    joined = tracked({PAPERS[0]: entry, PAPERS[1]: done_entry(0, 120)})
    assert [actual for _, _, actual in list_observations(joined)] == [2.0, 1.0]


def test_the_undated_forecast_has_the_same_minutes() -> None:
    """It is the forecast of `status` without weekly hours and finish."""
    joined = tracked({PAPERS[0]: done_entry(1, 300), PAPERS[1]: done_entry(3, 200)})
    path = joined.curriculum.path("paper")
    assert path is not None
    undated = forecast_remaining(joined, build_path_status(joined, path))
    assert undated == forecast(joined)._replace(
        hours_per_week=None, weekly_source=None, finish=None, lever=None
    )
