"""The README's examples are the output of the program, and its commands exist."""

from __future__ import annotations

import os
import re
from pathlib import Path

from studypath.cli.app import COMMANDS
from tests.conftest import Run

PAGE = Path(__file__).parents[2] / "README.md"
README = PAGE.read_text("utf-8")

# The commands of the weekend before the second example, with their time.
WEEKEND = (
    ("2026-11-21T11:00:00+00:00", ("done", "1.1", "--time", "1h20m")),
    ("2026-11-21T14:00:00+00:00", ("done", "1.2", "--time", "1h05m")),
    ("2026-11-22T12:00:00+00:00", ("done", "2.1", "--time", "2h45m")),
    ("2026-11-22T15:00:00+00:00", ("done", "3.1", "--time", "30m")),
    ("2026-11-22T17:00:00+00:00", ("log", "3.2", "40m")),
    ("2026-11-22T17:05:00+00:00", ("config", "hours_per_week", "3")),
)


def _compare_example(name: str, output: str) -> None:
    """Compare an example with the output; STUDYPATH_UPDATE_GOLDEN=1 rewrites it instead."""
    example = re.search(rf"(?ms)^<!-- example: {name} -->\n\n```text\n(.*?)^```$", README)
    assert example, f"README.md has no example of {name}"
    if os.environ.get("STUDYPATH_UPDATE_GOLDEN"):
        text = PAGE.read_text("utf-8")
        PAGE.write_text(text.replace(example[1], output), "utf-8")
        return
    assert output == example[1]


def test_example_of_next_is_its_output(run: Run) -> None:
    """The example of `next` is its output in an empty home at 80 columns."""
    _compare_example("next", run("next").stdout)


def test_example_of_status_is_its_output(run: Run) -> None:
    """The example of `status` is its output after a weekend of study at 80 columns."""
    for now, words in WEEKEND:
        assert run(*words, STUDYPATH_NOW=now).returncode == 0
    _compare_example("status", run("status", STUDYPATH_NOW="2026-11-22T17:10:00+00:00").stdout)


def test_commands_of_the_page_exist() -> None:
    """Each `studypath COMMAND` in the README is a command of the program."""
    commands = set(re.findall(r"(?m)(?:^|`)studypath ([a-z]+)\b", README))
    assert commands <= {*COMMANDS, "help"}
    assert {"next", "done", "status", "export", "undo", "where", "config"} <= commands
