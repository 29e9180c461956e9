"""A calendar is read back by the library, and importing a later one updates it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from studypath.core.curriculum import Curriculum, Estimate, Path, Phase, Step
from studypath.core.forecast import Pace
from studypath.core.path_forecast import Forecast
from studypath.core.plan import Plan, build_plan
from studypath.core.progress import Progress
from studypath.core.status import PathStatus, build_path_status
from studypath.core.tracked import track_progress
from studypath.formats.ics import format_calendar
from tests.progress_samples import ledger_with, path_of

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


def planned(
    status: PathStatus | None = None,
    *,
    start: date = MONDAY,
    hours: float = 5,
    minutes: int = 3000,
) -> Plan:
    """Return a plan, of the paper path by default."""
    forecast = Forecast(minutes // 2, minutes, 2 * minutes, Pace(1.2, 0), None, None, None)
    whole = status or build_path_status(ledger_with(), path_of("paper"))
    return build_plan(whole, forecast, start=start, hours_per_week=hours)


def status_of(step: Step) -> PathStatus:
    """Return the status of a path with one step."""
    path = Path("p", "P", (Phase("one", "Phase 1", "One", 1, (step,)),), "p.toml")
    return build_path_status(track_progress(Curriculum((path,)), Progress()), path)


def events(content: bytes) -> list[Any]:
    """Return the events of a calendar file; the type of a value depends on its property."""
    walked: list[Any] = list(Calendar.from_ical(content).walk("VEVENT"))
    assert all(not event.errors for event in walked)
    return walked


def uids(answer: Plan, now: datetime = NOW) -> list[str]:
    """Return the UIDs of the events of a plan."""
    return [str(event["uid"]) for event in events(format_calendar(answer, now=now))]


def test_an_event_for_each_step_in_each_week() -> None:
    """Every part of a plan is an all-day event over the days of its week, in order."""
    answer = planned()
    parsed = events(format_calendar(answer, now=NOW))
    wanted = [(week, step) for week in answer.weeks for step in week.steps]
    assert len(parsed) == len(wanted)
    for event, (week, part) in zip(parsed, wanted, strict=True):
        assert event["dtstart"].dt == week.first
        assert event["dtend"].dt == week.last + timedelta(days=1)
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert part.step.title in str(event["summary"])


def test_calendar_names_its_version_and_program() -> None:
    """A calendar has version, program, and the name in both properties that programs read."""
    calendar: Any = Calendar.from_ical(format_calendar(planned(), now=NOW))
    assert calendar["version"] == "2.0"
    assert "studypath" in calendar["prodid"]
    assert calendar["x-wr-calname"] == calendar["name"] == "studypath: Paper Path"


def test_lines_are_folded() -> None:
    """Lines end in CRLF and have at most 75 octets."""
    content = format_calendar(planned(), now=NOW)
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)


def test_importing_again_updates() -> None:
    """The same plan exported later has the same UIDs, each once, and later revisions."""
    first = events(format_calendar(planned(), now=NOW))
    second = events(format_calendar(planned(), now=NOW + timedelta(hours=1)))
    names = [str(event["uid"]) for event in first]
    assert names == [str(event["uid"]) for event in second]
    assert len(set(names)) == len(names)
    for before, after in zip(first, second, strict=True):
        assert after["sequence"] > before["sequence"]
        assert after["last-modified"].dt > before["last-modified"].dt


def test_later_plan_moves_its_events() -> None:
    """A plan that starts weeks later has the same UIDs."""
    assert set(uids(planned())) == set(uids(planned(start=MONDAY + timedelta(weeks=3))))


def test_other_weekly_hours_keep_the_end_of_every_step() -> None:
    """However a step is split into weeks, its last part has the same UID."""
    few, many = set(uids(planned(hours=2))), set(uids(planned(hours=20)))
    last = {f"paper.{step.id}.1@studypath.invalid" for step in path_of("paper").steps}
    assert last <= few & many


def test_calendar_syntax_in_text_is_escaped() -> None:
    """Commas, semicolons, backslashes and line breaks are read back unchanged."""
    title = "One, two; three\\four: BEGIN:VEVENT"
    step = Step(
        "a", "1.1", title, "video", estimate=Estimate(60, 60, "stated"), focus="x\r\nEND:VEVENT"
    )
    parsed = events(format_calendar(planned(status_of(step)), now=NOW))
    assert all(title in str(event["summary"]) for event in parsed)
    assert "\nEND:VEVENT" in str(parsed[0]["description"]).replace("\ufffd", "")


@given(title=st.text(min_size=1, max_size=200), url=st.text(max_size=60))
def test_no_text_makes_another_event(title: str, url: str) -> None:
    """Whatever a title or an address holds, the file has one event per part and nothing else."""
    step = Step("a", "1.1", title, "video", estimate=Estimate(60, 60, "stated"), url=url)
    answer = planned(status_of(step), minutes=60)
    content = format_calendar(answer, now=NOW)
    assert len(events(content)) == 1
    assert content.decode("utf-8").count("\r\nBEGIN:") == 1


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://example.org/a?b=c,d;e", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        (None, False),
    ],
)
def test_only_http_addresses_become_links(url: str | None, is_link: bool) -> None:
    """Only an http or https address becomes the URL of an event."""
    step = Step("a", "1.1", "A", "video", estimate=Estimate(60, 60, "stated"), url=url)
    event = events(format_calendar(planned(status_of(step)), now=NOW))[0]
    assert ("url" in event) is is_link
    assert not is_link or str(event["url"]) == url


def test_event_on_the_last_day_has_no_end() -> None:
    """An event on date.max is valid: it has no DTEND."""
    answer = planned(start=date(9999, 12, 31), hours=168, minutes=60)
    event = events(format_calendar(answer, now=NOW))[0]
    assert event["dtstart"].dt == date.max
    assert "dtend" not in event


def test_empty_plan_is_an_empty_calendar() -> None:
    """A plan without weeks is a valid calendar without events."""
    assert events(format_calendar(planned()._replace(weeks=()), now=NOW)) == []


def test_times_are_utc() -> None:
    """DTSTAMP is in UTC for a clock of any zone; SEQUENCE is never negative."""
    early = datetime(1999, 1, 1, tzinfo=UTC).astimezone()
    event = events(format_calendar(planned(), now=early))[0]
    assert event["dtstamp"].dt == early
    assert event["sequence"] == 0
