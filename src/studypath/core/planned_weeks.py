"""Lay the remaining steps on weeks: at weekly hours, or by the appointments in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from studypath.core.appointments import Appointment
from studypath.core.curriculum import Step
from studypath.core.errors import WrongUsage
from studypath.core.weeks import (
    Pause,
    count_minutes,
    count_study_days,
    find_monday,
    iterate_weeks,
)

MOST_WEEKS = 5200
"""A hundred years: a longer plan is an error."""

LEAST_MINUTES_IN_WEEK = 10
"""A shorter rest of a step does not get a row of its own."""


class PlannedStep(NamedTuple):
    """A step or its part in a week, in whole minutes at the median; `ends` marks the last part."""

    step: Step
    minutes: int
    ends: bool


class PlannedWeek(NamedTuple):
    """A week with study: its Monday, the first and last day of study in it, and its steps."""

    start: date
    first: date
    last: date
    steps: tuple[PlannedStep, ...]

    @property
    def minutes(self) -> int:
        """Return the whole minutes of the week."""
        return sum(step.minutes for step in self.steps)


def fill_weeks(
    shares: Sequence[tuple[Step, int]], start: date, weekly: float, pauses: Sequence[Pause]
) -> Iterable[PlannedWeek]:
    """Yield the weeks from `start` on; a step that does not fit into one continues in the next.

    A rest below LEAST_MINUTES_IN_WEEK is finished in the week before, and a step that would get
    less than that begins in the next week. The next week makes up for both. Raises WrongUsage for
    a plan of more than MOST_WEEKS.
    """
    at, left = 0, shares[0][1] if shares else 0
    days = given = 0
    for monday, first, last in iterate_weeks(start, MOST_WEEKS):
        if at == len(shares):
            return
        studied = count_study_days(first, last, pauses)
        days += studied
        room = count_minutes(days, weekly) - given
        steps: list[PlannedStep] = []
        while studied and at < len(shares):
            part = left if left - room < LEAST_MINUTES_IN_WEEK else room
            if part < min(left, LEAST_MINUTES_IN_WEEK):
                break
            steps.append(PlannedStep(shares[at][0], part, part == left))
            room, left, given = room - part, left - part, given + part
            if not left:
                at += 1
                left = shares[at][1] if at < len(shares) else 0
        if steps:
            yield PlannedWeek(monday, *_find_ends(first, last, pauses), tuple(steps))
    if at < len(shares):
        msg = f"at {weekly:g} hours per week the plan is longer than a hundred years"
        raise WrongUsage(msg)


def group_by_week(appointments: Iterable[Appointment]) -> tuple[PlannedWeek, ...]:
    """Return the weeks of appointments in order, the parts of a step in a week as one."""
    weeks: list[PlannedWeek] = []
    for appointment in appointments:
        day = appointment.start.date()
        monday = find_monday(day)
        if not weeks or weeks[-1].start != monday:
            weeks.append(PlannedWeek(monday, day, day, ()))
        steps = list(weeks[-1].steps)
        for part in appointment.parts:
            if steps and steps[-1].step is part.step:
                minutes = steps.pop().minutes + part.minutes
                steps.append(PlannedStep(part.step, minutes, part.ends))
            else:
                steps.append(PlannedStep(part.step, part.minutes, part.ends))
        weeks[-1] = weeks[-1]._replace(last=day, steps=tuple(steps))
    return tuple(weeks)


def _find_ends(first: date, last: date, pauses: Sequence[Pause]) -> tuple[date, date]:
    """Return the first and the last day outside pauses; there is one."""
    week = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    free = [day for day in week if not any(begin <= day <= end for begin, end in pauses)]
    return free[0], free[-1]
