"""The end of the settings' plan, without its layout."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studypath.core.forecast import Pace
from studypath.core.path_forecast import Finish, Forecast
from studypath.core.plan import build_plan
from studypath.core.planned_end import DAYS_ALIKE, find_differing_end, find_planned_end
from studypath.core.settings import Settings
from studypath.core.status import build_path_status
from studypath.core.study_times import StudyTimes
from tests.progress_samples import path_of, progress_with

MONDAY = date(2026, 11, 23)
STATUS = build_path_status(progress_with(), path_of("paper"))


def forecast_of(minutes: int, end: date = MONDAY, *, prior_only: bool = False) -> Forecast:
    """Return a forecast with a median of minutes and an end."""
    finish = Finish(end, end, end)
    pace = Pace(1.2, 0)
    return Forecast(minutes, minutes, minutes, pace, None, None, finish, prior_only=prior_only)


@given(
    st.integers(1200, 20_000),
    st.floats(2, 40),
    st.dates(MONDAY, MONDAY + timedelta(days=6)),
    st.none() | st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
)
def test_it_is_the_end_of_the_plan(
    minutes: int, hours: float, today: date, weekdays: tuple[int, ...] | None
) -> None:
    """It is the last day of the layout; on study days it may be the study day beside it."""
    hours = min(hours, 12 * len(weekdays)) if weekdays else hours
    times = StudyTimes(weekdays, time(19), UTC) if weekdays else None
    plan = build_plan(STATUS, forecast_of(minutes), start=today, hours_per_week=hours, times=times)
    assert plan.planned_end is not None
    end = find_planned_end(minutes, hours, today, weekdays)
    assert abs((end - plan.planned_end).days) <= (7 if weekdays else 1)


def test_study_days_are_counted_from_today() -> None:
    """Three appointments on Monday and Saturday end on the next Monday; today is one of them."""
    assert find_planned_end(300, 200 / 60, MONDAY, (0, 5)) == MONDAY + timedelta(days=7)
    assert find_planned_end(300, 200 / 60, MONDAY + timedelta(1), (0, 5)) == MONDAY + timedelta(12)


def test_only_another_day_is_named() -> None:
    """Within three days of the forecast, without hours or without sessions there is none."""
    weekly = Settings(hours_per_week=5)
    end = find_planned_end(600, 5, MONDAY, None)
    for days in range(-DAYS_ALIKE, DAYS_ALIKE + 1):
        assert find_differing_end(forecast_of(600, end + timedelta(days)), weekly, MONDAY) is None
    other = forecast_of(600, end + timedelta(DAYS_ALIKE + 1))
    assert find_differing_end(other, weekly, MONDAY) == end
    assert find_differing_end(other, Settings(), MONDAY) is None
    assert find_differing_end(other._replace(prior_only=True), weekly, MONDAY) is None


def test_a_plan_of_centuries_ends_on_a_day() -> None:
    """Nothing overflows."""
    assert find_planned_end(10**9, 0.25, MONDAY, None) == date.max
    assert find_planned_end(10**9, 0.25, MONDAY, (0,)) == date.max
