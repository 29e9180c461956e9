"""`next`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, own_path
from tests.conftest import Home, Run


def test_next_starts_with_the_lightweight_path(cli: Cli) -> None:
    """Without progress `next` shows the first lightweight step with all details."""
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
        "50m–1h15m",
        "1.2",
        "2.1",
        "0 of 10 done",
    ):
        assert part in result.out
    assert not result.err


def test_next_names_the_other_path_once(cli: Cli) -> None:
    """Only without progress one line names `use paper`."""
    assert [line for line in cli("next").out.splitlines() if "studypath use paper" in line]
    cli("done", "1.1")
    assert "use paper" not in cli("next").out


def test_next_prints_an_undated_forecast(cli: Cli) -> None:
    """`next` prints the remaining time as `status` does, without dates."""
    cli("config", "hours_per_week", "5")
    cli("done", "1.1", "--time", "2h")
    result = cli("next").words
    sentence = re.search(r"About [\dhm]+ to go at your pace \([\dhm]+[–-][\dhm]+\)", result)
    assert sentence
    status = cli("status").words
    assert sentence[0] in status
    assert "with your rhythm finish" in status
    assert f"{sentence[0]}." in result
    assert cli("next").out == cli("next", at="2027-06-01T09:00:00+00:00").out


def test_a_complete_path_has_no_forecast_in_next(cli: Cli) -> None:
    """For a complete path `next` prints no remaining time."""
    for phase in "1234":
        cli("done", phase)
    assert "to go" not in cli("next").words
    assert "left to do" not in cli("next").words


@pytest.mark.parametrize(("count", "after"), [(1, 0), (2, 1), (5, 4), (1000, 9)])
def test_n_is_how_many_steps_are_shown(cli: Cli, count: int, after: int) -> None:
    """`-n N` shows N steps, the next one included."""
    assert len(cli("next", "-n", str(count), "--json").json["then"]) == after


def test_next_of_another_path_leaves_the_active_one(cli: Cli, home: Home) -> None:
    """`--path` takes a beginning of an id and changes nothing."""
    assert cli("next", "--path", "pap", "--json").json["path"]["id"] == "paper"
    assert cli("next", "--json").json["path"]["id"] == "lightweight"
    assert not home.data.exists()


def test_next_shows_how_to_read_and_the_intuition(cli: Cli) -> None:
    """A paper shows how to read it and the step that gives its intuition, done or not."""
    before = cli("next", "--path", "paper").words
    assert "closely, line by line" in before
    assert "karpathy-lets-build-gpt (not done)" in before
    cli("done", "karpathy-lets-build-gpt")
    after = cli("next", "--path", "paper").words
    assert "karpathy-lets-build-gpt (done)" in after


def test_next_leaves_out_done_and_skipped_steps(cli: Cli) -> None:
    """The next step is the first that is neither done nor skipped."""
    cli("done", "1.2")
    cli("skip", "1.1")
    answer = cli("next", "--json").json
    assert answer["step"]["number"] == "2.1"
    assert [step["number"] for step in answer["then"]] == ["3.1", "3.2"]


def test_next_shows_a_step_in_progress(cli: Cli) -> None:
    """`next` shows that the step is in progress and the timer running."""
    cli("start", at="2026-11-21T18:00:00+00:00")
    result = cli("next").words
    assert "in progress" in result
    assert "timer running since 18:00, 40m so far" in result


def test_next_of_a_complete_path_names_deepen(cli: Cli) -> None:
    """With all lightweight steps done `next` names `deepen`."""
    for phase in "1234":
        cli("done", phase)
    result = cli("next").words
    assert "Lightweight Path is complete" in result
    assert "studypath deepen" in result
    assert "100%" in result


def test_next_in_a_given_time(cli: Cli) -> None:
    """`--time` shows the next step, whole or in part: later steps do not come before it."""
    whole = cli("next", "--time", "3h", "--json").json
    assert whole["fit"]["minutes"] == 180
    assert whole["fit"]["how"] == "surely"
    assert whole["fit"]["high_minutes"] <= 180
    session = cli("next", "--time", "10m", "--json").json
    assert session["step"]["number"] == "1.1"
    assert session["fit"]["how"] == "in part"
    assert "in 10m: " in cli("next", "--time", "10m").words
    parts = cli("next", "--time", "1h", "--json").json
    assert parts["step"]["number"] == "1.1"
    assert parts["fit"]["parts"] == [1, 2, 3]
    assert parts["fit"]["others"] == ["illustrated-transformer"]
    assert "(derived 50m–1h15m, its parts 2h27m)" in cli("next", "--time", "3h").words
    shown = cli("next", "--time", "1h").words
    assert "in 1h: parts 1–3 of 1.1 3blue1brown-neural-networks" in shown
    assert "would fit as a whole, but comes later: 3.1" in shown


@pytest.mark.parametrize("time", ["0m", "-5m", "soon", "45", "1h-2h", "9999999h"])
def test_next_refuses_an_invalid_time(cli: Cli, time: str) -> None:
    """An invalid time exits 2 and prints nothing on stdout."""
    result = cli("next", f"--time={time}", code=2)
    assert not result.out
    assert result.err


def test_next_shows_a_note_and_a_step_without_details(cli: Cli, home: Home) -> None:
    """A minimal path is shown without empty fields, with its note."""
    home.paths.mkdir(parents=True)
    own_path(home.paths / "my.toml")
    cli("use", "mine")
    cli("note", "alone", "look here")
    result = cli("next")
    assert "look here" in result.out
    assert "None" not in result.out


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
def test_no_line_is_wider_than_the_terminal(cli: Cli, columns: str) -> None:
    """No line is wider than the terminal, down to 20 columns; addresses and files are whole."""
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
        lines = cli(*args, COLUMNS=columns).out.splitlines()
        others = [line for line in lines if not re.search("https://|paths.toml", line)]
        assert max(map(len, others)) <= int(columns), args


def test_next_in_a_real_process(run: Run) -> None:
    """A process prints on stdout only, and the same again from the cache."""
    first, second = run("next"), run("next")
    assert (first.returncode, first.stderr) == (0, "")
    assert (second.stdout, second.returncode, second.stderr) == (first.stdout, 0, "")
    assert "\x1b" not in first.stdout


def test_colour_is_only_an_addition(run: Run) -> None:
    """With colour forced the words are the same, and addresses are links."""
    plain = run("next").stdout
    coloured = run("next", NO_COLOR=None, FORCE_COLOR="1").stdout
    assert "\x1b[" in coloured
    import re

    assert "\x1b]8;" in coloured
    words = re.sub(r"\x1b(\[[0-9;]*m|\]8;[^\x1b]*\x1b\\)", "", coloured)
    assert words.split() == plain.split()


@pytest.mark.parametrize("relative", ["wiki", "place"])
def test_a_relative_directory_is_not_cached(home: Home, relative: str) -> None:
    """A relative directory is looked up in each working directory anew."""
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


def test_a_finished_path_is_summarised(cli: Cli) -> None:
    """`done` and `next` name the days, the hours against the estimate, and the path to follow."""
    cli("done", "1", at="2026-11-10T20:00:00+00:00")
    cli("log", "1.1", "1h30m", at="2026-11-11T20:00:00+00:00")
    cli("done", "2", "3", "4.1")
    last = cli("done", "4.2", "--time", "2h").out
    words = (
        "Lightweight Path is complete: 10 of 10 done in 12 days",
        "logged 3h30m for 2 of 10 on 2 days; estimated 10h–15h (stated by the author) for all",
        "next path studypath use paper (Paper Path, 0 of 15 done)",
        "papers on what you learned: studypath deepen",
    )
    for shown in (" ".join(last.split()), cli("next").words):
        assert all(shown.count(line) == 1 for line in words)
    summary = cli("next", "--json").json["summary"]
    assert (summary["days"], summary["minutes_spent"], summary["next_path"]) == (12, 210, "paper")
    assert "summaris" not in cli("done", "4.2").out
    hidden = cli("next", "--no-forecast").words
    assert "logged 3h30m" in hidden
    assert "estimated" not in hidden


def test_a_finished_path_names_its_deferred_works(cli: Cli) -> None:
    """The paper path defers three works; a path that is not finished has no summary."""
    cli("use", "paper")
    assert cli("next", "--json").json["summary"] is None
    last = cli("done", "1", "2", "3", "4", "5").out
    assert "deferred  3 works: studypath status --all --path paper" in last
    assert "next path  studypath use lightweight" in last
