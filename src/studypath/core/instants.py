"""Convert between instants and local times.

Python subtracts two times of one zone by the clock, an hour off if the clocks change in between:
convert with `to_utc` before measuring.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def to_utc(moment: datetime) -> datetime:
    """Return an aware moment in UTC, clamped to the years 1 to 9999."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return _FIRST if moment.year == 1 else _LAST


def to_local(moment: datetime, tz: tzinfo) -> datetime:
    """Return an aware moment in a zone; unchanged if it would leave the years 1 to 9999."""
    try:
        return to_utc(moment).astimezone(tz)
    except OverflowError:
        return moment


def build_localizer(tz: tzinfo) -> Callable[[datetime], datetime]:
    """Return a function that does `to_local(moment, tz)` fast for many moments.

    The zone's offset is looked up once per UTC day if it is equal at both ends of the day; those
    results carry the plain offset as `tzinfo`.
    """
    offsets: dict[int, tzinfo | None] = {}

    def localize(moment: datetime) -> datetime:
        at = to_utc(moment)
        day = at.toordinal()
        if day not in offsets:
            ends = [datetime.combine(at, clock, UTC) for clock in (time.min, time.max)]
            first, last = (to_local(end, tz).utcoffset() for end in ends)
            same = first is not None and first == last
            offsets[day] = timezone(first) if same and first is not None else None
        offset = offsets[day]
        return to_local(at, offset) if offset is not None else to_local(moment, tz)

    return localize


def find_local_day(moment: datetime, tz: tzinfo) -> date:
    """Return the local day of an aware moment."""
    return to_local(moment, tz).date()


def count_seconds(start: datetime, end: datetime) -> int:
    """Return the whole seconds from `start` to `end`, at least 0."""
    between = to_utc(end) - to_utc(start)
    return max(0, between.days * 86_400 + between.seconds)


def find_instants(day: date, clock: time, tz: tzinfo) -> tuple[datetime, ...]:
    """Return the moments at which a zone's clocks show `clock` on `day`, in order.

    Usually one; two if the clocks are set back over it, none if they are set forward over it.
    """
    wall = datetime.combine(day, clock.replace(fold=0, tzinfo=None))
    moments: dict[datetime, datetime] = {}
    for fold in (0, 1):
        moment = wall.replace(tzinfo=tz, fold=fold)
        local = to_local(moment, tz)
        if local.replace(tzinfo=None, fold=0) == wall:
            moments.setdefault(to_utc(moment), local)
    return tuple(moments[utc] for utc in sorted(moments))


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
