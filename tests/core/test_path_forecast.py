"""The forecast laid over a ledger: what is observed, what is left, and when that ends."""

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
from tests.progress_samples import bundled, keys_of, ledger_with, path_of

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 22)
START = datetime(2026, 11, 1, 19, 5, tzinfo=UTC)
PAPERS = keys_of("paper")


def path_with(*steps: Step, stated: Estimate | None = None) -> Curriculum:
    """A curriculum of one path with these steps."""
    phase = Phase("one", "Phase 1", "One", 1, steps)
    return Curriculum((Path("p", "Own", (phase,), "own.toml", estimate=stated),))


def forecast(
    tracked: TrackedProgress, path_id: str = "paper", hours: float | None = 5.0
) -> Forecast:
    """The forecast of a path, which there must be."""
    path = tracked.curriculum.path(path_id)
    assert path is not None
    found = forecast_path(
        tracked, build_path_status(tracked, path), hours_per_week=hours, today=TODAY, tz=BERLIN
    )
    assert found is not None
    return found


def done_entry(day: int, minutes: int) -> Entry:
    """A step done on that day of November, with one sitting, or none of 0 minutes."""
    at = START + timedelta(days=day)
    return Entry(state="done", finished=at, sessions=(Session(at, minutes),) if minutes else ())


def tracked(entries: dict[tuple[str, str], Entry]) -> TrackedProgress:
    """The bundled paths with these entries."""
    return track_progress(bundled(), Progress(entries=entries))


def test_nothing_done_counts_with_the_usual_pace() -> None:
    """Before the first step the forecast is the prior's, over the whole path."""
    answer = forecast(tracked({}))
    hours = [
        estimate_hours_left(s, 1.2) for s in build_path_status(tracked({}), path_of("paper")).steps
    ]
    p50 = forecast_hours([], [h for h in hours if h is not None])[1]
    assert answer.pace.steps_observed == 0
    assert answer.p50_minutes == round(60 * p50)
    assert answer.p10_minutes < answer.p50_minutes < answer.p90_minutes


def test_steps_done_without_time_say_nothing_about_pace() -> None:
    """They leave what remains, and the pace stays the usual one."""
    answer = forecast(tracked({key: done_entry(i, 0) for i, key in enumerate(PAPERS[:5])}))
    assert answer.pace.steps_observed == 0
    assert answer.p50_minutes < forecast(tracked({})).p50_minutes


def test_observed_is_in_the_order_of_finishing() -> None:
    """Whatever the order of the path, the oldest finished step comes first."""
    entries = {PAPERS[0]: done_entry(9, 60), PAPERS[1]: done_entry(3, 120)}
    assert [actual for _, _, actual in list_observations(tracked(entries))] == [2.0, 1.0]


def test_steps_of_every_path_say_something_about_pace() -> None:
    """A video of one path is evidence for the papers of another; a shared work counts once."""
    video = keys_of("lightweight", 1)[0]
    led = tracked({video: done_entry(1, 90), PAPERS[0]: done_entry(2, 90)})
    assert len(list_observations(led)) == 2
    shared = bundled()._replace(shared={video: (PAPERS[0],), PAPERS[0]: (video,)})
    assert len(list_observations(track_progress(shared, led.progress))) == 1


def test_one_absurd_session_moves_the_forecast_within_bounds() -> None:
    """A month booked on one step among six does not multiply what is left."""
    usual = {key: done_entry(i, 240) for i, key in enumerate(PAPERS[:5])}
    absurd = usual | {PAPERS[5]: done_entry(6, 43_200)}
    plain = usual | {PAPERS[5]: done_entry(6, 240)}
    assert forecast(tracked(absurd)).p50_minutes < 3 * forecast(tracked(plain)).p50_minutes


def test_everything_done_leaves_nothing_and_names_no_day() -> None:
    """A complete path has a forecast of no minutes and no finish."""
    answer = forecast(tracked({key: done_entry(i, 60) for i, key in enumerate(PAPERS)}))
    assert (answer.p10_minutes, answer.p50_minutes, answer.p90_minutes) == (0, 0, 0)
    assert answer.finish is None


def test_a_skipped_step_leaves_the_forecast() -> None:
    """What is skipped is not to go, and says nothing about pace."""
    led = ledger_with(skipped=PAPERS[:3], active="paper")
    answer = forecast(led)
    assert answer.p50_minutes < forecast(tracked({})).p50_minutes
    assert answer.pace.steps_observed == 0


