"""A calendar is read back by the library, and importing a later one updates it."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from studypath.core.appointments import LEAST_MINUTES
from studypath.core.calendar_record import CalendarRecord, ExportedEvent
from studypath.core.curriculum import Curriculum, Estimate, Path, Phase, Step
from studypath.core.errors import WrongUsage
from studypath.core.forecast import Pace
from studypath.core.path_forecast import Forecast
from studypath.core.plan import Plan, build_plan
from studypath.core.progress import Progress
from studypath.core.status import PathStatus, build_path_status
from studypath.core.study_times import StudyTimes
from studypath.core.tracked import track_progress
from studypath.core.weeks import Pause
from studypath.formats.ics import MOST_SEQUENCE, format_calendar
from tests.progress_samples import HOSTILE, path_of, progress_with

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
BERLIN = ZoneInfo("Europe/Berlin")
EVENINGS = StudyTimes((0, 2, 5), time(19), BERLIN)


def planned(
    status: PathStatus | None = None,
    *,
    start: date = MONDAY,
    hours: float = 5,
    minutes: int = 3000,
    times: StudyTimes | None = None,
    pauses: Iterable[Pause] = (),
) -> Plan:
    """Return a plan, of the paper path by default."""
    forecast = Forecast(minutes // 2, minutes, 2 * minutes, Pace(1.2, 0), None, None, None)
    whole = status or build_path_status(progress_with(), path_of("paper"))
    return build_plan(
        whole, forecast, start=start, hours_per_week=hours, times=times, pauses=pauses
    )


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
    return [str(event["uid"]) for event in events(format_calendar(answer, now=now).content)]


def test_an_event_for_each_step_in_each_week() -> None:
    """Every part of a plan is an all-day event over the days of its week, in order."""
    answer = planned()
    parsed = events(format_calendar(answer, now=NOW).content)
    wanted = [(week, step) for week in answer.weeks for step in week.steps]
    assert len(parsed) == len(wanted)
    for event, (week, part) in zip(parsed, wanted, strict=True):
        assert event["dtstart"].dt == week.first
        assert event["dtend"].dt == week.last + timedelta(days=1)
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert part.step.title in str(event["summary"])


def test_calendar_names_its_version_and_program() -> None:
    """A calendar has version, program, and the name in both properties that programs read."""
    calendar: Any = Calendar.from_ical(format_calendar(planned(), now=NOW).content)
    assert calendar["version"] == "2.0"
    assert "studypath" in calendar["prodid"]
    assert calendar["x-wr-calname"] == calendar["name"] == "studypath: Paper Path"


def test_lines_are_folded() -> None:
    """Lines end in CRLF and have at most 75 octets."""
    content = format_calendar(planned(), now=NOW).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)


def test_importing_again_updates() -> None:
    """The same plan exported later has the same UIDs, each once, and later revisions."""
    first = events(format_calendar(planned(), now=NOW).content)
    second = events(format_calendar(planned(), now=NOW + timedelta(hours=1)).content)
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
    parsed = events(format_calendar(planned(status_of(step)), now=NOW).content)
    assert all(title in str(event["summary"]) for event in parsed)
    assert "\nEND:VEVENT" in str(parsed[0]["description"]).replace("\ufffd", "")


@given(title=st.text(min_size=1, max_size=200), url=st.text(max_size=60))
def test_no_text_makes_another_event(title: str, url: str) -> None:
    """Whatever a title or an address holds, the file has one event per part and nothing else."""
    step = Step("a", "1.1", title, "video", estimate=Estimate(60, 60, "stated"), url=url)
    answer = planned(status_of(step), minutes=60)
    content = format_calendar(answer, now=NOW).content
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
    event = events(format_calendar(planned(status_of(step)), now=NOW).content)[0]
    assert ("url" in event) is is_link
    assert not is_link or str(event["url"]) == url


def test_event_on_the_last_day_has_no_end() -> None:
    """An event on date.max is valid: it has no DTEND."""
    answer = planned(start=date(9999, 12, 31), hours=168, minutes=60)
    event = events(format_calendar(answer, now=NOW).content)[0]
    assert event["dtstart"].dt == date.max
    assert "dtend" not in event


def test_empty_plan_is_an_empty_calendar() -> None:
    """A plan without weeks is a valid calendar without events."""
    assert events(format_calendar(planned()._replace(weeks=()), now=NOW).content) == []


def test_times_are_utc() -> None:
    """DTSTAMP is in UTC for a clock of any zone; SEQUENCE is never negative."""
    early = datetime(1999, 1, 1, tzinfo=UTC).astimezone()
    event = events(format_calendar(planned(), now=early).content)[0]
    assert event["dtstamp"].dt == early
    assert event["sequence"] == 0


def test_an_appointment_is_an_event_of_its_length() -> None:
    """It has its moments in UTC, its steps and minutes, and makes the user busy."""
    answer = planned(times=EVENINGS)
    content = format_calendar(answer, now=NOW).content
    found = events(content)
    assert len(found) == len(answer.appointments)
    for event, appointment in zip(found, answer.appointments, strict=True):
        assert event["dtstart"].dt == appointment.start
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=appointment.minutes)
        assert event["dtstart"].dt.astimezone(BERLIN).time() == time(19)
        assert (event["transp"], event["status"]) == ("OPAQUE", "CONFIRMED")
        for part in appointment.parts:
            assert f"{part.step.number} {part.step.title}: " in str(event["description"])
        assert appointment.parts[0].step.title in str(event["summary"])
        assert appointment.minutes >= LEAST_MINUTES
    assert b"TZID" not in content
    assert b"METHOD:PUBLISH" in content


def test_the_clock_stays_when_the_clocks_change() -> None:
    """Before and after the end of summer time an appointment is at 19:00 in Berlin."""
    answer = planned(start=date(2026, 10, 19), times=EVENINGS)
    found = [event["dtstart"].dt for event in events(format_calendar(answer, now=NOW).content)]
    assert found[0] == datetime(2026, 10, 19, 17, tzinfo=UTC)
    assert found[3] == datetime(2026, 10, 26, 18, tzinfo=UTC)


def test_a_pause_has_no_appointment() -> None:
    """No event is in the days of a pause."""
    pause = (date(2026, 12, 1), date(2026, 12, 20))
    answer = planned(times=EVENINGS, pauses=[pause])
    days = [
        event["dtstart"].dt.astimezone(BERLIN).date()
        for event in events(format_calendar(answer, now=NOW).content)
    ]
    assert not any(pause[0] <= day <= pause[1] for day in days)
    assert max(days) > pause[1]


def test_an_alarm_rings_before_each_appointment() -> None:
    """It is a VALARM that displays the summary; without the option there is none."""
    answer = planned(times=EVENINGS)
    found = events(format_calendar(answer, now=NOW, alarm_minutes=10).content)
    for event in found:
        (alarm,) = event.walk("VALARM")
        assert not alarm.errors
        assert alarm["action"] == "DISPLAY"
        assert alarm["trigger"].dt == timedelta(minutes=-10)
        assert alarm["description"] == event["summary"]
    plain = Calendar.from_ical(format_calendar(answer, now=NOW).content)
    assert plain.walk("VALARM") == []
    at_start = events(format_calendar(answer, now=NOW, alarm_minutes=0).content)[0]
    assert at_start.walk("VALARM")[0]["trigger"].dt == timedelta(0)


def test_an_alarm_without_appointments_is_refused() -> None:
    """A week has no moment to ring before; the error names the options."""
    with pytest.raises(WrongUsage, match="--days mon,wed,sat and --at 19:00"):
        format_calendar(planned(), now=NOW, alarm_minutes=10)


def test_another_time_moves_the_appointments() -> None:
    """The day identifies an appointment: at another time it is the same event."""
    morning = StudyTimes((0, 2, 5), time(7), BERLIN)
    assert uids(planned(times=EVENINGS)) == uids(planned(times=morning))


def test_an_event_that_is_no_longer_planned_is_cancelled() -> None:
    """Other study days cancel the old ones, at a later revision and at their old start."""
    first = format_calendar(planned(times=EVENINGS), now=NOW)
    tuesdays = StudyTimes((1,), time(19), BERLIN)
    second = format_calendar(planned(times=tuesdays), now=NOW, record=first.record)
    before = {str(event["uid"]): event for event in events(first.content)}
    after = {str(event["uid"]): event for event in events(second.content)}
    cancelled = {uid for uid, event in after.items() if event["status"] == "CANCELLED"}
    assert cancelled == before.keys()
    for uid in cancelled:
        assert after[uid]["dtstart"].dt == before[uid]["dtstart"].dt
        assert after[uid]["sequence"] > before[uid]["sequence"]
        assert after[uid]["transp"] == "TRANSPARENT"
        assert after[uid]["summary"]
        assert second.record.events[uid].cancelled


def test_a_cancelled_event_can_be_planned_again() -> None:
    """It is confirmed at a revision above the cancellation, within the same minute too."""
    record = format_calendar(planned(times=EVENINGS), now=NOW).record
    tuesdays = planned(times=StudyTimes((1,), time(19), BERLIN))
    record = format_calendar(tuesdays, now=NOW, record=record).record
    cancelled = {uid: event for uid, event in record.events.items() if event.cancelled}
    again = format_calendar(planned(times=EVENINGS), now=NOW, record=record)
    for event in events(again.content):
        if str(event["uid"]) in cancelled:
            assert event["status"] == "CONFIRMED"
            assert event["sequence"] > cancelled[str(event["uid"])].sequence


def test_study_days_replace_the_events_of_weeks() -> None:
    """Every week-long event is cancelled as an all-day event once there are appointments."""
    first = format_calendar(planned(), now=NOW)
    second = format_calendar(planned(times=EVENINGS), now=NOW, record=first.record)
    cancelled = [event for event in events(second.content) if event["status"] == "CANCELLED"]
    assert {str(event["uid"]) for event in cancelled} == first.record.events.keys()
    assert all(event["dtstart"].params["VALUE"] == "DATE" for event in cancelled)


def test_the_events_of_another_path_are_left_alone() -> None:
    """They are neither cancelled nor forgotten."""
    other = {"lightweight.2026-11-25@studypath.invalid": ExportedEvent(MONDAY, 1)}
    export = format_calendar(planned(times=EVENINGS), now=NOW, record=CalendarRecord(other))
    assert all(event["status"] == "CONFIRMED" for event in events(export.content))
    assert other.items() <= export.record.events.items()


def test_what_is_past_stays_as_it_is() -> None:
    """An appointment that has begun, and a week that is over, are neither cancelled nor kept."""
    now = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
    past = {
        "paper.2026-11-23@studypath.invalid": ExportedEvent(NOW, 1),
        "paper.2026-11-25@studypath.invalid": ExportedEvent(now - timedelta(minutes=30), 1),
        "paper.bert.9@studypath.invalid": ExportedEvent(date(2026, 11, 16), 1),
    }
    coming = {
        "paper.2026-11-26@studypath.invalid": ExportedEvent(now + timedelta(days=1), 1),
        "paper.bert.8@studypath.invalid": ExportedEvent(MONDAY, 1),
    }
    plan = planned(start=date(2026, 11, 28), times=EVENINGS)
    export = format_calendar(plan, now=now, record=CalendarRecord({**past, **coming}))
    cancelled = {str(e["uid"]) for e in events(export.content) if e["status"] == "CANCELLED"}
    assert cancelled == coming.keys()
    assert not past.keys() & export.record.events.keys()


def test_a_finished_path_cancels_what_was_planned() -> None:
    """A plan without weeks has cancellations only; an alarm is no fault then."""
    first = format_calendar(planned(times=EVENINGS), now=NOW)
    done = planned()._replace(weeks=())
    found = events(format_calendar(done, now=NOW, record=first.record, alarm_minutes=5).content)
    assert {str(event["uid"]) for event in found} == first.record.events.keys()
    assert {event["status"] for event in found} == {"CANCELLED"}


def test_revisions_increase_although_the_clock_was_set_back() -> None:
    """The record, not the clock alone, gives the next revision, up to the most."""
    first = format_calendar(planned(times=EVENINGS), now=NOW)
    early = NOW - timedelta(days=1)
    second = format_calendar(planned(times=EVENINGS), now=early, record=first.record)
    for uid, event in first.record.events.items():
        assert second.record.events[uid].sequence == event.sequence + 1
    full = {uid: e._replace(sequence=MOST_SEQUENCE) for uid, e in first.record.events.items()}
    last = format_calendar(planned(times=EVENINGS), now=NOW, record=CalendarRecord(full))
    assert {e.sequence for e in last.record.events.values()} == {MOST_SEQUENCE}


_TIMES = st.none() | st.builds(
    StudyTimes,
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from([UTC, BERLIN, ZoneInfo("Pacific/Apia"), ZoneInfo("Australia/Lord_Howe")]),
)
_EXPORTS = st.lists(st.tuples(_TIMES, st.integers(0, 20), st.integers(60, 2000)), min_size=2)


@settings(max_examples=40, deadline=None)
@given(exports=_EXPORTS.map(lambda some: some[:5]))
def test_every_event_that_was_exported_is_planned_cancelled_or_past(
    exports: list[tuple[StudyTimes | None, int, int]],
) -> None:
    """After any plans, a calendar that imports each file shows the last plan and the past."""
    record = CalendarRecord()
    shown: dict[str, tuple[int, bool]] = {}
    starts: dict[str, ExportedEvent] = {}
    now = NOW
    for times, days, minutes in exports:
        now += timedelta(days=days)
        plan = planned(start=now.date() + timedelta(days=1), times=times, minutes=minutes, hours=6)
        export = format_calendar(plan, now=now, record=record)
        record = export.record
        found = events(export.content)
        assert len({str(event["uid"]) for event in found}) == len(found)
        confirmed = {str(event["uid"]) for event in found if event["status"] == "CONFIRMED"}
        for event in found:
            uid, sequence = str(event["uid"]), int(event["sequence"])
            assert uid not in shown or sequence > shown[uid][0]
            shown[uid] = (sequence, event["status"] == "CONFIRMED")
            starts[uid] = ExportedEvent(event["dtstart"].dt, sequence)
        still = {uid for uid, (_, is_shown) in shown.items() if is_shown}
        assert confirmed <= still
        for uid in still - confirmed:
            start = starts[uid].start
            if isinstance(start, datetime):
                assert start <= now
            else:
                assert start < now.date()
        expected = len(plan.appointments) or sum(len(week.steps) for week in plan.weeks)
        assert len(confirmed) == expected


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text_in_an_appointment(text: str) -> None:
    """Any title, focus and address make one event with one alarm, and nothing else."""
    step = Step(
        "a",
        "1.1",
        text,
        "video",
        url="https://example.org/" + text,
        estimate=Estimate(60, 60, "stated"),
        focus=text,
        takeaway=text,
    )
    answer = planned(status_of(step), minutes=60, times=EVENINGS)
    content = format_calendar(answer, now=NOW, alarm_minutes=10).content
    (event,) = events(content)
    assert len(event.walk("VALARM")) == 1
    assert content.decode().count("\r\nBEGIN:") == 2
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_many_short_steps_have_a_short_summary() -> None:
    """Three titles are named and the others counted; the description has all of them."""
    steps = tuple(
        Step(f"s{n}", f"1.{n}", f"Step {n}", "post", estimate=Estimate(12, 12, "stated"))
        for n in range(1, 7)
    )
    path = Path("p", "P", (Phase("one", "Phase 1", "One", 1, steps),), "p.toml")
    status = build_path_status(track_progress(Curriculum((path,)), Progress()), path)
    answer = planned(status, minutes=72, times=EVENINGS)
    (event,) = events(format_calendar(answer, now=NOW).content)
    assert event["summary"] == "1.1 Step 1; 1.2 Step 2; 1.3 Step 3 and 3 more (1h20m)"
    description = str(event["description"])
    assert all(re.search(rf"Step {n}: 1[05]m", description) for n in range(1, 7))


def test_the_last_evening_of_the_calendar_does_not_overflow() -> None:
    """An appointment that would end after the year 9999 ends with it."""
    times = StudyTimes((0, 1, 2, 3, 4, 5, 6), time(23, 30), UTC)
    answer = planned(start=date.max, hours=20, minutes=60, times=times)
    (event,) = events(format_calendar(answer, now=NOW).content)
    assert event["dtend"].dt > event["dtstart"].dt
