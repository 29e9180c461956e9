"""Instants and local times. Durations are counted between instants, days are the learner's own.

Two aware times of one zone subtract as clocks on the wall do: an hour too much or too little when
the clocks change in between. Whatever measures goes through `instant` first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def to_utc(moment: datetime) -> datetime:
    """Return an aware moment in UTC; one beyond the first or last year is held at its edge."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return _FIRST if moment.year == 1 else _LAST


def to_local(moment: datetime, tz: tzinfo) -> datetime:
    """Return an aware moment on the clocks of a zone; at the edge of the years as it is."""
    try:
        return to_utc(moment).astimezone(tz)
    except OverflowError:
        return moment


def build_localizer(tz: tzinfo) -> Callable[[datetime], datetime]:
    """Return what tells local times as `local_time` does, for many moments of few days.

    The zone is asked at both ends of a day only: where its offset is the same there, it holds in
    between. The times that are told carry that plain offset.
    """
    offsets: dict[int, tzinfo | None] = {}

    def told(moment: datetime) -> datetime:
        at = to_utc(moment)
        day = at.toordinal()
        if day not in offsets:
            ends = [datetime.combine(at, clock, UTC) for clock in (time.min, time.max)]
            first, last = (to_local(end, tz).utcoffset() for end in ends)
            same = first is not None and first == last
            offsets[day] = timezone(first) if same and first is not None else None
        offset = offsets[day]
        return to_local(at, offset) if offset is not None else to_local(moment, tz)

    return told


def find_local_day(moment: datetime, tz: tzinfo) -> date:
    """Return the day an aware moment falls on in a zone."""
    return to_local(moment, tz).date()


def count_seconds(start: datetime, end: datetime) -> int:
    """Return the whole seconds from one aware moment to another; 0 where the end is earlier."""
    between = to_utc(end) - to_utc(start)
    return max(0, between.days * 86_400 + between.seconds)


def find_instants(day: date, clock: time, tz: tzinfo) -> tuple[datetime, ...]:
    """Return the moments at which the clocks of a zone show this time on this day, in order.

    One as a rule, two where the clocks are set back, none where they are set forward over it.
    """
    wall = datetime.combine(day, clock.replace(fold=0, tzinfo=None))
    found: dict[datetime, datetime] = {}
    for fold in (0, 1):
        moment = wall.replace(tzinfo=tz, fold=fold)
        local = to_local(moment, tz)
        if local.replace(tzinfo=None, fold=0) == wall:
            found.setdefault(to_utc(moment), local)
    return tuple(found[moment] for moment in sorted(found))


def to_stored_time(moment: datetime) -> datetime:
    """Return an aware moment as the progress file holds it: whole seconds, whole-minute offset.

    Historical zones may have offsets with seconds, which TOML cannot express: those become UTC.
    """
    moment = moment.replace(microsecond=0)
    offset = moment.utcoffset()
    if offset is None or offset.total_seconds() % 60 or offset.microseconds:
        return to_utc(moment)
    # A plain offset instead of a zone: equal to what reading the file gives.
    return moment.replace(tzinfo=UTC if not offset else timezone(offset))


def move_past(moment: datetime, *others: datetime | None) -> datetime:
    """Return `moment`, or one second after the latest of `others` if that is not before it.

    A later change needs a later `updated` even if the clock was set back in between, because
    `updated` decides between versions.
    """
    latest = max((other for other in others if other is not None), default=None)
    if latest is None or latest < moment:
        return moment
    try:
        return latest + timedelta(seconds=1)
    except OverflowError:
        return latest
