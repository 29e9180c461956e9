"""The record of exported calendar events, `calendar.json` in the data directory."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from studypath.core.calendar_record import CalendarRecord, ExportedEvent
from studypath.core.errors import UnusableFile
from studypath.core.text import has_control, replace_controls
from studypath.storage.atomic import sweep_temporaries
from studypath.storage.lock import hold_lock
from studypath.storage.reading import read_if_there
from studypath.storage.save import save_file

if TYPE_CHECKING:
    from studypath.storage.places import Places

FORMAT = 1
LIMIT_BYTES = 16 * 1024 * 1024
_MOST_UID_CHARACTERS = 400
_MOST_SEQUENCE = 2**31 - 1


class LoadedCalendarRecord(NamedTuple):
    """The record, empty if there is none or it is broken, and warnings to show."""

    record: CalendarRecord
    warnings: tuple[str, ...] = ()


def load_calendar_record(places: Places) -> LoadedCalendarRecord:
    """Return the record of exported events; a file that cannot be used gives a warning.

    Removes what a killed export left beside the record.
    """
    if "data" not in places.directories:
        return LoadedCalendarRecord(CalendarRecord())
    # The export that follows may be refused, and would then leave it.
    sweep_temporaries(str(places.calendar))
    try:
        source = read_if_there(places.calendar, LIMIT_BYTES)
        if source is None:
            return LoadedCalendarRecord(CalendarRecord())
        return LoadedCalendarRecord(_parse(source.content))
    except (
        UnusableFile,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
    ):
        warning = (
            f"{places.calendar} cannot be read and is ignored. Events of earlier calendars that "
            "are no longer planned are not cancelled; delete them in your calendar."
        )
        return LoadedCalendarRecord(CalendarRecord(), (replace_controls(warning),))


def save_calendar_record(places: Places, record: CalendarRecord, now: datetime) -> None:
    """Save the record under the lock, private to the user; without a data directory do nothing.

    Raises SaveFailed and Busy as every save does.
    """
    if "data" not in places.directories:
        return
    data = {
        "format": FORMAT,
        "events": {
            uid: [event.start.isoformat(), event.sequence, event.cancelled]
            for uid, event in sorted(record.events.items())
        },
    }
    content = json.dumps(data, separators=(",", ":")).encode()
    _parse(content)
    with hold_lock(places.lock):
        save_file(places.calendar, content, backup_dir=None, now=now)


def _parse(content: bytes) -> CalendarRecord:
    """Return the record in the bytes; ValueError, TypeError, KeyError or AttributeError if none."""
    data: dict[str, Any] = json.loads(content)
    if data["format"] != FORMAT:
        raise ValueError(data["format"])
    return CalendarRecord({uid: _parse_event(uid, row) for uid, row in data["events"].items()})


def _parse_event(uid: str, row: list[Any]) -> ExportedEvent:
    start, sequence, cancelled = row
    if len(uid) > _MOST_UID_CHARACTERS or has_control(uid):
        raise ValueError(uid)
    if type(sequence) is not int or not 0 <= sequence <= _MOST_SEQUENCE:
        raise ValueError(sequence)
    if type(cancelled) is not bool:
        raise TypeError(cancelled)
    return ExportedEvent(_parse_start(start), sequence, cancelled)


def _parse_start(text: str) -> date:
    if "T" not in text:
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
