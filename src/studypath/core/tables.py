"""An entry, a session, a timer as the plain table that stands in the progress file, and back.

Tables hold what TOML holds: text, whole numbers, aware datetimes, lists, tables. Reading back
presumes a table that the schema room has found valid.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from studypath.core.durations import format_duration, parse_duration
from studypath.core.progress import Entry, Session, Timer

ENTRY_KEYS = ("state", "started", "finished", "updated", "read", "reason", "note", "sessions")
TIMER_KEYS = ("path", "step", "started", "paused", "rested")


def to_stored_time(moment: datetime) -> datetime:
    """Return an aware moment as the file can hold it: whole seconds, an offset of whole minutes.

    A historical zone may be off UTC by odd seconds, which TOML cannot say: such a moment is
    stored in UTC.
    """
    moment = moment.replace(microsecond=0)
    offset = moment.utcoffset()
    if offset is None or offset.total_seconds() % 60 or offset.microseconds:
        from studypath.core.instants import to_utc

        return to_utc(moment)
    # A plain offset instead of a zone: equal to what reading the file gives.
    from datetime import timezone

    return moment.replace(tzinfo=UTC if not offset else timezone(offset))


def session_to_line(session: Session) -> str:
    """Return a session as the file holds it: `2026-11-20T19:05+01:00 50m`."""
    start = session.start
    return f"{start.isoformat(timespec=_timespec(start))} {format_duration(session.minutes)}"


def session_from_line(text: str) -> Session:
    """Return the session that a line of the file says; ValueError where it says none."""
    start_text, space, length = text.strip().partition(" ")
    if not space or "T" not in start_text.upper():
        msg = "a session is a start and a duration, such as 2026-11-20T19:05+01:00 50m"
        raise ValueError(msg)
    start = datetime.fromisoformat(start_text)
    if start.tzinfo is None:
        msg = f"the start {start_text} has no offset from UTC, such as +01:00"
        raise ValueError(msg)
    return Session(to_stored_time(start), parse_duration(length))


def entry_to_table(entry: Entry) -> dict[str, object]:
    """Return the table of an entry: known keys in their fixed order, then the unknown ones."""
    table: dict[str, object] = {"state": entry.state}
    for key in ENTRY_KEYS[1:-1]:
        value = getattr(entry, key)
        if value is not None:
            table[key] = value
    if entry.sessions:
        table["sessions"] = [session_to_line(session) for session in entry.sessions]
    table.update(entry.extra)
    return table


def entry_from_table(table: Mapping[str, object]) -> Entry:
    """Return the entry that a valid table says."""
    known = {key: table[key] for key in ENTRY_KEYS[:-1] if key in table}
    sessions = table.get("sessions", ())
    return Entry(
        **known,  # type: ignore[arg-type]  # the schema has checked the types
        sessions=tuple(session_from_line(str(line)) for line in sessions),  # type: ignore[attr-defined]
        extra={key: value for key, value in table.items() if key not in ENTRY_KEYS},
    )


def timer_to_table(timer: Timer) -> dict[str, object]:
    """Return the table of a timer; a rest of no minutes is left out."""
    table: dict[str, object] = {"path": timer.path, "step": timer.step, "started": timer.started}
    if timer.paused is not None:
        table["paused"] = timer.paused
    if timer.rested_minutes:
        table["rested"] = format_duration(timer.rested_minutes)
    table.update(timer.extra)
    return table


def timer_from_table(table: Mapping[str, object]) -> Timer:
    """Return the timer that a valid table says."""
    return Timer(
        path=str(table["path"]),
        step=str(table["step"]),
        started=table["started"],  # type: ignore[arg-type]  # the schema has checked the types
        paused=table.get("paused"),  # type: ignore[arg-type]
        rested_minutes=parse_duration(str(table.get("rested", "0m"))),
        extra={key: value for key, value in table.items() if key not in TIMER_KEYS},
    )


def move_past(moment: datetime, *others: datetime | None) -> datetime:
    """Return `moment`, or a second after the latest of `others` where that is not before it.

    A change made after another must say so even when the clock was set back in between, since
    `updated` decides between versions.
    """
    latest = max((other for other in others if other is not None), default=None)
    if latest is None or latest < moment:
        return moment
    try:
        return latest + timedelta(seconds=1)
    except OverflowError:
        return latest


def _timespec(start: datetime) -> str:
    return "seconds" if start.second else "minutes"
