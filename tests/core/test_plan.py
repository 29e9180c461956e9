"""The plan: nothing lost between weeks, pauses kept free, days that exist."""

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
    """The paper path with nothing done."""
    return build_path_status(ledger_with(), path_of("paper"))


def forecast_of(minutes: int, hours: float | None = None) -> Forecast:
    """A forecast whose median is so many minutes."""
    source = None if hours is None else "set"
    return Forecast(minutes // 2, minutes, 2 * minutes, Pace(1.2, 0), hours, source, None)


def planned(minutes: int = 3000, **how: object) -> Plan:
    """A plan of the paper path, from a Monday on if nothing else is said."""
    how = {"start": MONDAY, **how}
    return build_plan(paper_status(), forecast_of(minutes), **how)  # type: ignore[arg-type]


def test_five_hours_a_week_fill_weeks_of_five_hours() -> None:
    """Every week but the last holds 300 minutes, and the last the rest."""
    answer = planned(1000, hours_per_week=5)
    assert [week.minutes for week in answer.weeks] == [300, 300, 300, 100]
    assert [week.start for week in answer.weeks] == [MONDAY + timedelta(weeks=i) for i in range(4)]


def test_a_week_that_has_begun_holds_its_share() -> None:
    """From a Saturday on the first week holds two sevenths, and is named by its Monday."""
    answer = planned(1000, start=date(2026, 11, 28), hours_per_week=7)
    assert answer.weeks[0].minutes == 120
    assert answer.weeks[0].start == MONDAY
    assert answer.weeks[0].first == date(2026, 11, 28)


def test_a_pause_takes_its_days_out() -> None:
    """Two weeks and a day of pause leave those weeks out and shorten the one after."""
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


def test_a_week_runs_over_its_days_of_study() -> None:
    """Days of pause at the beginning or end of a week are not named as days of the plan."""
    pauses = [(MONDAY + timedelta(2), MONDAY + timedelta(8))]
    first, second = planned(600, hours_per_week=7, pauses=pauses).weeks[:2]
    assert (first.first, first.last) == (MONDAY, MONDAY + timedelta(1))
    assert (second.first, second.last) == (MONDAY + timedelta(9), MONDAY + timedelta(13))


def test_a_step_goes_on_in_the_next_week() -> None:
    """The parts of a step sum to its share, and only the last one ends it."""
    answer = planned(3000, hours_per_week=2)
    parts = [s for week in answer.weeks for s in week.steps]
    first = [s for s in parts if s.step.id == parts[0].step.id]
    assert [s.ends for s in first] == [False] * (len(first) - 1) + [True]
    assert len(first) > 1


def test_by_a_day_says_what_it_takes() -> None:
    """70 hours in 10 weeks take 7 a week, and twice that to be sure when the interval says so."""
    answer = planned(4200, by=MONDAY + timedelta(days=69))
    assert answer.deadline is not None
    assert (answer.deadline.needed, answer.deadline.sure) == (7.0, 14.0)
    assert answer.deadline.feasible
    assert answer.forecast.finish is not None
    assert answer.forecast.finish.p50 <= answer.deadline.by


@pytest.mark.parametrize(("usual", "feasible"), [(6.9, False), (7.0, True), (None, True)])
def test_by_a_day_is_feasible_where_the_usual_hours_bear_it(
    usual: float | None, feasible: bool
) -> None:
    """Less than it takes is not feasible; nothing known of the hours leaves the choice."""
    forecast = forecast_of(4200, usual)
    answer = build_plan(paper_status(), forecast, start=MONDAY, by=MONDAY + timedelta(days=69))
    assert answer.deadline is not None
    assert answer.deadline.feasible is feasible


def test_more_hours_than_a_week_has_are_not_feasible() -> None:
    """500 hours by tomorrow are said to need more than a week has, and still laid out."""
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
def test_what_cannot_be_planned_is_wrong_usage(how: dict[str, object]) -> None:
    """No hours known, impossible ones, and a day that is past or in a pause are refused."""
    with pytest.raises(WrongUsage):
        planned(3000, **how)


def test_no_estimates_cannot_be_planned() -> None:
    """Without a forecast there is nothing to plan with, and that is said."""
    with pytest.raises(WrongUsage, match="estimate"):
        build_plan(paper_status(), None, start=MONDAY, hours_per_week=5)


def test_nothing_left_is_an_empty_plan() -> None:
    """A complete path has no weeks and no finish."""
    done = ledger_with(done=[("paper", step.id) for step in path_of("paper").steps])
    status = build_path_status(done, path_of("paper"))
    forecast = forecast_path(done, status, hours_per_week=5, today=MONDAY, tz=UTC)
    answer = build_plan(status, forecast, start=MONDAY)
    assert (answer.weeks, answer.forecast.finish) == ((), None)


def test_more_than_a_hundred_years_is_refused() -> None:
    """A plan that no one lives to see the end of is wrong usage, not a long wait."""
    with pytest.raises(WrongUsage, match="hundred years"):
        planned(600_000 * 60, hours_per_week=0.25)


def test_the_end_of_the_calendar_is_survived() -> None:
    """A plan at the end of the last year either fits or is refused; its days never overflow."""
    answer = planned(60, start=date(9999, 12, 27), hours_per_week=168)
    assert answer.forecast.finish is not None
    assert answer.forecast.finish.p90 <= date.max
    with pytest.raises(WrongUsage):
        planned(6000, start=date(9999, 12, 27), hours_per_week=1)


def test_a_leap_day_is_a_day_of_study() -> None:
    """Seven days from the 26th of February of a leap year end on the 3rd of March."""
    assert find_finish_day(date(2028, 2, 26), 420, 7) == date(2028, 3, 3)
    assert find_finish_day(date(2027, 2, 26), 420, 7) == date(2027, 3, 4)


def test_unknown_steps_are_named_and_not_planned() -> None:
    """A step without any estimate has no minutes to lay out and is told apart."""
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
    """A path of ten thousand steps loses none of them and no minute."""
    steps = tuple(
        Step(f"s{i}", f"1.{i}", "S", "video", estimate=Estimate(30, 60, "stated"))
        for i in range(10_000)
    )
    path = Path("p", "P", (Phase("one", "Phase 1", "One", 1, steps),), "p.toml")
    at = datetime(2026, 11, 1, tzinfo=UTC)
    entries = {("p", "s0"): Entry(state="doing", sessions=(Session(at, 20),))}
    led = track_progress(Curriculum((path,)), Progress(entries=entries))
    status = build_path_status(led, path)
    forecast = forecast_path(led, status, hours_per_week=40, today=MONDAY, tz=UTC)
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
    held=pauses,
)
def test_a_plan_loses_nothing(
    minutes: int, start: date, hours: float, held: list[tuple[date, date]]
) -> None:
    """Minutes sum to the median, weeks go forward, none is overfull, all steps are in it."""
    answer = planned(minutes, start=start, hours_per_week=hours, pauses=held)
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
        assert not any(begin <= finish.p50 <= end for begin, end in held)


