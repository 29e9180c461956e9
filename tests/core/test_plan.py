"""Plans, pauses, weeks and finish days."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from studypath.core.curriculum import Curriculum, Estimate, Path, Phase, Step
from studypath.core.dates import InvalidDate
from studypath.core.errors import WrongUsage
from studypath.core.forecast import Pace
from studypath.core.path_forecast import Forecast, forecast_path
from studypath.core.plan import Plan, PlanRequest, build_plan, plan_path
from studypath.core.planned_weeks import LEAST_MINUTES_IN_WEEK
from studypath.core.progress import Entry, Progress, Session
from studypath.core.settings import Settings
from studypath.core.status import PathStatus, build_path_status
from studypath.core.study_times import StudyTimes
from studypath.core.tracked import TrackedProgress, track_progress
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
from tests.progress_samples import path_of, progress_with

MONDAY = date(2026, 11, 23)


@cache
def paper_status() -> PathStatus:
    """Return the status of the paper path with nothing done."""
    return build_path_status(progress_with(), path_of("paper"))


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
    assert answer.planned_end is not None
    assert free.planned_end is not None
    assert answer.planned_end == free.planned_end + timedelta(days=15)


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
    assert answer.planned_end is not None
    assert answer.planned_end <= answer.deadline.by


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
    """There are no weeks, no end of them and no finish."""
    done = progress_with(done=[("paper", step.id) for step in path_of("paper").steps])
    status = build_path_status(done, path_of("paper"))
    forecast = forecast_path(done, status, hours_per_week=5, today=MONDAY, tz=UTC)
    answer = build_plan(status, forecast, start=MONDAY)
    assert (answer.weeks, answer.planned_end, answer.forecast.finish) == ((), None, None)


def test_more_than_a_hundred_years_raise() -> None:
    """A plan that long raises instead of running long."""
    with pytest.raises(WrongUsage, match="hundred years"):
        planned(600_000 * 60, hours_per_week=0.25)


def test_a_plan_ends_by_the_last_day_of_the_calendar() -> None:
    """A plan in the last week of the year 9999 fits or raises WrongUsage; nothing overflows."""
    answer = planned(60, start=date(9999, 12, 27), hours_per_week=168)
    assert answer.planned_end is not None
    assert answer.planned_end <= date.max
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


def test_a_rest_of_a_few_minutes_is_finished_in_the_week_before() -> None:
    """304 minutes at five hours a week are one week; the next step has its hours a week later."""
    steps = tuple(
        Step(name, f"1.{n}", name, "video", estimate=Estimate(low, low, "stated"))
        for n, (name, low) in enumerate((("a", 304), ("b", 300)), start=1)
    )
    path = Path("p", "P", (Phase("one", "Phase 1", "One", 1, steps),), "p.toml")
    status = build_path_status(track_progress(Curriculum((path,)), Progress()), path)
    answer = build_plan(status, forecast_of(604), start=MONDAY, hours_per_week=5)
    rows = [[(s.step.id, s.minutes) for s in week.steps] for week in answer.weeks]
    assert rows == [[("a", 304)], [("b", 300)]]
    assert answer.planned_end == MONDAY + timedelta(days=13)


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
    # A week makes up for up to nine minutes of the week before and exceeds its own by as many.
    assert all(week.minutes <= hours * 60 + 1 + 2 * 9 for week in answer.weeks)
    rows = [s for week in answer.weeks for s in week.steps]
    share: dict[str, int] = {}
    for row in rows:
        share[row.step.id] = share.get(row.step.id, 0) + row.minutes
    assert all(row.minutes >= min(LEAST_MINUTES_IN_WEEK, share[row.step.id]) for row in rows)
    named = [s.step.id for week in answer.weeks for s in week.steps]
    assert list(dict.fromkeys(named)) == [step.id for step in path_of("paper").steps]
    if minutes:
        assert answer.planned_end is not None
        assert answer.weeks[-1].first <= answer.planned_end <= answer.weeks[-1].last
        assert not any(begin <= answer.planned_end <= end for begin, end in paused)


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
    with pytest.raises(InvalidDate):
        parse_pause(text, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-12-20..2027-01-04", date(2026, 12, 20), date(2027, 1, 4)),
        ("20 dec..4 jan", date(2026, 12, 20), date(2027, 1, 4)),
        ("20.12.2026 .. 4.1.2027", date(2026, 12, 20), date(2027, 1, 4)),
        ("tomorrow..next sunday", date(2026, 11, 24), date(2026, 11, 29)),
        ("2026-12-20", date(2026, 12, 20), date(2026, 12, 20)),
    ],
)
def test_a_pause_parses(text: str, first: date, last: date) -> None:
    """Both days are part of it, read like other coming days; one date is a pause of one day."""
    assert parse_pause(text, date(2026, 11, 23)) == (first, last)


def test_a_pause_without_years_never_ends_before_it_begins() -> None:
    """In the middle of a pause its first day is next year's; the message names both days."""
    with pytest.raises(InvalidDate, match="ends on 2027-01-04, before it begins on 2027-12-20"):
        parse_pause("20 dec..4 jan", date(2026, 12, 22))


NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
SET = Settings(hours_per_week=5, study_days="mon,wed,sat", study_time="19:00")


def plan_at(
    request: PlanRequest | None = None,
    settings: Settings = SET,
    *,
    tracked: TrackedProgress | None = None,
    now: datetime = NOW,
) -> Plan:
    """Return the plan of the paper path."""
    tracked = tracked or progress_with()
    status = build_path_status(tracked, path_of("paper"))
    return plan_path(tracked, status, request or PlanRequest(), settings, now, UTC)


def test_the_finish_is_the_one_that_status_shows() -> None:
    """The settings' hours and study days are the prior of both, and the log pulls both away."""
    sessions = tuple(Session(NOW - timedelta(days=n), 30) for n in range(1, 60, 7))
    tracked = progress_with(
        entries=[(("paper", "seq2seq"), Entry(state="doing", sessions=sessions))]
    )
    status = build_path_status(tracked, path_of("paper"))
    shown = forecast_path(
        tracked, status, hours_per_week=5, today=MONDAY, tz=UTC, study_days_per_week=3
    )
    plan = plan_at(tracked=tracked)
    assert plan.forecast == shown
    assert plan.planned_end is not None
    assert plan.forecast.finish is not None
    assert plan.forecast.finish.p50 > plan.planned_end


def test_hours_of_the_request_come_before_the_settings() -> None:
    """They are the hours of the layout and the prior of the forecast."""
    few, many = (plan_at(PlanRequest(hours_per_week=hours)) for hours in (2.0, 12.0))
    assert (few.hours_per_week, few.weekly_source) == (2.0, "given")
    assert few.forecast.finish is not None
    assert many.forecast.finish is not None
    assert few.forecast.finish.p50 > many.forecast.finish.p50
    assert few.appointments[0].minutes == 40
    assert many.appointments[0].minutes == 240


def test_the_hours_that_a_day_needs_are_the_prior() -> None:
    """With `by` the forecast has the needed hours; without a log it ends around that day."""
    by = MONDAY + timedelta(weeks=12)
    plan = plan_at(PlanRequest(by=by), Settings())
    assert plan.deadline is not None
    assert (plan.hours_per_week, plan.weekly_source) == (plan.deadline.needed, "by")
    assert plan.forecast.hours_per_week == plan.deadline.needed
    assert plan.forecast.weekly_source == "by"
    assert plan.forecast.finish is not None
    assert abs((plan.forecast.finish.p50 - by).days) <= 7
    assert plan.planned_end is not None
    assert plan.planned_end <= by


def test_a_plan_without_weekly_hours_is_refused_with_advice() -> None:
    """Neither request, settings nor log have hours: the error names both options."""
    with pytest.raises(
        WrongUsage, match="Give them once with --hours-per-week 5, or give a day with --by"
    ):
        plan_at(settings=Settings(study_days="mon", study_time="19:00"))


def test_appointments_are_on_the_study_days_of_the_settings() -> None:
    """Five hours on three evenings are 100 minutes each; the request's days come before them."""
    plan = plan_at()
    assert {each.start.weekday() for each in plan.appointments} == {0, 2, 5}
    assert {each.start.time() for each in plan.appointments} == {time(19)}
    assert {each.minutes for each in plan.appointments[:-1]} == {100}
    other = plan_at(PlanRequest(weekdays=(1,), at=time(7)))
    assert {each.start.weekday() for each in other.appointments} == {1}
    assert other.appointments[0].minutes == 300


def test_weeks_hold_the_minutes_of_the_appointments() -> None:
    """Both are one plan: the same minutes, days and last day."""
    plan = plan_at()
    minutes = sum(week.minutes for week in plan.weeks)
    assert minutes == sum(each.minutes for each in plan.appointments)
    assert abs(minutes - plan.forecast.p50_minutes) <= 2
    assert plan.weeks[0].first == plan.appointments[0].start.date()
    assert plan.planned_end == plan.weeks[-1].last == plan.appointments[-1].start.date()


def test_half_a_setting_makes_no_appointments_and_half_a_request_is_refused() -> None:
    """Days without a time are a prior of the forecast only; `--days` alone asks for the time."""
    days_only = plan_at(settings=Settings(hours_per_week=5, study_days="mon"))
    assert not days_only.appointments
    assert not plan_at(settings=Settings(hours_per_week=5, study_time="19:00")).appointments
    with pytest.raises(WrongUsage, match="--at 19:00"):
        plan_at(PlanRequest(weekdays=(0,)), Settings(hours_per_week=5))
    with pytest.raises(WrongUsage, match="--days mon,wed,sat"):
        plan_at(PlanRequest(at=time(19)), Settings(hours_per_week=5))


