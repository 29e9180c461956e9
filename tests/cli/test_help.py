"""The help: every command has one, grouped by what one wants to do, with an example that runs."""

from __future__ import annotations

import re
import shlex
import webbrowser

import pytest

import studypath
from studypath.cli.app import CARRY, COMMANDS, LOOK, MEND, PATHS, STUDY, TIME
from tests.cli.conftest import Cli, own_path
from tests.conftest import Home, Run

ALL: list[tuple[str, ...]] = [(name,) for name in COMMANDS if name != "path"]
ALL += [("path", "list"), ("path", "check")]

# What must have happened before for an example to be about something.
BEFORE: dict[str, list[tuple[str, ...]]] = {
    "stop": [("start", "bert")],
    "pause": [("start", "bert")],
    "resume": [("start", "bert"), ("pause",)],
    "unlog": [("log", "bert", "45m")],
    "reset": [("done", "bert")],
    "undo": [("done", "bert")],
    "redo": [("done", "bert"), ("undo",)],
    "list": [("use", "paper")],
    "history": [("log", "bert", "45m")],
}


def example(cli: Cli, command: tuple[str, ...]) -> list[str]:
    """The words of the example in a command's help, `studypath` left out."""
    text = cli(*command, "--help", COLUMNS="200").out
    found = re.findall(r"Example: (studypath .*?)\s*$", text, re.MULTILINE)
    assert len(found) == 1, text
    return shlex.split(found[0])[1:]


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_every_example_runs(
    cli: Cli, home: Home, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """The example of every command's help exits 0 and answers, as it stands there."""
    monkeypatch.setattr(webbrowser, "open", lambda _: True)
    own_path(home.root / "my-path.toml")
    copy = 'format = 1\n[paths.paper.bert]\nstate = "done"\n'
    (home.root / "progress (conflicted copy).toml").write_text(copy, encoding="utf-8")
    for args in BEFORE.get(command[0], []):
        cli(*args, at="2026-11-21T18:00:00+00:00")
    words = example(cli, command)
    assert tuple(words[: len(command)]) == command
    result = cli(*words)
    assert result.out or result.err.startswith("studypath: exported")
    assert "No step fits" not in result.out
    assert "nothing to" not in result.out


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_every_help_says_what_each_word_means(cli: Cli, command: tuple[str, ...]) -> None:
    """Help says in a sentence what the command does and explains each option, also 40 wide."""
    result = cli(*command, "-h", COLUMNS="40")
    assert not result.err
    assert max(map(len, result.out.splitlines())) <= 40
    assert "…" not in result.out
    wide = cli(*command, "--help", COLUMNS="200").out
    for row in re.findall(r"^│ (--\S+.*?)│$", wide, re.MULTILINE):
        assert re.search(r"[A-Za-z].*\.|:", row.split("  ", 1)[-1]), row


def test_the_help_is_grouped_by_what_one_wants_to_do(cli: Cli) -> None:
    """Every command stands under its heading, the headings in their order."""
    text = cli("--help").out
    places = [text.index(f"─ {heading} ─") for heading in (STUDY, TIME, LOOK, MEND, PATHS, CARRY)]
    assert places == sorted(places)
    for name in COMMANDS:
        assert re.search(rf"^│ {name} ", text, re.MULTILINE), name
    assert "Begin with: studypath next" in text


def test_h_is_help_and_no_command_is_help(cli: Cli) -> None:
    """`-h` and `--help` say the same; without a command the help is shown as wrong usage."""
    text = cli("--help").out
    assert cli("-h").out == text
    bare = cli(code=2)
    assert "Usage: studypath" in bare.out + bare.err


def test_version(cli: Cli, run: Run) -> None:
    """`--version` prints the version alone."""
    assert cli("--version").out == f"studypath {studypath.__version__}\n"
    assert run("--version").stdout == f"studypath {studypath.__version__}\n"


def test_a_narrow_terminal_gets_the_whole_help(cli: Cli) -> None:
    """In 20 columns the help is plain text with every word of it, and so are mistakes."""
    narrow = cli("done", "--help", COLUMNS="20").out
    for part in ("STEP...", "--time", "--on", "--read", "--note", "Example:"):
        assert part in narrow
    assert "│" not in narrow
    assert "Did you mean 'next'?" in " ".join(cli("nxt", code=2, COLUMNS="20").err.split())


def test_help_writes_nothing(cli: Cli, home: Home) -> None:
    """Help, version and completion make no file at all."""
    for args in (("--help",), ("done", "--help"), ("--version",)):
        cli(*args)
    assert not list(home.root.iterdir())