def test_missing_estimates_share_what_the_path_states() -> None:
    """Steps without an estimate take an even share of the path's; without that there is none."""
    steps = tuple(Step(f"s{i}", f"1.{i}", "Step", "video") for i in range(4))
    stated = path_with(*steps, stated=Estimate(240, 480, "stated"))
    answer = forecast(track_progress(stated, Progress()), "p")
    assert answer.p50_minutes > 240
    assert answer.without_estimate == 0
    unknown = path_with(*steps)
    led = track_progress(unknown, Progress())
    status = build_path_status(led, unknown.paths[0])
    assert forecast_path(led, status, hours_per_week=5, today=TODAY, tz=BERLIN) is None


def test_a_step_nothing_is_known_of_is_counted_as_such() -> None:
    """Where some steps have estimates, the others are named as not counted."""
    known = Step("a", "1.1", "A", "video", estimate=Estimate(60, 60, "stated"))
    led = track_progress(path_with(known, Step("b", "1.2", "B", "video")), Progress())
    assert forecast(led, "p").without_estimate == 1


def test_what_was_spent_on_a_step_is_taken_off() -> None:
    """At a factor of 1.5, 90 minutes take an hour off the estimate; a tenth always stays."""
    step = Step("a", "1.1", "A", "video", estimate=Estimate(120, 120, "stated"))
    curriculum = path_with(step)

    def left(minutes: int, state: str = "doing") -> tuple[float, float] | None:
        entry = Entry(state=state, sessions=(Session(START, minutes),))
        led = track_progress(curriculum, Progress(entries={("p", "a"): entry}))
        return estimate_hours_left(build_path_status(led, curriculum.paths[0]).steps[0], 1.5)

    assert left(90) == pytest.approx((1.0, 1.0))
    assert left(6000) == pytest.approx((0.2, 0.2))
    assert left(90, "todo") == (2.0, 2.0)


def test_the_week_is_what_was_set_then_what_was_studied_then_unknown() -> None:
    """Set hours come first; else the last eight weeks' own; without either there is no day."""
    led = tracked({PAPERS[0]: done_entry(14, 120), PAPERS[1]: done_entry(20, 120)})
    assert forecast(led, hours=5).weekly_source == "set"
    answer = forecast(led, hours=None)
    assert answer.weekly_source == "history"
    assert answer.hours_per_week == pytest.approx(4 / (8 / 7))
    assert answer.finish is not None
    answer = forecast(tracked({}), hours=None)
    assert (answer.hours_per_week, answer.weekly_source, answer.finish) == (None, None, None)


def test_the_days_follow_from_the_minutes() -> None:
    """35 hours at 5 a week end on the 49th day, today being the first."""
    led = tracked({})
    answer = forecast(led)
    finish = answer.finish
    assert finish is not None
    days = -(-answer.p50_minutes * 7 // 300)
    assert abs((finish.p50 - TODAY).days + 1 - days) <= 1
    assert finish.p10 <= finish.p50 <= finish.p90


def test_a_finish_beyond_the_last_year_is_held_there() -> None:
    """A quarter of an hour a week from the end of time on overflows nothing."""
    led = tracked({})
    status = build_path_status(led, path_of("paper"))
    answer = forecast_path(led, status, hours_per_week=0.25, today=date.max, tz=UTC)
    assert answer is not None
    assert answer.finish is not None
    assert answer.finish.p90 == date.max


def test_what_is_being_done_comes_first() -> None:
    """The steps ahead begin where `next` does."""
    led = tracked({PAPERS[2]: Entry(state="doing")})
    ahead = list_steps_ahead(build_path_status(led, path_of("paper")))
    assert [s.step.id for s in ahead[:2]] == [PAPERS[2][1], PAPERS[3][1]]
    assert len(ahead) == len(PAPERS)


def test_a_done_step_without_a_finish_is_placed_by_its_last_sitting() -> None:
    """A hand-edited entry without `finished` neither fails nor loses its order."""
    entry = done_entry(1, 60)._replace(finished=None)
    led = tracked({PAPERS[0]: entry, PAPERS[1]: done_entry(0, 120)})
    assert [actual for _, _, actual in list_observations(led)] == [2.0, 1.0]


def test_without_days_it_is_the_same_forecast() -> None:
    """What `next` says is the forecast of `status` and `plan`, less the week and the days."""
    led = tracked({PAPERS[0]: done_entry(1, 300), PAPERS[1]: done_entry(3, 200)})
    path = led.curriculum.path("paper")
    assert path is not None
    undated = forecast_remaining(led, build_path_status(led, path))
    assert undated == forecast(led)._replace(hours_per_week=None, weekly_source=None, finish=None)
