"""Every command has help with an example that runs."""

from __future__ import annotations

import re
import shlex
import webbrowser

import pytest

import studypath
from studypath.cli.app import COMMANDS, STUDY
from studypath.cli.backup import BackupCommands
from studypath.cli.path import PathCommands
from studypath.cli.progress import ProgressCommands
from tests.cli.conftest import Cli, own_path
from tests.conftest import Home, Run

GROUPS = {"path": PathCommands, "backup": BackupCommands, "progress": ProgressCommands}
ALL: list[tuple[str, ...]] = [(name,) for name in COMMANDS if name not in GROUPS]
ALL += [(group, name) for group, commands in GROUPS.items() for name in commands.headings]

# What must have happened before for an example to be about something.
BEFORE: dict[str, list[tuple[str, ...]]] = {
    "stop": [("start", "bert")],
    "pause": [("start", "bert")],
    "resume": [("start", "bert"), ("pause",)],
    "unlog": [("log", "bert", "45m")],
    "reset": [("done", "bert")],
    "undo": [("done", "bert")],
    "redo": [("done", "bert"), ("undo",)],
    "backup": [("done", "bert"), ("reset", "bert")],
    "progress": [("import", "progress (conflicted copy).toml")],
    "list": [("use", "paper")],
    "history": [("log", "bert", "45m")],
    "path remove": [("path", "new", "mine")],
}


def example(cli: Cli, command: tuple[str, ...]) -> list[str]:
    """Return the words of the example in a command's help, without `studypath`."""
    text = cli(*command, "--help", COLUMNS="200").out
    examples = re.findall(r"Example: (studypath .*?)\s*$", text, re.MULTILINE)
    assert len(examples) == 1, text
    return shlex.split(examples[0])[1:]


# What examples answer that need another machine or a terminal.
ELSEWHERE: dict[tuple[str, ...], str] = {
    ("path", "edit"): "There is no terminal for an editor",
    ("sync",): "git@host:me/progress.git cannot be reached",
    ("push",): "STUDYPATH_LRS_KEY",
}


