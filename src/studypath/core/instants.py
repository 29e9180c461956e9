"""Instants and local times. Durations are counted between instants, days are the learner's own.

Two aware times of one zone subtract as clocks on the wall do: an hour too much or too little when
the clocks change in between. Whatever measures goes through `instant` first.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def instant(moment: datetime) -> datetime:
    """Return an aware moment in UTC; one beyond the first or last year is held at its edge."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return _FIRST if moment.year == 1 else _LAST


def local_time(moment: datetime, tz: tzinfo) -> datetime:
    """Return an aware moment on the clocks of a zone; at the edge of the years as it is."""
    try:
        return instant(moment).astimezone(tz)
    except OverflowError:
        return moment


def local_day(moment: datetime, tz: tzinfo) -> date:
    """Return the day an aware moment falls on in a zone."""
    return local_time(moment, tz).date()


def seconds_between(start: datetime, end: datetime) -> int:
    """Return the whole seconds from one aware moment to another; 0 where the end is earlier."""
    between = instant(end) - instant(start)
    return max(0, between.days * 86_400 + between.seconds)


def instants_at(day: date, clock: time, tz: tzinfo) -> tuple[datetime, ...]:
    """Return the moments at which the clocks of a zone show this time on this day, in order.

    One as a rule, two where the clocks are set back, none where they are set forward over it.
    """
    wall = datetime.combine(day, clock.replace(fold=0, tzinfo=None))
    found: dict[datetime, datetime] = {}
    for fold in (0, 1):
        moment = wall.replace(tzinfo=tz, fold=fold)
        local = local_time(moment, tz)
        if local.replace(tzinfo=None, fold=0) == wall:
            found.setdefault(instant(moment), local)
    return tuple(found[moment] for moment in sorted(found))
