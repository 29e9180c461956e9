"""The time of now and the zone of this machine; STUDYPATH_NOW (ISO 8601) stands for the clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta, tzinfo

from studypath.core.errors import WrongUsage

# At its ends the calendar has no day before or after to place a sitting in.
FIRST_YEAR = 1900
LAST_DAY = date(9999, 12, 30)


class LocalZone(tzinfo):
    """The zone of this machine with its rules for every date, not just today's offset."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """Return the offset that holds here at that local time."""
        return None if moment is None else _local(moment.replace(tzinfo=None)).utcoffset()

    def dst(self, moment: datetime | None) -> timedelta | None:  # noqa: ARG002  tzinfo's shape
        """Return None: the system tells offsets only."""
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        """Return the zone's short name at that local time."""
        return None if moment is None else _local(moment.replace(tzinfo=None)).tzname()

    def fromutc(self, moment: datetime) -> datetime:
        """Return the local time of a moment in UTC."""
        try:
            local = moment.replace(tzinfo=UTC).astimezone()
        except (OSError, ValueError) as error:
            raise OverflowError(str(error)) from error
        naive = local.replace(tzinfo=None)
        # An hour that the clocks show twice: `fold` tells which of the two it is.
        fold = int(_local(naive).utcoffset() != local.utcoffset())
        return naive.replace(tzinfo=self, fold=fold)


LOCAL = LocalZone()


def now() -> datetime:
    """Return the local time of now in whole seconds, with its offset."""
    said = os.environ.get("STUDYPATH_NOW")
    if not said:
        return datetime.now(UTC).astimezone().replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        msg = f"STUDYPATH_NOW is not a time: {said!r}; write it like 2026-11-21T18:40:00+01:00"
        raise WrongUsage(msg) from error
    if not moment.year >= FIRST_YEAR or moment.date() > LAST_DAY:
        msg = f"STUDYPATH_NOW is beyond what is reckoned with: {FIRST_YEAR} to {LAST_DAY}"
        raise WrongUsage(msg)
    return _local(moment).replace(microsecond=0) if moment.tzinfo is None else moment


def _local(naive: datetime) -> datetime:
    try:
        return naive.astimezone()
    except (OverflowError, OSError, ValueError):
        # Beyond what the system's calendar knows: at the ends of time every zone is UTC.
        return naive.replace(tzinfo=UTC)