@pytest.mark.parametrize("command", [each for each in ALL if each not in ELSEWHERE], ids=" ".join)
def test_every_example_runs(
    cli: Cli, home: Home, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """The example in the help of every command runs as it is printed."""
    monkeypatch.setattr(webbrowser, "open", lambda _: True)
    own_path(home.root / "my-path.toml")
    own_path(home.root / "course.toml")
    own_path(home.root / "course-new.toml")
    copy = 'format = 1\n[paths.paper]\nbert.state = "done"\nold-bert.state = "done"\n'
    (home.root / "progress (conflicted copy).toml").write_text(copy, encoding="utf-8")
    (home.root / "course.md").write_text("# Course\n\n## Week 1\n\n- Read it\n", encoding="utf-8")
    (home.root / "submissions").mkdir()
    (home.root / "submissions" / "a.toml").write_text(copy, encoding="utf-8")
    for args in BEFORE.get(" ".join(command), BEFORE.get(command[0], [])):
        cli(*args, at="2026-11-21T18:00:00+00:00")
    words = example(cli, command)
    assert tuple(words[: len(command)]) == command
    result = cli(*words)
    assert result.out or result.err.startswith(("studypath: exported", "studypath: wrote"))
    assert "No step fits" not in result.out
    assert "nothing to" not in result.out


@pytest.mark.parametrize("command", ELSEWHERE, ids=" ".join)
def test_an_example_that_needs_more_is_valid(cli: Cli, command: tuple[str, ...]) -> None:
    """Such an example is understood, and only the machine, its key or a terminal is missing."""
    cli("done", "1.1")
    cli("path", "new", "mine")
    words = example(cli, command)
    assert ELSEWHERE[command] in cli(*words, code=None).err


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_every_help_explains_every_option(cli: Cli, command: tuple[str, ...]) -> None:
    """Help explains the command and each option, also in 40 columns."""
    result = cli(*command, "-h", COLUMNS="40")
    assert not result.err
    assert max(map(len, result.out.splitlines())) <= 40
    assert "…" not in result.out
    wide = cli(*command, "--help", COLUMNS="200").out
    for row in re.findall(r"^  (--\S+.*)$", wide, re.MULTILINE):
        assert re.search(r"[A-Za-z].*\.|:", row.split("  ", 1)[-1]), row


def test_the_help_fits_a_screen(cli: Cli) -> None:
    """At 80 columns the help is at most 24 lines, also on stderr when no command is typed."""
    for text in (cli("--help").out, cli(code=2).err):
        assert len(text.splitlines()) <= 24
        assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("width", ["20", "40", "80", "200"])
def test_the_help_names_every_command(cli: Cli, width: str) -> None:
    """At any width each command is below its heading, in the order of the table of commands."""
    text = cli("--help", COLUMNS=width).out
    words = text.partition("More commands:")
    daily = re.findall(r"^  (\w+)(?:  |$)", words[0].partition("Study:")[2], re.MULTILINE)
    assert daily == [name for name, heading in COMMANDS.items() if heading == STUDY]
    expected = []
    for name, heading in COMMANDS.items():
        if heading != STUDY:
            expected += [] if heading in expected else [heading]
            expected.append(name)
    listed = " ".join(words[2].partition("Options:")[0].split())
    assert listed == " ".join(expected)


def test_the_help_says_how_to_begin(cli: Cli) -> None:
    """The help explains the daily commands and names the first one and the options."""
    text = cli("--help").out
    assert "  next    Show the next step" in text
    assert "Begin with: studypath next" in text
    assert "--version" in text


def test_h_is_help(cli: Cli) -> None:
    """`-h` and `--help` print the same; without a command the help exits 2."""
    text = cli("--help").out
    assert cli("-h").out == text
    bare = cli(code=2)
    assert "Usage: studypath" in bare.out + bare.err


def test_version(cli: Cli, run: Run) -> None:
    """`--version` prints the version alone."""
    assert cli("--version").out == f"studypath {studypath.__version__}\n"
    assert run("--version").stdout == f"studypath {studypath.__version__}\n"


def test_a_narrow_terminal_shows_the_whole_help(cli: Cli) -> None:
    """In 20 columns help and errors are complete."""
    narrow = cli("done", "--help", COLUMNS="20").out
    for part in ("STEP...", "--time", "--on", "--read", "--note", "Example:"):
        assert part in narrow
    assert "Did you mean next?" in " ".join(cli("nxt", code=2, COLUMNS="20").err.split())


def test_help_writes_nothing(cli: Cli, home: Home) -> None:
    """Help and version create no file."""
    for args in (("--help",), ("done", "--help"), ("--version",)):
        cli(*args)
    assert not list(home.root.iterdir())


@pytest.mark.parametrize("args", [("--help",), ("done", "--help"), ("next",)], ids=" ".join)
def test_a_huge_width_is_limited(run: Run, args: tuple[str, ...]) -> None:
    """COLUMNS=100000000 prints lines of at most 1000 characters, at once."""
    finished = run(*args, COLUMNS="100000000")
    assert finished.returncode == 0
    assert max(map(len, finished.stdout.splitlines())) <= 1000


@pytest.mark.parametrize("command", [(), *ALL, *((name,) for name in GROUPS)], ids=" ".join)
def test_help_before_a_command_is_its_help(cli: Cli, command: tuple[str, ...]) -> None:
    """`help COMMAND` prints what `COMMAND --help` prints."""
    assert cli("help", *command).out == cli(*command, "--help").out


def test_help_on_no_command_suggests_one(cli: Cli) -> None:
    """A word that is no command exits 2 with the nearest one, as without `help`."""
    assert cli("help", "nxt", code=2).err == cli("nxt", code=2).err
