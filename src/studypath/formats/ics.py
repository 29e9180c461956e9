"""Export a plan as an iCalendar file (RFC 5545, RFC 7986)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from studypath.core.durations import format_duration
from studypath.core.instants import to_utc
from studypath.core.plan import Plan, PlannedStep, PlannedWeek
from studypath.core.text import replace_controls
from studypath.core.weeks import add_days

if TYPE_CHECKING:
    from icalendar import Event

_PRODID = "-//studypath//studypath//EN"
_DOMAIN = "studypath.invalid"
# SEQUENCE counts minutes since then, so that a later export is a later revision.
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_MOST_SEQUENCE = 2**31 - 1


def format_calendar(plan: Plan, *, now: datetime) -> bytes:
    """Return the bytes of a calendar with an all-day event for each step in each week.

    The UID of an event is its path, its step and the number of the step's part, counted from the
    last: importing a later plan moves events instead of adding others. Events are TRANSPARENT,
    because the user chooses the hour.
    """
    from icalendar import Calendar

    exported = to_utc(now).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = f"studypath: {replace_controls(plan.path.title)}"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    parts = Counter(planned.step.id for week in plan.weeks for planned in week.steps)
    for week in plan.weeks:
        for planned in week.steps:
            parts_left = parts[planned.step.id]
            parts[planned.step.id] -= 1
            uid = f"{plan.path.id}.{planned.step.id}.{parts_left}@{_DOMAIN}"
            calendar.add_component(_build_event(week, planned, uid, exported))
    return bytes(calendar.to_ical())


def _build_event(week: PlannedWeek, planned: PlannedStep, uid: str, exported: datetime) -> Event:
    from icalendar import Event

    step = planned.step
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", exported)
    event.add("last-modified", exported)
    event.add("sequence", _compute_sequence(exported))
    event.add("dtstart", week.first)
    # An all-day event ends before the day of DTEND; after date.max there is no day.
    if (end := add_days(week.last, 1)) > week.first:
        event.add("dtend", end)
    event.add(
        "summary",
        replace_controls(f"{step.number} {step.title} ({format_duration(planned.minutes)})"),
    )
    event.add("description", _format_description(planned))
    if step.url is not None and step.url.lower().startswith(("http://", "https://")):
        event.add("url", replace_controls(step.url))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    return event


def _format_description(planned: PlannedStep) -> str:
    step = planned.step
    lines = [
        f"{format_duration(planned.minutes)} this week"
        + ("" if planned.ends else "; continues in a later week")
    ]
    if step.focus:
        lines.append(f"Focus: {step.focus}")
    if step.takeaway:
        lines.append(f"Takeaway: {step.takeaway}")
    if step.url:
        lines.append(step.url)
    return replace_controls("\n".join(lines), multiline=True)


def _compute_sequence(exported: datetime) -> int:
    return max(0, min(_MOST_SEQUENCE, (exported - _EPOCH) // timedelta(minutes=1)))