@pytest.mark.parametrize(("clock", "first"), [(18, 0), (19, 2), (23, 2)])
def test_no_appointment_begins_in_the_past(clock: int, first: int) -> None:
    """After the study time, today's appointment is on the next study day."""
    plan = plan_at(now=NOW.replace(hour=clock))
    assert plan.appointments[0].start.weekday() == first
    assert plan.appointments[0].start > NOW.replace(hour=clock)


def test_a_later_start_is_a_pause_until_then() -> None:
    """Four weeks later the plan and its forecast end four weeks later."""
    plain, later = plan_at(), plan_at(PlanRequest(start=MONDAY + timedelta(weeks=4)))
    assert plain.planned_end is not None
    assert later.planned_end == plain.planned_end + timedelta(weeks=4)
    assert plain.forecast.finish is not None
    assert later.forecast.finish is not None
    assert later.forecast.finish.p50 == plain.forecast.finish.p50 + timedelta(weeks=4)


def test_a_pause_moves_the_plan_and_the_forecast() -> None:
    """A pause of two weeks moves both by two weeks."""
    pause = (MONDAY + timedelta(days=7), MONDAY + timedelta(days=20))
    plain, paused = plan_at(), plan_at(PlanRequest(pauses=(pause,)))
    assert plain.planned_end is not None
    assert paused.planned_end == plain.planned_end + timedelta(weeks=2)
    assert plain.forecast.finish is not None
    assert paused.forecast.finish is not None
    assert paused.forecast.finish.p50 == plain.forecast.finish.p50 + timedelta(weeks=2)
    assert not any(pause[0] <= each.start.date() <= pause[1] for each in paused.appointments)


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (PlanRequest(hours_per_week=5, by=MONDAY), "opposite questions"),
        (PlanRequest(start=MONDAY - timedelta(days=1)), "before today"),
        (PlanRequest(hours_per_week=0), "hours per week"),
        (PlanRequest(hours_per_week=0.5), "below 15m"),
        (PlanRequest(hours_per_week=37), "above 12h"),
        (PlanRequest(by=MONDAY + timedelta(days=1), start=MONDAY + timedelta(days=1)), "no study"),
        (PlanRequest(by=MONDAY + timedelta(days=2)), "too few"),
        (PlanRequest(by=MONDAY, start=MONDAY + timedelta(days=1)), "is before"),
    ],
)
def test_a_request_that_cannot_be_met_raises(request_: PlanRequest, words: str) -> None:
    """The error names what does not fit."""
    with pytest.raises(WrongUsage, match=words):
        plan_at(request_)


def test_a_deadline_on_study_days_gives_the_hours_per_week() -> None:
    """50 hours on the 30 evenings of ten weeks need 5 per week, 10 for a quantile of 100."""
    times = StudyTimes((0, 2, 5), time(19), UTC)
    by = MONDAY + timedelta(days=69)
    plan = build_plan(paper_status(), forecast_of(3000), start=MONDAY, by=by, times=times)
    assert plan.deadline is not None
    assert 5 <= plan.deadline.needed <= 5.3
    assert plan.deadline.sure == 10
    assert plan.planned_end is not None
    assert by - timedelta(days=7) <= plan.planned_end <= by


@hypothesis_settings(max_examples=50, deadline=None)
@given(
    minutes=st.integers(1, 20_000),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    weeks=st.integers(2, 200),
    paused=pauses,
)
def test_a_deadline_on_study_days_is_met_or_refused(
    minutes: int, weekdays: tuple[int, ...], weeks: int, paused: list[tuple[date, date]]
) -> None:
    """Every share is scheduled, and the last appointment is by the day."""
    by = MONDAY + timedelta(weeks=weeks)
    times = StudyTimes(weekdays, time(19), UTC)
    try:
        plan = build_plan(
            paper_status(), forecast_of(minutes), start=MONDAY, by=by, pauses=paused, times=times
        )
    except WrongUsage:
        free = [
            day
            for n in range((by - MONDAY).days + 1)
            if (day := MONDAY + timedelta(n)).weekday() in weekdays
            and not any(begin <= day <= end for begin, end in paused)
        ]
        # Every appointment may fall short of its length by up to ten minutes.
        assert minutes > len(free) * (720 - 10 - 5)
        return
    planned_minutes = sum(each.minutes for each in plan.appointments)
    tiny = 5 * len(paper_status().steps) if minutes < 1000 else 0
    assert abs(planned_minutes - minutes) <= 10 + 3 + tiny
    assert sum(week.minutes for week in plan.weeks) == planned_minutes
    assert plan.planned_end is not None
    assert plan.planned_end <= by
    assert plan.deadline is not None
    assert plan.deadline.needed <= plan.deadline.sure
