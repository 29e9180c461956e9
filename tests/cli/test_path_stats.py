"""`path stats`, as the user types it."""

from __future__ import annotations

from pathlib import Path

from tests.cli import shapes
from tests.cli.conftest import Cli
from tests.conftest import Home

HEAD = 'format = 1\n[[path]]\nid = "mine"\ntitle = "Mine"\n[[path.phase]]\nid = "p"\ntitle = "P"\n'
STEP = '[[path.phase.step]]\nid = "{0}"\ntitle = "{0}"\nkind = "post"\nestimate = "45m - 75 min"\n'


def install(cli: Cli, home: Home) -> Path:
    """Install a path of six steps and return its file."""
    file = home.root / "my.toml"
    file.write_text(HEAD + "".join(STEP.format(f"s{n}") for n in range(6)), "utf-8")
    cli("path", "add", file)
    return home.paths / "mine.toml"


def test_the_line_of_an_estimate_that_is_off_is_named(cli: Cli, home: Home) -> None:
    """Changed as it says, the file is valid and the estimate fits."""
    file = install(cli, home)
    for n in range(5):
        cli("done", f"mine/s{n}", "--time", "4h" if n == 2 else "1h")
    shown = cli("path", "stats", "mine", COLUMNS="300").out
    assert "You take 1 times the estimates. Divided by that, the time of 1 step is off." in shown
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if '"s2"' in text) + 3
    old, new = 'estimate = "45m - 75 min"', 'estimate = "3h-5h"'
    # A long path is folded.
    assert f"{file}:{line}:" in shown.replace("\n", "")
    assert f"    {old} → {new}\n" in shown
    lines = file.read_text("utf-8").splitlines()
    assert lines[line - 1] == old
    lines[line - 1] = new
    file.write_text("\n".join(lines) + "\n", "utf-8")
    assert "valid" in cli("path", "check", "mine").out
    assert "no step is off" in cli("path", "stats", "mine", COLUMNS="300").out


def test_path_stats_prints_json(cli: Cli, home: Home) -> None:
    """Each timed step has its line, its old text and a suggestion or null."""
    file = install(cli, home)
    answer = cli("path", "stats", "mine", "--json").json
    assert not shapes.problems(answer, shapes.STATS)
    assert (answer["file"], answer["pace"], answer["steps"]) == (str(file), None, [])
    for n in range(5):
        cli("done", f"mine/s{n}", "--time", "10m" if n == 2 else "1h")
    answer = cli("path", "stats", "mine", "--json").json
    assert not shapes.problems(answer, shapes.STATS)
    assert [(step["off"], step["old"], step["new"]) for step in answer["steps"]][1:4] == [
        (False, "45m - 75 min", None),
        (True, "45m - 75 min", "10m"),
        (False, "45m - 75 min", None),
    ]


def test_a_bundled_path_gets_the_command_that_copies_it(cli: Cli) -> None:
    """The lines of a bundled path are named, and how to have a copy of one's own."""
    for number in ("1.1", "1.2", "2.1", "3.1"):
        cli("done", number, "--time", "1h")
    assert "Estimates are judged from 5 such steps on." in cli("path", "stats").out
    cli("done", "3.2", "--time", "30h")
    shown = cli("path", "stats", COLUMNS="300").out
    assert "paths.toml:" in shown
    assert "studypath path new my-lightweight --from lightweight" in shown


def test_path_stats_fits_a_narrow_terminal(cli: Cli, home: Home) -> None:
    """In 40 columns no line is longer."""
    install(cli, home)
    for n in range(6):
        cli("done", f"mine/s{n}", "--time", "4h" if n == 2 else "1h")
    shown = cli("path", "stats", "mine", COLUMNS="40").out
    assert max(map(len, shown.splitlines())) <= 40
