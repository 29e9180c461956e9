"""Count days of study: pauses, ISO weeks, and the day on which a number of hours ends.

The hours of a week spread evenly over its seven days; a paused day loses its seventh.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

MOST_WEEKLY_HOURS = 168.0
_LAST_ORDINAL = date.max.toordinal()

Pause = tuple[date, date]
"""The first and last day of a pause."""


def parse_pause(text: str, today: date) -> Pause:
    """Return the pause `2026-12-20..2027-01-04` or `20 dec..4 jan`; one date is one day.

    The dates are read like other coming days (`core.dates`). Raises InvalidDate.
    """
    from studypath.core.dates import InvalidDate, parse_date

    first, dots, last = text.partition("..")
    begin = parse_date(first, today, forward=True)
    end = parse_date(last, today, forward=True) if dots else begin
    if end < begin:
        msg = f"the pause ends on {end}, before it begins on {begin}; write both dates with years"
        raise InvalidDate(msg)
    return begin, end


def find_monday(day: date) -> date:
    """Return the Monday of a day's week. No underflow: date.min is a Monday."""
    return date.fromordinal(day.toordinal() - day.weekday())


def add_days(day: date, days: int) -> date:
    """Return the day `days` later, at most date.max."""
    return date.fromordinal(min(_LAST_ORDINAL, day.toordinal() + days))


def unite_pauses(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return pauses in order, merging those that touch or overlap."""
    merged: list[Pause] = []
    for begin, end in sorted(pauses):
        if merged and begin.toordinal() <= merged[-1][1].toordinal() + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return tuple(merged)


def count_study_days(first: date, last: date, pauses: Sequence[Pause]) -> int:
    """Return the days from `first` to `last`, inclusive, outside pauses that do not overlap."""
    days = max(0, last.toordinal() - first.toordinal() + 1)
    for begin, end in pauses:
        inside = min(end, last).toordinal() - max(begin, first).toordinal() + 1
        days -= max(0, inside)
    return max(0, days)


def count_minutes(days: int, hours_per_week: float) -> int:
    """Return the whole minutes of study in `days`."""
    return round(days * hours_per_week * 60 / 7)


def count_days_needed(minutes: float, hours_per_week: float) -> int:
    """Return the fewest days of study that hold `minutes`."""
    if minutes <= 0:
        return 0
    per_day = hours_per_week * 60 / 7
    if minutes / per_day > 2 * _LAST_ORDINAL:
        return 2 * _LAST_ORDINAL
    days = max(1, math.ceil(minutes / per_day))
    # count_minutes rounds, so that the estimate may be a day off in either direction.
    while days > 1 and count_minutes(days - 1, hours_per_week) >= minutes:
        days -= 1
    while count_minutes(days, hours_per_week) < minutes:
        days += 1
    return days


def find_finish_day(
    start: date, minutes: float, hours_per_week: float, pauses: Sequence[Pause] = ()
) -> date:
    """Return the day on which `minutes` of study end if the first day is `start`.

    `pauses` are sorted and do not overlap. 0 minutes end on `start`; the result is at most
    date.max.
    """
    ordinal = start.toordinal() + max(0, count_days_needed(minutes, hours_per_week) - 1)
    if minutes <= 0:
        return start
    for begin, end in pauses:
        if end < start:
            continue
        first_lost = max(begin, start).toordinal()
        if first_lost > ordinal:
            break
        ordinal += end.toordinal() - first_lost + 1
    return date.fromordinal(min(ordinal, _LAST_ORDINAL))


def iterate_weeks(start: date, most: int) -> Iterable[tuple[date, date, date]]:
    """Yield (Monday, first day, last day) of up to `most` weeks, the first from `start` on."""
    first = start
    for _ in range(most):
        monday = find_monday(first)
        last = add_days(monday, 6)
        yield monday, first, last
        if last == date.max:
            return
        first = last + timedelta(days=1)
