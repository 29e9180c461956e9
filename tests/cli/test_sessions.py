"""`log`, `unlog` and `history`."""

from __future__ import annotations

import tomllib

import pytest

from tests.cli.conftest import Cli
from tests.conftest import Home


def sessions(home: Home, path: str = "paper", step: str = "bert") -> list[str]:
    """Return the sessions of a step in the progress file."""
    data = tomllib.loads(home.progress.read_text(encoding="utf-8"))
    lines = data["paths"][path][step].get("sessions", [])
    assert isinstance(lines, list)
    return lines


@pytest.mark.parametrize(
    ("args", "saved"),
    [
        ((), "2026-11-21T17:55+00:00 45m"),
        (("--on", "2026-11-20"), "2026-11-20T12:00+00:00 45m"),
        (("--on", "yesterday", "--at", "19:00"), "2026-11-20T19:00+00:00 45m"),
        (("--at", "9:30"), "2026-11-21T09:30+00:00 45m"),
        (("--at", "09:30"), "2026-11-21T09:30+00:00 45m"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_log_stores_a_session(cli: Cli, home: Home, args: tuple[str, ...], saved: str) -> None:
    """A session is logged as typed, and the step is in progress."""
    result = cli("log", "bert", "45m", *args)
    assert result.out.startswith("logged 45m on 2026-11-2")
    assert "2.2  bert" in result.out
    assert sessions(home) == [saved]
    assert cli("show", "bert", "--json").json["step"]["state"] == "doing"


def test_log_of_a_done_step_leaves_it_done(cli: Cli) -> None:
    """A session on a done step leaves it done."""
    cli("done", "1.1", "--on", "2026-11-20")
    cli("log", "1.1", "30m")
    step = cli("show", "1.1", "--json").json["step"]
    assert (step["state"], step["minutes_spent"]) == ("done", 30)


@pytest.mark.parametrize(
    "args",
    [
        ("log",),
        ("log", "bert"),
        ("log", "bert", "45"),
        ("log", "bert", "0m"),
        ("log", "bert", "45m", "--on", "2026-11-22"),
        ("log", "bert", "45m", "--at", "18:30"),
        ("log", "bert", "45m", "--at", "25:00"),
        ("log", "3", "45m"),
        ("log", "--edit"),
        ("log", "--edit", "50m"),
        ("history", "--since", "2027-01-01"),
        ("history", "--by", "year"),
        ("unlog", "-n", "0"),
    ],
    ids=" ".join,
)
def test_invalid_arguments_exit_2(cli: Cli, home: Home, args: tuple[str, ...]) -> None:
    """Invalid arguments exit 2 with a message on stderr and write nothing."""
    assert cli(*args, code=2).err
    assert not home.progress.exists()


def test_the_last_session_is_edited(cli: Cli, home: Home) -> None:
    """`log --edit` changes duration, day or time of the last session and prints both."""
    cli("log", "bert", "45m", "--on", "2026-11-19", "--at", "10:00")
    cli("log", "bert", "30m", "--on", "2026-11-20", "--at", "19:00")
    result = cli("log", "--edit", "50m")
    assert result.out.startswith("edited 30m on 2026-11-20, 19:00–19:30 to 50m on 2026-11-20")
    cli("log", "--edit", "bert", "--at", "20:00")
    assert sessions(home) == ["2026-11-19T10:00+00:00 45m", "2026-11-20T20:00+00:00 50m"]
    cli("undo")
    assert sessions(home)[1] == "2026-11-20T19:00+00:00 50m"


def test_no_session_is_longer_than_a_day(cli: Cli) -> None:
    """A duration of more than a day exits 2, logged or edited."""
    cli("log", "bert", "45m")
    for args in (("log", "bert", "25h"), ("log", "--edit", "25h")):
        assert "longer than a day" in cli(*args, code=2).err
    assert cli("show", "bert", "--json").json["step"]["minutes_spent"] == 45


def test_unlog_removes_the_last_sessions(cli: Cli, home: Home) -> None:
    """`unlog` removes and prints the sessions that started last, of a step or of all."""
    cli("log", "bert", "45m", "--on", "2026-11-19", "--at", "10:00")
    cli("log", "bert", "30m", "--on", "2026-11-20", "--at", "19:00")
    cli("log", "1.1", "20m", "--on", "2026-11-21", "--at", "08:00")
    assert "removed 30m on 2026-11-20" in cli("unlog", "bert").out
    assert sessions(home) == ["2026-11-19T10:00+00:00 45m"]
    assert cli("unlog", "-n", "5").out.count("removed ") == 2
    assert "no session" in cli("unlog").out
    assert cli("show", "bert", "--json").json["step"]["state"] == "todo"


def test_history_is_a_table_with_bars(cli: Cli) -> None:
    """`history` groups sessions by day, week or step, with bars and the total."""
    cli("log", "bert", "45m", "--on", "2026-11-10", "--at", "10:00")
    cli("log", "bert", "30m", "--on", "2026-11-20", "--at", "19:00")
    cli("log", "1.1", "1h", "--on", "2026-11-20", "--at", "20:00")
    week = cli("history").out
    assert "2h15m" in week
    assert "█" in week
    day = cli("history", "--by", "day")
    assert "1h30m" in next(line for line in day.out.splitlines() if "20 Nov" in line)
    step = cli("history", "--by", "step").out
    assert "1h15m" in next(line for line in step.splitlines() if "BERT" in line)


def test_history_in_json_is_every_session(cli: Cli) -> None:
    """JSON has the sessions, oldest first, of all paths or one, from a day on."""
    cli("log", "1.1", "1h", "--on", "2026-11-20", "--at", "20:00")
    cli("log", "bert", "45m", "--on", "2026-11-10", "--at", "10:00")
    everything = cli("history", "--json").json["sessions"]
    assert everything == [
        {
            "path": "paper",
            "step": "bert",
            "start": "2026-11-10T10:00:00+00:00",
            "minutes": 45,
            "number": 2,
            "end": "2026-11-10T10:45:00+00:00",
        },
        {
            "path": "lightweight",
            "step": "3blue1brown-neural-networks",
            "start": "2026-11-20T20:00:00+00:00",
            "minutes": 60,
            "number": 1,
            "end": "2026-11-20T21:00:00+00:00",
        },
    ]
    assert cli("history", "--since", "2026-11-20", "--json").json["sessions"] == everything[1:]
    assert cli("history", "--path", "paper", "--json").json["sessions"] == everything[:1]


def test_history_of_nothing_is_no_error(cli: Cli) -> None:
    """Without sessions `history` says so and mentions no streak."""
    result = cli("history")
    assert result.out.strip()
    assert "streak" not in result.out.lower()


def test_local_time_is_shown_and_offsets_are_kept(cli: Cli, home: Home) -> None:
    """A session keeps the offset it was logged with, whatever the zone is now."""
    cli("log", "bert", "45m", at="2026-11-21T18:40:00+05:30")
    assert cli("history", "--json").json["sessions"][0]["start"] == "2026-11-21T12:25:00+00:00"
