"""Appointments of a plan as rows."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from studypath.core.appointments import Appointment, PlannedPart
from studypath.core.curriculum import Step
from studypath.core.durations import format_duration
from studypath.core.path_forecast import forecast_path
from studypath.core.plan import Plan, build_plan
from studypath.core.status import build_path_status
from studypath.core.study_times import StudyTimes
from studypath.views.appointments import format_hours_of_day, render_appointments
from studypath.views.plan import render_plan
from tests.progress_samples import HOSTILE, path_of, progress_with
from tests.views.shown import assert_golden, shown

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 23)
START = datetime(2026, 11, 23, 19, tzinfo=BERLIN)


def planned() -> Plan:
    """Return a plan of the paper path on Monday, Wednesday and Saturday evenings."""
    tracked = progress_with()
    status = build_path_status(tracked, path_of("paper"))
    forecast = forecast_path(tracked, status, hours_per_week=5, today=TODAY, tz=BERLIN)
    times = StudyTimes((0, 2, 5), time(19), BERLIN)
    return build_plan(status, forecast, start=TODAY, times=times)


def appointment(*minutes: int, start: datetime = START, title: str = "Step") -> Appointment:
    """Return an appointment of parts of these minutes."""
    parts = (
        PlannedPart(Step(f"s{n}", f"1.{n}", title, "post"), length, ends=True)
        for n, length in enumerate(minutes, start=1)
    )
    return Appointment(start, tuple(parts))


@pytest.mark.parametrize("width", [80, 40])
def test_a_plan_on_study_days_prints_its_golden_file(width: int) -> None:
    """Appointments take the place of the weeks."""
    assert_golden(f"plan-appointments-{width}", shown(render_plan(planned(), today=TODAY), width))


def test_a_row_has_day_times_length_number_and_title() -> None:
    """The day and the times precede the first part of an appointment only."""
    lines = shown(render_appointments([appointment(40, 60)], 80), 80).splitlines()
    assert [line.split() for line in lines] == [
        ["Mon", "23", "Nov", "2026", "19:00–20:40", "40m", "1.1", "Step"],
        ["1h", "1.2", "Step"],
    ]


def test_a_narrow_row_has_the_day_and_the_times_above_the_parts() -> None:
    """At 40 columns the parts are indented below."""
    lines = shown(render_appointments([appointment(40, 60)], 40), 40).splitlines()
    assert [line.rstrip() for line in lines] == [
        "Mon 23 Nov 2026  19:00–20:40",
        "  40m  1.1  Step",
        "   1h  1.2  Step",
    ]


@pytest.mark.parametrize(
    ("start", "times"),
    [
        (datetime(2026, 11, 23, 23, 30, tzinfo=BERLIN), "23:30–00:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN), "01:30–02:30"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=BERLIN), "01:30–03:30"),
        (datetime(9999, 12, 31, 23, 30, tzinfo=UTC), "23:30"),
    ],
)
def test_the_end_is_what_the_clock_shows(start: datetime, times: str) -> None:
    """An hour later by the clocks of the zone, over midnight and where they change."""
    assert format_hours_of_day(appointment(60, start=start)) == times


_appointments = st.lists(
    st.lists(st.integers(1, 720), min_size=1, max_size=4), min_size=1, max_size=5
)


@settings(max_examples=50)
@given(minutes=_appointments, width=st.sampled_from([20, 40, 59, 60, 80, 120]))
def test_every_part_has_a_row_within_the_width(minutes: list[list[int]], width: int) -> None:
    """No line is too long, and each length is there in order."""
    each = [
        appointment(*lengths, start=START + timedelta(days=n)) for n, lengths in enumerate(minutes)
    ]
    lines = shown(render_appointments(each, width), width).splitlines()
    assert max(map(cell_len, lines)) <= width
    lengths = [format_duration(length) for some in minutes for length in some]
    rows = iter(lines)
    assert all(any(length in row.split() for row in rows) for length in lengths)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("width", [40, 80])
def test_hostile_titles_stay_in_their_row(text: str, width: int) -> None:
    """A title is one line of printable text."""
    view = shown(render_appointments([appointment(60, title=text)], width), width)
    assert len(view.splitlines()) == (2 if width < 60 else 1)
    assert all(line.isprintable() for line in view.splitlines())
