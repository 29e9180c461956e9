"""Render the appointments of a plan: day, time, length, and the steps in each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from studypath.core.appointments import Appointment
from studypath.core.durations import format_duration
from studypath.core.instants import to_local, to_utc
from studypath.views.dates import WEEKDAYS, format_short_day
from studypath.views.layout import (
    ACCENT,
    LEAST_WIDTH_FOR_COLUMNS,
    Column,
    Rows,
    align,
    align_sections,
)
from studypath.views.wording import DASH

_PARTS = (
    Column("", right=True),
    Column("dim", drop=1),
    Column(least=8, drop=2),
)
_COLUMNS = (Column(ACCENT), Column(), *_PARTS)


def render_appointments(appointments: Sequence[Appointment], width: int) -> Rows:
    """Return a line per part of an appointment: day, from–to, length, number, title.

    Day and time precede the first part, or have their own line if narrow.
    """
    wide = width >= LEAST_WIDTH_FOR_COLUMNS
    rows = [
        (
            *((format_study_day(each), format_hours_of_day(each)) if wide and not i else ("", "")),
            format_duration(part.minutes),
            part.step.number,
            part.step.title,
        )
        for each in appointments
        for i, part in enumerate(each.parts)
    ]
    if wide:
        return align(rows, _COLUMNS, width)
    parts = iter(row[2:] for row in rows)
    sections = [
        ((format_study_day(each), format_hours_of_day(each)), [next(parts) for _ in each.parts])
        for each in appointments
    ]
    return align_sections(sections, (Column(ACCENT), Column(drop=1)), _PARTS, width)


def format_study_day(appointment: Appointment) -> str:
    """Return the day of an appointment: `Mon 23 Nov 2026`."""
    day = appointment.start.date()
    return f"{WEEKDAYS[day.weekday()]} {format_short_day(day)}"


def format_hours_of_day(appointment: Appointment) -> str:
    """Return the local times from start to end: `19:00–20:40`."""
    start = appointment.start
    try:
        end = to_utc(start) + timedelta(minutes=appointment.minutes)
    except OverflowError:
        return f"{start:%H:%M}"
    local = to_local(end, start.tzinfo) if start.tzinfo is not None else end
    return f"{start:%H:%M}{DASH}{local:%H:%M}"
