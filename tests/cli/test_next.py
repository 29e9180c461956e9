"""`next`: what to do now."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, own_path
from tests.conftest import Home, Run


def test_next_begins_with_the_lightweight_path(cli: Cli) -> None:
    """Without progress `next` shows the first lightweight step with all one needs to begin."""
    result = cli("next")
    for part in (
        "1.1",
        "Neural networks",
        "Grant Sanderson",
        "2017",
        "video series",
        "https://www.youtube.com/playlist?",
        "Step 1: Visual Intuition",
        "Focus",
        "Takeaway",
        "50–75 min",
        "1.2",
        "2.1",
        "0 of 10 done",
    ):
        assert part in result.out
    assert not result.err


def test_next_names_the_other_path_once(cli: Cli) -> None:
    """With no progress one line names `use paper`; with any it is gone."""
    assert [line for line in cli("next").out.splitlines() if "studypath use paper" in line]
    cli("done", "1.1")
    assert "use paper" not in cli("next").out


def test_next_says_the_forecast_in_a_sentence_without_days(cli: Cli) -> None:
    """`next` says the hours to go as `status` does, and the same whatever the day is."""
    cli("config", "hours_per_week", "5")
    cli("done", "1.1", "--time", "2h")
    result = cli("next").words
    sentence = re.search(r"About [\d.]+ h to go at your pace \([\d.]+[–-][\d.]+\)", result)
    assert sentence
    assert f"{sentence[0]}; at 5 h a week done around" in cli("status").words
    assert f"{sentence[0]}." in result
    assert cli("next").out == cli("next", at="2027-06-01T09:00:00+00:00").out


def test_a_complete_path_has_no_forecast_in_next(cli: Cli) -> None:
    """With nothing left `next` says no time."""
    for phase in "1234":
        cli("done", phase)
    assert "to go" not in cli("next").words
    assert "left to do" not in cli("next").words


@pytest.mark.parametrize(("count", "after"), [(1, 0), (2, 1), (5, 4), (1000, 9)])
def test_n_is_how_many_steps_are_shown(cli: Cli, count: int, after: int) -> None:
    """`-n N` shows the next step and what comes after it, N steps in all."""
    assert len(cli("next", "-n", str(count), "--json").json["then"]) == after


def test_next_of_another_path_leaves_the_active_one(cli: Cli, home: Home) -> None:
    """`--path` asks another path, by a beginning too, and changes nothing."""
    assert cli("next", "--path", "pap", "--json").json["path"]["id"] == "paper"
    assert cli("next", "--json").json["path"]["id"] == "lightweight"
    assert not home.data.exists()


def test_next_says_how_to_read_and_what_gives_the_intuition(cli: Cli) -> None:
    """A paper step says how to read it and which step gives its intuition, done or not."""
    before = cli("next", "--path", "paper").words
    assert "closely, line by line" in before
    assert "karpathy-lets-build-gpt would give it (not done)" in before
    cli("done", "karpathy-lets-build-gpt")
    after = cli("next", "--path", "paper").words
    assert "you have it from karpathy-lets-build-gpt (done)" in after


def test_next_passes_over_what_is_done_or_skipped(cli: Cli) -> None:
    """The next step is the first that is neither done nor skipped, whatever comes after it."""
    cli("done", "1.2")
    cli("skip", "1.1")
    answer = cli("next", "--json").json
    assert answer["step"]["number"] == "2.1"
    assert [step["number"] for step in answer["then"]] == ["3.1", "3.2"]


def test_next_shows_a_step_that_was_begun(cli: Cli) -> None:
    """A step that was begun is said to be, and a running timer is shown."""
    cli("start", at="2026-11-21T18:00:00+00:00")
    result = cli("next").words
    assert "(begun)" in result
    assert "timer running since 18:00, 40 min" in result


def test_next_leads_on_when_the_path_is_complete(cli: Cli) -> None:
    """With all lightweight steps done `next` leads to `deepen`."""
    for phase in "1234":
        cli("done", phase)
    result = cli("next").words
    assert "Lightweight Path is complete" in result
    assert "studypath deepen" in result
    assert "100 %" in result


def test_next_in_a_given_time(cli: Cli) -> None:
    """`--time` names a whole step that fits, else the first session of the next one."""
    whole = cli("next", "--time", "3h", "--json").json
    assert whole["fit"]["minutes"] == 180
    assert whole["fit"]["how"] == "surely"
    assert whole["fit"]["high_minutes"] <= 180
    session = cli("next", "--time", "10m", "--json").json
    assert session["step"]["number"] == "1.1"
    assert session["fit"]["how"] == "in part"
    assert "the first session of 1.1" in cli("next", "--time", "10m").words


@pytest.mark.parametrize("time", ["0m", "-5m", "soon", "45", "1h-2h", "9999999h"])
def test_next_refuses_what_is_no_time(cli: Cli, time: str) -> None:
    """A time that is none exits 2 and says nothing on stdout."""
    result = cli("next", f"--time={time}", code=2)
    assert not result.out
    assert result.err


def test_next_shows_a_note_and_a_step_without_details(cli: Cli, home: Home) -> None:
    """A path with the least that a path needs is shown without empty lines of labels."""
    home.paths.mkdir(parents=True)
    own_path(home.paths / "my.toml")
    cli("use", "mine")
    cli("note", "alone", "look here")
    result = cli("next")
    assert "look here" in result.out
    assert "None" not in result.out


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
def test_no_line_is_wider_than_the_terminal(cli: Cli, columns: str) -> None:
    """What is drawn keeps to the terminal's width, down to 20 columns."""
    cli("done", "1.1", "--time", "1h")
    for args in (
        ("next",),
        ("next", "--path", "paper"),
        ("status", "--all", "--path", "paper"),
        ("list", "--all"),
        ("show", "bert"),
        ("show", "paper"),
        ("deepen",),
        ("history",),
        ("plan", "--by", "2027-03-01"),
        ("path", "list"),
    ):
        out = cli(*args, COLUMNS=columns).out
        assert max(map(len, out.splitlines())) <= int(columns), args


