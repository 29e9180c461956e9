"""`plan`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home


def planned(plan: Any) -> dict[str, int]:  # noqa: ANN401  a plan as JSON
    """Return the minutes planned for each step."""
    minutes: dict[str, int] = {}
    for week in plan["weeks"]:
        for step in week["steps"]:
            minutes[step["id"]] = minutes.get(step["id"], 0) + step["minutes"]
    return minutes


def test_the_remaining_steps_are_scheduled_by_week(cli: Cli) -> None:
    """Every remaining step is in the plan, in order, in weeks that start on Mondays."""
    cli("done", "1.1")
    cli("skip", "2.1")
    plan = cli("plan", "--hours-per-week", "5", "--json").json
    left = [s["id"] for s in cli("list", "--json").json["steps"] if s["state"] == "todo"]
    assert list(planned(plan)) == left
    starts = [date.fromisoformat(week["start"]) for week in plan["weeks"]]
    assert all(day.weekday() == 0 for day in starts)
    assert starts == sorted(set(starts))
    assert all(sum(s["minutes"] for s in week["steps"]) <= 300 for week in plan["weeks"])
    finish = plan["forecast"]["finish"]
    assert finish["p10"] <= finish["p50"] <= finish["p90"]


def test_the_weekly_hours_are_saved(cli: Cli) -> None:
    """`--hours-per-week` is saved as the setting, says so, and is used from then on."""
    result = cli("plan", "--hours-per-week", "4")
    assert "saved 4h a week" in result.err
    assert cli("config", "hours_per_week", "--json").json["settings"] == {"hours_per_week": 4.0}
    assert cli("plan", "--json").json["hours_per_week"] == 4
    assert not cli("plan", "--hours-per-week", "4").err


def test_without_hours_the_history_is_used(cli: Cli) -> None:
    """Without hours a week the plan uses the history and says so."""
    assert "--hours-per-week" in cli("plan", code=2).err
    for day in range(1, 29, 3):
        cli("log", "1.1", "1h", "--on", (date(2026, 11, 20) - timedelta(days=day)).isoformat())
    result = cli("plan").words
    assert "week" in result
    assert "--hours-per-week" in result
    assert cli("plan", "--json").json["hours_per_week"] > 0


PLANS = (
    ("--hours-per-week", "1"),
    ("--hours-per-week", "1", "--pause", "2026-12-20..2027-01-10"),
    ("--hours-per-week", "1", "--days", "mon,wed,sat", "--at", "19:00"),
    ("--by", "2027-03-31"),
)


def name_end(plan: Any) -> str:  # noqa: ANN401  a plan as JSON
    """Return the last appointment, else the last week of a plan, as a sentence names it."""
    if plan["appointments"]:
        day = date.fromisoformat(plan["appointments"][-1]["start"][:10])
        return f"on {day:%a} {day.day} {day:%B}"
    day = date.fromisoformat(plan["weeks"][-1]["start"])
    return f"in the week of {day.day} {day:%B}"


@pytest.mark.parametrize("options", PLANS, ids=" ".join)
def test_the_text_names_the_end_of_the_table_and_of_the_sessions(
    cli: Cli, options: tuple[str, ...]
) -> None:
    """The end of the plan is that of its table; the day of one's own rhythm is named beside it."""
    for day in range(1, 29, 2):
        cli("log", "1.1", "1h", "--on", (date(2026, 11, 20) - timedelta(days=day)).isoformat())
    plan = cli("plan", *options, "--json").json
    finish = date.fromisoformat(plan["forecast"]["finish"]["p50"])
    assert finish < date.fromisoformat(plan["planned_end"])
    words = cli("plan", *options).words
    assert f"By this plan you finish {name_end(plan)}. " in words
    rhythm = f"around {finish.day} {finish:%B}; four in five people with your rhythm finish between"
    assert f"At the rhythm of your sessions so far: {rhythm}" in words
    assert "Done around" not in words


@pytest.mark.parametrize("options", PLANS, ids=" ".join)
def test_without_sessions_only_the_plan_has_an_end(cli: Cli, options: tuple[str, ...]) -> None:
    """One day is named, that of the plan, and an interval."""
    plan = cli("plan", *options, "--json").json
    words = cli("plan", *options).words
    assert f"By this plan you finish {name_end(plan)}; four in five people finish between" in words
    assert "No session is logged yet." in words
    assert "around" not in words
    assert "rhythm" not in words


def test_by_prints_the_hours_a_week(cli: Cli) -> None:
    """`--by` prints the hours a week it takes and changes no setting."""
    near, far = (
        cli("plan", "--by", day, "--json").json["hours_per_week"]
        for day in ("2026-12-20", "2027-03-31")
    )
    assert near > far > 0
    assert "a week" in cli("plan", "--by", "2027-03-31").words
    assert cli("config", "--json").json["settings"]["hours_per_week"] is None


def test_a_day_out_of_reach_is_named(cli: Cli) -> None:
    """A plan for a day that the usual hours do not reach says the hours it takes."""
    cli("config", "hours_per_week", "2")
    result = cli("plan", "--by", "2026-12-06").words
    assert re.search(r"You need [\d.]+h a week; you plan 2h", result)


