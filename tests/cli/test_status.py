"""`status` and `list`."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home


def test_status_has_a_row_per_phase_and_the_totals(cli: Cli) -> None:
    """`status` shows each phase with label, title, done of total, and the stated range."""
    cli("done", "1.1", "--time", "1h10m")
    result = cli("status")
    for number, title in enumerate(
        ["Visual Intuition", "Build a Transformer", "Key Blog Posts", "Hands-On"], start=1
    ):
        row = next(line for line in result.out.splitlines() if line.startswith(f"Step {number}"))
        assert title in row
    first = next(line for line in result.out.splitlines() if line.startswith("Step 1"))
    assert "1/2" in first
    assert "1h10m" in first
    assert "Lightweight Path – 10% done" in result.out
    assert "10h–15h (stated by the author)" in result.words
    assert "open-ended" in result.out


def test_deferred_works_are_shown_with_all(cli: Cli) -> None:
    """`--all` shows the deferred works with the reason and when to come back."""
    assert "Come back" not in cli("status", "--path", "paper").out
    result = cli("status", "--path", "paper", "--all").words
    for work in cli("status", "--path", "paper", "--json").json["deferred"]:
        assert work["title"] in result
        assert " ".join(work["reason"].split()) in result
        assert " ".join(work["revisit"].split()) in result


def test_orphans_are_one_line(cli: Cli, home: Home) -> None:
    """A step that left the curriculum stays in the file and is named in one line."""
    home.data.mkdir(parents=True)
    text = (
        'format = 1\n[paths.lightweight.gone]\nstate = "done"\n'
        'sessions = ["2026-11-01T10:00+00:00 20m"]\n'
    )
    home.progress.write_text(text, encoding="utf-8")
    result = cli("status")
    assert len([line for line in result.out.splitlines() if "gone" in line]) == 1
    status = cli("status", "--json").json
    assert status["orphans"] == [{"id": "gone", "state": "done", "minutes_spent": 20}]
    assert status["done"] == 0
    cli("done", "1.1")
    assert "gone" in home.progress.read_text(encoding="utf-8")


def test_the_steps_of_a_removed_path_are_named(cli: Cli, home: Home) -> None:
    """Progress on a path that no longer exists is named once, with the active path."""
    home.data.mkdir(parents=True)
    text = 'format = 1\n[paths.elsewhere.thing]\nstate = "done"\n'
    home.progress.write_text(text, encoding="utf-8")
    orphans = cli("status", "--json").json["orphans"]
    assert orphans == [{"id": "thing", "state": "done", "minutes_spent": 0}]
    assert cli("status", "--path", "paper", "--json").json["orphans"] == []
    assert cli("export", "-f", "csv").out.count("elsewhere") == 1


def test_percent_is_rounded_down_and_100_only_at_the_end(cli: Cli) -> None:
    """`percent` is done / (total − skipped), rounded down."""
    cli("use", "paper")
    cli("done", "1.1", "1.2")
    assert cli("status", "--json").json["percent"] == 13
    cli("skip", "5.3")
    assert cli("status", "--json").json["percent"] == 14
    for word in ("1", "2", "3", "4", "5.1"):
        cli("done", word)
    assert cli("status", "--json").json["percent"] == 92
    cli("done", "5")
    assert cli("status", "--json").json["percent"] == 100


def test_status_ends_with_one_sentence_of_forecast(cli: Cli) -> None:
    """The last sentence has the remaining time as an interval and, with weekly hours, the day."""
    cli("config", "hours_per_week", "5")
    result = cli("status").words
    assert "About 15h to go at the usual pace" in result
    assert re.search(r"Done around \d+ \w+; four in five people finish between \d+ \w+ and", result)
    assert "No session is logged yet: this assumes your 5h a week." in result


SESSIONS = [(f"2026-11-{day:02}", "2h") for day in range(2, 21, 2)]


@pytest.mark.parametrize("days", [None, "mon,wed,sat"])
def test_a_plan_that_ends_on_another_day_is_named(cli: Cli, days: str | None) -> None:
    """Beside the day of one's own rhythm stands the end of the plan that the settings describe."""
    for day, spent in SESSIONS:
        cli("log", "1.1", spent, "--on", day, "--at", "12:00")
    assert "By your plan" not in cli("status").words
    cli("config", "hours_per_week", "1.5")
    if days is not None:
        cli("config", "study_days", days)
        cli("config", "study_time", "19:00")
    words = cli("status").words
    match = re.search(
        r"Done around (.+?); .+? By your plan of 1.5h a week you finish around (\d+ \w+)\.", words
    )
    assert match
    assert match[1] != match[2]
    end = date.fromisoformat(cli("plan", "--json").json["planned_end"])
    near = [end + timedelta(days=n) for n in range(-3, 4)]
    assert match[2] in [f"{day.day} {day:%B}" for day in near]
    assert set(cli("status", "--json").json["forecast"]["finish"]) == {"p10", "p50", "p90"}


def test_a_plan_that_ends_on_nearly_the_same_day_is_not_named(cli: Cli) -> None:
    """At the hours that one studies anyway, and without sessions, there is one day."""
    cli("config", "hours_per_week", "7")
    assert "By your plan" not in cli("status").words
    for day, spent in SESSIONS:
        cli("log", "1.1", spent, "--on", day, "--at", "12:00")
    assert "By your plan" not in cli("status").words


