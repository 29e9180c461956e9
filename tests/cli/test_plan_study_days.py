"""`plan` on study days: appointments, the calendar, and what it cancels."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home


def read_events(file: Path) -> list[Any]:
    """Return the events of a calendar; the type of a value depends on its property."""
    return list(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT"))


def read_statuses(file: Path) -> dict[str, str]:
    """Return the status of each event of a calendar by its UID."""
    return {str(event["UID"]): str(event["STATUS"]) for event in read_events(file)}


def test_study_days_make_appointments(cli: Cli, home: Home) -> None:
    """`--days` and `--at` make timed events of the planned length, with an alarm."""
    file = home.root / "plan.ics"
    options = ("--hours-per-week", "5", "--days", "mon,wed", "--at", "19:00", "--alarm", "10m")
    cli("plan", *options, "--ics", file)
    plan = cli("plan", "--days", "mon,wed", "--at", "7pm", "--json").json
    events = read_events(file)
    assert len(events) == len(plan["appointments"])
    for event, appointment in zip(events, plan["appointments"], strict=True):
        assert event["DTSTART"].dt == datetime.fromisoformat(appointment["start"])
        minutes = (event["DTEND"].dt - event["DTSTART"].dt) // timedelta(minutes=1)
        assert minutes == appointment["minutes"]
        assert len(event.walk("VALARM")) == 1


def test_a_later_calendar_cancels_what_is_no_longer_planned(cli: Cli, home: Home) -> None:
    """The settings give the study days; other days cancel the earlier appointments."""
    file = home.root / "plan.ics"
    cli("config", "study_time", "19:00")
    cli("config", "study_days", "mon,wed")
    cli("plan", "--hours-per-week", "5", "--ics", file)
    first = read_statuses(file)
    cli("plan", "--days", "tue", "--ics", file, "--force")
    second = read_statuses(file)
    assert set(first.values()) == {"CONFIRMED"}
    assert all(second[uid] == "CANCELLED" for uid in first)


def test_a_calendar_that_is_not_written_is_not_remembered(cli: Cli, home: Home) -> None:
    """Without --force nothing was exported, so that nothing is cancelled later."""
    file = home.root / "plan.ics"
    file.write_text("mine", encoding="utf-8")
    cli("plan", "--hours-per-week", "5", "--ics", file, code=2)
    assert not (home.data / "calendar.json").exists()


def test_plan_and_status_have_the_same_forecast(cli: Cli) -> None:
    """With the settings' hours and study days both show one finish."""
    cli("config", "hours_per_week", "5")
    cli("config", "study_days", "mon,sat")
    cli("log", "1.1", "30m", "--on", "2026-11-20", "--at", "18:00")
    assert cli("plan", "--json").json["forecast"] == cli("status", "--json").json["forecast"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--days", "t", "--at", "19:00"), "tue or thu"),
        (("--days", "mon", "--at", "7"), "07:00 or 19:00"),
        (("--days", "mon"), "--at 19:00"),
        (("--at", "19:00"), "--days mon,wed,sat"),
        (("--alarm", "10m"), "--ics FILE"),
    ],
)
def test_half_a_study_time_is_refused(cli: Cli, args: tuple[str, ...], words: str) -> None:
    """The error names the missing option or the two meanings."""
    assert words in cli("plan", "--hours-per-week", "5", *args, code=2).err
