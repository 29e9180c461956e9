"""The days and the time of study appointments, and the weekly hours that fit on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

from studypath.core.appointments import (
    LEAST_APPOINTMENT_MINUTES,
    MOST_APPOINTMENT_MINUTES,
    Appointment,
    compute_length,
    schedule_appointments,
)
from studypath.core.curriculum import Step
from studypath.core.errors import WrongUsage
from studypath.core.instants import to_local
from studypath.core.weeks import Pause, add_days


class StudyTimes(NamedTuple):
    """The weekdays of study, 0 for Monday, and the time at which appointments begin in a zone."""

    weekdays: tuple[int, ...]
    at: time
    tz: tzinfo

    @property
    def least_hours(self) -> float:
        """The fewest hours per week that fill these days with appointments."""
        return len(self.weekdays) * LEAST_APPOINTMENT_MINUTES / 60

    @property
    def most_hours(self) -> float:
        """The most hours per week that these days hold."""
        return len(self.weekdays) * MOST_APPOINTMENT_MINUTES / 60


def schedule_at(
    times: StudyTimes,
    shares: Sequence[tuple[Step, int]],
    hours_per_week: float,
    start: date,
    pauses: Sequence[Pause],
) -> tuple[Appointment, ...]:
    """Return appointments at weekly hours, from `start` on, until every share has its minutes.

    Raises WrongUsage if the hours make appointments that are too short or too long.
    """
    days = len(times.weekdays)
    on_days = f"{hours_per_week:g} hours per week on {days} {'day' if days == 1 else 'days'}"
    if hours_per_week < times.least_hours:
        msg = (
            f"{on_days} make appointments below {LEAST_APPOINTMENT_MINUTES}m\n"
            "Give more hours with --hours-per-week, or fewer days with --days."
        )
        raise WrongUsage(msg)
    if hours_per_week > times.most_hours:
        msg = (
            f"{on_days} make appointments above {MOST_APPOINTMENT_MINUTES // 60}h\n"
            "Give fewer hours with --hours-per-week, or more days with --days."
        )
        raise WrongUsage(msg)
    return schedule_appointments(
        shares,
        weekdays=times.weekdays,
        at=times.at,
        minutes=compute_length(hours_per_week, days),
        start=start,
        tz=times.tz,
        pauses=pauses,
    )


def list_study_dates(
    times: StudyTimes, start: date, last: date, pauses: Sequence[Pause]
) -> Iterator[date]:
    """Yield the study days from `start` to `last`, inclusive, outside pauses."""
    for day in map(date.fromordinal, range(start.toordinal(), last.toordinal() + 1)):
        if day.weekday() in times.weekdays and not any(a <= day <= b for a, b in pauses):
            yield day


def find_first_day(times: StudyTimes | None, start: date, now: datetime) -> date:
    """Return `start`, or the day after it if its appointment would have begun already."""
    if times is None:
        return start
    local = to_local(now, times.tz)
    if start == local.date() and local.time() >= times.at:
        return add_days(start, 1)
    return start
