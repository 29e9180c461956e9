"""The current time and the local zone; STUDYPATH_NOW (ISO 8601) replaces the clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta, tzinfo

from studypath.core.errors import WrongUsage

# At the ends of the calendar there is no day before or after.
FIRST_YEAR = 1900
LAST_DAY = date(9999, 12, 30)


class LocalZone(tzinfo):
    """The zone of this machine with its rules for every date, not just today's offset."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """Return the offset of this zone at that local time."""
        return None if moment is None else _local(moment.replace(tzinfo=None)).utcoffset()

    def dst(self, moment: datetime | None) -> timedelta | None:  # noqa: ARG002  tzinfo's shape
        """Return None: the system gives offsets only."""
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
        # In an hour that the clocks show twice, `fold` tells the first from the second.
        fold = int(_local(naive).utcoffset() != local.utcoffset())
        return naive.replace(tzinfo=self, fold=fold)


LOCAL = LocalZone()


def now() -> datetime:
    """Return the current local time in whole seconds, with its offset."""
    text = os.environ.get("STUDYPATH_NOW")
    if not text:
        try:
            return datetime.now(UTC).astimezone().replace(microsecond=0)
        except (OverflowError, OSError, ValueError) as error:
            zone = os.environ.get("TZ", "")
            msg = f"the time zone TZ={zone!r} cannot be used; set TZ to one such as Europe/Berlin"
            raise WrongUsage(msg) from error
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        msg = f"STUDYPATH_NOW is not a time: {text!r}; write it like 2026-11-21T18:40:00+01:00"
        raise WrongUsage(msg) from error
    if not moment.year >= FIRST_YEAR or moment.date() > LAST_DAY:
        msg = f"STUDYPATH_NOW must be between {FIRST_YEAR} and {LAST_DAY}"
        raise WrongUsage(msg)
    return _local(moment).replace(microsecond=0) if moment.tzinfo is None else moment


def _local(naive: datetime) -> datetime:
    try:
        return naive.astimezone()
    except (OverflowError, OSError, ValueError):
        # Beyond the system's calendar every zone is UTC.
        return naive.replace(tzinfo=UTC)
