"""The plan as an iCalendar file (RFC 5545, RFC 7986) that calendar programs import.

Appointments are written in UTC. Every event stands alone, so that its moment is certain in any
program without a VTIMEZONE, and the system does not tell the name of its zone. If the rules of the
zone change, the next export moves the events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from studypath.core.appointments import Appointment, PlannedPart
from studypath.core.calendar_record import CalendarRecord, ExportedEvent, is_past
from studypath.core.curriculum import Step
from studypath.core.durations import format_duration
from studypath.core.errors import WrongUsage
from studypath.core.instants import to_utc
from studypath.core.plan import Plan, PlannedStep, PlannedWeek
from studypath.core.text import replace_controls
from studypath.core.weeks import add_days

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_PRODID = "-//studypath//studypath//EN"
_DOMAIN = "studypath.invalid"
# SEQUENCE counts minutes from here, so that a later export is the later revision even if the
# record of the earlier one is lost.
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
MOST_SEQUENCE = 2**31 - 1
_MOST_TITLES = 3

_Draft = tuple[str, date, "Event"]
"""UID, start, and the event without the properties that every event has."""


class CalendarExport(NamedTuple):
    """The bytes of a calendar file, and the record to give to the next export."""

    content: bytes
    record: CalendarRecord


def format_calendar(
    plan: Plan,
    *,
    now: datetime,
    record: CalendarRecord | None = None,
    alarm_minutes: int | None = None,
) -> CalendarExport:
    """Return a calendar with a timed event for each appointment, as the file's bytes.

    A plan without appointments has an all-day event for each step in each week, which takes no
    time from the calendar (TRANSPARENT). An appointment is identified by path and day, an all-day
    event by path, step and its part, counted from the last one: importing a later plan moves
    events instead of adding others. Events of `record` on the same path that are neither planned
    nor past are cancelled, in each export until their time is over. `alarm_minutes` before each
    appointment the calendar reminds. Raises WrongUsage for an alarm without appointments.
    """
    if alarm_minutes is not None and plan.weeks and not plan.appointments:
        msg = "an alarm needs appointments\nAdd --days mon,wed,sat and --at 19:00."
        raise WrongUsage(msg)
    exported = record.events if record is not None else {}
    stamp = to_utc(now).replace(microsecond=0)
    calendar = _build_calendar(plan.path.title)
    events = {uid: event for uid, event in exported.items() if not is_past(event, now)}
    for uid, start, event in _draft_events(plan, alarm_minutes):
        sequence = _find_sequence(exported.get(uid), stamp)
        _complete(event, uid, start, sequence, stamp)
        event.add("status", "CONFIRMED")
        calendar.add_component(event)
        events[uid] = ExportedEvent(start, sequence)
    planned = {str(event["uid"]) for event in calendar.subcomponents}
    for uid in sorted(events.keys() - planned):
        if uid.startswith(f"{plan.path.id}."):
            start = events[uid].start
            sequence = _find_sequence(events[uid], stamp)
            calendar.add_component(_cancel(uid, start, sequence, stamp))
            events[uid] = ExportedEvent(start, sequence, cancelled=True)
    return CalendarExport(bytes(calendar.to_ical()), CalendarRecord(events))


def _build_calendar(title: str) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = f"studypath: {replace_controls(title)}"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    return calendar


def _draft_events(plan: Plan, alarm_minutes: int | None) -> Iterator[_Draft]:
    if plan.appointments:
        for appointment in plan.appointments:
            uid = f"{plan.path.id}.{appointment.start.date().isoformat()}@{_DOMAIN}"
            event = _draft_appointment(appointment, alarm_minutes)
            yield uid, to_utc(appointment.start), event
        return
    parts = Counter(planned.step.id for week in plan.weeks for planned in week.steps)
    for week in plan.weeks:
        for planned in week.steps:
            parts_left = parts[planned.step.id]
            parts[planned.step.id] -= 1
            uid = f"{plan.path.id}.{planned.step.id}.{parts_left}@{_DOMAIN}"
            yield uid, week.first, _draft_week(week, planned)


def _draft_appointment(appointment: Appointment, alarm_minutes: int | None) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    event.add("dtend", _add_minutes(to_utc(appointment.start), appointment.minutes))
    summary = _summarize(appointment)
    event.add("summary", summary)
    event.add("description", _describe_parts(appointment.parts))
    _add_url(event, (part.step for part in appointment.parts))
    event.add("transp", "OPAQUE")
    if alarm_minutes is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -timedelta(minutes=alarm_minutes))
        alarm.add("description", summary)
        event.add_component(alarm)
    return event


def _draft_week(week: PlannedWeek, planned: PlannedStep) -> Event:
    from icalendar import Event

    step = planned.step
    event = Event()
    # The end of an all-day event is the day after; at the end of time there is none.
    if (end := add_days(week.last, 1)) > week.first:
        event.add("dtend", end)
    length = format_duration(planned.minutes)
    event.add("summary", replace_controls(f"{step.number} {step.title} ({length})"))
    lines = [f"{length} this week" + ("" if planned.ends else "; continues later")]
    event.add("description", replace_controls("\n".join(lines + _guide(step)), multiline=True))
    _add_url(event, (step,))
    event.add("transp", "TRANSPARENT")
    return event


def _cancel(uid: str, start: date, sequence: int, stamp: datetime) -> Event:
    from icalendar import Event

    event = Event()
    # PUBLISH requires a summary of every event (RFC 5546, 3.2.1).
    event.add("summary", "Cancelled")
    _complete(event, uid, start, sequence, stamp)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED")
    return event


def _complete(event: Event, uid: str, start: date, sequence: int, stamp: datetime) -> None:
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", sequence)
    event.add("dtstart", start)


def _summarize(appointment: Appointment) -> str:
    steps = [part.step for part in appointment.parts]
    titles = "; ".join(f"{step.number} {step.title}" for step in steps[:_MOST_TITLES])
    more = len(steps) - _MOST_TITLES
    tail = f" and {more} more" if more > 0 else ""
    return replace_controls(f"{titles}{tail} ({format_duration(appointment.minutes)})")


def _describe_parts(parts: Iterable[PlannedPart]) -> str:
    """Return a paragraph for each part: its length, whether it ends, and how to read it."""
    paragraphs = []
    for part in parts:
        first = f"{part.step.number} {part.step.title}: {format_duration(part.minutes)}"
        first += "" if part.ends else "; continues later"
        paragraphs.append("\n".join([first, *_guide(part.step)]))
    return replace_controls("\n\n".join(paragraphs), multiline=True)


def _guide(step: Step) -> list[str]:
    labelled = (("Focus: ", step.focus), ("Takeaway: ", step.takeaway), ("", step.url))
    return [f"{label}{text}" for label, text in labelled if text]


def _add_url(event: Event, steps: Iterable[Step]) -> None:
    """Add the first http or https address; other schemes are not for a calendar to open."""
    for step in steps:
        if step.url is not None and step.url.lower().startswith(("http://", "https://")):
            event.add("url", replace_controls(step.url))
            return


def _add_minutes(moment: datetime, minutes: int) -> datetime:
    try:
        return moment + timedelta(minutes=minutes)
    except OverflowError:
        return datetime.max.replace(microsecond=0, tzinfo=UTC)


def _find_sequence(before: ExportedEvent | None, stamp: datetime) -> int:
    """Return a revision above the one before, also if the clock was set back."""
    least = 0 if before is None else before.sequence + 1
    return max(0, min(MOST_SEQUENCE, max(least, (stamp - _EPOCH) // timedelta(minutes=1))))