@given(start=st.dates(), minutes=st.integers(1, 10**9), hours=st.floats(0.01, 168), held=pauses)
def test_every_finish_is_a_day_that_exists(
    start: date, minutes: int, hours: float, held: list[tuple[date, date]]
) -> None:
    """From any first day the end is on or after it, and holds the minutes unless time ends."""
    kept = unite_pauses(held)
    last = find_finish_day(start, minutes, hours, kept)
    assert last >= start
    if last < date.max:
        assert count_minutes(count_study_days(start, last, kept), hours) >= minutes


@given(minutes=st.integers(1, 10**7), hours=st.floats(0.25, 168))
def test_days_for_is_the_fewest_that_hold_the_minutes(minutes: int, hours: float) -> None:
    """One day less would not hold them."""
    days = count_days_needed(minutes, hours)
    assert count_minutes(days, hours) >= minutes
    assert days == 1 or count_minutes(days - 1, hours) < minutes


@given(start=st.dates())
def test_weeks_follow_each_other_without_a_gap(start: date) -> None:
    """The first week begins on the day asked for, the others on Mondays, up to the last day."""
    weeks = list(iterate_weeks(start, 5))
    assert weeks[0][1] == start
    assert weeks[0][0] == find_monday(start)
    for (_, _, last), (monday, first, _) in pairwise(weeks):
        assert first == monday == last + timedelta(days=1)
    assert len(weeks) == 5 or weeks[-1][2] == date.max


@pytest.mark.parametrize("text", ["", "soon", "2026-12-20..", "2027-01-04..2026-12-20", "a..b"])
def test_a_pause_that_is_none_is_refused(text: str) -> None:
    """A pause is two dates in their order, or one day."""
    with pytest.raises(WrongUsage):
        parse_pause(text)


def test_a_pause_is_read() -> None:
    """Both days count; a single date is a pause of that day."""
    assert parse_pause("2026-12-20..2027-01-04") == (date(2026, 12, 20), date(2027, 1, 4))
    assert parse_pause("2026-12-20") == (date(2026, 12, 20), date(2026, 12, 20))