def test_nothing_is_planned_in_a_pause(cli: Cli) -> None:
    """Nothing is planned in a pause; --pause can be repeated."""
    free = ("--pause", "2026-11-30..2026-12-06", "--pause", "2026-12-14..2026-12-20")
    plan = cli("plan", "--hours-per-week", "3", *free, "--json").json
    starts = {week["start"] for week in plan["weeks"] if week["steps"]}
    assert not starts & {"2026-11-30", "2026-12-14"}
    assert "2026-12-07" in starts
    assert "Pauses: 2026-11-30 to 2026-12-06" in cli("plan", *free).words


def test_a_pause_and_hours_are_typed_like_other_dates_and_durations(cli: Cli) -> None:
    """`--pause "20 dec..4 jan"` and `--hours-per-week 5h` mean the ISO dates and the number."""
    loose = cli("plan", "--pause", "20 dec..4 jan", "--hours-per-week", "5h", "--json").json
    exact = ("--pause", "2026-12-20..2027-01-04", "--hours-per-week", "5")
    assert loose == cli("plan", *exact, "--json").json
    assert loose["pauses"] == [{"from": "2026-12-20", "to": "2027-01-04"}]


def test_an_invalid_pause_is_named(cli: Cli) -> None:
    """The error names the option, the date and how to write it."""
    result = cli("plan", "--pause", "soon..later", code=2)
    assert result.err.splitlines() == [
        "studypath: Invalid value for '--pause': 'soon' is not a date",
        "Write it like 2027-01-31, 31 Jan, tomorrow, sunday, next friday or in 2 weeks.",
    ]


@pytest.mark.parametrize(
    "args",
    [
        ("--by", "2026-11-20"),
        ("--by", "soon"),
        ("--from", "sometime"),
        ("--hours-per-week", "0"),
        ("--hours-per-week", "169"),
        ("--hours-per-week", "nan"),
        ("--hours-per-week", "5", "--by", "2027-01-01"),
        ("--hours-per-week", "5", "--pause", "2027"),
        ("--hours-per-week", "5", "--pause", "2027-01-04..2027-01-01"),
    ],
    ids=" ".join,
)
def test_invalid_arguments_exit_2(cli: Cli, home: Home, args: tuple[str, ...]) -> None:
    """Invalid arguments exit 2, print no plan and save nothing."""
    result = cli("plan", *args, code=2)
    assert not result.out
    assert result.err
    assert not home.config.exists()


def test_plan_of_a_complete_path_is_empty(cli: Cli) -> None:
    """The plan of a complete path has no weeks and is no error."""
    for phase in "1234":
        cli("done", phase)
    assert cli("plan", "--hours-per-week", "5", "--json").json["weeks"] == []


def test_the_calendar_is_valid(cli: Cli, home: Home) -> None:
    """`--ics` writes an event per step and week, with an address, as free time."""
    file = home.root / "plan.ics"
    cli("plan", "--hours-per-week", "5", "--ics", file)
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    assert {"PRODID", "VERSION"} <= set(calendar)
    events = calendar.walk("VEVENT")
    plan = cli("plan", "--json").json
    assert len(events) == sum(len(week["steps"]) for week in plan["weeks"])
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "URL"} <= set(event)
        assert event["TRANSP"] == "TRANSPARENT"
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_importing_again_updates_instead_of_doubling(cli: Cli, home: Home) -> None:
    """A later calendar has the same identifiers at a later revision."""
    one, two = home.root / "one.ics", home.root / "two.ics"
    cli("plan", "--hours-per-week", "5", "--ics", one)
    cli("done", "1.1")
    cli("plan", "--ics", two, at="2026-12-01T10:00:00+00:00")
    first, second = (
        {str(e["UID"]): e for e in icalendar.Calendar.from_ical(f.read_bytes()).walk("VEVENT")}
        for f in (one, two)
    )
    assert set(second) < set(first)
    uid = next(iter(second))
    assert int(str(second[uid]["SEQUENCE"])) > int(str(first[uid]["SEQUENCE"]))


def test_a_calendar_is_not_overwritten_without_force(cli: Cli, home: Home) -> None:
    """`--ics` refuses an existing file and saves nothing; --force replaces it."""
    file = home.root / "plan.ics"
    file.write_text("mine", encoding="utf-8")
    assert "--force" in cli("plan", "--hours-per-week", "5", "--ics", file, code=2).err
    assert file.read_text(encoding="utf-8") == "mine"
    assert cli("config", "hours_per_week", "--json").json["settings"] == {"hours_per_week": None}
    cli("plan", "--hours-per-week", "5", "--ics", file, "--force")
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_complete_path_is_planned_without_weekly_hours(cli: Cli) -> None:
    """The plan of a complete path needs no hours a week."""
    cli("done", "1", "2", "3", "4")
    assert "Nothing is left to do." in cli("plan").out
    answer = cli("plan", "--json").json
    assert (answer["weeks"], answer["hours_per_week"]) == ([], None)
