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
LEAST_MINUTES = 15
"""A shorter rest of a step or of an appointment does not get a row of its own."""

GRID_MINUTES = 5
"""Parts and appointments are multiples of it."""

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
    minutes = _round_to_grid(hours_per_week * 60 / days_per_week)
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
    """Return appointments of `minutes` from `start` on, until every share has its minutes.

    `shares` are steps in order with their minutes, `weekdays` count from 0 for Monday. Days in a
    pause are left out. Shares are rounded to five minutes. A rest of a step below LEAST_MINUTES,
    and a gap that would leave less than that for the next step, goes to the row before or after
    it, so that a step may get up to ten minutes more or less than its share. The last appointment
    may have another length, and one between short steps up to ten minutes less. Raises WrongUsage
    for more than MOST_APPOINTMENTS.
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


def count_appointments(total: int, minutes: int) -> int:
    """Return how many appointments of `minutes` hold `total` minutes, one at least.

    A rest below LEAST_MINUTES prolongs the last one.
    """
    whole, rest = divmod(_round_to_grid(total), minutes)
    return max(1, whole + (rest >= LEAST_MINUTES))


def _fill(shares: Sequence[tuple[Step, int]], minutes: int) -> list[list[PlannedPart]]:
    """Return the parts of each appointment; minutes more or less than a share move on."""
    rows: list[list[PlannedPart]] = [[]]
    room, ahead = minutes, 0
    rounded = _round_shares(shares)
    for i, (step, share) in enumerate(rounded):
        following = rounded[i + 1][1] if i + 1 < len(rounded) else 0
        # A short step among longer ones gets a quarter of an hour as well, of the next one's time.
        least = LEAST_MINUTES if ahead < share else min(share, LEAST_MINUTES)
        left = max(least, share - ahead)
        ahead += left - share
        while left:
            if not room:
                rows.append([])
                room = minutes
            taken = _choose_part(left, room, following, ahead)
            if taken >= left:
                ahead += taken - left
                left = taken
            elif left - taken < LEAST_MINUTES:
                ahead -= left - taken
                left = taken
            left -= taken
            rows[-1].append(PlannedPart(step, taken, left == 0))
            room = max(0, room - taken)
            if not left and room < min(LEAST_MINUTES, following):
                room = 0
    if len(rows) > 1 and sum(part.minutes for part in rows[-1]) < LEAST_MINUTES:
        rest = rows.pop()
        rows[-1] += rest
    return rows if rows[0] else []


def _choose_part(left: int, room: int, following: int, ahead: int) -> int:
    """Return the minutes of a step in an appointment with `room`, `left` of them to go.

    The last step of all, with nothing `following`, prolongs its appointment by a short rest.
    """
    if left > room:
        return left if not following and left - room < LEAST_MINUTES else room
    gap = room - left
    fills = gap < min(LEAST_MINUTES, following) and ahead + gap < LEAST_MINUTES
    return room if fills else left


def _round_shares(shares: Sequence[tuple[Step, int]]) -> list[tuple[Step, int]]:
    """Return shares in multiples of GRID_MINUTES with the same sum; none above 0 becomes 0."""
    rounded: list[tuple[Step, int]] = []
    total = given = 0
    for step, share in shares:
        total += share
        if share > 0:
            part = max(GRID_MINUTES, _round_to_grid(total) - given)
            given += part
            rounded.append((step, part))
    return rounded


def _round_to_grid(minutes: float) -> int:
    return round(minutes / GRID_MINUTES) * GRID_MINUTES


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
