"""The active path cannot be read: commands that change something refuse, others say so."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli, own_path
from tests.conftest import Home

RESOLVING = [
    ("done", "1.2"),
    ("done", "bert"),
    ("done", "paper/bert"),
    ("skip", "1.2"),
    ("reset", "1.1"),
    ("note", "1.1", "a remark"),
    ("log", "1.1", "45m"),
    ("unlog", "1.1"),
    ("start",),
    ("start", "1.1"),
    ("progress", "move", "mine/alone", "1.2"),
    ("plan", "--hours-per-week", "5"),
    ("plan", "--by", "2027-06-30", "--ics", "plan.ics"),
]
READING = [
    ("next",),
    ("status",),
    ("list",),
    ("show", "1.1"),
    ("plan", "--by", "2027-06-30"),
    ("note", "1.1"),
    ("open", "1.1", "--print"),
]


@pytest.fixture
def broken(cli: Cli, home: Home) -> str:
    """Make a path active and break line 9 of its file; return what a message names."""
    cli("path", "add", own_path(home.root / "mine.toml"))
    cli("use", "mine")
    cli("done", "1.1", "--time", "45m")
    file = home.paths / "mine.toml"
    file.write_text(file.read_text().replace('"First"', "First"))
    line = file.read_text().splitlines().index("title = First") + 1
    return f"{file}:{line}"


@pytest.mark.parametrize("args", RESOLVING, ids=" ".join)
def test_a_change_is_refused_while_the_active_path_cannot_be_read(
    cli: Cli, home: Home, broken: str, args: tuple[str, ...]
) -> None:
    """No step of another path is changed: exit 4 with file and line, and nothing is written."""
    before = home.progress.read_bytes()
    result = cli(*args, code=4)
    assert "The active path 'mine' cannot be read" in result.err
    assert broken in result.err
    assert "Correct the file, or choose another path: studypath use PATH" in result.err
    assert not result.out
    assert home.progress.read_bytes() == before
    assert not (home.config / "config.toml").exists()
    assert not (home.root / "plan.ics").exists()


@pytest.mark.parametrize("args", READING, ids=" ".join)
def test_a_reading_command_says_in_one_line_which_path_it_shows(
    cli: Cli, broken: str, args: tuple[str, ...]
) -> None:
    """It works with another path and names the fault and that path in one line."""
    (line,) = cli(*args).err.splitlines()
    assert line.startswith(f"studypath: The active path 'mine' cannot be read: {broken}: ")
    assert line.endswith("; using lightweight instead")


def test_a_running_timer_can_be_stopped_and_logged(cli: Cli, home: Home) -> None:
    """`stop` needs no path: the session is logged on the step for which the timer runs."""
    cli("path", "add", own_path(home.root / "mine.toml"))
    cli("use", "mine")
    cli("start", "alone", at="2026-11-21T18:00:00+00:00")
    (home.paths / "mine.toml").write_text("format = [\n")
    cli("pause", at="2026-11-21T18:20:00+00:00")
    cli("resume", at="2026-11-21T18:30:00+00:00")
    cli("stop")
    (session,) = cli("history", "--json").json["sessions"][:1]
    assert (session["path"], session["step"]) == ("mine", "alone")


@pytest.mark.parametrize(
    "remedy", [("use", "paper"), ("undo",), ("config", "hours_per_week", "5"), ("unlog",)]
)
def test_what_names_no_step_still_changes(cli: Cli, broken: str, remedy: tuple[str, ...]) -> None:
    """Commands that do not look up a step on the active path work, so that one can go on."""
    cli(*remedy)


def test_an_explicit_path_is_planned(cli: Cli, broken: str) -> None:
    """`plan --path` does not use the active path, so that it saves and writes."""
    cli("plan", "--path", "paper", "--hours-per-week", "5", "--ics", "plan.ics")


def test_a_file_that_is_gone_is_named(cli: Cli, home: Home) -> None:
    """Without a file of the active path a change is refused, with the nearest path as advice."""
    home.data.mkdir()
    home.progress.write_text('format = 1\nactive = "papre"\n')
    result = cli("done", "1.1", code=4)
    assert f"There is no file of the active path 'papre' in {home.paths}" in result.err
    assert "studypath use paper" in result.err


def test_two_broken_files_are_both_named(cli: Cli, home: Home, broken: str) -> None:
    """The file named for the path is its reason; the other one has a line of its own."""
    (home.paths / "other.toml").write_text("format = [\n")
    first, second = cli("next").err.splitlines()
    assert str(home.paths / "other.toml") in first
    assert first.endswith("this file is left out")
    assert broken in second
    assert "other.toml" not in cli("done", "1.2", code=4).err
