"""Lay the remaining steps on study days: appointments of the planned length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from studypath.core.curriculum import Step
from studypath.core.errors import WrongUsage
from studypath.core.instants import find_instants
from studypath.core.weeks import Pause

MOST_APPOINTMENTS = 5000
LEAST_MINUTES = 10
"""A shorter rest of a step or of an appointment does not get a row of its own."""

LEAST_APPOINTMENT_MINUTES = 15
MOST_APPOINTMENT_MINUTES = 12 * 60
_SEARCHED_DAYS = 36_600


class PlannedPart(NamedTuple):
    """Whole minutes of a step within an appointment; `ends` tells that the step is then done."""

    step: Step
    minutes: int
    ends: bool


class Appointment(NamedTuple):
    """A time to study: an aware start and what to study, in order."""

    start: datetime
    parts: tuple[PlannedPart, ...]

    @property
    def minutes(self) -> int:
        """The whole minutes of all parts."""
        return sum(part.minutes for part in self.parts)


def compute_length(hours_per_week: float, days_per_week: int) -> int:
    """Return the minutes of one appointment, to the nearest five, within a sensible range."""
    minutes = round(hours_per_week * 60 / days_per_week / 5) * 5
    return min(max(minutes, LEAST_APPOINTMENT_MINUTES), MOST_APPOINTMENT_MINUTES)


def schedule_appointments(  # noqa: PLR0913  one parameter for each thing the user sets
    shares: Sequence[tuple[Step, int]],
    *,
    weekdays: Iterable[int],
    at: time,
    minutes: int,
    start: date,
    tz: tzinfo,
    pauses: Sequence[Pause] = (),
) -> tuple[Appointment, ...]:
    """Return appointments of about `minutes` from `start` on, until every share has its minutes.

    `shares` are steps in order with their minutes, `weekdays` count from 0 for Monday. Days in a
    pause are left out. A step that would leave less than LEAST_MINUTES for the next time is
    finished, and one that would get less than that starts the next time. Raises WrongUsage for
    more than MOST_APPOINTMENTS.
    """
    chosen = set(weekdays)
    days = _list_days(start, chosen, pauses)
    appointments: list[Appointment] = []
    for parts in _fill(shares, minutes):
        day = next(days, None)
        if day is None or len(appointments) == MOST_APPOINTMENTS:
            msg = f"The plan needs more than {MOST_APPOINTMENTS} appointments. Plan longer ones."
            raise WrongUsage(msg)
        appointments.append(Appointment(_find_start(day, at, tz), tuple(parts)))
    return tuple(appointments)


def _fill(shares: Sequence[tuple[Step, int]], minutes: int) -> Iterable[list[PlannedPart]]:
    parts: list[PlannedPart] = []
    room = minutes
    for step, share in shares:
        left = share
        while left > 0:
            if parts and room < LEAST_MINUTES <= left:
                yield parts
                parts, room = [], minutes
            taken = left if left - room < LEAST_MINUTES else room
            left -= taken
            room -= taken
            parts.append(PlannedPart(step, taken, left == 0))
            if room <= 0:
                yield parts
                parts, room = [], minutes
    if parts:
        yield parts


def _list_days(start: date, weekdays: set[int], pauses: Sequence[Pause]) -> Iterator[date]:
    last = min(start.toordinal() + _SEARCHED_DAYS, date.max.toordinal())
    for ordinal in range(start.toordinal(), last + 1):
        day = date.fromordinal(ordinal)
        if day.weekday() in weekdays and not any(a <= day <= b for a, b in pauses):
            yield day


def _find_start(day: date, at: time, tz: tzinfo) -> datetime:
    """Return the moment at which the clocks show `at`, an hour later where they skip it."""
    moments = find_instants(day, at, tz)
    if moments:
        return moments[0]
    return datetime.combine(day, at, tz) + timedelta(hours=1)