def test_forecasts_can_be_turned_off(cli: Cli) -> None:
    """`--no-forecast` and the setting `forecast` hide every forecast."""
    assert "to go at" not in cli("status", "--no-forecast").words
    assert cli("status", "--no-forecast", "--json").json["forecast"] is None
    cli("config", "forecast", "off")
    assert "to go at" not in cli("status").words
    assert cli("status", "--json").json["forecast"] is None


def test_without_forecasts_no_view_shows_estimates(cli: Cli) -> None:
    """With `forecast = false` no view shows an estimate or remaining time; JSON has them."""
    with_estimates = cli("list", "--json").json
    cli("config", "forecast", "false")
    estimated = re.compile(r"\d[–-]\d+ (?:h|min)|to go|Estimate|Stated|stated")
    for args in (
        ("status",),
        ("next",),
        ("next", "-n", "20"),
        ("next", "--time", "45m"),
        ("list", "--all"),
        ("show", "gpt-2"),
        ("show", "2"),
        ("show", "paper"),
        ("show", "attention"),
        ("deepen",),
        ("path", "list"),
        ("done", "3.1", "--time", "1h"),
        ("skip", "3.2"),
        ("reset", "3.1"),
    ):
        result = cli(*args).out
        assert not estimated.search(result), result
    assert [s["estimate"] for s in cli("list", "--json").json["steps"]] == [
        s["estimate"] for s in with_estimates["steps"]
    ]
    assert "to go at" in cli("plan", "--hours-per-week", "5").words
    cli("config", "forecast", "true")
    assert estimated.search(cli("next").out)
    assert not estimated.search(cli("next", "--no-forecast").out)
    assert not estimated.search(cli("status", "--no-forecast").out)


def test_without_forecasts_no_command_shows_remaining_time(cli: Cli) -> None:
    """With `forecast = false` only `plan` shows remaining time."""
    cli("config", "forecast", "off")
    cli("skip", "3.1")
    for args in (("next",), ("status", "--all"), ("list",), ("done", "1.1"), ("deepen",)):
        result = cli(*args).words
        assert "to go" not in result
        assert "–75 min" not in result
        assert "h a week" not in result
    assert "–75 min" not in cli("next", "--no-forecast").words


def test_the_pace_needs_logged_time(cli: Cli) -> None:
    """Done steps without time do not change the pace; those with time do."""
    cli("done", "1.1")
    assert cli("status", "--json").json["forecast"]["pace"]["steps_observed"] == 0
    cli("done", "1.2", "--time", "3h")
    pace = cli("status", "--json").json["forecast"]["pace"]
    assert pace["steps_observed"] == 1
    assert pace["factor"] > 1.2


def test_status_shows_a_running_timer(cli: Cli) -> None:
    """`status` shows a running or paused timer."""
    cli("start", "2.1", at="2026-11-21T18:00:00+00:00")
    assert "timer running since 18:00, 40m so far: 2.1" in cli("status").words
    cli("pause", at="2026-11-21T18:30:00+00:00")
    assert "timer paused since 18:30, 30m so far" in cli("status").words


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ((), ["1.1", "1.2", "2.1", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2"]),
        (("--state", "done"), ["1.1", "3.2"]),
        (("--state", "skipped"), ["3.1"]),
        (("--state", "doing"), ["2.1"]),
        (("--state", "todo", "--kind", "course"), ["4.1"]),
        (("--concept", "rlhf"), ["1.2", "3.4"]),
        (("--concept", "rlhf", "--state", "done"), []),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_list_filters_steps(cli: Cli, filters: tuple[str, ...], numbers: list[str]) -> None:
    """`list` shows the steps that match all filters."""
    cli("done", "1.1", "3.2")
    cli("skip", "3.1")
    cli("start", "2.1")
    steps = cli("list", *filters, "--json").json["steps"]
    assert [step["number"] for step in steps] == numbers
    rows = cli("list", *filters).out.splitlines()
    assert [row.split()[0] for row in rows if row[0].isdigit()] == numbers


def test_list_shows_other_paths(cli: Cli) -> None:
    """`--path` lists another path and `--all` every one."""
    assert len(cli("list", "--path", "paper", "--json").json["steps"]) == 15
    assert len(cli("list", "--all", "--json").json["steps"]) == 25
    assert len(cli("list", "--all", "--kind", "paper", "--json").json["steps"]) == 15


def test_an_empty_list_names_the_searched_path(cli: Cli) -> None:
    """No match is no error, and says that one path was searched."""
    result = cli("list", "--kind", "paper")
    assert result.out == "No step matches.\n"
    assert "--all" in result.err
    assert not cli("list", "--kind", "nonsuch", "--all").err


def test_list_refuses_an_unknown_state_or_concept(cli: Cli) -> None:
    """An unknown state exits 2 with the four states, an unknown concept 3 with the nearest."""
    assert "todo, doing, done, skipped" in cli("list", "--state", "open", code=2).err
    assert "Did you mean rlhf?" in cli("list", "--concept", "rlfh", code=3).err


def test_states_differ_without_colour(cli: Cli) -> None:
    """Each state has its own sign in a list."""
    cli("done", "1.1")
    cli("start", "1.2")
    cli("skip", "2.1")
    rows = cli("list").out.splitlines()
    assert len({row.split()[1] for row in rows[:4]}) == 4


def test_a_complete_path_says_once_that_nothing_is_left(cli: Cli) -> None:
    """In `status` and `plan`; `next` summarises the path instead."""
    cli("done", "1", "2", "3", "4")
    for words in (("status",), ("status", "--all"), ("plan",)):
        assert cli(*words).words.count("Nothing is left to do") == 1
    assert "Nothing is left" not in cli("next").words
