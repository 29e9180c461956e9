"""Appointments on study days."""

from __future__ import annotations

from datetime import UTC, date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studypath.core.appointments import (
    LEAST_MINUTES,
    Appointment,
    compute_length,
    count_appointments,
    schedule_appointments,
)
from studypath.core.curriculum import Step
from studypath.core.errors import WrongUsage
from tests.core.sample import step

MONDAY = date(2026, 11, 23)
SHARES = st.lists(st.integers(0, 900), max_size=12).map(
    lambda minutes: [(step(f"s{n}"), share) for n, share in enumerate(minutes)]
)
WEEKDAYS = st.sets(st.integers(0, 6), min_size=1)


def schedule(
    shares: list[tuple[Step, int]], minutes: int = 90, **options: object
) -> tuple[Appointment, ...]:
    """Return appointments on Monday, Wednesday and Saturday at 19:00 unless told otherwise."""
    arguments = {
        "weekdays": (0, 2, 5),
        "at": time(19),
        "start": MONDAY,
        "tz": UTC,
        "minutes": minutes,
        **options,
    }
    return schedule_appointments(shares, **arguments)  # type: ignore[arg-type]


def test_appointments_fall_on_study_days_at_the_study_time() -> None:
    """Three hours at 90 minutes are Monday and Wednesday evening."""
    found = schedule([(step("a"), 60), (step("b"), 120)])
    assert [str(each.start) for each in found] == [
        "2026-11-23 19:00:00+00:00",
        "2026-11-25 19:00:00+00:00",
    ]
    assert [[(p.step.id, p.minutes, p.ends) for p in each.parts] for each in found] == [
        [("a", 60, True), ("b", 30, False)],
        [("b", 90, True)],
    ]


def test_a_pause_moves_appointments_behind_it() -> None:
    """A day in a pause holds no appointment."""
    found = schedule([(step("a"), 90)], pauses=[(MONDAY, date(2026, 11, 26))])
    assert [each.start.date() for each in found] == [date(2026, 11, 28)]


def test_a_skipped_hour_moves_the_appointment_one_hour() -> None:
    """Where the clocks skip 02:30, the appointment begins at 03:30."""
    found = schedule(
        [(step("a"), 60)],
        weekdays=(6,),
        at=time(2, 30),
        start=date(2027, 3, 28),
        tz=ZoneInfo("Europe/Berlin"),
    )
    assert found[0].start.hour == 3


@given(SHARES, WEEKDAYS, st.integers(3, 48).map(lambda fives: 5 * fives))
def test_appointments_have_the_planned_length_and_no_row_is_tiny(
    shares: list[tuple[Step, int]], weekdays: set[int], minutes: int
) -> None:
    """Rows are whole five minutes, 15 at least unless the step is shorter; so are appointments."""
    found = schedule(shares, minutes, weekdays=weekdays)
    given = {own.id: share for own, share in shares}
    totals: dict[str, int] = {}
    for appointment in found:
        assert appointment.start.weekday() in weekdays
        for part in appointment.parts:
            totals[part.step.id] = totals.get(part.step.id, 0) + part.minutes
            assert part.minutes % 5 == 0
            assert part.minutes >= min(LEAST_MINUTES, given[part.step.id] // 5 * 5)
    assert all(minutes - 10 <= each.minutes <= minutes for each in found[:-1])
    assert all(0 < each.minutes <= minutes + 10 for each in found[-1:])
    assert len(found) < 2 or found[-1].minutes >= LEAST_MINUTES
    assert list(totals) == [own.id for own, share in shares if share]
    starts = [each.start for each in found]
    assert starts == sorted(set(starts))


@given(SHARES, st.integers(3, 48).map(lambda fives: 5 * fives))
def test_every_step_keeps_its_minutes_nearly(shares: list[tuple[Step, int]], minutes: int) -> None:
    """Up to any step the plan differs from the shares by a row that is too short, at most."""
    parts = [part for each in schedule(shares, minutes) for part in each.parts]
    planned = expected = 0
    for own, share in shares:
        planned += sum(part.minutes for part in parts if part.step is own)
        expected += share
        # Steps below five minutes get five.
        tiny = 5 * sum(each < 5 for _, each in shares)
        assert abs(planned - expected) <= 10 + 3 + tiny


@given(st.lists(st.integers(30, 900), min_size=1, max_size=12), st.integers(5, 48))
def test_the_number_of_appointments_follows_from_the_sum(shares: list[int], fives: int) -> None:
    """With steps of half an hour or more it is the sum over the length, the rest in the last."""
    found = schedule([(step(f"s{n}"), share) for n, share in enumerate(shares)], 5 * fives)
    assert abs(len(found) - count_appointments(sum(shares), 5 * fives)) <= 1


def test_a_short_step_takes_a_quarter_of_an_hour_from_the_next_one() -> None:
    """Five minutes of a step have a row of 15 minutes, and the next step as many less."""
    (found,) = schedule([(step("a"), 5), (step("b"), 95)], 100)
    assert [(p.step.id, p.minutes) for p in found.parts] == [("a", 15), ("b", 85)]
    shares = [(step(f"s{n}"), 5) for n in range(20)]
    assert sum(each.minutes for each in schedule(shares, 100)) <= 100 + 10


def test_a_rest_of_nine_minutes_joins_its_neighbours() -> None:
    """109 minutes are one appointment of 100; the nine that are left begin no other one."""
    found = schedule([(step("a"), 109), (step("b"), 91)], 100)
    assert [[(p.step.id, p.minutes) for p in each.parts] for each in found] == [
        [("a", 100)],
        [("b", 100)],
    ]
    found = schedule([(step("a"), 88), (step("b"), 120)], 100)
    assert [[(p.step.id, p.minutes) for p in each.parts] for each in found] == [
        [("a", 100)],
        [("b", 110)],
    ]


@given(SHARES)
def test_a_step_ends_once_and_in_order(shares: list[tuple[Step, int]]) -> None:
    """The last part of a step, and only that, says that the step is then done."""
    parts = [part for each in schedule(shares) for part in each.parts]
    ended = [part.step.id for part in parts if part.ends]
    assert ended == [own.id for own, share in shares if share]
    for position, part in enumerate(parts):
        following = parts[position + 1].step.id if position + 1 < len(parts) else None
        assert part.ends == (following != part.step.id)


def test_five_hours_on_three_days_are_appointments_of_an_hour_and_forty() -> None:
    """The week's hours are spread over its study days, to the nearest five minutes."""
    assert compute_length(5, 3) == 100
    assert compute_length(0.25, 7) == 15
    assert compute_length(168, 1) == 720


def test_a_plan_without_end_is_refused() -> None:
    """More than 5,000 appointments are no plan."""
    with pytest.raises(WrongUsage, match="more than 5000 appointments"):
        schedule([(step("a"), 600_000)], minutes=15)