def test_next_in_a_real_process(run: Run) -> None:
    """A process answers on stdout alone, twice the same: made anew and from the cache."""
    first, second = run("next"), run("next")
    assert (first.returncode, first.stderr) == (0, "")
    assert (second.stdout, second.returncode, second.stderr) == (first.stdout, 0, "")
    assert "\x1b" not in first.stdout


def test_colour_is_only_an_addition(run: Run) -> None:
    """With colour forced the same words are result."""
    plain = run("next").stdout
    coloured = run("next", NO_COLOR=None, FORCE_COLOR="1").stdout
    assert "\x1b[" in coloured
    import re

    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == plain.split()


@pytest.mark.parametrize("relative", ["wiki", "place"])
def test_next_is_not_that_of_another_directory(home: Home, relative: str) -> None:
    """What a relative folder leads to is looked for in each directory, not kept from another."""
    first, second = home.root / "first", home.root / "second"
    for directory in (first, second, first / "data", second / "vault", home.config):
        directory.mkdir()
    environment = home.environment.copy()
    if relative == "wiki":
        (home.config / "config.toml").write_text('wiki = "vault"\n', encoding="utf-8")
        (second / "vault" / "3blue1brown-neural-networks.md").write_text("x")
    else:
        environment["STUDYPATH_DATA_DIR"] = "data"
        done = '[paths.lightweight.3blue1brown-neural-networks]\nstate = "done"\n'
        (first / "data" / "progress.toml").write_text(done, encoding="utf-8")

    def result(directory: Path) -> str:
        command = [sys.executable, "-m", "studypath", "next"]
        return subprocess.check_output(command, cwd=directory, env=environment, encoding="utf-8")

    assert result(first) == result(first) != result(second)
