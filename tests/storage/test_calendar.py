"""The record of exported calendar events."""

import json
import os
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studypath.core.calendar_record import CalendarRecord, ExportedEvent
from studypath.core.errors import SaveFailed, WrongUsage
from studypath.storage.calendar import load_calendar_record, save_calendar_record
from studypath.storage.output_files import write_output
from tests.storage.homes import NOW, places_in

EVENTS = {
    "paper.2026-11-25@studypath.invalid": ExportedEvent(
        datetime(2026, 11, 25, 18, tzinfo=UTC), 3_629_500
    ),
    "paper.bert.1@studypath.invalid": ExportedEvent(date(2026, 11, 23), 7, cancelled=True),
}
_starts = st.dates() | st.datetimes(timezones=st.just(UTC))
_uids = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=20)
_events = st.builds(ExportedEvent, _starts, st.integers(0, 2**31 - 1), st.booleans())


def test_without_a_file_the_record_is_empty(tmp_path: Path) -> None:
    """Nothing was exported, and nothing is created by looking."""
    home = places_in(tmp_path)
    assert load_calendar_record(home) == (CalendarRecord(), ())
    assert not home.data.exists()


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """A later save replaces the earlier one."""
    home = places_in(tmp_path)
    save_calendar_record(home, CalendarRecord(EVENTS), NOW)
    assert load_calendar_record(home) == (CalendarRecord(EVENTS), ())
    save_calendar_record(home, CalendarRecord(), NOW)
    assert load_calendar_record(home) == (CalendarRecord(), ())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(events=st.dictionaries(_uids, _events, max_size=5))
def test_any_record_survives(tmp_path: Path, events: dict[str, ExportedEvent]) -> None:
    """Days stay days and moments stay moments, whatever the year."""
    home = places_in(tmp_path)
    save_calendar_record(home, CalendarRecord(events), NOW)
    record, warnings = load_calendar_record(home)
    assert (record, warnings) == (CalendarRecord(events), ())
    for uid, event in events.items():
        assert type(record.events[uid].start) is type(event.start)


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_the_record_is_private(tmp_path: Path) -> None:
    """Only the user can read when the user studies."""
    home = places_in(tmp_path)
    save_calendar_record(home, CalendarRecord(EVENTS), NOW)
    assert stat.S_IMODE(home.calendar.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.data.stat().st_mode) == 0o700
    assert [file.name for file in home.data.iterdir() if "tmp" in file.name] == []


def _with(**fields: object) -> str:
    return json.dumps({"format": 1, "events": {}, **fields})


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        "{}",
        _with(format=2),
        _with(events=[]),
        _with(events={"a": []}),
        _with(events={"a": 3}),
        _with(events={"a": ["soon", 1, False]}),
        _with(events={"a": ["2026-11-23T19:00", 1, False]}),
        _with(events={"a": [20261123, 1, False]}),
        _with(events={"a": ["2026-11-23", -1, False]}),
        _with(events={"a": ["2026-11-23", True, False]}),
        _with(events={"a": ["2026-11-23", 2**31, False]}),
        _with(events={"a": ["2026-11-23", 1, "no"]}),
        _with(events={"a\nBEGIN:VEVENT": ["2026-11-23", 1, False]}),
        _with(events={"a" * 500: ["2026-11-23", 1, False]}),
        '{"format":1,"events":{"a":["2026-11-23",' + "9" * 5000 + ",false]}}",
    ],
)
def test_a_broken_file_is_ignored_with_a_warning(tmp_path: Path, content: str) -> None:
    """The warning names the file and what to do; the next save replaces it."""
    home = places_in(tmp_path)
    home.data.mkdir()
    home.calendar.write_text(content, encoding="utf-8")
    record, warnings = load_calendar_record(home)
    assert record == CalendarRecord()
    assert len(warnings) == 1
    assert str(home.calendar) in warnings[0]
    assert "delete them in your calendar" in warnings[0]
    assert home.calendar.read_text(encoding="utf-8") == content
    save_calendar_record(home, CalendarRecord(EVENTS), NOW)
    assert load_calendar_record(home) == (CalendarRecord(EVENTS), ())


def test_bytes_that_are_no_text_are_ignored_with_a_warning(tmp_path: Path) -> None:
    """A file that is not UTF-8 is broken like any other."""
    home = places_in(tmp_path)
    home.data.mkdir()
    home.calendar.write_bytes(b"\xff\xfe\xfd")
    assert load_calendar_record(home).warnings


def test_a_directory_in_its_place_warns_and_is_left_alone(tmp_path: Path) -> None:
    """Reading warns; saving raises with what to do."""
    home = places_in(tmp_path)
    home.calendar.mkdir(parents=True)
    assert load_calendar_record(home).warnings
    with pytest.raises(SaveFailed, match="directory"):
        save_calendar_record(home, CalendarRecord(EVENTS), NOW)


def test_without_a_data_directory_nothing_is_remembered(tmp_path: Path) -> None:
    """A system that names none can still export a calendar."""
    home = places_in(tmp_path)._replace(directories={}, missing={"data": "none"})
    save_calendar_record(home, CalendarRecord(EVENTS), NOW)
    assert load_calendar_record(home) == (CalendarRecord(), ())


def test_an_export_cannot_replace_the_record(tmp_path: Path) -> None:
    """The record is one of the program's own files, with --force too."""
    home = places_in(tmp_path)
    save_calendar_record(home, CalendarRecord(EVENTS), NOW)
    with pytest.raises(WrongUsage, match="own files"):
        write_output(home.calendar, b"BEGIN:VCALENDAR", force=True, places=home)
    assert load_calendar_record(home) == (CalendarRecord(EVENTS), ())
