"""Errors, interrupts and imports of a whole command."""

from __future__ import annotations

import subprocess
import sys

import pytest

from studypath.cli.app import COMMANDS
from studypath.cli.backup import BackupCommands
from studypath.cli.path import PathCommands
from tests.cli.conftest import Cli
from tests.conftest import Home

# Starts the program; the import of the module named first raises KeyboardInterrupt.
INTERRUPTED_IMPORT = """
import sys

MODULE = sys.argv[1]

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == MODULE:
            raise KeyboardInterrupt

from studypath.__main__ import main

sys.meta_path.insert(0, Finder())
sys.modules.pop("studypath.storage", None)
sys.argv = ["studypath", *sys.argv[2:]]
main()
"""
LIST_IMPORTS = """
import sys
from studypath.cli.run import run

code = run(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


def run_script(home: Home, script: str, *args: str) -> subprocess.CompletedProcess[str]:
    """Run a Python script with arguments in `home`."""
    return subprocess.run(
        [sys.executable, "-c", script, *args],
        capture_output=True,
        text=True,
        env=home.environment,
        cwd=home.root,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "module",
    [
        "studypath.storage",
        "studypath.storage.answers",
        "studypath.cli",
        "studypath.cli.run",
        "typer",
        "studypath.cli.next",
        "studypath.storage.library",
        "studypath.files",
        "rich.console",
    ],
)
def test_an_interrupt_during_an_import_exits_130_silently(home: Home, module: str) -> None:
    """Ctrl-C while any module is imported prints nothing and exits 130."""
    finished = run_script(home, INTERRUPTED_IMPORT, module, "next")
    assert (finished.returncode, finished.stdout, finished.stderr) == (130, "", "")


@pytest.mark.parametrize(
    "args", [("done", "1.1"), ("start",), ("path", "list"), ("backup", "list")], ids=" ".join
)
def test_only_the_typed_command_is_imported(home: Home, args: tuple[str, ...]) -> None:
    """A command imports no module of another command."""
    finished = run_script(home, LIST_IMPORTS, *args)
    assert finished.returncode == 0
    modules = {f"studypath.cli.{name}" for name in COMMANDS}
    modules |= {f"studypath.cli.path_{name}" for name in PathCommands.headings}
    modules |= {f"studypath.cli.backup_{name}" for name in BackupCommands.headings}
    own = {f"studypath.cli.{'_'.join(args[:n])}" for n in (1, 2)}
    assert set(finished.stderr.split()) & modules <= own


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (("doen",), "There is no command 'doen'\nDid you mean done?"),
        (("skip",), "Missing argument 'STEP...'\nSee: studypath skip --help"),
        (("done", "zzz"), "There is no step 'zzz'\nTo see them all: studypath list"),
        (("next", "--pth", "x"), "No such option: --pth\nDid you mean --path?"),
        (("stop",), "No timer is running\nStart one: studypath start STEP"),
        (
            ("done", "1.1", "--time", "90"),
            "Invalid value for '--time': '90' has no unit\nWrite 90m for minutes or 90h for hours.",
        ),
        (
            ("done", "1.1", "--on", "soon"),
            """Invalid value for '--on': 'soon' is not a date
Write it like 2026-11-20, 20 Nov, yesterday, sunday, last friday or 3 days ago.""",
        ),
        (
            ("stop", "--at", "25pm"),
            "Invalid value for '--at': '25pm' is not a time of day\nWrite it like 19:00.",
        ),
        (
            ("log", "1.1", "30h"),
            """Invalid value for 'DURATION': '30h' is longer than a day
Log each session on its own.""",
        ),
        (
            ("list", "--state", "open"),
            """Invalid value for '--state': 'open' is not a choice
Choose one of: todo, doing, done, skipped.""",
        ),
        (("start", "3"), "'3' means 5 steps\nName one step, such as 3.1."),
        (("skip", "5"), "Step 5 has no steps of its own\nName a step or another phase."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_error_is_what_happened_and_what_to_do(
    cli: Cli, args: tuple[str, ...], error: str
) -> None:
    """An error is two lines on stderr: what happened, and what to do next."""
    result = cli(*args, code=None)
    assert result.code in {2, 3}
    assert not result.out
    assert result.err == f"studypath: {error}\n"


@pytest.mark.parametrize(
    "args", [("done", "a\x1b[31m"), ("\x1b[31m",), ("next", "--\x1b[31m"), ("next", "-n", "\x07")]
)
def test_an_error_has_no_control_characters(cli: Cli, args: tuple[str, ...]) -> None:
    """Control characters of an argument do not reach the terminal."""
    result = cli(*args, code=None)
    assert result.code in {2, 3}
    assert result.err.replace("\n", "").isprintable()


@pytest.mark.parametrize("columns", ["20", "80"])
def test_a_group_without_a_command_prints_its_help(cli: Cli, columns: str) -> None:
    """`studypath` and `studypath path` print their help on stderr and exit 2."""
    for args in ((), ("path",)):
        result = cli(*args, code=2, COLUMNS=columns)
        assert not result.out
        assert result.err == cli(*args, "--help", COLUMNS=columns).out
