"""Plans, pauses, weeks and finish days."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.curriculum import Curriculum, Estimate, Path, Phase, Step
from studypath.core.errors import WrongUsage
from studypath.core.forecast import Pace
from studypath.core.path_forecast import Forecast, forecast_path
from studypath.core.plan import Plan, build_plan
from studypath.core.progress import Entry, Progress, Session
from studypath.core.status import PathStatus, build_path_status
from studypath.core.tracked import track_progress
from studypath.core.weeks import (
    count_days_needed,
    count_minutes,
    count_study_days,
    find_finish_day,
    find_monday,
    iterate_weeks,
    parse_pause,
    unite_pauses,
)
from tests.progress_samples import ledger_with, path_of

MONDAY = date(2026, 11, 23)


@cache
def paper_status() -> PathStatus:
    """Return the status of the paper path with nothing done."""
    return build_path_status(ledger_with(), path_of("paper"))


def forecast_of(minutes: int, hours: float | None = None) -> Forecast:
    """Return a forecast whose median is `minutes`."""
    source = None if hours is None else "set"
    return Forecast(minutes // 2, minutes, 2 * minutes, Pace(1.2, 0), hours, source, None)


def planned(minutes: int = 3000, **how: object) -> Plan:
    """Return a plan of the paper path, by default from a Monday on."""
    how = {"start": MONDAY, **how}
    return build_plan(paper_status(), forecast_of(minutes), **how)  # type: ignore[arg-type]


def test_five_hours_a_week_fill_weeks_of_five_hours() -> None:
    """Every week but the last has 300 minutes."""
    answer = planned(1000, hours_per_week=5)
    assert [week.minutes for week in answer.weeks] == [300, 300, 300, 100]
    assert [week.start for week in answer.weeks] == [MONDAY + timedelta(weeks=i) for i in range(4)]


def test_a_plan_from_a_saturday_starts_with_two_days() -> None:
    """The first week has two sevenths of the hours and starts on its Monday."""
    answer = planned(1000, start=date(2026, 11, 28), hours_per_week=7)
    assert answer.weeks[0].minutes == 120
    assert answer.weeks[0].start == MONDAY
    assert answer.weeks[0].first == date(2026, 11, 28)


def test_a_pause_removes_its_days() -> None:
    """A pause of two weeks and a day leaves out two weeks and shortens the next."""
    pause = (date(2026, 11, 30), date(2026, 12, 14))
    answer = planned(1000, hours_per_week=7, pauses=[pause])
    assert [(week.start, week.minutes) for week in answer.weeks] == [
        (MONDAY, 420),
        (date(2026, 12, 14), 360),
        (date(2026, 12, 21), 220),
    ]
    free = planned(1000, hours_per_week=7)
    assert answer.forecast.finish is not None
    assert free.forecast.finish is not None
    assert answer.forecast.finish.p50 == free.forecast.finish.p50 + timedelta(days=15)


def test_a_week_ends_on_days_of_study() -> None:
    """Paused days at either end of a week are outside `first` to `last`."""
    pauses = [(MONDAY + timedelta(2), MONDAY + timedelta(8))]
    first, second = planned(600, hours_per_week=7, pauses=pauses).weeks[:2]
    assert (first.first, first.last) == (MONDAY, MONDAY + timedelta(1))
    assert (second.first, second.last) == (MONDAY + timedelta(9), MONDAY + timedelta(13))


def test_a_step_continues_in_the_next_week() -> None:
    """Only the last part of a step ends it."""
    answer = planned(3000, hours_per_week=2)
    parts = [s for week in answer.weeks for s in week.steps]
    first = [s for s in parts if s.step.id == parts[0].step.id]
    assert [s.ends for s in first] == [False] * (len(first) - 1) + [True]
    assert len(first) > 1


def test_a_deadline_gives_the_hours_per_week() -> None:
    """70 hours in 10 weeks need 7 per week, and 14 for a 90 % quantile of 140."""
    answer = planned(4200, by=MONDAY + timedelta(days=69))
    assert answer.deadline is not None
    assert (answer.deadline.needed, answer.deadline.sure) == (7.0, 14.0)
    assert answer.deadline.feasible
    assert answer.forecast.finish is not None
    assert answer.forecast.finish.p50 <= answer.deadline.by


@pytest.mark.parametrize(("usual", "feasible"), [(6.9, False), (7.0, True), (None, True)])
def test_a_deadline_is_feasible_up_to_the_usual_hours(usual: float | None, feasible: bool) -> None:
    """Without usual hours any deadline within the hours of a week is feasible."""
    forecast = forecast_of(4200, usual)
    answer = build_plan(paper_status(), forecast, start=MONDAY, by=MONDAY + timedelta(days=69))
    assert answer.deadline is not None
    assert answer.deadline.feasible is feasible


def test_more_than_168_hours_per_week_are_not_feasible() -> None:
    """500 hours by tomorrow are not feasible; the plan holds them all the same."""
    answer = planned(30_000, by=MONDAY + timedelta(days=1))
    assert answer.deadline is not None
    assert answer.deadline.needed > 168
    assert not answer.deadline.feasible
    assert sum(week.minutes for week in answer.weeks) == 30_000


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"hours_per_week": 0.0},
        {"hours_per_week": -1.0},
        {"hours_per_week": 169.0},
        {"hours_per_week": float("nan")},
        {"by": MONDAY - timedelta(days=1)},
        {"by": MONDAY, "pauses": [(MONDAY, MONDAY)]},
    ],
)
def test_an_impossible_plan_raises(how: dict[str, object]) -> None:
    """Unknown or impossible hours, and a day in the past or in a pause, raise."""
    with pytest.raises(WrongUsage):
        planned(3000, **how)


def test_a_plan_without_estimates_raises() -> None:
    """Without a forecast the error names the missing estimates."""
    with pytest.raises(WrongUsage, match="estimate"):
        build_plan(paper_status(), None, start=MONDAY, hours_per_week=5)


def test_a_complete_path_has_an_empty_plan() -> None:
    """There are no weeks and no finish."""
    done = ledger_with(done=[("paper", step.id) for step in path_of("paper").steps])
    status = build_path_status(done, path_of("paper"))
    forecast = forecast_path(done, status, hours_per_week=5, today=MONDAY, tz=UTC)
    answer = build_plan(status, forecast, start=MONDAY)
    assert (answer.weeks, answer.forecast.finish) == ((), None)


def test_more_than_a_hundred_years_raise() -> None:
    """A plan that long raises instead of running long."""
    with pytest.raises(WrongUsage, match="hundred years"):
        planned(600_000 * 60, hours_per_week=0.25)


def test_a_plan_ends_by_the_last_day_of_the_calendar() -> None:
    """A plan in the last week of the year 9999 fits or raises WrongUsage; nothing overflows."""
    answer = planned(60, start=date(9999, 12, 27), hours_per_week=168)
    assert answer.forecast.finish is not None
    assert answer.forecast.finish.p90 <= date.max
    with pytest.raises(WrongUsage):
        planned(6000, start=date(9999, 12, 27), hours_per_week=1)


def test_a_leap_day_is_a_day_of_study() -> None:
    """Seven days from 26 February end on 3 March in a leap year, on 4 March in others."""
    assert find_finish_day(date(2028, 2, 26), 420, 7) == date(2028, 3, 3)
    assert find_finish_day(date(2027, 2, 26), 420, 7) == date(2027, 3, 4)


def test_steps_without_an_estimate_are_unplanned() -> None:
    """They have no minutes in the plan and are in `unplanned`."""
    steps = (
        Step("a", "1.1", "A", "video", estimate=Estimate(60, 60, "stated")),
        Step("b", "1.2", "B", "video"),
    )
    path = Path("p", "P", (Phase("one", "Phase 1", "One", 1, steps),), "p.toml")
    status = build_path_status(track_progress(Curriculum((path,)), Progress()), path)
    answer = build_plan(status, forecast_of(100), start=MONDAY, hours_per_week=5)
    assert [step.id for step in answer.unplanned] == ["b"]
    assert sum(week.minutes for week in answer.weeks) == 100


def test_ten_thousand_steps_are_planned() -> None:
    """No step and no minute is lost."""
    steps = tuple(
        Step(f"s{i}", f"1.{i}", "S", "video", estimate=Estimate(30, 60, "stated"))
        for i in range(10_000)
    )
    path = Path("p", "P", (Phase("one", "Phase 1", "One", 1, steps),), "p.toml")
    at = datetime(2026, 11, 1, tzinfo=UTC)
    entries = {("p", "s0"): Entry(state="doing", sessions=(Session(at, 20),))}
    tracked = track_progress(Curriculum((path,)), Progress(entries=entries))
    status = build_path_status(tracked, path)
    forecast = forecast_path(tracked, status, hours_per_week=40, today=MONDAY, tz=UTC)
    answer = build_plan(status, forecast, start=MONDAY)
    assert len({s.step.id for week in answer.weeks for s in week.steps}) == 10_000
    assert sum(week.minutes for week in answer.weeks) == answer.forecast.p50_minutes


pauses = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2031, 1, 1)), st.integers(0, 60)).map(
        lambda one: (one[0], one[0] + timedelta(days=one[1]))
    ),
    max_size=5,
)


@given(
    minutes=st.integers(0, 20_000),
    start=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    hours=st.floats(0.5, 168),
    paused=pauses,
)
def test_a_plan_loses_nothing(
    minutes: int, start: date, hours: float, paused: list[tuple[date, date]]
) -> None:
    """Minutes sum to the median, weeks are in order and not overfull, every step is in one."""
    answer = planned(minutes, start=start, hours_per_week=hours, pauses=paused)
    assert sum(week.minutes for week in answer.weeks) == minutes
    starts = [week.start for week in answer.weeks]
    assert starts == sorted(set(starts))
    assert all(day.weekday() == 0 for day in starts)
    assert all(week.minutes <= hours * 60 + 1 for week in answer.weeks)
    named = [s.step.id for week in answer.weeks for s in week.steps]
    assert list(dict.fromkeys(named)) == [step.id for step in path_of("paper").steps]
    if minutes:
        finish = answer.forecast.finish
        assert finish is not None
        assert answer.weeks[-1].first <= finish.p50 <= answer.weeks[-1].last
        assert finish.p10 <= finish.p50 <= finish.p90
        assert not any(begin <= finish.p50 <= end for begin, end in paused)


@given(start=st.dates(), minutes=st.integers(1, 10**9), hours=st.floats(0.01, 168), paused=pauses)
def test_every_finish_is_a_day_that_exists(
    start: date, minutes: int, hours: float, paused: list[tuple[date, date]]
) -> None:
    """The finish is not before the start, and the days up to it hold the minutes."""
    united = unite_pauses(paused)
    last = find_finish_day(start, minutes, hours, united)
    assert last >= start
    if last < date.max:
        assert count_minutes(count_study_days(start, last, united), hours) >= minutes


@given(minutes=st.integers(1, 10**7), hours=st.floats(0.25, 168))
def test_the_days_needed_are_the_fewest(minutes: int, hours: float) -> None:
    """One day less does not hold the minutes."""
    days = count_days_needed(minutes, hours)
    assert count_minutes(days, hours) >= minutes
    assert days == 1 or count_minutes(days - 1, hours) < minutes


@given(start=st.dates())
def test_weeks_follow_each_other_without_a_gap(start: date) -> None:
    """The first week begins on the start, the others on Mondays, up to date.max."""
    weeks = list(iterate_weeks(start, 5))
    assert weeks[0][1] == start
    assert weeks[0][0] == find_monday(start)
    for (_, _, last), (monday, first, _) in pairwise(weeks):
        assert first == monday == last + timedelta(days=1)
    assert len(weeks) == 5 or weeks[-1][2] == date.max


@pytest.mark.parametrize("text", ["", "soon", "2026-12-20..", "2027-01-04..2026-12-20", "a..b"])
def test_an_invalid_pause_raises(text: str) -> None:
    """A pause is a date, or two dates in order."""
    with pytest.raises(WrongUsage):
        parse_pause(text)


@pytest.mark.parametrize("text", ["20.12.2026", "2026-12-20..tomorrow"])
def test_an_invalid_date_of_a_pause_names_the_format(text: str) -> None:
    """The error names YYYY-MM-DD."""
    with pytest.raises(WrongUsage, match="YYYY-MM-DD"):
        parse_pause(text)


def test_a_pause_parses() -> None:
    """Both days are part of it; a single date is a pause of one day."""
    assert parse_pause("2026-12-20..2027-01-04") == (date(2026, 12, 20), date(2027, 1, 4))
    assert parse_pause("2026-12-20") == (date(2026, 12, 20), date(2026, 12, 20))
