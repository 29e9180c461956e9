"""Dates, times and durations as they are typed, or WrongUsage with how to write them."""

from __future__ import annotations

from datetime import date, datetime, time

from studypath.core.durations import InvalidDuration, parse_duration
from studypath.core.errors import WrongUsage
from studypath.core.text import replace_controls
from studypath.storage.clock import LOCAL

EARLIEST = date(1970, 1, 1)


def duration(text: str) -> int:
    """Return the whole minutes of a duration of at least one."""
    try:
        minutes = parse_duration(text)
    except InvalidDuration as error:
        raise WrongUsage(replace_controls(str(error))) from None
    if not minutes:
        msg = "a sitting lasts a minute at least"
        raise WrongUsage(msg)
    return minutes


def day(text: str, now: datetime) -> date:
    """Return a past or present date: `2026-11-20`, `today` or `yesterday`."""
    found = any_day(text, now)
    if found > now.date():
        msg = f"{found.isoformat()} is in the future; today is {now.date().isoformat()}"
        raise WrongUsage(msg)
    return found


def any_day(text: str, now: datetime) -> date:
    """Return a date: `2026-11-20`, `today` or `yesterday`."""
    word = text.strip().lower()
    if word in {"today", "yesterday"}:
        return date.fromordinal(now.date().toordinal() - (word == "yesterday"))
    try:
        found = date.fromisoformat(word)
    except ValueError:
        msg = f"{text!r} is not a date; write it like 2026-11-20"
        raise WrongUsage(replace_controls(msg)) from None
    if found < EARLIEST:
        msg = f"{found.isoformat()} is before {EARLIEST.isoformat()}"
        raise WrongUsage(msg)
    return found


def clock_time(text: str) -> time:
    """Return a time of day: `18:30`, `9:05`."""
    stripped = text.strip()
    padded = f"0{stripped}" if stripped[1:2] == ":" else stripped
    try:
        found = time.fromisoformat(padded)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None or ":" not in text:
        msg = f"{text!r} is not a time of day; write it like 18:30"
        raise WrongUsage(replace_controls(msg))
    return found.replace(second=0, microsecond=0)


def finished_at(on: date | None, now: datetime) -> datetime:
    """Return when a step finished on that date counts as finished: now for today, else noon."""
    if on is None or on == now.date():
        return now
    return datetime.combine(on, time(12), tzinfo=LOCAL)
